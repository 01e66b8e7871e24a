/// How much work one guess at a password takes (scrypt, RFC 7914).
public struct PasswordCost: Sendable, Hashable {
    /// Binary logarithm of N.
    public var logN: Int
    public var r: Int
    public var p: Int

    public init(logN: Int, r: Int = 8, p: Int = 1) {
        self.logN = logN
        self.r = r
        self.p = p
    }

    /// N = 2¹⁵, r = 8, p = 1: 32 MiB and about a tenth of a second.
    public static let standard = PasswordCost(logN: 15)

    var n: Int { 1 << logN }

    /// Bounds for costs read from the database, so that a damaged row cannot take the machine's memory.
    var isSane: Bool { (1...20).contains(logN) && (1...32).contains(r) && (1...16).contains(p) }

    func isWeaker(than other: PasswordCost) -> Bool { logN < other.logN || r < other.r || p < other.p }
}
