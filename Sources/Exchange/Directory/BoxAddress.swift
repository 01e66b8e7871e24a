/// The address of a box: `/podmiot/skrytka` (epuap.md § 1.1).
public struct BoxAddress: Sendable, Hashable, LosslessStringConvertible {
    /// Owner, 1–100 characters without a slash.
    public let podmiot: String
    /// Name of the box, for example `SkrytkaESP` or `domyslna`.
    public let name: String

    public init?(_ text: String) {
        // By scalars and in bytes: a combining mark must neither hide a slash nor stretch a limit.
        let parts = text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).map { String(String.UnicodeScalarView($0)) }
        guard parts.count == 3, parts[0].isEmpty, (1...400).contains(parts[1].utf8.count), (1...400).contains(parts[2].utf8.count),
            parts[1].unicodeScalars.count <= 100, parts[2].unicodeScalars.count <= 100,
            text.unicodeScalars.allSatisfy({ $0.value > 0x20 && !$0.properties.isWhitespace && $0.properties.generalCategory != .control })
        else { return nil }
        podmiot = parts[1]
        name = parts[2]
    }

    public var description: String { "/\(podmiot)/\(name)" }
}
