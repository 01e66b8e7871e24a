import Cryptography
import Foundation
@testable import Identity
import Kernel
import Store
import StoreTesting
import Synchronization
import Testing

/// A provider whose every answer the test may alter.
final class PaperProvider: OpenIDTransport {
    static let issuer = "https://idp.urzad.example"
    let rsa: PrivateKey, ec: PrivateKey
    struct Answer {
        var claims: [String: Any]
        var algorithm = "RS256"
        var kid: String? = "rsa-1"
        var signer: PrivateKey?
        var head: [String: Any] = [:]
        var tamper = false
    }
    private let alter = Mutex<@Sendable (inout Answer) -> Void>({ _ in })
    private let state = Mutex<(nonce: String, challenge: String, codes: Int, discovery: [String: String])>(("", "", 0, [:]))
    private let clock: Instant

    init(at clock: Instant) throws {
        rsa = try .generateRSA(bits: 2048)
        ec = try .generateP256()
        self.clock = clock
    }

    func altering(_ body: @escaping @Sendable (inout Answer) -> Void) { alter.withLock { $0 = body } }
    func discovery(_ changed: [String: String]) { state.withLock { $0.discovery = changed } }

    /// What the browser carried there.
    func arrived(_ departure: OpenIDLogins.Departure) throws -> [String: String] {
        let items = try #require(URLComponents(string: departure.address)?.queryItems)
        let query = Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        state.withLock {
            $0.nonce = query["nonce"] ?? ""
            $0.challenge = query["code_challenge"] ?? ""
        }
        return query
    }

    func get(_ address: String, limit: Int) async throws -> OpenIDAnswer {
        if address.hasSuffix("/jwks") { return OpenIDAnswer(status: 200, body: keys) }
        var document = [
            "issuer": Self.issuer, "authorization_endpoint": Self.issuer + "/auth", "token_endpoint": Self.issuer + "/token", "jwks_uri": Self.issuer + "/jwks",
        ]
        document.merge(state.withLock { $0.discovery }) { $1 }
        return OpenIDAnswer(status: 200, body: Array(try JSONSerialization.data(withJSONObject: document)))
    }

    private var keys: [UInt8] {
        let point = Array(ec.publicKey.subjectPublicKeyInfo.suffix(64))
        let info = rsa.publicKey.subjectPublicKeyInfo
        // The modulus of 2048 bits stands before the exponent 65537 (02 03 01 00 01).
        let modulus = Array(info.dropLast(5).suffix(256))
        let document: [String: Any] = [
            "keys": [
                ["kty": "RSA", "kid": "rsa-1", "use": "sig", "n": Base64URL.encode(modulus), "e": "AQAB"],
                ["kty": "EC", "kid": "ec-1", "crv": "P-256", "x": Base64URL.encode(Array(point.prefix(32))), "y": Base64URL.encode(Array(point.suffix(32)))],
                ["kty": "oct", "kid": "secret", "k": "AAAA"],
            ]
        ]
        return (try? JSONSerialization.data(withJSONObject: document)).map(Array.init) ?? []
    }

