public import Kernel
public import Law
public import Store

/// A visit to a point: booked for a time, or a ticket taken at the door (wizyta umówiona, bilet).
public struct Visit: Sendable, Hashable {
    /// The time of an appointment as people read it; `nil` for a ticket.
    public var time: String? { minute.map(PointHours.clock) }

    public enum State: String, Sendable, Hashable {
        case booked
        case waiting
        case called
        case served
        case noShow = "no-show"
        case cancelled

        public var polishName: String {
            switch self {
            case .booked: "umówiona"
            case .waiting: "czeka"
            case .called: "wezwana"
            case .served: "załatwiona"
            case .noShow: "nie przyszła"
            case .cancelled: "odwołana"
            }
        }
    }

    public let id: Int64
    public let point: PointID
    public let day: Day
    /// The number of the day, called out in the hall.
    public let ticket: Int64
    /// Minute of the day of an appointment; `nil` for a ticket.
    public let minute: Int?
    public let desk: Int?
    public let application: ApplicationID?
    public let state: State
    public let arrivedAt: Instant?
}

/// The queue and the appointments of a point.
///
/// An appointment goes before tickets when its time has come; among the rest who came first goes first.
public struct Visits: Sendable {
    /// In minutes.
    public var slotMinutes: Int
    public var desks: Int
    /// So many days ahead one may book.
    public var horizonDays: Int
    /// After so many minutes a booked person who has not come loses the time.
    public var graceMinutes: Int
    /// On its holidays nobody is served, whatever the hours of the weekday.
    public var calendar: OfficialCalendar

    public init(slotMinutes: Int = 10, desks: Int = 1, horizonDays: Int = 30, graceMinutes: Int = 15, calendar: OfficialCalendar = .statutory) {
        self.calendar = calendar
        self.slotMinutes = max(1, slotMinutes)
        self.desks = max(1, desks)
        self.horizonDays = horizonDays
        self.graceMinutes = graceMinutes
    }

    public struct Slot: Sendable, Hashable {
        public var minute: Int
        public var free: Int
        public var text: String { PointHours.clock(minute) }
    }

    /// Free times of a day.
    public func slots(_ c: any SQLConnection, _ point: ConfirmationPoint, on day: Day, at now: Instant) throws -> [Slot] {
        let today = PolishTime.day(of: now)
        guard point.state == .open, calendar.holiday(day) == nil, day >= today, day <= today.adding(days: horizonDays) else { return [] }
        let taken = try c.query(
            "SELECT minute, count(*) AS n FROM visit WHERE point = \(point.id) AND day = \(day) AND minute IS NOT NULL AND state <> 'cancelled' GROUP BY minute"
        ) { (Int(try $0.int("minute")), Int(try $0.int("n"))) }
        let busy = Dictionary(uniqueKeysWithValues: taken)
        let clock = PolishTime.clock(now)
        let from = day == today ? clock.hour * 60 + clock.minute : -1
        return point.hours.slots(on: day, lasting: slotMinutes).filter { $0 > from }.map { Slot(minute: $0, free: max(0, desks - (busy[$0] ?? 0))) }
    }

    /// Books a time.
    ///
    /// Two who ask for the last place at once cannot both get it: an index allows one visit for each time and desk, and one for an application.
    ///
    /// - Throws: `Problem` `.conflict` where the time is taken or not offered, and where the application cannot be served on that day.
    public func book(
        _ c: any SQLConnection, _ point: ConfirmationPoint, on day: Day, minute: Int, application: ApplicationID?,
        by performer: Performer, at now: Instant
    ) throws -> Visit {
        if let application {
            guard try openVisit(c, of: application) == nil else {
                throw Problem(
                    .conflict, "Na ten wniosek jest już umówiona wizyta. Odwołaj ją albo przełóż.", field: "minute", cause: "booked before")
            }
            try admit(c, application, on: day)
        }
        guard try slots(c, point, on: day, at: now).contains(where: { $0.minute == minute && $0.free > 0 }) else {
            throw Problem(.conflict, "Ta godzina jest już zajęta. Wybierz inną.", field: "minute", cause: "slot taken")
        }
        let used = try c.query(
            "SELECT desk FROM visit WHERE point = \(point.id) AND day = \(day) AND minute = \(minute) AND state <> 'cancelled'"
        ) { Int(try $0.int("desk")) }
        let desk = (1...desks).first { !used.contains($0) } ?? 1
        return try insert(c, point.id, day, minute: minute, desk: desk, application, "booked", by: performer, at: now)
    }

