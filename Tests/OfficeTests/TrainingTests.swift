import Chancery
import Cryptography
import Exchange
import Foundation
import Identity
import Kernel
import Law
import Office
import Programme
import Signatures
import Store
import StoreTesting
import Testing

/// A house with one office that works, for the programme and its training.
enum TrainingHouse {
    static let now = Instant(iso8601: "2026-11-20T10:00:00Z")!
    static let record = OfficeRecord(
        id: OfficeID("prusice")!, name: "Gmina Prusice", kind: .commune, podmiot: "ugprusice", town: "Prusice", postCode: "55-110", street: "Rynek 1")
    static let performer = Performer(id: "system:test", name: "test")

    static func with(_ backend: Backend, _ body: @escaping @Sendable (House, OfficeHouse) async throws -> Void) async throws {
        try await backend.withProvider { provider in
            try await withTemporaryDirectory { root in
                let house = try await House.open(provider: provider, layout: HouseLayout(root: root), trust: TrustStore(lists: []), time: .fixed(now))
                try await house.platform.write { try OfficeRegistry.add($0, record, by: performer, at: now) }
                do { try await body(house, try await house.office(record.id)) } catch {
                    try await house.close()
                    throw error
                }
                try await house.close()
            }
        }
    }

    static func accounts(_ house: House) -> Accounts { Accounts(platform: house.platform, passwords: PasswordHasher(cost: PasswordCost(logN: 4))) }

    static func staff(_ office: OfficeHouse) async throws -> HalfYear.Staff {
        try await office.database.write { c in
            let from = Day("2025-01-01")!
            let unit = try Organisation.openUnit(c, code: "GK", name: "Referat", parent: nil, from: from, by: performer, at: now)
            func officer(_ name: String, _ n: Int) throws -> ActingOfficer {
                let id = try Organisation.addOfficer(c, givenNames: "Jan", surname: name, account: "konto:\(n)", from: from, by: performer, at: now)
                try Organisation.appoint(c, id, to: unit, title: "inspektor", isHead: false, from: from, by: performer, at: now)
                return try Organisation.acting(c, account: "konto:\(n)", inPlaceOf: nil, at: now)
            }
            return HalfYear.Staff(clerk: try officer("Sowa", 1).performer, officer: try officer("Lis", 2), signer: try officer("Wilk", 3))
        }
    }
}

@Suite struct TrainingTests {
    private func account(_ house: House) async throws -> Account {
        try await TrainingHouse.accounts(house).add(
            NewAccount(office: TrainingHouse.record.id, login: "ewa.rybak", displayName: "Ewa Rybak", roles: [.officer]), password: "Zielony-Rower-77",
            by: TrainingHouse.performer,
            at: TrainingHouse.now)
    }

