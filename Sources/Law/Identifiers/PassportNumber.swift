public import Kernel

/// Number of a Polish passport: two letters, seven digits; the first digit is the control digit.
///
/// Holds for Polish passports only. The control digit of the machine-readable zone (ICAO 9303) is another one. Source: the
/// algorithm as published by several independent sources.
public struct PassportNumber: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text)
        guard !typed.isEmpty else { throw PassportNumber.refusal("Wpisz numer paszportu") }
        guard typed.follows("AA9999999") else { throw PassportNumber.refusal("Numer paszportu ma 2 litery i 7 cyfr, na przykład ZS7000017") }
        guard weightedSum(typed.bytes.map(\.alphanumericValue), [7, 3, 9, 1, 7, 3, 1, 7, 3]) % 10 == 0 else {
            throw PassportNumber.refusal("Sprawdź numer paszportu, jeden ze znaków się nie zgadza")
        }
        description = typed.text
    }
}
