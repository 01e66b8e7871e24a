public import Kernel

/// Address for electronic delivery (adres do doręczeń elektronicznych, ADE): `AE:PL-50419-15057-VDGUG-25`.
///
/// Source: act of 18 November 2020 on electronic deliveries, art. 2 point 1; the form as the public service publishes it.
public struct DeliveryAddress: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        let typed = TypedText(text, keeping: "-")
        // Spaces are separators here as everywhere, hyphens are part of the address.
        guard !typed.isEmpty else { throw DeliveryAddress.refusal("Wpisz adres do e-Doręczeń") }
        guard typed.follows("AE:PL-99999-99999-AAAAA-99") else {
            throw DeliveryAddress.refusal("Adres do e-Doręczeń wygląda tak: AE:PL-12345-67890-ABCDE-12")
        }
        description = typed.text
    }

    /// The control digits agree on most published addresses, not on all, so that a difference warns and does not refuse.
    public var warning: String? {
        let bytes = Array(description.utf8)
        func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1) - 48 } }
        let difference = abs(bytes[18..<23].reduce(0) { $0 + Int($1) } - number(6..<11) - number(12..<17))
        let control = String(difference).utf8.reduce(0) { $0 + Int($1) - 48 }
        return control == number(24..<26) ? nil : "Sprawdź adres do e-Doręczeń, dwie ostatnie cyfry zwykle są inne"
    }
}
