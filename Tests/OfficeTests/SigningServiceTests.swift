import Cryptography
import Exchange
@testable import Identity
import Kernel
import Law
@testable import Office
import Signatures
import Store
import StoreTesting
import Testing

/// Signing for other systems: what a system may ask, what a person reads, and what comes of it.
@Suite struct SigningServiceTests {
    static let now = SigningHouse.now
    static let place = "https://urzad.example/konto/podpis/"
    static let success = "https://ezd.example/podpis/ok", failure = "https://ezd.example/podpis/nie"

    /// A house whose EZD may give documents to be signed, and a second system that may too.
    struct Trial {
        var house: SigningHouse
        var service: SigningService
        var ezd: Platform.Caller
        var other: Platform.Caller
        var db: any Database { house.identity.platform }
        var account: CitizenAccount { house.account }

        func order(_ documents: [[UInt8]], success: String = success, failure: String = failure) -> ProfileCall.Signing {
            ProfileCall.Signing(documents: documents, successAddress: success, failureAddress: failure, note: "Podpis wniosku", isSingle: documents.count == 1)
        }

        func add(_ documents: [[UInt8]], at now: Instant = now) async throws -> (address: String, ticket: SigningTicket) {
            let address = try await service.add(order(documents), by: ezd, at: now)
            return (address, try #require(SigningTicket(String(address.dropFirst(place.count)))))
        }

        /// Opens the page and asks for a code.
        func askCode(_ ticket: SigningTicket, at now: Instant = now) async throws -> (shown: ContentHash, code: String) {
            let showing = try await service.show(ticket, to: account, provedAt: now, at: now)
            try await service.send(ticket, to: house.phone, of: account, at: now)
            return (showing.act.binding, house.code())
        }

        @discardableResult
        func sign(_ ticket: SigningTicket, _ shown: ContentHash, _ code: String, at now: Instant = now) async throws -> SigningAct {
            try await service.sign(ticket, shown: shown, code: code, by: .phoneCode, of: account, provedAt: now, at: now)
        }

        func acts() async throws -> [String] { try await db.read { c in try Journal.latest(c, limit: 100).map(\.entry.act) } }
        func refusals() async throws -> [String] {
            try await db.read { c in try Journal.latest(c, limit: 100).filter { $0.entry.act == "signing-act-refused" }.compactMap(\.entry.after) }
        }
    }

