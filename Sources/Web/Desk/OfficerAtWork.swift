internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Office
internal import Store

/// Whoever works in the electronic office: the office, who acts and in whose place, and the rights that go with it.
///
/// Acts of the office ask for it, so a page that forgot to find out who acts does not compile.
struct OfficerAtWork: Sendable {
    var office: OfficeHouse
    var acting: ActingOfficer
    var rights: OfficerRights
    /// Those in whose place the person may act today.
    var mayActFor: [ActingOfficer.Absent]

    /// The cookie that says in whose place the person works; checked against the substitutions at each request.
    static let substitutionCookie = "zastepuje"
}

extension Desk {
    /// - Throws: `Problem` `.forbidden` where the account belongs to no officer at work, or the substitution has ended.
    func officer(_ request: Request, _ context: OfficerContext) async throws -> OfficerAtWork {
        try await officer(request, context.account, at: context.now)
    }

    func officer(_ request: Request, _ person: Account, at now: Instant) async throws -> OfficerAtWork {
        let office = try await house.office(person.office)
        let account = person.performer.id
        let absent = request.cookies[OfficerAtWork.substitutionCookie].flatMap { OfficerID($0.value) }
        return try await office.database.read { c in
            let others = try Organisation.mayActFor(c, account: account, at: now)
            // A substitution that is over puts the person back to his own work.
            let inPlaceOf = absent.flatMap { id in others.contains { $0.officer == id } ? id : nil }
            let acting = try Organisation.acting(c, account: account, inPlaceOf: inPlaceOf, at: now)
            return OfficerAtWork(office: office, acting: acting, rights: try Organisation.rights(c, of: acting, at: now), mayActFor: others)
        }
    }
}