    /// Another time, at this point or another, in place of the booked one. Where the new time is taken, the old one stays.
    @discardableResult
    public func move(
        _ c: any SQLConnection, _ id: Int64, to point: ConfirmationPoint, on day: Day, minute: Int, by performer: Performer, at now: Instant
    ) throws -> Visit {
        guard let old = try find(c, id) else { throw Self.unknown }
        try cancel(c, id, by: performer, at: now)
        return try book(c, point, on: day, minute: minute, application: old.application, by: performer, at: now)
    }

    private func admit(_ c: any SQLConnection, _ id: ApplicationID, on day: Day) throws {
        guard let application = try ApplicationStore.find(c, id) else { throw ProfileApplications.unknown }
        guard application.state == .ready else {
            throw Problem(.conflict, "Wizytę można umówić, gdy wniosek czeka na wizytę w punkcie.", field: "minute", cause: "application not ready")
        }
        guard day <= application.lastDay else {
            throw Problem(
                .conflict, "Wniosek można załatwić do \(application.lastDay). Wybierz wcześniejszy dzień.", field: "minute", cause: "after the term")
        }
    }

    /// A ticket at the door.
    public func ticket(
        _ c: any SQLConnection, _ point: ConfirmationPoint, application: ApplicationID?, by performer: Performer, at now: Instant
    ) throws -> Visit {
        guard point.state == .open else { throw Problem(.conflict, "Punkt jest nieczynny: \(point.state.polishName).", cause: "point closed") }
        return try insert(c, point.id, PolishTime.day(of: now), minute: nil, desk: nil, application, "waiting", by: performer, at: now)
    }

    /// A booked person has come.
    public func arrived(_ c: any SQLConnection, _ id: Int64, at now: Instant) throws {
        try change(c, id, from: "booked", to: "waiting", "arrived_at", at: now)
    }

    public func cancel(_ c: any SQLConnection, _ id: Int64, by performer: Performer, at now: Instant) throws {
        try change(c, id, from: "booked", to: "cancelled", "ended_at", at: now)
        guard let visit = try find(c, id) else { throw Self.unknown }
        try note(c, visit, "visit-cancelled", by: performer, at: now)
    }

    /// What was done about an application closes its visit, if it has one.
    static func close(_ c: any SQLConnection, _ application: ApplicationID, as state: Visit.State, at now: Instant) throws {
        try c.execute(
            """
            UPDATE visit SET state = \(state.rawValue), ended_at = \(now)
            WHERE application = \(application) AND state IN ('booked', 'waiting', 'called')
            """
        )
    }

    /// Booked visits of tomorrow and today whose people were not reminded yet, with where to write; call `reminded` when the message left.
    public func toRemind(_ c: any SQLConnection, limit: Int = 100, at now: Instant) throws -> [(visit: Visit, contact: ContactData)] {
        let today = PolishTime.day(of: now)
        let clock = PolishTime.clock(now), minute = clock.hour * 60 + clock.minute
        let due = try c.query(
            """
            SELECT \(sql: Self.columns) FROM visit
            WHERE state = 'booked' AND reminded_at IS NULL AND application IS NOT NULL
                AND (day = \(today.adding(days: 1)) OR (day = \(today) AND minute > \(minute)))
            ORDER BY day \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending) LIMIT \(limit)
            """,
            Self.decode)
        return try due.compactMap { visit in
            guard let id = visit.application, let applicant = try ApplicationStore.find(c, id)?.applicant else { return nil }
            return (visit, applicant.contact)
        }
    }

    public func reminded(_ c: any SQLConnection, _ id: Int64, at now: Instant) throws {
        guard let visit = try find(c, id) else { throw Self.unknown }
        try c.execute("UPDATE visit SET reminded_at = \(now) WHERE id = \(id)")
        try note(c, visit, "visit-reminded", by: TrustedProfiles.clock, at: now)
    }

    /// Who goes next; called out at once. `nil` when nobody waits.
    public func next(_ c: any SQLConnection, _ point: PointID, by account: AccountID, at now: Instant) throws -> Visit? {
        let today = PolishTime.day(of: now)
        let clock = PolishTime.clock(now)
        let minute = clock.hour * 60 + clock.minute
        let waiting = try list(c, point, on: today).filter { $0.state == .waiting }
        let due = waiting.filter { ($0.minute ?? .max) <= minute }.min { ($0.minute ?? 0, $0.ticket) < ($1.minute ?? 0, $1.ticket) }
        let first = waiting.min { ($0.arrivedAt ?? now, $0.ticket) < ($1.arrivedAt ?? now, $1.ticket) }
        guard let next = due ?? first else { return nil }
        try c.execute("UPDATE visit SET state = 'called', called_at = \(now), called_by = \(account) WHERE id = \(next.id)")
        return try find(c, next.id)
    }

