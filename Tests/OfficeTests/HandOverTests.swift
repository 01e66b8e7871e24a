import Chancery
import Cryptography
import Identity
import Kernel
import Law
import Store
import StoreTesting
import Synchronization
import Testing

@testable import Office

/// Letters that go by hand, letters signed by hand, and notices by e-mail.
@Suite struct HandOverTests {
    /// Somebody with one role in the unit of the case.
    private func worker(_ office: OfficeHouse, _ account: String, _ role: ChanceryRole?) async throws -> (acting: ActingOfficer, rights: OfficerRights) {
        let now = office.time.now
        return try await office.database.write { c in
            let acting = try Organisation.acting(c, account: account, at: now)
            if let role {
                let grant = RoleGrant(role, scope: .office, validFrom: PolishTime.day(of: now).adding(days: -1))
                try Organisation.grant(c, grant, to: acting.officer, by: Performer(id: "system:test", name: "test"), at: now)
            }
            return (acting, try Organisation.rights(c, of: acting, at: now))
        }
    }

    private func row(_ office: OfficeHouse, _ id: DispatchID) async throws -> DispatchRow { try #require(try await office.database.read { try Dispatch.find($0, id) }) }

    @Test("A letter handed over in the office: who took it, when, and the proof; register, evidence, finality and metryka follow", arguments: Backend.available)
    func handedOver(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let sent = try await OutgoingCorrespondenceTests().sent(office, channel: .inPerson)
            let ordered = PolishTime.day(of: clock.now)
            clock.now = clock.now.adding(seconds: 2 * 86_400)
            let point = try await worker(office, "konto:2", .sendingPoint), stranger = try await worker(office, "konto:1", nil)
            let now = clock.now, today = PolishTime.day(of: now), blobs = office.blobs
            let staged = try await blobs.stage(Array("%PDF-1.4 pokwitowanie".utf8))
            let good = HandOverReceipt(day: today.adding(days: -1), person: "Kowalik Jan", receiver: .addressee, proof: .scan, file: staged.hash)
            func record(_ receipt: HandOverReceipt, by who: (acting: ActingOfficer, rights: OfficerRights)) async throws {
                try await office.database.write { c in
                    _ = try blobs.record(c, staged, mediaType: "application/pdf", at: now)
                    try HandOvers.record(c, receipt, of: sent.dispatch, acting: who.acting, rights: who.rights, at: now)
                }
            }
            await #expect(throws: Problem.self) { try await record(good, by: stranger) }
            for (field, change) in [
                ("dzien", { $0.day = today.adding(days: 1) }), ("dzien", { $0.day = ordered.adding(days: -1) }), ("kto", { $0.person = " " }),
                ("charakter", { $0.receiver = .household }), ("plik", { $0.file = nil }), ("slowa", { $0.proof = .paper }), ("slowa", { $0.proof = .note }),
            ] as [(String, (inout HandOverReceipt) -> Void)] {
                var bad = good
                change(&bad)
                let wrong = bad
                let found = await #expect(throws: Problems.self) { try await record(wrong, by: point) }
                #expect(found?.all.first?.field == field)
            }
            #expect(try await row(office, sent.dispatch).awaitsHandOver)
            try await record(good, by: point)
            let after = try await row(office, sent.dispatch)
            #expect(after.state == .delivered(today.adding(days: -1)) && !after.awaitsHandOver)
            // Told twice, it is one hand-over.
            await #expect(throws: Problem.self) { try await record(good, by: point) }
            let (kept, entries, finality, acts, letter) = try await office.database.read { c in
                (
                    try Dispatch.evidence(c, of: sent.dispatch).map(\.evidence), try OutgoingRegister.entries(c, of: sent.letter),
                    try Cases.finality(c, sent.file, decision: sent.letter.identifier), try Metryka.entries(c, case: sent.file).map(\.act),
                    try OutgoingLetters.find(c, sent.letter)
                )
            }
            #expect(kept.map(\.kind) == [.handOver] && kept.first?.file == staged.hash && kept.first?.words == "odebrał(a): Kowalik Jan, adresat")
            #expect(entries.map(\.channel) == [.inPerson] && entries.first?.handedDay == today.adding(days: -1))
            #expect(finality == [CaseFinality.Party(party: sent.party, delivered: today.adding(days: -1))])
            #expect(letter?.state == .delivered && acts.filter { $0.hasPrefix("Doręczono pismo") }.count == 1)
        }
    }

