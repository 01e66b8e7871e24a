/// One-time codes: how long, how often, how many tries.
public struct CodeRules: Sendable, Hashable {
    /// 6 to 8.
    public var digits: Int
    /// From sending; at most 600 (ASVS 5.0, 6.5.5).
    public var lastsSeconds: Int64
    /// Wrong entries of one code, then a new code is needed.
    public var tries: Int
    /// Sendings to one account and to one address.
    public var sends: RateLimit
    /// Wrong entries of one account, whatever the code; the pause grows and always ends.
    public var lockOut: LockOutRule
    /// From the right code to the act it was given for.
    public var spendSeconds: Int64
    /// From showing the form to sending a code.
    public var openSeconds: Int64

    public init(
        digits: Int = 6, lastsSeconds: Int64 = 300, tries: Int = 5,
        sends: RateLimit = RateLimit([.init(3, inSeconds: 600), .init(10, inSeconds: 86_400)]),
        lockOut: LockOutRule = .codes, spendSeconds: Int64 = 300, openSeconds: Int64 = 1800
    ) {
        self.digits = min(8, max(6, digits))
        self.lastsSeconds = min(600, max(30, lastsSeconds))
        self.tries = max(1, tries)
        self.sends = sends
        self.lockOut = lockOut
        self.spendSeconds = spendSeconds
        self.openSeconds = openSeconds
    }

    public static let standard = CodeRules()
}
