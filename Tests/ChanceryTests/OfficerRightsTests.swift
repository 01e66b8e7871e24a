import Chancery
import Kernel
import Testing

/// A small office: OR at the top, OR-I under it, GK beside.
private enum House {
    static let day = Day("2026-03-12")!
    static let start = Day("2026-01-01")!
    static let or = UnitID(1), or1 = UnitID(2), gk = UnitID(3)
    static let tree = UnitTree([
        OfficeUnit(id: gk, code: UnitCode("GK")!, name: "Gospodarka komunalna", validFrom: start),
        OfficeUnit(id: or1, code: UnitCode("OR-I")!, name: "Sekretariat", parent: or, validFrom: start),
        OfficeUnit(id: or, code: UnitCode("OR")!, name: "Referat Organizacyjny", validFrom: start),
    ])
    static let me = OfficerID(7)

    static func rights(_ grants: [RoleGrant], head: Bool = false, unit: UnitID = or, inPlace: Bool = false) -> OfficerRights {
        OfficerRights(
            officer: me, name: "Anna Kowalska",
            posts: [OfficerPost(id: PostID(1), officer: me, unit: unit, title: "Inspektor", isHead: head, validFrom: start)], grants: grants, tree: tree,
            day: day, inPlace: inPlace)
    }
    static func grant(_ role: ChanceryRole, _ scope: RoleScope, unit: UnitID? = or) -> RoleGrant { RoleGrant(role, scope: scope, unit: unit, validFrom: start) }

    static let ownCase = AccessSubject(unit: or, symbol: "0050", leadOfficer: me)
    static let unitCase = AccessSubject(unit: or, symbol: "0050", leadOfficer: OfficerID(8))
    static let belowCase = AccessSubject(unit: or1, symbol: "0050", leadOfficer: OfficerID(8))
    static let strangeCase = AccessSubject(unit: gk, symbol: "7230", leadOfficer: OfficerID(9))
    static let sharedCase = AccessSubject(unit: gk, symbol: "7230", leadOfficer: OfficerID(9), sharedUnits: [or])
    static let archivedCase = AccessSubject(unit: gk, symbol: "7230", leadOfficer: OfficerID(9), isArchived: true)
}

/// Cells of the table "role × action" of `ezd.md` § 8, as they stand there.
struct RoleCell: Sendable, CustomTestStringConvertible {
    var role: ChanceryRole
    var action: ChanceryAction
    var extent: PermissionExtent?
    var widest: RoleScope?
    var archivedOnly = false
    var testDescription: String { "\(role.rawValue) × \(action.rawValue)" }

    static let all: [RoleCell] = {
        let columns: [ChanceryRole] = [
            .receivingPoint, .assigner, .unitHead, .caseOfficer, .cooperating, .archivist, .coordinator, .dataProtectionOfficer, .technicalAdministrator,
        ]
        typealias Entry = (PermissionExtent, RoleScope)?
        let yes: Entry = (.whole, .office)
        let rows: [(ChanceryAction, [Entry])] = [
            (.register, [yes, nil, nil, (.ownMail, .own), nil, nil, yes, nil, nil]),
            (.assign, [nil, yes, (.whole, .unit), nil, nil, nil, nil, nil, nil]),
            (.workCase, [nil, nil, (.whole, .unit), (.whole, .own), nil, nil, (.fixClass, .office), nil, nil]),
            (
                .read,
                [
                    (.metadata, .office), yes, (.whole, .unit), (.whole, .own), (.sharedPart, .own), yes, (.metadata, .office), (.audit, .office), nil,
                ]
            ),
            (.approve, [nil, yes, (.whole, .unit), nil, nil, nil, nil, nil, nil]),
            (.destroy, [nil, nil, (.opinion, .unit), nil, nil, yes, (.view, .office), (.view, .office), nil]),
            (.editFilePlan, [nil, nil, nil, nil, nil, (.view, .office), yes, nil, (.technical, .office)]),
            (.editPermissions, [nil, nil, (.delegated, .unit), nil, nil, nil, nil, (.review, .office), yes]),
        ]
        return rows.flatMap { action, entries in
            zip(columns, entries).map { role, entry in
                RoleCell(
                    role: role, action: action, extent: entry?.0, widest: entry?.1, archivedOnly: role == .archivist && action == .read)
            }
        }
    }()
}

