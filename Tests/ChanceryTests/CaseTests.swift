import Chancery
import Kernel
import Law
import Store
import StoreTesting
import Testing

/// Cases of the office's desk.
enum CaseDesk {
    typealias D = OfficeDesk
    static let trees = CaseClass(symbol: "6131", title: "Zezwolenia na usunięcie drzew", category: "B5", defaultTerm: CaseTerm(1, .month))
    static func isDayOff(_ day: Day) -> Bool { day.weekday >= 6 }

    static func opening(_ title: String = "Wycinka drzew", _ c: CaseClass = trees) -> CaseOpening {
        CaseOpening(unit: D.roads, unitCode: "GK", classification: c, title: title)
    }

    static func open(_ c: any SQLConnection, _ o: CaseOpening = opening(), from letter: LetterRef? = nil, by officer: ActingOfficer = D.adam, at now: Instant = D.noon)
        throws -> OpenedCase
    {
        let seen = try letter.map { ($0, try D.work(c, $0).version) }
        return try Cases.open(c, o, from: seen.map { (ref: $0.0, version: $0.1) }, by: officer, at: now, isDayOff: isDayOff)
    }

    static func find(_ c: any SQLConnection, _ id: CaseID) throws -> CaseFile { try #require(try Cases.find(c, id)) }
    static func version(_ c: any SQLConnection, _ id: CaseID) throws -> Int64 { try find(c, id).version }
    static func acts(_ c: any SQLConnection, _ id: CaseID) throws -> [String] { try Metryka.entries(c, case: id).map(\.act) }

    @discardableResult
    static func note(_ c: any SQLConnection, _ id: CaseID, _ title: String = "Rozmowa", by officer: ActingOfficer = D.adam, at now: Instant = D.noon) throws
        -> CaseElementID
    {
        try Cases.add(c, CaseElementContent(.note, title: title, text: "Treść"), to: id, by: officer, at: now)
    }

    static func close(_ c: any SQLConnection, _ id: CaseID, at now: Instant = D.noon) throws {
        try CaseClosing.close(c, id, version: try version(c, id), on: PolishTime.day(of: now), warningsRead: true, by: D.adam, at: now)
    }
}

@Suite struct CaseOpeningTests {
    typealias D = OfficeDesk
    typealias K = CaseDesk

