public import Kernel

/// Identifier of a parcel in the land register (EGiB): `221101_1.0001.34/6`, with the sheet `221101_1.0001.AR_2.34/6`.
///
/// Only the shape is checked. Source: regulation on the register of land and buildings, the form as geodetic files carry it.
public struct ParcelIdentifier: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text, keeping: ".")
        guard !typed.isEmpty else { throw ParcelIdentifier.refusal("Wpisz identyfikator działki") }
        let fault = ParcelIdentifier.refusal("Identyfikator działki wygląda tak: 221101_1.0001.34/6")
        let parts = typed.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 || parts.count == 4 else { throw fault }
        let unit = parts[0].split(separator: "_", omittingEmptySubsequences: false)
        guard unit.count == 2, unit[0].utf8.count == 6, MunicipalityCode(String(unit[0] + unit[1])) != nil,
            TypedText(parts[1]).follows("9999"), parts.count == 3 || ParcelIdentifier.isSheet(parts[2]), ParcelIdentifier.isParcel(parts.last ?? "")
        else { throw fault }
        description = typed.text
    }

    private static func isNumber(_ text: some StringProtocol) -> Bool { (1...6).contains(text.utf8.count) && text.utf8.allSatisfy(\.isDigit) }
    private static func isSheet(_ text: String) -> Bool { text.hasPrefix("AR_") && isNumber(text.dropFirst(3)) }
    private static func isParcel(_ text: String) -> Bool {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        return halves.count <= 2 && halves.allSatisfy(isNumber)
    }
}
