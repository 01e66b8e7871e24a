public import Kernel

/// Polish postal code, kept as `00-950`.
public struct PostalCode: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text)
        guard !typed.isEmpty else { throw PostalCode.refusal("Wpisz kod pocztowy") }
        guard typed.digits(5) != nil else { throw PostalCode.refusal("Kod ma 5 cyfr, na przykład 00-950") }
        description = "\(typed.text.prefix(2))-\(typed.text.suffix(3))"
    }
}