@Suite struct RoleActionTableTests {
    @Test("Each cell of the table is as the instruction's table has it", arguments: RoleCell.all) func cell(_ cell: RoleCell) {
        let found = RoleActionTable.cell(cell.role, cell.action)
        #expect(found?.extent == cell.extent)
        #expect(found?.widest == cell.widest)
        #expect((found?.archivedOnly ?? false) == cell.archivedOnly)
    }

    @Test("Each cell decides as it says for one who holds only that role", arguments: RoleCell.all) func decides(_ cell: RoleCell) {
        let rights = House.rights([House.grant(cell.role, .office)])
        #expect(rights.decide(cell.action).extent == cell.extent)
        let subject = cell.archivedOnly ? House.archivedCase : AccessSubject(unit: House.or, leadOfficer: House.me, sharedUnits: [House.or])
        #expect(rights.decide(cell.action, on: subject).extent == cell.extent)
    }

    @Test("The whole table has seventy-two cells") func size() { #expect(RoleCell.all.count == 72) }
}

@Suite struct OfficerRightsTests {
    private func read(_ rights: OfficerRights, _ subject: AccessSubject) -> PermissionExtent? { rights.decide(.read, on: subject).extent }

    @Test("Without a role nothing is given, and the answer says so") func denyByDefault() {
        let rights = House.rights([])
        for action in ChanceryAction.allCases {
            let decision = rights.decide(action, on: House.ownCase)
            #expect(!decision.isAllowed && decision.reason.hasSuffix("bo żadna rola nie daje takiego prawa"))
            #expect(throws: Problem.self) { try decision.require() }
        }
        #expect(rights.visibility().rules.isEmpty)
    }

    @Test("A head sees the unit because of the post, and not the unit below or beside") func head() {
        let rights = House.rights([], head: true)
        let decision = rights.decide(.read, on: House.unitCase)
        #expect(decision.isAllowed && decision.reason == "widzi, bo jest kierownikiem komórki OR")
        #expect(read(rights, House.belowCase) == nil)
        let strange = rights.decide(.read, on: House.strangeCase)
        #expect(strange.reason == "nie widzi, bo rola „Kierownik komórki” kończy się na: OR, a to należy do komórki GK")
        #expect(rights.decide(.editPermissions).extent == .delegated)
    }

    @Test("Scopes reach as far as they say") func scopes() {
        let own = House.rights([House.grant(.caseOfficer, .office)])
        #expect(read(own, House.ownCase) == .whole && read(own, House.unitCase) == nil)
        let assigned = AccessSubject(unit: House.gk, leadOfficer: OfficerID(9), assignedOfficers: [House.me])
        #expect(read(own, assigned) == .whole)
        let unit = House.rights([House.grant(.assigner, .unit)])
        #expect(read(unit, House.unitCase) == .whole && read(unit, House.belowCase) == nil)
        let subtree = House.rights([House.grant(.assigner, .subtree)])
        #expect(read(subtree, House.belowCase) == .whole && read(subtree, House.strangeCase) == nil)
        let office = House.rights([House.grant(.assigner, .office, unit: nil)])
        #expect(read(office, House.strangeCase) == .whole)
        // A letter that no unit has yet is assigned by one who assigns for the whole office.
        let fresh = AccessSubject(unit: nil)
        #expect(office.decide(.assign, on: fresh).isAllowed && !subtree.decide(.assign, on: fresh).isAllowed)
    }

    @Test("A grant reaches no further than its role may, whatever scope it names") func widest() {
        let head = House.rights([House.grant(.unitHead, .office)])
        #expect(read(head, House.unitCase) == .whole && read(head, House.strangeCase) == nil)
    }

    @Test("A unit that was let into a file sees the shared part only") func shared() {
        #expect(read(House.rights([House.grant(.cooperating, .own)]), House.sharedCase) == .sharedPart)
        #expect(read(House.rights([House.grant(.cooperating, .own)], unit: House.or), House.strangeCase) == nil)
        #expect(read(House.rights([], head: true), House.sharedCase) == .sharedPart)
        #expect(!House.rights([], head: true).decide(.workCase, on: House.sharedCase).isAllowed)
    }

