import Chancery
import Kernel
import Law
import Store
import StoreTesting
import Testing

/// The invariants of the data model that no other suite tries to break in the database itself.
@Suite struct InvariantTests {
    typealias D = OfficeDesk
    typealias K = CaseDesk

    private func run(_ backend: Backend, _ body: @escaping @Sendable (any SQLConnection) throws -> Void) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in
            try await db.write(body)
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    @Test("I1: past the program too a number of the register is given once, keeps its letter and is never taken out", arguments: Backend.available)
    func registerNumbers(_ backend: Backend) async throws {
        try await run(backend) { c in
            let first = try D.letter(c), second = try D.letter(c)
            let copy: SQL = """
                INSERT INTO incoming_letter (year, number, channel, arrival_day, registered_at, registered_day, registered_by_id, registered_by, sender_label,
                    sender_sort, sender_key, title, title_sort, foreign_sign, foreign_sign_folded, metadata, attention)
                SELECT year, number, channel, arrival_day, registered_at, registered_day, registered_by_id, registered_by, sender_label, sender_sort, sender_key,
                    title, title_sort, foreign_sign, foreign_sign_folded, metadata, attention FROM incoming_letter WHERE id = \(first.id)
                """
            #expect(refusal(c, copy)?.code == .uniqueViolation)
            let attempts: [SQL] = [
                "UPDATE incoming_letter SET number = 99 WHERE id = \(first.id)", "UPDATE incoming_letter SET year = 2025 WHERE id = \(first.id)",
                "UPDATE incoming_letter SET arrival_day = '2026-01-01' WHERE id = \(second.id)",
                "UPDATE incoming_letter SET registered_by = 'kto inny' WHERE id = \(second.id)", "DELETE FROM incoming_letter WHERE id = \(second.id)",
            ]
            for attempt in attempts { #expect(refusal(c, attempt) != nil, "\(attempt.text)") }
            let reference = try D.work(c, second).reference
            let number = try #require(RegisterNumber(reference))
            try IncomingRegister.cancel(c, number, reason: "pomyłka", by: D.registry, at: D.noon)
            #expect(refusal(c, "UPDATE incoming_letter SET cancelled_at = NULL, cancelled_by = NULL, cancel_reason = NULL WHERE id = \(second.id)") != nil)
            #expect(try D.letter(c).id > second.id && IncomingRegister.find(c, number)?.cancellation != nil)
        }
    }

    @Test("I7: files of letters, their checks and corrections are only added, and a stored file is never overwritten", arguments: Backend.available)
    func files(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in
            let hash = try await OutgoingFixture.blob(db, "skan")
            try await db.write { c in
                let m = LetterMetadata(senders: [Correspondent(.person(surname: "Łoś", givenNames: "Jan"))], title: "Ze skanem")
                let scan = LetterFile(role: .scan, name: "skan.pdf", mediaType: "application/pdf", size: 4, hash: hash)
                let number = try IncomingRegister.register(
                    c, Registration(metadata: m, channel: .paper, arrivalDay: D.today, files: [scan]), by: D.registry, at: D.noon
                ).number
                var corrected = m
                corrected.title = "Ze skanem, poprawione"
                try IncomingRegister.correct(c, number, to: corrected, reason: "literówka", by: D.registry, at: D.noon)
                let attempts: [SQL] = [
                    "UPDATE letter_file SET hash = NULL", "UPDATE letter_file SET name = 'x'", "DELETE FROM letter_file",
                    "UPDATE letter_correction SET value_before = 'x'",
                    "DELETE FROM letter_correction", "UPDATE blob SET bytes = NULL", "UPDATE blob SET size = 1", "DELETE FROM blob",
                ]
                for attempt in attempts { #expect(refusal(c, attempt) != nil, "\(attempt.text)") }
                #expect(try IncomingRegister.find(c, number)?.files.map(\.hash) == [hash])
            }
        }
    }

    @Test("I9, I10: nothing is destroyed or handed over: the program has no act for it and the schema refuses it", arguments: Backend.available)
    func destruction(_ backend: Backend) async throws {
        try await run(backend) { c in
            let letter = try D.letter(c)
            let id = try K.open(c, from: letter).id
            try K.close(c, id)
            let attempts: [SQL] = [
                "UPDATE case_file SET state = 'wybrakowana' WHERE id = \(id)", "UPDATE case_file SET state = 'przekazana-do-ap' WHERE id = \(id)",
                "DELETE FROM case_file WHERE id = \(id)", "DELETE FROM case_element WHERE case_id = \(id)",
                "DELETE FROM incoming_letter WHERE id = \(letter.id)",
            ]
            for attempt in attempts { #expect(refusal(c, attempt) != nil, "\(attempt.text)") }
            // Only what lies in the archive could ever be destroyed or handed over, and nothing leads there by itself.
            for state in CaseState.allCases where state != .archived {
                #expect(throws: Problem.self) { try CaseWorkflow.next(state, .destroy) }
                #expect(throws: Problem.self) { try CaseWorkflow.next(state, .handOver) }
            }
            #expect(try K.find(c, id).state == .closed)
        }
    }

    @Test("I12: an act past the journal's chain is refused, and what was changed behind it is found", arguments: Backend.available)
    func journal(_ backend: Backend) async throws {
        try await run(backend) { c in
            _ = try K.open(c, from: try D.letter(c))
            for attempt: SQL in ["UPDATE journal SET actor = 'x'", "DELETE FROM journal", "UPDATE journal SET reason = 'x' WHERE seq = 1"] {
                #expect(refusal(c, attempt) != nil, "\(attempt.text)")
            }
        }
    }
}

@Suite struct PaperStoreTests {
    typealias D = OfficeDesk

    private static func number(_ c: any SQLConnection, _ title: String) throws -> RegisterNumber {
        let reference = try D.work(c, D.letter(c, title)).reference
        return try #require(RegisterNumber(reference))
    }

    private static func taking(_ who: String = "GK, Adam Sowa", days: Int) -> PaperTaking {
        PaperTaking(borrower: who, caseSign: "GK.6131.1.2026", dueDay: D.today.adding(days: days))
    }

    private static func take(_ c: any SQLConnection, _ n: RegisterNumber, _ taking: PaperTaking) throws -> PaperLoanID {
        try PaperStore.take(c, n, taking, by: D.registry, at: D.noon)
    }

    @Test("R1.3: the place of a paper in the store is written down, changed and taken away, each in the journal", arguments: Backend.available)
    func shelf(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in
            let number = try await db.write { try Self.number($0, "Na papierze") }
            let id = try #require(try await db.read { try IncomingRegister.find($0, number) }).id
            for words in [" pudło 12 ", "półka B3", ""] {
                try await db.write { try PaperStore.setPlace($0, number, to: words, by: D.registry, at: D.noon) }
                #expect(try await db.read { try PaperStore.place($0, of: id) } == (words == " pudło 12 " ? "pudło 12" : words))
            }
            await #expect(throws: Problems.self) {
                try await db.write { try PaperStore.setPlace($0, number, to: String(repeating: "x", count: 101), by: D.registry, at: D.noon) }
            }
            let noted = try await db.read { c in
                try c.query("SELECT before, after FROM journal WHERE act = 'miejsce-w-składzie' ORDER BY seq") {
                    [try $0.textOrNil("before") ?? "", try $0.textOrNil("after") ?? ""]
                }
            }
            #expect(noted == [["", "pudło 12"], ["pudło 12", "półka B3"], ["półka B3", ""]])
        }
    }

