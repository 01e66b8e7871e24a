public import Kernel
public import Store

/// One element of a case file, in its order (element akt sprawy). Source: metadata tables A, B and C.
public struct CaseElement: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case incomingLetter = "przesylka-wplywajaca"
        case outgoingLetter = "przesylka-wychodzaca"
        case internalLetter = "pismo-wewnetrzne"
        case note = "notatka"
        case email = "e-mail"
        case draft = "projekt"
        case opinion = "opinia"
        case minutes = "protokol"
        case file = "plik"

        public var polishName: String {
            switch self {
            case .incomingLetter: "przesyłka wpływająca"
            case .outgoingLetter: "przesyłka wychodząca"
            case .internalLetter: "pismo wewnętrzne"
            case .note: "notatka"
            case .email: "wiadomość e-mail"
            case .draft: "projekt"
            case .opinion: "opinia"
            case .minutes: "protokół"
            case .file: "plik"
            }
        }
    }

    public var id: CaseElementID
    /// Place in the file, from 1; never given again.
    public var position: Int64
    public var content: CaseElementContent
    public var addedAt: Instant
    public var addedBy: OfficerID?
    public var addedByName: String
    public var addedByPost: String
    /// The unit that added it; others than the unit of the case cooperate.
    public var addedByUnit: UnitID?
    /// Taken out as added by mistake; the entry stays.
    public var removal: Cancellation?

    public init(
        id: CaseElementID, position: Int64, content: CaseElementContent, addedAt: Instant, addedBy: OfficerID? = nil, addedByName: String,
        addedByPost: String, addedByUnit: UnitID? = nil, removal: Cancellation? = nil
    ) {
        self.id = id
        self.position = position
        self.content = content
        self.addedAt = addedAt
        self.addedBy = addedBy
        self.addedByName = addedByName
        self.addedByPost = addedByPost
        self.addedByUnit = addedByUnit
        self.removal = removal
    }
}

public struct CaseElementID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// What an element is.
public struct CaseElementContent: Sendable, Hashable {
    public var kind: CaseElement.Kind
    /// The letter, where it stands in the register of incoming or internal letters.
    public var letter: LetterRef?
    /// Identifier of the document that is kept elsewhere: `RPW-2026-17`, the id of an outgoing letter.
    public var reference: String
    public var title: String
    /// Date on the document, or of what it tells.
    public var date: PartialDate?
    public var access: Access
    /// Text of a note or of an e-mail.
    public var text: String
    /// Bytes of a file, by their digest; recorded as a blob by the caller in the same transaction.
    public var hash: ContentHash?
    public var fileName: String
    public var mediaType: String
    public var size: Int

    public init(
        _ kind: CaseElement.Kind, title: String, letter: LetterRef? = nil, reference: String = "", date: PartialDate? = nil, access: Access = .notPublic,
        text: String = "", hash: ContentHash? = nil, fileName: String = "", mediaType: String = "", size: Int = 0
    ) {
        self.kind = kind
        self.title = title
        self.letter = letter
        self.reference = reference
        self.date = date
        self.access = access
        self.text = text
        self.hash = hash
        self.fileName = fileName
        self.mediaType = mediaType
        self.size = size
    }
}
