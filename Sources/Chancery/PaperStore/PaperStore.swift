public import Kernel
internal import Law
public import Store

/// The chronological store of paper letters (skład chronologiczny): what was taken out, by whom and until when (R1.9).
public enum PaperStore {
    /// A place in the list of what is out, by the day of return.
    public struct Position: Sendable, Hashable, LosslessStringConvertible {
        var due: Day
        var id: Int64

        init(_ loan: PaperLoan) { (due, id) = (loan.dueDay, loan.id.number) }
        public init?(_ text: String) {
            let parts = text.split(separator: "~")
            guard parts.count == 2, let due = Day(String(parts[0])), let id = Int64(parts[1]) else { return nil }
            (self.due, self.id) = (due, id)
        }
        public var description: String { "\(due)~\(id)" }
    }

    /// Writes down that the paper of a letter leaves the store.
    ///
    /// - Throws: `Problems` of the form; `Problem(.conflict)` that says who has it, where it is out already.
    @discardableResult
    public static func take(
        _ c: any SQLConnection, _ number: RegisterNumber, _ taking: PaperTaking, by performer: Performer, at now: Instant
    ) throws -> PaperLoanID {
        guard let letter = try IncomingRegister.find(c, number), letter.cancellation == nil else { throw Problem(.notFound, "Nie ma pisma \(number) w rejestrze.") }
        guard !letter.channel.isElectronic else { throw Problem(.conflict, "Pismo \(number) przyszło elektronicznie, w składzie nie ma jego papieru.") }
        let taking = PaperTaking(borrower: FormText.trimmed(taking.borrower), caseSign: FormText.trimmed(taking.caseSign), dueDay: taking.dueDay)
        let today = PolishTime.day(of: now)
        let problems = taking.problems(today: today)
        guard problems.isEmpty else { throw Problems(problems) }
        if let out = try openLoan(c, of: letter.id) {
            throw Problem(.conflict, "Pismo \(number) wyjęto już \(MomentWords.text(out.takenDay)): \(out.borrower). Zapisz najpierw zwrot.")
        }
        let ids: [PaperLoanID] = try c.query(
            """
            INSERT INTO paper_loan (letter_id, case_sign, borrower, taken_day, due_day, taken_at, taken_by)
            VALUES (\(letter.id), \(taking.caseSign), \(taking.borrower), \(today), \(taking.dueDay), \(now), \(performer.name)) RETURNING id
            """
        ) { try $0.id("id") }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać wyjęcia. Spróbuj ponownie.", cause: "no id") }
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "wyjęcie-ze-składu", object: IncomingRegister.object(number), after: "\(taking.borrower); zwrot do \(taking.dueDay)"),
            at: now)
        return id
    }

    /// The paper is back.
    ///
    /// - Throws: `Problem(.conflict)` where it came back before.
    public static func giveBack(_ c: any SQLConnection, _ id: PaperLoanID, by performer: Performer, at now: Instant) throws -> PaperLoan {
        guard let loan = try loan(c, id) else { throw Problem(.notFound, "Nie ma takiego wyjęcia.") }
        let today = PolishTime.day(of: now)
        let changed = try c.execute("UPDATE paper_loan SET returned_day = \(today), returned_by = \(performer.name) WHERE id = \(id) AND returned_day IS NULL")
        guard changed == 1 else {
            throw Problem(.conflict, "Zwrot pisma \(loan.letter) zapisał(a) już \(loan.returnedBy)\(loan.returnedDay.map { ", \(MomentWords.text($0))" } ?? "").")
        }
        try Journal.append(c, JournalEntry(actor: performer.id, act: "zwrot-do-składu", object: IncomingRegister.object(loan.letter), after: today.description), at: now)
        return loan
    }

    /// Who has the paper of a letter out of the store.
    public static func openLoan(_ c: any SQLConnection, of letter: Int64) throws -> PaperLoan? {
        try loans(c, where: "p.letter_id = \(letter) AND p.returned_day IS NULL", order: "p.id \(sql: c.dialect.descending)", limit: 1).first
    }

    /// Every taking out of one letter's paper, newest first.
    public static func history(_ c: any SQLConnection, of letter: Int64, limit: Int = 50) throws -> [PaperLoan] {
        try loans(c, where: "p.letter_id = \(letter)", order: "p.id \(sql: c.dialect.descending)", limit: limit)
    }

    public static func loan(_ c: any SQLConnection, _ id: PaperLoanID) throws -> PaperLoan? {
        try loans(c, where: "p.id = \(id)", order: "p.id \(sql: c.dialect.ascending)", limit: 1).first
    }

    /// What is out, the earliest day of return first.
    ///
    /// - Parameter overdueOn: only what was to be back before this day.
    public static func out(_ c: any SQLConnection, overdueOn day: Day? = nil, after: Position? = nil, limit: Int) throws -> [PaperLoan] {
        var condition: SQL = "p.returned_day IS NULL"
        if let day { condition += " AND p.due_day < \(day)" }
        if let after { condition += " AND (p.due_day > \(after.due) OR (p.due_day = \(after.due) AND p.id > \(after.id)))" }
        return try loans(c, where: condition, order: "p.due_day \(sql: c.dialect.ascending), p.id \(sql: c.dialect.ascending)", limit: limit)
    }

    /// How much was to be back before a day; counted up to the bound.
    public static func overdueCount(_ c: any SQLConnection, on day: Day, bound: Int = 1_000) throws -> Int {
        Int(
            try c.first(
                "SELECT COUNT(*) AS n FROM (SELECT 1 FROM paper_loan WHERE returned_day IS NULL AND due_day < \(day) LIMIT \(bound)) AS found"
            ) { try $0.int("n") } ?? 0)
    }

    /// Where the list goes on after a row.
    public static func position(of loan: PaperLoan) -> Position { Position(loan) }

    private static func loans(_ c: any SQLConnection, where condition: SQL, order: SQL, limit: Int) throws -> [PaperLoan] {
        try c.query(
            """
            SELECT p.id, l.year, l.number, l.title, p.case_sign, p.borrower, p.taken_day, p.due_day, p.taken_at, p.taken_by, p.returned_day, p.returned_by
            FROM paper_loan p JOIN incoming_letter l ON l.id = p.letter_id WHERE \(sql: condition) ORDER BY \(sql: order) LIMIT \(limit)
            """
        ) { row in
            PaperLoan(
                id: try row.id("id"), letter: RegisterNumber(year: Int(try row.int("year")), number: try row.int("number")), title: try row.text("title"),
                caseSign: try row.text("case_sign"), borrower: try row.text("borrower"), takenDay: try row.parsed("taken_day"), dueDay: try row.parsed("due_day"),
                takenAt: try row.instant("taken_at"), takenBy: try row.text("taken_by"), returnedDay: try row.parsedOrNil("returned_day"),
                returnedBy: try row.text("returned_by"))
        }
    }
}
