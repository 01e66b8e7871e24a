import Chancery
import Kernel
import Law
import Store
import StoreTesting
import Testing

/// An office with a few people, letters and a clock, for the tests of assignments and cases.
enum OfficeDesk {
    static let migrations = StoreMigrations.all + ChanceryMigrations.all
    static let noon = Instant(iso8601: "2026-03-12T11:00:00Z")!
    static let today = Day("2026-03-12")!
    static let registry = Performer(id: "konto:1", name: "Ewa Rybak")

    static let (office, roads, estates) = (UnitID(1), UnitID(2), UnitID(3))
    static let mayor = ActingOfficer(officer: OfficerID(1), name: "Maria Wójt", post: "wójt", unit: office, account: "konto:11")
    static let head = ActingOfficer(officer: OfficerID(2), name: "Piotr Kier", post: "kierownik referatu", unit: roads, account: "konto:12")
    static let adam = ActingOfficer(officer: OfficerID(3), name: "Adam Sowa", post: "inspektor", unit: roads, account: "konto:13")
    static let iga = ActingOfficer(officer: OfficerID(4), name: "Iga Bąk", post: "inspektor", unit: estates, account: "konto:14")

    static let toRoads = AssignmentRecipient(Holder(unit: roads), label: "GK Referat Dróg")
    static let toAdam = AssignmentRecipient(Holder(unit: roads, officer: adam.officer), label: "Adam Sowa, inspektor")
    static let toIga = AssignmentRecipient(Holder(unit: estates, officer: iga.officer), label: "Iga Bąk, inspektor")

    static let tree = UnitTree(
        [(office, "OR"), (roads, "GK"), (estates, "GN")].map { id, code in
            OfficeUnit(id: id, code: UnitCode(code)!, name: code, validFrom: Day("2026-01-01")!)
        })

    /// Rights by one role in the officer's own unit.
    static func rights(_ who: ActingOfficer, _ role: ChanceryRole, heads: Bool = false) -> OfficerRights {
        let start = Day("2026-01-01")!
        return OfficerRights(
            officer: who.officer, name: who.name,
            posts: [OfficerPost(id: PostID(1), officer: who.officer, unit: who.unit, title: who.post, isHead: heads, validFrom: start)],
            grants: [RoleGrant(role, scope: .own, unit: who.unit, validFrom: start)], tree: tree, day: today)
    }
    /// An officer of another unit, who sees what was shared with it.
    static let cooperating = rights(iga, .cooperating)

    /// A case of the roads' unit that Adam keeps.
    static let file = CaseFile(
        id: CaseID(14), sign: CaseSign("GK.6131.14.2026")!, unit: roads, className: "Drzewa", mode: .electronic, category: "B5", title: "Drzewo", description: "",
        remarks: "", access: .notPublic, state: .inProgress, founder: adam.name, founderPost: adam.post, founderID: adam.officer, officer: adam.officer,
        officerName: adam.name, origin: nil, openedAt: noon, startDay: today, term: nil, extendedTo: nil, due: nil, settledDay: nil, closedDay: nil, lastActAt: noon,
        reopenings: 0, version: 1, changedAt: noon, changedBy: adam.name)

    /// Registers a letter; the row's id is found by its number.
    static func letter(_ c: any SQLConnection, _ title: String = "Wniosek", from surname: String = "Łoś", at now: Instant = noon) throws -> LetterRef {
        let m = LetterMetadata(senders: [Correspondent(.person(surname: surname, givenNames: "Jan"))], title: title)
        let r = Registration(metadata: m, channel: .paper, arrivalDay: PolishTime.day(of: now))
        let number = try IncomingRegister.register(c, r, by: registry, at: now).number
        return .incoming(try #require(try IncomingRegister.find(c, number)).id)
    }

    static func work(_ c: any SQLConnection, _ letter: LetterRef) throws -> LetterWork { try #require(try LetterWork.find(c, letter)) }

    @discardableResult
    static func assign(_ c: any SQLConnection, _ letter: LetterRef, _ order: AssignmentOrder, by officer: ActingOfficer, at now: Instant = noon) throws -> AssignmentID {
        try Assignments.assign(c, letter, version: try work(c, letter).version, order, by: officer, at: now)
    }

    static func minutes(_ n: Int64) -> Instant { noon.adding(seconds: 60 * n) }
}

/// The first problem a body throws.
func problem(_ body: () throws -> some Any) -> Problem? {
    do {
        _ = try body()
        return nil
    } catch let problem as Problem { return problem } catch let problems as Problems { return problems.all.first } catch { return nil }
}

/// What an engine says when a statement is refused, inside a transaction that goes on.
func refusal(_ c: any SQLConnection, _ sql: SQL) -> SQLError? {
    do {
        try c.savepoint { _ = try c.execute(sql) }
        return nil
    } catch { return error as? SQLError }
}
