public import Kernel
internal import Law
public import Store

/// The paper of a point: signed prints, kept twenty years (archiwum dokumentów papierowych).
///
/// Source: regulation on the Trusted Profile (t.j. Dz.U. 2023 poz. 2551) § 17 ust. 1: integrity, findability, protection.
public struct PaperArchive: Sendable {
    public let rules: ProfileRules

    public init(rules: ProfileRules = .standard) { self.rules = rules }

    public struct Paper: Sendable, Hashable {
        public let id: Int64
        public let act: ServiceActID
        public let point: PointID
        public let box: String
        public let folder: String
        public let position: String
        /// The last day of keeping.
        public let retainUntil: Day
        public let lentTo: String?
        public let destroyedProtocol: String?
        public let destroyedOn: Day?

        public var object: String { "papier-pz:\(id)" }
    }

    /// Puts the print of a finished act in its place; the application is archived by it.
    public func put(
        _ c: any SQLConnection, _ id: ServiceActID, box: String, folder: String, position: String, by account: Account, at now: Instant
    ) throws -> Int64 {
        guard let act = try ServiceActStore.find(c, id), let actedAt = act.actedAt, act.result == .carriedOut || act.result == .refused,
            var application = try ApplicationStore.lock(c, act.application)
        else { throw Problem(.conflict, "Do archiwum trafia wydruk załatwionego wniosku.", cause: "act not finished") }
        try PointRoles.demand(c, [.archivist], account, at: act.point)
        guard !box.trimmedSpace.isEmpty else { throw Problem(.invalidInput, "Wpisz numer pudła.", field: "box") }
        try application.take(.archived, at: now)
        try ApplicationStore.save(c, application)
        let until = PolishTime.day(of: actedAt).adding(years: rules.retentionYears)
        let paper = try c.first(
            """
            INSERT INTO paper (act, point, box, folder, position, archived_at, retain_until)
            VALUES (\(id), \(act.point), \(box.trimmedSpace), \(folder.trimmedSpace), \(position.trimmedSpace), \(now), \(until)) RETURNING id
            """
        ) { try $0.int("id") }
        try note(c, "papier-pz:\(paper ?? 0)", "paper-archived", after: "\(box)/\(folder)/\(position)", by: account.performer, at: now)
        return paper ?? 0
    }

    public func find(_ c: any SQLConnection, _ id: Int64) throws -> Paper? {
        try c.first("SELECT \(sql: Self.columns) FROM paper WHERE id = \(id)", Self.decode)
    }

    /// - Parameter borrower: who takes it, and on what ground.
    public func lend(_ c: any SQLConnection, _ id: Int64, to borrower: String, by account: Account, at now: Instant) throws {
        let paper = try present(c, id)
        try PointRoles.demand(c, [.archivist], account, at: paper.point)
        guard !borrower.trimmedSpace.isEmpty else { throw Problem(.invalidInput, "Wpisz, kto bierze dokument.", field: "borrower") }
        guard paper.lentTo == nil, paper.destroyedOn == nil else { throw Problem(.conflict, "Tego dokumentu nie ma teraz w archiwum.", cause: "not in place") }
        try c.execute("UPDATE paper SET lent_to = \(borrower.trimmedSpace), lent_at = \(now) WHERE id = \(id)")
        try note(c, paper.object, "paper-lent", after: borrower, by: account.performer, at: now)
    }

    public func takeBack(_ c: any SQLConnection, _ id: Int64, by account: Account, at now: Instant) throws {
        let paper = try present(c, id)
        try PointRoles.demand(c, [.archivist], account, at: paper.point)
        guard let borrower = paper.lentTo else { throw Problem(.conflict, "Ten dokument jest w archiwum.", cause: "not lent") }
        try c.execute("UPDATE paper SET lent_to = NULL, lent_at = NULL WHERE id = \(id)")
        try note(c, paper.object, "paper-returned", before: borrower, by: account.performer, at: now)
    }

    /// Destroys the paper under a protocol; never before its time.
    public func destroy(_ c: any SQLConnection, _ id: Int64, protocol number: String, by account: Account, at now: Instant) throws -> Ruling<Day> {
        try .keeping(c, "paper-destruction", object: "papier-pz:\(id)", by: account.performer, at: now) {
            let paper = try present(c, id)
            try PointRoles.demand(c, [.archivist], account, at: paper.point)
            let today = PolishTime.day(of: now)
            guard paper.destroyedOn == nil else { throw Problem(.conflict, "Ten dokument już zniszczono.", cause: "destroyed before") }
            guard today > paper.retainUntil else {
                throw Problem(.forbidden, "Dokument trzeba trzymać do \(paper.retainUntil). Nie można go jeszcze zniszczyć.", cause: "retention")
            }
            guard paper.lentTo == nil else { throw Problem(.conflict, "Dokument jest wypożyczony. Najpierw odbierz go.", cause: "lent") }
            guard !number.trimmedSpace.isEmpty else { throw Problem(.invalidInput, "Wpisz numer protokołu zniszczenia.", field: "protocol") }
            try c.execute("UPDATE paper SET destroyed_protocol = \(number.trimmedSpace), destroyed_on = \(today) WHERE id = \(id)")
            try note(c, paper.object, "paper-destroyed", reason: number, by: account.performer, at: now)
            return today
        }
    }

    /// A page of the archive, newest first, with the numbers of applications.
    public func list(_ c: any SQLConnection, at point: PointID, before: Int64? = nil, limit: Int = 100) throws -> [(paper: Paper, number: String)] {
        try c.query(
            """
            SELECT p.id, p.act, p.point, p.box, p.folder, p.position, p.retain_until, p.lent_to, p.destroyed_protocol, p.destroyed_on, w.number
            FROM paper p JOIN service_act a ON a.id = p.act JOIN profile_application w ON w.id = a.application
            WHERE p.point = \(point) AND p.id < \(before ?? .max) ORDER BY p.id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) { (paper: try Self.decode($0), number: try $0.text("number")) }
    }

    /// What may be destroyed on a day, by box.
    public func overdue(_ c: any SQLConnection, at point: PointID, on day: Day, limit: Int = 200) throws -> [Paper] {
        try c.query(
            """
            SELECT \(sql: Self.columns) FROM paper WHERE point = \(point) AND destroyed_on IS NULL AND retain_until < \(day)
            ORDER BY retain_until \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending) LIMIT \(limit)
            """,
            Self.decode)
    }

    private static let columns: SQL = "id, act, point, box, folder, position, retain_until, lent_to, destroyed_protocol, destroyed_on"

    private static func decode(_ row: any SQLRow) throws -> Paper {
        Paper(
            id: try row.int("id"), act: try row.id("act"), point: try row.id("point"), box: try row.text("box"), folder: try row.text("folder"),
            position: try row.text("position"), retainUntil: try row.parsed("retain_until"), lentTo: try row.textOrNil("lent_to"),
            destroyedProtocol: try row.textOrNil("destroyed_protocol"), destroyedOn: try row.parsedOrNil("destroyed_on"))
    }

    private func present(_ c: any SQLConnection, _ id: Int64) throws -> Paper {
        guard let paper = try find(c, id) else { throw Problem(.notFound, "Nie ma takiego dokumentu w archiwum.") }
        return paper
    }

    private func note(
        _ c: any SQLConnection, _ object: String, _ act: String, before: String? = nil, after: String? = nil, reason: String? = nil,
        by performer: Performer, at now: Instant
    ) throws {
        try Journal.append(c, JournalEntry(actor: performer.id, act: act, object: object, before: before, after: after, reason: reason), at: now)
    }
}
