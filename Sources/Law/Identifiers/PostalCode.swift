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

/// Telephone number in the form of ITU-T E.164, `+48600100200`; nine digits without a prefix are a Polish number.
public struct PhoneNumber: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text.filter { $0 != "(" && $0 != ")" })
        guard !typed.isEmpty else { throw PhoneNumber.refusal("Wpisz numer telefonu") }
        let fault = PhoneNumber.refusal("Numer ma 9 cyfr. Zagraniczny zacznij od +")
        guard typed.bytes[0] == UInt8(ascii: "+") else {
            guard typed.digits(9) != nil else { throw fault }
            description = "+48" + typed.text
            return
        }
        let digits = typed.text.dropFirst()
        guard digits.utf8.allSatisfy(\.isDigit), (8...15).contains(digits.utf8.count), digits.utf8.first != UInt8(ascii: "0"),
            !digits.hasPrefix("48") || digits.utf8.count == 11
        else { throw fault }
        description = typed.text
    }
}
