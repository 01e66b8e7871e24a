public import Kernel

/// The number of a letter in the register of incoming letters (rejestr przesyłek wpływających, RPW).
///
/// One register for the whole office, numbered from 1 each year. Source: chancery instruction § 40–42; R1.6.
public struct RegisterNumber: Sendable, Hashable, Comparable, LosslessStringConvertible {
    public let year: Int
    public let number: Int64

    public init(year: Int, number: Int64) {
        self.year = year
        self.number = number
    }

    /// As people read and write it: `RPW/1482/2026`.
    public var description: String { "RPW/\(number)/\(year)" }

    /// Metadata table A item 8: unique, without spaces and without `\ / * ? : = , ;`.
    public var identifier: String { "RPW-\(year)-\(number)" }

    public init?(_ text: String) {
        let parts = text.uppercased().split(separator: text.contains("/") ? "/" : "-").map(String.init)
        guard parts.count == 3, parts[0] == "RPW", let a = Int64(parts[1]), let b = Int64(parts[2]), a > 0, b > 0 else { return nil }
        if text.contains("/") {
            guard (1900...9999).contains(b) else { return nil }
            self.init(year: Int(b), number: a)
        } else {
            guard (1900...9999).contains(a) else { return nil }
            self.init(year: Int(a), number: b)
        }
    }

    public static func < (a: RegisterNumber, b: RegisterNumber) -> Bool { (a.year, a.number) < (b.year, b.number) }
}

/// The way a letter came in.
public enum Channel: String, Sendable, CaseIterable, Codable {
    case paper = "papier"
    case inPerson = "osobiscie"
    case epuap = "epuap"
    case eDelivery = "e-doreczenia"
    case portal = "portal"
    case email = "e-mail"

    public var polishName: String {
        switch self {
        case .paper: "Papier"
        case .inPerson: "Osobiście"
        case .epuap: "ePUAP"
        case .eDelivery: "e-Doręczenia"
        case .portal: "Portal"
        case .email: "E-mail"
        }
    }
    public var isElectronic: Bool { self != .paper && self != .inPerson }
}

/// Who may see a document (table A item 10; the three values of the instruction).
public enum Access: String, Sendable, CaseIterable, Codable {
    case fullyPublic = "publiczny-w-calosci"
    case partlyPublic = "publiczny-czesciowo"
    case notPublic = "niepubliczny"

    public var polishName: String {
        switch self {
        case .fullyPublic: "publiczny – dostępny w całości"
        case .partlyPublic: "publiczny – dostępny częściowo"
        case .notPublic: "niepubliczny"
        }
    }
}

/// Kind of resource in the DCMI vocabulary (table A item 14).
public enum ResourceType: String, Sendable, CaseIterable, Codable {
    case collection = "Collection", dataset = "Dataset", movingImage = "MovingImage", physicalObject = "PhysicalObject"
    case software = "Software", sound = "Sound", stillImage = "StillImage", text = "Text"
}

/// Something a person should look at before the letter goes on.
public enum Attention: String, Sendable, CaseIterable, Codable {
    case signatureInvalid = "podpis-niewazny"
    case signatureUntrusted = "podpis-nieustalony"
    case unsigned = "bez-podpisu"
    case senderUnknown = "nadawca-nieustalony"
    case unknownDocument = "dokument-nieznany"
    case attachmentDefect = "zalacznik-uszkodzony"
    case test = "testowe"

    public var polishName: String {
        switch self {
        case .signatureInvalid: "podpis nie zgadza się z treścią"
        case .signatureUntrusted: "nie wiadomo, czy podpisowi można ufać"
        case .unsigned: "bez podpisu"
        case .senderUnknown: "nadawca nieustalony"
        case .unknownDocument: "nieznany rodzaj dokumentu"
        case .attachmentDefect: "załącznik nie daje się odczytać"
        case .test: "przesyłka próbna"
        }
    }
}

/// The metadata of a letter that people and the connector know (table A without the numbers the system gives).
public struct LetterMetadata: Sendable, Hashable, Codable {
    /// Item 1–2, at least one.
    public var senders: [Correspondent]
    /// Item 3.
    public var letterDate: PartialDate?
    /// Item 4.
    public var postingDate: PartialDate?
    /// Item 7, repeatable, from a dictionary.
    public var kinds: [String] = []
    /// Item 9.
    public var title: String
    /// Item 10.
    public var access: Access = .notPublic
    /// Item 11.
    public var attachmentCount: Int?
    /// Item 12, names of formats; for electronic documents.
    public var formats: [String] = []
    /// Item 13, repeatable.
    public var remarks: [String] = []
    /// Item 14.
    public var type: ResourceType = .text
    /// Item 15, from a dictionary.
    public var deliveryManner = ""
    /// Item 16: the sign the sender gave.
    public var foreignSign = ""
    /// Number of posting of a registered letter.
    public var postingNumber = ""
    /// How much was scanned; `nil` for letters that came without paper.
    public var scan: ScanCoverage?

    public init(senders: [Correspondent], title: String) {
        self.senders = senders
        self.title = title
    }
}

/// A letter of the register as it stands now.
public struct IncomingLetter: Sendable {
    public var id: Int64
    public var number: RegisterNumber
    public var metadata: LetterMetadata
    public var channel: Channel
    /// Item 5, the day of arrival; never changes.
    public var arrivalDay: Day
    /// When it arrived, where the channel knows the time.
    public var arrivedAt: Instant?
    /// Item 6, written by the system.
    public var registeredAt: Instant
    public var registeredBy: Performer
    public var attention: [Attention]
    public var cancellation: Cancellation?
    public var files: [LetterFile]
    public var signatureChecks: [SignatureCheck]
    public var corrections: [Correction]
}

public struct Cancellation: Sendable, Hashable {
    public var at: Instant
    public var by: String
    public var reason: String
}

/// One file of a letter, kept byte for byte.
public struct LetterFile: Sendable, Hashable {
    public enum Role: String, Sendable {
        /// The letter itself as it arrived.
        case document = "dokument"
        case attachment = "zalacznik"
        /// Receipt of submission or delivery (UPP, UPD).
        case receipt = "poswiadczenie"
        case scan = "odwzorowanie"
    }
    /// Place in the letter, from 1; part of its address.
    public var position: Int
    public var role: Role
    public var name: String
    public var mediaType: String
    public var size: Int
    /// Absent when the bytes could not be had (a large file that lies elsewhere).
    public var hash: ContentHash?
    public var note: String

    public init(position: Int = 0, role: Role, name: String, mediaType: String, size: Int, hash: ContentHash?, note: String = "") {
        self.position = position
        self.role = role
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.hash = hash
        self.note = note
    }
}

/// The result of checking the signatures of a file (R1.8); the report is kept whole.
public struct SignatureCheck: Sendable, Hashable {
    public var filePosition: Int
    public var checkedAt: Instant
    public var verdict: String
    /// JSON of the verification report.
    public var report: String

    public init(filePosition: Int, checkedAt: Instant, verdict: String, report: String) {
        self.filePosition = filePosition
        self.checkedAt = checkedAt
        self.verdict = verdict
        self.report = report
    }
}

/// One field changed after registration (R1.10).
public struct Correction: Sendable, Hashable {
    public var at: Instant
    public var by: String
    public var field: MetadataField
    public var before: String
    public var after: String
    public var reason: String
}