    func post(_ address: String, form: [(name: String, value: String)], authorisation: String?, limit: Int) async throws -> OpenIDAnswer {
        let fields = Dictionary(form.map { ($0.name, $0.value) }) { first, _ in first }
        let (nonce, challenge, used) = state.withLock { state in
            state.codes += 1
            return (state.nonce, state.challenge, state.codes)
        }
        guard used == 1, fields["code"] == "kod-1", Base64URL.encode(DigestAlgorithm.sha256.hash(Array((fields["code_verifier"] ?? "").utf8))) == challenge else {
            return OpenIDAnswer(status: 400, body: Array(#"{"error":"invalid_grant"}"#.utf8))
        }
        let now = Int(clock.milliseconds / 1000)
        var answer = Answer(claims: ["iss": Self.issuer, "sub": "anna-1", "aud": "eurzad", "nonce": nonce, "iat": now, "exp": now + 300])
        alter.withLock { $0 }(&answer)
        var head = answer.head
        head["alg"] = answer.algorithm
        head["kid"] = answer.kid
        let parts = [head, answer.claims].map { (try? JSONSerialization.data(withJSONObject: $0)).map { Base64URL.encode(Array($0)) } ?? "" }
        let text = parts.joined(separator: ".")
        let key = answer.signer ?? (answer.algorithm == "ES256" ? ec : rsa)
        var signature = answer.algorithm == "none" ? [] : try key.sign(Array(text.utf8))
        if answer.tamper { signature[signature.count - 1] ^= 1 }
        return OpenIDAnswer(
            status: 200, body: Array(try JSONSerialization.data(withJSONObject: ["id_token": text + "." + Base64URL.encode(signature), "access_token": "x"])))
    }
}

@Suite struct OpenIDTests {
    private func make(_ db: any Database, _ house: OfficerHouse, _ provider: PaperProvider, strong: Bool = false) -> OpenIDLogins {
        OpenIDLogins(
            platform: db, keys: house.keys,
            settings: OpenIDSettings(
                issuer: PaperProvider.issuer, client: "eurzad", secret: "tajne", redirect: "https://ezd.example/logowanie/openid/powrot", trustsTwoFactors: strong),
            transport: provider)
    }

    private func login(
        _ logins: OpenIDLogins, _ provider: PaperProvider, at now: Instant = noon, _ alter: (inout OpenIDLogins.Arrival) -> Void = { _ in }
    ) async throws -> OpenIDLogins.Person {
        let departure = try await logins.begin(returnTo: "/ezd", at: noon)
        let query = try provider.arrived(departure)
        var arrival = OpenIDLogins.Arrival(code: "kod-1", state: query["state"], issuer: nil, error: nil, browser: departure.browser)
        alter(&arrival)
        return try await logins.accept(arrival, at: now)
    }

    @Test("A linked person signs in; the request carries PKCE, state and nonce", arguments: Backend.available) func straight(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = OfficerHouse(db: db), provider = try PaperProvider(at: noon), logins = make(db, house, provider), anna = try await house.add("anna")
            let query = try provider.arrived(try await logins.begin(returnTo: nil, at: noon))
            #expect(query["code_challenge_method"] == "S256" && query["response_type"] == "code" && query["scope"] == "openid" && query["client_id"] == "eurzad")
            #expect(query["state"] != query["nonce"] && query["nonce"]?.count == 43)
            let person = try await login(logins, provider)
            #expect(person.returnTo == "/ezd")
            let stranger = await #expect(throws: Problem.self) { _ = try await house.signIn.arrive(person, address: "a", at: noon) }
            #expect(stranger?.message.contains("anna-1") == true, "what the administrator has to link")
            try await db.write { c in
                try AccountLinks.add(c, anna.id, provider: PaperProvider.issuer, name: "anna-1", subject: "anna-1", by: chief, at: noon)
            }
            let token = try #require(try await house.signIn.arrive(person, address: "a", at: noon).token)
            #expect(try await house.sessions.find(token, at: noon)?.session.factors == [.openID])
            try await house.accounts.close(anna.id, by: chief, at: noon)
            await #expect(throws: Problem.self, "a closed account") { _ = try await house.signIn.arrive(person, address: "a", at: noon) }
        }
    }

    @Test("A key on the curve P-256 works as well; two factors there count only where the office trusts them", arguments: Backend.available)
    func curve(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = OfficerHouse(db: db), provider = try PaperProvider(at: noon)
            provider.altering {
                $0.algorithm = "ES256"
                $0.kid = "ec-1"
                $0.claims["amr"] = ["pwd", "mfa"]
            }
            #expect(try await login(make(db, house, provider), provider).isStrong == false)
            let again = try PaperProvider(at: noon)
            again.altering { $0.claims["amr"] = ["mfa"] }
            #expect(try await login(make(db, house, again, strong: true), again).isStrong)
        }
    }

    private static let altered: [(String, @Sendable (inout PaperProvider.Answer) -> Void)] = [
        ("other audience", { $0.claims["aud"] = "inna" }), ("two audiences without azp", { $0.claims["aud"] = ["eurzad", "inna"] }),
        (
            "another azp",
            {
                $0.claims["aud"] = ["eurzad", "inna"]; $0.claims["azp"] = "inna"
            }
        ), ("other nonce", { $0.claims["nonce"] = "x" }),
        ("no nonce", { $0.claims["nonce"] = nil }), ("expired", { $0.claims["exp"] = Int(noon.milliseconds / 1000) - 61 }),
        ("from the future", { $0.claims["iat"] = Int(noon.milliseconds / 1000) + 120 }), ("old", { $0.claims["iat"] = Int(noon.milliseconds / 1000) - 700 }),
        ("not yet", { $0.claims["nbf"] = Int(noon.milliseconds / 1000) + 120 }), ("other issuer", { $0.claims["iss"] = "https://inny.example" }),
        ("issuer with a slash", { $0.claims["iss"] = PaperProvider.issuer + "/" }), ("no subject", { $0.claims["sub"] = "" }),
        ("broken signature", { $0.tamper = true }), ("no signature", { $0.algorithm = "none" }), ("a shared secret", { $0.algorithm = "HS256" }),
        ("an unknown key", { $0.kid = "rsa-9" }), ("a stranger's key", { $0.signer = try? .generateRSA(bits: 2048) }),
        (
            "a key of another kind",
            {
                $0.algorithm = "ES256"; $0.kid = "rsa-1"
            }
        ), ("a critical extension", { $0.head["crit"] = ["x"] }),
    ]

