public import Kernel
import Law

/// An instalment or other receivable that is not paid in full.
public struct OpenItem: Sendable, Hashable {
    public var id: String
    /// The tax or fee, as the account names it.
    public var tax: String
    /// The original due day: the open principal bears interest from it, whatever was paid meanwhile.
    public var due: Day
    public var open: Money

    public init(id: String, tax: String, due: Day, open: Money) throws(Problem) {
        guard open >= .zero, open <= .largest else { throw Problem(.invalidInput, "Należność musi być kwotą od 0 zł do 10 mld zł.", field: "amount") }
        self.id = id
        self.tax = tax
        self.due = due
        self.open = open
    }
}

/// Where a payment goes (zaliczenie wpłaty).
public struct Allocation: Sendable, Hashable {
    public struct Part: Sendable, Hashable {
        public let item: OpenItem
        public let principal: Money
        public let interest: Money
        /// The principal that stays open.
        public var open: Money { item.open - principal }
    }

    /// What went to the costs of reminders.
    public let costs: Money
    public let parts: [Part]
    public let overpayment: Money
    public let settings: TaxSettings

    public static let basis = ["Ordynacja podatkowa art. 55 § 2, 62 § 1 i 1a, 63 § 3, 72"]

    /// Costs of reminders first; then arrears, the oldest of the named tax, then the oldest of all; then what is not due yet in the same
    /// order; the rest is an overpayment.
    ///
    /// A payment to an account that belongs to one tax names it. An arrear is closed with its interest or paid in proportion of both;
    /// neither side can choose otherwise. Items of one day go by their id. Source: Ordynacja podatkowa art. 62 § 1–1a, art. 55 § 2.
    /// - Parameters:
    ///   - paid: the day of payment (art. 60), not that of the credit.
    ///   - named: the tax that the payer named.
    public static func of(
        _ payment: Money, paid: Day, items: [OpenItem], costs: Money = .zero, named: String? = nil, rates: InterestRates = .statutory,
        settings: TaxSettings = .standard
    ) throws(Problem) -> Allocation {
        guard payment >= .zero, payment <= .largest else { throw Problem(.invalidInput, "Wpłata musi być kwotą od 0 zł do 10 mld zł.", field: "payment") }
        guard costs >= .zero, costs <= .largest else { throw Problem(.invalidInput, "Koszty upomnienia muszą być kwotą od 0 zł.", field: "costs") }
        var left = payment
        let toCosts = min(left, costs)
        left -= toCosts
        var parts: [Part] = []
        for item in ordered(items, paid: paid, named: named) {
            guard left > .zero else { break }
            let interest = item.due < paid ? try LateInterest.on(item.open, due: item.due, paid: paid, rates: rates, settings: settings).charged : .zero
            let share = try proportional(left, principal: item.open, interest: interest)
            parts.append(Part(item: item, principal: share.principal, interest: share.interest))
            left = share.rest
        }
        return Allocation(costs: toCosts, parts: parts, overpayment: left, settings: settings)
    }

    private static func ordered(_ items: [OpenItem], paid: Day, named: String?) -> [OpenItem] {
        func key(_ item: OpenItem) -> (Int, Int, Day, String) { (item.due < paid ? 0 : 1, item.tax == named ? 0 : 1, item.due, item.id) }
        return items.filter { $0.open > .zero }.sorted { key($0) < key($1) }
    }

    /// Divides a payment between an arrear and its interest: both in full, or in the proportion in which they stand to each other.
    ///
    /// To the grosz, the interest takes the rest. Source: Ordynacja podatkowa art. 55 § 2, art. 63 § 3.
    public static func proportional(_ payment: Money, principal: Money, interest: Money) throws(Problem) -> (principal: Money, interest: Money, rest: Money) {
        for (amount, field) in [(payment, "payment"), (principal, "principal"), (interest, "interest_due")] where amount < .zero || amount > .largest {
            throw Problem(.invalidInput, "Kwota musi być od 0 zł do 10 mld zł.", field: field)
        }
        let all = principal + interest
        if payment >= all { return (principal, interest, payment - all) }
        let exact = Int128(payment.grosze) * Int128(principal.grosze)
        let part = Money(grosze: Int64(Rounding.halfUp.quotient(exact, by: Int128(all.grosze))))
        return (part, payment - part, .zero)
    }
}
