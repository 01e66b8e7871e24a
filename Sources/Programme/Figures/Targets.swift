public import Kernel
public import Store

/// What an indicator is compared with and what it should come to.
public struct Target: Sendable, Hashable {
    public var indicator: Indicator
    /// The quarter the growth is counted from.
    public var baseline: Quarter
    /// In tenths of the unit; `nil` while it is not agreed.
    public var tenths: Int64?
    public var owner: String

    public init(_ indicator: Indicator, baseline: Quarter, tenths: Int64?, owner: String? = nil) {
        self.indicator = indicator
        self.baseline = baseline
        self.tenths = tenths
        self.owner = owner ?? indicator.owner
    }
}

/// Aims and who leads the partnership; a newer decision counts, the older stay.
public enum Targets {
    public static func set(_ c: any SQLConnection, _ t: Target, reason: String, by performer: Performer, at now: Instant) throws {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw Problem(.invalidInput, "Podaj powód zmiany", field: "powod") }
        try c.execute(
            """
            INSERT INTO programme_target (indicator, baseline, target, owner, reason, set_at, set_by)
            VALUES (\(t.indicator.rawValue), \(t.baseline.description), \(t.tenths), \(t.owner), \(reason), \(now), \(performer.name))
            """)
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "program-cel", object: "program:\(t.indicator.rawValue)",
                after: "od \(t.baseline); \(t.tenths.map(String.init) ?? "bez celu")", reason: reason), at: now)
    }

    public static func all(_ c: any SQLConnection) throws -> [Indicator: Target] {
        try c.query("SELECT indicator, baseline, target, owner FROM programme_target ORDER BY id \(sql: c.dialect.ascending)") { row in
            Target(try row.symbol("indicator"), baseline: try row.parsed("baseline"), tenths: try row.intOrNil("target"), owner: try row.text("owner"))
        }.reduce(into: [:]) { $0[$1.indicator] = $1 }
    }

    /// The office that leads the partnership (lider partnerstwa); `nil` while none was named.
    public static func lead(_ c: any SQLConnection) throws -> OfficeID? {
        try c.first("SELECT office FROM programme_lead ORDER BY id \(sql: c.dialect.descending) LIMIT 1") { try $0.parsed("office") }
    }

    public static func setLead(_ c: any SQLConnection, _ office: OfficeID, by performer: Performer, at now: Instant) throws {
        try c.execute("INSERT INTO programme_lead (office, set_at, set_by) VALUES (\(office), \(now), \(performer.name))")
        try Journal.append(c, JournalEntry(actor: performer.id, act: "program-lider", object: "program", after: office.description), at: now)
    }
}