    @Test("Altered answers are refused and noted", arguments: altered.map(\.0)) func refusals(_ name: String) async throws {
        try await Backend.sqlite.withIdentity { db in
            let house = OfficerHouse(db: db), provider = try PaperProvider(at: noon)
            provider.altering(try #require(Self.altered.first { $0.0 == name }).1)
            let problem = await #expect(throws: Problem.self) { _ = try await login(make(db, house, provider), provider) }
            #expect(problem?.code == .forbidden && problem?.cause.hasPrefix("openid ") == true)
            #expect(try await house.acts() == ["openid-refused"])
        }
    }

    @Test("Clocks may differ by the setting, no more") func skew() async throws {
        try await Backend.sqlite.withIdentity { db in
            let house = OfficerHouse(db: db), provider = try PaperProvider(at: noon)
            provider.altering { $0.claims["exp"] = Int(noon.milliseconds / 1000) - 59 }
            _ = try await login(make(db, house, provider), provider)
        }
    }

    @Test("An answer counts once, in its own browser, in time, from its own provider", arguments: Backend.available) func state(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let house = OfficerHouse(db: db)
            func refused(_ words: Comment, at now: Instant = noon, _ alter: @escaping (inout OpenIDLogins.Arrival) -> Void) async throws {
                let provider = try PaperProvider(at: noon)
                await #expect(throws: Problem.self, words) { _ = try await login(make(db, house, provider), provider, at: now, alter) }
            }
            try await refused("no state") { $0.state = nil }
            try await refused("a foreign state") { $0.state = LoginTicket().description }
            try await refused("another browser") { $0.browser = LoginTicket() }
            try await refused("no cookie") { $0.browser = nil }
            try await refused("late", at: noon.adding(seconds: 1200)) { _ in }
            try await refused("mix-up") { $0.issuer = "https://inny.example" }
            try await refused("the person gave up") { $0.error = "access_denied" }
            try await refused("no code") { $0.code = nil }
            try await refused("a code of somebody else") { $0.code = "kod-2" }
            let provider = try PaperProvider(at: noon), logins = make(db, house, provider)
            let departure = try await logins.begin(returnTo: nil, at: noon), query = try provider.arrived(departure)
            let arrival = OpenIDLogins.Arrival(code: "kod-1", state: query["state"], issuer: PaperProvider.issuer, error: nil, browser: departure.browser)
            _ = try await logins.accept(arrival, at: noon)
            await #expect(throws: Problem.self, "replayed") { _ = try await logins.accept(arrival, at: noon) }
        }
    }

    @Test(
        "A provider's description of somebody else, or with plain addresses, is not used",
        arguments: [
            ["issuer": "https://inny.example"], ["token_endpoint": "http://idp.urzad.example/token"], ["authorization_endpoint": "javascript:alert(1)"],
        ])
    func discovery(_ changed: [String: String]) async throws {
        try await Backend.sqlite.withIdentity { db in
            let house = OfficerHouse(db: db), provider = try PaperProvider(at: noon)
            provider.discovery(changed)
            await #expect(throws: Problem.self) { _ = try await make(db, house, provider).begin(returnTo: nil, at: noon) }
        }
    }

    @Test("Neither settings nor a person tell secrets in a log") func description() {
        #expect(!"\(OpenIDSettings(issuer: "https://x.example", client: "c", secret: "tajne", redirect: ""))".contains("tajne"))
        #expect(!"\(OpenIDLogins.Person(issuer: "i", subject: "tajny", isStrong: false, returnTo: nil))".contains("tajny"))
    }
}
