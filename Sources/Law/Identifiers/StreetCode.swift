public import Kernel

/// Code of a street in the TERYT register (ULIC), five digits. Only the shape is checked.
public struct StreetCode: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text)
        guard !typed.isEmpty else { throw StreetCode.refusal("Wpisz kod ULIC ulicy") }
        guard typed.digits(5) != nil else { throw StreetCode.refusal("Kod ULIC ulicy ma 5 cyfr") }
        description = typed.text
    }
}
