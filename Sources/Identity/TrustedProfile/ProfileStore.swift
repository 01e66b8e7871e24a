internal import Kernel
internal import Law
internal import Store

/// The SQL of profiles; the `platform` database.
enum ProfileStore {
    static let columns: SQL = """
        f.id, f.designation, f.account, f.user_id, f.person, f.given_names, f.surname, f.birthday, f.pesel_box, f.pesel_hash, f.mail, f.phone, f.factors,
        f.method, f.confirmed_at, f.point, f.operator_name, f.seal, f.valid_from, f.valid_to, f.state, f.reason, f.replaced_by
        """

    static func decode(_ row: any SQLRow) throws -> TrustedProfile {
        let state: ProfileState =
            switch try row.text("state") {
            case "active": .active
            case "expired": .expired
            case "replaced": .replaced(by: try row.id("replaced_by"))
            default: .invalidated(try row.symbol("reason"))
            }
        return TrustedProfile(
            id: try row.id("id"), designation: try row.text("designation"), account: try row.id("account"), userID: try row.parsed("user_id"),
            person: try row.id("person"), name: PersonName(kept: try row.text("given_names"), try row.text("surname")), birthday: try row.parsed("birthday"),
            pesel: try row.sealedPESEL(), contact: ContactData(mail: try row.parsedOrNil("mail"), phone: try row.parsedOrNil("phone")),
            factors: SessionStore.factors(try row.text("factors")),
            confirmation: TrustedProfile.Confirmation(
                method: try row.symbol("method"), at: try row.instant("confirmed_at"), point: try row.textOrNil("point"),
                operatorName: try row.textOrNil("operator_name"), seal: try row.parsedOrNil("seal")),
            validFrom: try row.instant("valid_from"), validTo: try row.instant("valid_to"), state: state)
    }

    struct New {
        var account: CitizenAccount
        var person: Person
        var pesel: SealedPESEL
        var contact: ContactData
        var factors: Set<FactorKind>
        var confirmation: TrustedProfile.Confirmation
        var validTo: Instant
    }

    static func insert(_ c: any SQLConnection, _ n: New, at now: Instant) throws -> TrustedProfile {
        let f = n.confirmation
        let id = try c.first(
            """
            INSERT INTO trusted_profile (designation, account, user_id, person, given_names, surname, birthday, pesel_box, pesel_hash, mail, phone, factors,
                method, confirmed_at, point, operator_name, seal, valid_from, valid_to, state)
            VALUES (\(TrustedProfile.newDesignation()), \(n.account.id), \(n.account.userID), \(n.person.id), \(n.person.name.givenNames),
                \(n.person.name.surname), \(n.person.birthday), \(n.pesel.box), \(n.pesel.hash), \(n.contact.mail?.description),
                \(n.contact.phone?.description), \(SessionStore.text(n.factors)), \(f.method.rawValue), \(f.at), \(f.point), \(f.operatorName), \(f.seal),
                \(now), \(n.validTo), 'active')
            RETURNING id
            """
        ) { try $0.id("id", as: ProfileID.self) }
        guard let id, let profile = try find(c, id) else {
            throw Problem(.internalFault, "Nie udało się utworzyć profilu. Spróbuj jeszcze raz.", cause: "INSERT returned no id")
        }
        return profile
    }

    static func find(_ c: any SQLConnection, _ id: ProfileID) throws -> TrustedProfile? {
        try c.first("SELECT \(sql: columns) FROM trusted_profile f WHERE f.id = \(id)", decode)
    }

    static func find(_ c: any SQLConnection, designation: String) throws -> TrustedProfile? {
        try c.first("SELECT \(sql: columns) FROM trusted_profile f WHERE f.designation = \(designation)", decode)
    }

    static func active(_ c: any SQLConnection, _ hash: PESELHash) throws -> TrustedProfile? { try c.first(searchActive(hash), decode) }

    static func searchActive(_ hash: PESELHash) -> SQL {
        "SELECT \(sql: columns) FROM trusted_profile f WHERE f.pesel_hash = \(hash) AND f.state = 'active'"
    }

    static func newest(_ c: any SQLConnection, _ hash: PESELHash) throws -> TrustedProfile? {
        try c.first(
            "SELECT \(sql: columns) FROM trusted_profile f WHERE f.pesel_hash = \(hash) ORDER BY f.id \(sql: c.dialect.descending) LIMIT 1", decode)
    }

    static func list(_ c: any SQLConnection, of person: PersonID) throws -> [TrustedProfile] {
        try c.query("SELECT \(sql: columns) FROM trusted_profile f WHERE f.person = \(person) ORDER BY f.id \(sql: c.dialect.descending)", decode)
    }

