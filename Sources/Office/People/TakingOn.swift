public import Chancery
public import Identity
public import Kernel
internal import Law
internal import Store

/// A person taken on with everything needed to begin work: account, entry among the officers, post and roles.
///
/// Two databases take part. What the office would refuse is found before the account is made; whatever fails afterwards leaves an
/// account without an officer, which the administrator's page shows and can tie.
public struct TakingOn: Sendable {
    public struct Role: Sendable, Hashable {
        public var role: ChanceryRole
        public var scope: RoleScope
        public init(_ role: ChanceryRole, _ scope: RoleScope) {
            self.role = role
            self.scope = scope
        }
    }

    public var givenNames: String
    public var surname: String
    public var login: String
    public var password: String
    public var accountRoles: Set<OfficeRole>
    public var unit: UnitID
    public var post: String
    public var isHead: Bool
    public var roles: [Role]
    public var from: Day

    public init(
        givenNames: String, surname: String, login: String, password: String, accountRoles: Set<OfficeRole>, unit: UnitID, post: String, isHead: Bool, roles: [Role],
        from: Day
    ) {
        self.givenNames = givenNames
        self.surname = surname
        self.login = login
        self.password = password
        self.accountRoles = accountRoles
        self.unit = unit
        self.post = post
        self.isHead = isHead
        self.roles = roles
        self.from = from
    }

    /// Ends a rehearsal, so that nothing of it stays.
    private struct Rehearsed: Error {}

    /// Takes the person on.
    ///
    /// - Parameters:
    ///   - key: of the form; sent twice, it takes one person on.
    ///   - result: the address that shows the officer.
    /// - Throws: `Problems` with the fields of the form; then nothing was written.
    public func carryOut(
        in office: OfficeHouse, accounts: Accounts, key: OneTimeKey, administrator: Account, by performer: Performer, at now: Instant,
        result: @escaping @Sendable (OfficerID) -> String
    ) async throws -> String {
        let account = administrator.id
        var problems: [Problem] = []
        let name = "\(givenNames) \(surname)"
        let new = NewAccount(office: office.record.id, login: login, displayName: name, post: post, roles: accountRoles)
        problems += new.problems.filter { $0.field != "displayName" && $0.field != "post" }
        do {
            if let done = try await rehearse(office, key: key, account: account, by: performer, at: now) { return done }
        } catch let found as Problems {
            problems += found.all
        }
        guard problems.isEmpty else { throw Problems(problems) }
        let added = try await accounts.add(new, password: password, by: performer, at: now)
        return try await office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                result(try write(c, account: added.performer.id, by: performer, at: now))
            }
        }
    }

    /// Does everything in the office and takes it back.
    /// - Returns: the result of the same form sent before, if it was.
    private func rehearse(_ office: OfficeHouse, key: OneTimeKey, account: AccountID, by performer: Performer, at now: Instant) async throws -> String? {
        do {
            return try await office.database.write { c in
                switch try OneTimeKeys.claim(c, key: key, account: account, at: now) {
                case .done(let location): return location
                case .fresh:
                    _ = try write(c, account: nil, by: performer, at: now)
                    throw Rehearsed()
                }
            }
        } catch is Rehearsed {
            return nil
        }
    }

    private func write(_ c: any SQLConnection, account: String?, by performer: Performer, at now: Instant) throws -> OfficerID {
        let id = try Organisation.addOfficer(c, givenNames: givenNames, surname: surname, account: account, from: from, by: performer, at: now)
        try Organisation.appoint(c, id, to: unit, title: post, isHead: isHead, from: from, by: performer, at: now)
        for one in roles {
            let needsUnit = one.scope == .unit || one.scope == .subtree
            try Organisation.grant(c, RoleGrant(one.role, scope: one.scope, unit: needsUnit ? unit : nil, validFrom: from), to: id, by: performer, at: now)
        }
        return id
    }
}
