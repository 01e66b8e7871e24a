import Chancery
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct LetterWorkflowTests {
    @Test("Every event leads where the table says, and nowhere else") func table() {
        let table: [LetterWorkState: [LetterWorkEvent: LetterWorkState]] = [
            .new: [.assign: .assigned, .joinCase: .inCase, .fileWithoutCase: .noCase, .settle: .settled, .cancel: .cancelled],
            .assigned: [
                .assign: .assigned, .return: .returned, .undo: .new, .joinCase: .inCase, .fileWithoutCase: .noCase, .settle: .settled, .cancel: .cancelled,
            ],
            .returned: [.assign: .assigned, .joinCase: .inCase, .fileWithoutCase: .noCase, .settle: .settled, .cancel: .cancelled],
            .inCase: [.joinCase: .inCase, .leaveCase: .assigned],
            .noCase: [.joinCase: .inCase, .cancel: .cancelled],
            .settled: [.joinCase: .inCase, .fileWithoutCase: .noCase, .cancel: .cancelled],
            .cancelled: [:],
        ]
        for state in LetterWorkState.allCases {
            for event in LetterWorkEvent.allCases {
                #expect((try? LetterWorkflow.next(state, event)) == table[state]?[event], "\(state) \(event)")
            }
        }
    }
}

@Suite struct AssignmentRulesTests {
    typealias D = OfficeDesk
    private func fields(_ order: AssignmentOrder) -> [String] { AssignmentRules.problems(order, parent: nil, today: D.today).compactMap(\.field) }

    @Test("Each broken rule of the form names its field") func form() {
        #expect(fields(AssignmentOrder([D.toAdam])).isEmpty)
        #expect(fields(AssignmentOrder([])) == ["adresat"])
        #expect(fields(AssignmentOrder([D.toAdam, D.toIga])) == ["wiodacy"])
        var lead = D.toAdam
        lead.isLead = true
        #expect(fields(AssignmentOrder([lead, D.toIga])).isEmpty)
        #expect(fields(AssignmentOrder([lead, D.toAdam])).first == "adresat")
        #expect(fields(AssignmentOrder([lead], term: D.today.adding(days: -1))) == ["termin"])
        #expect(fields(AssignmentOrder([lead], disposition: String(repeating: "a", count: 2_001))) == ["dyspozycja"])
    }

    @Test("A letter reference is read as it is written") func references() {
        #expect(LetterRef("wplywajaca-17") == .incoming(17))
        for bad in ["", "17", "wplywajaca-0", "wplywajaca-017", "inna-1", "wplywajaca-1-2"] { #expect(LetterRef(bad) == nil) }
    }
}

@Suite struct AssignmentTests {
    typealias D = OfficeDesk

    private func run(_ backend: Backend, _ body: @escaping @Sendable (any SQLConnection) throws -> Void) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in
            try await db.write(body)
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    @Test("The register lists letters by where their work stands, by every order and page", arguments: Backend.available) func registerByState(_ backend: Backend)
        async throws
    {
        try await run(backend) { c in
            let letters = try (1...7).map { try D.letter(c, "Pismo \($0)", from: "Nadawca \($0)") }
            for letter in letters[1...4] { try D.assign(c, letter, AssignmentOrder([D.toAdam]), by: D.mayor) }
            try LetterWork.settle(c, letters[2], version: try D.work(c, letters[2]).version, note: "załatwiono", by: D.adam, at: D.noon)
            var q = RegisterQuery()
            (q.state, q.limit) = (.assigned, 2)
            #expect(try IncomingRegister.count(c, q, today: D.today) == 3)
            for (order, descending, expected) in [
                (RegisterQuery.Order.number, true, [5, 4, 2]), (.number, false, [2, 4, 5]), (.sender, false, [2, 4, 5]), (.title, true, [5, 4, 2]),
            ] {
                var found: [Int64] = []
                (q.order, q.descending, q.after) = (order, descending, nil)
                repeat {
                    let page = try IncomingRegister.page(c, q, today: D.today)
                    found += page.rows.map(\.number.number)
                    #expect(page.rows.allSatisfy { $0.workState == .assigned })
                    q.after = page.next
                } while q.after != nil
                #expect(found == expected.map(Int64.init), "\(order)")
            }
            (q.order, q.descending, q.after, q.view, q.state) = (.number, true, nil, .week, .new)
            #expect(try IncomingRegister.count(c, q, today: D.today) == 3 && IncomingRegister.page(c, q, today: D.today).rows.map(\.number.number) == [7, 6])
            q.channel = .epuap
            #expect(try IncomingRegister.count(c, q, today: D.today) == 0)
            (q.channel, q.view, q.state) = (nil, .all, .settled)
            #expect(try IncomingRegister.page(c, q, today: D.today).rows.map(\.number.number) == [3])
        }
    }

