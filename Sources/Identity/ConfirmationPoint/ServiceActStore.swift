internal import Kernel
internal import Law
internal import Store

/// The SQL of acts at the counter; the `platform` database.
enum ServiceActStore {
    static let columns: SQL = """
        a.id, a.application, a.point, a.operator, a.operator_name, a.post, a.case_sign, a.started_at, a.document_kind, a.has_pesel, a.document_country,
        a.document_number, a.document_until, a.differing, a.printed_at, a.print_sha256, a.signed_at, a.result, a.reason, a.acted_at, a.signature_sha256,
        a.notes
        """

    static func decode(_ row: any SQLRow) throws -> ServiceAct {
        ServiceAct(
            id: try row.id("id"), application: try row.id("application"), point: try row.id("point"), operatorAccount: AccountID(try row.int("operator")),
            operatorName: try row.text("operator_name"), post: try row.text("post"), caseSign: try row.textOrNil("case_sign"),
            startedAt: try row.instant("started_at"), documentKind: try row.textOrNil("document_kind").flatMap(DocumentReading.Kind.init(rawValue:)),
            hasPESEL: try row.intOrNil("has_pesel").map { $0 != 0 }, documentCountry: try row.textOrNil("document_country"),
            documentNumber: try row.textOrNil("document_number"), documentUntil: try row.parsedOrNil("document_until"),
            differing: try row.textOrNil("differing")?.split(separator: ",").compactMap { DocumentFinding.Field(rawValue: String($0)) },
            printedAt: try row.instantOrNil("printed_at"), print: try row.parsedOrNil("print_sha256"), signedAt: try row.instantOrNil("signed_at"),
            result: try row.textOrNil("result").flatMap(ServiceAct.Result.init(rawValue:)),
            reason: try row.textOrNil("reason").flatMap(RefusalReason.init(rawValue:)), actedAt: try row.instantOrNil("acted_at"),
            signature: try row.parsedOrNil("signature_sha256"), notes: try row.textOrNil("notes") ?? "")
    }

    static func insert(
        _ c: any SQLConnection, _ application: ApplicationID, _ point: PointID, _ account: AccountID, _ authorisation: OperatorAuthorisation, at now: Instant
    ) throws -> ServiceAct {
        let id = try c.first(
            """
            INSERT INTO service_act (application, point, operator, operator_name, post, started_at)
            VALUES (\(application), \(point), \(account), \(authorisation.name.description), \(authorisation.post), \(now)) RETURNING id
            """
        ) { try $0.id("id", as: ServiceActID.self) }
        guard let id, let act = try find(c, id) else {
            throw Problem(.internalFault, "Nie udało się zacząć obsługi. Spróbuj jeszcze raz.", cause: "INSERT returned no id")
        }
        return act
    }

    static func find(_ c: any SQLConnection, _ id: ServiceActID) throws -> ServiceAct? {
        try c.first("SELECT \(sql: columns) FROM service_act a WHERE a.id = \(id)", decode)
    }

    /// The sign the operator wrote last at the point since an instant.
    static func lastSign(_ c: any SQLConnection, _ point: PointID, _ account: AccountID, since: Instant) throws -> String? {
        try c.first(
            """
            SELECT a.case_sign FROM service_act a
            WHERE a.point = \(point) AND a.operator = \(account) AND a.case_sign IS NOT NULL AND a.started_at >= \(since)
            ORDER BY a.id \(sql: c.dialect.descending) LIMIT 1
            """
        ) { try $0.text("case_sign") }
    }

    static func underWay(_ c: any SQLConnection, _ application: ApplicationID) throws -> ServiceAct? {
        try c.first("SELECT \(sql: columns) FROM service_act a WHERE a.application = \(application) AND a.result IS NULL", decode)
    }

    static func list(_ c: any SQLConnection, of application: ApplicationID) throws -> [ServiceAct] {
        try c.query(
            "SELECT \(sql: columns) FROM service_act a WHERE a.application = \(application) ORDER BY a.id \(sql: c.dialect.descending)", decode)
    }

    static func save(_ c: any SQLConnection, _ a: ServiceAct) throws {
        let day = a.actedAt.map(PolishTime.day(of:))
        let differing = a.differing?.map(\.rawValue).joined(separator: ",")
        try c.execute(
            """
            UPDATE service_act SET case_sign = \(a.caseSign), document_kind = \(a.documentKind?.rawValue), has_pesel = \(a.hasPESEL),
                document_country = \(a.documentCountry), document_number = \(a.documentNumber), document_until = \(a.documentUntil),
                differing = \(differing), printed_at = \(a.printedAt), print_sha256 = \(a.print), signed_at = \(a.signedAt),
                result = \(a.result?.rawValue), reason = \(a.reason?.rawValue), acted_at = \(a.actedAt), acted_day = \(day),
                signature_sha256 = \(a.signature), notes = \(a.notes)
            WHERE id = \(a.id)
            """
        )
    }
}
