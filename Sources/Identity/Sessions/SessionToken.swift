internal import Cryptography
internal import Kernel

/// What the browser keeps: 256 bits nobody can guess. The database knows only their SHA-256, so a leaked table opens nothing.
public struct SessionToken: Sendable, Hashable {
    /// 43 characters of base64url, the value of the cookie.
    public let cookieValue: String

    public init() { cookieValue = Base64URL.encode(randomBytes(32)) }

    /// `nil` for a cookie that no session of ours can have.
    public init?(cookieValue: String) {
        guard cookieValue.utf8.count == 43, Base64URL.decode(cookieValue)?.count == 32 else { return nil }
        self.cookieValue = cookieValue
    }

    var fingerprint: String { ContentHash(of: Array(cookieValue.utf8)).description }
}
