internal import Cryptography
internal import Foundation
internal import Kernel

/// The keys by which a provider signs (JSON Web Key Set, RFC 7517).
struct JSONWebKeys: Sendable {
    struct Key: Sendable {
        var id: String?
        var algorithm: TokenAlgorithm
        var key: PublicKey
    }

    var keys: [Key]

    /// Reads what can be used; keys of other kinds, of other use, and too short ones are passed over.
    /// - Throws: `OpenIDError.malformed` for what is no set of keys.
    init(parsing bytes: [UInt8]) throws(OpenIDError) {
        guard let read = try? JSONDecoder().decode(Document.self, from: Data(bytes)) else { throw OpenIDError(.malformed, "jwks") }
        keys = read.keys.prefix(50).compactMap { entry in
            guard entry.use == nil || entry.use == "sig" else { return nil }
            switch entry.kty {
            case "RSA":
                guard entry.alg == nil || entry.alg == "RS256", let n = entry.n.flatMap(Base64URL.decode), let e = entry.e.flatMap(Base64URL.decode),
                    let key = PublicKey(rsaModulus: n, exponent: e), case .rsa(let bits) = key.kind, bits >= 2048
                else { return nil }
                return Key(id: entry.kid, algorithm: .rs256, key: key)
            case "EC":
                guard entry.alg == nil || entry.alg == "ES256", entry.crv == "P-256", let x = entry.x.flatMap(Base64URL.decode),
                    let y = entry.y.flatMap(Base64URL.decode), let key = PublicKey(p256X: x, y: y)
                else { return nil }
                return Key(id: entry.kid, algorithm: .es256, key: key)
            default: return nil
            }
        }
    }

    /// The keys that may have signed; by name where the token names one.
    func candidates(_ algorithm: TokenAlgorithm, id: String?) -> [PublicKey] {
        keys.filter { $0.algorithm == algorithm && (id == nil || $0.id == id) }.map(\.key)
    }

    private struct Document: Decodable {
        var keys: [Entry]
    }

    private struct Entry: Decodable {
        var kty: String
        var kid: String?
        var use: String?
        var alg: String?
        var n: String?
        var e: String?
        var crv: String?
        var x: String?
        var y: String?
    }
}

/// The algorithms of signatures that are taken; `none` and those with a shared secret never are (RFC 8725 § 3.1–3.2).
enum TokenAlgorithm: String, Sendable { case rs256 = "RS256", es256 = "ES256" }
