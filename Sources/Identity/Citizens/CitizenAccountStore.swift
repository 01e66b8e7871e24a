internal import Kernel
internal import Law
internal import Store

/// The SQL of citizens' accounts; the `platform` database.
enum CitizenAccountStore {
    struct Keyed {
        var account: CitizenAccount
        var passwordHash: String
    }

    static let columns: SQL = "k.id, k.person, k.user_id, k.state, k.state_at, k.created_at, k.used_at"

    static func decode(_ row: any SQLRow) throws -> CitizenAccount {
        let at = try row.instant("state_at")
        let state: AccountState =
            switch try row.text("state") {
            case "active": .active
            case "noticed": .noticed(at: at)
            case "noticed-twice": .noticedTwice(at: at)
            case "deleted": .deleted
            default: .disabled
            }
        return CitizenAccount(
            id: try row.id("id"), person: try row.id("person"), userID: try row.parsed("user_id"), state: state, createdAt: try row.instant("created_at"),
            usedAt: try row.instant("used_at"))
    }

    static func word(_ state: AccountState) -> String {
        switch state {
        case .active: "active"
        case .disabled: "disabled"
        case .noticed: "noticed"
        case .noticedTwice: "noticed-twice"
        case .deleted: "deleted"
        }
    }

    static func insert(_ c: any SQLConnection, _ person: PersonID, _ userID: UserID, passwordHash: String, at now: Instant) throws -> CitizenAccount {
        let id = try c.first(
            """
            INSERT INTO citizen_account (person, user_id, user_id_folded, password_hash, password_at, created_at, used_at, state, state_at)
            VALUES (\(person), \(userID), \(userID.folded), \(passwordHash), \(now), \(now), \(now), 'active', \(now)) RETURNING id
            """
        ) { try $0.id("id", as: CitizenAccountID.self) }
        guard let id else { throw Problem(.internalFault, "Nie udało się dodać konta. Spróbuj jeszcze raz.", cause: "INSERT returned no id") }
        return CitizenAccount(id: id, person: person, userID: userID, state: .active, createdAt: now, usedAt: now)
    }

    static func find(_ c: any SQLConnection, _ id: CitizenAccountID) throws -> CitizenAccount? {
        try c.first("SELECT \(sql: columns) FROM citizen_account k WHERE k.id = \(id)", decode)
    }

    static func keyed(_ c: any SQLConnection, _ id: CitizenAccountID) throws -> Keyed? {
        try c.first("SELECT \(sql: columns), k.password_hash FROM citizen_account k WHERE k.id = \(id)") {
            Keyed(account: try decode($0), passwordHash: try $0.text("password_hash"))
        }
    }

    /// The account of a user id, or of a confirmed address that belongs to one account only.
    static func keyed(_ c: any SQLConnection, typed: String) throws -> Keyed? {
        if let userID = UserID(typed), let id = try id(c, userID) { return try keyed(c, id) }
        let address = MailAddress(typed).map(CodeAddress.mail) ?? TelephoneNumber(typed).map(CodeAddress.phone)
        guard let address else { return nil }
        // An address of several accounts tells nobody which.
        let owners = try ContactFactors.owners(c, of: address)
        guard owners.count == 1, case .citizen(let id) = owners[0] else { return nil }
        return try keyed(c, id)
    }

    static func id(_ c: any SQLConnection, _ userID: UserID) throws -> CitizenAccountID? {
        try c.first("SELECT id FROM citizen_account WHERE user_id_folded = \(userID.folded)") { try $0.id("id") }
    }

    static func list(_ c: any SQLConnection, of person: PersonID) throws -> [CitizenAccount] {
        try c.query("SELECT \(sql: columns) FROM citizen_account k WHERE k.person = \(person) ORDER BY k.id \(sql: c.dialect.ascending)", decode)
    }

    static func set(_ c: any SQLConnection, _ id: CitizenAccountID, _ state: AccountState, at now: Instant) throws {
        try c.execute("UPDATE citizen_account SET state = \(word(state)), state_at = \(now) WHERE id = \(id)")
    }

    static func used(_ c: any SQLConnection, _ id: CitizenAccountID, at now: Instant) throws {
        try c.execute(
            "UPDATE citizen_account SET used_at = \(now), state = 'active', state_at = \(now) WHERE id = \(id) AND state IN ('active', 'noticed', 'noticed-twice')")
    }

    static func setPassword(_ c: any SQLConnection, _ id: CitizenAccountID, hash: String, at now: Instant) throws {
        try c.execute("UPDATE citizen_account SET password_hash = \(hash), password_at = \(now) WHERE id = \(id)")
    }

    static func rehash(_ c: any SQLConnection, _ id: CitizenAccountID, from old: String, to new: String) throws {
        try c.execute("UPDATE citizen_account SET password_hash = \(new) WHERE id = \(id) AND password_hash = \(old)")
    }

    /// Accounts in a state since before an instant (`active`: unused since).
    static func waiting(_ c: any SQLConnection, state: String, before instant: Instant, after last: CitizenAccountID?, limit: Int) throws -> [CitizenAccount] {
        let column: SQL = state == "active" ? "used_at" : "state_at"
        return try c.query(
            """
            SELECT \(sql: columns) FROM citizen_account k
            WHERE k.state = \(state) AND k.\(sql: column) <= \(instant) AND k.id > \(last?.number ?? 0) ORDER BY k.id \(sql: c.dialect.ascending) LIMIT \(limit)
            """,
            decode)
    }
}
