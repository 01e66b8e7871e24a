public import Kernel
public import Store

/// A line of the programme's budget (pozycja budżetu) with what was planned for it.
public struct BudgetLine: Sendable, Hashable {
    public var code: String
    public var name: String
    public var planned: Money

    public init(_ code: String, _ name: String, planned: Money) {
        self.code = code
        self.name = name
        self.planned = planned
    }
}

/// Money spent, with the document that proves it.
public struct Expense: Sendable, Hashable {
    public var id: Int64
    public var line: String
    /// Whose own part it burdens.
    public var office: OfficeID
    public var day: Day
    /// Number of the invoice or bill.
    public var document: String
    public var words: String
    public var amount: Money
    public var fileName: String
    public var file: ContentHash

    public init(id: Int64 = 0, line: String, office: OfficeID, day: Day, document: String, words: String, amount: Money, fileName: String, file: ContentHash) {
        self.id = id
        self.line = line
        self.office = office
        self.day = day
        self.document = document
        self.words = words
        self.amount = amount
        self.fileName = fileName
        self.file = file
    }
}

/// A task or milestone of the programme (zadanie, kamień milowy).
public struct ProgrammeTask: Sendable, Hashable {
    public var id: Int64
    public var name: String
    public var isMilestone: Bool
    public var due: Day
    public var doneOn: Day?

    public init(id: Int64 = 0, name: String, isMilestone: Bool, due: Day, doneOn: Day? = nil) {
        self.id = id
        self.name = name
        self.isMilestone = isMilestone
        self.due = due
        self.doneOn = doneOn
    }

    /// Days late: on the day it was done, or today.
    public func delay(on today: Day) -> Int { max(0, (doneOn ?? today).daysSince1970 - due.daysSince1970) }
}

/// How the programme is paid for: 2,4 million złote, 85 % of it the grant. Source: the partnership's task (budget of the programme).
public enum Funding {
    public static let total = Money(zlotys: 2_400_000)
    public static let grantPercent: Int64 = 85

    /// The grant's part of an amount, rounded half up to a grosz; the rest is the partner's own part.
    public static func grant(of amount: Money) -> Money { Money(grosze: (amount.grosze * grantPercent * 2 + 100) / 200) }
    public static func own(of amount: Money) -> Money { amount - grant(of: amount) }

    /// The own part shared among the partners evenly; the first ones bear the odd grosze. A proposal until the agreement of the partners is entered.
    public static func shares(of partners: [OfficeID]) -> [OfficeID: Money] {
        let own = own(of: total).grosze, count = Int64(max(1, partners.count))
        return Dictionary(
            uniqueKeysWithValues: partners.enumerated().map { n, id in (id, Money(grosze: own / count + (Int64(n) < own % count ? 1 : 0))) })
    }
}

/// The books of the programme, in the `platform` database. An expense is never changed; a wrong one is taken back by another with the opposite amount.
public enum Budget {
    public static let migrations: [Migration] = [
        Migration("programme-0005-budget") { d in
            [
                """
                CREATE TABLE budget_line (code TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, planned \(sql: d.integer) NOT NULL CHECK (planned >= 0))\(sql: d.strict)
                """,
                """
                CREATE TABLE programme_expense (
                    id \(sql: d.identity), line TEXT NOT NULL REFERENCES budget_line (code), office TEXT NOT NULL, day TEXT NOT NULL, document TEXT NOT NULL,
                    words TEXT NOT NULL, amount \(sql: d.integer) NOT NULL CHECK (amount <> 0), file_name TEXT NOT NULL, file_hash TEXT NOT NULL,
                    entered_at \(sql: d.integer) NOT NULL, entered_by TEXT NOT NULL
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE programme_task (
                    id \(sql: d.identity), name TEXT NOT NULL, is_milestone \(sql: d.integer) NOT NULL CHECK (is_milestone IN (0, 1)), due TEXT NOT NULL,
                    done_on TEXT
                )\(sql: d.strict)
                """,
            ] + d.appendOnly("programme_expense")
        }
    ]

