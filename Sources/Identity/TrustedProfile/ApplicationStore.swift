internal import Kernel
internal import Law
internal import Store

/// The SQL of applications; the `platform` database.
enum ApplicationStore {
    static let columns: SQL = """
        w.id, w.number, w.kind, w.account, w.person, w.user_id, w.given_names, w.surname, w.birthday, w.pesel_box, w.pesel_hash, w.mail, w.phone, w.factors,
        w.profile, w.submitted_at, w.last_day, w.state, w.state_at, w.reason, w.claimed_by, w.claimed_name, w.claimed_until
        """

    static func decode(_ row: any SQLRow) throws -> ProfileApplication {
        var applicant: ProfileApplication.Applicant?
        if let person = try row.idOrNil("person", as: PersonID.self) {
            applicant = ProfileApplication.Applicant(
                person: person, account: try row.id("account"), userID: try row.parsed("user_id"),
                name: PersonName(kept: try row.text("given_names"), try row.text("surname")), pesel: try row.sealedPESEL(),
                birthday: try row.parsed("birthday"), contact: ContactData(mail: try row.parsedOrNil("mail"), phone: try row.parsedOrNil("phone")),
                factors: SessionStore.factors(try row.text("factors")))
        }
        var claim: ProfileApplication.Claim?
        if let account = try row.intOrNil("claimed_by"), let until = try row.instantOrNil("claimed_until") {
            claim = ProfileApplication.Claim(account: AccountID(account), name: try row.textOrNil("claimed_name") ?? "", until: until)
        }
        return ProfileApplication(
            id: try row.id("id"), number: try row.text("number"), kind: try row.symbol("kind"), applicant: applicant, profile: try row.idOrNil("profile"),
            submittedAt: try row.instant("submitted_at"), lastDay: try row.parsed("last_day"), state: try row.symbol("state"),
            stateAt: try row.instant("state_at"), reason: try row.textOrNil("reason").flatMap(RefusalReason.init(rawValue:)), claim: claim)
    }

    static func insert(
        _ c: any SQLConnection, number: String, _ kind: ApplicationKind, _ a: ProfileApplication.Applicant, profile: ProfileID?, lastDay: Day,
        state: ApplicationState, at now: Instant
    ) throws -> ProfileApplication {
        let id = try c.first(
            """
            INSERT INTO profile_application (number, kind, account, person, user_id, given_names, surname, birthday, pesel_box, pesel_hash, mail, phone,
                factors, wording, profile, submitted_at, last_day, state, state_at)
            VALUES (\(number), \(kind.rawValue), \(a.account), \(a.person), \(a.userID), \(a.name.givenNames), \(a.name.surname), \(a.birthday),
                \(a.pesel.box), \(a.pesel.hash), \(a.contact.mail?.description), \(a.contact.phone?.description), \(SessionStore.text(a.factors)),
                \(Declaration.wording), \(profile), \(now), \(lastDay), \(state.rawValue), \(now))
            RETURNING id
            """
        ) { try $0.id("id", as: ApplicationID.self) }
        guard let id, let kept = try find(c, id) else {
            throw Problem(.internalFault, "Nie udało się złożyć wniosku. Spróbuj jeszcze raz.", cause: "INSERT returned no id")
        }
        return kept
    }

    static func find(_ c: any SQLConnection, _ id: ApplicationID) throws -> ProfileApplication? {
        try c.first("SELECT \(sql: columns) FROM profile_application w WHERE w.id = \(id)", decode)
    }

    /// To be changed: a second writer waits.
    static func lock(_ c: any SQLConnection, _ id: ApplicationID) throws -> ProfileApplication? {
        try c.first("SELECT \(sql: columns) FROM profile_application w WHERE w.id = \(id) \(sql: c.dialect.forUpdate)", decode)
    }

    static func find(_ c: any SQLConnection, number: String) throws -> ProfileApplication? {
        try c.first("SELECT \(sql: columns) FROM profile_application w WHERE w.number = \(number)", decode)
    }

