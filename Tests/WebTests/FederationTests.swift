import Cryptography
import Exchange
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Law
import Logging
import NIOCore
import SAML
import Store
import StoreSQLite
import Synchronization
import Testing
@testable import Web

/// Our service logs in at our own provider, both behind the real doors; the back channel goes to the same router.
@Suite struct FederationRoutes {
    static let host = "https://urzad.example"
    static let provider = try! identity("Nasz węzeł", .generateP256()), older = try! identity("Nasz dawny", .generateRSA())
    static let service = try! identity("Nasza usługa", .generateP256())

    static func identity(_ name: String, _ key: PrivateKey) throws -> SigningIdentity {
        SigningIdentity(
            key: key,
            certificate: try CertificateIssuer.selfSigned(
                subject: [("CN", name)], key: key, notBefore: noon.adding(seconds: -86_400), days: 3650, isAuthority: false))
    }

    /// Sends the back channel into the application under test, and may change what comes back.
    final class Loop: SoapTransport {
        let client = Mutex<(any TestClientProtocol)?>(nil)
        let change = Mutex<@Sendable ([UInt8]) -> [UInt8]>({ $0 })

        func post(_ url: String, contentType: String, action: String, body: [UInt8]) async throws -> SoapExchangeAnswer {
            guard let client = client.withLock({ $0 }) else { throw Problem(.unavailable, "nikt") }
            let response = try await client.execute(
                uri: String(url.dropFirst(host.count)), method: .post, headers: [:], body: ByteBuffer(bytes: body))
            let change = change.withLock { $0 }
            return SoapExchangeAnswer(
                status: response.status.code, contentType: response.headers[.contentType] ?? "", body: change(Array(response.body.readableBytesView)))
        }
        func get(_ url: String, limit: Int) async throws -> SoapExchangeAnswer { throw Problem(.unavailable, "nikt") }
    }

    struct Door: CitizenDoor {
        let account: CitizenAccount
        let clock: TestHouse.Clock

        func citizen(_ request: Request, _ context: AppContext) async throws -> ProvenCitizen? {
            guard let cookie = request.cookies["proba"]?.value, let proved = Int64(cookie) else { return nil }
            return ProvenCitizen(
                account: account.id, person: account.person, userID: account.userID, session: 1, level: .substantial, provedAt: Instant(milliseconds: proved),
                name: try PersonName(given: "Anna", surname: "Lis"), birthday: try #require(PESEL("03222800089")?.birthday), pesel: PESEL("03222800089"))
        }

        func ask(_ wish: ServiceLogins.SignInWish, goOn: LocalPath, giveUp: LocalPath, _ request: Request, _ context: AppContext) async throws -> Response {
            text("poziom=\(wish.level.rawValue)\ndalej=\(goOn)\nrezygnacja=\(giveUp)\nusługa=\(wish.service)")
        }
    }

    struct Arrivals: NodeArrivals {
        func arrived(_ person: NodePerson, returnTo: LocalPath?, _ request: Request, _ context: AppContext) async throws -> Response {
            text("\(person.givenNames) \(person.surname) \(person.pesel) \(returnTo?.description ?? "-")")
        }
    }

    private func withFederation(_ body: @escaping @Sendable (any TestClientProtocol, any Database, Loop) async throws -> Void) async throws {
        try await withHouse { house in
            let people = People(keys: .generate())
            let accounts = CitizenAccounts(passwords: PasswordHasher(cost: PasswordCost(logN: 4)))
            let password = try await accounts.hash(phrase, avoiding: [])
            let performer = Performer(id: "system:test", name: "test")
            let account = try await house.db.write { c in
                let new = try NewPerson(name: PersonName(given: "Anna", surname: "Lis"), pesel: PESEL("03222800089")!)
                return try accounts.open(c, people.add(c, new, by: performer, at: noon).id, userID: "anna.lis", password: password, by: performer, at: noon)
            }
            let provider = IdentityProvider(entityID: "\(Self.host)/login", address: Self.host, ecdsa: Self.provider, rsa: Self.older)
            let node = try NodeService(
                entityID: "\(Self.host)/usluga", providerName: "Prusice", signing: Self.service, decryption: [Self.service],
                consumer: Self.host + FederationPath.nodeReturn, node: EntityDescriptor(parsing: provider.metadata, role: .identityProvider))
            _ = try await house.db.write { c in
                try ServiceProviders.register(
                    c,
                    NewServiceProvider(
                        name: "EZD", providerName: "Prusice", shape: .node, attributes: Set(PersonAttribute.allCases), metadata: node.metadata),
                    by: performer, at: noon)
            }
            let loop = Loop()
            let federation = Federation(
                provider: .init(logins: ServiceLogins(platform: house.db, provider: provider), door: Door(account: account, clock: house.clock)),
                node: .init(logins: NodeLogins(platform: house.db, service: node), arrivals: Arrivals()), transport: loop)
            federation.register(
                on: house.router, cookiesAreSecure: true, page: PassingPage.Drawing(links: ResourceLinks(stylesheet: "/s.css", scripts: ["/p.js"])))
            let db = house.db
            try await house.app.test(.router) { client in
                loop.client.withLock { $0 = client }
                defer { loop.client.withLock { $0 = nil } }
                try await body(client, db, loop)
            }
        }
    }

