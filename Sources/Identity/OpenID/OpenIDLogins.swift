internal import Cryptography
internal import Foundation
public import Kernel
public import Store

/// Logins of officers at an OpenID provider: authorization code with PKCE (OpenID Connect Core 1.0 § 3.1, RFC 7636, RFC 9700).
///
/// An answer counts once, in the browser that left, within twenty minutes, and only with a token of this provider, for this client, with the
/// nonce of this login. A person gets in by a link that an administrator made before, never by a like e-mail address.
public struct OpenIDLogins: Sendable {
    let platform: any Database
    let keys: IdentityKeys
    public let settings: OpenIDSettings
    let provider: OpenIDProvider

    static let lastsSeconds: Int64 = 1200

    public init(platform: any Database, keys: IdentityKeys, settings: OpenIDSettings, transport: any OpenIDTransport) {
        self.platform = platform
        self.keys = keys
        self.settings = settings
        provider = OpenIDProvider(settings: settings, transport: transport)
    }

    public struct Departure: Sendable {
        /// Where to send the browser.
        public var address: String
        /// Stays in the browser as a cookie.
        public var browser: LoginTicket
    }

    /// Starts a login.
    /// - Parameter returnTo: where the person wanted to go; an address of this server.
    public func begin(returnTo: String?, at now: Instant) async throws -> Departure {
        let metadata = try await telling(at: now) { try await provider.describe(at: now) }
        let state = LoginTicket(), browser = LoginTicket()
        let nonce = Base64URL.encode(randomBytes(32)), verifier = Base64URL.encode(randomBytes(32))
        let box = try keys.seal(Array(verifier.utf8), place: Self.place(state))
        try await platform.write { c in
            try c.execute(
                """
                INSERT INTO openid_login (state_sha256, browser_sha256, issuer, nonce_sha256, verifier_box, return_to, created_at, ends_at)
                VALUES (\(state.fingerprint), \(browser.fingerprint), \(settings.issuer), \(ContentHash(of: Array(nonce.utf8))), \(box), \(returnTo), \(now),
                    \(now.adding(seconds: Self.lastsSeconds)))
                """)
        }
        let challenge = Base64URL.encode(DigestAlgorithm.sha256.hash(Array(verifier.utf8)))
        let query = Self.form([
            ("response_type", "code"), ("client_id", settings.client), ("redirect_uri", settings.redirect), ("scope", "openid"), ("state", state.description),
            ("nonce", nonce), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ])
        return Departure(address: metadata.authorisation + (metadata.authorisation.contains("?") ? "&" : "?") + query, browser: browser)
    }

    /// What came back by the browser.
    public struct Arrival: Sendable {
        public var code: String?
        public var state: String?
        /// `iss` of RFC 9207.
        public var issuer: String?
        public var error: String?
        /// What the cookie said.
        public var browser: LoginTicket?

        public init(code: String?, state: String?, issuer: String?, error: String?, browser: LoginTicket?) {
            self.code = code
            self.state = state
            self.issuer = issuer
            self.error = error
            self.browser = browser
        }
    }

    /// A person the provider vouches for.
    public struct Person: Sendable, Hashable, CustomStringConvertible {
        public var issuer: String
        public var subject: String
        /// Two factors were proved there, and that counts here.
        public var isStrong: Bool
        public var returnTo: String?
        public var description: String { "OpenIDPerson" }
    }

    private struct Waiting: Sendable {
        var nonce: ContentHash
        var verifier: String
        var returnTo: String?
    }

    /// Takes the browser's way back.
    /// - Throws: `Problem` with words for the person; the refusal stands in the journal.
    public func accept(_ arrival: Arrival, at now: Instant) async throws -> Person {
        try await telling(at: now) {
            let waiting = try await take(arrival, at: now)
            let metadata = try await provider.describe(at: now)
            // An answer of another provider must not be exchanged at this one (mix-up, RFC 9207 § 2.4).
            if let issuer = arrival.issuer { guard issuer == settings.issuer else { throw OpenIDError(.issuer, "iss") } }
            if metadata.namesIssuer, arrival.issuer == nil { throw OpenIDError(.issuer, "no iss") }
            if let error = arrival.error { throw OpenIDError(.refused, String(error.prefix(40).filter { $0.isASCII && ($0.isLetter || $0 == "_") })) }
            guard let code = arrival.code, !code.isEmpty, code.utf8.count <= 4096 else { throw OpenIDError(.malformed, "code") }
            let text = try await exchange(code, verifier: waiting.verifier, metadata)
            let token = try IDToken(verifying: text, keys: try await provider.keys(for: text, at: now))
            try IDTokenExpectation(issuer: settings.issuer, client: settings.client, nonce: waiting.nonce, skew: settings.skewSeconds).check(token, at: now)
            return Person(
                issuer: token.issuer, subject: token.subject, isStrong: settings.trustsTwoFactors && token.methods.contains("mfa"), returnTo: waiting.returnTo)
        }
    }

