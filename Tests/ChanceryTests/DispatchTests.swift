import Chancery
import Kernel
import Store
import StoreTesting
import Testing

@Suite struct DispatchTests {
    typealias F = OutgoingFixture

    private func problem(_ body: () async throws -> Void) async -> Problem? {
        do { try await body() } catch let problem as Problem { return problem } catch let problems as Problems { return problems.all.first } catch {}
        return nil
    }
    private func state(_ db: any Database, _ letter: LetterAt) async throws -> OutgoingState? {
        try await db.read { c in try OutgoingLetters.find(c, letter.id)?.state }
    }

    @Test("An electronic letter: job, submission, delivery; the register and the metryka show each once", arguments: Backend.available)
    func electronic(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let letter = try await F.ready(db)
            let order = F.order(letter, [.epuapDelivery])
            let rows = try await db.read { try Dispatch.confirmation($0, [order]) }
            #expect(rows.map(\.obstacle) == [nil] && rows[0].addressee == "Łoś Jan" && rows[0].sign == "OR.1431.1.2026.1")
            let (_, results) = try await db.write { try Dispatch.sendBatch($0, [order], by: F.author, at: F.noon) }
            #expect(results.map(\.isDone) == [true])
            #expect(try await state(db, letter) == .signed)
            let queue = try await db.read { try OutgoingLetters.count($0, .dispatch(nil)) }
            #expect(queue == 0)
            let job = try #require(try await db.write { try Jobs.claim($0, kinds: [Dispatch.jobKind], now: F.noon, leaseSeconds: 60, worker: "w") })
            let id = try #require(DispatchID(job.payload))
            let waiting = try await db.read { try Dispatch.waiting($0, by: .epuapDelivery) }
            #expect(waiting.map(\.id) == [id] && waiting[0].state == .waiting && waiting[0].registerNumber.description == "RPWy/1/2026")

            let nextDay = F.noon.adding(seconds: 86_400)
            try await db.write { try Dispatch.submitted($0, id, messageID: "ePUAP-55", by: F.connector, at: nextDay) }
            #expect(try await state(db, letter) == .dispatched)
            var evidence = DispatchEvidence(.upd, .delivered, day: Day("2026-03-15"), key: "upd:1")
            evidence.messageID = "ePUAP-55"
            let upd = evidence
            let first = try await db.write { try Dispatch.receive($0, upd, rule: DepositRule(), by: F.connector, at: nextDay) }
            let second = try await db.write { try Dispatch.receive($0, upd, rule: DepositRule(), by: F.connector, at: nextDay) }
            #expect(first == .one(id) && second == .one(id))
            #expect(try await state(db, letter) == .delivered)
            let (entries, acts, deliveries, kept) = try await db.read { c in
                (
                    try OutgoingRegister.entries(c, of: letter.id), try Metryka.entries(c, case: F.file.id).map(\.act),
                    try Dispatch.deliveries(c, case: F.file.id), try Dispatch.evidence(c, of: id)
                )
            }
            #expect(entries.map(\.handedDay) == [Day("2026-03-13")] && entries[0].sign == "OR.1431.1.2026.1" && entries[0].channel == .epuapDelivery)
            #expect(acts.suffix(2) == ["Wysłano pismo: Łoś Jan (ePUAP – doręczenie z UPD)", "Doręczono pismo 15.03.2026 r.: Łoś Jan"])
            #expect(acts.count == 7 && Set(acts).count == 7)
            #expect(deliveries.map(\.day) == [Day("2026-03-15")] && deliveries[0].isParty && kept.map(\.evidence) == [upd])
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    @Test("Several addressees: the letter is delivered when all have it, undelivered when one has not", arguments: Backend.available)
    func several(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let letter = try await F.ready(db, F.draft(F.content([F.addressee("Łoś"), F.addressee("Bąk"), F.addressee("Lis", party: false)])))
            // Two now, the third later; the letter stays in the queue of sending.
            let ids = try await db.write { try Dispatch.send($0, F.order(letter, [.eDelivery, .registeredWithSlip]), by: F.author, at: F.noon) }
            #expect(ids.count == 2)
            #expect(try await db.read { try OutgoingLetters.count($0, .dispatch(UnitID(1))) } == 1)
            let third = DispatchOrder(LetterAt(letter.id, revision: letter.revision + 1), addressees: [AddresseeOrder(position: 3, proposal: F.proposal(.email))])
            #expect(
                await problem { try await db.write { _ = try Dispatch.send($0, third, by: F.author, at: F.noon) } }?.message.contains("Brakuje adresu e-mail") == true)
            let twice = DispatchOrder(third.letter, addressees: [AddresseeOrder(position: 1, proposal: F.proposal(.eDelivery))])
            #expect(await problem { try await db.write { _ = try Dispatch.send($0, twice, by: F.author, at: F.noon) } }?.code == .conflict)
            let stale = F.order(letter, [.eDelivery])
            #expect(await problem { try await db.write { _ = try Dispatch.send($0, stale, by: F.author, at: F.noon) } }?.message.contains("Ewa Rybak") == true)
            var other = third
            other.addressees[0].channel = .ordinary
            let unexplained = other
            #expect(await problem { try await db.write { _ = try Dispatch.send($0, unexplained, by: F.author, at: F.noon) } }?.message.contains("Podaj powód") == true)
            other.addressees[0].overrideReason = "tak chce adresat"
            let explained = other
            let last = try await db.write { try Dispatch.send($0, explained, by: F.author, at: F.noon) }
            let row = try #require(try await db.read { try Dispatch.find($0, last[0]) })
            #expect(row.channel == .ordinary && row.proposedChannel == .email && row.overrideReason == "tak chce adresat")

            try await db.write { c in
                try Dispatch.submitted(c, ids[0], messageID: "m1", by: F.connector, at: F.noon)
                _ = try Dispatch.closePostingBook(c, [ids[1], last[0]], handedDay: F.today, by: F.author, at: F.noon)
            }
            #expect(try await state(db, letter) == .dispatched)
            var slip = DispatchEvidence(.envelope, .returned, day: Day("2026-03-20"), key: "koperta:1")
            (slip.dispatch, slip.words) = (ids[1], "adresat nieznany")
            var receipt = DispatchEvidence(.eDeliveryReceipt, .delivered, day: Day("2026-03-14"), key: "e1")
            receipt.messageID = "m1"
            let (returned, delivered) = (slip, receipt)
            try await db.write { c in
                try Dispatch.receive(c, delivered, rule: DepositRule(), by: F.connector, at: F.noon)
                try Dispatch.receive(c, returned, rule: DepositRule(), by: F.author.performer, at: F.noon)
            }
            #expect(try await state(db, letter) == .undelivered)
            let list = try await db.read { try Dispatch.undelivered($0) }
            #expect(list.map(\.id) == [ids[1]] && list[0].state == .returned(Day("2026-03-20")!, words: "adresat nieznany"))
            #expect(try await db.read { try Dispatch.undeliveredCount($0) } == 1)

            // Sent again another way: the old attempt stays, the new one counts.
            try await db.write { try Dispatch.cancel($0, ids[1], reason: "wyślemy na nowy adres", by: F.author, at: F.noon) }
            #expect(try await state(db, letter) == .signed)
            let again = try await db.write { c -> DispatchID in
                let revision = try OutgoingLetters.find(c, letter.id)?.revision ?? 0
                let order = DispatchOrder(LetterAt(letter.id, revision: revision), addressees: [AddresseeOrder(position: 2, proposal: F.proposal(.courier))])
                let id = try Dispatch.send(c, order, by: F.author, at: F.noon)[0]
                try Dispatch.handOver(c, [id], by: F.author, at: F.noon)
                return id
            }
            var hand = DispatchEvidence(.handOver, .delivered, day: Day("2026-03-25"), key: "p1")
            hand.dispatch = again
            let handed = hand
            try await db.write { try Dispatch.receive($0, handed, rule: DepositRule(), by: F.author.performer, at: F.noon) }
            #expect(try await state(db, letter) == .delivered)
            let deliveries = try await db.read { try Dispatch.deliveries($0, case: F.file.id) }
            #expect(deliveries.map(\.day) == [Day("2026-03-14"), nil, Day("2026-03-25")] && deliveries.filter(\.isParty).count == 2)
            let history = try await db.read { try Dispatch.dispatches($0, of: letter.id).map { [$0.position, $0.attempt] } }
            #expect(history == [[1, 1], [2, 1], [2, 2], [3, 1]])
            let undelivered = try await db.read { try Dispatch.undelivered($0) }
            #expect(undelivered.isEmpty)
        }
    }

    @Test("A connector that gives up puts the letter among the undelivered; a dispatch that never left cancels its number", arguments: Backend.available)
    func failure(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let letter = try await F.ready(db)
            let id = try await db.write { try Dispatch.send($0, F.order(letter, [.epuapBox]), by: F.author, at: F.noon)[0] }
            try await db.write { try Dispatch.failed($0, id, words: "skrytka nie istnieje", by: F.connector, at: F.noon) }
            #expect(try await state(db, letter) == .undelivered)
            try await db.write { try Dispatch.cancel($0, id, reason: "wyślemy pocztą", by: F.author, at: F.noon) }
            let entries = try await db.read { try OutgoingRegister.entries($0, of: letter.id) }
            #expect(entries.map(\.cancelReason) == ["wyślemy pocztą"])
            let next = try await db.write { c -> DispatchRow? in
                let revision = try OutgoingLetters.find(c, letter.id)?.revision ?? 0
                return try Dispatch.find(c, try Dispatch.send(c, F.order(LetterAt(letter.id, revision: revision), [.registered]), by: F.author, at: F.noon)[0])
            }
            #expect(next?.registerNumber.number == 2 && next?.attempt == 2)
            // The number of the cancelled entry cannot be taken back or changed.
            for sql: SQL in [
                "UPDATE outgoing_register SET number = 3", "DELETE FROM outgoing_register", "UPDATE dispatch SET channel = 'e-mail'",
                "UPDATE dispatch SET content_hash = NULL", "DELETE FROM dispatch", "DELETE FROM dispatch_evidence WHERE 1 = 1",
            ] where sql.text != "DELETE FROM dispatch_evidence WHERE 1 = 1" || backend == .postgres {
                await #expect(throws: SQLError.self, "\(sql.text)") { try await db.write { try $0.execute(sql) } }
            }
        }
    }

    @Test("Evidence finds its letter by message, number of posting or document; what finds none waits for a person", arguments: Backend.available)
    func matching(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let one = try await F.ready(db, F.draft(F.content(title: "Jeden")))
            let two = try await F.ready(db, F.draft(F.content([F.addressee("Łoś"), F.addressee("Bąk")], title: "Dwa")))
            let post = try await F.ready(db, F.draft(F.content(title: "Trzy")))
            let (a, b, p) = try await db.write { c in
                (
                    try Dispatch.send(c, F.order(one, [.epuapDelivery]), by: F.author, at: F.noon),
                    try Dispatch.send(c, F.order(two, [.epuapDelivery, .epuapDelivery]), by: F.author, at: F.noon),
                    try Dispatch.send(c, F.order(post, [.registeredWithSlip]), by: F.author, at: F.noon)
                )
            }
            let file = try await F.blob(db, "podpisany JedenTreść odpowiedzi."), plain = try await F.blob(db, "dokument JedenTreść odpowiedzi.")
            let shared = try await F.blob(db, "podpisany DwaTreść odpowiedzi.")
            func match(_ change: (inout DispatchEvidence) -> Void) async throws -> EvidenceMatch {
                var evidence = DispatchEvidence(.upd, .delivered, day: Day("2026-03-15"), key: "x")
                change(&evidence)
                let asked = evidence
                return try await db.read { try Dispatch.match($0, asked) }
            }
            #expect(try await match { $0.documentHash = file } == .one(a[0]))
            #expect(try await match { $0.documentHash = plain } == .one(a[0]))
            #expect(try await match { $0.documentHash = shared } == .several(b))
            #expect(
                try await match {
                    $0.documentHash = shared
                    $0.recipient = "/bak/skrytka"
                } == .one(b[1]))
            #expect(try await match { $0.messageID = "nie ma" } == .none)
            #expect(try await match { $0.dispatch = DispatchID(999) } == .none)

            try await db.write { c in
                try Dispatch.setPostingNumber(c, p[0], "RR 473124829 GB", fee: 1_050, by: F.author, at: F.noon)
                _ = try Dispatch.closePostingBook(c, p, handedDay: F.today, by: F.author, at: F.noon)
            }
            #expect(try await match { $0.postingNumber = "rr473124829gb" } == .one(p[0]))
            #expect(await problem { try await db.write { try Dispatch.setPostingNumber($0, p[0], "RR473124828GB", by: F.author, at: F.noon) } }?.field == "numer-nadania")
            // A slip with both notices, not collected: deemed delivered on the fourteenth day.
            var slip = DispatchEvidence(.slip, .uncollected, day: Day("2026-04-01"), key: "zpo:1")
            (slip.postingNumber, slip.firstNotice, slip.secondNotice) = ("RR473124829GB", Day("2026-03-16"), Day("2026-03-24"))
            let kept = slip
            let match = try await db.write { try Dispatch.receive($0, kept, rule: DepositRule(), by: F.author.performer, at: F.noon) }
            #expect(match == .one(p[0]))
            let row = try await db.read { c in try Dispatch.find(c, p[0]) }
            #expect(row?.state == .deemedDelivered(Day("2026-03-30")!, .deposit) && row?.firstNotice == Day("2026-03-16") && row?.fee == 1_050)

            var stray = DispatchEvidence(.upp, .submitted, key: "upp:9")
            stray.messageID = "obcy"
            let lost = stray
            try await db.write { _ = try Dispatch.receive($0, lost, rule: DepositRule(), by: F.connector, at: F.noon) }
            let open = try await db.read { try Dispatch.openEvidence($0) }
            #expect(open.map(\.evidence) == [lost])
            try await db.write { try Dispatch.assign($0, evidence: open[0].id, to: a[0], rule: DepositRule(), by: F.author, at: F.noon) }
            #expect(try await state(db, one) == .dispatched)
            let none = try await db.read { try Dispatch.openEvidence($0) }
            #expect(none.isEmpty)
            #expect(
                await problem { try await db.write { try Dispatch.assign($0, evidence: open[0].id, to: a[0], rule: DepositRule(), by: F.author, at: F.noon) } }?.code
                    == .conflict)
        }
    }

    @Test("The posting book: numbered each year, lines in order, only what waits for the post", arguments: Backend.available) func postingBook(_ backend: Backend)
        async throws
    {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let letter = try await F.ready(db, F.draft(F.content([F.addressee("Łoś"), F.addressee("Bąk"), F.addressee("Lis")])))
            let ids = try await db.write { try Dispatch.send($0, F.order(letter, [.registeredWithSlip, .ordinary, .eDelivery]), by: F.author, at: F.noon) }
            #expect(try await db.read { try Dispatch.postingBookPreview($0).map(\.addressee) } == ["Łoś Jan", "Bąk Jan"])
            #expect(
                await problem { try await db.write { _ = try Dispatch.closePostingBook($0, ids, handedDay: F.today, by: F.author, at: F.noon) } }?.message.contains(
                    "Lis Jan") == true)
            #expect(
                await problem { try await db.write { _ = try Dispatch.closePostingBook($0, [ids[0]], handedDay: F.today.adding(days: 1), by: F.author, at: F.noon) } }?
                    .field
                    == "data")
            let book = try await db.write { try Dispatch.closePostingBook($0, [ids[1], ids[0]], handedDay: F.today.adding(days: -1), by: F.author, at: F.noon) }
            // The refused closings spent no number.
            #expect(book.number == 1 && book.year == 2026)
            let rows = try await db.read { try Dispatch.postingBookRows($0, book.id) }
            #expect(rows.map(\.addressee) == ["Bąk Jan", "Łoś Jan"] && rows.map(\.position) == [1, 2] && rows[0].addressLines == ["Polna 2", "55-110 Prusice"])
            let entries = try await db.read { try OutgoingRegister.entries($0, of: letter.id) }
            #expect(entries.map(\.handedDay) == [F.today.adding(days: -1), F.today.adding(days: -1), F.today])
            #expect(try await db.read { try Dispatch.postingBooks($0).map(\.id) } == [book.id])
            #expect(await problem { try await db.write { try Dispatch.setPostingNumber($0, ids[1], "12345678", by: F.author, at: F.noon) } }?.code == .conflict)
        }
    }

    @Test("A mass mailing is one entry under a group's name and one act of the metryka; the last delivery settles it", arguments: Backend.available)
    func mass(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let people = (0..<60).map { F.addressee("Nazwisko\($0)") }
            let letter = try await F.ready(db, F.draft(F.content(people)))
            let order = F.order(letter, people.map { _ in .eDelivery }, group: "mieszkańcy ul. Polnej (60)")
            let ids = try await db.write { try Dispatch.send($0, order, by: F.author, at: F.noon) }
            let entries = try await db.read { try OutgoingRegister.entries($0, of: letter.id) }
            #expect(ids.count == 60 && entries.map(\.addressee) == ["mieszkańcy ul. Polnej (60)"])
            for (n, id) in ids.enumerated() {
                var evidence = DispatchEvidence(.eDeliveryReceipt, n == 7 ? .deemed : .delivered, day: Day("2026-03-20"), key: "e:\(n)")
                evidence.messageID = "m:\(n)"
                let received = evidence
                try await db.write { c in
                    try Dispatch.submitted(c, id, messageID: "m:\(n)", by: F.connector, at: F.noon)
                    try Dispatch.receive(c, received, rule: DepositRule(), by: F.connector, at: F.noon)
                }
                if n == 58 { #expect(try await state(db, letter) == .signed) }
            }
            #expect(try await state(db, letter) == .delivered)
            let acts = try await db.read { try Metryka.entries($0, case: F.file.id).map(\.act) }
            #expect(acts.filter { $0.hasPrefix("Wysłano") } == ["Wysłano pismo: mieszkańcy ul. Polnej (60) (e-Doręczenia)"])
            #expect(acts.filter { $0.hasPrefix("Doręczono") }.count == 59)
        }
    }

    @Test("e-Doręczenia: in the box it waits; the operator's proof makes it deemed delivered on the day of the proof", arguments: Backend.available)
    func electronicDelivery(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let letter = try await F.ready(db)
            let id = try await db.write { try Dispatch.send($0, F.order(letter, [.eDelivery]), by: F.author, at: F.noon)[0] }
            func receive(_ kind: DispatchEvidence.Kind, _ outcome: DispatchEvidence.Outcome, _ day: String?) async throws {
                var evidence = DispatchEvidence(kind, outcome, day: day.flatMap { Day($0) }, key: "\(kind)\(outcome)")
                evidence.dispatch = id
                let received = evidence
                try await db.write { _ = try Dispatch.receive($0, received, rule: DepositRule(), by: F.connector, at: F.noon) }
            }
            try await receive(.eDeliverySubmission, .submitted, nil)
            try await receive(.eDeliveryNotice, .noted, nil)
            #expect(try await state(db, letter) == .dispatched)
            try await receive(.eDeliveryReceipt, .deemed, "2026-03-27")
            let row = try await db.read { c in try Dispatch.find(c, id) }
            #expect(row?.state == .deemedDelivered(Day("2026-03-27")!, .electronic))
            #expect(try await state(db, letter) == .delivered)
        }
    }

    @Test("An internal letter goes to the units after approval, into its own register", arguments: Backend.available) func inside(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            var unit = Addressee(Correspondent(.institution(name: "Referat Finansowy")))
            unit.unit = UnitID(4)
            let content = F.content([unit], title: "Prośba o opinię")
            let letter = try await db.write { try F.approved($0, F.draft(content, kind: .inside)) }
            #expect(await problem { try await db.write { _ = try Dispatch.send($0, F.order(letter, [.inside]), by: F.author, at: F.noon) } }?.code == .conflict)
            #expect(try await db.read { try OutgoingLetters.count($0, .distribution(nil)) } == 1)
            let number = try await db.write { try Dispatch.distribute($0, letter, by: F.author, at: F.noon) }
            #expect(number.description == "RPWew/1/2026")
            #expect(try await state(db, letter) == .delivered)
            let row = try #require(try await db.read { try OutgoingRegister.find($0, number) })
            #expect(row.sender == "Referat Organizacyjny" && row.addressee == "Referat Finansowy" && row.sign == F.file.sign && row.title == "Prośba o opinię")
            await #expect(throws: SQLError.self) { try await db.write { try $0.execute("UPDATE outgoing_letter SET title = 'x'") } }
            #expect(await problem { try await db.write { _ = try Dispatch.distribute($0, letter, by: F.author, at: F.noon) } }?.code == .conflict)
        }
    }
}
