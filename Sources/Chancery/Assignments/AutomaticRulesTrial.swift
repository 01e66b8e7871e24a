public import Kernel
internal import Law
public import Store

/// What a rule would say about a letter that came.
public struct RuleTrial: Sendable, Hashable {
    public var work: LetterWork
    public var holds: Bool
    /// The rule in force that decides first, where that is another one.
    public var earlier: AutomaticRule?
}

extension AutomaticRules {
    public static func find(_ c: any SQLConnection, _ id: Int64) throws -> AutomaticRule? {
        // A rule is never deleted; whichever way it ended, it is on the list from the first day.
        try list(c, from: Day(daysSince1970: 0)).first { $0.id == id }
    }

    /// Tries a rule on the letters that came last, without assigning anything; newest first.
    public static func trial(_ c: any SQLConnection, _ rule: AutomaticRule, letters: Int = 50, today: Day) throws -> [RuleTrial] {
        let others = try list(c, from: today).filter { $0.id != rule.id }
        let ids = try c.query("SELECT id FROM incoming_letter ORDER BY id \(sql: c.dialect.descending) LIMIT \(letters)") { try $0.int("id") }
        return try ids.compactMap { id in
            let letter = LetterRef(.incoming, id)
            guard let work = try LetterWork.find(c, letter), let facts = try LetterFacts.of(c, letter) else { return nil }
            let before = others.filter { ($0.position, $0.id) < (rule.position, rule.id == 0 ? .max : rule.id) }
            return RuleTrial(work: work, holds: rule.condition.holds(for: facts), earlier: AutomaticRule.deciding(before, facts, on: today))
        }
    }

    /// The letters a rule assigned, newest first.
    public static func trace(_ c: any SQLConnection, _ id: Int64, limit: Int = 50) throws -> [(work: LetterWork, at: Instant)] {
        let found = try c.query(
            """
            SELECT letter_kind, letter_id, given_at FROM assignment WHERE rule_id = \(id) AND origin = 'regula'
            ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) { (try $0.letter(), try $0.instant("given_at")) }
        return try found.compactMap { letter, at in try LetterWork.find(c, letter).map { ($0, at) } }
    }

    /// Moves a rule one place up or down among those in force.
    public static func move(_ c: any SQLConnection, _ id: Int64, up: Bool, by officer: ActingOfficer, at now: Instant) throws {
        var rules = try list(c, from: PolishTime.day(of: now))
        guard let index = rules.firstIndex(where: { $0.id == id }) else { throw Problem(.conflict, "Tej reguły nie ma albo już nie obowiązuje.") }
        let other = up ? index - 1 : index + 1
        guard rules.indices.contains(other) else { return }
        rules.swapAt(index, other)
        // Numbered anew, so that two rules never share a place.
        for (place, rule) in rules.enumerated() where rule.position != (place + 1) * 10 {
            try c.execute("UPDATE assignment_rule SET position = \((place + 1) * 10) WHERE id = \(rule.id)")
        }
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "reguła-dekretacji-kolejność", object: "regula:\(id)", before: "miejsce \(index + 1)", after: "miejsce \(other + 1)"),
            at: now)
    }

    /// The place after all rules in force.
    public static func lastPosition(_ c: any SQLConnection, today: Day) throws -> Int { (try list(c, from: today).map(\.position).max() ?? 0) + 10 }
}
