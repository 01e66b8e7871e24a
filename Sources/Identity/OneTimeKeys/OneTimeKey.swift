internal import Cryptography

/// A value printed into one form, so that the form does its act once however often it is sent.
public struct OneTimeKey: Sendable, Hashable, LosslessStringConvertible {
    /// 22 characters of base64url.
    public let description: String

    public init() { description = Base64URL.encode(randomBytes(16)) }

    public init?(_ text: String) {
        guard text.utf8.count == 22, Base64URL.decode(text)?.count == 16 else { return nil }
        description = text
    }
}