    static func caller(_ c: any SQLConnection, _ name: String) throws -> Platform.Caller {
        let key = try PrivateKey.generateP256()
        let certificate = try CertificateIssuer.selfSigned(subject: [("CN", name)], key: key, notBefore: now.adding(seconds: -60), days: 30, isAuthority: false)
        if try PlatformDirectory.podmiot(c, "gmina") == nil {
            try PlatformDirectory.add(c, Podmiot(id: "gmina", kind: .publicBody, name: "Gmina"), by: SigningHouse.performer, at: now)
        }
        _ = try PlatformDirectory.addSystem(c, name: name, podmiot: "gmina", certificate: certificate, by: SigningHouse.performer, at: now)
        return Platform.Caller(system: try #require(try PlatformDirectory.system(c, certificate: certificate.sha256)))
    }

    private func withTrial(_ backend: Backend, rules: SigningRules = .standard, _ body: (Trial) async throws -> Void) async throws {
        try await withSigningHouse(backend) { house in
            let (ezd, other) = try await house.identity.platform.write { c in
                let ezd = try Self.caller(c, "EZD gminy"), other = try Self.caller(c, "Inny system")
                let grants: [SystemGrant] = [.right(.signing), .returnAddress(try #require(ReturnAddress("https://ezd.example/podpis/")))]
                for caller in [ezd, other] { try PlatformDirectory.allow(c, system: caller.system.id, grants, by: SigningHouse.performer, at: Self.now) }
                return (ezd, other)
            }
            try await body(
                Trial(house: house, service: SigningService(house.identity, trust: TrustStore(lists: []), place: Self.place, rules: rules), ezd: ezd, other: other))
        }
    }

    private func cause(_ act: () async throws -> Void) async -> String? { await #expect(throws: Problem.self) { try await act() }?.cause }

    @Test("A document goes out, is read, signed by a code, and comes back with the very bytes that were read", arguments: Backend.available)
    func signs(_ backend: Backend) async throws {
        try await withTrial(backend) { t in
            let document = t.house.letter("Proszę o ławkę")
            let (address, ticket) = try await t.add([document])
            #expect(await cause { _ = try await t.service.collect(address, by: t.ezd, at: Self.now) } == "waiting")
            let showing = try await t.service.show(ticket, to: t.account, provedAt: Self.now, at: Self.now)
            #expect(showing.documents[0].content == document && showing.act.binding == ContentHash(of: document))
            #expect(showing.act.systemName == "EZD gminy (Gmina)" && showing.act.note == "Podpis wniosku" && showing.profile != nil)
            try await t.service.send(ticket, to: t.house.phone, of: t.account, at: Self.now)
            #expect(t.house.outbox.messages()[0].text.contains(ContentHash(of: document).description.prefix(8)))
            let act = try await t.sign(ticket, showing.act.binding, t.house.code())
            #expect(act.state == .signed && act.returns.success == Self.success)
            let signed = try await t.service.collectOne(address, by: t.ezd, at: Self.now)
            #expect(signed.starts(with: document.dropLast("</wnio:Dokument>".utf8.count)), "the signature changes no byte of the document")
            let result = try await t.service.verify(signed, by: t.ezd, at: Self.now)
            #expect(result.contains(">true</ValidDocumentSignature>") && result.contains("<os:PESEL") && result.contains("03222800089"))
            #expect(try await t.service.verify(document, by: t.ezd, at: Self.now).contains(">false</ValidDocumentSignature>"))
            let changed = try await t.service.verify(
                Array(String(decoding: signed, as: UTF8.self).replacing("ławkę", with: "kosze").utf8), by: t.ezd, at: Self.now)
            #expect(changed.contains(">false</ValidDocumentSignature>") && changed.contains(">1</VerifyStatus>"))
            #expect(try await t.acts().filter { ["signing-act-opened", "signing-act-signed", "document-signed"].contains($0) }.count == 3)
            let ended = try await t.db.read { c in try t.house.identity.signingActs.ended(c, of: t.account.id) }
            #expect(ended == [act], "the signer finds it on a list of his own")
        }
    }

    @Test("Several documents are one act with one code, and each has its own signature", arguments: Backend.available) func several(_ backend: Backend) async throws {
        try await withTrial(backend) { t in
            let documents = ["Pierwszy", "Drugi", "Trzeci"].map(t.house.letter)
            let (address, ticket) = try await t.add(documents)
            let (shown, code) = try await t.askCode(ticket)
            #expect(!documents.map { ContentHash(of: $0) }.contains(shown), "bound to the list, not to one of them")
            let act = try await t.sign(ticket, shown, code)
            #expect(act.documents.map(\.hash) == documents.map { ContentHash(of: $0) })
            let signed = try await t.service.collect(address, by: t.ezd, at: Self.now)
            let trust = TrustStore(lists: [TrustList(name: "próba", anchors: [t.house.seal.certificate])])
            for (document, one) in zip(documents, signed) {
                #expect(one.starts(with: document.dropLast("</wnio:Dokument>".utf8.count)))
                #expect(try SignatureVerifier(trust: trust).verify(one, at: Self.now).verdict == .valid)
            }
            #expect(await cause { _ = try await t.service.collectOne(address, by: t.ezd, at: Self.now) } == "several documents")
            #expect(try await t.acts().filter { $0 == "document-signed" }.count == 3)
        }
    }

    @Test("A code of another act signs nothing, a used act signs nothing twice", arguments: Backend.available) func codes(_ backend: Backend) async throws {
        try await withTrial(backend) { t in
            let first = try await t.add([t.house.letter("Pierwsze")]), second = try await t.add([t.house.letter("Drugie")])
            let one = try await t.askCode(first.ticket)
            let two = try await t.askCode(second.ticket)
            if one.code != two.code {
                #expect(await cause { try await t.sign(second.ticket, two.shown, one.code) } == "wrong")
            }
            // The right code under what was drawn for the other act.
            #expect(await cause { try await t.sign(second.ticket, one.shown, two.code) } == "document-changed")
            let signed = try await t.sign(first.ticket, one.shown, one.code)
            // The same form again: the same result, nothing signed anew.
            #expect(try await t.sign(first.ticket, one.shown, one.code) == signed)
            let bytes = try await t.service.collect(first.address, by: t.ezd, at: Self.now)
            #expect(try await t.service.collect(first.address, by: t.ezd, at: Self.now) == bytes)
            #expect(await cause { _ = try await t.service.show(first.ticket, to: t.account, provedAt: Self.now, at: Self.now) } == "already-signed")
            #expect(await cause { _ = try await t.service.decline(first.ticket, by: t.account, at: Self.now) } == "already-signed")
            #expect(try await t.acts().filter { $0 == "document-signed" }.count == 1)
            // Wrong codes run out as everywhere.
            let wrong = two.code == "000000" ? "000001" : "000000"
            for _ in 0..<4 { _ = await cause { try await t.sign(second.ticket, two.shown, wrong) } }
            #expect(await cause { try await t.sign(second.ticket, two.shown, two.code) } == "exhausted")
        }
    }

    @Test("A document changed between display and code is refused by name, whoever changed it", arguments: Backend.available)
    func changed(_ backend: Backend) async throws {
        try await withTrial(backend) { t in
            let forged = t.house.letter("Zgadzam się na wszystko")
            let bytes = try await t.add([t.house.letter("Treść")])
            var (shown, code) = try await t.askCode(bytes.ticket)
            try await t.db.write { c in _ = try c.execute("UPDATE signing_document SET content = \(forged)") }
            let refused = await #expect(throws: Problem.self) { try await t.sign(bytes.ticket, shown, code) }
            #expect(refused?.cause == "document-changed" && refused?.message.contains("Nic nie podpisano") == true)
            // Its hash changed along with it: then it differs from what was drawn and from what the code is for.
            let both = try await t.add([t.house.letter("Druga treść")])
            (shown, code) = try await t.askCode(both.ticket)
            try await t.db.write { c in
                _ = try c.execute("UPDATE signing_document SET content = \(forged), document_sha256 = \(ContentHash(of: forged)) WHERE act = 2")
            }
            #expect(await cause { try await t.sign(both.ticket, shown, code) } == "document-changed")
            #expect(await cause { try await t.sign(both.ticket, ContentHash(of: forged), code) } == "document-changed")
            #expect(try await t.refusals() == ["document-changed", "document-changed", "document-changed"])
            #expect(try await !t.acts().contains("document-signed"))
        }
    }

    @Test("Only a system with the right, and only back to its registered addresses", arguments: Backend.available) func systems(_ backend: Backend) async throws {
        try await withTrial(backend) { t in
            let document = t.house.letter("Treść")
            let nobody = try await t.db.write { c in try Self.caller(c, "Bez praw") }
            let denied = await #expect(throws: Problem.self) { _ = try await t.service.add(t.order([document]), by: nobody, at: Self.now) }
            #expect(denied?.code == .systemRightMissing)
            await #expect(throws: Problem.self) { _ = try await t.service.verify(document, by: nobody, at: Self.now) }
            for address in [
                "https://zly.example/podpis/ok", "https://ezd.example.zly.example/podpis/ok", "https://ezd.example@zly.example/podpis/", "http://ezd.example/podpis/ok",
                "https://ezd.example/podpis/../wyloguj", "https://ezd.example/podpis/%2e%2e/x", "https://ezd.example/podpisz", "https://ezd.example:8443/podpis/ok",
                "//ezd.example/podpis/ok", "/podpis/ok", "javascript:alert(1)", "https://ezd.example/podpis/ok\r\nX: y", "https://ezd.example\\podpis/ok",
            ] {
                #expect(await cause { _ = try await t.service.add(t.order([document], success: address), by: t.ezd, at: Self.now) } == "return address", "\(address)")
                #expect(await cause { _ = try await t.service.add(t.order([document], failure: address), by: t.ezd, at: Self.now) } == "return address", "\(address)")
            }
            // Another system's act does not exist for a system.
            let (address, ticket) = try await t.add([document])
            let (shown, code) = try await t.askCode(ticket)
            try await t.sign(ticket, shown, code)
            let foreign = await #expect(throws: Problem.self) { _ = try await t.service.collect(address, by: t.other, at: Self.now) }
            #expect(foreign?.code == .notFound && foreign?.cause == "no such signing act")
            let unknown = Self.place + SigningTicket().description
            #expect(await cause { _ = try await t.service.collect(unknown, by: t.ezd, at: Self.now) } == "no such signing act")
            #expect(await cause { _ = try await t.service.collect("https://zly.example/" + ticket.description, by: t.ezd, at: Self.now) } == "not an address of an act")
            // A right taken away works no more, in an act under way too.
            try await t.db.write { c in try PlatformDirectory.withdraw(c, system: t.ezd.system.id, [.right(.signing)], by: SigningHouse.performer, at: Self.now) }
            #expect(await cause { _ = try await t.service.collect(address, by: t.ezd, at: Self.now) } == "podpis")
        }
    }

    @Test("Documents that are too large, too many, no XML or with a DTD are refused by name", arguments: Backend.available) func documents(_ backend: Backend)
        async throws
    {
        try await withTrial(backend) { t in
            let large = Array("<a>\(String(repeating: "x", count: 10 << 20))</a>".utf8)
            let tooLarge = await #expect(throws: Problem.self) { _ = try await t.service.add(t.order([large]), by: t.ezd, at: Self.now) }
            #expect(tooLarge?.code == .tooLarge)
            await #expect(throws: Problem.self) { _ = try await t.service.verify(large, by: t.ezd, at: Self.now) }
            let many = [[UInt8]](repeating: Array("<a/>".utf8), count: 21)
            #expect(await cause { _ = try await t.service.add(t.order(many), by: t.ezd, at: Self.now) } == "21 documents")
            let together = [[UInt8]](repeating: Array("<a>\(String(repeating: "x", count: 5 << 20 - 10))</a>".utf8), count: 5)
            #expect(await cause { _ = try await t.service.add(t.order(together), by: t.ezd, at: Self.now) } != nil)
            let entity = Array("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>".utf8)
            #expect(await cause { _ = try await t.service.add(t.order([entity]), by: t.ezd, at: Self.now) } == "doctype")
            #expect(await cause { _ = try await t.service.verify(entity, by: t.ezd, at: Self.now) } == "doctype")
            let broken = await #expect(throws: Problem.self) { _ = try await t.service.add(t.order([Array("<a>".utf8)]), by: t.ezd, at: Self.now) }
            #expect(broken?.code == .malformedDocument)
        }
    }

    @Test("A person signs in anew, within the time, on the account that opened the act, with a valid profile", arguments: Backend.available)
    func people(_ backend: Backend) async throws {
        try await withTrial(backend) { t in
            let document = t.house.letter("Treść")
            let (address, ticket) = try await t.add([document])
            for proved in [nil, Self.now.adding(seconds: -1)] {
                let old = await #expect(throws: Problem.self) { _ = try await t.service.show(ticket, to: t.account, provedAt: proved, at: Self.now) }
                #expect(old?.cause == "proof-too-old" && old?.code == .unauthenticated)
            }
            let (shown, code) = try await t.askCode(ticket)
            // Without the fresh proof the right code is worth nothing.
            #expect(
                await cause {
                    _ = try await t.service.sign(
                        ticket, shown: shown, code: code, by: .phoneCode, of: t.account, provedAt: Self.now.adding(seconds: -1), at: Self.now)
                } == "proof-too-old")
            let jan = try await t.house.open("Jan", "Kowal", "50010100010", userID: "jan.kowal", phone: "600700802")
            #expect(await cause { _ = try await t.service.show(ticket, to: jan, provedAt: Self.now, at: Self.now) } == "another-account")
            #expect(await cause { _ = try await t.service.decline(ticket, by: jan, at: Self.now) } == "another-account")
            // An account whose person nobody confirmed reads, and is told why it cannot sign.
            let his = try await t.add([document])
            let showing = try await t.service.show(his.ticket, to: jan, provedAt: Self.now, at: Self.now)
            #expect(showing.profile == nil && showing.act.challenge == nil)
            let mail = CodeAddress.mail(MailAddress("jan.kowal@poczta.example")!)
            #expect(await cause { try await t.service.send(his.ticket, to: mail, of: jan, at: Self.now) } == "another-account")
            #expect(
                await cause {
                    _ = try await t.service.sign(his.ticket, shown: showing.act.binding, code: "000000", by: .mailCode, of: jan, provedAt: Self.now, at: Self.now)
                } == "no valid profile")
            let declined = try await t.service.decline(his.ticket, by: jan, at: Self.now)
            #expect(declined.returns.failure == Self.failure)
            #expect(await cause { _ = try await t.service.collect(his.address, by: t.ezd, at: Self.now) } == "declined")
            // A profile that ended after the code was sent.
            let identity = t.house.identity
            try await t.db.write { c in
                let profile = try #require(try identity.profiles.valid(c, of: t.account.id, at: Self.now))
                try identity.profiles.invalidate(c, profile.id, .controlLost, by: SigningHouse.performer, at: Self.now)
            }
            #expect(await cause { try await t.sign(ticket, shown, code) } == "no valid profile")
            #expect(await cause { _ = try await t.service.collect(address, by: t.ezd, at: Self.now) } == "waiting")
        }
    }

    @Test("Acts end, and their documents are forgotten", arguments: Backend.available) func time(_ backend: Backend) async throws {
        try await withTrial(backend) { t in
            let late = Self.now.adding(seconds: 1800)
            let (address, ticket) = try await t.add([t.house.letter("Treść")])
            let (shown, code) = try await t.askCode(ticket)
            #expect(await cause { try await t.sign(ticket, shown, code, at: late) } == "expired")
            #expect(await cause { _ = try await t.service.show(ticket, to: t.account, provedAt: late, at: late) } == "expired")
            #expect(await cause { _ = try await t.service.collect(address, by: t.ezd, at: late) } == "expired")
            let second = try await t.add([t.house.letter("Druga")])
            let asked = try await t.askCode(second.ticket)
            try await t.sign(second.ticket, asked.shown, asked.code)
            #expect(try await t.service.collect(second.address, by: t.ezd, at: Self.now.adding(seconds: 86_399)).count == 1)
            #expect(try await t.service.signedContent(second.ticket, 1, of: t.account).count > 0)
            #expect(await cause { _ = try await t.service.collect(second.address, by: t.ezd, at: Self.now.adding(seconds: 86_400)) } == "forgotten")
            func left() async throws -> Int64 {
                try await t.db.read { c in try c.first("SELECT COUNT(*) AS n FROM signing_document WHERE content IS NOT NULL") { try $0.int("n") } } ?? 0
            }
            _ = try await IdentityRound(t.house.identity).run(at: Self.now)
            #expect(try await left() == 2)
            _ = try await IdentityRound(t.house.identity).run(at: late)
            #expect(try await left() == 1, "what was never signed goes first")
            _ = try await IdentityRound(t.house.identity).run(at: Self.now.adding(seconds: 86_400))
            #expect(try await left() == 0)
            await #expect(throws: Problem.self) { _ = try await t.service.signedContent(second.ticket, 1, of: t.account) }
        }
    }

    @Test("One system cannot flood the house with acts", arguments: Backend.available) func flood(_ backend: Backend) async throws {
        try await withTrial(backend, rules: SigningRules(openings: RateLimit([.init(2, inSeconds: 600)]))) { t in
            let document = t.house.letter("Treść")
            for _ in 0..<2 { _ = try await t.add([document]) }
            #expect(await cause { _ = try await t.add([document]) } == "limit of openings")
            #expect(try await t.service.add(t.order([document]), by: t.other, at: Self.now).hasPrefix(Self.place), "others are not held up")
        }
    }
}
