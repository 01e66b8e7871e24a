public import Kernel

/// Number of a bank account (Numer Rachunku Bankowego): 26 digits `CC BBBBBBBB AAAAAAAAAAAAAAAA`; the IBAN without `PL`.
///
/// Source: order of the President of the National Bank of Poland on numbering accounts; ISO 13616 for the control digits.
public struct BankAccountNumber: OfficialIdentifier {
    public let description: String

    public init(checking text: String) throws(Problem) {
        var typed = TypedText(text)
        guard !typed.isEmpty else { throw BankAccountNumber.refusal("Wpisz numer konta") }
        typed.drop(prefix: "PL")
        guard let d = typed.digits(26) else { throw BankAccountNumber.refusal("Numer konta ma 26 cyfr") }
        guard BankAccountNumber.remainder(d[2...] + BankAccountNumber.country + d[..<2]) == 1 else {
            throw BankAccountNumber.refusal("Sprawdź numer konta, jedna z cyfr się nie zgadza")
        }
        description = typed.text
    }

    /// Makes a number, for instance of a taxpayer's own account for payments (rachunek wirtualny).
    ///
    /// - Parameters:
    ///   - bank: 8 digits of the bank and its branch.
    ///   - account: 16 digits; in a pool of virtual accounts the first 4 are the pool's, given by the bank.
    public init?(bank: String, account: String) {
        guard let b = TypedText(bank).digits(8), let a = TypedText(account).digits(16) else { return nil }
        let control = 98 - BankAccountNumber.remainder(b + a + BankAccountNumber.country + [0, 0])
        description = ([control / 10, control % 10] + b + a).map(String.init).joined()
    }

    /// `PL` as digits.
    private static let country = [2, 5, 2, 1]

    private static func remainder(_ digits: some Sequence<Int>) -> Int { digits.reduce(0) { ($0 * 10 + $1) % 97 } }

    /// The bank and its branch, 8 digits.
    public var bank: String { String(description.dropFirst(2).prefix(8)) }

    /// As people read it: `14 9999 9999 0000 0000 0000 0001`.
    public var grouped: String {
        var out = String(description.prefix(2))
        for (i, c) in description.dropFirst(2).enumerated() {
            if i % 4 == 0 { out.append(" ") }
            out.append(c)
        }
        return out
    }

    /// The bank's own control digit is known from memory only, so that it warns and does not refuse.
    public var warning: String? {
        let d = bank.utf8.map { Int($0 - 48) }
        return (10 - weightedSum(d, [3, 9, 7, 1, 3, 9, 7]) % 10) % 10 == d[7]
            ? nil : "Sprawdź numer konta, numer banku (cyfry od 3 do 10) wygląda na pomylony"
    }
}