    static func list(_ c: any SQLConnection, of account: CitizenAccountID) throws -> [TrustedProfile] {
        try c.query("SELECT \(sql: columns) FROM trusted_profile f WHERE f.account = \(account) ORDER BY f.id \(sql: c.dialect.descending)", decode)
    }

    static func save(_ c: any SQLConnection, _ f: TrustedProfile) throws {
        let (state, reason, by): (String, InvalidationReason?, ProfileID?) =
            switch f.state {
            case .active: ("active", nil, nil)
            case .expired: ("expired", nil, nil)
            case .invalidated(let reason): ("invalidated", reason, nil)
            case .replaced(let by): ("replaced", nil, by)
            }
        try c.execute(
            """
            UPDATE trusted_profile SET given_names = \(f.name.givenNames), surname = \(f.name.surname), birthday = \(f.birthday), pesel_box = \(f.pesel.box),
                pesel_hash = \(f.pesel.hash), valid_to = \(f.validTo), state = \(state), reason = \(reason?.rawValue), replaced_by = \(by)
            WHERE id = \(f.id)
            """
        )
    }

    static func note(_ c: any SQLConnection, _ f: TrustedProfile, _ kind: ProfileEvent.Kind, actor: String, way: String, at now: Instant) throws {
        try c.execute(
            """
            INSERT INTO trusted_profile_event (profile, kind, at, actor, way, is_active, valid_to, given_names, surname, mail, phone)
            VALUES (\(f.id), \(kind.rawValue), \(now), \(actor), \(way), \(f.state == .active), \(f.validTo), \(f.name.givenNames), \(f.name.surname),
                \(f.contact.mail?.description), \(f.contact.phone?.description))
            """
        )
    }

    static func event(_ row: any SQLRow) throws -> ProfileEvent {
        ProfileEvent(
            id: try row.int("id"), kind: try row.symbol("kind"), at: try row.instant("at"), actor: try row.text("actor"), way: try row.text("way"),
            isActive: try row.bool("is_active"), validTo: try row.instant("valid_to"),
            name: PersonName(kept: try row.text("given_names"), try row.text("surname")),
            contact: ContactData(mail: try row.parsedOrNil("mail"), phone: try row.parsedOrNil("phone")))
    }

    private static let eventColumns: SQL = "id, kind, at, actor, way, is_active, valid_to, given_names, surname, mail, phone"

    static func events(_ c: any SQLConnection, _ id: ProfileID) throws -> [ProfileEvent] {
        try c.query(
            """
            SELECT \(sql: eventColumns) FROM trusted_profile_event WHERE profile = \(id)
            ORDER BY at \(sql: c.dialect.ascending), id \(sql: c.dialect.ascending)
            """,
            event)
    }

    /// The last event not later than an instant.
    static func event(_ c: any SQLConnection, _ id: ProfileID, at instant: Instant) throws -> ProfileEvent? {
        try c.first(
            """
            SELECT \(sql: eventColumns) FROM trusted_profile_event WHERE profile = \(id) AND at <= \(instant)
            ORDER BY at \(sql: c.dialect.descending), id \(sql: c.dialect.descending) LIMIT 1
            """,
            event)
    }

    /// Active profiles that end before an instant, a page at a time.
    static func ending(_ c: any SQLConnection, before instant: Instant, limit: Int) throws -> [TrustedProfile] {
        try c.query(
            """
            SELECT \(sql: columns) FROM trusted_profile f WHERE f.state = 'active' AND f.valid_to <= \(instant)
            ORDER BY f.valid_to \(sql: c.dialect.ascending), f.id \(sql: c.dialect.ascending) LIMIT \(limit)
            """,
            decode)
    }

    /// Active profiles that end before an instant and whose holders were not told so early yet.
    static func toNotice(_ c: any SQLConnection, before instant: Instant, days: Int, limit: Int) throws -> [TrustedProfile] {
        try c.query(
            """
            SELECT \(sql: columns) FROM trusted_profile f
            WHERE f.state = 'active' AND f.valid_to <= \(instant) AND (f.noticed_days IS NULL OR f.noticed_days > \(days))
            ORDER BY f.valid_to \(sql: c.dialect.ascending), f.id \(sql: c.dialect.ascending) LIMIT \(limit)
            """,
            decode)
    }

    static func noticed(_ c: any SQLConnection, _ id: ProfileID, days: Int?) throws {
        try c.execute("UPDATE trusted_profile SET noticed_days = \(days) WHERE id = \(id)")
    }
}
