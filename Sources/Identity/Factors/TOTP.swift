public import Cryptography
public import Kernel

/// Codes of authenticator apps, made from a shared secret and the time (RFC 6238).
public struct TOTP: Sendable, Hashable {
    public var algorithm: DigestAlgorithm
    public var digits: Int
    /// In seconds.
    public var period: Int64
    /// How many steps before and after the present one are taken, for clocks that differ.
    public var tolerance: Int64

    public init(algorithm: DigestAlgorithm = .sha1, digits: Int = 6, period: Int64 = 30, tolerance: Int64 = 1) {
        self.algorithm = algorithm
        self.digits = digits
        self.period = period
        self.tolerance = tolerance
    }

    /// SHA-1, six digits, half a minute: what every app knows.
    public static let standard = TOTP()

    public func step(at instant: Instant) -> Int64 { instant.milliseconds / 1000 / period }

    public func code(_ secret: [UInt8], step: Int64) -> String {
        let mac = HMAC.digest(algorithm, key: secret, withUnsafeBytes(of: step.bigEndian) { Array($0) })
        let offset = Int(mac[mac.count - 1] & 15)
        let number = mac[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        var modulus = 1
        for _ in 0..<digits { modulus *= 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    public enum Verdict: Sendable, Hashable {
        /// Right; the step is spent from now on.
        case accepted(step: Int64)
        /// Right, but this step or a later one has been used: a code seen over the shoulder opens nothing.
        case replayed
        case wrong
    }

    /// - Parameter lastStep: the last step that was accepted, `nil` for none.
    public func check(_ typed: String, secret: [UInt8], lastStep: Int64?, at now: Instant) -> Verdict {
        let code = Array(typed.utf8)
        let present = step(at: now)
        var found: Int64?
        for step in (present - tolerance)...(present + tolerance) where constantTimeEqual(Array(self.code(secret, step: step).utf8), code) { found = step }
        guard let found else { return .wrong }
        if let lastStep, found <= lastStep { return .replayed }
        return .accepted(step: found)
    }
}

/// The secret an authenticator app shares with the house; shown once, when the app is added.
public struct TOTPSecret: Sendable, Hashable, CustomStringConvertible {
    let bytes: [UInt8]

    /// 160 bits nobody can guess (RFC 4226 § 4, R6).
    public init() { bytes = randomBytes(20) }
    init(bytes: [UInt8]) { self.bytes = bytes }

    /// To type into an app, in groups of four.
    public var grouped: String {
        let text = Array(Base32.encode(bytes))
        return stride(from: 0, to: text.count, by: 4).map { String(text[$0..<min($0 + 4, text.count)]) }.joined(separator: " ")
    }

    /// For the picture a telephone reads (Key URI format).
    /// - Parameters:
    ///   - issuer: the house's name, for example `e-Urząd Prusice`.
    ///   - account: what tells the account from others in the app.
    public func uri(issuer: String, account: String) -> String {
        "otpauth://totp/\(Self.escaped(issuer)):\(Self.escaped(account))?secret=\(Base32.encode(bytes))&issuer=\(Self.escaped(issuer))"
    }

    public var description: String { "TOTPSecret" }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte) || [45, 46, 95, 126].contains(byte)
            return isPlain ? String(decoding: [byte], as: UTF8.self) : "%" + Hex.encode([byte]).uppercased()
        }.joined()
    }
}
