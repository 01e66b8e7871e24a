public import Kernel
public import Store

public struct PaperLoanID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// Paper taken out of the chronological store (wyjęcie ze składu chronologicznego), with the day it is to come back.
///
/// In place of the substitute card (karta zastępcza). Source: chancery instruction on the chronological store; `ezd.md` § 1.3 item 18, R1.9.
public struct PaperLoan: Sendable, Hashable {
    public var id: PaperLoanID
    /// The letter whose paper it is.
    public var letter: RegisterNumber
    public var title: String
    /// The case for which it was taken (znak sprawy); empty where there is none.
    public var caseSign: String
    /// Unit and person, or the institution with its address.
    public var borrower: String
    public var takenDay: Day
    public var dueDay: Day
    public var takenAt: Instant
    /// Who wrote it down.
    public var takenBy: String
    public var returnedDay: Day?
    public var returnedBy: String

    public init(
        id: PaperLoanID, letter: RegisterNumber, title: String, caseSign: String, borrower: String, takenDay: Day, dueDay: Day, takenAt: Instant, takenBy: String,
        returnedDay: Day? = nil, returnedBy: String = ""
    ) {
        self.id = id
        self.letter = letter
        self.title = title
        self.caseSign = caseSign
        self.borrower = borrower
        self.takenDay = takenDay
        self.dueDay = dueDay
        self.takenAt = takenAt
        self.takenBy = takenBy
        self.returnedDay = returnedDay
        self.returnedBy = returnedBy
    }

    public func isOverdue(on day: Day) -> Bool { returnedDay == nil && dueDay < day }
}

/// What a person writes down when paper leaves the store.
public struct PaperTaking: Sendable, Hashable {
    public var borrower: String
    public var caseSign: String
    public var dueDay: Day

    public init(borrower: String, caseSign: String = "", dueDay: Day) {
        self.borrower = borrower
        self.caseSign = caseSign
        self.dueDay = dueDay
    }

    static let longestBorrower = 500
    /// A store is no archive: what is needed longer belongs into a procedure of its own.
    static let longestDays = 366

    func problems(today: Day) -> [Problem] {
        var out: [Problem] = []
        func add(_ field: String, _ message: String) { out.append(Problem(.invalidInput, message, field: field)) }
        if borrower.isEmpty { add("kto", "Wpisz, kto bierze: komórkę i osobę albo instytucję z adresem") }
        if borrower.count > PaperTaking.longestBorrower { add("kto", "Skróć do \(PaperTaking.longestBorrower) znaków") }
        if caseSign.count > 100 { add("sprawa", "Skróć znak sprawy do 100 znaków") }
        if dueDay < today { add("zwrot", "Dzień zwrotu nie może być wcześniejszy niż dziś") }
        if dueDay > today.adding(days: PaperTaking.longestDays) { add("zwrot", "Dzień zwrotu musi być w ciągu roku. Dłuższe wyjęcie wpisz ponownie") }
        return out
    }
}
