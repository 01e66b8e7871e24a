public import Kernel

/// Kinds of entries on a taxpayer's account.
///
/// Source: regulation of the Minister of Finance of 25 October 2010 on accounting of tax authorities, Dz.U. nr 208 poz. 1375.
public enum EntryKind: String, Sendable, Hashable, CaseIterable, Codable {
    case openingArrears = "bo_zaleglosc"
    case openingOverpayment = "bo_nadplata"
    /// The charge.
    case charge = "przypis"
    /// The reduction of a charge.
    case reduction = "odpis"
    case payment = "wplata"
    case refund = "zwrot"

    /// Whether it stands on the debit side.
    public var isDebit: Bool {
        switch self {
        case .openingArrears, .charge, .refund: true
        case .openingOverpayment, .reduction, .payment: false
        }
    }
}

/// An entry on a taxpayer's account.
public struct AccountEntry: Sendable, Hashable {
    public let kind: EntryKind
    /// Negative when it reverses an entry of its kind (storno).
    public let amount: Money
    /// The day of the event.
    public let day: Day

    public init(_ kind: EntryKind, _ amount: Money, on day: Day) throws(Problem) {
        guard amount.grosze.magnitude <= Money.largest.grosze.magnitude else {
            throw Problem(.invalidInput, "Kwota zapisu może wynosić najwyżej 10 mld zł.", field: "amount")
        }
        self.kind = kind
        self.amount = amount
        self.day = day
    }
}

/// Turnover and balance of an account on a day.
public struct AccountBalance: Sendable, Hashable {
    public let debit: Money
    public let credit: Money

    /// So many entries of the largest amount fit 64 bits.
    public static let mostEntries = 1_000_000

    /// - Parameter day: later entries are left out, so that the answer for a day stays the same; `nil` for all entries.
    /// - Throws: `Problem` when there are too many entries for one account.
    public init(_ entries: some Collection<AccountEntry>, asOf day: Day? = nil) throws(Problem) {
        guard entries.count <= AccountBalance.mostEntries else {
            throw Problem(.tooLarge, "Konto ma więcej niż \(AccountBalance.mostEntries) zapisów. Zamknij rok i przenieś saldo.", field: "events")
        }
        var debit = Money.zero, credit = Money.zero
        for entry in entries where day.map({ entry.day <= $0 }) ?? true {
            if entry.kind.isDebit { debit += entry.amount } else { credit += entry.amount }
        }
        self.debit = debit
        self.credit = credit
    }

    /// What the taxpayer owes (należność).
    public var receivable: Money { max(.zero, debit - credit) }
    /// What the office owes (nadpłata).
    public var overpayment: Money { max(.zero, credit - debit) }
}
