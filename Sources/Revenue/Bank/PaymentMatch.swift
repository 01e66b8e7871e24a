internal import Kernel
internal import Law
internal import Store

/// Whose a payment is, and why.
public struct PaymentMatch: Sendable, Hashable {
    public enum Certainty: Sendable, Hashable {
        /// By the individual number: booked at once.
        case certain
        /// By something in the title: a clerk confirms it.
        case proposed
        case none
    }
    public var certainty: Certainty
    public var account: TaxAccountID?
    /// The levy that the number names.
    public var levy: Levy?
    /// In Polish, as the queue shows it.
    public var reason: String

    static func unknown(_ reason: String) -> PaymentMatch { PaymentMatch(certainty: .none, account: nil, levy: nil, reason: reason) }

    /// Individual number, else what the title names: number of the account, of the decision, PESEL or NIP of the taxpayer.
    static func of(_ line: StatementLine, _ accounts: IndividualAccounts, _ c: any SQLConnection) throws -> PaymentMatch {
        if let target = line.target, let owner = accounts.owner(of: target) {
            guard let account = try TaxRegister.account(c, owner.account) else { return unknown("rachunek indywidualny konta, którego nie ma") }
            guard account.kind.levies.contains(owner.levy) else { return unknown("rachunek indywidualny podatku, którego konto nie ma") }
            return PaymentMatch(certainty: .certain, account: account.id, levy: owner.levy, reason: "rachunek indywidualny konta \(account.number)")
        }
        let words = line.title.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" || $0 == ":" }).prefix(60).map(String.init)
        for word in words where (3...40).contains(word.utf8.count) {
            if let account = try TaxRegister.account(c, number: word) {
                return PaymentMatch(certainty: .proposed, account: account.id, levy: nil, reason: "numer konta \(word) w tytule")
            }
            let halves = word.split(separator: "/")
            if halves.count == 2, let number = Int64(halves[0]), let year = Int(halves[1]), (1990...2999).contains(year),
                let found = try c.first(
                    "SELECT account_id FROM tax_decision WHERE year = \(year) AND number = \(number)", { try $0.id("account_id", as: TaxAccountID.self) })
            {
                return PaymentMatch(certainty: .proposed, account: found, levy: nil, reason: "numer decyzji \(word) w tytule")
            }
            guard let identifier = PESEL(word)?.description ?? NIP(word)?.description, let subject = try TaxRegister.subject(c, identifier: identifier) else { continue }
            let held = try c.query("SELECT DISTINCT account_id FROM tax_share WHERE subject_id = \(subject.id) AND until IS NULL") {
                try $0.id("account_id", as: TaxAccountID.self)
            }
            guard let account = held.first, held.count == 1 else { return unknown("numer podatnika w tytule, ale kont jest \(held.count)") }
            return PaymentMatch(certainty: .proposed, account: account, levy: nil, reason: "numer podatnika w tytule")
        }
        return unknown("nie ma rachunku indywidualnego ani numeru w tytule")
    }
}
