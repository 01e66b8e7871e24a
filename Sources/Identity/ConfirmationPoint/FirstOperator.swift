public import Kernel
public import Store

/// The first people of a new point, by the keeper of the house.
///
/// At a new point nobody can ask for an authorisation and nobody can approve one. The paper authorisation of the head of the office stands
/// for that once: three people are named in it, the first operator, who keeps the rights and who approves them. From then on four eyes decide,
/// and this way is closed for the point for ever.
public struct FirstOperator: Sendable {
    public var authorisation: NewOperatorAuthorisation
    /// Becomes administrator of the point.
    public var administrator: Account
    /// Becomes head of the point.
    public var head: Account

    public init(authorisation: NewOperatorAuthorisation, administrator: Account, head: Account) {
        self.authorisation = authorisation
        self.administrator = administrator
        self.head = head
    }

    /// - Parameter keeper: who keeps users of the office; grants the two roles, so it is neither of the two.
    /// - Throws: `Problem` `.conflict` where anybody has ever been authorised at the point.
    public func appoint(
        _ c: any SQLConnection, _ points: ConfirmationPoints, keeper: Account, by performer: Performer, at now: Instant
    ) throws -> OperatorAuthorisationID {
        let point = authorisation.point
        guard try PointStore.list(c, point).isEmpty else {
            throw Problem(
                .conflict, "W tym punkcie jest już upoważniona osoba. Następne upoważnienia nadają na stronie /pz/upowaznienia administrator i kierownik punktu.",
                cause: "not the first")
        }
        guard Set([authorisation.account, administrator.id, head.id]).count == 3 else {
            throw Problem(.forbidden, "Operator, administrator punktu i kierownik to trzy różne osoby.", cause: "four eyes")
        }
        for (role, account) in [(PointRole.administrator, administrator), (.head, head)]
        where try !PointRoles.roles(c, of: account.id, at: point).contains(role) {
            try PointRoles.grant(c, role, to: account.id, at: point, by: keeper, at: now)
        }
        let id = try points.request(c, authorisation, by: administrator, at: now)
        try points.approve(c, id, by: head, at: now)
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "first-operator-appointed", object: "punkt:\(point)", after: "konto:\(authorisation.account)",
                reason: authorisation.number), at: now)
        return id
    }
}
