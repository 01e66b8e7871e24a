internal import Cryptography
internal import Kernel

/// The identifier of a message or an assertion: a name of XML that nobody can guess (SAML 2.0 Core § 1.3.4).
public struct MessageID: Sendable, Hashable, LosslessStringConvertible {
    public let description: String

    /// A fresh one, with 160 random bits.
    public init() { description = "ID-" + Hex.encode(randomBytes(20)) }

    /// `nil` for what is no `xs:NCName` of ASCII letters, or longer than 256.
    public init?(_ text: String) {
        let b = Array(text.utf8)
        func isLetter(_ c: UInt8) -> Bool { (97...122).contains(c) || (65...90).contains(c) || c == 95 }
        guard (1...256).contains(b.count), isLetter(b[0]), b.allSatisfy({ isLetter($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }) else { return nil }
        description = text
    }
}
