public import Kernel
public import Store

/// How a point gives out its time: length of a visit, desks that serve at once, how far ahead one may book. Set by the office.
public struct VisitPlan: Sendable, Hashable {
    /// 5 to 120.
    public var slotMinutes: Int
    /// 1 to 20.
    public var desks: Int
    /// 1 to 90.
    public var horizonDays: Int

    public static let standard = VisitPlan(slotMinutes: 10, desks: 1, horizonDays: 30)

    public init(slotMinutes: Int, desks: Int, horizonDays: Int) {
        self.slotMinutes = slotMinutes
        self.desks = desks
        self.horizonDays = horizonDays
    }

    /// What is wrong with it, by field.
    public var problems: [Problem] {
        [
            (5...120).contains(slotMinutes) ? nil : Problem(.invalidInput, "Wpisz, ile minut trwa wizyta: od 5 do 120.", field: "slotMinutes"),
            (1...20).contains(desks) ? nil : Problem(.invalidInput, "Wpisz liczbę okienek: od 1 do 20.", field: "desks"),
            (1...90).contains(horizonDays) ? nil : Problem(.invalidInput, "Wpisz, na ile dni naprzód można się umówić: od 1 do 90.", field: "horizonDays"),
        ].compactMap(\.self)
    }

    public static func of(_ c: any SQLConnection, _ point: PointID) throws -> VisitPlan {
        try c.first("SELECT slot_minutes, desks, horizon_days FROM visit_plan WHERE point = \(point)") {
            VisitPlan(slotMinutes: Int(try $0.int("slot_minutes")), desks: Int(try $0.int("desks")), horizonDays: Int(try $0.int("horizon_days")))
        } ?? .standard
    }

    /// Visits booked before keep their time.
    public func set(_ c: any SQLConnection, at point: PointID, by performer: Performer, at now: Instant) throws {
        guard problems.isEmpty else { throw Problems(problems) }
        let before = try Self.of(c, point)
        try c.execute(
            """
            INSERT INTO visit_plan (point, slot_minutes, desks, horizon_days, updated_at) VALUES (\(point), \(slotMinutes), \(desks), \(horizonDays), \(now))
            ON CONFLICT (point) DO UPDATE SET slot_minutes = excluded.slot_minutes, desks = excluded.desks, horizon_days = excluded.horizon_days,
                updated_at = excluded.updated_at
            """
        )
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "visit-plan-set", object: "punkt:\(point)", before: before.words, after: words), at: now)
    }

    private var words: String { "\(slotMinutes) min, okienka: \(desks), dni naprzód: \(horizonDays)" }
}

extension Visits {
    /// As the point has set it.
    public static func of(_ c: any SQLConnection, _ point: PointID) throws -> Visits {
        let plan = try VisitPlan.of(c, point)
        return Visits(slotMinutes: plan.slotMinutes, desks: plan.desks, horizonDays: plan.horizonDays)
    }
}
