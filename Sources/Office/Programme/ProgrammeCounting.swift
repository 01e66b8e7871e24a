internal import Chancery
public import Kernel
internal import Law
public import Programme
internal import Store

/// Keeps the figures of the programme up to date: counts each office in its own database, and gathers the sums.
///
/// Jobs of each office do it (`programme.count` after something happened, `programme.recount` each night); no page ever counts.
public struct ProgrammeCounting: Sendable {
    public static let countKind = "programme.count"
    public static let recountKind = "programme.recount"

    let house: House
    let sources: [CountSource]
    let platformSources: [PlatformCountSource]

    public init(_ house: House, sources: [CountSource] = CountSources.office, platformSources: [PlatformCountSource] = CountSources.platform) {
        self.house = house
        self.sources = sources
        self.platformSources = platformSources
    }

    public var handlers: [JobHandler] {
        [
            JobHandler(kind: Self.countKind) { _, office in
                let today = PolishTime.day(of: office.time.now)
                // Yesterday as well: what happened just before midnight is counted, however late the job runs.
                try await count(office, today.adding(days: -1)...today)
                try await gather(office, Quarter(of: today.adding(days: -1)), Quarter(of: today))
                return { _ in }
            },
            JobHandler(kind: Self.recountKind, leaseSeconds: 600) { _, office in
                try await recount(office)
                try await closeOverdue(at: office.time.now)
                return { _ in }
            },
        ]
    }

    /// Puts in the work that is due: a count where the journal moved since the last one, a recount once a day.
    public func enqueue(_ office: OfficeHouse) async throws {
        let now = office.time.now, today = PolishTime.day(of: now)
        let clock = PolishTime.clock(now)
        let isDue = try await office.database.read { c in
            let counted = try c.first("SELECT counted_at FROM daily_counted WHERE day = \(today)") { try $0.instant("counted_at") }
            let moved = try c.first("SELECT at FROM journal ORDER BY seq \(sql: c.dialect.descending) LIMIT 1") { try $0.instant("at") }
            let recounted = try Jobs.standing(c, key: "\(Self.recountKind):\(today)") != nil
            let hasMoved = counted.map { (moved ?? $0) > $0 } ?? true
            return (count: hasMoved, recount: !recounted && (clock.hour >= 1 || counted == nil))
        }
        guard isDue.count || isDue.recount else { return }
        try await office.database.write { c in
            if isDue.recount { try Jobs.enqueue(c, kind: Self.recountKind, payload: "", runAt: now, key: "\(Self.recountKind):\(today)") }
            if isDue.count {
                try Jobs.enqueue(c, kind: Self.countKind, payload: "", runAt: now, key: "\(Self.countKind):\(today)T\(clock.hour):\(clock.minute)")
            }
        }
    }

    /// Counts the days anew, in place of what stood there.
    ///
    /// - Returns: where an earlier count of the same days was otherwise.
    @discardableResult
    public func count(_ office: OfficeHouse, _ days: ClosedRange<Day>, notesDifferences: Bool = false) async throws -> [DailyCounts.Difference] {
        let id = office.record.id, now = office.time.now
        let sources = sources, platformSources = platformSources
        let shared = try await house.platform.read { c in try platformSources.flatMap { try $0.count(c, id, days) } }
        let measures = sources.flatMap(\.measures) + platformSources.flatMap(\.measures)
        return try await office.database.write { c in
            let counts = try sources.flatMap { try $0.count(c, days) } + shared
            let differences = try DailyCounts.replace(c, days, counts.filter { days.contains($0.day) }, measures: measures, at: now)
            if notesDifferences { try DailyCounts.note(c, differences, at: now) }
            return differences
        }
    }

    /// Counts everything that may still change: this quarter and the one before; the first time, from the office's first letter.
    @discardableResult
    public func recount(_ office: OfficeHouse, from first: Day? = nil) async throws -> [DailyCounts.Difference] {
        let today = PolishTime.day(of: office.time.now)
        let (counted, began) = try await office.database.read { (try DailyCounts.firstDay($0), try ChanceryCounts.firstDay($0)) }
        var from = Quarter(of: today).previous.firstDay
        // Nothing is known of the time before the office began; a day without a letter there is no zero.
        from = counted == nil ? (began ?? today) : max(from, min(counted ?? from, began ?? from))
        from = min(first ?? from, today)
        let differences = try await count(office, from...today, notesDifferences: true)
        var quarter = Quarter(of: from)
        while quarter <= Quarter(of: today) {
            try await gather(office, quarter)
            quarter = quarter.next
        }
        return differences
    }

    /// Lays the sums of the office's quarters down in the `platform` database.
    public func gather(_ office: OfficeHouse, _ quarters: Quarter...) async throws {
        let id = office.record.id, now = office.time.now
        for quarter in Set(quarters) {
            guard let found = try await office.database.read({ try DailyCounts.tally($0, quarter) }) else { continue }
            try await house.platform.write { c in
                try Figures.put(c, id, quarter, Figures.Gathered(tally: found.tally, from: found.from, to: found.to, at: now))
            }
        }
    }

    /// Days after the end of a quarter on which it is closed by itself. A proposal: the programme's office has not said.
    public static let closingDays = 20

    /// Closes the last quarter when its time has come and nobody has.
    public func closeOverdue(at now: Instant) async throws {
        let today = PolishTime.day(of: now), quarter = Quarter(of: today).previous
        guard today >= quarter.lastDay.adding(days: Self.closingDays) else { return }
        let records = try await house.records()
        try await house.platform.write { c in
            guard try !Snapshots.isClosed(c, quarter) else { return }
            let readings = try ProgrammeReadings.load(c, quarter, offices: records.map(\.id))
            try Snapshots.close(c, quarter, readings.items, today: today, by: Performer(id: "system:program", name: "program"), at: now)
        }
    }
}
