import Chancery
import Identity
import Kernel
import Law
import Office
import Store

/// The invented structure of a demonstration office: units, officers with accounts, and their roles.
///
/// The units and their codes are an example, not the regulations of any municipality.
struct DemoStructure {
    /// One officer of the demonstration; the login is `login.office`.
    struct Post {
        var login: String
        var unit: String
        var title: String
        var isHead = false
        var accountRoles: Set<OfficeRole> = [.officer]
        var roles: [(ChanceryRole, RoleScope)]
    }

    static let units: [(code: String, name: String, parent: String?)] = [
        ("KU", "Kierownictwo urzędu", nil), ("OR", "Referat Organizacyjny", "KU"), ("FN", "Referat Finansowy", "KU"),
        ("GK", "Referat Gospodarki Komunalnej i Środowiska", "KU"), ("PP", "Referat Planowania Przestrzennego", "KU"),
        ("SO", "Referat Spraw Obywatelskich", "KU"),
    ]

    static func posts(_ kind: OfficeRecord.Kind) -> [Post] {
        let head = kind == .county ? "starosta" : "wójt"
        return [
            Post(
                login: "wojt", unit: "KU", title: head, isHead: true,
                roles: [(.assigner, .office), (.approver, .office), (.signer, .office)]),
            Post(
                login: "sekretarz", unit: "KU", title: "sekretarz",
                roles: [(.assigner, .office), (.coordinator, .office), (.approver, .office), (.caseOfficer, .own)]),
            Post(
                login: "kancelaria", unit: "OR", title: "inspektor do spraw kancelarii", accountRoles: [.chanceryPoint, .officer],
                roles: [(.receivingPoint, .office), (.sendingPoint, .office), (.caseOfficer, .own)]),
            Post(login: "kierownik", unit: "GK", title: "kierownik referatu", isHead: true, roles: [(.caseOfficer, .own), (.approver, .unit)]),
            Post(login: "inspektor", unit: "GK", title: "inspektor", roles: [(.caseOfficer, .own)]),
            Post(login: "podinspektor", unit: "GK", title: "podinspektor", roles: [(.caseOfficer, .own), (.cooperating, .own)]),
            Post(
                login: "skarbnik", unit: "FN", title: "skarbnik", isHead: true, accountRoles: [.officer, .taxClerk],
                roles: [(.caseOfficer, .own), (.approver, .unit)]),
            Post(
                login: "podatki", unit: "FN", title: "inspektor do spraw podatków", accountRoles: [.officer, .taxClerk], roles: [(.caseOfficer, .own)]),
            Post(login: "planowanie", unit: "PP", title: "inspektor do spraw planowania", isHead: true, roles: [(.caseOfficer, .own)]),
            Post(login: "ewidencja", unit: "SO", title: "inspektor do spraw obywatelskich", isHead: true, roles: [(.caseOfficer, .own)]),
            Post(login: "archiwum", unit: "OR", title: "archiwista", roles: [(.archivist, .office), (.caseOfficer, .own)]),
        ]
    }

    var record: OfficeRecord
    var office: OfficeHouse
    var accounts: Accounts
    var password: String
    var performer: Performer

    /// - Parameter staff: as many invented people as there are posts.
    /// - Returns: officers by the first part of their logins.
    func plant(_ staff: [DemoPerson]) async throws -> [String: OfficerID] {
        let now = office.time.now
        let day = PolishTime.day(of: now).adding(days: -400)
        let performer = performer
        let units = try await office.database.write { c in
            var ids: [String: UnitID] = [:]
            for unit in DemoStructure.units {
                ids[unit.code] = try Organisation.openUnit(
                    c, code: unit.code, name: unit.name, parent: unit.parent.flatMap { ids[$0] }, from: day, by: performer, at: now)
            }
            return ids
        }
        var officers: [String: OfficerID] = [:]
        for (post, person) in zip(DemoStructure.posts(record.kind), staff) {
            let account = try await accounts.add(
                NewAccount(
                    office: record.id, login: "\(post.login).\(record.id)", displayName: "\(person.givenName) \(person.surname)", post: post.title,
                    roles: post.accountRoles), password: password, by: performer, at: now)
            officers[post.login] = try await office.database.write { c in
                let id = try Organisation.addOfficer(
                    c, givenNames: person.givenName, surname: person.surname, account: account.performer.id, from: day, by: performer, at: now)
                guard let unit = units[post.unit] else { throw Problem(.internalFault, "Nie ma komórki \(post.unit).") }
                try Organisation.appoint(c, id, to: unit, title: post.title, isHead: post.isHead, from: day, by: performer, at: now)
                for (role, scope) in post.roles {
                    let grant = RoleGrant(role, scope: scope, unit: scope == .unit || scope == .subtree ? unit : nil, validFrom: day)
                    try Organisation.grant(c, grant, to: id, by: performer, at: now)
                }
                return id
            }
        }
        return officers
    }
}
