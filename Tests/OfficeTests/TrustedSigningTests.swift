import Cryptography
import Exchange
import Foundation
@testable import Identity
import Kernel
import Law
@testable import Office
import Signatures
import Store
import StoreTesting
import Testing

/// Signing with a profile of the platform: what was shown is what was signed, and nothing else is.
@Suite struct TrustedSigningTests {
    static let now = Instant(milliseconds: 1_773_316_800_000)
    static let performer = Performer(id: "system:test", name: "test")

    private func withSigning(_ backend: Backend, _ body: (SigningHouse) async throws -> Void) async throws { try await withSigningHouse(backend, body) }

    @Test("T12 without the notice shown no code is sent; then the bytes shown are the bytes signed", arguments: Backend.available)
    func signs(_ backend: Backend) async throws {
        try await withSigning(backend) { s in
            let document = s.letter("Proszę o ławkę")
            let id = try await s.signing.begin(document, title: "Wniosek", of: s.account, at: Self.now)
            let early = await #expect(throws: Problem.self) { try await s.signing.send(id, to: s.phone, of: s.account, at: Self.now) }
            #expect(early?.cause == "notice-not-shown")
            let shown = try await s.signing.show(id, to: s.account, at: Self.now)
            #expect(shown.document == document && shown.record.document == ContentHash(of: document))
            try await s.signing.send(id, to: s.phone, of: s.account, at: Self.now)
            #expect(s.outbox.messages()[0].text.contains(ContentHash(of: document).description.prefix(8)), "the message names the document")
            let record = try await s.signing.sign(id, code: s.code(), by: .phoneCode, of: s.account, at: Self.now)
            let signed = try await s.signing.bytes(try #require(record.signed))
            let report = try SignatureVerifier(trust: TrustStore(lists: [TrustList(name: "próba", anchors: [s.seal.certificate])])).verify(signed, at: Self.now)
            #expect(report.verdict == .valid)
            #expect(report.signatures.first?.signer.role?.pesel == "03222800089" && report.signatures.first?.signer.role?.accountID == "anna.lis")
            #expect(signed.starts(with: document.dropLast("</wnio:Dokument>".utf8.count)), "the signature stands beside the bytes, and changes none")
            let acts = try await s.identity.platform.read { c in try Journal.latest(c, limit: 50).map(\.entry.act) }
            #expect(acts.contains("document-signed"))
        }
    }

    @Test("T13 the code of one document signs no other, and no code signs twice", arguments: Backend.available) func otherDocument(_ backend: Backend) async throws {
        try await withSigning(backend) { s in
            let first = try await s.signing.begin(s.letter("Pierwsze"), title: "Pierwsze", of: s.account, at: Self.now)
            let second = try await s.signing.begin(s.letter("Drugie"), title: "Drugie", of: s.account, at: Self.now)
            for id in [first, second] { _ = try await s.signing.show(id, to: s.account, at: Self.now) }
            try await s.signing.send(first, to: s.phone, of: s.account, at: Self.now)
            let code = s.code()
            try await s.signing.send(second, to: s.phone, of: s.account, at: Self.now)
            if code != s.code() {
                await #expect(throws: Problem.self) { try await s.signing.sign(second, code: code, by: .phoneCode, of: s.account, at: Self.now) }
            }
            #expect(try await s.signing.find(second, of: s.account).signed == nil)
            let record = try await s.signing.sign(first, code: code, by: .phoneCode, of: s.account, at: Self.now)
            #expect(record.document == ContentHash(of: s.letter("Pierwsze")))
            // Asked again, the same result; nothing is signed anew.
            #expect(try await s.signing.sign(first, code: "000000", by: .phoneCode, of: s.account, at: Self.now).signed == record.signed)
        }
    }

    @Test("T4 a signature made before the contact data changed still verifies, and its profile was valid then", arguments: Backend.available)
    func afterReplacement(_ backend: Backend) async throws {
        try await withSigning(backend) { s in
            let id = try await s.signing.begin(s.letter("Treść"), title: "Wniosek", of: s.account, at: Self.now)
            _ = try await s.signing.show(id, to: s.account, at: Self.now)
            try await s.signing.send(id, to: s.phone, of: s.account, at: Self.now)
            let record = try await s.signing.sign(id, code: s.code(), by: .phoneCode, of: s.account, at: Self.now)
            let later = Self.now.adding(seconds: 86_400), identity = s.identity
            let used = try #require(record.profile)
            let found = try await identity.platform.read { c in try identity.profiles.find(c, used) }
            let old = try #require(found)
            let new = try await identity.platform.write { c in
                try identity.profiles.replace(
                    c, old.id, contact: ContactData(mail: "nowa@poczta.example", phone: "600700800"), confirmation: .init(method: .replacement, at: later),
                    by: Self.performer, at: later)
            }
            #expect(new.designation != old.designation)
            let signed = try await s.signing.bytes(try #require(record.signed))
            let trust = TrustStore(lists: [TrustList(name: "próba", anchors: [s.seal.certificate])])
            #expect(try SignatureVerifier(trust: trust).verify(signed, at: later).verdict == .valid)
            let was = try await identity.platform.read { c in try identity.profiles.valid(c, designation: old.designation, at: Self.now) }
            #expect(was?.designation == old.designation)
        }
    }

    @Test("Without a valid profile nothing is opened, and another's document does not exist", arguments: Backend.available) func refusals(_ backend: Backend) async throws
    {
        try await withSigning(backend) { s in
            let id = try await s.signing.begin(s.letter("Treść"), title: "Wniosek", of: s.account, at: Self.now)
            let stranger = CitizenAccount(
                id: CitizenAccountID(99), person: PersonID(99), userID: UserID("obcy")!, state: .active, createdAt: Self.now, usedAt: Self.now)
            let foreign = await #expect(throws: Problem.self) { try await s.signing.show(id, to: stranger, at: Self.now) }
            #expect(foreign?.code == .notFound)
            let notXML = await #expect(throws: Problem.self) { try await s.signing.begin(Array("nie xml".utf8), title: "x", of: s.account, at: Self.now) }
            #expect(notXML?.code == .invalidInput)
            let years = Self.now.adding(seconds: 4 * 365 * 86_400)
            let ended = await #expect(throws: Problem.self) { try await s.signing.begin(s.letter("x"), title: "x", of: s.account, at: years) }
            #expect(ended?.cause == "no valid profile")
        }
    }

    @Test("By the clock a profile ends, and its holder is told before", arguments: Backend.available) func round(_ backend: Backend) async throws {
        try await withSigning(backend) { s in
            let round = IdentityRound(s.identity), identity = s.identity
            let profile = try #require(try await identity.platform.read { c in try identity.profiles.valid(c, of: s.account.id, at: Self.now) })
            let before = s.outbox.messages().count
            #expect(try await round.run(at: profile.validTo.adding(seconds: -20 * 86_400)).notices == 1)
            #expect(s.outbox.messages().count == before + 1 && s.outbox.messages()[0].text.contains(profile.designation))
            #expect(try await round.run(at: profile.validTo.adding(seconds: -20 * 86_400)).notices == 0, "once")
            #expect(try await round.run(at: profile.validTo).expiredProfiles == 1)
            #expect(try await identity.platform.read { c in try identity.profiles.find(c, profile.id)?.state } == .expired)
        }
    }

    @Test("A gateway that is down marks nobody as told") func gatewayDown() async throws {
        let problem = await #expect(throws: Problem.self) {
            try await NoCodeGateway().send(CodeMessage(to: .phone(TelephoneNumber("600700800")!), text: "x", madeAt: Self.now))
        }
        #expect(problem?.code == .unavailable)
    }

    @Test("The key file is made once, read only by its owner, and never replaced") func keyFile() async throws {
        try await withTemporaryDirectory { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let path = folder + "/identity.keys", pesel = PESEL("03222800089")!
            let first = try IdentityKeys.file(path)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
            #expect(try IdentityKeys.file(path).hash(pesel) == first.hash(pesel))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            #expect(throws: Problem.self) { try IdentityKeys.file(path) }
            try "zepsuty".write(toFile: path, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            #expect(throws: Problem.self) { try IdentityKeys.file(path) }
        }
    }
}
