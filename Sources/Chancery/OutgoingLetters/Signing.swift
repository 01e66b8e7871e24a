public import Kernel

/// How a letter is signed.
public enum SignatureFormat: String, Sendable, CaseIterable, Codable {
    case xades, pades
    /// By hand on the printed version.
    case paper = "papier"

    public var polishName: String {
        switch self {
        case .xades: "podpis elektroniczny XAdES"
        case .pades: "podpis elektroniczny PAdES"
        case .paper: "podpis własnoręczny"
        }
    }
}

/// A file made from a version of a letter: what is shown, signed and sent.
public struct LetterDocument: Sendable, Hashable {
    public var hash: ContentHash
    public var name: String
    public var mediaType: String
    public var size: Int

    public init(hash: ContentHash, name: String, mediaType: String, size: Int) {
        self.hash = hash
        self.name = name
        self.mediaType = mediaType
        self.size = size
    }
}

/// What a signer is asked to sign; given to whatever makes signatures.
public struct SigningRequest: Sendable, Hashable {
    public var letter: OutgoingLetterID
    /// The letter's revision, so that a signature that comes late cannot fall on a changed letter.
    public var revision: Int64
    public var version: Int
    public var document: LetterDocument
    public var title: String
    public var sign: String?
    public var signer: Approver?
}

/// What came back: the facts of the signature. The effect (keys, cards, the Trusted Profile) lies elsewhere.
public struct SignedContent: Sendable, Hashable {
    /// SHA-256 of the document that was signed, as in the request.
    public var documentHash: ContentHash
    public var format: SignatureFormat
    /// The signed file; `nil` for paper.
    public var signedFile: LetterDocument?
    /// Holder, issuer, serial number, validity in a sentence for people; empty for paper.
    public var certificateSummary: String
    /// When it was signed; for paper the start of the day written by hand.
    public var signedAt: Instant

    public init(documentHash: ContentHash, format: SignatureFormat, signedFile: LetterDocument?, certificateSummary: String, signedAt: Instant) {
        self.documentHash = documentHash
        self.format = format
        self.signedFile = signedFile
        self.certificateSummary = certificateSummary
        self.signedAt = signedAt
    }
}

/// A scan of a letter signed by hand, as it is kept.
public struct KeptScan: Sendable, Hashable {
    public var document: LetterDocument
    public var at: Instant
    public var by: String

    public init(document: LetterDocument, at: Instant, by: String) {
        self.document = document
        self.at = at
        self.by = by
    }
}

/// The signature of a letter as it is kept.
public struct LetterSignature: Sendable, Hashable {
    public var content: SignedContent
    public var signer: String
    public var post: String
    public var recordedAt: Instant
}
