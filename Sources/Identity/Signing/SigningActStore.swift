internal import Kernel
internal import Store

/// The SQL of signing for other systems; the `platform` database.
enum SigningActStore {
    static func insert(
        _ c: any SQLConnection, _ ticket: SigningTicket, _ new: NewSigningAct, _ hashes: [ContentHash], endsAt: Instant, at now: Instant
    ) throws -> SigningActID {
        let id = try c.first(
            """
            INSERT INTO signing_act (ticket_sha256, system, system_name, success_address, failure_address, note, opened_at, ends_at, state, kept_until)
            VALUES (\(ticket.fingerprint), \(new.system), \(new.systemName), \(new.returns.success), \(new.returns.failure), \(new.note), \(now), \(endsAt),
                'czeka', \(endsAt)) RETURNING id
            """
        ) { try $0.id("id", as: SigningActID.self) }
        guard let id else { throw Problem(.internalFault, "Nie udało się przyjąć dokumentu. Spróbuj jeszcze raz.", cause: "INSERT returned no id") }
        for (i, document) in new.documents.enumerated() {
            try c.execute(
                """
                INSERT INTO signing_document (act, position, title, size, document_sha256, content)
                VALUES (\(id), \(i + 1), \(document.title), \(document.content.count), \(hashes[i]), \(document.content))
                """)
        }
        return id
    }

    private static let columns: SQL = """
        id, system, system_name, success_address, failure_address, note, opened_at, ends_at, state, account, challenge, profile, ended_at, kept_until
        """

    /// - Parameter locking: for a change; a second writer waits.
    static func find(_ c: any SQLConnection, _ ticket: SigningTicket, locking: Bool = false) throws -> SigningAct? {
        let lock: SQL = locking ? c.dialect.forUpdate : ""
        guard
            var act = try c.first(
                "SELECT \(sql: columns) FROM signing_act WHERE ticket_sha256 = \(ticket.fingerprint) \(sql: lock)", decode)
        else { return nil }
        act.documents = try documents(c, act.id)
        return act
    }

    private static func documents(_ c: any SQLConnection, _ id: SigningActID) throws -> [SigningAct.Document] {
        try c.query(
            """
            SELECT position, title, size, document_sha256, signed_sha256 FROM signing_document WHERE act = \(id)
            ORDER BY position \(sql: c.dialect.ascending)
            """
        ) { row in
            SigningAct.Document(
                position: Int(try row.int("position")), title: try row.text("title"), size: Int(try row.int("size")), hash: try row.parsed("document_sha256"),
                signed: try row.parsedOrNil("signed_sha256"))
        }
    }

    private static func decode(_ row: any SQLRow) throws -> SigningAct {
        var act = SigningAct(
            id: try row.id("id"), system: try row.int("system"), systemName: try row.text("system_name"),
            returns: .init(success: try row.text("success_address"), failure: try row.text("failure_address")), note: try row.text("note"), documents: [],
            openedAt: try row.instant("opened_at"), endsAt: try row.instant("ends_at"), keptUntil: try row.instant("kept_until"))
        act.state = try row.symbol("state")
        act.account = try row.idOrNil("account")
        act.challenge = try row.idOrNil("challenge")
        act.profile = try row.idOrNil("profile")
        act.endedAt = try row.instantOrNil("ended_at")
        return act
    }

    static func save(_ c: any SQLConnection, _ act: SigningAct) throws {
        try c.execute(
            """
            UPDATE signing_act SET state = \(act.state.rawValue), account = \(act.account), challenge = \(act.challenge), profile = \(act.profile),
                ended_at = \(act.endedAt), kept_until = \(act.keptUntil)
            WHERE id = \(act.id)
            """)
    }

    static func keepSigned(_ c: any SQLConnection, _ act: SigningActID, _ position: Int, _ content: [UInt8], _ hash: ContentHash) throws {
        try c.execute(
            "UPDATE signing_document SET signed_sha256 = \(hash), signed_content = \(content) WHERE act = \(act) AND position = \(position)")
    }

    /// The bytes of every document in order; `nil` in the place of those that were wiped.
    static func contents(_ c: any SQLConnection, _ act: SigningActID, signed: Bool) throws -> [[UInt8]?] {
        let column: SQL = signed ? "signed_content" : "content"
        return try c.query(
            "SELECT \(sql: column) AS bytes FROM signing_document WHERE act = \(act) ORDER BY position \(sql: c.dialect.ascending)"
        ) { try $0.bytesOrNil("bytes") }
    }

    /// Acts of an account that came to an end, newest first.
    static func ended(_ c: any SQLConnection, of account: CitizenAccountID, limit: Int) throws -> [SigningAct] {
        try c.query(
            """
            SELECT \(sql: columns) FROM signing_act WHERE account = \(account) AND state <> 'czeka'
            ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """, decode
        ).map { act in
            var act = act
            act.documents = try documents(c, act.id)
            return act
        }
    }

    /// Forgets the bytes of acts that are over; who signed what and when stays.
    static func wipe(_ c: any SQLConnection, limit: Int, at now: Instant) throws -> Int {
        let due = try c.query(
            """
            SELECT id FROM signing_act WHERE wiped_at IS NULL AND kept_until <= \(now) ORDER BY kept_until \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) { try $0.id("id", as: SigningActID.self) }
        guard !due.isEmpty else { return 0 }
        try c.execute("UPDATE signing_document SET content = NULL, signed_content = NULL WHERE act IN (\(list: due))")
        return try c.execute("UPDATE signing_act SET wiped_at = \(now) WHERE id IN (\(list: due))")
    }
}