    static func list(_ c: any SQLConnection, _ hash: PESELHash) throws -> [ProfileApplication] {
        try c.query(
            "SELECT \(sql: columns) FROM profile_application w WHERE w.pesel_hash = \(hash) ORDER BY w.id \(sql: c.dialect.descending) LIMIT 50", decode)
    }

    static func list(_ c: any SQLConnection, userID: UserID) throws -> [ProfileApplication] {
        try c.query(
            "SELECT \(sql: columns) FROM profile_application w WHERE w.user_id = \(userID) ORDER BY w.id \(sql: c.dialect.descending) LIMIT 50", decode)
    }

    static func list(_ c: any SQLConnection, of account: CitizenAccountID) throws -> [ProfileApplication] {
        try c.query(
            "SELECT \(sql: columns) FROM profile_application w WHERE w.account = \(account) ORDER BY w.id \(sql: c.dialect.descending) LIMIT 50", decode)
    }

    /// Applications in a state, those nearest their term first.
    static func waiting(_ c: any SQLConnection, _ state: ApplicationState, lastDayBefore day: Day? = nil, limit: Int) throws -> [ProfileApplication] {
        try c.query(
            """
            SELECT \(sql: columns) FROM profile_application w WHERE w.state = \(state.rawValue) AND w.last_day < \(day?.description ?? "9999-99-99")
            ORDER BY w.last_day \(sql: c.dialect.ascending), w.id \(sql: c.dialect.ascending) LIMIT \(limit)
            """,
            decode)
    }

    /// At the counter of one officer now.
    static func claimed(_ c: any SQLConnection, by account: AccountID, limit: Int) throws -> [ProfileApplication] {
        let states = ApplicationState.allCases.filter(\.isInService).map(\.rawValue)
        return try c.query(
            """
            SELECT \(sql: columns) FROM profile_application w WHERE w.state IN (\(list: states)) AND w.claimed_by = \(account)
            ORDER BY w.id \(sql: c.dialect.ascending) LIMIT \(limit)
            """,
            decode)
    }

    /// At the counter, with a lock that ran out.
    static func lapsed(_ c: any SQLConnection, at now: Instant, limit: Int) throws -> [ProfileApplication] {
        let states = ApplicationState.allCases.filter(\.isInService).map(\.rawValue)
        return try c.query(
            """
            SELECT \(sql: columns) FROM profile_application w WHERE w.state IN (\(list: states)) AND w.claimed_until <= \(now)
            ORDER BY w.id \(sql: c.dialect.ascending) LIMIT \(limit)
            """,
            decode)
    }

    static func save(_ c: any SQLConnection, _ w: ProfileApplication) throws {
        try c.execute(
            """
            UPDATE profile_application SET state = \(w.state.rawValue), state_at = \(w.stateAt), reason = \(w.reason?.rawValue), profile = \(w.profile),
                claimed_by = \(w.claim?.account), claimed_name = \(w.claim?.name), claimed_until = \(w.claim?.until)
            WHERE id = \(w.id)
            """
        )
    }

    /// Leaves number, kind, dates and state: a stone without a name.
    static func erase(_ c: any SQLConnection, _ id: ApplicationID) throws {
        try c.execute(
            """
            UPDATE profile_application SET account = NULL, person = NULL, user_id = NULL, given_names = NULL, surname = NULL, birthday = NULL,
                pesel_box = NULL, pesel_hash = NULL, mail = NULL, phone = NULL, factors = NULL, claimed_by = NULL, claimed_name = NULL
            WHERE id = \(id)
            """
        )
    }
}

extension ProfileApplication {
    /// Moves to the next state.
    /// - Throws: `Problem` `.conflict` where the event has no place in the present state.
    mutating func take(_ event: ApplicationState.Event, at now: Instant) throws {
        guard let next = state.after(event) else {
            throw Problem(
                .conflict, "Tego kroku nie można teraz zrobić. Wniosek: \(state.polishName). Odśwież stronę.", cause: "\(state.rawValue) has no \(event)")
        }
        state = next
        stateAt = now
    }
}
