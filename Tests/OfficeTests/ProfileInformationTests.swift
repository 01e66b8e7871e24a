import Cryptography
import Exchange
@testable import Identity
import Kernel
import Law
@testable import Office
import Store
import StoreTesting
import Testing

/// What systems may learn of people, and what of it the person sees.
@Suite struct ProfileInformationTests {
    static let now = SigningHouse.now

    private func withSession(
        _ backend: Backend, _ body: (SigningHouse, ProfileInformation, Platform.Caller, _ service: Int64, _ token: SessionToken) async throws -> Void
    ) async throws {
        try await withSigningHouse(backend) { house in
            let caller = try await house.identity.platform.write { c in try SigningServiceTests.caller(c, "EZD gminy") }
            let key = Base64.encode(house.seal.certificate.der), name = "https://ezd.example"
            let metadata = """
                <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="\(name)"><md:SPSSODescriptor \
                protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo \
                xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>\(key)</ds:X509Certificate></ds:X509Data></ds:KeyInfo>\
                </md:KeyDescriptor><md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact" Location="\(name)/acs" index="0"/>\
                </md:SPSSODescriptor></md:EntityDescriptor>
                """
            let identity = house.identity
            let (service, token) = try await identity.platform.write { c in
                let service = try ServiceProviders.register(
                    c, NewServiceProvider(name: "EZD gminy", shape: .older, level: .low, metadata: Array(metadata.utf8)), by: SigningHouse.performer, at: Self.now)
                let opened = try identity.sessions.open(
                    c, house.account.id, factors: [.password, .phoneCode], address: "a", agent: "", at: Self.now)
                try c.execute(
                    """
                    INSERT INTO saml_session (session_index, service, account, session, name_id, name_format, created_at)
                    VALUES ('ID-tgsid', \(service.id), \(house.account.id), \(opened.session.id), 'anna.lis', '', \(Self.now))
                    """)
                return (service.id.number, opened.token)
            }
            try await body(house, ProfileInformation(identity), caller, service, token)
        }
    }

    private func allow(_ house: SigningHouse, _ caller: Platform.Caller, _ grants: [SystemGrant]) async throws {
        try await house.identity.platform.write { c in
            try PlatformDirectory.allow(c, system: caller.system.id, grants, by: SigningHouse.performer, at: Self.now)
        }
    }

    @Test("Who is behind a session is told to the system of that service, while the session lives, and the person sees it", arguments: Backend.available)
    func session(_ backend: Backend) async throws {
        try await withSession(backend) { house, information, caller, service, token in
            func ask() async throws -> ProfileAnswer.UserInfo { try await information.userInfo(session: "ID-tgsid", by: caller, at: Self.now) }
            #expect(await #expect(throws: Problem.self) { _ = try await ask() }?.code == .systemRightMissing)
            try await allow(house, caller, [.right(.sessionPerson)])
            // The right alone opens no session of a service that is not the system's.
            #expect(await #expect(throws: Problem.self) { _ = try await ask() }?.code == .notFound)
            try await allow(house, caller, [.service(service)])
            let info = try await ask()
            #expect(info.mail == "anna.lis@poczta.example")
            #expect(info.claimedRole?.hasPrefix("<ppZP:PodpisZP") == true && info.claimedRole?.contains(">03222800089<") == true)
            #expect(try await information.userID(session: "ID-tgsid", by: caller, at: Self.now).description == "anna.lis")
            await #expect(throws: Problem.self) { _ = try await information.userInfo(session: "ID-inny", by: caller, at: Self.now) }
            let looks = try await house.identity.platform.read { c in try house.identity.people.looks(c, at: house.account.person) }
            #expect(looks.map(\.what) == [.session, .session] && looks.allSatisfy { $0.post == "system „EZD gminy”" && $0.why.contains("usługa „EZD gminy”") })
            let acts = try await house.identity.platform.read { c in
                try Journal.latest(c, limit: 20).filter { $0.entry.act == "person-looked-at" }.map(\.entry.actor)
            }
            #expect(acts == ["system:\(caller.system.id)", "system:\(caller.system.id)"])
            // After signing out nothing is told.
            try await house.identity.sessions.end(token, by: house.account, at: Self.now)
            #expect(await #expect(throws: Problem.self) { _ = try await ask() }?.code == .notFound)
        }
    }

    @Test("A profile by PESEL needs a right of its own, leaves a trace, and numbers cannot be tried one after another", arguments: Backend.available)
    func byPESEL(_ backend: Backend) async throws {
        try await withSession(backend) { house, information, caller, _, _ in
            func ask(_ pesel: String, mostRecent: Bool = false, at now: Instant = Self.now) async throws -> ProfileAnswer.ProfileFacts? {
                try await information.profile(.init(pesel: pesel, isMostRecent: mostRecent, callID: "1"), by: caller, at: now)
            }
            #expect(await #expect(throws: Problem.self) { _ = try await ask("03222800089") }?.code == .systemRightMissing)
            try await allow(house, caller, [.right(.profileByPESEL)])
            let facts = try #require(try await ask("03222800089"))
            #expect(facts.status == "V" && facts.userID == "anna.lis" && facts.surname == "Lis" && facts.pesel == "03222800089" && facts.method == "kod-sms")
            let answer = ProfileAnswer.profile(facts, callID: "7", at: Self.now)
            #expect(answer.contains("<p:firstName>Anna</p:firstName><p:secondName></p:secondName>") && answer.contains("callId=\"7\""))
            let years = Self.now.adding(seconds: 4 * 365 * 86_400)
            #expect(try await ask("03222800089", at: years) == nil)
            #expect(try await ask("03222800089", mostRecent: true, at: years)?.status == "E")
            let looks = try await house.identity.platform.read { c in try house.identity.people.looks(c, at: house.account.person).map(\.what) }
            #expect(looks.contains(.profile) && looks.contains(.found))
            var refused: Problem?
            for n in 0..<12 {
                do { #expect(try await ask(["50010100010", "68022912343"][n % 2]) == nil) } catch let problem as Problem { refused = problem }
            }
            #expect(refused?.cause == "search limit")
            #expect(await #expect(throws: Problem.self) { _ = try await ask("12345678901", at: years.adding(seconds: 9000)) }?.code == .invalidInput)
        }
    }
}