    public static func add(_ c: any SQLConnection, _ line: BudgetLine, by performer: Performer, at now: Instant) throws {
        let planned = try lines(c).map(\.planned).sum + line.planned
        guard planned <= Funding.total else {
            throw Problem(.invalidInput, "Plan przekroczyłby budżet programu. Zostało \(Funding.total - planned + line.planned) zł.", field: "plan")
        }
        let added = try c.execute("INSERT INTO budget_line (code, name, planned) VALUES (\(line.code), \(line.name), \(line.planned.grosze)) ON CONFLICT DO NOTHING")
        guard added == 1 else { throw Problem(.conflict, "Pozycja \(line.code) już jest", field: "kod") }
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "program-budżet", object: "program:budzet:\(line.code)", after: "\(line.name); \(line.planned)"), at: now)
    }

    public static func lines(_ c: any SQLConnection) throws -> [BudgetLine] {
        try c.query("SELECT code, name, planned FROM budget_line ORDER BY code \(sql: c.dialect.ascending)") {
            BudgetLine(try $0.text("code"), try $0.text("name"), planned: Money(grosze: try $0.int("planned")))
        }
    }

    public static func add(_ c: any SQLConnection, _ e: Expense, by performer: Performer, at now: Instant) throws {
        guard try lines(c).contains(where: { $0.code == e.line }) else { throw Problem(.invalidInput, "Wybierz pozycję budżetu", field: "pozycja") }
        try c.execute(
            """
            INSERT INTO programme_expense (line, office, day, document, words, amount, file_name, file_hash, entered_at, entered_by)
            VALUES (\(e.line), \(e.office), \(e.day), \(e.document), \(e.words), \(e.amount.grosze), \(e.fileName), \(e.file), \(now), \(performer.name))
            """)
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "program-wydatek", object: "program:budzet:\(e.line)", after: "\(e.document); \(e.amount)"), at: now)
    }

    /// Newest first.
    public static func expenses(_ c: any SQLConnection) throws -> [Expense] {
        try c.query("SELECT * FROM programme_expense ORDER BY day \(sql: c.dialect.descending), id \(sql: c.dialect.descending)") { row in
            Expense(
                id: try row.int("id"), line: try row.text("line"), office: try row.parsed("office"), day: try row.parsed("day"), document: try row.text("document"),
                words: try row.text("words"), amount: Money(grosze: try row.int("amount")), fileName: try row.text("file_name"), file: try row.parsed("file_hash"))
        }
    }

    public static func add(_ c: any SQLConnection, _ t: ProgrammeTask, by performer: Performer, at now: Instant) throws {
        try c.execute("INSERT INTO programme_task (name, is_milestone, due) VALUES (\(t.name), \(t.isMilestone), \(t.due))")
        try Journal.append(c, JournalEntry(actor: performer.id, act: "program-zadanie", object: "program:zadania", after: "\(t.name); do \(t.due)"), at: now)
    }

    public static func finish(_ c: any SQLConnection, task id: Int64, on day: Day, by performer: Performer, at now: Instant) throws {
        let changed = try c.execute("UPDATE programme_task SET done_on = \(day) WHERE id = \(id) AND done_on IS NULL")
        guard changed == 1 else { throw Problem(.conflict, "To zadanie jest już wykonane. Odśwież stronę.") }
        try Journal.append(c, JournalEntry(actor: performer.id, act: "program-zadanie-koniec", object: "program:zadania:\(id)", after: day.description), at: now)
    }

    public static func tasks(_ c: any SQLConnection) throws -> [ProgrammeTask] {
        try c.query("SELECT id, name, is_milestone, due, done_on FROM programme_task ORDER BY due \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending)") { row in
            ProgrammeTask(
                id: try row.int("id"), name: try row.text("name"), isMilestone: try row.bool("is_milestone"), due: try row.parsed("due"),
                doneOn: try row.parsedOrNil("done_on"))
        }
    }
}
