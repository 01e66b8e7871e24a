public import Kernel

/// A due day moved: by a late delivery or a relief.
public struct DueChange: Sendable, Hashable {
    public var item: LedgerEntryID
    public var due: Day
    public var booked: Day
    public var reason: String

    public init(item: LedgerEntryID, due: Day, booked: Day, reason: String) {
        self.item = item
        self.due = due
        self.booked = booked
        self.reason = reason
    }
}

/// What an account comes to on a day: each charge with what is open and its interest, and what is overpaid.
///
/// Made from the entries booked until that day and nothing else, so that asking again next year gives the same answer: later entries do not
/// change it, and a closed month takes none.
public struct AccountStanding: Sendable, Hashable {
    public struct Item: Sendable, Hashable {
        public var id: LedgerEntryID
        public var levy: Levy
        public var part: ChargePart
        public var document: String
        public var due: Day
        public var charged: Money
        /// Charged less reduced and paid; below zero where more was paid or reduced than charged.
        public var balance: Money

        public var open: Money { max(.zero, balance) }
    }

    /// Sums of one levy.
    public struct Sums: Sendable, Hashable {
        public var openings = Money.zero
        public var charged = Money.zero
        public var reduced = Money.zero
        public var paid = Money.zero
        public var refunded = Money.zero
        /// Rebooked to this levy less rebooked from it.
        public var transferred = Money.zero

        /// Positive what is owed, negative what is overpaid. Source: taxes §10 (opening + przypis − odpis − wpłata + zwrot).
        public var balance: Money { openings + charged - reduced - paid + refunded - transferred }
    }

    public let day: Day
    /// By due day and number; those that are open or not.
    public let items: [Item]
    public let sums: [Levy: Sums]
    /// What of each levy was paid and belongs to no charge, or is above it.
    public let overpayments: [Levy: Money]

    public init(_ entries: [LedgerEntry], dueChanges: [DueChange] = [], on day: Day) {
        self.day = day
        var items: [LedgerEntryID: Item] = [:]
        var sums: [Levy: Sums] = [:]
        var loose: [Levy: Money] = [:]
        let held = entries.filter { $0.posting.booked <= day }
        for entry in held where entry.posting.kind.makesItem && entry.reverses == nil {
            guard let levy = entry.posting.levy, let due = entry.posting.due else { continue }
            items[entry.id] = Item(
                id: entry.id, levy: levy, part: entry.posting.part, document: entry.posting.document, due: due, charged: .zero, balance: .zero)
        }
        for entry in held {
            guard let levy = entry.posting.levy else { continue }
            let p = entry.posting
            sums[levy, default: Sums()].add(p.kind, p.amount)
            let change = p.kind.isDebit ? p.amount : -p.amount
            // Interest is charged and paid at once; it never stays open (art. 55 § 2 recounts what is unpaid).
            if p.part == .interest { continue }
            if let id = entry.item, items[id] != nil {
                items[id]?.balance += change
                if p.kind.makesItem { items[id]?.charged += p.amount }
            } else {
                loose[levy, default: .zero] -= change
            }
        }
        for change in dueChanges where change.booked <= day { items[change.item]?.due = change.due }
        self.sums = sums
        self.items = items.values.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
        var over = loose
        for item in self.items where item.balance < .zero { over[item.levy, default: .zero] -= item.balance }
        overpayments = over.filter { $0.value != .zero }
    }

    public var balance: Money { sums.values.map(\.balance).sum }
    public var openItems: [Item] { items.filter { $0.open > .zero } }
    /// Open and past its due day (zaległość).
    public var arrears: [Item] { openItems.filter { $0.due < day } }
    /// Delivered costs of reminders that are not paid.
    public var openCosts: [Item] { openItems.filter { $0.part == .reminderCosts } }

    /// Interest of each arrear on the day of the standing.
    public func interest(rates: InterestRates = .statutory, settings: TaxSettings = .standard) throws(Problem) -> [LedgerEntryID: LateInterest.Result] {
        var out: [LedgerEntryID: LateInterest.Result] = [:]
        for item in arrears where item.part == .principal {
            out[item.id] = try LateInterest.on(item.open, due: item.due, paid: day, rates: rates, settings: settings)
        }
        return out
    }
}

extension AccountStanding.Sums {
    mutating func add(_ kind: LedgerKind, _ amount: Money) {
        switch kind {
        case .openingArrears: openings += amount
        case .openingOverpayment: openings -= amount
        case .charge: charged += amount
        case .reduction: reduced += amount
        case .payment: paid += amount
        case .refund: refunded += amount
        case .transferIn: transferred += amount
        case .transferOut: transferred -= amount
        case .unexplained: break
        }
    }
}