    /// The login that the state belongs to, used up whatever comes of it.
    private func take(_ arrival: Arrival, at now: Instant) async throws -> Waiting {
        guard let state = arrival.state.flatMap({ LoginTicket($0) }) else { throw OpenIDError(.state, "none") }
        guard let browser = arrival.browser else { throw OpenIDError(.browser, "no cookie") }
        let keys = keys, issuer = settings.issuer
        return try await platform.write { c -> Result<Waiting, OpenIDError> in
            let found = try c.first(
                """
                SELECT browser_sha256, issuer, nonce_sha256, verifier_box, return_to, created_at, ends_at, used_at FROM openid_login
                WHERE state_sha256 = \(state.fingerprint) \(sql: c.dialect.forUpdate)
                """
            ) {
                (
                    browser: try $0.text("browser_sha256"), issuer: try $0.text("issuer"), nonce: try $0.parsed("nonce_sha256", as: ContentHash.self),
                    box: try $0.bytes("verifier_box"), returnTo: try $0.textOrNil("return_to"), createdAt: try $0.instant("created_at"),
                    endsAt: try $0.instant("ends_at"), usedAt: try $0.instantOrNil("used_at")
                )
            }
            guard let found else { return .failure(OpenIDError(.state, "unknown")) }
            // Before the state is used up: a stranger who learned it must not end somebody's login.
            guard constantTimeEqual(Array(found.browser.utf8), Array(browser.fingerprint.utf8)) else { return .failure(OpenIDError(.browser, "another")) }
            guard found.usedAt == nil else { return .failure(OpenIDError(.state, "used")) }
            try c.execute("UPDATE openid_login SET used_at = \(now) WHERE state_sha256 = \(state.fingerprint)")
            guard found.createdAt <= now, now < found.endsAt else { return .failure(OpenIDError(.state, "late")) }
            guard found.issuer == issuer else { return .failure(OpenIDError(.issuer, "state")) }
            let verifier = String(decoding: try keys.open(found.box, place: Self.place(state)), as: UTF8.self)
            return .success(Waiting(nonce: found.nonce, verifier: verifier, returnTo: found.returnTo))
        }.get()
    }

    /// Exchanges the code for the ID Token.
    private func exchange(_ code: String, verifier: String, _ metadata: OpenIDMetadata) async throws -> String {
        var form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", settings.redirect), ("code_verifier", verifier)]
        var authorisation: String?
        if let secret = settings.secret, metadata.takesBasic {
            // Both are encoded before they are joined (RFC 6749 § 2.3.1).
            authorisation = "Basic " + Base64.encode(Array("\(Self.encode(settings.client)):\(Self.encode(secret))".utf8))
        } else {
            form.append(("client_id", settings.client))
            if let secret = settings.secret { form.append(("client_secret", secret)) }
        }
        let answer = try await provider.transport.post(
            metadata.token, form: form.map { (name: $0.0, value: $0.1) }, authorisation: authorisation, limit: OpenIDMetadata.limit)
        switch answer.status {
        case 200: break
        case 400, 401, 403: throw OpenIDError(.refused, "token \(answer.status)")
        default: throw Problem(.unavailable, "Dostawca logowania nie odpowiada. Zaloguj się hasłem.", cause: "token \(answer.status)")
        }
        guard let read = try? JSONDecoder().decode(TokenAnswer.self, from: Data(answer.body)) else { throw OpenIDError(.malformed, "token answer") }
        return read.id_token
    }

    private struct TokenAnswer: Decodable { var id_token: String }

    /// Refusals leave a trace and get words; a flood of them leaves no flood of entries, for a login without a state of ours is not noted.
    private func telling<T: Sendable>(at now: Instant, _ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as OpenIDError {
            if error.code != .state && error.code != .browser {
                try await platform.write { c in
                    try Journal.append(c, JournalEntry(actor: "system:openid", act: "openid-refused", object: "logowanie", after: error.description), at: now)
                }
            }
            throw error.problem
        }
    }

    /// Forgets logins a day old.
    public static func sweep(_ c: any SQLConnection, at now: Instant) throws {
        try c.execute("DELETE FROM openid_login WHERE created_at < \(now.adding(seconds: -86_400))")
    }

    private static func place(_ state: LoginTicket) -> String { "openid:\(state.fingerprint)" }

    private static func form(_ fields: [(String, String)]) -> String { encodedForm(fields.map { (name: $0.0, value: $0.1) }) }

    /// Fields as the body of a form, or as a query.
    public static func encodedForm(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&")
    }

    /// Percent-encoding of all but the unreserved letters (RFC 3986 § 2.3).
    static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte) || [45, 46, 95, 126].contains(byte)
            return isPlain ? String(decoding: [byte], as: UTF8.self) : "%" + Hex.encode([byte]).uppercased()
        }.joined()
    }
}

extension OfficerSignIn {
    /// Signs in a person for whom the OpenID provider vouches, to the account that an administrator linked.
    ///
    /// - Throws: `Problem` `.forbidden` where there is no link; the words name what the administrator has to link.
    public func arrive(
        _ person: OpenIDLogins.Person, address: String, agent: String = "", previous: SessionToken? = nil, at now: Instant
    ) async throws -> Outcome {
        try await first.platform.write { c -> Ruling<Outcome> in
            let link = try AccountLinks.find(c, provider: person.issuer, subject: person.subject)
            guard let link, let account = try AccountStore.find(c, id: link.account), !account.isClosed else {
                try Journal.append(
                    c,
                    JournalEntry(
                        actor: "system:openid", act: "sign-in-refused", object: link.map { "konto:\($0.account)" } ?? "konto:nieznane",
                        after: link == nil ? "bez połączenia" : "konto zamknięte"), at: now)
                return .refused(
                    link == nil
                        ? Problem(
                            .forbidden,
                            "To konto nie jest połączone z kontem w urzędzie. Poproś administratora o połączenie i podaj mu identyfikator: \(person.subject)",
                            cause: "no link")
                        : Problem(.forbidden, "To konto jest zamknięte. Zapytaj administratora.", cause: "closed"))
            }
            return .done(
                try enter(
                    c, account, first: person.isStrong ? .openIDStrong : .openID, address: address, agent: agent, previous: previous, at: now))
        }.get()
    }
}
