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

/// Turnover and balance of an account.
public struct AccountBalance: Sendable, Hashable {
    public let debit: Money
    public let credit: Money

    /// - Parameter entries: a negative amount reverses an entry of its kind (storno).
    public init(_ entries: some Sequence<(kind: EntryKind, amount: Money)>) throws(Problem) {
        var debit: Int64 = 0, credit: Int64 = 0
        for (kind, amount) in entries {
            let (sum, overflow) = (kind.isDebit ? debit : credit).addingReportingOverflow(amount.grosze)
            guard !overflow else { throw Problem(.invalidInput, "Suma zapisów jest za duża. Sprawdź kwoty.", field: "events") }
            if kind.isDebit { debit = sum } else { credit = sum }
        }
        guard !debit.subtractingReportingOverflow(credit).overflow, debit > .min / 2, credit > .min / 2 else {
            throw Problem(.invalidInput, "Suma zapisów jest za duża. Sprawdź kwoty.", field: "events")
        }
        self.debit = Money(grosze: debit)
        self.credit = Money(grosze: credit)
    }

    /// What the taxpayer owes (należność).
    public var receivable: Money { max(.zero, debit - credit) }
    /// What the office owes (nadpłata).
    public var overpayment: Money { max(.zero, credit - debit) }
}
