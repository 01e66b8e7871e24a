public import Kernel
internal import Law
public import Store

/// An act at the counter that was refused (zdarzenie bezpieczeństwa): an own application, a right that ended, a step out of order.
///
/// The journal has the same entry; this register is what a point shows to its inspector.
public struct PointEvent: Sendable, Hashable {
    public var id: Int64
    public var at: Instant
    public var actor: String
    public var act: String
    public var application: ApplicationID?
    public var cause: String
}

/// The register of refused acts of a point.
public enum PointEvents {
    static func note(
        _ c: any SQLConnection, _ point: PointID, _ act: String, _ application: ApplicationID, _ problem: Problem, by performer: Performer, at now: Instant
    ) throws {
        // An address that names no point or no application belongs to no register.
        guard try PointStore.find(c, point) != nil else { return }
        let cause = problem.cause.isEmpty ? problem.code.description : problem.cause
        try c.execute(
            """
            INSERT INTO point_event (point, day, at, actor, act, application, cause)
            VALUES (\(point), \(PolishTime.day(of: now)), \(now), \(performer.id), \(act), \(application), \(cause))
            """
        )
    }

    /// A page of the register, newest first.
    public static func list(
        _ c: any SQLConnection, _ point: PointID, from: Day, to: Day, limit: Int = 100, before: Int64? = nil
    ) throws -> [PointEvent] {
        try c.query(
            """
            SELECT id, at, actor, act, application, cause FROM point_event
            WHERE point = \(point) AND day >= \(from) AND day <= \(to) AND id < \(before ?? .max) ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) {
            PointEvent(
                id: try $0.int("id"), at: try $0.instant("at"), actor: try $0.text("actor"), act: try $0.text("act"),
                application: try $0.idOrNil("application"), cause: try $0.text("cause"))
        }
    }
}
