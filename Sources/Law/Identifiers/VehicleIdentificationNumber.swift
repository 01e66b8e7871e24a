public import Kernel

/// Vehicle identification number (VIN): 17 letters and digits without I, O, Q. Source: ISO 3779.
public struct VehicleIdentificationNumber: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text)
        guard !typed.isEmpty else { throw VehicleIdentificationNumber.refusal("Wpisz numer VIN") }
        guard typed.bytes.count == 17, typed.bytes.allSatisfy({ $0.isDigit || $0.isCapital }) else {
            throw VehicleIdentificationNumber.refusal("Numer VIN ma 17 liter i cyfr")
        }
        guard !typed.bytes.contains(where: { Array("IOQ".utf8).contains($0) }) else {
            throw VehicleIdentificationNumber.refusal("Sprawdź numer VIN, nie ma w nim liter I, O, Q")
        }
        description = typed.text
    }
}
