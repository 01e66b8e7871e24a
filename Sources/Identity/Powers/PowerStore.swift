internal import Kernel
internal import Law
internal import Store

/// The SQL of powers; the `platform` database.
enum PowerStore {
    private static let columns: SQL = "id, kind, person, organisation, nip, krs, agent, scope, proof_kind, proof_sha256, proof, from_day, to_day, state, reason"

    static func text(_ scope: Power.Scope) -> String {
        switch scope {
        case .everything: "wszystko"
        case .deliveries: "doreczenia"
        case .services(let ids): "uslugi:" + ids.sorted().joined(separator: ",")
        }
    }

    private static func scope(_ text: String) throws -> Power.Scope {
        switch text {
        case "wszystko": return .everything
        case "doreczenia": return .deliveries
        default:
            guard text.hasPrefix("uslugi:") else { throw SQLError.decoding("scope") }
            return .services(Set(text.dropFirst(7).split(separator: ",").map(String.init)))
        }
    }

    static func decode(_ row: any SQLRow) throws -> Power {
        let principal: Principal =
            if let person = try row.idOrNil("person", as: PersonID.self) {
                .person(person)
            } else {
                .organisation(Principal.Organisation(kept: try row.text("organisation"), try row.parsed("nip"), try row.parsedOrNil("krs")))
            }
        return Power(
            id: try row.id("id"), kind: try row.symbol("kind"), principal: principal, agent: try row.id("agent"), scope: try scope(try row.text("scope")),
            proof: Power.Proof(kind: try row.symbol("proof_kind"), document: try row.parsedOrNil("proof_sha256"), text: try row.text("proof")),
            from: try row.parsed("from_day"), to: try row.parsedOrNil("to_day"), state: try row.symbol("state"), reason: try row.textOrNil("reason") ?? "")
    }

    static func insert(_ c: any SQLConnection, _ n: NewPower, to: Day?, state: Power.State, by actor: String, at now: Instant) throws -> PowerID {
        var person: PersonID?
        var organisation: Principal.Organisation?
        switch n.principal {
        case .person(let id): person = id
        case .organisation(let o): organisation = o
        }
        let id = try c.first(
            """
            INSERT INTO power (kind, person, organisation, nip, krs, agent, scope, proof_kind, proof_sha256, proof, from_day, to_day, state, made_at, made_by)
            VALUES (\(n.kind.rawValue), \(person), \(organisation?.name), \(organisation?.nip.description), \(organisation?.krs?.description), \(n.agent),
                \(text(n.scope)), \(n.proof.kind.rawValue), \(n.proof.document), \(n.proof.text.trimmedSpace), \(n.from), \(to), \(state.rawValue), \(now),
                \(actor))
            RETURNING id
            """
        ) { try $0.id("id", as: PowerID.self) }
        guard let id else { throw Problem(.internalFault, "Nie udało się zapisać. Spróbuj jeszcze raz.", cause: "INSERT returned no id") }
        return id
    }

    static func find(_ c: any SQLConnection, _ id: PowerID) throws -> Power? { try c.first("SELECT \(sql: columns) FROM power WHERE id = \(id)", decode) }

    static func list(_ c: any SQLConnection, of agent: PersonID) throws -> [Power] {
        try c.query("SELECT \(sql: columns) FROM power WHERE agent = \(agent) ORDER BY id \(sql: c.dialect.descending)", decode)
    }

    static func list(_ c: any SQLConnection, of principal: Principal) throws -> [Power] {
        let whose: SQL =
            switch principal {
            case .person(let id): "person = \(id)"
            case .organisation(let o): "nip = \(o.nip.description)"
            }
        return try c.query("SELECT \(sql: columns) FROM power WHERE \(sql: whose) ORDER BY id \(sql: c.dialect.descending)", decode)
    }

    static func requested(_ c: any SQLConnection, after last: PowerID?, limit: Int) throws -> [Power] {
        try c.query(
            "SELECT \(sql: columns) FROM power WHERE state = 'zgloszone' AND id > \(last?.number ?? 0) ORDER BY id \(sql: c.dialect.ascending) LIMIT \(limit)",
            decode)
    }

    static func decide(_ c: any SQLConnection, _ id: PowerID, _ state: Power.State, by actor: String, reason: String?, at now: Instant) throws {
        try c.execute(
            "UPDATE power SET state = \(state.rawValue), decided_at = \(now), decided_by = \(actor), reason = \(reason) WHERE id = \(id)")
    }
}
