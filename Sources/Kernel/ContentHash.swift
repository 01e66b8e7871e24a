/// The SHA-256 of some bytes; the name under which they are kept.
public struct ContentHash: Sendable, Hashable, LosslessStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public let description: String

    public init?(_ hex: String) {
        let b = hex.utf8
        guard b.count == 64, b.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
        description = hex
    }

    /// - Parameter digest: the 32 bytes of a SHA-256.
    public init?(digest: [UInt8]) {
        guard digest.count == 32 else { return nil }
        description = Hex.encode(digest)
    }
}

public enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var out: [UInt8] = []
        for b in bytes {
            out.append(digits[Int(b >> 4)])
            out.append(digits[Int(b & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }
}