    @Test("A trainee begins, does the act in the training office, and the journal says that it is done") func exercise() async throws {
        try await TrainingHouse.with(.sqlite) { house, office in
            let offices = TrainingOffices(house, accounts: TrainingHouse.accounts(house)), person = try await account(house)
            let training = try await offices.open(for: office.record, by: TrainingHouse.performer)
            #expect(training.isTraining && training.name.hasPrefix("SZKOLENIE"))
            let course = try #require(Courses.of(.chanceryPoint)), exercise = try #require(course.exercise("kp-3"))
            #expect(try await offices.check(person, .chanceryPoint, exercise) == nil)
            try await offices.begin(person, .chanceryPoint, exercise, in: training)
            guard case .notYet = try await offices.check(person, .chanceryPoint, exercise) else { return #expect(Bool(false)) }
            let inside = try await offices.enrol(person, .chanceryPoint, in: training)
            let year = PolishTime.day(of: TrainingHouse.now).year
            // The same act by somebody else is not the trainee's.
            try await house.office(training.id).database.write { c in
                try IncomingRegister.cancel(c, RegisterNumber(year: year, number: 1), reason: "Pomyłka", by: TrainingHouse.performer, at: TrainingHouse.now)
            }
            guard case .notYet = try await offices.check(person, .chanceryPoint, exercise) else { return #expect(Bool(false)) }
            try await house.office(training.id).database.write { c in
                try IncomingRegister.cancel(c, RegisterNumber(year: year, number: 2), reason: "Pomyłka", by: inside.performer, at: TrainingHouse.now)
            }
            #expect(try await offices.check(person, .chanceryPoint, exercise) == .done)
            // A fresh office closes the accounts of the old one and keeps what was passed.
            let fresh = try await offices.open(for: office.record, by: TrainingHouse.performer)
            #expect(fresh.id != training.id)
            #expect(try await offices.current(of: office.record.id)?.id == fresh.id)
            #expect(try await TrainingHouse.accounts(house).find(inside.id)?.isClosed == true)
            #expect(try await offices.check(person, .chanceryPoint, exercise) == .done)
        }
    }

    @Test("Every course that can be passed has a post with work in the training office", arguments: CourseRole.allCases) func posts(_ role: CourseRole) async throws {
        try await TrainingHouse.with(.sqlite) { house, office in
            let offices = TrainingOffices(house, accounts: TrainingHouse.accounts(house)), person = try await account(house)
            let training = try await offices.open(for: office.record, by: TrainingHouse.performer)
            if try #require(Courses.of(role)).obstacle == nil {
                let inside = try await offices.enrol(person, role, in: training)
                let again = try await offices.enrol(person, role, in: training)
                #expect(inside.id == again.id && inside.office == training.id)
                let acting = try await house.office(training.id).database.read {
                    try Organisation.acting($0, account: inside.performer.id, inPlaceOf: nil, at: TrainingHouse.now)
                }
                #expect(acting.post.contains("szkolenie"))
            } else {
                await #expect(throws: Problem.self) { try await offices.enrol(person, role, in: training) }
            }
        }
    }

    @Test("A letter of a training office goes nowhere, by whatever channel", arguments: [DispatchChannel.epuapDelivery, .epuapBox, .email]) func walls(
        _ channel: DispatchChannel
    ) async throws {
        try await TrainingHouse.with(.sqlite) { house, office in
            let offices = TrainingOffices(house, accounts: TrainingHouse.accounts(house))
            let training = try await house.office(try await offices.open(for: office.record, by: TrainingHouse.performer).id)
            let id = try await TrainingTests.orderedLetter(training, channel)
            let sending = DispatchSending(
                connection: { _ in
                    Issue.record("a training office reached for the platform")
                    throw Problem(.unavailable, "nie")
                }, mail: RefusingGateway())
            try await JobRunner([sending.handler], worker: "test").run(training)
            let (state, waiting) = try await training.database.read { c in (try Dispatch.find(c, id)?.state, try Jobs.nextDue(c, kinds: [Dispatch.jobKind])) }
            #expect(state == .sent && waiting == nil)
            let podmiot = training.record.podmiot
            let boxes = try await house.platform.read { try PlatformDirectory.boxes($0, of: podmiot) }
            #expect(boxes.isEmpty)
        }
    }

    private struct RefusingGateway: CodeGateway {
        func send(_ message: CodeMessage) async throws { Issue.record("a training office wrote an e-mail") }
    }

    /// A signed letter that is ordered by a channel of the program.
    private static func orderedLetter(_ office: OfficeHouse, _ channel: DispatchChannel) async throws -> DispatchID {
        let staged = try await office.blobs.stage(Array("<pismo/>".utf8)), blobs = office.blobs, now = TrainingHouse.now
        return try await office.database.write { c in
            _ = try blobs.record(c, staged, mediaType: "text/xml", at: now)
            let author = ActingOfficer(officer: OfficerID(1), name: "Zofia Ćwiczebna", post: "wójt", unit: UnitID(1), account: "konto:1")
            let to = Addressee(
                Correspondent(
                    .person(surname: "Łoś", givenNames: "Jan"),
                    address: PostalAddress(postCode: "55-110", town: "Prusice", street: "Polna", building: "2", country: "Polska"),
                    emails: ["los@example.com"], identifiers: CorrespondentIdentifiers(replyBox: "/los/skrytka")))
            let content = LetterContent(metadata: OutgoingMetadata(title: "Odpowiedź"), body: "Treść.", addressees: [to])
            let id = try OutgoingLetters.create(c, OutgoingDraft(unit: UnitID(1), unitName: "Urząd", content: content), by: author, at: now)
            let signer = ApprovingOfficer(author)
            var revision = try OutgoingLetters.submit(c, id, revision: 1, path: ApprovalPath([.officer(author.officer)]), by: author, at: now)
            revision = try OutgoingLetters.accept(c, id, revision: revision, by: signer, at: now)
            let document = LetterDocument(hash: staged.hash, name: "pismo.xml", mediaType: "text/xml", size: 8)
            try OutgoingLetters.attachDocument(c, id, revision: revision, document, by: author.performer, at: now)
            let signed = SignedContent(documentHash: staged.hash, format: .xades, signedFile: document, certificateSummary: "próba", signedAt: now)
            revision = try OutgoingLetters.sign(c, id, revision: revision, signed, by: signer, at: now)
            let order = DispatchOrder(
                LetterAt(id, revision: revision), addressees: [AddresseeOrder(position: 1, proposal: ChannelProposal(channel: channel, reason: "próba"))])
            return try #require(try Dispatch.send(c, order, by: author, at: now).first)
        }
    }
}