    /// Calls one who waits, out of turn.
    public func call(_ c: any SQLConnection, _ id: Int64, by account: AccountID, at now: Instant) throws {
        try change(c, id, from: "waiting", to: "called", "called_at", at: now)
        try c.execute("UPDATE visit SET called_by = \(account) WHERE id = \(id)")
    }

    public func served(_ c: any SQLConnection, _ id: Int64, at now: Instant) throws {
        try change(c, id, from: "called", to: "served", "ended_at", at: now)
    }

    /// Called, and nobody came.
    public func didNotCome(_ c: any SQLConnection, _ id: Int64, at now: Instant) throws {
        try change(c, id, from: "called", to: "no-show", "ended_at", at: now)
    }

    /// Booked times that passed without the person; at every point where none is named.
    @discardableResult
    public func sweep(_ c: any SQLConnection, _ point: PointID? = nil, at now: Instant) throws -> Int {
        let today = PolishTime.day(of: now)
        let clock = PolishTime.clock(now)
        let late = clock.hour * 60 + clock.minute - graceMinutes
        let here: SQL = point.map { "point = \($0) AND" } ?? ""
        return try c.execute(
            """
            UPDATE visit SET state = 'no-show', ended_at = \(now)
            WHERE \(sql: here) state = 'booked' AND (day < \(today) OR (day = \(today) AND minute < \(late)))
            """
        )
    }

    /// All visits of a day, by ticket.
    public func list(_ c: any SQLConnection, _ point: PointID, on day: Day) throws -> [Visit] {
        try c.query(
            "SELECT \(sql: Self.columns) FROM visit WHERE point = \(point) AND day = \(day) ORDER BY ticket \(sql: c.dialect.ascending)", Self.decode)
    }

    public func find(_ c: any SQLConnection, _ id: Int64) throws -> Visit? {
        try c.first("SELECT \(sql: Self.columns) FROM visit WHERE id = \(id)", Self.decode)
    }

    /// The visit of an application that is still to come or under way.
    public func openVisit(_ c: any SQLConnection, of application: ApplicationID) throws -> Visit? {
        try c.first(
            "SELECT \(sql: Self.columns) FROM visit WHERE application = \(application) AND state IN ('booked', 'waiting', 'called')", Self.decode)
    }

    private static let columns: SQL = "id, point, day, ticket, minute, desk, application, state, arrived_at"

    private static func decode(_ row: any SQLRow) throws -> Visit {
        Visit(
            id: try row.int("id"), point: try row.id("point"), day: try row.parsed("day"), ticket: try row.int("ticket"),
            minute: try row.intOrNil("minute").map { Int($0) }, desk: try row.intOrNil("desk").map { Int($0) }, application: try row.idOrNil("application"),
            state: try row.symbol("state"), arrivedAt: try row.instantOrNil("arrived_at"))
    }

    private func insert(
        _ c: any SQLConnection, _ point: PointID, _ day: Day, minute: Int?, desk: Int?, _ application: ApplicationID?, _ state: String,
        by performer: Performer, at now: Instant
    ) throws -> Visit {
        let number = try Counter.next(c, "bilet-pz:\(point):\(day)", year: day.year)
        let arrived = state == "waiting" ? now : nil
        let id = try c.first(
            """
            INSERT INTO visit (point, day, ticket, minute, desk, application, state, created_at, arrived_at)
            VALUES (\(point), \(day), \(number), \(minute), \(desk), \(application), \(state), \(now), \(arrived)) RETURNING id
            """
        ) { try $0.int("id") }
        guard let id, let visit = try find(c, id) else {
            throw Problem(.internalFault, "Nie udało się umówić wizyty. Spróbuj jeszcze raz.", cause: "INSERT returned no id")
        }
        try note(c, visit, "visit-\(state)", by: performer, at: now)
        return visit
    }

    private static let unknown = Problem(.notFound, "Nie ma takiej wizyty. Odśwież listę.", cause: "no such visit")

    private func note(_ c: any SQLConnection, _ visit: Visit, _ act: String, by performer: Performer, at now: Instant) throws {
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: act, object: "punkt:\(visit.point)", after: "\(visit.day) nr \(visit.ticket)"), at: now)
    }

    private func change(_ c: any SQLConnection, _ id: Int64, from: String, to: String, _ column: String, at now: Instant) throws {
        let changed = try c.execute("UPDATE visit SET state = \(to), \(identifier: column) = \(now) WHERE id = \(id) AND state = \(from)")
        guard changed == 1 else { throw Problem(.conflict, "Tej wizyty nie można teraz zmienić. Odśwież listę.", cause: "visit state") }
    }
}
