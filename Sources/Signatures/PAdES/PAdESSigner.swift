public import Cryptography
public import Kernel
internal import PDF

/// What a PDF signature says beside the cryptography.
public struct PAdESStatement: Sendable, Hashable {
    /// The person or seal.
    public var name: String?
    public var reason: String?
    public var location: String?
    /// The field's name; unique in the document. A free one is chosen when `nil`.
    public var field: String?
    /// How it shows on a page; `nil`: not at all.
    public var mark: PAdESMark?

    public init(name: String? = nil, reason: String? = nil, location: String? = nil, field: String? = nil, mark: PAdESMark? = nil) {
        self.name = name
        self.reason = reason
        self.location = location
        self.field = field
        self.mark = mark
    }
}

/// The picture of a signature on a page: a document of one page, scaled into a rectangle.
///
/// A page of the typesetter carries its own fonts, so the signed document stays PDF/A.
public struct PAdESMark: Sendable, Hashable {
    /// Counted from 0; `nil`: the last page.
    public var page: Int?
    /// From the page's lower left corner, in points.
    public var left: Int, bottom: Int, width: Int, height: Int
    public var appearance: [UInt8]

    public init(page: Int? = nil, left: Int, bottom: Int, width: Int, height: Int, appearance: [UInt8]) {
        self.page = page
        self.left = left
        self.bottom = bottom
        self.width = width
        self.height = height
        self.appearance = appearance
    }
}

/// Signs PDF documents by incremental update (podpis PAdES, level B-B).
///
/// What was signed before stays byte for byte, so that earlier signatures keep their meaning. Source: ETSI EN 319 142-1, ISO 32000-1 § 12.8.
public struct PAdESSigner: Sendable {
    public let identity: SigningIdentity
    public let digest: DigestAlgorithm

    public init(identity: SigningIdentity, digest: DigestAlgorithm = .sha256) {
        self.identity = identity
        self.digest = digest
    }

    /// - Parameter instant: when it is signed; the document says it in UTC.
    /// - Throws: `Problem` when the document cannot be read, is encrypted, or its earlier signatures allow no change.
    public func sign(_ document: [UInt8], statement: PAdESStatement = PAdESStatement(), at instant: Instant) throws -> [UInt8] {
        let certificates = [identity.certificate] + identity.chain
        let prepared = try PAdESPreparation(
            document, statement: statement, at: instant, digest: digest, signatureRoom: certificates.reduce(4096) { $0 + $1.der.count })
        return try prepared.completed(cms: CMSSignature.detached(contentDigest: prepared.contentDigest, digest: digest, identity: identity))
    }
}
