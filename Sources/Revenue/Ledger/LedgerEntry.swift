public import Kernel
public import Store

public struct LedgerEntryID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// Accounts of the ledger (konta księgi głównej), as far as taxes move them.
///
/// Source: regulation of the Minister of Finance of 25 October 2010 (Dz.U. nr 208 poz. 1375) and the chart of 2020; the numbers of 240 and 245
/// are from memory.
public enum BookAccount: String, Sendable, Hashable, CaseIterable {
    /// Bilans otwarcia: what was owed or overpaid when the books were taken over.
    case opening = "000"
    case cash = "101"
    case bank = "130"
    /// Należności z tytułu dochodów budżetowych; its subledger are the taxpayers' accounts.
    case receivables = "221"
    /// Między przeksięgowaniem z konta a przeksięgowaniem na konto; zero after each act.
    case rebooking = "240"
    /// Wpływy do wyjaśnienia.
    case unexplained = "245"
    case taxRevenue = "720"
    /// Interest and prolongation fees.
    case financialRevenue = "750"
    /// Costs of reminders.
    case otherRevenue = "760"

    static func revenue(_ part: ChargePart) -> BookAccount {
        switch part {
        case .principal: .taxRevenue
        case .interest, .prolongation: .financialRevenue
        case .reminderCosts: .otherRevenue
        }
    }
}

/// What an entry does.
///
/// Source: Dz.U. 2010 nr 208 poz. 1375; the names are those of the books.
public enum LedgerKind: String, Sendable, Hashable, CaseIterable {
    case openingArrears = "bo_zaleglosc"
    case openingOverpayment = "bo_nadplata"
    /// Przypis.
    case charge = "przypis"
    /// Odpis: a charge reduced or cancelled.
    case reduction = "odpis"
    /// Wpłata.
    case payment = "wplata"
    /// Zwrot nadpłaty.
    case refund = "zwrot"
    /// Przeksięgowanie z konta, from a payment or overpayment.
    case transferOut = "przeksiegowanie_z"
    /// Przeksięgowanie na konto.
    case transferIn = "przeksiegowanie_na"
    /// Money that nobody's account is known for yet.
    case unexplained = "wplyw_do_wyjasnienia"

    /// Whether the taxpayer's account (221) is debited.
    var isDebit: Bool {
        switch self {
        case .openingArrears, .charge, .refund, .transferOut: true
        case .openingOverpayment, .reduction, .payment, .transferIn, .unexplained: false
        }
    }

    /// Whether the entry makes something that falls due.
    var makesItem: Bool { self == .charge || self == .openingArrears }
}

/// What is to be booked; one amount from one account of the ledger to another, so that the books always balance.
public struct Posting: Sendable, Hashable {
    public var kind: LedgerKind
    public var account: TaxAccountID?
    public var levy: Levy?
    public var part: ChargePart
    /// Above zero.
    public var amount: Money
    /// The day it counts in the books.
    public var booked: Day
    /// The day of what happened: payment by the payer (OP art. 60), delivery, filing.
    public var event: Day
    /// The due day of a charge that falls due on its own.
    public var due: Day?
    /// The charge that this pays, reduces or adds interest to; `nil` for an overpayment.
    public var item: LedgerEntryID?
    /// Where money came from or went to.
    public var money: BookAccount?
    /// Number of the decision, declaration, statement.
    public var document: String
    /// What must not be booked twice.
    public var source: String

    public init(
        _ kind: LedgerKind, _ amount: Money, account: TaxAccountID?, levy: Levy?, part: ChargePart = .principal, booked: Day, event: Day? = nil, due: Day? = nil,
        item: LedgerEntryID? = nil, money: BookAccount? = nil, document: String, source: String
    ) {
        self.kind = kind
        self.account = account
        self.levy = levy
        self.part = part
        self.amount = amount
        self.booked = booked
        self.event = event ?? booked
        self.due = due
        self.item = item
        self.money = money
        self.document = document
        self.source = source
    }

    /// Debit and credit.
    var sides: (debit: BookAccount, credit: BookAccount) {
        switch kind {
        case .charge: (.receivables, .revenue(part))
        case .reduction: (.revenue(part), .receivables)
        case .payment: (money ?? .bank, .receivables)
        case .refund: (.receivables, money ?? .bank)
        case .transferOut: (.receivables, .rebooking)
        case .transferIn: (.rebooking, .receivables)
        case .openingArrears: (.receivables, .opening)
        case .openingOverpayment: (.opening, .receivables)
        case .unexplained: (money ?? .bank, .unexplained)
        }
    }
}

/// An entry as it stands in the books.
public struct LedgerEntry: Sendable, Hashable {
    public var id: LedgerEntryID
    public var posting: Posting
    public var debit: BookAccount
    public var credit: BookAccount
    /// The entry this one takes back; its amount is then below zero.
    public var reverses: LedgerEntryID?
    public var by: String

    /// The charge that the entry belongs to.
    public var item: LedgerEntryID? { posting.kind.makesItem && posting.due != nil && reverses == nil ? id : posting.item }
}
