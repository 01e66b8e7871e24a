/// The address of a box: `/podmiot/skrytka` (epuap.md § 1.1).
public struct BoxAddress: Sendable, Hashable, LosslessStringConvertible {
    /// Owner, 1–100 characters without a slash.
    public let podmiot: String
    /// Name of the box, for example `SkrytkaESP` or `domyslna`.
    public let name: String

    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[0].isEmpty, (1...100).contains(parts[1].count), (1...100).contains(parts[2].count),
            !text.contains(where: { $0.isWhitespace || $0.isNewline }), text.unicodeScalars.allSatisfy({ $0.value >= 0x20 })
        else { return nil }
        podmiot = parts[1]
        name = parts[2]
    }

    public var description: String { "/\(podmiot)/\(name)" }
}
