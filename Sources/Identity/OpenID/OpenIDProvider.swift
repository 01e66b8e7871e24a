internal import Foundation
internal import Kernel
internal import Synchronization

/// How the house reaches an OpenID provider, without the browser; no redirect is followed.
public protocol OpenIDTransport: Sendable {
    /// - Throws: `Problem` `.unavailable` where the server does not answer.
    func get(_ address: String, limit: Int) async throws -> OpenIDAnswer
    /// - Parameters:
    ///   - form: the fields of a form.
    ///   - authorisation: the header of that name.
    func post(_ address: String, form: [(name: String, value: String)], authorisation: String?, limit: Int) async throws -> OpenIDAnswer
}

public struct OpenIDAnswer: Sendable {
    public var status: Int
    public var body: [UInt8]

    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// The provider at which officers sign in, as the administrator set it.
public struct OpenIDSettings: Sendable, CustomStringConvertible {
    /// The name of the provider, which is also where its description lies (OpenID Connect Discovery 1.0 § 4).
    public var issuer: String
    public var client: String
    /// `nil` for a client without a secret, which PKCE alone protects.
    public var secret: String?
    /// Where the provider sends the browser back.
    public var redirect: String
    /// On the button.
    public var label: String
    /// How far the clocks may differ, in seconds.
    public var skewSeconds: Int64
    /// Whether two factors at the provider (`amr` with `mfa`) stand for two here.
    public var trustsTwoFactors: Bool

    public init(
        issuer: String, client: String, secret: String? = nil, redirect: String, label: String = "konto służbowe", skewSeconds: Int64 = 60, trustsTwoFactors: Bool = false
    ) {
        self.issuer = issuer
        self.client = client
        self.secret = secret
        self.redirect = redirect
        self.label = label
        self.skewSeconds = skewSeconds
        self.trustsTwoFactors = trustsTwoFactors
    }

    /// Whether an issuer may be asked: by TLS, or without it on this machine.
    public static func isSafe(_ issuer: String) -> Bool { issuer.hasPrefix("https://") || OpenIDMetadata.isLoopback(issuer) }

    /// Without the secret.
    public var description: String { "OpenIDSettings(\(issuer))" }
}

/// What the provider says of itself.
struct OpenIDMetadata: Sendable {
    var authorisation: String
    var token: String
    var keys: String
    /// Answers carry the issuer (RFC 9207).
    var namesIssuer: Bool
    /// The client's secret travels in a header; otherwise in the form.
    var takesBasic: Bool

    static let limit = 256 * 1024

    /// - Throws: `OpenIDError` for a description of somebody else, and for addresses that are not safe.
    init(parsing bytes: [UInt8], issuer: String) throws(OpenIDError) {
        guard let read = try? JSONDecoder().decode(Document.self, from: Data(bytes)) else { throw OpenIDError(.malformed, "discovery") }
        guard read.issuer == issuer else { throw OpenIDError(.issuer, "discovery") }
        let addresses = [read.authorization_endpoint, read.token_endpoint, read.jwks_uri]
        // A trial run on loopback may do without TLS, by the issuer's own address.
        let isTrial = issuer.hasPrefix("http://")
        guard addresses.allSatisfy({ $0.hasPrefix("https://") || (isTrial && Self.isLoopback($0)) }) else { throw OpenIDError(.configuration, "plain http") }
        authorisation = read.authorization_endpoint
        token = read.token_endpoint
        keys = read.jwks_uri
        namesIssuer = read.authorization_response_iss_parameter_supported ?? false
        takesBasic = read.token_endpoint_auth_methods_supported?.contains("client_secret_basic") ?? true
    }

    /// Whether an address without TLS stays on this machine.
    static func isLoopback(_ address: String) -> Bool {
        ["http://127.0.0.1:", "http://127.0.0.1/", "http://localhost:", "http://localhost/", "http://[::1]:"].contains(where: (address + "/").hasPrefix)
    }

    private struct Document: Decodable {
        var issuer: String
        var authorization_endpoint: String
        var token_endpoint: String
        var jwks_uri: String
        var authorization_response_iss_parameter_supported: Bool?
        var token_endpoint_auth_methods_supported: [String]?
    }
}

/// Fetches the provider's description and keys, and keeps them for a while.
actor OpenIDProvider {
    let settings: OpenIDSettings
    let transport: any OpenIDTransport
    private var metadata: (value: OpenIDMetadata, at: Instant)?
    private var keys: (value: JSONWebKeys, at: Instant)?

    /// In seconds.
    static let keptSeconds: Int64 = 3600
    /// A token that names an unknown key asks for the keys anew, no oftener.
    static let refetchSeconds: Int64 = 30

    init(settings: OpenIDSettings, transport: any OpenIDTransport) {
        self.settings = settings
        self.transport = transport
    }

    func describe(at now: Instant) async throws -> OpenIDMetadata {
        if let metadata, now < metadata.at.adding(seconds: Self.keptSeconds) { return metadata.value }
        let base = settings.issuer.hasSuffix("/") ? String(settings.issuer.dropLast()) : settings.issuer
        let answer = try await fetch(base + "/.well-known/openid-configuration")
        let value = try OpenIDMetadata(parsing: answer, issuer: settings.issuer)
        metadata = (value, now)
        return value
    }

    /// - Parameter token: for which they are needed.
    func keys(for token: String, at now: Instant) async throws -> JSONWebKeys {
        if let keys, now < keys.at.adding(seconds: Self.keptSeconds) {
            guard IDToken.namesUnknownKey(token, keys.value), now >= keys.at.adding(seconds: Self.refetchSeconds) else { return keys.value }
        }
        let value = try JSONWebKeys(parsing: try await fetch(try await describe(at: now).keys))
        keys = (value, now)
        return value
    }

    private func fetch(_ address: String) async throws -> [UInt8] {
        let answer = try await transport.get(address, limit: OpenIDMetadata.limit)
        guard answer.status == 200 else { throw Problem(.unavailable, "Dostawca logowania nie odpowiada. Zaloguj się hasłem.", cause: "\(address) \(answer.status)") }
        return answer.body
    }
}