    @Test("A letter refused at the door counts as delivered; one that goes by post is not handed over", arguments: Backend.available)
    func refused(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let sent = try await OutgoingCorrespondenceTests().sent(office, channel: .courier)
            let point = try await worker(office, "konto:2", .sendingPoint), now = clock.now
            let receipt = HandOverReceipt(
                day: PolishTime.day(of: now), person: "Kowalik Anna", receiver: .household, isRefused: true, proof: .note, words: "zamknęła drzwi")
            try await office.database.write { try HandOvers.record($0, receipt, of: sent.dispatch, acting: point.acting, rights: point.rights, at: now) }
            #expect(try await row(office, sent.dispatch).state == .refused(PolishTime.day(of: now)))
            #expect(
                try await office.database.read { try Dispatch.evidence($0, of: sent.dispatch).first?.evidence.words }
                    == "odmówił(a) przyjęcia: Kowalik Anna, dorosły domownik (art. 43 KPA); adnotacja: zamknęła drzwi")
        }
        try await withOffice(backend) { office, clock in
            let sent = try await OutgoingCorrespondenceTests().sent(office, channel: .registeredWithSlip)
            let point = try await worker(office, "konto:2", .sendingPoint), now = clock.now
            let receipt = HandOverReceipt(day: PolishTime.day(of: now), person: "Jan", receiver: .addressee, proof: .paper, words: "w teczce")
            let refusal = await #expect(throws: Problem.self) {
                try await office.database.write { try HandOvers.record($0, receipt, of: sent.dispatch, acting: point.acting, rights: point.rights, at: now) }
            }
            #expect(refusal?.code == .conflict)
        }
    }

    private final class Server: CodeGateway {
        private let kept = Mutex<[CodeMessage]>([])
        private let down: Mutex<Bool>
        init(isDown: Bool) { down = Mutex(isDown) }
        var messages: [CodeMessage] { kept.withLock { $0 } }
        func start() { down.withLock { $0 = false } }
        func send(_ message: CodeMessage) async throws {
            if down.withLock({ $0 }) { throw Problem(.unavailable, "Poczta teraz nie odpowiada.") }
            kept.withLock { $0.append(message) }
        }
    }

    private func sending(_ mail: (any CodeGateway)?) -> JobRunner {
        let policy = RetryPolicy(attempts: 5, firstPauseSeconds: 60, longestPauseSeconds: 60)
        let sending = DispatchSending(connection: { _ in throw Problem(.unavailable, "Nie ma platformy.") }, policy: policy, mail: mail)
        return JobRunner([sending.handler], worker: "a")
    }

    @Test("A notice by e-mail waits for the mail server, goes once, says that it is no delivery, and leaves evidence", arguments: Backend.available)
    func notice(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let sent = try await OutgoingCorrespondenceTests().sent(office, channel: .email, email: "jan@poczta.example")
            let server = Server(isDown: true), runner = sending(server)
            _ = try await runner.run(office)
            let waiting = try await office.database.read { try Jobs.standing($0, key: Dispatch.jobKey(sent.dispatch)) }
            #expect(waiting?.lastError.contains("Poczta teraz nie odpowiada") == true)
            #expect(try await row(office, sent.dispatch).state == .waiting)
            server.start()
            clock.now = clock.now.adding(seconds: 3_600)
            _ = try await runner.run(office)
            _ = try await runner.run(office)
            let message = try #require(server.messages.first)
            let address = try #require(MailAddress("jan@poczta.example"))
            #expect(server.messages.count == 1 && message.to == .mail(address))
            #expect(message.text.contains("charakter informacyjny") && message.text.contains("Nie jest doręczeniem") && message.text.contains("GK.6131.1.2026"))
            #expect(!message.text.contains("Decyzja") && !message.text.contains("Zezwalam"), "the letter itself does not travel by e-mail")
            #expect(try await row(office, sent.dispatch).state == .sent)
            let (kept, entries, finality, letter) = try await office.database.read { c in
                (
                    try Dispatch.evidence(c, of: sent.dispatch).map(\.evidence), try OutgoingRegister.entries(c, of: sent.letter),
                    try Cases.finality(c, sent.file, decision: sent.letter.identifier), try OutgoingLetters.find(c, sent.letter)
                )
            }
            #expect(kept.map(\.kind) == [.emailNotice] && kept.first?.words.contains("nie jest doręczeniem") == true)
            #expect(entries.map(\.channel) == [.email] && finality.allSatisfy { $0.delivered == nil } && letter?.state == .dispatched)
        }
    }

    @Test("A bad address, a house without a mail server and a party are told in words, and nothing is sent", arguments: Backend.available)
    func noNotice(_ backend: Backend) async throws {
        for (address, mail, words) in [
            ("jan..k@poczta.example", Server(isDown: false), "adres e-mail adresata jest błędny"), ("jan@poczta.example", nil, "nie jest jeszcze podłączony"),
        ]
            as [(String, Server?, String)]
        {
            try await withOffice(backend) { office, _ in
                let sent = try await OutgoingCorrespondenceTests().sent(office, channel: .email, email: address)
                _ = try await sending(mail).run(office)
                let state = try await row(office, sent.dispatch).state
                #expect(state.code == "nieudane" && state.polishName.contains(words) && mail?.messages.isEmpty != false)
            }
        }
        var party = Addressee(Correspondent(.person(surname: "Kowalik", givenNames: "Jan"), emails: ["jan@poczta.example"]))
        #expect(ChannelProposal.obstacle(.email, for: party) == nil)
        party.isParty = true
        #expect(ChannelProposal.obstacle(.email, for: party)?.contains("art. 39 KPA") == true)
    }

    @Test(
        "The scan of a letter signed by hand stands by the letter and in the case file; others, other signatures and closed files are refused",
        arguments: Backend.available)
    func scan(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let sent = try await OutgoingCorrespondenceTests().sent(office, channel: .registeredWithSlip, byHand: true)
            let author = try await worker(office, "konto:1", nil), now = clock.now, blobs = office.blobs
            let stranger = try await office.database.write { c in
                let by = Performer(id: "system:test", name: "test"), from = PolishTime.day(of: now).adding(days: -9)
                let other = try Organisation.openUnit(c, code: "FN", name: "Finanse", parent: nil, from: from, by: by, at: now)
                let id = try Organisation.addOfficer(c, givenNames: "Iga", surname: "Obca", account: "konto:3", from: from, by: by, at: now)
                try Organisation.appoint(c, id, to: other, title: "inspektor", isHead: false, from: from, by: by, at: now)
                let acting = try Organisation.acting(c, account: "konto:3", at: now)
                return (acting: acting, rights: try Organisation.rights(c, of: acting, at: now))
            }
            func add(_ text: String, by who: (acting: ActingOfficer, rights: OfficerRights)) async throws {
                let staged = try await blobs.stage(Array(text.utf8))
                try await office.database.write { c in
                    let hash = try blobs.record(c, staged, mediaType: "application/pdf", at: now)
                    let letter = try #require(try OutgoingLetters.find(c, sent.letter))
                    let scan = LetterDocument(hash: hash, name: "skan.pdf", mediaType: "application/pdf", size: text.utf8.count)
                    try HandSignedCopies.add(c, scan, to: letter, acting: who.acting, rights: who.rights, at: now)
                }
            }
            await #expect(throws: Problem.self) { try await add("%PDF-1", by: stranger) }
            try await add("%PDF-1", by: author)
            await #expect(throws: Problem.self) { try await add("%PDF-1", by: author) }
            try await add("%PDF-2", by: author)
            let (scans, elements, acts) = try await office.database.read { c in
                (
                    try OutgoingLetters.scans(c, sent.letter), try Cases.elements(c, sent.file).filter { $0.content.reference == sent.letter.identifier },
                    try Metryka.entries(c, case: sent.file).map(\.act)
                )
            }
            #expect(
                scans.count == 2 && elements.map(\.content.hash) == scans.map(\.document.hash)
                    && elements.allSatisfy { $0.content.title.hasPrefix("Skan podpisanego pisma") })
            #expect(acts.filter { $0 == "Dołączono skan podpisanego pisma" }.count == 2)
            let file = try #require(try await office.database.read { try Cases.find($0, sent.file) })
            try await office.database.write { c in
                try CaseClosing.close(c, file.id, version: file.version, on: PolishTime.day(of: now), warningsRead: true, by: author.acting, at: now)
            }
            let locked = await #expect(throws: Problem.self) { try await add("%PDF-3", by: author) }
            #expect(locked?.code == .conflict)
            #expect(try await office.database.read { try OutgoingLetters.scans($0, sent.letter).count } == 2, "refused as a whole")
        }
        try await withOffice(backend) { office, clock in
            let sent = try await OutgoingCorrespondenceTests().sent(office)
            let author = try await worker(office, "konto:1", nil), now = clock.now
            let letter = try #require(try await office.database.read { try OutgoingLetters.find($0, sent.letter) })
            let refusal = await #expect(throws: Problem.self) {
                try await office.database.write { c in
                    let scan = LetterDocument(hash: ContentHash(of: []), name: "a.pdf", mediaType: "application/pdf", size: 0)
                    try HandSignedCopies.add(c, scan, to: letter, acting: author.acting, rights: author.rights, at: now)
                }
            }
            #expect(refusal?.message.contains("własnoręcznie") == true)
        }
    }
}
