internal import Cryptography
internal import Kernel

/// The name of one request in the log and on error pages, so that a person can quote it.
public struct RequestID: Sendable, Hashable, CustomStringConvertible {
    /// Twelve hexadecimal digits.
    public let description: String

    public init() { description = Hex.encode(randomBytes(6)) }
}