    private func run(_ backend: Backend, _ body: @escaping @Sendable (any SQLConnection) throws -> Void) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in
            try await db.write(body)
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    @Test("A case opened from a letter has sign, term, file and metryka, and the letter leaves the queue", arguments: Backend.available)
    func fromLetter(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c, "Wniosek o wycinkę", at: D.minutes(-60))
            try D.assign(c, letter, AssignmentOrder([D.toAdam]), by: D.mayor, at: D.minutes(-30))
            let opened = try K.open(c, from: letter)
            #expect(opened.sign.description == "GK.6131.1.2026" && opened.due == Day("2026-04-13"))
            let file = try K.find(c, opened.id)
            #expect(file.state == .new && file.startDay == D.today && file.origin == letter && file.officer == D.adam.officer && file.category == "B5")
            let elements = try Cases.elements(c, opened.id)
            #expect(elements.map(\.content.reference) == ["RPW-2026-1"] && elements.first?.position == 1)
            #expect(try D.work(c, letter).state == .inCase && WorkQueue.mine(D.adam.officer).count(c) == 0)
            #expect(try K.acts(c, opened.id) == ["Zarejestrowano pismo", "Zadekretowano pismo", "Wszczęto sprawę"])
            let entries = try Metryka.entries(c, case: opened.id)
            #expect(entries.map(\.person) == ["Ewa Rybak", "Maria Wójt", "Adam Sowa"] && entries.map(\.at) == [D.minutes(-60), D.minutes(-30), D.noon])
            #expect(try Cases.find(c, opened.sign)?.id == opened.id && Cases.find(c, typed: "gk 6131 1 2026").map(\.id) == [opened.id])
            #expect(try Cases.search(c, "wycinka łoś").map(\.id) == [opened.id])
            #expect(try Cases.cases(c, of: letter) == [opened.id])
        }
    }

    @Test("I2: 16 people who open cases at once get numbers without gap or duplicate, whatever fails", arguments: Backend.available)
    func numbering(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in
            struct Refused: Error {}
            await withTaskGroup(of: Void.self) { group in
                for opener in 0..<16 {
                    group.addTask {
                        for n in 0..<5 {
                            do {
                                try await db.write { c in
                                    var o = K.opening("Sprawa \(opener)/\(n)")
                                    if n == 4 { o.classification.symbol = "6220" }
                                    _ = try K.open(c, o)
                                    if n == 2 { throw Refused() }
                                }
                            } catch is Refused {} catch { Issue.record(error) }
                        }
                    }
                }
            }
            var q = CaseQuery()
            (q.symbol, q.limit) = ("6131", 100)
            let asked = q
            let signs = try await db.read { try Cases.page($0, asked).rows.map(\.sign) }
            #expect(signs.map(\.number).sorted() == Array(1...48) && Set(signs).count == 48)
            let others = try await db.read {
                try Cases.count(
                    $0,
                    {
                        var o = CaseQuery(); o.symbol = "6220"; return o
                    }())
            }
            #expect(others == 16)
        }
    }

    @Test("I2, I3: the schema refuses a second case with one sign or number, a class with sub-classes, a dedicated class, another sign", arguments: Backend.available)
    func schema(_ backend: Backend) async throws {
        try await run(backend) { c in
            let opened = try K.open(c)
            func insert(sign: String, number: Int64, leaf: Int64 = 1, mode: String = "EZD") -> SQL {
                """
                INSERT INTO case_file (kind, sign, sign_key, unit_id, unit_code, symbol, year, parent_number, number, class_title, class_is_leaf, class_mode, title,
                    description, remarks, access, state, locked, founder_id, founder_name, founder_post, officer_name, opened_at, start_day, due, last_act_at,
                    reopenings, version, changed_at, changed_by)
                VALUES ('sprawa', \(sign), 'k', 2, 'GK', '6131', 2026, 0, \(number), 'x', \(leaf), \(mode), 'x', '', '', 'niepubliczny', 'nowa', 0, 1, 'x', 'x', '',
                    1, '2026-03-12', '9999-12-31', 1, 0, 1, 1, 'x')
                """
            }
            #expect(refusal(c, insert(sign: "GK.6131.7.2026", number: 7)) == nil)
            #expect(refusal(c, insert(sign: "GK.6131.1.2026", number: 8))?.code == .uniqueViolation)
            #expect(refusal(c, insert(sign: "GK.6131.9.2026", number: 1))?.code == .uniqueViolation)
            #expect(refusal(c, insert(sign: "GK.6131.9.2026", number: 9, leaf: 0))?.code == .checkViolation)
            #expect(refusal(c, insert(sign: "GK.6131.9.2026", number: 9, mode: "DEDYKOWANY"))?.code == .checkViolation)
            for change: SQL in ["sign = 'X.1.1.2026'", "number = 5", "symbol = '1'", "unit_id = 9", "year = 2025"] {
                #expect(refusal(c, "UPDATE case_file SET \(sql: change) WHERE id = \(opened.id)") != nil)
            }
            #expect(refusal(c, "DELETE FROM case_file WHERE id = \(opened.id)") != nil)
            var o = K.opening()
            o.classification.isLeaf = false
            #expect(problem { try K.open(c, o) }?.field == "klasa")
            o = K.opening()
            o.classification.mode = .dedicated
            #expect(problem { try K.open(c, o) }?.field == "klasa")
            o.classification.mode = .paper
            #expect(try K.open(c, o).sign.number == 2)
            for (field, change) in [("komorka", { $0.unitCode = "12" }), ("tytul", { $0.title = " " }), ("wszczecie", { $0.startDay = D.today.adding(days: 1) })]
                as [(String, (inout CaseOpening) -> Void)]
            {
                var bad = K.opening()
                change(&bad)
                #expect(problem { try K.open(c, bad) }?.field == field)
            }
        }
    }

    @Test("Cases in a sub-file are counted by themselves and the sub-file takes a number of the list", arguments: Backend.available)
    func subFiles(_ backend: Backend) async throws {
        try await run(backend) { c in
            _ = try K.open(c)
            let base = try Cases.openSubFile(c, unit: D.roads, unitCode: "GK", classification: K.trees, title: "Park", by: D.adam, at: D.noon)
            #expect(base.sign.description == "GK.6131.2.2026")
            var o = K.opening()
            o.subFile = base.id
            #expect(try (0..<3).map { _ in try K.open(c, o).sign.description } == ["GK.6131.2.1.2026", "GK.6131.2.2.2026", "GK.6131.2.3.2026"])
            #expect(try K.open(c).sign.number == 3)
            #expect(try Cases.find(c, base.id) == nil && Cases.find(c, base.sign) == nil)
            #expect(try Cases.subFiles(c, unitCode: "GK", symbol: "6131", year: 2026).map(\.sign) == [base.sign])
            var foreign = o
            foreign.classification.symbol = "6220"
            #expect(problem { try K.open(c, foreign) }?.field == "podteczka")
            let nextYear = Instant(iso8601: "2027-01-04T11:00:00Z")!
            #expect(problem { try K.open(c, o, at: nextYear) }?.field == "podteczka")
            #expect(try K.open(c, at: nextYear).sign.description == "GK.6131.1.2027")
        }
    }

    @Test("Two people open a case from one letter at once: one wins, the other reads who", arguments: Backend.available) func race(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in
            let (letter, version) = try await db.write { c in
                let letter = try D.letter(c)
                return (letter, try D.work(c, letter).version)
            }
            let lost = await withTaskGroup(of: Problem?.self) { group in
                for officer in [D.adam, D.iga, D.head, D.adam] {
                    group.addTask {
                        do {
                            _ = try await db.write { try Cases.open($0, K.opening(), from: (letter, version), by: officer, at: D.noon, isDayOff: K.isDayOff) }
                            return nil
                        } catch let problem as Problem { return problem } catch { return Problem(.internalFault, "\(error)") }
                    }
                }
                var problems: [Problem] = []
                for await problem in group { if let problem { problems.append(problem) } }
                return problems
            }
            #expect(lost.count == 3 && lost.allSatisfy { $0.code == .conflict && $0.message.contains("w sprawie") })
            #expect(try await db.read { try Cases.count($0, CaseQuery()) } == 1)
            // The number of those who lost is not spent.
            #expect(try await db.write { try K.open($0).sign.number } == 2)
        }
    }

    @Test("A letter joins many cases, each once, and comes back when it leaves the last", arguments: Backend.available) func joining(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            try D.assign(c, letter, AssignmentOrder([D.toAdam]), by: D.mayor)
            let (a, b) = (try K.open(c), try K.open(c))
            func join(_ id: CaseID) throws -> CaseElementID { try Cases.join(c, letter, version: try D.work(c, letter).version, to: id, by: D.adam, at: D.noon) }
            let first = try join(a.id), second = try join(b.id)
            #expect(problem { try join(a.id) }?.message.contains("już w aktach sprawy GK.6131.1.2026") == true)
            #expect(try Cases.cases(c, of: letter) == [a.id, b.id] && K.find(c, a.id).state == .inProgress)
            #expect(
                refusal(
                    c,
                    "INSERT INTO case_element (case_id, case_unit, cooperating, position, kind, letter_kind, letter_id, reference, title, access, text, file_name, media_type, size, added_at, added_by_name, added_by_post) VALUES (\(a.id), 2, 0, 9, 'przesylka-wplywajaca', 'wplywajaca', \(letter.id), '', 'x', 'x', '', '', '', 0, 1, 'x', 'x')"
                )?.code == .uniqueViolation)
            #expect(problem { try IncomingRegister.cancel(c, RegisterNumber(year: 2026, number: 1), reason: "x", by: D.registry, at: D.noon) }?.code == .conflict)
            try Cases.remove(c, first, reason: "nie ta sprawa", by: D.adam, at: D.noon)
            #expect(try D.work(c, letter).state == .inCase)
            try Cases.remove(c, second, reason: "nie ta sprawa", by: D.adam, at: D.noon)
            #expect(try D.work(c, letter).state == .assigned && WorkQueue.mine(D.adam.officer).count(c) == 1)
            #expect(try Cases.elements(c, a.id).map { $0.removal?.reason } == ["nie ta sprawa"])
            #expect(problem { try Cases.remove(c, first, reason: "x", by: D.adam, at: D.noon) }?.code == .notFound)
            // Joined again it is entered in the metryka as joined again, its registration still once.
            _ = try join(a.id)
            #expect(try K.acts(c, a.id).filter { $0 == "Zarejestrowano pismo" }.count == 1)
            #expect(try Cases.elements(c, a.id).map(\.position) == [1, 2])
        }
    }

    @Test("A document that creates no case is kept by class and year, and moved to a case with a trace", arguments: Backend.available)
    func withoutCase(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c, "Zaproszenie")
            let invitations = CaseClass(symbol: "0640", title: "Zaproszenia", category: "B2")
            var parent = invitations
            parent.isLeaf = false
            func file(_ k: CaseClass) throws { try DocumentsWithoutCase.file(c, letter, version: try D.work(c, letter).version, in: k, by: D.adam, at: D.noon) }
            #expect(problem { try file(parent) }?.field == "klasa")
            try file(invitations)
            #expect(problem { try file(invitations) }?.code == .conflict)
            #expect(try D.work(c, letter).state == .noCase)
            #expect(try DocumentsWithoutCase.list(c, symbol: "0640", year: 2026).map(\.reference) == ["RPW/1/2026"])
            let opened = try K.open(c, from: letter)
            #expect(try DocumentsWithoutCase.list(c, symbol: "0640", year: 2026).isEmpty)
            let trace = try #require(try DocumentsWithoutCase.entries(c, of: letter).first)
            #expect(trace.movedTo == opened.id && trace.category == "B2")
            #expect(try Journal.entries(c, object: "pismo:RPW-2026-1").contains { $0.entry.act == "przeniesienie-do-sprawy" })

            let settled = try D.letter(c, "Podziękowanie")
            #expect(problem { try LetterWork.settle(c, settled, version: 1, note: " ", by: D.adam, at: D.noon) }?.field == "notatka")
            try LetterWork.settle(c, settled, version: 1, note: "Przyjęto do wiadomości", by: D.adam, at: D.noon)
            #expect(try D.work(c, settled).state == .settled)
        }
    }
}

