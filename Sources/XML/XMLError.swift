/// Why a document cannot be used.
public struct XMLError: Error, Sendable, CustomStringConvertible {
    public enum Code: Sendable {
        case malformed
        /// A document type declaration: the door of entity bombs and external entities, never opened.
        case doctypeForbidden
        case tooLarge, tooDeep
        case notFound, canonicalisation, ambiguousID
        /// A NUL, or bytes that are not UTF-8 where they say so.
        case invalidEncoding
        case schema, transformation
    }
    public var code: Code
    /// English, for the log.
    public var message: String
    public var line: Int

    public init(_ code: Code, _ message: String, line: Int = 0) {
        self.code = code
        self.message = message
        self.line = line
    }
    public var description: String { "XML \(code) at line \(line): \(message)" }
}

/// How much a document may ask of the parser.
public struct XMLLimits: Sendable {
    public var maxBytes: Int
    public var maxDepth: Int
    public var maxNodes: Int

    public init(maxBytes: Int, maxDepth: Int, maxNodes: Int) {
        self.maxBytes = maxBytes
        self.maxDepth = maxDepth
        self.maxNodes = maxNodes
    }
    /// 64 MiB, 256 levels, a million nodes.
    public static let standard = XMLLimits(maxBytes: 64 * 1024 * 1024, maxDepth: 256, maxNodes: 1_000_000)
}
