public import Kernel
public import Store

/// What an officer does around a confirmation point, beside serving people.
///
/// Whoever grants rights does not approve them, whoever inspects changes nothing. Serving people is not a role: it needs a dated
/// authorisation. Source: KRI (Dz.U. 2024 poz. 773) § 19 ust. 2 pkt 4–6; the division is the house's.
public enum PointRole: String, Sendable, Hashable, CaseIterable {
    /// Asks for authorisations, keeps hours and public data (administrator punktu).
    case administrator = "administrator-punktu"
    /// Approves authorisations (kierownik).
    case head = "kierownik-punktu"
    /// Keeps the paper (archiwista).
    case archivist = "archiwista-punktu"
    /// Reads everything, changes nothing (audytor, inspektor).
    case auditor = "audytor-punktu"

    public var polishName: String {
        switch self {
        case .administrator: "administrator punktu"
        case .head: "kierownik"
        case .archivist: "archiwista"
        case .auditor: "audytor"
        }
    }

    /// Roles one person cannot have together.
    func excludes(_ other: PointRole) -> Bool {
        switch (self, other) {
        case (.auditor, _) where other != .auditor: true
        case (_, .auditor) where self != .auditor: true
        case (.administrator, .head), (.head, .administrator): true
        default: false
        }
    }
}

/// Who has which role at a point; granted by whoever keeps the users of the office, never to himself.
public enum PointRoles {
    public static func grant(_ c: any SQLConnection, _ role: PointRole, to id: AccountID, at point: PointID, by keeper: Account, at now: Instant) throws {
        guard keeper.may(.manageUsers) else { throw Problem(.forbidden, "Role w punkcie nadaje administrator urzędu.", cause: "not a keeper of users") }
        guard keeper.id != id else { throw Problem(.forbidden, "Nie można nadać roli sobie.", cause: "four eyes: self") }
        guard let place = try PointStore.find(c, point), let account = try AccountStore.find(c, id: id), !account.isClosed, account.office == place.office,
            keeper.office == place.office
        else { throw Problem(.notFound, "Nie ma takiego konta w tym urzędzie.", field: "account") }
        let held = try roles(c, of: id, at: point)
        if let other = held.first(where: { role.excludes($0) }) {
            throw Problem(.conflict, "Ta osoba ma już rolę: \(other.polishName). Tych ról nie można łączyć.", cause: "roles exclude each other")
        }
        guard !held.contains(role) else { return }
        try c.execute("INSERT INTO point_role (point, account, role, granted_at) VALUES (\(point), \(id), \(role.rawValue), \(now))")
        try note(c, "point-role-granted", role, id, point, by: keeper, at: now)
    }

    public static func revoke(_ c: any SQLConnection, _ role: PointRole, of id: AccountID, at point: PointID, by keeper: Account, at now: Instant) throws {
        guard keeper.may(.manageUsers) else { throw Problem(.forbidden, "Role w punkcie odbiera administrator urzędu.", cause: "not a keeper of users") }
        guard try c.execute("DELETE FROM point_role WHERE point = \(point) AND account = \(id) AND role = \(role.rawValue)") > 0 else { return }
        try note(c, "point-role-revoked", role, id, point, by: keeper, at: now)
    }

    public static func roles(_ c: any SQLConnection, of id: AccountID, at point: PointID) throws -> Set<PointRole> {
        Set(try c.query("SELECT role FROM point_role WHERE point = \(point) AND account = \(id)") { try $0.symbol("role", as: PointRole.self) })
    }

    /// Who has roles at a point, in the order of accounts.
    public static func list(_ c: any SQLConnection, at point: PointID) throws -> [(account: AccountID, role: PointRole)] {
        try c.query("SELECT account, role FROM point_role WHERE point = \(point) ORDER BY account \(sql: c.dialect.ascending), role \(sql: c.dialect.ascending)") {
            (AccountID(try $0.int("account")), try $0.symbol("role", as: PointRole.self))
        }
    }

    /// - Throws: `Problem` `.forbidden` where the account has none of the roles now.
    static func demand(_ c: any SQLConnection, _ allowed: Set<PointRole>, _ account: Account, at point: PointID) throws {
        guard try AccountStore.find(c, id: account.id)?.isClosed == false, try !roles(c, of: account.id, at: point).isDisjoint(with: allowed) else {
            let names = PointRole.allCases.filter(allowed.contains).map(\.polishName).joined(separator: " lub ")
            throw Problem(.forbidden, "To może zrobić: \(names).", cause: "point role")
        }
    }

    private static func note(
        _ c: any SQLConnection, _ act: String, _ role: PointRole, _ id: AccountID, _ point: PointID, by keeper: Account, at now: Instant
    ) throws {
        try Journal.append(
            c, JournalEntry(actor: keeper.performer.id, act: act, object: "punkt:\(point)", after: "konto:\(id) \(role.rawValue)"), at: now)
    }
}
