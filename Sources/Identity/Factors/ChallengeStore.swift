internal import Kernel
internal import Store

/// The SQL of challenges; the `platform` database.
enum ChallengeStore {
    struct Kept {
        var id: ChallengeID
        var challenge: AuthorisationChallenge
        var salt: [UInt8]?
        var codeHash: String?
        var codeKind: FactorKind?
    }

    /// - Parameter address: of a challenge that confirms one.
    static func insert(_ c: any SQLConnection, _ a: AuthorisationChallenge, address: CodeAddress? = nil) throws -> ChallengeID {
        let id = try c.first(
            """
            INSERT INTO authorisation_challenge (owner, act, document, title, state, opened_at, wrong, address)
            VALUES (\(a.owner.description), \(a.act.rawValue), \(a.document), \(a.title), \(a.state.rawValue), \(a.openedAt), 0,
                \(address?.description)) RETURNING id
            """
        ) { try $0.id("id", as: ChallengeID.self) }
        guard let id else { throw Problem(.internalFault, "Nie udało się zacząć. Spróbuj jeszcze raz.", cause: "INSERT returned no id") }
        return id
    }

    /// - Parameter locking: for a change; a second writer waits.
    static func find(_ c: any SQLConnection, _ id: ChallengeID, locking: Bool = true) throws -> Kept? {
        try c.first(
            """
            SELECT id, owner, act, document, title, state, opened_at, shown_at, sent_at, ends_at, wrong, method, accepted_at, code_salt, code_hash, code_kind
            FROM authorisation_challenge WHERE id = \(id) \(sql: locking ? c.dialect.forUpdate : "")
            """
        ) { row in
            var challenge = AuthorisationChallenge(
                owner: try row.parsed("owner"), act: try row.symbol("act"), document: try row.parsed("document"), title: try row.text("title"),
                at: try row.instant("opened_at"))
            challenge.state = try row.symbol("state")
            challenge.shownAt = try row.instantOrNil("shown_at")
            challenge.sentAt = try row.instantOrNil("sent_at")
            challenge.endsAt = try row.instantOrNil("ends_at")
            challenge.wrong = Int(try row.int("wrong"))
            challenge.method = try row.textOrNil("method").flatMap(FactorKind.init(rawValue:))
            challenge.acceptedAt = try row.instantOrNil("accepted_at")
            return Kept(
                id: try row.id("id"), challenge: challenge, salt: try row.bytesOrNil("code_salt"), codeHash: try row.textOrNil("code_hash"),
                codeKind: try row.textOrNil("code_kind").flatMap(FactorKind.init(rawValue:)))
        }
    }

    static func save(_ c: any SQLConnection, _ kept: Kept) throws {
        let a = kept.challenge
        try c.execute(
            """
            UPDATE authorisation_challenge SET state = \(a.state.rawValue), shown_at = \(a.shownAt), sent_at = \(a.sentAt), ends_at = \(a.endsAt),
                wrong = \(a.wrong), method = \(a.method?.rawValue), accepted_at = \(a.acceptedAt), code_salt = \(kept.salt),
                code_hash = \(kept.codeHash), code_kind = \(kept.codeKind?.rawValue)
            WHERE id = \(kept.id)
            """
        )
    }

    /// Addresses that are being confirmed for an owner, the newest of each kind.
    static func contacts(_ c: any SQLConnection, _ owner: FactorOwner) throws -> [(id: ChallengeID, address: CodeAddress)] {
        var found: [(id: ChallengeID, address: CodeAddress)] = []
        let all = try c.query(
            """
            SELECT id, address FROM authorisation_challenge WHERE owner = \(owner.description) AND act = \(AuthorisedAct.confirmContact.rawValue)
                AND address IS NOT NULL ORDER BY id \(sql: c.dialect.descending) LIMIT 20
            """
        ) { (id: try $0.id("id", as: ChallengeID.self), address: try $0.parsed("address", as: CodeAddress.self)) }
        for one in all where !found.contains(where: { $0.address.kind == one.address.kind }) { found.append(one) }
        return found
    }

    /// Forgets challenges opened before an instant.
    @discardableResult
    static func sweep(_ c: any SQLConnection, openedBefore instant: Instant) throws -> Int {
        try c.execute("DELETE FROM authorisation_challenge WHERE opened_at < \(instant)")
    }
}