    @Test("A letter goes from the mayor to the unit, to its officer, and shows in each queue", arguments: Backend.available)
    func way(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            #expect(try WorkQueue.toAssign.page(c).rows.map(\.work.letter) == [letter])
            try D.assign(c, letter, AssignmentOrder([D.toRoads], disposition: "Proszę załatwić", term: D.today.adding(days: 14)), by: D.mayor)
            #expect(try WorkQueue.toAssign.count(c) == 0)
            #expect(try WorkQueue.unit(D.roads).count(c) == 1 && WorkQueue.unclaimed(D.roads).count(c) == 1)
            try D.assign(c, letter, AssignmentOrder([D.toAdam], disposition: "Do 20 marca"), by: D.head)
            let work = try D.work(c, letter)
            #expect(work.state == .assigned && work.holder == D.toAdam.holder && work.due == D.today.adding(days: 14))
            #expect(try WorkQueue.unclaimed(D.roads).count(c) == 0 && WorkQueue.unit(D.roads).count(c) == 1)
            let mine = try WorkQueue.mine(D.adam.officer).page(c)
            #expect(mine.rows.first?.order?.disposition == "Do 20 marca" && mine.rows.first?.order?.due == D.today.adding(days: 14) && mine.next == nil)
            #expect(try WorkQueue.mine(D.adam.officer).overdue(c, today: D.today) == 0)
            #expect(try WorkQueue.mine(D.adam.officer).overdue(c, today: D.today.adding(days: 15)) == 1)
            #expect(try Assignments.chain(c, work).map(\.disposition) == ["Proszę załatwić", "Do 20 marca"])
        }
    }

