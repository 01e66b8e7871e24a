public import Kernel

/// Telephone number in the form of ITU-T E.164, `+48600100200`; nine digits without a prefix are a Polish number.
public struct TelephoneNumber: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text.filter { $0 != "(" && $0 != ")" })
        guard !typed.isEmpty else { throw TelephoneNumber.refusal("Wpisz numer telefonu") }
        let fault = TelephoneNumber.refusal("Numer ma 9 cyfr. Zagraniczny zacznij od +")
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
