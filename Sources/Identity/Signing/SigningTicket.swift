internal import Cryptography
internal import Kernel

/// The address of one act of signing: 256 bits nobody can guess. The database knows only their SHA-256.
public struct SigningTicket: Sendable, Hashable, LosslessStringConvertible {
    /// 43 characters of base64url, as they stand in an address.
    public let description: String

    public init() { description = Base64URL.encode(randomBytes(32)) }

    public init?(_ text: String) {
        guard text.utf8.count == 43, Base64URL.decode(text)?.count == 32 else { return nil }
        description = text
    }

    var fingerprint: String { ContentHash(of: Array(description.utf8)).description }
}
