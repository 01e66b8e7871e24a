public import Kernel

/// Number in the National Court Register (Krajowy Rejestr Sądowy): ten digits with leading zeros, no control digit.
///
/// Source: act of 20 August 1997 on the National Court Register; that there is no control digit is from memory.
public struct KRSNumber: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text)
        guard !typed.isEmpty else { throw KRSNumber.refusal("Wpisz numer KRS") }
        guard typed.digits(10) != nil else { throw KRSNumber.refusal("Numer KRS ma 10 cyfr, także zera na początku, na przykład 0000123456") }
        description = typed.text
    }
}
