internal import Cryptography
internal import Foundation
internal import Kernel

/// What a provider says of a person who signed in there (ID Token, OpenID Connect Core 1.0 § 2), after its signature was verified.
struct IDToken: Sendable {
    var issuer: String
    var subject: String
    var audience: [String]
    var authorised: String?
    var nonce: String?
    /// Seconds since 1970.
    var issuedAt: Int64
    var expiresAt: Int64
    var notBefore: Int64?
    var methods: Set<String>

    /// Longer tokens are not read, in bytes.
    static let limit = 32 * 1024

    /// Reads a token in the compact form (RFC 7515 § 3.1) and verifies its signature.
    ///
    /// - Throws: `OpenIDError` `.malformed`, `.algorithm` or `.signature`.
    init(verifying text: String, keys: JSONWebKeys) throws(OpenIDError) {
        guard text.utf8.count <= Self.limit else { throw OpenIDError(.malformed, "size") }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let head = Base64URL.decode(parts[0]), let body = Base64URL.decode(parts[1]), let signature = Base64URL.decode(parts[2]),
            let header = try? JSONDecoder().decode(Header.self, from: Data(head))
        else { throw OpenIDError(.malformed, "token") }
        guard let algorithm = TokenAlgorithm(rawValue: header.alg) else { throw OpenIDError(.algorithm, String(header.alg.prefix(10))) }
        // Extensions that must be understood are none of ours (RFC 7515 § 4.1.11).
        guard header.crit == nil else { throw OpenIDError(.malformed, "crit") }
        let signed = Array("\(parts[0]).\(parts[1])".utf8)
        guard keys.candidates(algorithm, id: header.kid).contains(where: { $0.verify(signature, of: signed, digest: .sha256) }) else {
            throw OpenIDError(.signature, header.kid == nil ? "no kid" : "")
        }
        guard let claims = try? JSONDecoder().decode(Claims.self, from: Data(body)) else { throw OpenIDError(.malformed, "claims") }
        issuer = claims.iss
        subject = claims.sub
        audience = claims.aud.values
        authorised = claims.azp
        nonce = claims.nonce
        guard let issued = Int64(exactly: claims.iat.rounded(.down)), let expires = Int64(exactly: claims.exp.rounded(.down)) else {
            throw OpenIDError(.malformed, "time")
        }
        issuedAt = issued
        expiresAt = expires
        notBefore = claims.nbf.flatMap { Int64(exactly: $0.rounded(.up)) }
        methods = Set(claims.amr ?? [])
    }

    /// Whether the key it names is among these; a new one may have been published since.
    static func namesUnknownKey(_ text: String, _ keys: JSONWebKeys) -> Bool {
        guard let head = text.split(separator: ".").first.flatMap({ Base64URL.decode(String($0)) }),
            let header = try? JSONDecoder().decode(Header.self, from: Data(head)), let algorithm = TokenAlgorithm(rawValue: header.alg)
        else { return false }
        return keys.candidates(algorithm, id: header.kid).isEmpty
    }

    private struct Header: Decodable {
        var alg: String
        var kid: String?
        var crit: [String]?
    }

    private struct Claims: Decodable {
        var iss: String
        var sub: String
        var aud: OneOrMore
        var azp: String?
        var nonce: String?
        var iat: Double
        var exp: Double
        var nbf: Double?
        var amr: [String]?
    }

    private struct OneOrMore: Decodable {
        var values: [String]
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            values = try (try? container.decode([String].self)) ?? [container.decode(String.self)]
        }
    }
}

/// What a token has to say to count here (OpenID Connect Core 1.0 § 3.1.3.7).
struct IDTokenExpectation: Sendable {
    var issuer: String
    var client: String
    /// SHA-256 of the nonce that was sent.
    var nonce: ContentHash
    /// How far the clocks may differ, in seconds.
    var skew: Int64

    /// An older token is refused although it still runs, in seconds.
    static let oldest: Int64 = 600

    func check(_ token: IDToken, at now: Instant) throws(OpenIDError) {
        guard token.issuer == issuer else { throw OpenIDError(.issuer, "token") }
        guard token.audience.contains(client) else { throw OpenIDError(.audience, "aud") }
        // Whoever else it is for must not be able to use it here.
        guard token.audience.count == 1 || token.authorised != nil, token.authorised == nil || token.authorised == client else { throw OpenIDError(.audience, "azp") }
        guard let said = token.nonce, constantTimeEqual(Array(ContentHash(of: Array(said.utf8)).description.utf8), Array(nonce.description.utf8)) else {
            throw OpenIDError(.nonce)
        }
        let seconds = now.milliseconds / 1000
        guard seconds < token.expiresAt + skew else { throw OpenIDError(.time, "exp") }
        guard token.issuedAt <= seconds + skew, token.issuedAt > seconds - Self.oldest - skew else { throw OpenIDError(.time, "iat") }
        if let from = token.notBefore, from > seconds + skew { throw OpenIDError(.time, "nbf") }
        guard (1...255).contains(token.subject.utf8.count) else { throw OpenIDError(.malformed, "sub") }
    }
}
