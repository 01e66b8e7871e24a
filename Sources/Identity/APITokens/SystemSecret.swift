internal import Cryptography
internal import Kernel

/// What a domain system shows with each request: a prefix by which people recognise it, and 256 bits nobody can guess.
///
/// `eurzad_1a2b3c4d_<43 characters of base64url>`. Shown once; the database keeps the prefix and the SHA-256 of the whole.
public struct SystemSecret: Sendable, Hashable {
    /// Eight hexadecimal digits; not secret.
    public let prefix: String
    /// The whole, as it stands after `Bearer`.
    public let value: String

    static let beginning = "eurzad_"

    public init() {
        prefix = Hex.encode(randomBytes(4))
        value = "\(Self.beginning)\(prefix)_\(Base64URL.encode(randomBytes(32)))"
    }

    /// `nil` for text that no token of ours can be.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 59, text.hasPrefix(Self.beginning), bytes[15] == UInt8(ascii: "_") else { return nil }
        let prefix = String(decoding: bytes[7..<15], as: UTF8.self)
        guard prefix.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }),
            Base64URL.decode(String(decoding: bytes[16...], as: UTF8.self))?.count == 32
        else { return nil }
        self.prefix = prefix
        value = text
    }

    var fingerprint: String { ContentHash(of: Array(value.utf8)).description }

    /// Compared in a time that does not tell where they differ.
    func matches(_ fingerprint: String) -> Bool { constantTimeEqual(Array(self.fingerprint.utf8), Array(fingerprint.utf8)) }
}
