internal import Kernel
internal import SAML
internal import Store

/// A login between the service's request and the answer.
struct PendingLogin: Sendable {
    var service: ServiceID
    var request: MessageID
    var consumer: String
    var relayState: String?
    var wanted: WantedLogin
    var nameFormat: String
    var attributes: Set<PersonAttribute>
    var createdAt: Instant
    var endsAt: Instant

    /// How long a person may take, in seconds.
    static let lastsSeconds: Int64 = 900
}

/// A session of a person with one service.
struct ServiceSession: Sendable {
    var index: String
    var service: ServiceID
    var account: CitizenAccountID
    var session: Int64
    var name: NameID
}

/// The SQL of logins for services; the `platform` database.
enum LoginStore {
    /// - Returns: false when the service used the number of its request before.
    static func insert(_ c: any SQLConnection, _ ticket: LoginTicket, _ p: PendingLogin) throws -> Bool {
        try c.execute(
            """
            INSERT INTO saml_login (ticket_sha256, service, request_id, consumer, relay_state, level, is_fresh, is_passive, context_class, name_format,
                attributes, created_at, ends_at)
            VALUES (\(ticket.fingerprint), \(p.service), \(p.request.description), \(p.consumer), \(p.relayState), \(p.wanted.level.rawValue),
                \(p.wanted.isFresh), \(p.wanted.isPassive), \(p.wanted.contextClass), \(p.nameFormat), \(ServiceStore.text(p.attributes)), \(p.createdAt),
                \(p.endsAt))
            ON CONFLICT (service, request_id) DO NOTHING
            """) == 1
    }

    /// `nil` for an unknown ticket, one that is over and one that was answered.
    static func find(_ c: any SQLConnection, _ ticket: LoginTicket, at now: Instant) throws -> PendingLogin? {
        let found = try c.first("SELECT * FROM saml_login WHERE ticket_sha256 = \(ticket.fingerprint) AND answered_at IS NULL") { row in
            guard let level = AssuranceLevel(rawValue: Int(try row.int("level"))) else { throw SQLError.decoding("level") }
            return PendingLogin(
                service: try row.id("service"), request: try row.parsed("request_id"), consumer: try row.text("consumer"),
                relayState: try row.textOrNil("relay_state"),
                wanted: WantedLogin(
                    level: level, isFresh: try row.bool("is_fresh"), isPassive: try row.bool("is_passive"), contextClass: try row.textOrNil("context_class")),
                nameFormat: try row.text("name_format"), attributes: ServiceStore.attributes(try row.text("attributes")),
                createdAt: try row.instant("created_at"), endsAt: try row.instant("ends_at"))
        }
        guard let found, found.createdAt <= now, now < found.endsAt else { return nil }
        return found
    }

    /// - Returns: false when another answer was quicker.
    static func answer(_ c: any SQLConnection, _ ticket: LoginTicket, at now: Instant) throws -> Bool {
        try c.execute("UPDATE saml_login SET answered_at = \(now) WHERE ticket_sha256 = \(ticket.fingerprint) AND answered_at IS NULL") == 1
    }

    static func isUsed(_ c: any SQLConnection, session: Int64, provedAt: Instant) throws -> Bool {
        try c.first("SELECT used_at FROM saml_proof WHERE session = \(session) AND proved_at = \(provedAt)") { try $0.int("used_at") } != nil
    }

    /// - Returns: false when the proof has served before.
    static func use(_ c: any SQLConnection, session: Int64, provedAt: Instant, at now: Instant) throws -> Bool {
        try c.execute(
            "INSERT INTO saml_proof (session, proved_at, used_at) VALUES (\(session), \(provedAt), \(now)) ON CONFLICT (session, proved_at) DO NOTHING") == 1
    }

    // ── artifacts ──

    static func insert(_ c: any SQLConnection, _ artifact: Artifact, _ service: ServiceID, message: [UInt8], endsAt: Instant, at now: Instant) throws {
        try c.execute(
            """
            INSERT INTO saml_artifact (artifact_sha256, service, message, created_at, ends_at)
            VALUES (\(artifact.fingerprint), \(service), \(message), \(now), \(endsAt))
            """)
    }

    enum Taken: Sendable, Hashable {
        case message([UInt8])
        case unknown, foreign, used, expired
    }

    /// Takes the message out, once and for its own service; nothing of it stays.
    static func take(_ c: any SQLConnection, _ artifact: Artifact, for service: ServiceID, at now: Instant) throws -> Taken {
        let found = try c.first("SELECT service, message, ends_at, used_at FROM saml_artifact WHERE artifact_sha256 = \(artifact.fingerprint)") { row in
            (try row.id("service", as: ServiceID.self), try row.bytesOrNil("message"), try row.instant("ends_at"), try row.instantOrNil("used_at"))
        }
        guard let (owner, message, endsAt, usedAt) = found else { return .unknown }
        guard owner == service else { return .foreign }
        guard usedAt == nil, let message else { return .used }
        guard now < endsAt else { return .expired }
        let taken = try c.execute(
            "UPDATE saml_artifact SET used_at = \(now), message = NULL WHERE artifact_sha256 = \(artifact.fingerprint) AND used_at IS NULL")
        return taken == 1 ? .message(message) : .used
    }

    // ── sessions ──

    static func insert(_ c: any SQLConnection, _ s: ServiceSession, at now: Instant) throws {
        try c.execute(
            """
            INSERT INTO saml_session (session_index, service, account, session, name_id, name_format, created_at)
            VALUES (\(s.index), \(s.service), \(s.account), \(s.session), \(s.name.value), \(s.name.format ?? NameFormat.unspecified), \(now))
            """)
    }

    private static func decode(_ row: any SQLRow) throws -> ServiceSession {
        ServiceSession(
            index: try row.text("session_index"), service: try row.id("service"), account: try row.id("account"), session: try row.int("session"),
            name: NameID(try row.text("name_id"), format: try row.text("name_format")))
    }

    static func open(_ c: any SQLConnection, index: String) throws -> ServiceSession? {
        try c.first("SELECT * FROM saml_session WHERE session_index = \(index) AND ended_at IS NULL", decode)
    }

    static func open(_ c: any SQLConnection, of service: ServiceID, name: String) throws -> [ServiceSession] {
        try c.query("SELECT * FROM saml_session WHERE service = \(service) AND name_id = \(name) AND ended_at IS NULL", decode)
    }

    static func open(_ c: any SQLConnection, session: Int64) throws -> [ServiceSession] {
        try c.query("SELECT * FROM saml_session WHERE session = \(session) AND ended_at IS NULL", decode)
    }

    static func end(_ c: any SQLConnection, session: Int64, at now: Instant) throws {
        try c.execute("UPDATE saml_session SET ended_at = \(now) WHERE session = \(session) AND ended_at IS NULL")
    }

    static func sweep(_ c: any SQLConnection, at now: Instant) throws {
        // Requests are remembered longer than their time allows them to be sent again; proofs and sessions longer than any session lasts.
        let old = now.adding(seconds: -86_400)
        try c.execute("DELETE FROM saml_login WHERE created_at < \(old)")
        try c.execute("DELETE FROM saml_proof WHERE used_at < \(old)")
        try c.execute("DELETE FROM saml_artifact WHERE created_at < \(now.adding(seconds: -3600))")
        try c.execute("DELETE FROM saml_session WHERE created_at < \(old)")
        try c.execute("DELETE FROM saml_node_login WHERE created_at < \(old)")
        try c.execute("DELETE FROM saml_used_assertion WHERE until_at < \(now)")
    }
}
