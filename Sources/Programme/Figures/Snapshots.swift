public import Kernel
public import Store

/// An indicator as it was accounted for: kept when a quarter was closed, and again with each correction.
public struct Snapshot: Sendable, Hashable {
    /// `nil`: the partnership as a whole.
    public var office: OfficeID?
    public var indicator: Indicator
    /// 1 when the quarter was closed; more after a correction.
    public var version: Int64
    public var reading: IndicatorReading
    /// Why it was corrected; empty for the first.
    public var reason: String
    public var takenAt: Instant
    public var takenBy: String
}

/// Closed quarters. A correction is a version more beside the ones before, with its reason; nothing changes in silence.
public enum Snapshots {
    /// A reading to be kept.
    public struct Item: Sendable, Hashable {
        public var office: OfficeID?
        public var indicator: Indicator
        public var reading: IndicatorReading

        public init(_ office: OfficeID?, _ indicator: Indicator, _ reading: IndicatorReading) {
            self.office = office
            self.indicator = indicator
            self.reading = reading
        }
    }

    public static func isClosed(_ c: any SQLConnection, _ quarter: Quarter) throws -> Bool {
        try c.first("SELECT 1 AS one FROM programme_snapshot WHERE quarter = \(quarter.description) LIMIT 1") { try $0.int("one") } != nil
    }

    /// Keeps the readings of a quarter that is over.
    ///
    /// - Throws: `Problem` `.conflict` for a quarter that is closed already, or is not over on `today`.
    public static func close(_ c: any SQLConnection, _ quarter: Quarter, _ items: [Item], today: Day, by performer: Performer, at now: Instant) throws {
        guard today > quarter.lastDay else { throw Problem(.conflict, "\(quarter.polishName) jeszcze trwa. Zamkniesz go od \(quarter.next.firstDay).") }
        guard try !isClosed(c, quarter) else { throw Problem(.conflict, "\(quarter.polishName) jest już zamknięty. Zmianę wprowadź jako korektę.") }
        for item in items { try insert(c, quarter, item, version: 1, reason: "", by: performer, at: now) }
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "program-zamknięcie-kwartału", object: "program:\(quarter)", after: "wartości \(items.count)"), at: now)
    }

    /// Adds a version to every reading that differs from the newest one kept.
    ///
    /// - Returns: how many differed.
    /// - Throws: `Problem` where the quarter is not closed, nothing differs, or no reason is given.
    @discardableResult
    public static func correct(
        _ c: any SQLConnection, _ quarter: Quarter, _ items: [Item], reason: String, by performer: Performer, at now: Instant
    ) throws -> Int {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw Problem(.invalidInput, "Podaj powód korekty", field: "powod") }
        guard try isClosed(c, quarter) else { throw Problem(.conflict, "\(quarter.polishName) nie jest zamknięty. Liczby zmieniają się w nim same.") }
        let kept = newest(try all(c, quarter))
        let changed = items.filter { item in kept[Key(item.office, item.indicator)]?.reading != item.reading }
        guard !changed.isEmpty else { throw Problem(.conflict, "Nic się nie zmieniło od zamknięcia kwartału. Nie ma czego korygować.") }
        for item in changed {
            let version = (kept[Key(item.office, item.indicator)]?.version ?? 0) + 1
            try insert(c, quarter, item, version: version, reason: reason, by: performer, at: now)
        }
        try Journal.append(
            c,
            JournalEntry(actor: performer.id, act: "program-korekta", object: "program:\(quarter)", after: "wartości \(changed.count)", reason: reason), at: now)
        return changed.count
    }

    private static func insert(
        _ c: any SQLConnection, _ quarter: Quarter, _ item: Item, version: Int64, reason: String, by performer: Performer, at now: Instant
    ) throws {
        let r = item.reading
        try c.execute(
            """
            INSERT INTO programme_snapshot (office, quarter, indicator, version, tenths, numerator, denominator, absence, reason, taken_at, taken_by)
            VALUES (\(item.office?.description ?? ""), \(quarter.description), \(item.indicator.rawValue), \(version), \(r.tenths), \(r.numerator), \(r.denominator),
                \(r.absence?.rawValue), \(reason), \(now), \(performer.name))
            """)
    }

    /// Every version of a quarter, oldest first.
    public static func all(_ c: any SQLConnection, _ quarter: Quarter) throws -> [Snapshot] {
        try c.query("SELECT * FROM programme_snapshot WHERE quarter = \(quarter.description) ORDER BY id \(sql: c.dialect.ascending)") { row in
            let office = try row.text("office")
            return Snapshot(
                office: office.isEmpty ? nil : try row.parsed("office"), indicator: try row.symbol("indicator"), version: try row.int("version"),
                reading: IndicatorReading(
                    tenths: try row.intOrNil("tenths"), numerator: try row.intOrNil("numerator"), denominator: try row.intOrNil("denominator"),
                    absence: try row.textOrNil("absence").flatMap(IndicatorReading.Absence.init(rawValue:))),
                reason: try row.text("reason"), takenAt: try row.instant("taken_at"), takenBy: try row.text("taken_by"))
        }
    }

    public static func closedQuarters(_ c: any SQLConnection) throws -> [Quarter] {
        try c.query("SELECT DISTINCT quarter FROM programme_snapshot ORDER BY quarter \(sql: c.dialect.ascending)") { try $0.parsed("quarter") }
    }

    public struct Key: Sendable, Hashable {
        public var office: OfficeID?
        public var indicator: Indicator
        public init(_ office: OfficeID?, _ indicator: Indicator) {
            self.office = office
            self.indicator = indicator
        }
    }

    /// The version that counts of each reading.
    public static func newest(_ snapshots: [Snapshot]) -> [Key: Snapshot] {
        snapshots.reduce(into: [:]) { out, s in
            let key = Key(s.office, s.indicator)
            if (out[key]?.version ?? 0) < s.version { out[key] = s }
        }
    }
}