@Suite struct CaseLifeTests {
    typealias D = OfficeDesk
    typealias K = CaseDesk

    private func run(_ backend: Backend, _ body: @escaping @Sendable (any SQLConnection) throws -> Void) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in
            try await db.write(body)
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    @Test("Suspension stops the clock; taking up lengthens the term by the days between", arguments: Backend.available) func suspension(_ backend: Backend) async throws {
        try await run(backend) { c in
            let id = try K.open(c).id
            #expect(try K.find(c, id).due == Day("2026-04-13"))
            let later = D.noon.adding(seconds: 86_400 * 10)
            #expect(problem { try Cases.suspend(c, id, version: 1, from: D.today, basis: "", by: D.adam, at: later, isDayOff: K.isDayOff) }?.field == "podstawa")
            try Cases.suspend(c, id, version: 1, from: D.today.adding(days: 1), basis: "art. 97 § 1 pkt 4 KPA", by: D.adam, at: later, isDayOff: K.isDayOff)
            #expect(try K.find(c, id).due == nil && K.find(c, id).state == .suspended)
            #expect(problem { try K.close(c, id, at: later) }?.message.contains("zawieszone") == true)
            #expect(problem { try Cases.resume(c, id, version: 2, on: D.today, by: D.adam, at: later, isDayOff: K.isDayOff) }?.field == "dzien")
            try Cases.resume(c, id, version: 2, on: D.today.adding(days: 8), by: D.adam, at: later, isDayOff: K.isDayOff)
            // Seven days (13–19 March) from 12 April: Sunday the 19th, so Monday.
            #expect(try K.find(c, id).due == Day("2026-04-20") && K.find(c, id).state == .inProgress)
            #expect(try Cases.exclusions(c, id).map(\.to) == [D.today.adding(days: 7)])
            #expect(problem { try Cases.settle(c, id, version: 2, on: D.today, by: D.adam, at: later) }?.message.contains("Adam Sowa") == true)
            #expect(try Cases.stateChanges(c, id).map(\.event) == [.suspend, .resume])
        }
    }

    @Test("The check before closing names obstacles and warnings, and those of other parts", arguments: Backend.available) func precheck(_ backend: Backend) async throws
    {
        try await run(backend) { c in
            var o = K.opening()
            o.classification.category = nil
            let id = try K.open(c, o).id
            let found = try CaseClosing.precheck(c, id, on: D.today, contributed: [ClosingFinding(.obstacle, "Pismo czeka na wysłanie.")])
            #expect(found.map(\.severity) == [.obstacle, .obstacle, .warning, .warning])
            #expect(found.map(\.message).contains("Pismo czeka na wysłanie.") && found[0].message.hasPrefix("Akta są puste"))
            try K.note(c, id)
            func close(_ read: Bool, _ contributed: [ClosingFinding] = []) throws {
                try CaseClosing.close(c, id, version: try K.version(c, id), on: D.today, contributed: contributed, warningsRead: read, by: D.adam, at: D.noon)
            }
            #expect(problem { try close(false) }?.field == "ostrzezenia")
            #expect(problem { try close(true, [ClosingFinding(.obstacle, "Pismo czeka na wysłanie.")]) }?.message == "Pismo czeka na wysłanie.")
            // A class without a category never stops a case (R1.23).
            try close(true)
            let file = try K.find(c, id)
            #expect(file.state == .closed && file.closedDay == D.today && file.settledDay == D.today)
        }
    }

    @Test("I6: the file of a closed case cannot be changed, through the program or past it, but by a written procedure", arguments: Backend.available)
    func locking(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c), other = try D.letter(c)
            let id = try K.open(c, from: letter).id
            let note = try K.note(c, id)
            let party = try Cases.addParty(c, to: id, contact: 7, role: .party, label: "Jan Łoś", address: "ul. Polna 1\n55-110 Prusice", by: D.adam, at: D.noon)
            try K.close(c, id)
            let version = try K.version(c, id)
            let attempts: [() throws -> Any] = [
                { try K.note(c, id) },
                { try Cases.join(c, other, version: try D.work(c, other).version, to: id, by: D.adam, at: D.noon) },
                { try Cases.remove(c, note, reason: "x", by: D.adam, at: D.noon) },
                { try Cases.addParty(c, to: id, contact: 8, role: .party, label: "X", address: "", by: D.adam, at: D.noon) },
                { try Cases.removeParty(c, party, reason: "x", by: D.adam, at: D.noon) },
                { try Cases.edit(c, id, version: version, .init(title: "Inny"), by: D.adam, at: D.noon) },
                { try Cases.reassign(c, id, version: version, to: D.iga.officer, name: "Iga Bąk", by: D.adam, at: D.noon) },
                { try Cases.setTerm(c, id, version: version, CaseTerm(2, .month), reason: "x", by: D.adam, at: D.noon, isDayOff: K.isDayOff) },
                { try Cases.exclude(c, id, CaseExclusion(.partyDelay, from: D.today, to: D.today, basis: "x"), by: D.adam, at: D.noon, isDayOff: K.isDayOff) },
                { try Cases.settle(c, id, version: version, on: D.today, by: D.adam, at: D.noon) },
                { try K.close(c, id) },
            ]
            for (n, attempt) in attempts.enumerated() { #expect(problem(attempt)?.code == .conflict, "attempt \(n)") }

            let past: [SQL] = [
                "INSERT INTO case_element (case_id, case_unit, cooperating, position, kind, reference, title, access, text, file_name, media_type, size, added_at, added_by_name, added_by_post) VALUES (\(id), 2, 0, 9, 'notatka', '', 'x', 'x', '', '', '', 0, 1, 'x', 'x')",
                "UPDATE case_element SET title = 'x' WHERE id = \(note)",
                "UPDATE case_element SET removed_at = 1, removed_by = 'x', remove_reason = 'x' WHERE id = \(note)",
                "DELETE FROM case_element WHERE id = \(note)",
                "INSERT INTO case_party (case_id, contact_id, role, label, address, added_at, added_by) VALUES (\(id), 1, 'strona', 'x', '', 1, 'x')",
                "UPDATE case_party SET label = 'x' WHERE case_id = \(id)",
                "UPDATE case_file SET title = 'x' WHERE id = \(id)",
                "UPDATE case_file SET state = 'w-toku', locked = 0 WHERE id = \(id)",
                "UPDATE case_file SET locked = 0 WHERE id = \(id)",
                "UPDATE case_file SET closed_day = '2020-01-01' WHERE id = \(id)",
                "DELETE FROM case_state_change WHERE case_id = \(id)",
                "UPDATE case_state_change SET reason = 'x' WHERE case_id = \(id)",
            ]
            for statement in past { #expect(refusal(c, statement) != nil, "\(statement.text)") }

            #expect(problem { try Cases.inProcedure(c, id, reason: "", by: D.adam, at: D.noon) {} }?.field == "powod")
            try Cases.inProcedure(c, id, reason: "zwrotka po zakończeniu", by: D.adam, at: D.noon) { _ = try K.note(c, id, "Zwrotka") }
            #expect(try K.acts(c, id).contains("Zmieniono akta zakończonej sprawy: zwrotka po zakończeniu"))
            #expect(try K.find(c, id).state == .closed && problem { try K.note(c, id) }?.code == .conflict)
            // A procedure that failed leaves no door open.
            struct Failed: Error {}
            #expect(throws: Failed.self) { try Cases.inProcedure(c, id, reason: "x", by: D.adam, at: D.noon) { throw Failed() } }
            #expect(problem { try K.note(c, id) }?.code == .conflict)
        }
    }