    @Test("I8: nobody passes a letter on with a longer term, not even past the program", arguments: Backend.available)
    func terms(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            let limit = D.today.adding(days: 14)
            let first = try D.assign(c, letter, AssignmentOrder([D.toRoads], disposition: "Słowa wójta", term: limit), by: D.mayor)
            let longer = problem { try D.assign(c, letter, AssignmentOrder([D.toAdam], term: limit.adding(days: 1)), by: D.head) }
            #expect(longer?.field == "termin" && longer?.message.contains("2026-03-26") == true)
            let child = try D.assign(c, letter, AssignmentOrder([D.toAdam], term: limit.adding(days: -1)), by: D.head)
            #expect(try Assignments.find(c, child)?.term == limit.adding(days: -1))
            #expect(try Assignments.find(c, first)?.disposition == "Słowa wójta")

            // Past the program: the schema refuses a longer or an endless term, and any change of words.
            func insert(term: String, parentTerm: String) -> SQL {
                """
                INSERT INTO assignment (letter_kind, letter_id, parent_id, parent_term, parent_position, author_id, author_name, author_post, author_unit,
                    disposition, term, priority, note, origin, given_at, before_state, state)
                VALUES ('wplywajaca', \(letter.id), \(first), \(parentTerm), 1, 2, 'x', 'x', 2, '', \(term), 0, '', 'klawiatura', 1, 'zadekretowane', 'wazna')
                """
            }
            #expect(refusal(c, insert(term: "2026-03-26", parentTerm: "2026-03-26")) == nil)
            #expect(refusal(c, insert(term: "2026-03-27", parentTerm: "2026-03-26"))?.code == .checkViolation)
            #expect(refusal(c, insert(term: "9999-12-31", parentTerm: "2026-03-26"))?.code == .checkViolation)
            #expect(refusal(c, insert(term: "2026-03-27", parentTerm: "2026-03-27"))?.code == .foreignKeyViolation)
            #expect(refusal(c, "UPDATE assignment SET term = '2026-04-30' WHERE id = \(child)") != nil)
            #expect(refusal(c, "UPDATE assignment SET disposition = 'inne' WHERE id = \(first)") != nil)
            #expect(refusal(c, "UPDATE assignment_recipient SET due = '2026-04-30' WHERE assignment_id = \(child)") != nil)
            #expect(refusal(c, "DELETE FROM assignment WHERE id = \(child)") != nil)
            #expect(refusal(c, "UPDATE assignment SET state = 'wycofana', ended_at = 1 WHERE id = \(child)") == nil)
        }
    }

    @Test("Of two people who assign at once one wins; the other reads who and when", arguments: Backend.available)
    func race(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in
            let (letter, version) = try await db.write { c in
                let letter = try D.letter(c)
                return (letter, try D.work(c, letter).version)
            }
            let outcomes = await withTaskGroup(of: Result<AssignmentID, Problem>.self) { group in
                for (n, to) in [D.toRoads, D.toIga, D.toAdam, D.toRoads].enumerated() {
                    group.addTask {
                        do {
                            let by = n % 2 == 0 ? D.mayor : D.head
                            return .success(try await db.write { try Assignments.assign($0, letter, version: version, AssignmentOrder([to]), by: by, at: D.noon) })
                        } catch let p as Problem { return .failure(p) } catch { return .failure(Problem(.internalFault, "\(error)")) }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let lost = outcomes.compactMap { if case .failure(let p) = $0 { p } else { nil } }
            #expect(lost.count == 3 && lost.allSatisfy { $0.code == .conflict && $0.message.contains("12.03.2026 r. o 12:00") })
            let winner = try await db.read { try D.work($0, letter).changedBy }
            #expect(lost.allSatisfy { $0.message.contains(winner) })
            #expect(try await db.read { try Assignments.history($0, letter).count } == 1)
        }
    }

    @Test("Undo works for ten minutes, until the letter is opened or passed on, and only for the author", arguments: Backend.available)
    func undo(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            let first = try D.assign(c, letter, AssignmentOrder([D.toAdam]), by: D.mayor)
            #expect(problem { try Assignments.undo(c, first, by: D.head, at: D.minutes(1)) }?.code == .forbidden)
            #expect(problem { try Assignments.undo(c, first, by: D.mayor, at: D.minutes(11)) }?.message.contains("dziesięć minut") == true)
            try Assignments.undo(c, first, by: D.mayor, at: D.minutes(10))
            #expect(try D.work(c, letter).state == .new && D.work(c, letter).holder == nil)
            #expect(try Assignments.find(c, first)?.state == .undone && WorkQueue.mine(D.adam.officer).count(c) == 0)
            #expect(problem { try Assignments.undo(c, first, by: D.mayor, at: D.minutes(10)) }?.code == .conflict)

            let second = try D.assign(c, letter, AssignmentOrder([D.toAdam]), by: D.mayor)
            #expect(try Assignments.open(c, letter, by: D.adam, at: D.minutes(1)))
            #expect(try !Assignments.open(c, letter, by: D.adam, at: D.minutes(2)))
            #expect(problem { try Assignments.undo(c, second, by: D.mayor, at: D.minutes(2)) }?.message.contains("otworzył") == true)
            try Assignments.withdraw(c, second, reason: "pomyłka", by: D.mayor, at: D.minutes(30))
            #expect(try D.work(c, letter).state == .new && Assignments.find(c, second)?.endReason == "pomyłka")

            let third = try D.assign(c, letter, AssignmentOrder([D.toRoads], term: D.today.adding(days: 9)), by: D.mayor)
            let fourth = try D.assign(c, letter, AssignmentOrder([D.toAdam]), by: D.head)
            #expect(problem { try Assignments.undo(c, third, by: D.mayor, at: D.minutes(1)) }?.message.contains("przekazano dalej") == true)
            try Assignments.undo(c, fourth, by: D.head, at: D.minutes(1))
            let work = try D.work(c, letter)
            #expect(work.holder == D.toRoads.holder && work.assignment == third && work.due == D.today.adding(days: 9))
            #expect(try WorkQueue.unclaimed(D.roads).count(c) == 1)
        }
    }

    @Test("A substitute corrects what was given in his place, and his name says so", arguments: Backend.available)
    func substitute(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            var deputy = D.iga
            deputy.inPlaceOf = .init(officer: D.mayor.officer, name: D.mayor.name)
            let first = try D.assign(c, letter, AssignmentOrder([D.toAdam]), by: deputy)
            #expect(try Assignments.find(c, first)?.author.name == "Iga Bąk w zastępstwie: Maria Wójt")
            #expect(problem { try Assignments.correct(c, first, to: AssignmentOrder([D.toRoads]), by: D.head, at: D.noon) }?.code == .forbidden)
            let second = try Assignments.correct(c, first, to: AssignmentOrder([D.toRoads]), reason: "inny referat", by: D.mayor, at: D.minutes(60))
            #expect(try Assignments.find(c, first)?.state == .corrected && Assignments.find(c, second)?.replaces == first)
            #expect(try D.work(c, letter).holder == D.toRoads.holder && WorkQueue.mine(D.adam.officer).count(c) == 0)
        }
    }

    @Test("A correction by the superior takes with it what was passed on", arguments: Backend.available) func correction(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            let first = try D.assign(c, letter, AssignmentOrder([D.toRoads]), by: D.mayor)
            let child = try D.assign(c, letter, AssignmentOrder([D.toAdam]), by: D.head)
            _ = try Assignments.correct(c, first, to: AssignmentOrder([D.toIga]), by: D.mayor, at: D.minutes(60))
            #expect(try Assignments.find(c, child)?.state == .withdrawn && D.work(c, letter).holder == D.toIga.holder)
            #expect(try WorkQueue.mine(D.adam.officer).count(c) == 0 && WorkQueue.mine(D.iga.officer).count(c) == 1)
        }
    }

    @Test("A wrongly assigned letter goes back one step, or to the point, with its reason", arguments: Backend.available)
    func returning(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            try D.assign(c, letter, AssignmentOrder([D.toRoads]), by: D.mayor)
            let child = try D.assign(c, letter, AssignmentOrder([D.toAdam]), by: D.head)
            func back(_ target: Assignments.ReturnTarget, _ reason: String, by officer: ActingOfficer) throws {
                try Assignments.giveBack(c, letter, version: try D.work(c, letter).version, reason: reason, to: target, by: officer, at: D.minutes(5))
            }
            #expect(problem { try back(.assigner, " ", by: D.adam) }?.field == "powod")
            #expect(problem { try back(.assigner, "nie moje", by: D.iga) }?.code == .forbidden)
            try back(.assigner, "to działka gminy", by: D.adam)
            #expect(try D.work(c, letter).holder == D.toRoads.holder && Assignments.find(c, child)?.state == .returned)
            #expect(try Assignments.find(c, child)?.deliveries.first?.returnReason == "to działka gminy")
            try back(.point, "nieruchomości", by: D.head)
            #expect(try D.work(c, letter).state == .returned && WorkQueue.toAssign.count(c) == 1)
            try D.assign(c, letter, AssignmentOrder([D.toIga]), by: D.mayor)
            #expect(try D.work(c, letter).state == .assigned)
        }
    }

    @Test("Several recipients: one leads, the others finish or return their part by themselves", arguments: Backend.available)
    func cooperation(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            var (lead, opinion) = (D.toAdam, D.toIga)
            lead.isLead = true
            opinion.manner = .opinion
            let id = try D.assign(c, letter, AssignmentOrder([opinion, lead]), by: D.mayor)
            #expect(try D.work(c, letter).holder == lead.holder)
            #expect(try WorkQueue.mine(D.iga.officer).page(c).rows.first?.order?.recipient.manner == .opinion)
            #expect(problem { try Assignments.finish(c, letter, by: D.adam, at: D.noon) }?.code == .conflict)
            try Assignments.finish(c, letter, by: D.iga, at: D.noon)
            #expect(try WorkQueue.mine(D.iga.officer).count(c) == 0 && WorkQueue.mine(D.adam.officer).count(c) == 1)
            #expect(try D.work(c, letter).holder == lead.holder && Assignments.find(c, id)?.state == .valid)
            #expect(refusal(c, "UPDATE assignment_recipient SET is_lead = 1 WHERE assignment_id = \(id)") != nil)
        }
    }

    @Test("An officer takes a letter of his unit for himself, never one of another unit", arguments: Backend.available)
    func taking(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            #expect(problem { try Assignments.take(c, letter, version: 1, by: D.adam, at: D.noon) }?.code == .conflict)
            try D.assign(c, letter, AssignmentOrder([D.toRoads], term: D.today.adding(days: 5)), by: D.mayor)
            #expect(problem { try Assignments.take(c, letter, version: 2, by: D.iga, at: D.noon) }?.code == .forbidden)
            _ = try Assignments.take(c, letter, version: 2, by: D.adam, at: D.noon)
            #expect(try D.work(c, letter).holder == D.toAdam.holder && D.work(c, letter).due == D.today.adding(days: 5))
        }
    }

    @Test("In bulk each letter has its own result and one failure stops nothing", arguments: Backend.available) func bulk(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letters = try (0..<5).map { try D.letter(c, "Pismo \($0)") }
            try D.assign(c, letters[1], AssignmentOrder([D.toIga]), by: D.mayor)
            try IncomingRegister.cancel(c, RegisterNumber(year: 2026, number: 3), reason: "dwa razy", by: D.registry, at: D.noon)
            let secret = letters[4]
            let outcomes = try Assignments.assign(
                c, all: letters.map { ($0, 1) } + [(.incoming(999), 1)], AssignmentOrder([D.toAdam]), by: D.mayor, at: D.noon,
                checking: { if $0 == secret { throw Problem(.forbidden, "nie") } })
            let succeeded = outcomes.map { if case .success = $0.result { true } else { false } }
            #expect(succeeded == [true, false, false, true, false, false])
            #expect(try WorkQueue.mine(D.adam.officer).count(c) == 2 && D.work(c, letters[2]).state == .cancelled)
        }
    }

    @Test("Queues page by key: every letter once, ordered by the day it is due", arguments: Backend.available) func paging(_ backend: Backend) async throws {
        try await run(backend) { c in
            for n in 0..<23 {
                let letter = try D.letter(c, "Pismo \(n)")
                let term = n % 4 == 3 ? nil : D.today.adding(days: n * 7 % 10)
                if n < 17 { try D.assign(c, letter, AssignmentOrder([D.toAdam], term: term), by: D.mayor) }
            }
            for (queue, expected) in [(WorkQueue.mine(D.adam.officer), 17), (.unit(D.roads), 17), (.unclaimed(D.roads), 0), (.toAssign, 6)] {
                var rows: [WorkQueue.Row] = []
                var after: WorkQueue.Position?
                repeat {
                    let page = try queue.page(c, after: after, limit: 4)
                    rows += page.rows
                    after = page.next.flatMap { WorkQueue.Position($0.description) }
                } while after != nil
                #expect(rows.count == expected && Set(rows.map(\.work.letter)).count == expected)
                #expect(try queue.count(c) == expected)
                let days = rows.map { $0.order?.due ?? Day("9999-12-31")! }
                #expect(days == days.sorted())
            }
            #expect(try WorkQueue.unfinished(c, arrivedBefore: D.today).isEmpty)
            #expect(try WorkQueue.unfinished(c, arrivedBefore: D.today.adding(days: 1), limit: 100).count == 23)
        }
    }

    @Test("Letters registered before assignments existed wait to be assigned too", arguments: Backend.available) func older(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Array(D.migrations.prefix { !$0.id.hasPrefix("chancery-0040") })) { db in
            try await db.write { c in
                for (n, cancelled) in [(1, false), (2, true)] {
                    try c.execute(
                        """
                        INSERT INTO incoming_letter (year, number, channel, arrival_day, registered_at, registered_day, registered_by_id, registered_by,
                            sender_label, sender_sort, sender_key, title, title_sort, foreign_sign, foreign_sign_folded, metadata, attention,
                            cancelled_at, cancelled_by, cancel_reason)
                        VALUES (2025, \(n), 'papier', '2025-01-02', 1, '2025-01-02', 'x', 'x', 'Łoś Jan', '', '', 'T', '', '', '', '{}', '',
                            \(cancelled ? 5 : nil), \(cancelled ? "x" : nil), \(cancelled ? "x" : nil))
                        """)
                }
            }
            try await Migrator(D.migrations).migrate(db, now: D.noon)
            let rows = try await db.read { try WorkQueue.toAssign.page($0).rows }
            #expect(rows.map(\.work.reference) == ["RPW/1/2025"])
        }
    }

    @Test("The replacement assignment for paper holds what was ordered, who, when, and a place to sign", arguments: Backend.available)
    func replacement(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c, "Zajęcie pasa")
            let id = try D.assign(
                c, letter, AssignmentOrder([D.toAdam], disposition: "Proszę o zgodę", term: D.today.adding(days: 7), priority: .urgent, note: "poufne"), by: D.mayor)
            let lines = ReplacementAssignment(try #require(try Assignments.find(c, id)), of: try D.work(c, letter)).lines
            #expect(
                lines == [
                    "Dekretacja zastępcza", "RPW/1/2026 – Zajęcie pasa", "Adam Sowa, inspektor – do załatwienia", "Proszę o zgodę", "Termin: 19.03.2026 r.",
                    "Pilność: pilne", "Zadekretowano w systemie EZD: Maria Wójt, wójt, 12.03.2026 r. o 12:00",
                    "Przeniósł(a) na papier (data i podpis): ......................................",
                ])
        }
    }
}

