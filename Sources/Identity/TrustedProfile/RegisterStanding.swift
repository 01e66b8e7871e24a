public import Kernel
public import Store

/// Whether the population register answers; kept, so that pages tell it without asking.
public enum RegisterStanding {
    public struct Outage: Sendable, Hashable {
        public var since: Instant
        /// For people: what does not work and what happens to their applications.
        public var problem: String
    }

    /// The outage under way; `nil` where the register answered last time.
    public static func outage(_ c: any SQLConnection) throws -> Outage? {
        try c.first("SELECT since, problem FROM register_outage WHERE one = 1") { Outage(since: try $0.instant("since"), problem: try $0.text("problem")) }
    }

    /// Only the beginning and the end of an outage stand in the journal, not every question in between.
    static func failed(_ c: any SQLConnection, _ problem: Problem, at now: Instant) throws {
        guard try outage(c) == nil else { return }
        try c.execute("INSERT INTO register_outage (one, since, problem) VALUES (1, \(now), \(problem.message))")
        try note(c, "register-unavailable", at: now)
    }

    static func answered(_ c: any SQLConnection, at now: Instant) throws {
        guard try c.execute("DELETE FROM register_outage WHERE one = 1") > 0 else { return }
        try note(c, "register-available", at: now)
    }

    private static func note(_ c: any SQLConnection, _ act: String, at now: Instant) throws {
        try Journal.append(c, JournalEntry(actor: ProfileApplications.register.id, act: act, object: "rejestr-PESEL"), at: now)
    }
}

/// People whose PESEL is restricted (zastrzeżenie numeru PESEL): the holder does not want it used, so the counter looks twice.
///
/// A restriction ends no profile and refuses no application: the law names the bodies that have to ask about it, and confirmation points are
/// not among those read here. Source: act on the population register of 24 September 2010, chapter on restricting the number (from memory,
/// to be read again); what the point does is a rule of the house.
public enum PESELRestrictions {
    /// The day since which it is restricted; `nil` where it is not.
    public static func since(_ c: any SQLConnection, _ person: PersonID) throws -> Day? {
        try c.first("SELECT since FROM pesel_restriction WHERE person = \(person)") { try $0.parsed("since", as: Day.self) }
    }

    static func set(_ c: any SQLConnection, _ person: PersonID, since day: Day?) throws {
        guard let day else {
            try c.execute("DELETE FROM pesel_restriction WHERE person = \(person)")
            return
        }
        try c.execute(
            "INSERT INTO pesel_restriction (person, since) VALUES (\(person), \(day)) ON CONFLICT (person) DO UPDATE SET since = excluded.since")
    }
}
