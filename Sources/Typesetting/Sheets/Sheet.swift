/// Something to print: a page size, what stands on every page, and blocks one under another.
///
/// Every room prints by composing this value; the typesetter knows nothing else. Letters, envelopes, labels, posting books and registers
/// have their own types, each with a `sheet`.
public struct Sheet: Sendable, Hashable {
    /// Of the document, for its properties and for screen readers.
    public var title: String
    /// The office.
    public var author: String
    public var paper: Paper
    /// Above the text of every page.
    public var header: RunningLine?
    /// Below the text of every page.
    public var footer: RunningLine?
    public var body: [Block]

    public init(title: String, author: String = "", paper: Paper = .a4(), header: RunningLine? = nil, footer: RunningLine? = nil, body: [Block]) {
        self.title = title
        self.author = author
        self.paper = paper
        self.header = header
        self.footer = footer
        self.body = body
    }

    /// A line that stands on every page.
    public struct RunningLine: Sendable, Hashable {
        public var left: String
        public var right: String
        /// `strona 1 z 3`, counted within this sheet, at the right; on a sheet of one page too.
        public var numbersPages: Bool
        /// Not on the first page.
        public var skipsFirstPage: Bool

        public init(left: String = "", right: String = "", numbersPages: Bool = false, skipsFirstPage: Bool = false) {
            self.left = left
            self.right = right
            self.numbersPages = numbersPages
            self.skipsFirstPage = skipsFirstPage
        }
    }

    /// Where words stand between left and right.
    public typealias Alignment = StructuredText.Table.Alignment

    /// A way to set words.
    public struct Style: Sendable, Hashable {
        /// In tenths of a point; `nil`: as around.
        public var size: Int?
        public var isBold: Bool
        public var isItalic: Bool
        public var alignment: Alignment
        /// Both edges even, words divided at line ends.
        public var isJustified: Bool

        public init(size: Int? = nil, bold: Bool = false, italic: Bool = false, alignment: Alignment = .left, justified: Bool = false) {
            self.size = size
            isBold = bold
            isItalic = italic
            self.alignment = alignment
            isJustified = justified
        }
        public static let plain = Style()
        public static let bold = Style(bold: true)
        public static let small = Style(size: 85)
        /// The body of a letter.
        public static let letter = Style(justified: true)
    }

    public indirect enum Block: Sendable, Hashable {
        /// What an officer wrote; headings are centred as in decisions.
        case text(StructuredText, Style)
        /// Lines as they are, one under another; empty ones are left out.
        case lines([String], Style)
        /// - Parameter level: 1 for the sheet's title.
        case heading(level: Int, String, Style)
        case space(Millimetres)
        /// A thin line over the whole width.
        case rule
        /// Side by side; the share of the width each takes, in any unit.
        case columns([Column])
        /// At a place of the page, from its upper left corner; takes no room in the flow.
        case placed(left: Millimetres, top: Millimetres, width: Millimetres, height: Millimetres, [Block])
        /// Not divided between pages.
        case together([Block])
        /// In a frame, not divided between pages.
        case boxed([Block])
        case picture(Picture, width: Millimetres)
        /// A QR code; `description` is read to those who do not see it.
        case code(String, size: Millimetres, description: String)
        case table(Table)
        case pageBreak
    }

    public struct Column: Sendable, Hashable {
        public var share: Int
        public var body: [Block]
        public init(share: Int = 1, _ body: [Block]) {
            self.share = share
            self.body = body
        }
    }

    /// A table whose header stands again on every page.
    public struct Table: Sendable, Hashable {
        public struct Column: Sendable, Hashable {
            public var title: String
            /// Of the width, in any unit; zero: as wide as its words.
            public var share: Int
            public var alignment: Alignment
            public init(_ title: String, share: Int = 1, alignment: Alignment = .left) {
                self.title = title
                self.share = share
                self.alignment = alignment
            }
        }
        public var columns: [Column]
        public var rows: [[String]]
        /// A last row in bold, for sums.
        public var totals: [String]?
        /// Tenths of a point.
        public var size: Int

        public init(columns: [Column], rows: [[String]], totals: [String]? = nil, size: Int = 90) {
            self.columns = columns
            self.rows = rows
            self.totals = totals
            self.size = size
        }
    }

    /// An image of the office's own, for example its crest; without transparency, which PDF/A-1 forbids.
    public struct Picture: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable { case png, jpeg, svg }
        public var kind: Kind
        public var bytes: [UInt8]
        /// Read to those who do not see it, for example „Herb gminy Brzozów”.
        public var description: String
        public init(kind: Kind, bytes: [UInt8], description: String) {
            self.kind = kind
            self.bytes = bytes
            self.description = description
        }
    }
}
