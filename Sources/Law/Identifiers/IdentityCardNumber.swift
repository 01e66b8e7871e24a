public import Kernel

/// Series and number of a Polish identity card (dowód osobisty): three letters, six digits; the first digit is the control digit.
///
/// Holds for Polish cards only: a document carries its kind and country, and papers of other countries are not checked by it. The
/// old booklets (two letters, seven digits) followed other rules. Source: regulation on the specimen of the identity card; the
/// algorithm as published by several independent sources.
public struct IdentityCardNumber: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text)
        guard !typed.isEmpty else { throw IdentityCardNumber.refusal("Wpisz numer dowodu") }
        guard typed.follows("AAA999999") else { throw IdentityCardNumber.refusal("Numer dowodu ma 3 litery i 6 cyfr, na przykład ABS123456") }
        guard weightedSum(typed.bytes.map(\.alphanumericValue), [7, 3, 1, 9, 7, 3, 1, 7, 3]) % 10 == 0 else {
            throw IdentityCardNumber.refusal("Sprawdź numer dowodu, jeden ze znaków się nie zgadza")
        }
        description = typed.text
    }
}