    @Test("The class filter, the access flag and confidentiality narrow a role") func filters() {
        var trees = House.grant(.assigner, .office)
        trees.classes = ["61", "0050"]
        let byClass = House.rights([trees])
        #expect(read(byClass, House.unitCase) == .whole && read(byClass, House.strangeCase) == nil)
        #expect(read(byClass, AccessSubject(unit: House.or, symbol: nil)) == nil)
        #expect(byClass.decide(.read, on: House.strangeCase).reason.contains("klasy 61, 0050"))

        var open = House.grant(.assigner, .office)
        open.highestAccess = .partlyPublic
        var subject = House.unitCase
        #expect(read(House.rights([open]), subject) == nil)
        subject.access = .partlyPublic
        #expect(read(House.rights([open]), subject) == .whole)

        subject.isConfidential = true
        #expect(House.rights([], head: true).decide(.read, on: subject).reason.contains("poufne"))
        var trusted = House.grant(.assigner, .office)
        trusted.seesConfidential = true
        #expect(read(House.rights([trusted]), subject) == .whole)
        subject.leadOfficer = House.me
        #expect(read(House.rights([House.grant(.caseOfficer, .own)]), subject) == .whole)
    }

    @Test("A role holds from its first day to its last and no longer") func time() {
        var grant = House.grant(.assigner, .office)
        grant.validTo = House.day.adding(days: -1)
        #expect(House.rights([grant]).decide(.read, on: House.unitCase).reason.contains("skończyła się 2026-03-11"))
        grant.validTo = House.day
        #expect(read(House.rights([grant]), House.unitCase) == .whole)
        grant = House.grant(.assigner, .office)
        grant.validFrom = House.day.adding(days: 1)
        #expect(read(House.rights([grant]), House.unitCase) == nil)
    }

    @Test("After the archive took a file over, the unit reads and changes nothing") func archive() {
        var subject = House.unitCase
        subject.isArchived = true
        let head = House.rights([], head: true)
        #expect(read(head, subject) == .whole)
        #expect(!head.decide(.workCase, on: subject).isAllowed && !head.decide(.assign, on: subject).isAllowed)
        let archivist = House.rights([House.grant(.archivist, .office)])
        #expect(read(archivist, subject) == .whole && read(archivist, House.unitCase) == nil)
    }

    @Test("The reason of a substitute names the one in whose place he acts") func inPlace() {
        let rights = House.rights([], head: true, inPlace: true)
        #expect(rights.decide(.read, on: House.unitCase).reason == "widzi w zastępstwie, bo Anna Kowalska jest kierownikiem komórki OR")
    }

    @Test("The explanation names every role, where it reaches and until when") func explanation() {
        var past = House.grant(.archivist, .office, unit: nil)
        past.validTo = Day("2026-02-01")
        let page = PermissionExplanation(House.rights([House.grant(.caseOfficer, .own), past], head: true))
        #expect(page.sources.map(\.isInForce) == [true, true, false])
        #expect(
            page.sources.first?.text
                == "Kierownik komórki: komórka OR, wszystkie klasy, do „niepubliczny”, od 2026-01-01 bezterminowo (ze stanowiska)")
        let read = page.lines.first { $0.action == .read }
        #expect(read?.places == ["komórka OR", "własne sprawy"] && read?.decision.isAllowed == true)
        #expect(page.lines.first { $0.action == .editFilePlan }?.decision.extent == nil)
        #expect(page.lines.count == ChanceryAction.allCases.count)
    }

    @Test("Grants with mistakes in their form name the field") func form() {
        var grant = House.grant(.party, .unit, unit: nil)
        grant.classes = ["6a"]
        grant.validTo = Day("2025-01-01")
        #expect(Set(grant.problems().compactMap(\.field)) == ["rola", "komorka", "klasy", "do"])
        #expect(House.grant(.auditor, .office).problems().map(\.field) == ["do"])
        #expect(House.grant(.assigner, .subtree).problems().isEmpty)
    }

    @Test("Unit codes follow the grammar of case signs") func codes() {
        for good in ["OR", "AB-C", "b99", "B2", "A1c", "11d", "WOO-II"] { #expect(UnitCode(good)?.description == good) }
        for bad in ["", "123", "O.R", "-OR", "OR-", "O--R", "OŚ", "O R", String(repeating: "A", count: 21)] { #expect(UnitCode(bad) == nil, "\(bad)") }
    }
}
