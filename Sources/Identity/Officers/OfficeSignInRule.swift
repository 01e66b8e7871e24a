public import Kernel
internal import Law
public import Store

/// What an office asks of its officers at signing in: which roles need a second factor, from which day, and whether codes may be sent.
///
/// Source: regulation on the use of ePUAP (t.j. Dz.U. 2023 poz. 2514) § 6 ust. 2; KRI 2024 (poz. 773) § 19.
public struct OfficeSignInRule: Sendable, Hashable {
    /// The first day on which the role signs in with two factors; a role that is not here may come with the password alone.
    public var demandedFrom: [OfficeRole: Day]
    /// Whether a code by e-mail or SMS may be the second factor; never an administrator's.
    public var allowsSentCodes: Bool

    public init(demandedFrom: [OfficeRole: Day] = [:], allowsSentCodes: Bool = false) {
        self.demandedFrom = demandedFrom
        self.allowsSentCodes = allowsSentCodes
    }

    /// The rule as a policy on a day. Who has added an app uses it, whatever the rule asks.
    public func policy(on day: Day) -> FactorPolicy {
        func requirement(_ role: OfficeRole?) -> FactorPolicy.Requirement {
            let isDue = role.flatMap { demandedFrom[$0] }.map { $0 <= day } ?? false
            let second = allowsSentCodes && role != .administrator ? FactorPolicy.strong.union(FactorPolicy.sent) : FactorPolicy.strong
            return FactorPolicy.Requirement(isDue ? .substantial : .low, second: second)
        }
        return FactorPolicy(roles: Dictionary(uniqueKeysWithValues: OfficeRole.allCases.map { ($0, requirement($0)) }), others: requirement(nil))
    }

    /// Whether people of these roles may sign in with a code that is sent.
    public func takesSentCodes(_ roles: Set<OfficeRole>) -> Bool { allowsSentCodes && !roles.contains(.administrator) }

    /// The day from which these roles will need a second factor, where it has not come yet.
    public func grace(for roles: Set<OfficeRole>, on day: Day) -> Day? {
        let days = roles.compactMap { demandedFrom[$0] }
        return days.contains { $0 <= day } ? nil : days.min()
    }

    /// What is wrong with a change from an older rule.
    ///
    /// Administrators come first, and everybody has at least the rest of the present day to add an app.
    public func problems(replacing old: OfficeSignInRule, on day: Day) -> [Problem] {
        var found: [Problem] = []
        let administrators = demandedFrom[.administrator]
        for role in OfficeRole.allCases {
            guard let from = demandedFrom[role] else { continue }
            if from != old.demandedFrom[role], from <= day {
                found.append(Problem(.invalidInput, "Podaj dzień od jutra: osoby potrzebują czasu, żeby dodać aplikację.", field: "from-\(role.rawValue)"))
            } else if role != .administrator, administrators.map({ from < $0 }) ?? true {
                found.append(
                    Problem(
                        .invalidInput, "Zacznij od administratorów: wymagaj od nich drugiego składnika tego samego dnia albo wcześniej.", field: "from-\(role.rawValue)"))
            }
        }
        return found
    }

    // ── kept ──

    public static func of(_ office: OfficeID, _ c: any SQLConnection) throws -> OfficeSignInRule {
        try c.first("SELECT demanded, sent_codes FROM office_sign_in_rule WHERE office = \(office)") {
            OfficeSignInRule(demandedFrom: days(try $0.text("demanded")), allowsSentCodes: try $0.bool("sent_codes"))
        } ?? OfficeSignInRule()
    }

    /// - Throws: `Problems` with the fields `from-ROLE`.
    public func save(_ c: any SQLConnection, for office: OfficeID, by performer: Performer, at now: Instant) throws {
        let old = try Self.of(office, c)
        let problems = problems(replacing: old, on: PolishTime.day(of: now))
        guard problems.isEmpty else { throw Problems(problems) }
        guard old != self else { return }
        try c.execute(
            """
            INSERT INTO office_sign_in_rule (office, demanded, sent_codes, changed_at, changed_by)
            VALUES (\(office), \(text), \(allowsSentCodes), \(now), \(performer.id))
            ON CONFLICT (office) DO UPDATE SET demanded = excluded.demanded, sent_codes = excluded.sent_codes, changed_at = excluded.changed_at,
                changed_by = excluded.changed_by
            """)
        try Journal.append(
            c,
            JournalEntry(actor: performer.id, act: "sign-in-rule-changed", object: "urzad:\(office)", before: old.description, after: description), at: now)
    }

    private var text: String { demandedFrom.map { "\($0.key.rawValue)=\($0.value)" }.sorted().joined(separator: ",") }
    private var description: String { "\(text.isEmpty ? "samo hasło" : text)\(allowsSentCodes ? ", kody wysyłane" : "")" }

    private static func days(_ text: String) -> [OfficeRole: Day] {
        var days: [OfficeRole: Day] = [:]
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2, let role = OfficeRole(rawValue: parts[0]), let day = Day(parts[1]) { days[role] = day }
        }
        return days
    }
}
