public import Kernel

/// Registration number of a vehicle (numer rejestracyjny), kept without the space. Only the shape is checked.
public struct RegistrationPlate: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text)
        guard !typed.isEmpty else { throw RegistrationPlate.refusal("Wpisz numer rejestracyjny") }
        guard (4...8).contains(typed.bytes.count), typed.bytes[0].isCapital, typed.bytes.allSatisfy({ $0.isDigit || $0.isCapital }),
            typed.bytes.count <= 5 + typed.bytes.prefix(3).prefix(while: \.isCapital).count
        else { throw RegistrationPlate.refusal("Numer rejestracyjny ma od 1 do 3 liter i od 3 do 5 liter lub cyfr, na przykład DTR 12345") }
        description = typed.text
    }
}
