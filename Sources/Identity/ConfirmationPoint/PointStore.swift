internal import Kernel
internal import Store

/// The SQL of points and authorisations; the `platform` database.
enum PointStore {
    private static let columns: SQL = """
        id, office, name, place, address, room, way_there, accessibility, phone, hours, state, consent_number, consent_day
        """

    static func decode(_ row: any SQLRow) throws -> ConfirmationPoint {
        var consent: ConfirmationPoint.Consent?
        if let number = try row.textOrNil("consent_number"), let day = try row.parsedOrNil("consent_day", as: Day.self) {
            consent = ConfirmationPoint.Consent(number: number, day: day)
        }
        return ConfirmationPoint(
            id: try row.id("id"), office: try row.parsed("office"), name: try row.text("name"), place: try row.text("place"),
            information: ConfirmationPoint.PublicInformation(
                address: try row.text("address"), room: try row.text("room"), wayThere: try row.text("way_there"),
                accessibility: try row.text("accessibility"), phone: try row.text("phone")),
            hours: try row.parsed("hours"), state: try row.symbol("state"), consent: consent)
    }

    static func insert(
        _ c: any SQLConnection, office: OfficeID, name: String, place: String, _ i: ConfirmationPoint.PublicInformation, hours: PointHours, at now: Instant
    ) throws -> PointID {
        let id = try c.first(
            """
            INSERT INTO confirmation_point (office, name, place, address, room, way_there, accessibility, phone, hours, state, state_at)
            VALUES (\(office), \(name), \(place), \(i.address), \(i.room), \(i.wayThere), \(i.accessibility), \(i.phone), \(hours.description),
                \(PointState.applied.rawValue), \(now))
            RETURNING id
            """
        ) { try $0.id("id", as: PointID.self) }
        guard let id else { throw Problem(.internalFault, "Nie udało się dodać punktu. Spróbuj jeszcze raz.", cause: "INSERT returned no id") }
        return id
    }

    static func find(_ c: any SQLConnection, _ id: PointID) throws -> ConfirmationPoint? {
        try c.first("SELECT \(sql: columns) FROM confirmation_point WHERE id = \(id)", decode)
    }

    static func list(_ c: any SQLConnection, office: OfficeID) throws -> [ConfirmationPoint] {
        try c.query("SELECT \(sql: columns) FROM confirmation_point WHERE office = \(office) ORDER BY id \(sql: c.dialect.ascending)", decode)
    }

    static func save(_ c: any SQLConnection, _ p: ConfirmationPoint, successor: String? = nil, at now: Instant) throws {
        let i = p.information
        try c.execute(
            """
            UPDATE confirmation_point SET name = \(p.name), place = \(p.place), address = \(i.address), room = \(i.room), way_there = \(i.wayThere),
                accessibility = \(i.accessibility), phone = \(i.phone), hours = \(p.hours.description), state = \(p.state.rawValue), state_at = \(now),
                consent_number = \(p.consent?.number), consent_day = \(p.consent?.day), successor = \(successor)
            WHERE id = \(p.id)
            """
        )
    }

    // ── authorisations ──

    private static let authorisationColumns: SQL = """
        id, point, account, pesel_box, pesel_hash, given_names, surname, post, number, from_day, to_day, scopes, no_conviction_on, trained_on, signing_until,
        requested_by, approved_by, state
        """

    static func scopes(_ text: String) -> Set<OperatorScope> { Set(text.split(separator: ",").compactMap { OperatorScope(rawValue: String($0)) }) }
    static func text(_ scopes: Set<OperatorScope>) -> String { scopes.map(\.rawValue).sorted().joined(separator: ",") }

    static func decodeAuthorisation(_ row: any SQLRow) throws -> OperatorAuthorisation {
        OperatorAuthorisation(
            id: try row.id("id"), point: try row.id("point"), account: AccountID(try row.int("account")), pesel: try row.sealedPESEL(),
            name: PersonName(kept: try row.text("given_names"), try row.text("surname")), post: try row.text("post"), number: try row.text("number"),
            from: try row.parsed("from_day"), to: try row.parsed("to_day"), scopes: scopes(try row.text("scopes")),
            noConvictionOn: try row.parsedOrNil("no_conviction_on"), trainedOn: try row.parsedOrNil("trained_on"),
            signingUntil: try row.parsed("signing_until"), requestedBy: AccountID(try row.int("requested_by")),
            approvedBy: try row.intOrNil("approved_by").map(AccountID.init), state: try row.symbol("state"))
    }

    static func insert(
        _ c: any SQLConnection, _ n: NewOperatorAuthorisation, name: PersonName, pesel: SealedPESEL, requestedBy: AccountID, at now: Instant
    ) throws -> OperatorAuthorisationID {
        let id = try c.first(
            """
            INSERT INTO operator_authorisation (point, account, pesel_box, pesel_hash, given_names, surname, post, number, from_day, to_day, scopes,
                no_conviction_on, trained_on, signing_until, requested_by, requested_at, state)
            VALUES (\(n.point), \(n.account), \(pesel.box), \(pesel.hash), \(name.givenNames), \(name.surname), \(n.post.trimmedSpace),
                \(n.number.trimmedSpace), \(n.from), \(n.to), \(text(n.scopes)), \(n.noConvictionOn), \(n.trainedOn), \(n.signingUntil), \(requestedBy),
                \(now), \(OperatorAuthorisation.State.requested.rawValue))
            RETURNING id
            """
        ) { try $0.id("id", as: OperatorAuthorisationID.self) }
        guard let id else { throw Problem(.internalFault, "Nie udało się dodać upoważnienia. Spróbuj jeszcze raz.", cause: "INSERT returned no id") }
        return id
    }

    static func find(_ c: any SQLConnection, _ id: OperatorAuthorisationID) throws -> OperatorAuthorisation? {
        try c.first("SELECT \(sql: authorisationColumns) FROM operator_authorisation WHERE id = \(id) \(sql: c.dialect.forUpdate)", decodeAuthorisation)
    }

    static func list(_ c: any SQLConnection, _ point: PointID, account: AccountID? = nil) throws -> [OperatorAuthorisation] {
        let only: SQL = account.map { "AND account = \($0)" } ?? ""
        return try c.query(
            """
            SELECT \(sql: authorisationColumns) FROM operator_authorisation WHERE point = \(point) \(sql: only)
            ORDER BY id \(sql: c.dialect.descending) LIMIT 1000
            """,
            decodeAuthorisation)
    }

    static func save(_ c: any SQLConnection, _ a: OperatorAuthorisation, reason: String?, at now: Instant) throws {
        try c.execute(
            """
            UPDATE operator_authorisation SET state = \(a.state.rawValue), approved_by = \(a.approvedBy), signing_until = \(a.signingUntil), reason = \(reason),
                approved_at = COALESCE(approved_at, \(a.approvedBy == nil ? nil : now))
            WHERE id = \(a.id)
            """
        )
    }
}