@Suite struct AutomaticRuleTests {
    typealias D = OfficeDesk
    static let owner = AutomaticRule.Owner(officer: D.mayor.officer, name: D.mayor.name, post: D.mayor.post, unit: D.office)
    static let facts = LetterFacts(
        channel: .epuap, senderKey: "k", sender: "Urząd Marszałkowski we Wrocławiu", title: "Wniosek o wycinkę drzew", kinds: ["wniosek"], symbol: "6131",
        arrivalDay: D.today)

    static func rule(_ position: Int, _ condition: AutomaticRule.Condition, from: String = "2026-01-01", to: String? = nil) -> AutomaticRule {
        AutomaticRule(
            position: position, name: "Reguła \(position)", owner: owner, validFrom: Day(from)!, validTo: to.flatMap { Day($0) }, condition: condition,
            recipients: [D.toIga],
            termDays: 14)
    }

    @Test("Conditions look at channel, sender, words, kind and class; an empty one holds for nothing") func conditions() {
        typealias C = AutomaticRule.Condition
        let holding: [C] = [
            C(channels: [.epuap]), C(sender: ["marszalkowski urząd"]), C(title: ["koszenie", "wycink drzew"]), C(kinds: ["Wniosek"]), C(symbols: ["61"]),
            C(channels: [.epuap], title: ["drzew"], symbols: ["6131"]),
        ]
        for c in holding { #expect(c.holds(for: Self.facts), "\(c)") }
        let failing: [C] = [
            C(), C(channels: [.paper]), C(sender: ["powiatowy"]), C(title: ["wycinka krzewów"]), C(kinds: ["skarga"]), C(symbols: ["62"]),
            C(channels: [.epuap], title: ["skarga"]),
        ]
        for c in failing { #expect(!c.holds(for: Self.facts), "\(c)") }
    }

    @Test("The first valid rule in order decides") func order() {
        let c = AutomaticRule.Condition(channels: [.epuap])
        let rules = [Self.rule(3, c), Self.rule(2, c), Self.rule(1, c, to: "2026-03-11"), Self.rule(0, c, from: "2026-03-13")]
        #expect(AutomaticRule.deciding(rules, Self.facts, on: D.today)?.position == 2)
        #expect(AutomaticRule.deciding(rules, Self.facts, on: Day("2026-03-11")!)?.position == 1)
    }

    @Test("A rule assigns with its trace, once, and not after it ended", arguments: Backend.available) func applying(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in
            try await db.write { c in
                #expect(problem { try AutomaticRules.add(c, Self.rule(1, AutomaticRule.Condition()), by: D.mayor, at: D.noon) }?.field == "warunek")
                let rule = try AutomaticRules.add(c, Self.rule(1, AutomaticRule.Condition(title: ["koszenie"])), by: D.mayor, at: D.noon)
                let letter = try D.letter(c, "Koszenie trawy"), other = try D.letter(c, "Skarga")
                // 12 March + 14 days is Thursday, called a day off here.
                let id = try #require(try AutomaticRules.apply(c, to: letter, at: D.noon) { $0 == Day("2026-03-26")! })
                let assignment = try #require(try Assignments.find(c, id))
                #expect(assignment.trace == "zadekretowano automatycznie regułą \(rule)" && assignment.term == Day("2026-03-27"))
                #expect(assignment.author.officer == D.mayor.officer && assignment.origin == .rule)
                #expect(try AutomaticRules.apply(c, to: letter, at: D.noon) { _ in false } == nil)
                #expect(try AutomaticRules.apply(c, to: other, at: D.noon) { _ in false } == nil)
                // The owner may correct what his rule did.
                _ = try Assignments.correct(c, id, to: AssignmentOrder([D.toAdam]), by: D.mayor, at: D.noon)
                try AutomaticRules.end(c, rule, on: D.today, by: D.mayor, at: D.noon)
                let tomorrow = D.noon.adding(seconds: 86_400)
                let late = try D.letter(c, "Koszenie poboczy", at: tomorrow)
                #expect(try AutomaticRules.apply(c, to: late, at: tomorrow) { _ in false } == nil)
                let journal = try Journal.entries(c, object: "pismo:RPW-2026-1")
                #expect(journal.contains { $0.entry.actor == AutomaticRules.account && $0.entry.after?.contains("regułą \(rule)") == true })
            }
        }
    }
}

@Suite struct AssignmentSuggestionTests {
    typealias D = OfficeDesk