    @Test("R1.9: paper is with one borrower until it is back; what is overdue is listed, earliest first", arguments: Backend.available)
    func loans(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in
            try await db.write { c in try Self.lend(c) }
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    private static func lend(_ c: any SQLConnection) throws {
        let a = try number(c, "A"), b = try number(c, "B"), other = try number(c, "C")
        for (form, field) in [(taking(" ", days: 3), "kto"), (taking(days: -1), "zwrot"), (taking(days: 400), "zwrot")] {
            #expect(problem { try take(c, a, form) }?.field == field)
        }
        let first = try take(c, a, taking(days: 5)), second = try take(c, b, taking(days: 3))
        _ = try take(c, other, taking(days: 30))
        let twice = problem { try take(c, a, taking("Sąd Rejonowy, Wrocław", days: 5)) }
        #expect(twice?.code == .conflict && twice?.message.contains("GK, Adam Sowa") == true)
        let late = D.today.adding(days: 6)
        #expect(try PaperStore.out(c, overdueOn: late, limit: 10).map(\.letter) == [b, a])
        #expect(try PaperStore.overdueCount(c, on: late) == 2)
        #expect(try PaperStore.overdueCount(c, on: D.today) == 0)
        let page = try PaperStore.out(c, limit: 1)
        let rest = try PaperStore.out(c, after: page.last.map(PaperStore.position(of:)), limit: 10)
        #expect(rest.map(\.letter) == [a, other])
        #expect(page[0].isOverdue(on: late) && !page[0].isOverdue(on: page[0].dueDay))
        _ = try PaperStore.giveBack(c, second, by: D.registry, at: D.noon)
        #expect(problem { try PaperStore.giveBack(c, second, by: D.registry, at: D.noon) }?.code == .conflict)
        #expect(try PaperStore.out(c, overdueOn: late, limit: 10).map(\.id) == [first])
        let again = try take(c, b, taking(days: 1))
        #expect(again != second)
        let attempts: [SQL] = [
            "UPDATE paper_loan SET borrower = 'x'", "UPDATE paper_loan SET due_day = '2030-01-01'", "DELETE FROM paper_loan",
            "UPDATE paper_loan SET returned_day = NULL WHERE id = \(second)",
        ]
        for attempt in attempts { #expect(refusal(c, attempt) != nil, "\(attempt.text)") }
    }

    @Test("A letter that came electronically has no paper to take") func electronic() async throws {
        try await Backend.sqlite.withDatabase(migrations: D.migrations) { db in
            try await db.write { c in
                let m = LetterMetadata(senders: [Correspondent(.unknown)], title: "ePUAP")
                let number = try IncomingRegister.register(c, Registration(metadata: m, channel: .epuap, arrivalDay: D.today), by: D.registry, at: D.noon).number
                let taking = PaperTaking(borrower: "GK", dueDay: D.today)
                #expect(problem { try PaperStore.take(c, number, taking, by: D.registry, at: D.noon) }?.code == .conflict)
            }
        }
    }
}

@Suite struct PostalReceiptTests {
    private let day = Day("2026-03-12")!
    private func evidence(_ status: PostalStatus, _ change: (inout PostalReceipt) -> Void = { _ in }) throws -> DispatchEvidence? {
        var receipt = PostalReceipt(status, number: "RR123456785PL", day: day)
        change(&receipt)
        return try receipt.evidence()
    }

    @Test("R4.5: each confirmed code has its outcome; what changes nothing makes no evidence") func table() throws {
        let outcomes: [PostalStatus: DispatchEvidence.Outcome] = [
            .posted: .submitted, .notice: .noticed, .secondNotice: .noticedAgain, .returned: .returned, .delivered: .delivered,
        ]
        for status in PostalStatus.allCases { #expect(try evidence(status)?.outcome == outcomes[status], "\(status)") }
        #expect(PostalStatus(rawValue: "DORECZONA") == .delivered && PostalStatus(rawValue: "NIEZNANY") == nil)
        let reasons: [PostalReturnReason: DispatchEvidence.Outcome] = [
            .refused: .refused, .notCollected: .uncollected, .died: .returned, .unknown: .returned, .moved: .returned, .other: .returned,
        ]
        for reason in PostalReturnReason.allCases { #expect(try evidence(.returned) { $0.reason = reason }?.outcome == reasons[reason], "\(reason)") }
    }

    @Test("A neighbour or a caretaker delivers only where the addressee was told (art. 43)") func neighbours() throws {
        for who in [PostalRecipient.neighbour, .caretaker] {
            let without = try evidence(.delivered) { $0.recipient = who }
            #expect(without?.outcome == .returned && without?.words.contains("zawiadomienia") == true)
            #expect(
                try evidence(.delivered) {
                    $0.recipient = who
                    $0.noticeLeft = true
                }?.outcome == .delivered)
        }
        #expect(try evidence(.delivered) { $0.recipient = .householdMember }?.outcome == .delivered)
    }

    @Test("An uncollected letter keeps its notices, by which the day of fiction is counted") func notices() throws {
        let e = try #require(
            try evidence(.returned) {
                ($0.reason, $0.firstNotice, $0.secondNotice) = (.notCollected, Day("2026-02-20"), Day("2026-02-28"))
            })
        #expect(e.firstNotice == Day("2026-02-20") && e.secondNotice == Day("2026-02-28") && e.postingNumber == "RR123456785PL")
    }
}
