import Chancery
import Cryptography
import Exchange
import Foundation
import Kernel
import Law
import Signatures
import Store
import StoreTesting
import Testing

@testable import Office

/// A letter of the office from its text to what came back, without a platform and without a typesetter.
@Suite struct OutgoingCorrespondenceTests {
    struct Sent {
        var letter: OutgoingLetterID
        var dispatch: DispatchID
        var file: CaseID
        var party: CasePartyID
    }

    static let box = "/jkowalik/domyslna"

    /// A unit with a head, a case with one party, and a signed decision sent to his box.
    ///
    /// - Parameters:
    ///   - namesake: another party of the same name comes first in the case.
    ///   - channel: by which it goes; orders are given only to the platform.
    ///   - email: where the addressee is told by e-mail; then he is no party.
    ///   - byHand: signed on the printed version.
    func sent(
        _ office: OfficeHouse, order: Int64? = 77, kind: String = "decyzja", namesake: Bool = false, channel: DispatchChannel = .epuapDelivery, email: String? = nil,
        byHand: Bool = false
    ) async throws -> Sent {
        let now = office.time.now
        let today = PolishTime.day(of: now)
        let performer = Performer(id: "system:test", name: "test")
        let staged = try await office.blobs.stage(Array("<pismo/>".utf8))
        let blobs = office.blobs
        return try await office.database.write { c in
            let day = today.adding(days: -100)
            let unit = try Organisation.openUnit(c, code: "GK", name: "Referat", parent: nil, from: day, by: performer, at: now)
            let author = try Organisation.addOfficer(c, givenNames: "Adam", surname: "Sowa", account: "konto:1", from: day, by: performer, at: now)
            try Organisation.appoint(c, author, to: unit, title: "inspektor", isHead: false, from: day, by: performer, at: now)
            let head = try Organisation.addOfficer(c, givenNames: "Ewa", surname: "Lis", account: "konto:2", from: day, by: performer, at: now)
            try Organisation.appoint(c, head, to: unit, title: "kierownik", isHead: true, from: day, by: performer, at: now)
            let writer = try Organisation.acting(c, account: "konto:1", inPlaceOf: nil, at: now)
            let signer = ApprovingOfficer(try Organisation.acting(c, account: "konto:2", inPlaceOf: nil, at: now), heads: [unit])

            let classification = CaseClass(symbol: "6131", title: "Drzewa", category: "B5")
            let opened = try Cases.open(
                c, CaseOpening(unit: unit, unitCode: "GK", classification: classification, title: "Usunięcie drzewa"), by: writer, at: now
            ) { _ in false }
            let card = ContactCard(
                .person(surname: "Kowalik", givenNames: "Jan"),
                addresses: [ContactAddress(.residence, PostalAddress(postCode: "55-110", town: "Prusice", street: "Polna", building: "5"))],
                channels: [ContactChannel(.epuap, Self.box)])
            if namesake {
                let other = try Contacts.create(
                    c, ContactCard(.person(surname: "Kowalik", givenNames: "Jan"), channels: [ContactChannel(.epuap, "/inny/domyslna")]), by: performer, at: now)
                try Cases.addParty(c, to: opened.id, contact: other.number, role: .party, label: card.label, address: "", by: writer, at: now)
            }
            let contact = try Contacts.create(c, card, by: performer, at: now)
            let party = try Cases.addParty(
                c, to: opened.id, contact: contact.number, role: .party, label: card.label, address: "Polna 5", by: writer, at: now)

            let file = try #require(try Cases.find(c, opened.id))
            let candidates = try CaseAddressees.candidates(c, file)
            #expect(candidates.allSatisfy { $0.isUsual && $0.addressee.isParty } && candidates.count == (namesake ? 2 : 1))
            var metadata = OutgoingMetadata(title: "Decyzja")
            metadata.kinds = [kind]
            var addressees = candidates.suffix(1).map(\.addressee)
            if let email { (addressees[0].correspondent.emails, addressees[0].isParty) = ([email], false) }
            let id = try OutgoingLetters.create(
                c,
                OutgoingDraft(
                    caseReference: CaseReference(id: opened.id, sign: opened.sign.description), unit: unit, unitName: "Referat",
                    content: LetterContent(metadata: metadata, body: "Zezwalam.", addressees: addressees)), by: writer, at: now)
            #expect(try ClosingFindings.of(c, opened.id).map(\.severity) == [.obstacle])
            try OutgoingLetters.submit(c, id, revision: 1, path: ApprovalPath([.headOf(unit)]), by: writer, at: now)
            try OutgoingLetters.accept(c, id, revision: 2, by: signer, at: now)
            let hash = try blobs.record(c, staged, mediaType: "text/xml", at: now)
            let document = LetterDocument(hash: hash, name: "a.xml", mediaType: "text/xml", size: 8)
            try OutgoingLetters.attachDocument(c, id, revision: 3, document, by: performer, at: now)
            try OutgoingLetters.sign(
                c, id, revision: 3,
                SignedContent(
                    documentHash: hash, format: byHand ? .paper : .xades, signedFile: byHand ? nil : document, certificateSummary: byHand ? "" : "test", signedAt: now),
                by: signer, at: now)
            let proposal = ChannelProposal(channel: channel, reason: "test")
            let dispatches = try Dispatch.send(
                c, DispatchOrder(LetterAt(id, revision: 4), addressees: [AddresseeOrder(position: 1, proposal: proposal)]), by: writer, at: now)
            if let order, channel == .epuapDelivery { try Dispatch.submitted(c, dispatches[0], messageID: MessageNumber.order(order), by: .connector, at: now) }
            return Sent(letter: id, dispatch: dispatches[0], file: opened.id, party: party)
        }
    }

