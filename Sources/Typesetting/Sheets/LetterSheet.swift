public import Kernel
internal import Markup

/// An official letter (pismo) as it is printed or signed.
///
/// Order of the parts as the chancery instruction and office custom have it: letterhead, place and date, case sign, addressee in the
/// window of a DL envelope, title, body, signature, attachments, recipients, who leads the case, footer.
public struct LetterSheet: Sendable, Hashable {
    public var letterhead: Letterhead
    public var place: String
    /// The full date that the instruction asks for; `nil` while the letter is a draft.
    public var date: Day?
    /// Znak sprawy.
    public var caseSign: String
    /// The addressee's own sign, when the letter answers his.
    public var yourSign: String?
    public var addressee: Addressee
    public var window: Window
    public var title: String?
    public var body: StructuredText
    public var signature: Signature?
    public var attachments: [String]
    /// Otrzymują, in order; the office's own copy („a/a”) is one of them.
    public var recipients: [String]
    /// Do wiadomości.
    public var copies: [String]
    /// Sprawę prowadzi: name, post, telephone, e-mail, room; a line each.
    public var officerInCharge: [String]
    /// Said in the footer before the page number; the case sign when `nil`.
    public var footer: String?
    /// For a printed copy of a letter signed electronically.
    public var printedCopy: PrintedCopy?

    public init(
        letterhead: Letterhead, place: String, date: Day?, caseSign: String, yourSign: String? = nil, addressee: Addressee, window: Window = .dlRight,
        title: String? = nil, body: StructuredText, signature: Signature? = nil, attachments: [String] = [], recipients: [String] = [],
        copies: [String] = [], officerInCharge: [String] = [], footer: String? = nil, printedCopy: PrintedCopy? = nil
    ) {
        self.letterhead = letterhead
        self.place = place
        self.date = date
        self.caseSign = caseSign
        self.yourSign = yourSign
        self.addressee = addressee
        self.window = window
        self.title = title
        self.body = body
        self.signature = signature
        self.attachments = attachments
        self.recipients = recipients
        self.copies = copies
        self.officerInCharge = officerInCharge
        self.footer = footer
        self.printedCopy = printedCopy
    }

    /// The head of the office's letters (nagłówek).
    public struct Letterhead: Sendable, Hashable {
        /// The organ or office, for example „Wójt Gminy Brzozów”.
        public var name: String
        /// A line each: unit, street, postcode and town.
        public var address: [String]
        /// A line each: telephone, e-mail, address for e-delivery.
        public var contact: [String]
        public var crest: Sheet.Picture?

        public init(name: String, address: [String], contact: [String] = [], crest: Sheet.Picture? = nil) {
            self.name = name
            self.address = address
            self.contact = contact
            self.crest = crest
        }
    }

    public struct Addressee: Sendable, Hashable {
        /// Above the name, for example „List polecony za potwierdzeniem odbioru”, „doręczenie elektroniczne”.
        public var delivery: String?
        /// Name and address, a line each.
        public var lines: [String]
        public init(_ lines: [String], delivery: String? = nil) {
            self.lines = lines
            self.delivery = delivery
        }
    }

    /// Where the addressee stands so that he is seen through the envelope, however the sheet slips in it.
    public struct Window: Sendable, Hashable {
        public var left: Millimetres, top: Millimetres, width: Millimetres, height: Millimetres
        public init(left: Millimetres, top: Millimetres, width: Millimetres, height: Millimetres) {
            self.left = left
            self.top = top
            self.width = width
            self.height = height
        }
        /// DL (110 × 220 mm), window 45 × 90 mm at 20 mm from the right and 15 mm from the lower edge; the sheet folded in three.
        public static let dlRight = Window(left: 112, top: 52, width: 76, height: 32)
        /// The same with the window at the left.
        public static let dlLeft = Window(left: 25, top: 52, width: 73, height: 32)
    }

    /// Who signs (podpis).
    public struct Signature: Sendable, Hashable {
        public enum Manner: Sendable, Hashable {
            /// Room is left for the hand and the stamp.
            case byHand
            /// „dokument podpisany elektronicznie”.
            case electronic
        }
        /// „z up. Wójta”, „w zastępstwie”; above the name.
        public var onBehalf: String?
        public var name: String
        public var post: String
        public var manner: Manner

        public init(onBehalf: String? = nil, name: String, post: String, manner: Manner) {
            self.onBehalf = onBehalf
            self.name = name
            self.post = post
            self.manner = manner
        }
    }

    /// What the printed copy of a letter signed electronically must tell. Source: KPA art. 39³ § 2 and § 3.
    public struct PrintedCopy: Sendable, Hashable {
        /// Given name, surname and post, or the holder of the seal.
        public var signatory: String
        /// For example „kwalifikowany podpis elektroniczny”.
        public var kind: String
        public var signedAt: Instant
        /// As people read it, in Polish time, for example „12.03.2026, 14:41”.
        public var signedAtText: String
        /// The letter's identifier in the system.
        public var identifier: String
        /// Of the signed file.
        public var sha256: ContentHash
        /// Where the copy can be compared with the original; becomes the QR code.
        public var verificationAddress: String?

        public init(
            signatory: String, kind: String, signedAt: Instant, signedAtText: String, identifier: String, sha256: ContentHash,
            verificationAddress: String? = nil
        ) {
            self.signatory = signatory
            self.kind = kind
            self.signedAt = signedAt
            self.signedAtText = signedAtText
            self.identifier = identifier
            self.sha256 = sha256
            self.verificationAddress = verificationAddress
        }
    }
}