    @Test("A reopened case is open again, with its former closing in the history; one in the archive needs a request", arguments: Backend.available)
    func reopening(_ backend: Backend) async throws {
        try await run(backend) { c in
            let id = try K.open(c).id
            try K.note(c, id)
            try K.close(c, id)
            func reopen(request: String = "") throws {
                try Cases.reopen(
                    c, id, version: try K.version(c, id), basis: "art. 145 § 1 KPA", reason: "nowe dowody", archiveRequest: request, due: Day("2026-06-01"), by: D.adam,
                    at: D.noon)
            }
            try reopen()
            let file = try K.find(c, id)
            #expect(file.state == .inProgress && file.closedDay == nil && file.reopenings == 1 && file.due == Day("2026-06-01"))
            try K.note(c, id)
            try K.close(c, id)
            try Cases.archiveStep(c, id, version: try K.version(c, id), .archive, basis: "2 lata", by: D.adam, at: D.noon)
            #expect(problem { try reopen() }?.field == "wniosek")
            try reopen(request: "3/2026")
            #expect(try Cases.stateChanges(c, id).map(\.event) == [.begin, .close, .reopen, .close, .archive, .reopen])
            #expect(try Cases.stateChanges(c, id).compactMap(\.day) == [D.today, D.today])
            #expect(problem { try Cases.archiveStep(c, id, version: try K.version(c, id), .close, basis: "", by: D.adam, at: D.noon) }?.code == .internalFault)
        }
    }

