public import Kernel

/// Tax identification number (Numer Identyfikacji Podatkowej), ten digits; the prefix `PL` of the VAT number is left out.
///
/// Source: act of 13 October 1995 on the registration and identification of taxpayers.
public struct NIP: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        var typed = TypedText(text)
        guard !typed.isEmpty else { throw NIP.refusal("Wpisz NIP") }
        typed.drop(prefix: "PL")
        guard let d = typed.digits(10) else { throw NIP.refusal("NIP ma 10 cyfr") }
        guard d.contains(where: { $0 != 0 }) else { throw NIP.refusal("Sprawdź NIP, nie może mieć samych zer") }
        // A remainder of 10 has no digit; such numbers are not given.
        guard weightedSum(d, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == d[9] else { throw NIP.refusal("Sprawdź NIP, ostatnia cyfra się nie zgadza") }
        description = typed.text
    }
}
