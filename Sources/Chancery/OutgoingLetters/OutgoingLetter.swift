public import Kernel
public import Store

/// A letter that the office writes (pismo): from the first draft to its delivery.
public struct OutgoingLetterID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }

    /// Metadata table B item 7: unique in the whole system, without spaces and without `\ / * ? : = , ;`.
    public var identifier: String { "PISMO-\(number)" }
    /// The name in the journal.
    public var object: String { "pismo-wychodzące:\(identifier)" }

    /// Reads an identifier as people type it: `PISMO-17` or `pismo-17`.
    public init?(identifier: String) {
        let text = identifier.uppercased()
        guard text.hasPrefix("PISMO-"), let id = OutgoingLetterID(String(text.dropFirst(6))) else { return nil }
        self = id
    }
}

public enum OutgoingLetterKind: String, Sendable, CaseIterable, Codable {
    /// To somebody outside (przesyłka wychodząca).
    case outgoing = "wychodzace"
    /// Between units of the office (pismo wewnętrzne).
    case inside = "wewnetrzne"

    public var polishName: String {
        switch self {
        case .outgoing: "Pismo wychodzące"
        case .inside: "Pismo wewnętrzne"
        }
    }
}

/// The case a letter belongs to; the sign is permanent (znak sprawy), so that a letter may keep it.
public struct CaseReference: Sendable, Hashable {
    public var id: CaseID
    public var sign: String
    public init(id: CaseID, sign: String) {
        self.id = id
        self.sign = sign
    }
}

/// What the metadata table B asks for and a person knows; people responsible, number and dates of sending come by themselves.
///
/// Source: metadata table B of the chancery instruction (Dz.U. 2011 nr 14 poz. 67, annex 1).
public struct OutgoingMetadata: Sendable, Hashable, Codable {
    /// Item 8.
    public var title: String
    /// Item 4; where it is empty, the day of the final approval.
    public var letterDate: PartialDate?
    /// Item 6, repeatable, from a dictionary.
    public var kinds: [String] = []
    /// Item 9.
    public var access: Access = .notPublic
    /// Item 11, names of formats; for electronic documents.
    public var formats: [String] = []
    /// Item 12, repeatable.
    public var remarks: [String] = []
    /// Item 13.
    public var type: ResourceType = .text

    public init(title: String) { self.title = title }
}

/// Somebody the letter goes to (table B items 2–3), with the way chosen for him.
public struct Addressee: Sendable, Hashable, Codable {
    public enum Role: String, Sendable, Codable {
        case addressee = "adresat"
        /// Gets a copy (do wiadomości).
        case copy = "do-wiadomosci"
    }

    public var correspondent: Correspondent
    public var role: Role = .addressee
    /// A party of the proceedings: its delivery counts for finality (R4.6).
    public var isParty = false
    /// The party of the case whose delivery this is, where the letter was written in one: it tells namesakes apart.
    public var caseParty: CasePartyID?
    /// The party represented, where the letter goes to a representative (pełnomocnik, KPA art. 40 § 2).
    public var onBehalfOf: Correspondent?
    /// Address for electronic delivery (adres do doręczeń elektronicznych), as it stands in the case or the base of addresses.
    public var electronicAddress: String?
    /// Chosen ahead of sending; `nil` where the proposal at sending decides.
    public var channel: DispatchChannel?
    /// For internal letters: the receiving unit and, where one is named, the person.
    public var unit: UnitID?
    public var officer: OfficerID?

    public init(_ correspondent: Correspondent) { self.correspondent = correspondent }

    /// Whose delivery this is: the party itself, also when a representative receives.
    public var party: Correspondent { onBehalfOf ?? correspondent }
}

/// A file that goes with the letter; its bytes are recorded in the store of blobs.
public struct OutgoingAttachment: Sendable, Hashable {
    public var name: String
    public var mediaType: String
    public var size: Int
    public var hash: ContentHash

    public init(name: String, mediaType: String, size: Int, hash: ContentHash) {
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.hash = hash
    }
}

/// Everything of a letter that a version keeps.
public struct LetterContent: Sendable, Hashable {
    public var metadata: OutgoingMetadata
    /// As typed; its form is read when it is set in type.
    public var body: String
    public var addressees: [Addressee]
    public var attachments: [OutgoingAttachment]

    public init(metadata: OutgoingMetadata, body: String, addressees: [Addressee] = [], attachments: [OutgoingAttachment] = []) {
        self.metadata = metadata
        self.body = body
        self.addressees = addressees
        self.attachments = attachments
    }
}

/// One version of a letter (projekt v1..n); never changed (R1.17, I4).
public struct LetterVersion: Sendable, Hashable {
    public enum Origin: String, Sendable {
        /// Written by the author.
        case written = "projekt"
        /// Written by the approver who corrected and accepted.
        case corrected = "poprawka-akceptujacego"
    }
    public var number: Int
    public var at: Instant
    public var by: String
    public var post: String
    public var origin: Origin
    public var content: LetterContent
}

/// A letter as it stands now.
public struct OutgoingLetter: Sendable {
    public var id: OutgoingLetterID
    public var kind: OutgoingLetterKind
    public var state: OutgoingState
    /// Grows with each act; an act on an older one is refused.
    public var revision: Int64
    public var caseReference: CaseReference?
    /// Identifier of the letter answered, for example `RPW-2026-17`; empty where there is none.
    public var replyTo: String
    /// The sign on the letter: sign of the case and the next number in it (`OR.1431.1.2026.3`); given at the final approval.
    public var sign: String?
    public var letterDate: PartialDate?
    public var unit: UnitID
    public var unitName: String
    public var author: OfficerID
    public var authorName: String
    public var version: LetterVersion
    /// Who is to act now; `nil` where nobody is waited for.
    public var waitingFor: Approver?
    public var signer: Approver?
    /// How often the letter was put forward for approval.
    public var round: Int
    /// The version that was signed or, for an internal letter, accepted for good.
    public var finalVersion: Int?
    public var createdAt: Instant
    public var changedAt: Instant
    public var changedBy: String

    public var identifier: String { id.identifier }
}
