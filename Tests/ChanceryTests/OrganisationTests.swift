import Chancery
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct OrganisationTests {
    static let admin = Performer(id: "konto:1", name: "Ewa Rybak")
    static let noon = Instant(iso8601: "2026-03-12T11:00:00Z")!
    static let today = Day("2026-03-12")!
    static let start = Day("2026-01-01")!
    static let migrations = StoreMigrations.all + ChanceryMigrations.all

    @discardableResult
    static func open(_ c: any SQLConnection, _ code: String, under parent: UnitID? = nil, from: Day = start) throws -> UnitID {
        try Organisation.openUnit(c, code: code, name: "Komórka \(code)", parent: parent, from: from, by: admin, at: noon)
    }
    static func officer(_ c: any SQLConnection, _ given: String, _ surname: String, account: String?, unit: UnitID, head: Bool = false) throws -> OfficerID {
        let id = try Organisation.addOfficer(c, givenNames: given, surname: surname, account: account, from: start, by: admin, at: noon)
        try Organisation.appoint(c, id, to: unit, title: head ? "Kierownik" : "Inspektor", isHead: head, from: start, by: admin, at: noon)
        return id
    }
    static func day(_ text: String) throws -> Day { try #require(Day(text)) }
    static func noon(_ text: String) throws -> Instant { try #require(Instant(iso8601: text + "T11:00:00Z")) }

    @Test("A code is used by one unit in a calendar year (I11)", arguments: Backend.available) func codeOnce(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let or = try await db.write { try Self.open($0, "OR") }
            // Case does not make another code.
            await #expect(throws: Problems.self) { try await db.write { try Self.open($0, "or") } }
            let closed = try Self.day("2026-06-30"), july = try Self.day("2026-07-01"), newYear = try Self.day("2027-01-01")
            try await db.write { try Organisation.closeUnit($0, or, lastDay: closed, reason: "zarządzenie 1", by: Self.admin, at: Self.noon) }
            let refused = await #expect(throws: Problems.self) { try await db.write { try Self.open($0, "OR", from: july) } }
            #expect(refused?.all.first?.field == "symbol" && refused?.all.first?.message.contains("od 2027 roku") == true)
            let second = try await db.write { try Self.open($0, "OR", from: newYear) }
            #expect(second != or)
            let code = try #require(UnitCode("OR"))
            let meant = try await db.read { c in
                (try Organisation.unit(c, code: code, in: 2026), try Organisation.unit(c, code: code, in: 2028), try Organisation.unit(c, code: code, in: 2025))
            }
            #expect(meant.0 == or && meant.1 == second && meant.2 == nil)
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    @Test("The database itself refuses a code twice in a year, behind the program's back (I11)", arguments: Backend.available)
    func codeOnceInTheEngine(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let gk = try await db.write { c in
                try Self.open(c, "OR")
                return try Self.open(c, "GK")
            }
            await #expect(throws: SQLError.self) {
                try await db.write { c in
                    try c.execute("UPDATE unit_designation SET code = 'OR', code_folded = 'or' WHERE unit_id = \(gk)")
                }
            }
            await #expect(throws: SQLError.self) {
                try await db.write { c in
                    let id = try c.query("INSERT INTO office_unit (opened_at) VALUES (1) RETURNING id") { try $0.int("id") }
                    try c.execute(
                        """
                        INSERT INTO unit_designation (unit_id, valid_from, valid_to, code, code_folded, first_year, last_year, name)
                        VALUES (\(id[0]), '2026-12-31', '2026-12-31', 'OR', 'or', 2026, 2026, 'x')
                        """)
                }
            }
        }
    }

    @Test("Two who open a unit with one code at once: one wins", arguments: Backend.available) func race(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let wins = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<6 { group.addTask { (try? await db.write { try Self.open($0, "OR") }) != nil } }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(wins == 1)
        }
    }

    @Test("A change of code, name or place leaves what was before", arguments: Backend.available) func change(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let (or, sub) = try await db.write { c in
                let or = try Self.open(c, "OR")
                return (or, try Self.open(c, "OR-I", under: or))
            }
            let april = try Self.day("2026-04-01")
            try await db.write { try Organisation.changeUnit($0, sub, code: "SK", name: "Sekretariat", parent: nil, from: april, by: Self.admin, at: Self.noon) }
            let (before, after) = try await db.read { (try Organisation.tree($0, on: Self.today), try Organisation.tree($0, on: april)) }
            #expect(before[sub]?.code.description == "OR-I" && before.subtree(of: or) == [or, sub])
            #expect(after[sub]?.label == "SK – Sekretariat" && after.subtree(of: or) == [or])
            #expect(before.children(of: nil).map(\.code.description) == ["OR"] && after.children(of: nil).map(\.code.description) == ["OR", "SK"])
            await #expect(throws: Problems.self) {
                try await db.write { try Organisation.changeUnit($0, or, code: "OR", name: "x", parent: or, from: april, by: Self.admin, at: Self.noon) }
            }
            // The code it had is taken till the year's end.
            await #expect(throws: Problems.self) { try await db.write { try Self.open($0, "OR-I", from: april) } }
        }
    }

    @Test("A unit with units under it is not closed, and posts end with the unit", arguments: Backend.available) func closing(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let (or, sub, anna) = try await db.write { c in
                let or = try Self.open(c, "OR"), sub = try Self.open(c, "OR-I", under: or)
                return (or, sub, try Self.officer(c, "Anna", "Kowalska", account: "konto:2", unit: sub))
            }
            let last = try Self.day("2026-06-30")
            await #expect(throws: Problem.self) { try await db.write { try Organisation.closeUnit($0, or, lastDay: last, reason: "x", by: Self.admin, at: Self.noon) } }
            await #expect(throws: Problems.self) { try await db.write { try Organisation.closeUnit($0, sub, lastDay: last, reason: " ", by: Self.admin, at: Self.noon) } }
            try await db.write { try Organisation.closeUnit($0, sub, lastDay: last, reason: "x", by: Self.admin, at: Self.noon) }
            #expect(try await db.read { try Organisation.posts($0, of: anna) }.map(\.validTo) == [last])
            let july = try Self.noon("2026-07-01")
            await #expect(throws: Problem.self) { try await db.read { _ = try Organisation.acting($0, account: "konto:2", at: july) } }
        }
    }

    @Test("An account acts as its officer, in the head's post first", arguments: Backend.available) func acting(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let (gk, anna) = try await db.write { c in
                let or = try Self.open(c, "OR"), gk = try Self.open(c, "GK")
                let anna = try Self.officer(c, "Anna", "Kowalska", account: "konto:2", unit: or)
                try Organisation.appoint(c, anna, to: gk, title: "Kierownik", isHead: true, from: Self.start, by: Self.admin, at: Self.noon)
                return (gk, anna)
            }
            let acting = try await db.read { try Organisation.acting($0, account: "konto:2", at: Self.noon) }
            #expect(acting == ActingOfficer(officer: anna, name: "Anna Kowalska", post: "Kierownik", unit: gk, account: "konto:2"))
            await #expect(throws: Problem.self) { try await db.read { _ = try Organisation.acting($0, account: "konto:9", at: Self.noon) } }
            try await db.write { try Organisation.rename($0, anna, givenNames: "Anna", surname: "Kowalska-Bąk", by: Self.admin, at: Self.noon) }
            #expect(try await db.read { try Organisation.acting($0, account: "konto:2", at: Self.noon) }.signedName == "Anna Kowalska-Bąk")
            // One account, one person.
            await #expect(throws: Problems.self) {
                try await db.write {
                    try Organisation.addOfficer($0, givenNames: "Jan", surname: "Bąk", account: "konto:2", from: Self.start, by: Self.admin, at: Self.noon)
                }
            }
            // One head at a time.
            await #expect(throws: Problems.self) {
                try await db.write { _ = try Self.officer($0, "Jan", "Bąk", account: nil, unit: gk, head: true) }
            }
            #expect(try await db.read { try Organisation.headOfUnit($0, gk, on: Self.today) } == anna)
        }
    }

    @Test("A substitute has the rights of the absent one while it lasts and no longer", arguments: Backend.available)
    func substitution(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let (or, gk, head, stand, third) = try await db.write { c in
                let or = try Self.open(c, "OR"), gk = try Self.open(c, "GK")
                let head = try Self.officer(c, "Anna", "Kowalska", account: "konto:2", unit: or, head: true)
                let stand = try Self.officer(c, "Jan", "Bąk", account: "konto:3", unit: gk)
                let third = try Self.officer(c, "Zofia", "Lis", account: "konto:4", unit: gk, head: true)
                try Organisation.substitute(
                    c, absent: head, by: stand, from: Self.today, to: Self.today.adding(days: 2), reason: "urlop", recordedBy: Self.admin, at: Self.noon)
                return (or, gk, head, stand, third)
            }
            let before = try Self.noon("2026-03-11"), last = try Self.noon("2026-03-14"), after = try Self.noon("2026-03-15")
            for (when, holds) in [(before, false), (Self.noon, true), (last, true), (after, false)] {
                #expect(try await db.read { try Organisation.mayActFor($0, account: "konto:3", at: when) }.map(\.name) == (holds ? ["Anna Kowalska"] : []))
                let acting = try? await db.read { try Organisation.acting($0, account: "konto:3", inPlaceOf: head, at: when) }
                #expect((acting != nil) == holds)
            }
            let acting = try await db.read { try Organisation.acting($0, account: "konto:3", inPlaceOf: head, at: Self.noon) }
            #expect(acting.signedName == "Jan Bąk w zastępstwie: Anna Kowalska" && acting.unit == or && acting.performer.id == "konto:3")

            let subject = AccessSubject(unit: or)
            let (asHead, asSelf) = try await db.read { c in
                (try Organisation.rights(c, of: acting, at: Self.noon), try Organisation.rights(c, of: stand, on: Self.today))
            }
            #expect(asHead.decide(.read, on: subject).isAllowed && !asSelf.decide(.read, on: subject).isAllowed)
            #expect(!asHead.decide(.read, on: AccessSubject(unit: gk)).isAllowed)
            // A page that stayed open past the last day gives nothing.
            await #expect(throws: Problem.self) { try await db.read { _ = try Organisation.rights($0, of: acting, at: after) } }
            // The substitute's own substitute gets nothing of the first one, and an absent one is no substitute.
            await #expect(throws: Problem.self) { try await db.read { _ = try Organisation.acting($0, account: "konto:4", inPlaceOf: head, at: Self.noon) } }
            await #expect(throws: Problems.self) {
                try await db.write { try Organisation.substitute($0, absent: third, by: head, from: Self.today, to: Self.today, recordedBy: Self.admin, at: Self.noon) }
            }
            // The absent one came back: it ends today.
            let id = try #require(try await db.read { try Organisation.substitutions($0, notOverOn: Self.today) }.first?.id)
            try await db.write { try Organisation.endSubstitution($0, id, lastDay: Self.today, by: Self.admin, at: Self.noon) }
            let tomorrow = try Self.noon("2026-03-13")
            #expect(try await db.read { try Organisation.mayActFor($0, account: "konto:3", at: tomorrow) }.isEmpty)
        }
    }

    @Test("Given roles are kept, narrowed and taken away from a day", arguments: Backend.available) func roles(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let (or, anna) = try await db.write { c in
                let or = try Self.open(c, "OR")
                return (or, try Self.officer(c, "Anna", "Kowalska", account: "konto:2", unit: or))
            }
            var grant = RoleGrant(.assigner, scope: .subtree, unit: or, classes: ["61", "0050"], highestAccess: .partlyPublic, validFrom: Self.start)
            let wanted = grant
            let id = try await db.write { try Organisation.grant($0, wanted, to: anna, by: Self.admin, at: Self.noon) }
            grant.id = id
            #expect(try await db.read { try Organisation.grants($0, of: anna) } == [grant])
            try await db.write { try Organisation.revoke($0, id, lastDay: Self.today, reason: "zmiana obowiązków", by: Self.admin, at: Self.noon) }
            let tomorrow = try await db.read { try Organisation.rights($0, of: anna, on: Self.today.adding(days: 1)) }
            #expect(!tomorrow.decide(.assign).isAllowed)
            #expect(try await db.read { try Organisation.rights($0, of: anna, on: Self.today) }.decide(.assign).isAllowed)
            await #expect(throws: Problem.self) {
                try await db.write { try Organisation.revoke($0, id, lastDay: Self.today, reason: "drugi raz", by: Self.admin, at: Self.noon) }
            }
        }
    }

    @Test("Nobody leaves with open work (acceptance test 15)", arguments: Backend.available) func leaving(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let (or, anna, jan) = try await db.write { c in
                let or = try Self.open(c, "OR")
                let anna = try Self.officer(c, "Anna", "Kowalska", account: "konto:2", unit: or, head: true)
                let jan = try Self.officer(c, "Jan", "Bąk", account: "konto:3", unit: or)
                try Organisation.grant(c, RoleGrant(.caseOfficer, scope: .own, validFrom: Self.start), to: anna, by: Self.admin, at: Self.noon)
                try Organisation.substitute(c, absent: anna, by: jan, from: Self.today, to: Self.today.adding(days: 20), recordedBy: Self.admin, at: Self.noon)
                return (or, anna, jan)
            }
            let work = OpenWork(letters: 1, cases: 3, drafts: 0)
            let refused = await #expect(throws: Problem.self) {
                try await db.write { try Organisation.leave($0, anna, lastDay: Self.today, openWork: work, by: Self.admin, at: Self.noon) }
            }
            #expect(refused?.message.contains("sprawy: 3, pisma: 1") == true)
            try await db.write { try Organisation.leave($0, anna, lastDay: Self.today, openWork: .none, by: Self.admin, at: Self.noon) }
            let next = try Self.noon("2026-03-13")
            await #expect(throws: Problem.self) { try await db.read { _ = try Organisation.acting($0, account: "konto:2", at: next) } }
            let rights = try await db.read { try Organisation.rights($0, of: anna, on: Self.today.adding(days: 1)) }
            #expect(!rights.decide(.read, on: AccessSubject(unit: or, leadOfficer: anna)).isAllowed)
            #expect(try await db.read { try Organisation.mayActFor($0, account: "konto:3", at: next) }.isEmpty)
            #expect(try await db.read { try Organisation.officers($0, on: Self.today.adding(days: 1)) }.map(\.id) == [jan])
            #expect(try await db.read { try Organisation.officers($0) }.map(\.surname) == ["Bąk", "Kowalska"])
        }
    }

    @Test("A unit is split: what will happen is told, then done, and cases wait to be moved (acceptance test 16)", arguments: Backend.available)
    func split(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let (or, anna) = try await db.write { c in
                let or = try Self.open(c, "OR")
                return (or, try Self.officer(c, "Anna", "Kowalska", account: "konto:2", unit: or, head: true))
            }
            let july = try Self.day("2026-07-01")
            var plan = Reorganisation.split(
                or,
                into: [
                    (Reorganisation.NewUnit(code: "OA", name: "Administracja"), []), (Reorganisation.NewUnit(code: "KD", name: "Kadry"), ["2", "015"]),
                ], on: july, reason: "zarządzenie 12/2026")
            let post = try #require(try await db.read { try Organisation.posts($0, of: anna) }.first)
            plan.transfers = [Reorganisation.Transfer(post: post.id, to: .opened(code: "KD"))]
            let wanted = plan
            let tree = try await db.read { try Organisation.tree($0, on: Self.today) }
            #expect(plan.problems(tree, today: Self.today).isEmpty)
            #expect(
                plan.preview(tree, openCases: [or: ["0050": 4, "2110": 2, "0151": 1]]) == [
                    "Od 2026-07-01 powstaje komórka OA – Administracja.", "Od 2026-07-01 powstaje komórka KD – Kadry.",
                    "Ostatni dzień komórki OR to 2026-06-30.", "OR → OA (pozostałe klasy): niezakończone sprawy: 4.",
                    "OR → KD (klasy 2, 015): niezakończone sprawy: 3.",
                ])
            let handOvers = try await db.write { try Organisation.apply($0, wanted, by: Self.admin, today: Self.today, at: Self.noon) }
            let after = try await db.read { try Organisation.tree($0, on: july) }
            #expect(after.units.map(\.code.description) == ["KD", "OA"])
            let (kdCode, oaCode) = (try #require(UnitCode("KD")), try #require(UnitCode("OA")))
            let kd = try #require(after.unit(kdCode)), oa = try #require(after.unit(oaCode))
            #expect(CaseHandOver.destination(of: "2110", in: or, among: handOvers) == kd.id)
            #expect(CaseHandOver.destination(of: "0050", in: or, among: handOvers) == oa.id)
            #expect(CaseHandOver.destination(of: "2110", in: kd.id, among: handOvers) == nil)
            #expect(try await db.read { try Organisation.headOfUnit($0, kd.id, on: july) } == anna)

            #expect(try await db.read { try Organisation.pendingHandOvers($0, on: Self.today) }.isEmpty)
            let pending = try await db.read { try Organisation.pendingHandOvers($0, on: july) }
            #expect(pending.map(\.handOver) == handOvers)
            try await db.write { try Organisation.finish($0, pending[0].id, cases: 4, at: Self.noon) }
            #expect(try await db.read { try Organisation.pendingHandOvers($0, on: july) }.count == 1)
            await #expect(throws: Problem.self) { try await db.write { try Organisation.finish($0, pending[0].id, cases: 4, at: Self.noon) } }
        }
    }

    @Test("Units are merged with those below them, and a plan with a hole is refused whole", arguments: Backend.available)
    func merge(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let (or, sub, gk) = try await db.write { c in
                let or = try Self.open(c, "OR")
                return (or, try Self.open(c, "OR-I", under: or), try Self.open(c, "GK"))
            }
            let july = try Self.day("2026-07-01")
            var holed = Reorganisation(day: july, reason: "x")
            holed.closed = [or, sub]
            holed.moves = [Reorganisation.Move(from: or, to: .existing(gk))]
            let bad = holed
            let refused = await #expect(throws: Problems.self) {
                try await db.write { try Organisation.apply($0, bad, by: Self.admin, today: Self.today, at: Self.noon) }
            }
            #expect(refused?.all.map(\.message) == ["Wskaż, kto przejmie niezakończone sprawy komórki OR-I"])
            let plan = Reorganisation.merge([or, sub, gk], into: Reorganisation.NewUnit(code: "UG", name: "Urząd"), on: july, reason: "uchwała 3")
            let handOvers = try await db.write { try Organisation.apply($0, plan, by: Self.admin, today: Self.today, at: Self.noon) }
            #expect(Set(handOvers.map(\.from)) == [or, sub, gk] && Set(handOvers.map(\.to)).count == 1)
            #expect(try await db.read { try Organisation.tree($0, on: july) }.units.map(\.code.description) == ["UG"])
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    @Test("Lists show what single questions allow, for every kind of role", arguments: Backend.available) func visibility(_ backend: Backend) async throws {
        let probe = Migration("9999-probe") { d in
            [
                """
                CREATE TABLE probe (id \(sql: d.identity), unit_id \(sql: d.integer), lead_id \(sql: d.integer), symbol TEXT, access TEXT NOT NULL,
                    confidential \(sql: d.integer) NOT NULL, archived \(sql: d.integer) NOT NULL)\(sql: d.strict)
                """,
                "CREATE TABLE probe_assigned (probe_id \(sql: d.integer) NOT NULL, officer_id \(sql: d.integer) NOT NULL)\(sql: d.strict)",
                "CREATE TABLE probe_shared (probe_id \(sql: d.integer) NOT NULL, unit_id \(sql: d.integer) NOT NULL)\(sql: d.strict)",
            ]
        }
        let columns = VisibilityColumns(
            unit: "p.unit_id", leadOfficer: "p.lead_id", symbol: "p.symbol", access: "p.access", isConfidential: "p.confidential", isArchived: "p.archived",
            assignedTo: { "EXISTS (SELECT 1 FROM probe_assigned AS a WHERE a.probe_id = p.id AND a.officer_id = \($0))" },
            sharedWith: { "EXISTS (SELECT 1 FROM probe_shared AS s WHERE s.probe_id = p.id AND s.unit_id IN (\(list: $0)))" })
        let me = OfficerID(7), other = OfficerID(8)
        let units = [UnitID(1), UnitID(2), UnitID(3)]
        let start = Self.start
        let code = try (0..<3).map { try #require(UnitCode("U\($0)")) }
        let tree = UnitTree([
            OfficeUnit(id: units[0], code: code[0], name: "a", validFrom: start),
            OfficeUnit(id: units[1], code: code[1], name: "b", parent: units[0], validFrom: start), OfficeUnit(id: units[2], code: code[2], name: "c", validFrom: start),
        ])
        var random = SeededGenerator(seed: 11)
        let subjects: [AccessSubject] = (0..<120).map { _ in
            AccessSubject(
                unit: (units + [nil]).randomElement(using: &random) ?? nil, symbol: ["6131", "0050", nil].randomElement(using: &random) ?? nil,
                access: Access.allCases.randomElement(using: &random) ?? .notPublic, isConfidential: Int.random(in: 0..<4, using: &random) == 0,
                leadOfficer: [me, other, nil].randomElement(using: &random) ?? nil, assignedOfficers: Int.random(in: 0..<5, using: &random) == 0 ? [me] : [],
                sharedUnits: Int.random(in: 0..<3, using: &random) == 0 ? [units[0]] : [], isArchived: Int.random(in: 0..<4, using: &random) == 0)
        }
        try await backend.withDatabase(migrations: Self.migrations + [probe]) { db in
            try await db.write { c in
                for (n, s) in subjects.enumerated() {
                    try c.execute(
                        """
                        INSERT INTO probe (id, unit_id, lead_id, symbol, access, confidential, archived)
                        VALUES (\(n), \(s.unit), \(s.leadOfficer), \(s.symbol), \(s.access.rawValue), \(s.isConfidential), \(s.isArchived))
                        """)
                    for a in s.assignedOfficers { try c.execute("INSERT INTO probe_assigned VALUES (\(n), \(a))") }
                    for u in s.sharedUnits { try c.execute("INSERT INTO probe_shared VALUES (\(n), \(u))") }
                }
            }
            var grantSets: [[RoleGrant]] = [[]]
            for role in ChanceryRole.forOfficers {
                for scope in RoleScope.allCases {
                    var grant = RoleGrant(role, scope: scope, unit: scope == .office ? nil : units[0], validFrom: start)
                    grantSets.append([grant])
                    grant.classes = ["61"]
                    grant.highestAccess = .partlyPublic
                    grantSets.append([grant])
                    grant.seesConfidential = true
                    grant.classes = []
                    grantSets.append([grant, RoleGrant(.caseOfficer, scope: .own, validFrom: start)])
                }
            }
            for grants in grantSets {
                for head in [false, true] {
                    let rights = OfficerRights(
                        officer: me, name: "A", posts: [OfficerPost(id: PostID(1), officer: me, unit: units[0], title: "x", isHead: head, validFrom: start)],
                        grants: grants, tree: tree, day: Self.today)
                    for extents in [Set<PermissionExtent>([.whole, .sharedPart]), [.whole], Set(PermissionExtent.allCases)] {
                        let visibility = rights.visibility(extents)
                        let listed = try await db.read { c in
                            try c.query("SELECT p.id FROM probe AS p WHERE \(sql: visibility.condition(columns))") { Int(try $0.int("id")) }
                        }
                        let single = subjects.indices.filter { rights.decide(.read, on: subjects[$0]).extent.map { extents.contains($0) } ?? false }
                        #expect(listed.sorted() == single, "\(grants.map { "\($0.role) \($0.scope)" }) head \(head) \(extents.count)")
                    }
                }
            }
        }
    }
}