    @Test("History proposes who gets such letters, with reason and certainty; what was taken back does not count", arguments: Backend.available)
    func history(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in
            try await db.write { c in
                for n in 0..<6 {
                    try D.assign(
                        c, try D.letter(c, "Wycinka drzewa nr \(n)", from: "Lis\(n)"), AssignmentOrder([D.toAdam], disposition: "Proszę o oględziny"), by: D.mayor)
                    try D.assign(c, try D.letter(c, "Podział działki", from: "Bąk"), AssignmentOrder([D.toIga]), by: D.mayor)
                }
                let trees = try AssignmentHabits.suggest(c, try D.letter(c, "Wniosek o wycinkę dwóch drzew", from: "Nowy"))
                let first = try #require(trees.candidates.first)
                #expect(first.recipient.holder == D.toAdam.holder && first.disposition == "Proszę o oględziny" && first.reason.hasPrefix("Pisma ze słowem „"))
                #expect(first.reason.hasSuffix("6 z 6"))
                let sender = try AssignmentHabits.suggest(c, try D.letter(c, "Zapytanie", from: "Bąk"))
                #expect(sender.preselected?.recipient.holder == D.toIga.holder || sender.candidates.first?.recipient.holder == D.toIga.holder)
                #expect(sender.candidates.first?.reason == "Pisma tego nadawcy: 6 z 6")
                #expect(try AssignmentHabits.suggest(c, try D.letter(c, "Zupełnie inne", from: "Zając")).candidates.isEmpty)
                let appeal = try AssignmentHabits.suggest(c, try D.letter(c, "Odwołanie: wycinka drzewa", from: "Bąk"))
                #expect(appeal.caution != nil && appeal.preselected == nil && !appeal.candidates.isEmpty)

                let letter = try D.letter(c, "Fajerwerki", from: "Zając")
                let id = try D.assign(c, letter, AssignmentOrder([D.toAdam]), by: D.mayor)
                try Assignments.undo(c, id, by: D.mayor, at: D.noon)
                #expect(try AssignmentHabits.suggest(c, letter).candidates.isEmpty)
            }
        }
    }
}