    func receipt(_ sent: Sent, order: Int64 = 77, document: String? = nil, at: Instant) -> DeliveryReceipt {
        DeliveryReceipt(
            identifier: "ePUAP-UPD\(order)", issuer: ReceiptParty(name: "Gmina", identifier: "ugprusice", identifierKind: "ePUAP-ID"),
            addressee: ReceiptParty(name: "Jan Kowalik", identifier: "jkowalik", identifierKind: "ePUAP-ID"), receivedAt: at, createdAt: at,
            caseIdentifier: "", documentIdentifier: document ?? "\(sent.letter.identifier)/W\(sent.dispatch)")
    }

    func fetched(from podmiot: String, at: Instant) throws -> FetchedDocument {
        FetchedDocument(
            box: try #require(BoxAddress("/ugprusice/SkrytkaESP")), senderPodmiot: podmiot, senderName: "", senderGivenNames: "", senderIsPerson: true, senderPESEL: "",
            senderNIP: "", senderREGON: "", submittedAt: at, replyBox: "/\(podmiot)/domyslna", isTest: false, extra: [], fileName: "UPD.xml", content: [])
    }

    @Test("A signed receipt from the addressee's own account delivers the letter and tells the case when the decision is final", arguments: Backend.available)
    func delivered(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let sent = try await sent(office)
            clock.now = clock.now.adding(seconds: 3 * 86_400)
            let now = clock.now
            let hash = try await keep(office, "upd")
            try await office.database.write { c in
                try EvidenceIntake.receive(c, receipt(sent, at: now), fetched(from: "jkowalik", at: now), verdict: .indeterminate, file: hash, at: now)
                // The same receipt fetched again changes nothing.
                try EvidenceIntake.receive(c, receipt(sent, at: now), fetched(from: "jkowalik", at: now), verdict: .indeterminate, file: hash, at: now)
            }
            let day = PolishTime.day(of: now)
            let (row, finality, evidence, acts) = try await office.database.read { c in
                (
                    try Dispatch.find(c, sent.dispatch), try Cases.finality(c, sent.file, decision: sent.letter.identifier),
                    try Dispatch.evidence(c, of: sent.dispatch), try Metryka.entries(c, case: sent.file).map(\.act)
                )
            }
            #expect(row?.state == .delivered(day))
            #expect(finality == [CaseFinality.Party(party: sent.party, delivered: day)])
            #expect(evidence.count == 1)
            #expect(acts.filter { $0.hasPrefix("Doręczono pismo") }.count == 1)
        }
    }

    @Test("R4.6: a delivered order is recorded as an order, final after seven days", arguments: Backend.available)
    func order(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let sent = try await sent(office, kind: LetterTemplateKind.order.polishName)
            let now = clock.now
            let hash = try await keep(office, "upd")
            try await office.database.write { c in
                try EvidenceIntake.receive(c, receipt(sent, at: now), fetched(from: "jkowalik", at: now), verdict: .indeterminate, file: hash, at: now)
            }
            let day = PolishTime.day(of: now)
            let ruling = try await office.database.read { try Cases.rulings($0, sent.file, today: day, calendar: .statutory).first }
            #expect(ruling?.kind == .order && ruling?.name == sent.letter.identifier)
            #expect(try ruling?.finality.appealEnds(sent.party) == TermRules.end(of: .days(7), from: day).end)
        }
    }

    enum Forgery: CaseIterable, Sendable { case otherSender, otherOrder, otherLetter, brokenSignature, notSentYet }

    @Test("A receipt that does not fit in every point waits for a person and delivers nothing", arguments: Backend.available, Forgery.allCases)
    func forged(_ backend: Backend, _ forgery: Forgery) async throws {
        try await withOffice(backend) { office, clock in
            let sent = try await sent(office, order: forgery == .notSentYet ? nil : 77)
            let now = clock.now
            let hash = try await keep(office, "upd")
            let bad = receipt(sent, order: forgery == .otherOrder ? 78 : 77, document: forgery == .otherLetter ? "PISMO-999/W\(sent.dispatch)" : nil, at: now)
            let source = try fetched(from: forgery == .otherSender ? "ktosinny" : "jkowalik", at: now)
            try await office.database.write { c in
                try EvidenceIntake.receive(c, bad, source, verdict: forgery == .brokenSignature ? .invalid : .valid, file: hash, at: now)
            }
            let (row, open) = try await office.database.read { (try Dispatch.find($0, sent.dispatch), try Dispatch.openEvidence($0)) }
            #expect(row?.state.effectiveDay == nil)
            #expect(open.count == 1)
        }
    }

    @Test("A receipt for a sending that was taken back does not hold up the box", arguments: Backend.available)
    func afterCancelling(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let sent = try await sent(office)
            let now = clock.now
            let hash = try await keep(office, "upd")
            try await office.database.write { c in
                try Dispatch.failed(c, sent.dispatch, words: "odrzucono", by: .connector, at: now)
                let writer = try Organisation.acting(c, account: "konto:1", inPlaceOf: nil, at: now)
                try Dispatch.cancel(c, sent.dispatch, reason: "inną drogą", by: writer, at: now)
                try EvidenceIntake.receive(c, receipt(sent, at: now), fetched(from: "jkowalik", at: now), verdict: .valid, file: hash, at: now)
            }
            let kept = try await office.database.read { (try Dispatch.openEvidence($0).count, try Dispatch.evidence($0, of: sent.dispatch).count) }
            #expect(kept.0 + kept.1 == 1)
        }
    }

    @Test("Five wrong PINs stop signing for a quarter of an hour", arguments: Backend.available)
    func pins(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let officer = OfficerID(7)
            for left in stride(from: 4, through: 0, by: -1) {
                let now = clock.now
                #expect(try await office.database.write { try PINTries.count($0, officer, at: now) } == left)
            }
            let now = clock.now
            await #expect(throws: Problems.self) { try await office.database.write { try PINTries.count($0, officer, at: now) } }
            clock.now = now.adding(seconds: 15 * 60)
            let later = clock.now
            #expect(try await office.database.write { try PINTries.count($0, officer, at: later) } == 4)
            try await office.database.write { try PINTries.forget($0, officer) }
            #expect(try await office.database.write { try PINTries.count($0, officer, at: later) } == 4)
        }
    }

    @Test("A search finds letters and cases for those who may open them, and nothing for those who only see the journal", arguments: Backend.available)
    func search(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let sent = try await sent(office)
            _ = try await office.search.catchUp()
            let day = PolishTime.day(of: clock.now)
            func found(_ role: ChanceryRole, _ words: String) async throws -> SearchFindings {
                try await office.database.read { c in
                    let tree = try Organisation.tree(c, on: day)
                    let rights = OfficerRights(
                        officer: OfficerID(900), name: "Iga Bąk", posts: [], grants: [RoleGrant(role, scope: .office, validFrom: day.adding(days: -9))], tree: tree,
                        day: day)
                    return try EverythingSearch.find(c, try SearchQuery(words), rights: rights, readsRegister: false, limit: 10)
                }
            }
            #expect(try await found(.auditor, "decyzja").outgoing.map(\.id) == [sent.letter])
            #expect(try await found(.auditor, "usunięcie").cases.map(\.id) == [sent.file])
            for role in [ChanceryRole.dataProtectionOfficer, .technicalAdministrator] {
                #expect(try await found(role, "decyzja").outgoing.isEmpty, "\(role)")
                #expect(try await found(role, "usunięcie").cases.isEmpty, "\(role)")
            }
            // Who sees the data of cases in registers does not read their letters.
            #expect(try await found(.coordinator, "decyzja").outgoing.isEmpty)
            #expect(try await found(.coordinator, "usunięcie").cases.map(\.id) == [sent.file])
        }
    }

    @Test("Of two parties with one name each is credited with his own delivery", arguments: Backend.available) func namesakes(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let sent = try await sent(office, namesake: true)
            let now = clock.now
            let hash = try await keep(office, "upd")
            try await office.database.write { c in
                try EvidenceIntake.receive(c, receipt(sent, at: now), fetched(from: "jkowalik", at: now), verdict: .indeterminate, file: hash, at: now)
            }
            let finality = try await office.database.read { try Cases.finality($0, sent.file, decision: sent.letter.identifier) }
            #expect(finality.filter { $0.delivered != nil }.map(\.party) == [sent.party])
            #expect(finality.first { $0.party == sent.party }?.delivered == PolishTime.day(of: now))
        }
    }

    private func keep(_ office: OfficeHouse, _ text: String) async throws -> ContentHash {
        let staged = try await office.blobs.stage(Array(text.utf8))
        let blobs = office.blobs, now = office.time.now
        return try await office.database.write { try blobs.record($0, staged, mediaType: "text/xml", at: now) }
    }

    @Test(
        "Fields are filled from the office, the case and the addressee; the greeting follows the PESEL",
        arguments: [("44051401359", "Szanowny Panie"), ("", "Szanowna Pani, Szanowny Panie")])
    func greeting(pesel: String, expected: String) {
        let who = Correspondent(.person(surname: "Wrona", givenNames: "Jan"), identifiers: CorrespondentIdentifiers(pesel: pesel.isEmpty ? nil : pesel))
        #expect(LetterComposing.greeting(who) == expected)
        #expect(LetterComposing.greeting(Correspondent(.institution(name: "Firma"))) == "Szanowni Państwo")
    }
}
