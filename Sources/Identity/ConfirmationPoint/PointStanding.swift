public import Kernel
public import Store

/// What an officer is at one confirmation point on a day: roles, and what his authorisations are worth.
public struct PointStanding: Sendable, Hashable {
    public let point: ConfirmationPoint
    public let roles: Set<PointRole>
    /// The officer's own authorisations that are in force that day.
    public let active: [OperatorAuthorisation]
    /// Keeps the users of the office: founds points and gives roles.
    public let keepsUsers: Bool

    public init(point: ConfirmationPoint, roles: Set<PointRole>, active: [OperatorAuthorisation], keepsUsers: Bool) {
        self.point = point
        self.roles = roles
        self.active = active
        self.keepsUsers = keepsUsers
    }

    public var isOperator: Bool { !active.isEmpty }
    /// Whether the officer may see the pages of the point at all.
    public var isAny: Bool { isOperator || !roles.isEmpty || keepsUsers }
    /// Registers and reports; those who only serve people see them too, without the figures of colleagues.
    public var readsRegister: Bool { isOperator || !roles.isEmpty }
    public var readsReports: Bool { !roles.isDisjoint(with: [.administrator, .head, .auditor]) }
    public var keepsPoint: Bool { keepsUsers || roles.contains(.administrator) }
    public var readsPaper: Bool { !roles.isDisjoint(with: [.archivist, .auditor]) }

    /// The standing of an account at every point of its office; points that ended last.
    public static func of(_ account: Account, _ c: any SQLConnection, on day: Day) throws -> [PointStanding] {
        try PointStore.list(c, office: account.office).map { point in
            PointStanding(
                point: point, roles: try PointRoles.roles(c, of: account.id, at: point.id),
                active: try PointStore.list(c, point.id, account: account.id).filter { $0.standing(on: day) == .active }, keepsUsers: account.may(.manageUsers))
        }.sorted { a, b in (a.point.state == .ended ? 1 : 0, a.point.id) < (b.point.state == .ended ? 1 : 0, b.point.id) }
    }
}
