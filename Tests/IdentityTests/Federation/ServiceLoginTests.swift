import Cryptography
import Identity
import Kernel
import Law
import SAML
import Store
import StoreTesting
import Testing

@Suite struct ServiceLoginTests {
    @Test("A service learns who the person is, once, encrypted and fresh", arguments: Backend.available) func node(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await FederationHouse(db)
            let account = try await house.citizens.citizen()
            let (request, field) = try house.request()
            guard case .waiting(let ticket) = try await house.logins.begin(field: field, relayState: "stan", at: noon) else { throw SAMLError(.unexpected) }
            let nobody = try await house.logins.advance(ticket, citizen: nil, at: noon)
            guard case .ask(let wish) = nobody else { throw SAMLError(.unexpected) }
            #expect(wish.level == .substantial && wish.isFresh && wish.service == "EZD gminy")
            for old in [try house.proven(account, at: noon.adding(seconds: -1)), try house.proven(account, level: .low)] {
                guard case .ask = try await house.logins.advance(ticket, citizen: old, at: noon) else { throw SAMLError(.unexpected) }
            }
            let step = try await house.logins.advance(ticket, citizen: house.proven(account), at: noon)
            guard case .answer(let answer) = step else { throw SAMLError(.unexpected) }
            #expect(answer.relayState == "stan" && answer.consumer == "https://ezd.example/acs" && answer.artifact.isOf(issuer: "https://pz.example"))
            #expect(await samlRefusal { _ = try await house.logins.advance(ticket, citizen: house.proven(account), at: noon) } == .expired)
            let response = try #require(try await house.resolve(answer.artifact).response)
            #expect(response.inResponseTo == request.id && response.status.isSuccess)
            let assertion = try response.assertion(keys: [house.key.key], signers: [FederationHouse.nodeKey.certificate], mustBeEncrypted: true)
            let expectation = LoginExpectation(
                issuer: "https://pz.example", audience: "https://ezd.example", recipient: "https://ezd.example/acs", inResponseTo: request.id,
                levels: [AssuranceLevel.substantial.uri], authenticatedAfter: noon)
            try expectation.check(response, at: noon)
            try expectation.check(assertion, at: noon)
            #expect(try AssertedPerson(assertion).identifier == lis.description && assertion.subject.value == "anna.lis")
            let index = try #require(assertion.sessionIndex)
            #expect(try await house.logins.account(sessionIndex: index) == account.id)
            let looks = try await db.read { try house.citizens.people.looks($0, at: account.person) }
            #expect(looks.first?.what == .service && looks.first?.post == "EZD gminy" && looks.first?.why.contains("PersonIdentifier") == true)
            // Used once.
            #expect(try await house.resolve(answer.artifact).response == nil)
            #expect(try await db.acts().suffix(2) == ["saml-login", "saml-artifact-refused"])
            let kept = try await db.read { try $0.query("SELECT message FROM saml_artifact") { try $0.bytesOrNil("message") } }
            #expect(kept == [nil])
        }
    }

    @Test("A session tells what it proved and nothing where it proved nothing", arguments: Backend.available) func session(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = CitizenHouse(db)
            let account = try await house.citizen()
            guard case .signedIn(let token, _) = try await house.signIn.begin("anna.lis", password: phrase, level: .low, address: "192.0.2.1", at: noon),
                let found = try await house.sessions.find(token, at: noon), let proven = try await house.sessions.proven(found, keys: house.keys)
            else { throw SAMLError(.unexpected) }
            #expect(proven.level == .low && proven.provedAt == noon && proven.pesel == lis && proven.account == account.id && proven.name.surname == "Lis")
            #expect("\(proven)" == "ProvenCitizen(\(account.id))")
        }
    }

    @Test("The older shape gives a name and a session number, nothing of the person", arguments: Backend.available) func older(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await FederationHouse(db, shape: .older, key: FederationHouse.rsaServiceKey)
            let account = try await house.citizens.citizen()
            let assertion = try await house.login(house.proven(account, level: .low, at: noon.adding(seconds: -600))) {
                $0.destination = "https://pz.example/dt/SingleSignOnService"
                $0.context = nil
            }
            #expect(assertion.attributes.isEmpty && assertion.subject.value == "anna.lis" && assertion.sessionIndex == assertion.id.description)
            #expect(assertion.contextClass == AssuranceLevel.low.uri)
            let forced = await samlRefusal {
                _ = try await house.login(house.proven(account, level: .low, at: noon.adding(seconds: -600))) { $0.forcesAuthn = true }
            }
            #expect(forced == .unexpected, "a forced login asks again")
        }
    }

    @Test("An artifact is resolved by its own service, in its minute", arguments: Backend.available) func artifact(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await FederationHouse(db)
            let account = try await house.citizens.citizen()
            _ = try await FederationHouse.register(db, "https://inna.example", FederationHouse.rsaServiceKey)
            func artifact(_ session: Int64) async throws -> Artifact {
                guard case .waiting(let ticket) = try await house.logins.begin(field: house.request().1, relayState: nil, at: noon),
                    case .answer(let answer) = try await house.logins.advance(ticket, citizen: house.proven(account, session: session), at: noon)
                else { throw SAMLError(.unexpected) }
                return answer.artifact
            }
            let first = try await artifact(1)
            #expect(try await house.resolve(first, by: FederationHouse.rsaServiceKey, as: "https://inna.example").response == nil)
            #expect(await samlRefusal { _ = try await house.resolve(first, by: FederationHouse.stranger) } == .signature)
            #expect(await samlRefusal { _ = try await house.resolve(first, as: "https://obca.example") } == .unknownIssuer)
            #expect(try await house.resolve(Artifact(issuer: "https://pz.example")).response == nil)
            #expect(try await house.resolve(first, at: noon.adding(seconds: 59)).response != nil)
            #expect(try await house.resolve(artifact(2), at: noon.adding(seconds: 60)).response == nil)
        }
    }

    @Test("A request that cannot be trusted is refused by name and noted", arguments: Backend.available) func requests(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await FederationHouse(db, providerName: "EZD Prusice")
            func refusal(_ change: (inout AuthnRequest) -> Void, by signer: SigningIdentity? = nil) async throws -> SAMLError.Code? {
                let (_, field) = try house.request(
                    { r in
                        r.providerName = "EZD Prusice"
                        change(&r)
                    }, by: signer)
                return await samlRefusal { _ = try await house.logins.begin(field: field, relayState: nil, at: noon) }
            }
            #expect(try await refusal { _ in } == nil)
            #expect(try await refusal({ _ in }, by: FederationHouse.stranger) == .signature)
            #expect(try await refusal { $0.issuer = "https://obca.example" } == .unknownIssuer)
            #expect(try await refusal { $0.destination = "https://inny.example/login/SingleSignOnService" } == .destination)
            #expect(try await refusal { $0.destination = nil } == .destination)
            #expect(try await refusal { $0.consumerAddress = "https://zly.example" } == .consumerAddress)
            #expect(try await refusal { $0.providerName = "EZD" } == .providerName)
            #expect(try await refusal { $0.providerName = nil } == .providerName)
            #expect(try await refusal { $0.binding = .post } == .unsupported)
            #expect(try await refusal { $0.issueInstant = noon.adding(seconds: -481) } == .expired)
            #expect(try await refusal { $0.issueInstant = noon.adding(seconds: 181) } == .notYetValid)
            let (_, field) = try house.request { $0.providerName = "EZD Prusice" }
            _ = try await house.logins.begin(field: field, relayState: nil, at: noon)
            #expect(await samlRefusal { _ = try await house.logins.begin(field: field, relayState: nil, at: noon) } == .replayed)
            #expect(try await db.acts().filter { $0 == "saml-message-refused" }.count == 10)
            try await db.write { try ServiceProviders.close($0, house.service.id, reason: "koniec", by: chief, at: noon) }
            #expect(try await refusal { _ in } == .unknownIssuer)
        }
    }

    @Test("What this house cannot give is told to the service", arguments: Backend.available) func statuses(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await FederationHouse(db)
            func status(_ change: (inout AuthnRequest) -> Void) async throws -> Status.Second? {
                switch try await house.logins.begin(field: house.request(change).1, relayState: nil, at: noon) {
                case .answer(let answer): return try await house.resolve(answer.artifact).response?.status.second
                case .waiting(let ticket):
                    guard case .answer(let answer) = try await house.logins.advance(ticket, citizen: nil, at: noon) else {
                        return try await house.resolve(house.logins.giveUp(ticket, at: noon).artifact).response?.status.second
                    }
                    return try await house.resolve(answer.artifact).response?.status.second
                }
            }
            #expect(try await status { $0.context = .init(.minimum, [AssuranceLevel.high.uri]) } == .noAuthnContext)
            #expect(try await status { $0.context = .init(.exact, [AssuranceLevel.low.uri]) } == .noAuthnContext)
            #expect(try await status { $0.context = .init(.minimum, ["urn:nieznany"]) } == .noAuthnContext)
            #expect(try await status { $0.nameFormat = NameFormat.persistent } == .requestUnsupported)
            #expect(try await status { $0.isPassive = true } == .noPassive)
            #expect(try await status { _ in } == .authnFailed)
        }
    }

    @Test("One proof serves one fresh login", arguments: Backend.available) func proofs(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await FederationHouse(db)
            let account = try await house.citizens.citizen()
            let citizen = try house.proven(account)
            _ = try await house.login(citizen)
            #expect(await samlRefusal { _ = try await house.login(citizen) } == .unexpected, "the second login asks again")
            _ = try await house.login(house.proven(account, at: noon.adding(seconds: 1)), at: noon.adding(seconds: 1))
        }
    }

    @Test("Logging out at one service tells the others and ends the session", arguments: Backend.available) func logout(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await FederationHouse(db)
            let account = try await house.citizens.citizen()
            let other = try await FederationHouse.register(db, "https://inna.example", FederationHouse.rsaServiceKey)
            let assertion = try await house.login(house.proven(account))
            let second = AuthnRequest(
                issueInstant: noon, issuer: other.entityID, destination: "https://pz.example/login/SingleSignOnService", consumerAddress: nil)
            let field = Base64.encode(try second.signed(by: FederationHouse.rsaServiceKey))
            guard case .waiting(let ticket) = try await house.logins.begin(field: field, relayState: nil, at: noon.adding(seconds: 1)) else {
                throw SAMLError(.unexpected)
            }
            _ = try await house.logins.advance(ticket, citizen: house.proven(account, at: noon.adding(seconds: 2)), at: noon.adding(seconds: 2))
            func logout(_ name: String, _ index: String, by key: SigningIdentity? = nil) async throws -> (ServiceLogins.Logout, LogoutRequest) {
                let request = LogoutRequest(
                    issueInstant: noon, issuer: "https://ezd.example", destination: nil, subject: NameID(name), sessionIndexes: [index])
                return (try await house.logins.logout(SAMLMessage(parsing: request.signed(by: key ?? house.key)), at: noon), request)
            }
            func status(_ logout: ServiceLogins.Logout, unheard: Int = 0) throws -> Status {
                let bytes = try house.logins.answer(logout, unheard: unheard, at: noon)
                return try LogoutResponse(reading: SAMLMessage(parsing: bytes).verified(by: [FederationHouse.nodeKey.certificate])).status
            }
            let index = try #require(assertion.sessionIndex)
            #expect(await samlRefusal { _ = try await logout("anna.lis", index, by: FederationHouse.stranger) } == .signature)
            #expect(try await status(logout("jan.obcy", index).0) == Status(.requester, .unknownPrincipal))
            let (done, _) = try await logout("anna.lis", index)
            #expect(done.notices.count == 1 && done.notices[0].address == "https://inna.example/slo")
            let told = try LogoutRequest(reading: SAMLMessage(soap: done.notices[0].envelope).verified(by: [FederationHouse.olderKey.certificate]))
            #expect(told.subject.value == "anna.lis")
            let heard = LogoutResponse(inResponseTo: told.id, issueInstant: noon, issuer: "https://inna.example", destination: nil, status: .success)
            #expect(house.logins.isHeard(done.notices[0], answer: SoapEnvelope.around(try heard.signed(by: FederationHouse.rsaServiceKey))))
            #expect(!house.logins.isHeard(done.notices[0], answer: SoapEnvelope.around(try heard.signed(by: FederationHouse.stranger))))
            #expect(try status(done) == .success)
            #expect(try status(done, unheard: 1) == Status(.success, .partialLogout))
            #expect(try await house.logins.account(sessionIndex: index) == nil)
            #expect(try await status(logout("anna.lis", index).0) == Status(.requester, .unknownPrincipal))
        }
    }

    @Test("A registration that would leak or misdirect is refused", arguments: Backend.available) func registration(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            func fields(_ new: NewServiceProvider) async -> [String] {
                do {
                    _ = try await db.write { try ServiceProviders.register($0, new, by: chief, at: noon) }
                    return []
                } catch let problems as Problems { return problems.all.compactMap(\.field) } catch { return ["conflict"] }
            }
            let good = FederationHouse.metadata("https://a.example", FederationHouse.serviceKey)
            let open = FederationHouse.metadata("https://b.example", FederationHouse.serviceKey, encrypts: false)
            let plain = FederationHouse.metadata("https://c.example", FederationHouse.serviceKey, consumer: "http://c.example/acs")
            #expect(await fields(.init(name: "", shape: .node, level: .high, metadata: good)) == ["nazwa", "poziom"])
            #expect(await fields(.init(name: "A", shape: .node, metadata: open)) == ["metadane"])
            #expect(await fields(.init(name: "A", shape: .node, metadata: plain)) == ["metadane"])
            #expect(await fields(.init(name: "A", shape: .node, metadata: Array("<a/>".utf8))) == ["metadane"])
            #expect(await fields(.init(name: "A", shape: .older, attributes: [.firstName], metadata: good)) == ["dane"])
            #expect(await fields(.init(name: "A", shape: .node, metadata: good)) == [])
            #expect(await fields(.init(name: "A", shape: .node, metadata: good)) == ["conflict"])
            let listed = try await db.read { try ServiceProviders.list($0) }
            #expect(listed.map(\.entityID) == ["https://a.example"])
            try await db.write { try ServiceProviders.close($0, listed[0].id, reason: "koniec", by: chief, at: noon) }
            #expect(await fields(.init(name: "B", shape: .node, metadata: good)) == [])
            let again = try await db.read { try ServiceProviders.list($0) }
            #expect(again.map(\.id) == [listed[0].id] && again[0].name == "B" && again[0].closedAt == nil)
            try await db.write { try ServiceProviders.renew($0, listed[0].id, metadata: good, by: chief, at: noon) }
            await #expect(throws: Problem.self) {
                try await db.write {
                    try ServiceProviders.renew($0, listed[0].id, metadata: FederationHouse.metadata("https://d.example", FederationHouse.serviceKey), by: chief, at: noon)
                }
            }
        }
    }

    @Test(
        "Decisions about proofs",
        arguments: [
            (AssuranceLevel.low, false, AssuranceLevel.low, -600, false, WantedLogin.Decision.answer), (.low, true, .low, -600, false, .ask),
            (.low, true, .low, 0, false, .answer), (.low, true, .low, 0, true, .ask), (.substantial, false, .low, 0, false, .ask),
            (.substantial, false, .substantial, -1, false, .ask), (.substantial, false, .substantial, 5, false, .answer),
        ])
    func decisions(_ wanted: AssuranceLevel, _ isFresh: Bool, _ given: AssuranceLevel, _ seconds: Int64, _ isUsed: Bool, _ decision: WantedLogin.Decision) {
        let login = WantedLogin(level: wanted, isFresh: isFresh)
        #expect(login.decide(level: given, provedAt: noon.adding(seconds: seconds), askedAt: noon, isUsed: isUsed) == decision)
        #expect(login.decide(level: nil, provedAt: nil, askedAt: noon, isUsed: false) == .ask)
    }

    @Test("What is over is forgotten", arguments: Backend.available) func sweep(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = try await FederationHouse(db)
            _ = try await house.login(house.proven(house.citizens.citizen()))
            try await db.write { try ServiceLogins.sweep($0, at: noon.adding(seconds: 86_401)) }
            for table in ["saml_login", "saml_proof", "saml_artifact", "saml_session"] {
                let n = try await db.read { c in try c.query("SELECT COUNT(*) AS n FROM \(identifier: table)") { try $0.int("n") } }
                #expect(n == [0], "\(table)")
            }
        }
    }
}