    /// The hidden fields of a page's only form, and where it goes.
    static func form(_ response: TestResponse) throws -> (action: String, body: String) {
        let page = String(buffer: response.body)
        let action = try #require(page.firstMatch(of: /action="([^"]+)"/)).output.1
        let fields = page.matches(of: /type="hidden" name="([^"]+)" value="([^"]*)"/).map { "\($0.output.1)=\(PercentCoding.encode(String($0.output.2)))" }
        return (String(action), fields.joined(separator: "&"))
    }

    static let urlEncoded = "application/x-www-form-urlencoded"

    /// As a browser posts a form that stands on another site.
    private func post(_ client: any TestClientProtocol, _ uri: String, _ body: String, cookie: String = "") async throws -> TestResponse {
        var headers: HTTPFields = [.contentType: Self.urlEncoded, .secFetchSite: "cross-site", .origin: "https://inna.example"]
        if !cookie.isEmpty { headers[.cookie] = cookie }
        return try await client.execute(uri: uri, method: .post, headers: headers, body: ByteBuffer(string: body))
    }

    /// Up to the answer that waits at the service's door: its form's body and the cookie of the browser.
    private func travel(_ client: any TestClientProtocol) async throws -> (body: String, cookie: String) {
        let leave = try await client.execute(uri: "/logowanie/wezel?powrot=%2Fmoje", method: .get)
        #expect(leave.headers[.contentSecurityPolicy]?.contains("form-action 'self' https: https://urzad.example;") == true)
        let setCookie = try #require(leave.headers[.setCookie])
        for part in ["__Host-wezel=", "SameSite=None", "Secure", "HttpOnly"] { #expect(setCookie.contains(part), "\(part) in \(setCookie)") }
        let (action, body) = try Self.form(leave)
        let begun = try await post(client, String(action.dropFirst(Self.host.count)), body)
        #expect(begun.status == .seeOther)
        let goOn = try #require(begun.headers[.location])
        let asked = String(buffer: try await client.execute(uri: goOn, method: .get).body)
        #expect(asked.contains("poziom=2\ndalej=\(goOn)") && asked.contains("usługa=EZD"))
        let answer = try await client.execute(uri: goOn, method: .get, headers: [.cookie: "proba=\(noon.milliseconds)"])
        let (consumer, carried) = try Self.form(answer)
        #expect(consumer == Self.host + FederationPath.nodeReturn && carried.hasPrefix("SAMLart="))
        return (carried, String(setCookie.prefix { $0 != ";" }))
    }

    @Test("A person goes to the node and comes back, once, in their own browser") func roundTrip() async throws {
        try await withFederation { client, _, _ in
            let (body, cookie) = try await travel(client)
            let stranger = try await post(client, FederationPath.nodeReturn, body)
            #expect(stranger.status == .forbidden)
            let arrived = try await post(client, FederationPath.nodeReturn, body, cookie: cookie)
            #expect(String(buffer: arrived.body) == "Anna Lis 03222800089 /moje")
            #expect(arrived.headers[.setCookie]?.contains("Max-Age=0") == true)
            let again = try await post(client, FederationPath.nodeReturn, body, cookie: cookie)
            #expect(again.status == .forbidden && String(buffer: again.body).contains("nie należy do tego logowania"))
        }
    }

    @Test("An answer altered on the back channel is refused with words and noted") func altered() async throws {
        try await withFederation { client, db, loop in
            let (body, cookie) = try await travel(client)
            loop.change.withLock { $0 = { $0.map { $0 == UInt8(ascii: "Q") ? UInt8(ascii: "R") : $0 } } }
            let arrived = try await post(client, FederationPath.nodeReturn, body, cookie: cookie)
            #expect(arrived.status == .forbidden || arrived.status == .badRequest)
            let acts = try await db.read { c in try Journal.latest(c, limit: 10).map(\.entry.act) }
            #expect(acts.contains("saml-node-login-refused"))
        }
    }

    @Test("A return address outside the server is dropped") func openRedirect() async throws {
        try await withFederation { client, db, _ in
            _ = try await client.execute(uri: "/logowanie/wezel?powrot=https%3A%2F%2Fzly.example", method: .get)
            let kept = try await db.read { c in try c.query("SELECT return_to FROM saml_node_login") { try $0.textOrNil("return_to") } }
            #expect(kept == [nil])
        }
    }

    @Test("Hostile messages get words, never a stack or a redirect elsewhere") func hostile() async throws {
        try await withFederation { client, _, _ in
            for field in ["", "SAMLRequest=", "SAMLRequest=%3Ca%2F%3E", "SAMLRequest=" + Base64.encode(Array("<!DOCTYPE a><a/>".utf8)).replacing("=", with: "%3D")] {
                let response = try await post(client, "/login/SingleSignOnService", field)
                #expect(response.status == .badRequest && String(buffer: response.body).contains("uszkodzony"), "\(field)")
            }
            let json = try await client.execute(
                uri: "/login/SingleSignOnService", method: .post, headers: [.contentType: "application/json"], body: ByteBuffer(string: "{}"))
            #expect(json.status == .badRequest)
            for path in IdentityProvider.Path.artifact + IdentityProvider.Path.logoutBySoap {
                let fault = try await client.execute(uri: path, method: .post, headers: [:], body: ByteBuffer(string: "<a/>"))
                #expect(fault.status == .internalServerError && String(buffer: fault.body).contains("soap:Fault"), "\(path)")
            }
            for uri in ["/login/dalej/x", "/login/dalej/\(LoginTicket())"] {
                let response = try await client.execute(uri: uri, method: .get)
                #expect(response.status == .notFound || response.status == .conflict)
            }
            let big = try await post(client, "/login/SingleSignOnService", "SAMLRequest=" + String(repeating: "A", count: 1_100_000))
            #expect(big.status == .contentTooLarge)
        }
    }

    @Test("Giving up tells the service") func givingUp() async throws {
        try await withFederation { client, _, _ in
            let leave = try await client.execute(uri: "/logowanie/wezel", method: .get)
            let cookie = String(try #require(leave.headers[.setCookie]).prefix { $0 != ";" })
            let (action, body) = try Self.form(leave)
            let goOn = try #require(try await post(client, String(action.dropFirst(Self.host.count)), body).headers[.location])
            let gone = try await post(client, goOn.replacing("/dalej/", with: "/rezygnacja/"), "")
            let (consumer, carried) = try Self.form(gone)
            #expect(consumer.hasSuffix(FederationPath.nodeReturn))
            let arrived = try await post(client, FederationPath.nodeReturn, carried, cookie: cookie)
            #expect(arrived.status == .forbidden && String(buffer: arrived.body).contains("Logowanie się nie powiodło"))
        }
    }

    @Test("Metadata say what the other side needs") func metadata() async throws {
        try await withFederation { client, _, _ in
            for (uri, role) in [(FederationPath.metadata, EntityDescriptor.Role.identityProvider), (FederationPath.nodeMetadata, .serviceProvider)] {
                let response = try await client.execute(uri: uri, method: .get)
                #expect(response.headers[.contentType] == "application/samlmetadata+xml")
                let read = try EntityDescriptor(parsing: Array(response.body.readableBytesView), role: role)
                #expect(!read.signing.isEmpty && read.entityID.hasPrefix(Self.host))
            }
        }
    }

    @Test("An origin is scheme, host and port, or nothing") func origins() {
        #expect(PassingPage.origin("https://a.example:8443/x?y#z") == "https://a.example:8443")
        #expect(PassingPage.origin("https://a.example;script-src *") == "")
        #expect(PassingPage.origin("javascript:alert(1)") == "" && PassingPage.origin("https://") == "")
    }
}
