internal import Foundation
public import Kernel
internal import Law
public import Store

/// Keeping automatic rules and letting them assign.
public enum AutomaticRules {
    /// Who acts where a rule does, in the journal.
    public static let account = "system:dekretacja"

    /// Adds a rule; its number is that of the trace.
    public static func add(_ c: any SQLConnection, _ rule: AutomaticRule, by officer: ActingOfficer, at now: Instant) throws -> Int64 {
        let problems = rule.problems(today: PolishTime.day(of: now))
        guard problems.isEmpty else { throw Problems(problems) }
        let ids = try c.query(
            """
            INSERT INTO assignment_rule (position, name, owner_id, owner_name, owner_post, owner_unit, valid_from, valid_to, condition, recipients,
                disposition, term_days, priority, created_at)
            VALUES (\(rule.position), \(rule.name), \(rule.owner.officer), \(rule.owner.name), \(rule.owner.post), \(rule.owner.unit), \(rule.validFrom),
                \(DueDay.text(rule.validTo)), \(try encoded(rule.condition)), \(try encoded(rule.recipients)), \(rule.disposition), \(rule.termDays),
                \(rule.priority.rawValue), \(now))
            RETURNING id
            """
        ) { try $0.int("id") }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać reguły. Spróbuj ponownie.", cause: "no id") }
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "reguła-dekretacji", object: "regula:\(id)", after: "\(rule.name); \(try encoded(rule.condition))"), at: now)
        return id
    }

    /// The rule holds to the end of that day and no longer. What it did stays; a changed rule is a new one.
    public static func end(_ c: any SQLConnection, _ id: Int64, on day: Day, reason: String? = nil, by officer: ActingOfficer, at now: Instant) throws {
        let changed = try c.execute(
            """
            UPDATE assignment_rule SET valid_to = CASE WHEN valid_from > \(day) THEN valid_from ELSE \(day) END
            WHERE id = \(id) AND valid_to > \(day)
            """)
        guard changed == 1 else { throw Problem(.conflict, "Tej reguły nie ma albo już nie obowiązuje.") }
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "reguła-dekretacji-koniec", object: "regula:\(id)", after: day.description, reason: reason), at: now)
    }

    /// Rules that hold on a day or later, in their order.
    public static func list(_ c: any SQLConnection, from day: Day) throws -> [AutomaticRule] {
        try c.query(
            """
            SELECT id, position, name, owner_id, owner_name, owner_post, owner_unit, valid_from, valid_to, condition, recipients, disposition, term_days, priority
            FROM assignment_rule WHERE valid_to >= \(day) ORDER BY position \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending) LIMIT 1000
            """
        ) { row in
            AutomaticRule(
                id: try row.int("id"), position: Int(try row.int("position")), name: try row.text("name"),
                owner: AutomaticRule.Owner(
                    officer: try row.id("owner_id"), name: try row.text("owner_name"), post: try row.text("owner_post"), unit: try row.id("owner_unit")),
                validFrom: try row.parsed("valid_from"), validTo: DueDay.day(try row.text("valid_to")), condition: try decoded(try row.text("condition")),
                recipients: try decoded(try row.text("recipients")), disposition: try row.text("disposition"),
                termDays: try row.intOrNil("term_days").map(Int.init), priority: AssignmentPriority(rawValue: Int(try row.int("priority"))) ?? .normal)
        }
    }

    /// Lets the rules decide about a letter that was just registered.
    ///
    /// - Parameter isDayOff: the calendar of days off; a term never ends on one.
    /// - Returns: the assignment, `nil` where no rule holds or the letter is assigned already.
    @discardableResult
    public static func apply(
        _ c: any SQLConnection, to letter: LetterRef, symbol: String? = nil, at now: Instant, isDayOff: (Day) -> Bool
    ) throws -> AssignmentID? {
        guard let work = try LetterWork.find(c, letter), work.state == .new, var facts = try LetterFacts.of(c, letter) else { return nil }
        facts.symbol = symbol
        let today = PolishTime.day(of: now)
        guard let rule = AutomaticRule.deciding(try list(c, from: today), facts, on: today) else { return nil }
        var term = rule.termDays.flatMap { CaseTerm($0, .day) }.map { $0.end(from: facts.arrivalDay, isDayOff: isDayOff) }
        // A letter registered late: the term the rule means has passed, so it is due today.
        if let end = term, end < today { term = today }
        let order = AssignmentOrder(rule.recipients, disposition: rule.disposition, term: term, priority: rule.priority, origin: .rule)
        let author = Assignment.Author(
            officer: rule.owner.officer, name: "reguła \(rule.id) (\(rule.owner.name))", post: rule.owner.post, unit: rule.owner.unit, inPlaceOf: nil)
        return try Assignments.give(c, order, of: work, under: nil, replaces: nil, author: author, account: account, rule: rule.id, at: now)
    }

    private static func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
    private static func decoded<T: Decodable>(_ json: String) throws -> T { try JSONDecoder().decode(T.self, from: Data(json.utf8)) }
}
