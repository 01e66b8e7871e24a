public import Kernel

/// A payment of a bank statement or the cash desk.
///
/// Two days matter: that of the payer decides on interest, that of the credit on the order of booking. Source: Ordynacja podatkowa art. 60.
public struct Payment: Sendable, Hashable {
    /// The day the payer's account was debited; where the bank does not tell it, the day of credit, which a clerk may correct on proof.
    public var paid: Day
    public var credited: Day
    public var statement: String
    /// The line of the statement, from 1.
    public var line: Int
    public var amount: Money
    /// The tax that the payer or the account number names.
    public var named: String?

    public init(paid: Day, credited: Day, statement: String, line: Int, amount: Money, named: String? = nil) {
        self.paid = paid
        self.credited = credited
        self.statement = statement
        self.line = line
        self.amount = amount
        self.named = named
    }
}

extension Allocation {
    /// Allocates payments one after another: by day of credit, statement and line, whatever their order of import.
    ///
    /// Costs are taken by the first payments until they are paid. What stays open keeps its original due day.
    /// - Returns: the payments in the order of booking, and the items as they are afterwards.
    public static func all(
        _ payments: [Payment], items: [OpenItem], costs: Money = .zero, rates: InterestRates = .statutory, settings: TaxSettings = .standard
    ) throws(Problem) -> (booked: [(payment: Payment, allocation: Allocation)], items: [OpenItem]) {
        var items = items
        var costs = costs
        var booked: [(payment: Payment, allocation: Allocation)] = []
        for payment in payments.sorted(by: { ($0.credited, $0.statement, $0.line) < ($1.credited, $1.statement, $1.line) }) {
            let allocation = try Allocation.of(
                payment.amount, paid: payment.paid, items: items, costs: costs, named: payment.named, rates: rates, settings: settings)
            costs -= allocation.costs
            for part in allocation.parts {
                guard let index = items.firstIndex(where: { $0.id == part.item.id }) else { continue }
                items[index].open = part.open
            }
            booked.append((payment, allocation))
        }
        return (booked, items)
    }
}