    @Test("A case opened by mistake keeps its number with the note, and its letter goes back to work", arguments: Backend.available)
    func mistaken(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            try D.assign(c, letter, AssignmentOrder([D.toAdam]), by: D.mayor)
            let opened = try K.open(c, from: letter)
            try Cases.markMistaken(c, opened.id, version: 1, reason: "zła klasa", by: D.adam, at: D.noon)
            #expect(try K.find(c, opened.id).state == .mistaken && K.find(c, opened.id).remarks == "założona omyłkowo: zła klasa")
            #expect(try D.work(c, letter).state == .assigned && WorkQueue.mine(D.adam.officer).count(c) == 1)
            #expect(try K.open(c, from: letter).sign.number == 2)
            let header = CaseList.Header(year: 2026, unitCode: "GK", unitName: "Referat Dróg", symbol: "6131", classTitle: K.trees.title, reportDay: D.today)
            #expect(try CaseList.rows(c, header).map(\.remarks) == ["założona omyłkowo: zła klasa", ""])
        }
    }

    @Test("Cases are joined, parted, split, forwarded and related, each seen from both sides", arguments: Backend.available) func relations(_ backend: Backend)
        async throws
    {
        try await run(backend) { c in
            let (a, b) = (try K.open(c), try K.open(c))
            try Cases.join(c, a.id, version: 1, into: b.id, reason: "ten sam teren", by: D.adam, at: D.noon)
            #expect(try K.find(c, a.id).state == .joined && Cases.relations(c, b.id).map(\.kind) == [.absorbed])
            #expect(try Cases.relations(c, a.id).map(\.sign) == [b.sign])
            #expect(problem { try K.note(c, a.id) }?.code == .conflict)
            try Cases.separate(c, a.id, version: 2, reason: "odrębne strony", by: D.adam, at: D.noon)
            #expect(try K.find(c, a.id).state == .inProgress)
            #expect(try Set(Cases.relations(c, a.id).map(\.kind)) == [.joinedTo, .parted] && Set(Cases.relations(c, b.id).map(\.kind)) == [.absorbed, .parted])
            #expect(try K.acts(c, b.id).filter { $0.contains("łączono sprawę \(a.sign)") } == ["Przyłączono sprawę \(a.sign)", "Odłączono sprawę \(a.sign)"])

            let note = try K.note(c, b.id, "Oględziny")
            let part = try Cases.split(
                c, from: b.id, version: 1, K.opening("Część"), taking: CaseLegacy(elements: [note]), by: D.adam, at: D.noon, isDayOff: K.isDayOff)
            #expect(try Cases.elements(c, part.id).map(\.content.title) == ["Oględziny"] && Cases.relations(c, part.id).map(\.kind) == [.splitFrom])
            try Cases.relate(c, a.id, .related, to: part.id, by: D.adam, at: D.noon)
            try Cases.relate(c, part.id, .related, to: a.id, by: D.adam, at: D.noon)
            #expect(try Cases.relations(c, a.id).filter { $0.kind == .related }.count == 1)
            #expect(problem { try Cases.relate(c, a.id, .related, to: a.id, by: D.adam, at: D.noon) }?.code == .invalidInput)

            try Cases.forward(c, a.id, version: 3, to: "Starosta Trzebnicki", on: D.today, by: D.adam, at: D.noon)
            #expect(try K.find(c, a.id).state == .forwarded && K.find(c, a.id).closedDay == D.today)
            for kind in CaseRelation.Kind.allCases { #expect(kind.inverse.inverse == kind) }
        }
    }

    @Test("A part of a case goes its own way: chosen documents and parties lie in both, each names the other, the metryka tells it once", arguments: Backend.available)
    func splitting(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            let source = try K.open(c, from: letter)
            let (kept, taken) = (try K.note(c, source.id, "Zostaje"), try K.note(c, source.id, "Idzie dalej"))
            let party = try Cases.addParty(c, to: source.id, contact: 7, role: .party, label: "Jan Łoś", address: "", by: D.adam, at: D.noon)
            let letterElement = try #require(try Cases.elements(c, source.id).first?.id)
            let version = try K.version(c, source.id)
            let legacy = CaseLegacy(elements: [taken, letterElement], takesParties: true)
            let part = try Cases.split(c, from: source.id, version: version, K.opening("Część"), taking: legacy, by: D.adam, at: D.minutes(5), isDayOff: K.isDayOff)
            let elements = try Cases.elements(c, part.id)
            #expect(elements.map(\.position) == [1, 2] && elements.map(\.content.title) == ["Wniosek", "Idzie dalej"])
            #expect(try Cases.parties(c, part.id).map(\.label) == ["Jan Łoś"] && Cases.parties(c, source.id).map(\.id) == [party])
            #expect(try Cases.cases(c, of: letter) == [source.id, part.id] && Cases.elements(c, source.id).count == 3)
            #expect(try K.acts(c, part.id) == ["Wydzielono ze sprawy \(source.sign)"])
            #expect(try K.acts(c, source.id).filter { $0.contains("Wydzielono") } == ["Wydzielono sprawę \(part.sign)"])
            #expect(try Cases.relations(c, source.id).map(\.kind) == [.splitInto] && Cases.relations(c, part.id).map(\.sign) == [source.sign])
            #expect(try K.find(c, source.id).state == .inProgress && K.find(c, part.id).startDay == D.today && K.find(c, part.id).state == .new)
            // Elements taken out, or of another file, do not go along.
            try Cases.remove(c, kept, reason: "pomyłka", by: D.adam, at: D.noon)
            let foreign = try K.note(c, part.id, "Cudza")
            let again = try Cases.split(
                c, from: source.id, version: try K.version(c, source.id), K.opening("Druga część"), taking: CaseLegacy(elements: [kept, foreign]), by: D.adam,
                at: D.noon, isDayOff: K.isDayOff)
            #expect(try Cases.elements(c, again.id).isEmpty && Cases.parties(c, again.id).isEmpty)
            // Somebody was faster; a locked file is not split.
            try Cases.edit(c, source.id, version: try K.version(c, source.id), Cases.Edit(title: "Inny tytuł"), by: D.head, at: D.noon)
            func split(_ version: Int64) throws -> OpenedCase {
                try Cases.split(c, from: source.id, version: version, K.opening("x"), taking: CaseLegacy(), by: D.adam, at: D.noon, isDayOff: K.isDayOff)
            }
            #expect(problem { try split(version) }?.message.contains("Piotr Kier") == true)
            try K.close(c, source.id)
            #expect(problem { try split(try K.version(c, source.id)) }?.code == .conflict)
        }
    }

    @Test("R1.13: a completed case begins anew under a new sign, once, and each names the other; one that goes on keeps its sign", arguments: Backend.available)
    func beginningAnew(_ backend: Backend) async throws {
        try await run(backend) { c in
            let old = try K.open(c)
            let note = try K.note(c, old.id)
            try Cases.addParty(c, to: old.id, contact: 7, role: .party, label: "Jan Łoś", address: "", by: D.adam, at: D.noon)
            func anew(_ id: CaseID, from letter: LetterRef? = nil, _ legacy: CaseLegacy = CaseLegacy(), reason: String = "nowy wniosek") throws -> OpenedCase {
                let seen = try letter.map { (ref: $0, version: try D.work(c, $0).version) }
                return try Cases.startAnew(
                    c, id, version: try K.version(c, id), in: K.opening("Wycinka drzew, dalszy ciąg"), from: seen, taking: legacy, reason: reason, by: D.adam,
                    at: D.minutes(10), isDayOff: K.isDayOff)
            }
            #expect(problem { try anew(old.id) }?.message.contains("w toku") == true)
            try K.close(c, old.id)
            #expect(problem { try anew(old.id, reason: " ") }?.field == "powod")
            let letter = try D.letter(c, "Nowy wniosek")
            let new = try anew(old.id, from: letter, CaseLegacy(elements: [note], takesParties: true))
            #expect(new.sign.number == 2 && new.due != nil)
            let file = try K.find(c, new.id)
            #expect(try file.origin == letter && file.state == .new && D.work(c, letter).state == .inCase)
            #expect(try Cases.elements(c, new.id).map(\.content.title) == ["Nowy wniosek", "Rozmowa"] && Cases.parties(c, new.id).map(\.label) == ["Jan Łoś"])
            #expect(try K.acts(c, new.id).last == "Wszczęto na nowo sprawę zakończoną pod znakiem \(old.sign)")
            #expect(try K.acts(c, old.id).last == "Sprawę wszczęto na nowo pod znakiem \(new.sign): nowy wniosek")
            #expect(try Cases.relations(c, new.id).map(\.kind) == [.continues] && Cases.relations(c, old.id).map(\.sign) == [new.sign])
            #expect(try K.find(c, old.id).state == .closed && Cases.find(c, old.sign)?.id == old.id)
            // What comes to the former case late belongs to it, not to the one that began anew.
            #expect(try Cases.successor(c, of: old.id) == old.id)
            #expect(problem { try anew(old.id) }?.message.contains(new.sign.description) == true)
            // A beginning that was a mistake does not stand in the way.
            try Cases.markMistaken(c, new.id, version: try K.version(c, new.id), reason: "zły znak", by: D.adam, at: D.noon)
            #expect(try anew(old.id).sign.number == 3)
        }
    }

    @Test("A new case is in progress from the first letter or element on; its history and metryka say so once", arguments: Backend.available)
    func beginning(_ backend: Backend) async throws {
        try await run(backend) { c in
            let (byNote, byLetter, byJoining) = (try K.open(c).id, try K.open(c).id, try K.open(c).id)
            for id in [byNote, byLetter, byJoining] {
                try Cases.addParty(c, to: id, contact: 7, role: .party, label: "Jan Łoś", address: "", by: D.adam, at: D.noon)
                #expect(try K.find(c, id).state == .new && Cases.stateChanges(c, id).isEmpty)
            }
            try K.note(c, byNote)
            try K.note(c, byNote, "Druga")
            let content = LetterContent(metadata: OutgoingMetadata(title: "Wezwanie"), body: "Treść", addressees: [])
            func draft() throws -> OutgoingLetterID {
                let reference = CaseReference(id: byLetter, sign: try K.find(c, byLetter).sign.description)
                return try OutgoingLetters.create(
                    c, OutgoingDraft(caseReference: reference, unit: D.roads, unitName: "Drogi", content: content), by: D.adam, at: D.minutes(1))
            }
            let letter = try draft()
            _ = try draft()
            let incoming = try D.letter(c)
            try Cases.join(c, incoming, version: try D.work(c, incoming).version, to: byJoining, by: D.head, at: D.minutes(2))
            for (id, who) in [(byNote, D.adam), (byLetter, D.adam), (byJoining, D.head)] {
                let changes = try Cases.stateChanges(c, id)
                #expect(changes.map(\.event) == [.begin] && changes.first?.after == .inProgress && changes.first?.by == who.name)
                #expect(try K.find(c, id).state == .inProgress && K.acts(c, id).filter { $0 == "Podjęto czynności w sprawie" }.count == 1)
                // Whoever looked at the case is not told that somebody was faster.
                #expect(try K.version(c, id) == 1)
            }
            // Work on a letter keeps the case from seeming quiet.
            try OutgoingLetters.cancel(c, letter, revision: 1, reason: "pomyłka", by: D.adam, at: D.minutes(30))
            #expect(try K.find(c, byLetter).lastActAt == D.minutes(30))
        }
    }

    @Test("R1.13: after a reorganisation an unfinished case goes on under a new sign, with all that is in it", arguments: Backend.available)
    func reorganisation(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            let old = try K.open(c, from: letter)
            try K.note(c, old.id)
            let party = try Cases.addParty(c, to: old.id, contact: 7, role: .party, label: "Jan Łoś", address: "", by: D.adam, at: D.noon)
            try Cases.addParty(c, to: old.id, contact: 9, role: .attorney, represents: party, label: "Adw. Lis", address: "", by: D.adam, at: D.noon)
            let noteID = try #require(try Cases.elements(c, old.id).last?.id)
            _ = try CaseSharing.share(c, old.id, with: D.office, by: D.adam, at: D.noon)
            _ = try CaseSharing.share(c, old.id, with: D.office, element: noteID, mayAdd: true, by: D.adam, at: D.noon)
            func draft(_ title: String) throws -> OutgoingLetterID {
                let content = LetterContent(metadata: OutgoingMetadata(title: title), body: "Treść", addressees: [])
                return try OutgoingLetters.create(
                    c, OutgoingDraft(caseReference: CaseReference(id: old.id, sign: old.sign.description), unit: D.roads, unitName: "Drogi", content: content),
                    by: D.adam, at: D.noon)
            }
            let unsigned = try draft("Wezwanie"), dropped = try draft("Pomyłka")
            try OutgoingLetters.cancel(c, dropped, revision: 1, reason: "pomyłka", by: D.adam, at: D.noon)
            try Cases.recordFinality(c, old.id, decision: "PISMO-1", .init(party: party, delivered: D.today), by: D.adam, at: D.noon)
            var o = CaseOpening(unit: D.estates, unitCode: "GN", classification: K.trees, title: "Wycinka drzew")
            (o.officer, o.officerName) = (D.iga.officer, D.iga.name)
            let version = try K.version(c, old.id)
            let new = try Cases.continueElsewhere(c, old.id, version: version, in: o, reason: "podział referatu", by: D.head, at: D.noon)
            #expect(new.sign.description == "GN.6131.1.2026" && new.due == old.due)
            let file = try K.find(c, new.id)
            #expect(file.state == .inProgress && file.startDay == D.today && file.origin == letter && file.officer == D.iga.officer)
            #expect(try Cases.elements(c, new.id).map(\.content.kind) == [.incomingLetter, .note])
            let parties = try Cases.parties(c, new.id)
            #expect(parties.map(\.label) == ["Jan Łoś", "Adw. Lis"] && parties[1].represents == parties[0].id && parties[0].id != party)
            #expect(try Cases.relations(c, new.id).map(\.kind) == [.continues] && Cases.relations(c, old.id).map(\.kind) == [.continuedBy])
            #expect(try K.find(c, old.id).state == .continued && Cases.find(c, old.sign)?.id == old.id)
            #expect(try Cases.successor(c, of: old.id) == new.id && Cases.successor(c, of: new.id) == new.id)
            #expect(try Cases.finality(c, new.id, decision: "PISMO-1").map(\.delivered) == [D.today])
            let note = try #require(try Cases.elements(c, new.id).last?.id)
            #expect(try CaseSharing.shares(c, new.id).map { [$0.unit.number, $0.element?.number ?? 0] } == [[D.office.number, 0], [D.office.number, note.number]])
            #expect(try OutgoingLetters.unfinished(c, case: new.id).map(\.id) == [unsigned] && OutgoingLetters.unfinished(c, case: old.id).isEmpty)
            let moved = try #require(try OutgoingLetters.find(c, unsigned))
            #expect(moved.caseReference?.sign == new.sign.description && moved.unit == D.estates && moved.revision == 2)
            #expect(try OutgoingLetters.find(c, dropped)?.caseReference?.id == old.id)
            #expect(problem { try K.note(c, old.id) }?.code == .conflict)
        }
    }

    @Test("The metryka tells each act once, with person and post", arguments: Backend.available) func metryka(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            let id = try K.open(c, from: letter).id
            try K.note(c, id, "Rozmowa")
            try Cases.add(c, CaseElementContent(.outgoingLetter, title: "Decyzja", reference: "pismo-1"), to: id, wording: .none, by: D.adam, at: D.noon)
            #expect(try Cases.cases(c, ofReference: "pismo-1") == [id])
            try Metryka.enter(c, case: id, "Wysłano pismo", document: "pismo-1", key: "wysylka:1", by: D.adam, at: D.noon)
            try Metryka.enter(c, case: id, "Wysłano pismo", document: "pismo-1", key: "wysylka:1", by: D.adam, at: D.noon)
            try Cases.settle(c, id, version: try K.version(c, id), on: D.today, by: D.adam, at: D.noon)
            try K.close(c, id)
            let entries = try Metryka.entries(c, case: id)
            #expect(
                entries.map(\.act) == [
                    "Zarejestrowano pismo", "Wszczęto sprawę", "Podjęto czynności w sprawie", "Sporządzono notatkę: Rozmowa", "Wysłano pismo", "Załatwiono sprawę",
                    "Zakończono sprawę",
                ])
            #expect(entries.map(\.position) == [1, 2, 3, 4, 5, 6, 7] && entries.allSatisfy { !$0.person.isEmpty && !$0.post.isEmpty })
        }
    }

    @Test("Another unit adds its opinion to the leading unit's file; the report shows it from both sides", arguments: Backend.available)
    func cooperation(_ backend: Backend) async throws {
        try await run(backend) { c in
            let id = try K.open(c).id
            let own = try K.note(c, id)
            let file = try K.find(c, id)
            #expect(try Cases.sight(c, file, acting: D.iga, rights: D.cooperating).extent == .nothing)
            let share = try CaseSharing.share(c, id, with: D.estates, element: own, mayAdd: true, by: D.adam, at: D.noon)
            let sight = try Cases.sight(c, file, acting: D.iga, rights: D.cooperating)
            #expect(sight.extent == .elements([own]) && sight.mayAdd)
            try Cases.add(c, CaseElementContent(.opinion, title: "Opinia GN"), to: id, by: D.iga, at: D.minutes(5))
            for (unit, received) in [(D.roads, true), (D.estates, false)] {
                let rows = try CaseSharing.cooperation(c, of: unit, received: received)
                #expect(rows.map(\.title) == ["Opinia GN"] && rows.first?.addedBy == "Iga Bąk" && rows.first?.addedAt == D.minutes(5))
            }
            #expect(try CaseSharing.cooperation(c, of: D.roads, received: false).isEmpty)
            #expect(try CaseSharing.sharedWith(c, D.estates, on: D.today).map(\.file.id) == [id])
            try CaseSharing.revoke(c, share, by: D.adam, at: D.noon)
            #expect(try Cases.sight(c, file, acting: D.iga, rights: D.cooperating).extent == .nothing)
            #expect(problem { try CaseSharing.share(c, id, with: D.roads, by: D.adam, at: D.noon) }?.code == .invalidInput)
        }
    }

    @Test("Parties keep the name and address of their day; an attorney belongs to a party", arguments: Backend.available) func parties(_ backend: Backend) async throws {
        try await run(backend) { c in
            let id = try K.open(c).id
            let party = try Cases.addParty(c, to: id, contact: 7, role: .party, label: "Jan Łoś", address: "ul. Polna 1", by: D.adam, at: D.noon)
            #expect(problem { try Cases.addParty(c, to: id, contact: 9, role: .attorney, label: "X", address: "", by: D.adam, at: D.noon) }?.field == "reprezentuje")
            try Cases.addParty(c, to: id, contact: 9, role: .attorney, represents: party, label: "Adw. Lis", address: "", by: D.adam, at: D.noon)
            #expect(try Cases.cases(c, ofContact: 9).map(\.id) == [id])
            let decision = "pismo-1"
            try Cases.recordFinality(c, id, decision: decision, .init(party: party, delivered: D.today), by: D.adam, at: D.noon)
            #expect(try Cases.finality(c, id, decision: decision).map(\.delivered) == [D.today])
            try K.note(c, id)
            try K.close(c, id)
            try Cases.recordFinality(c, id, decision: decision, .init(party: party, waived: D.today.adding(days: 2)), by: D.adam, at: D.noon)
            let known = try Cases.finality(c, id, decision: decision)
            #expect(try known.map(\.delivered) == [D.today] && CaseFinality(known, today: D.today, calendar: .statutory).standing == .finalFrom(D.today.adding(days: 2)))
            #expect(problem { try Cases.recordFinality(c, id, decision: decision, .init(party: CasePartyID(99)), by: D.adam, at: D.noon) }?.code == .notFound)
        }
    }

    @Test("R4.6: an order and its complaint, with how it came and what became of it, kept and carried on", arguments: Backend.available)
    func rulings(_ backend: Backend) async throws {
        try await run(backend) { c in
            let id = try K.open(c).id, name = "PISMO-1"
            let party = try Cases.addParty(c, to: id, contact: 7, role: .party, label: "Jan Łoś", address: "", by: D.adam, at: D.noon)
            try Cases.recordFinality(c, id, decision: name, kind: .order, .init(party: party, delivered: D.today), by: D.adam, at: D.noon)
            #expect(try Cases.ruling(c, id, decision: name) == .order && Cases.ruling(c, id, decision: "inna") == .decision)
            func standing() throws -> RulingStanding { try #require(try Cases.rulings(c, id, today: D.today.adding(days: 30), calendar: .statutory).first) }
            #expect(try standing().finality.standing == .finalFrom(D.today.adding(days: 8)))
            let late = Filing(way: .otherOperator, handedIn: D.today.adding(days: 5), received: D.today.adding(days: 9))
            #expect(
                problem {
                    var wrong = late
                    wrong.handedIn = D.today.adding(days: 10)
                    try Cases.recordAppeal(c, id, decision: name, party: party, FiledAppeal(wrong), by: D.adam, at: D.noon)
                }?.field == "nadano")
            #expect(problem { try Cases.endAppeal(c, id, decision: name, party: party, .withoutEffect, on: nil, by: D.adam, at: D.noon) }?.code == .conflict)
            try Cases.recordAppeal(c, id, decision: name, party: party, FiledAppeal(late, letter: "RPW/5/2026"), by: D.adam, at: D.noon)
            let appealed = try standing()
            #expect(appealed.finality.standing == .appealed && appealed.parties.map(\.appeal) == [FiledAppeal(late, letter: "RPW/5/2026")])
            guard case .late(_, 2, _)? = appealed.finality.timeliness(party) else { throw Missing() }
            #expect(problem { try Cases.endAppeal(c, id, decision: name, party: party, .withdrawn, on: nil, by: D.adam, at: D.noon) }?.field == "dzien")
            try Cases.endAppeal(c, id, decision: name, party: party, .withoutEffect, on: nil, by: D.adam, at: D.noon)
            #expect(try standing().finality.standing == .finalFrom(D.today.adding(days: 8)))
            // A new delivery date does not lose the appeal.
            try Cases.recordFinality(c, id, decision: name, .init(party: party, delivered: D.today.adding(days: 1)), by: D.adam, at: D.noon)
            #expect(try standing().parties.map(\.outcome) == [.withoutEffect])
        }
    }
    private struct Missing: Error {}

    @Test("R1.10: the completeness of a case counts letters of the file that lack what table A requires", arguments: Backend.available)
    func completeness(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            let id = try K.open(c, from: letter).id
            let found = try Cases.completeness(c, id)
            #expect(found.letters == 1 && found.shortages.map(\.position) == [1] && found.shortages[0].gaps == [.town, .country, .letterDate])
            let number = found.shortages[0].number
            var m = try #require(try IncomingRegister.find(c, number)).metadata
            m.senders[0].address = PostalAddress(town: "Prusice", country: "Polska")
            m.letterDate = PartialDate(D.today)
            try IncomingRegister.correct(c, number, to: m, reason: "uzupełnienie", by: D.registry, at: D.noon)
            #expect(try Cases.completeness(c, id).isComplete)
            try K.note(c, id)
            #expect(try Cases.completeness(c, id).letters == 1)
        }
    }

    @Test("An art. 36 notice moves the end; each reminder is given once for each end", arguments: Backend.available) func terms(_ backend: Backend) async throws {
        try await run(backend) { c in
            let id = try K.open(c).id
            let due = Day("2026-04-13")!
            func pending(_ day: Day) throws -> [CaseReminder] { try CaseReminders.pending(c, today: day).rows.flatMap(\.reminders) }
            #expect(try pending(due.adding(days: -8)).isEmpty && pending(due.adding(days: -5)) == [.week, .delayNotice])
            #expect(try CaseReminders.give(c, id, due: due, .week, at: D.noon))
            #expect(try !CaseReminders.give(c, id, due: due, .week, at: D.noon))
            #expect(try pending(due.adding(days: -5)) == [.delayNotice])
            let later = D.noon.adding(seconds: 86_400 * 25)
            let version = try K.version(c, id)
            #expect(problem { try Cases.extend(c, id, version: version, to: due, cause: "opinia RDOŚ", by: D.adam, at: later, isDayOff: K.isDayOff) }?.field == "termin")
            try Cases.extend(c, id, version: version, to: Day("2026-05-20")!, cause: "opinia RDOŚ", by: D.adam, at: later, isDayOff: K.isDayOff)
            #expect(try K.find(c, id).due == Day("2026-05-20"))
            #expect(try pending(due.adding(days: -3)).isEmpty && pending(Day("2026-05-13")!) == [.week])
            // A time excluded afterwards does not take the new end away.
            try Cases.exclude(c, id, CaseExclusion(.partyDelay, from: D.today.adding(days: 2), basis: "art. 35 § 5 KPA"), by: D.adam, at: later, isDayOff: K.isDayOff)
            #expect(try K.find(c, id).due == nil)
            try Cases.endExclusion(c, id, .partyDelay, lastDay: D.today.adding(days: 3), by: D.adam, at: later, isDayOff: K.isDayOff)
            #expect(try K.find(c, id).due == Day("2026-05-20"))
            #expect(try K.acts(c, id).last?.hasPrefix("Zawiadomiono o niezałatwieniu w terminie") == true)
        }
    }

    @Test("Lists page by key and narrow by unit, class, officer and state; reports find late, old and quiet cases", arguments: Backend.available)
    func lists(_ backend: Backend) async throws {
        try await run(backend) { c in
            for n in 0..<21 {
                var o = K.opening("Sprawa \(n)")
                if n % 3 == 0 { o.classification.symbol = "6220" }
                if n % 2 == 0 { (o.officer, o.officerName) = (D.iga.officer, D.iga.name) }
                o.startDay = D.today.adding(days: -n)
                let opened = try K.open(c, o, at: D.minutes(Int64(n)))
                if n % 7 == 0 {
                    try K.note(c, opened.id, at: D.minutes(Int64(n)))
                    try K.close(c, opened.id, at: D.minutes(Int64(n)))
                }
            }
            func all(_ q: CaseQuery) throws -> [CaseFile] {
                var (q, out) = (q, [CaseFile]())
                q.limit = 4
                repeat {
                    let page = try Cases.page(c, q)
                    out += page.rows
                    q.after = page.next.flatMap { CaseQuery.Position($0.description) }
                } while q.after != nil
                #expect(Set(out.map(\.id)).count == out.count)
                #expect(try Cases.count(c, q) == out.count)
                return out
            }
            var q = CaseQuery()
            #expect(try all(q).count == 21)
            (q.unit, q.symbol, q.year) = (D.roads, "6220", 2026)
            #expect(try all(q).count == 7)
            q.officer = D.iga.officer
            #expect(try all(q).count == 4)
            (q.officer, q.state) = (nil, .closed)
            #expect(try all(q).count == 1)
            let mine = try all(.mine(D.iga.officer))
            #expect(mine.count == 9 && mine.compactMap(\.due) == mine.compactMap(\.due).sorted())
            #expect(try all(.overdue(today: Day("2026-04-01")!)).allSatisfy { $0.due! < Day("2026-04-01")! })
            #expect(try all(.overdue(today: Day("2026-06-01")!, unit: D.roads)).count == 18 && all(.overdue(today: D.today)).isEmpty)
            #expect(try all(.older(than: D.today.adding(days: -10))).map(\.startDay) == [20, 19, 18, 17, 16, 15, 13, 12, 11].map { D.today.adding(days: -$0) })
            #expect(try all(.quiet(since: D.minutes(5))).count == 4)
        }
    }

    @Test("The list of cases has its official columns and exports them", arguments: Backend.available) func caseList(_ backend: Backend) async throws {
        try await run(backend) { c in
            var m = LetterMetadata(senders: [Correspondent(.person(surname: "Łoś", givenNames: "Jan"))], title: "Wniosek")
            (m.foreignSign, m.letterDate) = ("AB.1", PartialDate("2026-03-01"))
            let r = Registration(metadata: m, channel: .paper, arrivalDay: D.today)
            _ = try IncomingRegister.register(c, r, by: D.registry, at: D.noon)
            let opened = try K.open(c, from: .incoming(1))
            try K.close(c, opened.id)
            _ = try Cases.openSubFile(c, unit: D.roads, unitCode: "GK", classification: K.trees, title: "Park", by: D.adam, at: D.noon)
            _ = try K.open(c, K.opening("Z <urzędu>"))
            let header = CaseList.Header(year: 2026, unitCode: "GK", unitName: "Referat Dróg", symbol: "6131", classTitle: K.trees.title, reportDay: D.today)
            let rows = try CaseList.rows(c, header)
            #expect(
                rows.map(CaseList.cells).first == ["1", "GK.6131.1.2026", "Wycinka drzew", "Łoś Jan", "AB.1", "2026-03-01", "2026-03-12", "2026-03-12", "Adam Sowa", ""])
            #expect(rows.map(CaseList.cells)[1].last == "podteczka" && rows[2].sender.isEmpty)
            #expect(CaseList.cells(rows[0]).count == CaseList.columns.count)
            #expect(try CaseList.rows(c, header, after: 1, limit: 1).map(\.number) == [2])
            #expect(try CaseList.index(c, unit: D.roads, year: 2026).map(\.last) == [3])
            let xml = String(decoding: CaseList.xmlHeader(header, office: "Gmina <A>") + rows.flatMap(CaseList.xml) + CaseList.xmlFooter(), as: UTF8.self)
            #expect(xml.contains("<urzad>Gmina &lt;A&gt;</urzad>") && xml.contains("<tytul>Z &lt;urzędu&gt;</tytul>") && xml.hasSuffix("</spisSpraw>\n"))
            #expect(String(decoding: CaseList.csv(rows[0]), as: UTF8.self).hasPrefix("\"1\";\"GK.6131.1.2026\""))
        }
    }
}
