internal import Kernel
internal import Law
internal import Store

/// The SQL of accounts; the `platform` database.
enum AccountStore {
    /// An account with the secret that opens it.
    struct Keyed {
        var account: Account
        var passwordHash: String
    }

    static let columns: SQL = "a.id, a.office, a.login, a.display_name, a.post, a.roles, a.closed_at"

    static func decode(_ row: any SQLRow) throws -> Account {
        Account(
            id: AccountID(try row.int("id")), office: try row.parsed("office"), login: try row.text("login"),
            displayName: try row.text("display_name"), post: try row.text("post"), roles: roles(try row.text("roles")),
            isClosed: try row.intOrNil("closed_at") != nil
        )
    }

    /// A word that is no role (left by a newer version) gives nothing.
    static func roles(_ text: String) -> Set<OfficeRole> { Set(text.split(separator: ",").compactMap { OfficeRole(rawValue: String($0)) }) }

    static func text(_ roles: Set<OfficeRole>) -> String { roles.map(\.rawValue).sorted().joined(separator: ",") }

    static func insert(_ c: any SQLConnection, _ new: NewAccount, passwordHash: String, by performer: Performer? = nil, at now: Instant) throws -> Account {
        let taken = try c.first("SELECT id FROM account WHERE login = \(new.login)") { try $0.int("id") }
        guard taken == nil else { throw Problem(.conflict, "Taki login już jest. Wpisz inny.", field: "login") }
        let id = try c.first(
            """
            INSERT INTO account (office, login, display_name, sort_key, post, roles, password_hash, password_at, created_at, password_by)
            VALUES (\(new.office), \(new.login), \(new.displayName), \(PolishText.sortKey(new.displayName)), \(new.post), \(text(new.roles)), \(passwordHash), \(now), \(now),
                \(performer?.id))
            RETURNING id
            """
        ) { try $0.int("id") }
        guard let id else { throw Problem(.internalFault, "Nie udało się dodać konta. Spróbuj jeszcze raz.", cause: "INSERT returned no id") }
        return Account(
            id: AccountID(id), office: new.office, login: new.login, displayName: new.displayName, post: new.post, roles: new.roles
        )
    }

    static func find(_ c: any SQLConnection, id: AccountID) throws -> Account? {
        try c.first("SELECT \(sql: columns) FROM account a WHERE a.id = \(id)", decode)
    }

    static func find(_ c: any SQLConnection, login: String) throws -> Keyed? {
        try c.first("SELECT \(sql: columns), a.password_hash FROM account a WHERE a.login = \(login)") {
            Keyed(account: try decode($0), passwordHash: try $0.text("password_hash"))
        }
    }

    static func list(_ c: any SQLConnection, office: OfficeID) throws -> [Account] {
        try c.query(
            "SELECT \(sql: columns) FROM account a WHERE a.office = \(office) ORDER BY a.sort_key NULLS LAST, a.id NULLS LAST", decode
        )
    }

    static func setPassword(_ c: any SQLConnection, _ id: AccountID, hash: String, by performer: Performer, at now: Instant) throws {
        try c.execute("UPDATE account SET password_hash = \(hash), password_at = \(now), password_by = \(performer.id) WHERE id = \(id)")
    }

    /// Who set the present password, as the journal names people; `nil` for passwords older than this record.
    static func passwordBy(_ c: any SQLConnection, _ id: AccountID) throws -> String? {
        try c.first("SELECT password_by FROM account WHERE id = \(id)") { try $0.textOrNil("password_by") } ?? nil
    }

    /// The same password under a stronger hash; does nothing when the password has changed meanwhile.
    static func rehash(_ c: any SQLConnection, _ id: AccountID, from old: String, to new: String) throws {
        try c.execute("UPDATE account SET password_hash = \(new) WHERE id = \(id) AND password_hash = \(old)")
    }

    static func setRoles(_ c: any SQLConnection, _ id: AccountID, _ roles: Set<OfficeRole>) throws {
        try c.execute("UPDATE account SET roles = \(text(roles)) WHERE id = \(id)")
    }

    static func close(_ c: any SQLConnection, _ id: AccountID, at now: Instant) throws {
        try c.execute("UPDATE account SET closed_at = \(now) WHERE id = \(id) AND closed_at IS NULL")
    }
}
