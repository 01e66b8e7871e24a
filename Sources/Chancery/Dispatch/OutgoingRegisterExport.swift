public import Kernel
internal import Law
internal import XML

/// The registers as data: CSV that spreadsheets open, and XML.
///
/// Source: chancery instruction, registers must be savable in a format that allows extraction (`ezd.md` § 1.9).
public enum OutgoingRegisterExport {
    /// UTF-8 with a byte order mark, semicolons, CRLF: what Polish spreadsheets expect.
    public static func csvHeader(_ book: OutgoingBook) -> [UInt8] {
        [0xEF, 0xBB, 0xBF] + RegisterExport.line(OutgoingRegisterColumn.all(book).map { $0.title(in: book) })
    }

    public static func csv(_ row: OutgoingRegisterRow) -> [UInt8] { RegisterExport.line(OutgoingRegisterColumn.all(row.number.book).map { $0.text(row) }) }

    public static func namespace(_ book: OutgoingBook) -> String {
        switch book {
        case .outgoing: "urn:eurzad:rejestr-przesylek-wychodzacych:1"
        case .inside: "urn:eurzad:rejestr-pism-wewnetrznych:1"
        }
    }

    public static func xmlHeader(_ book: OutgoingBook, office: String, year: Int, at now: Instant) -> [UInt8] {
        var w = XMLWriter(declaration: false)
        w.element("urzad", text: office)
        return Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <rejestr xmlns="\(namespace(book))" rok="\(year)" sporzadzono="\(PolishTime.iso8601(now))">
            """.utf8) + w.bytes + [0x0A]
    }

    public static func xml(_ row: OutgoingRegisterRow) -> [UInt8] {
        var w = XMLWriter(declaration: false)
        w.element("wpis", ["numer": row.number.description, "identyfikator": row.number.identifier]) { w in
            w.element("dataPrzekazania", text: row.handedDay.description)
            if row.number.book == .inside { w.element("komorkaNadajaca", text: row.sender) }
            w.element("adresat", text: row.addressee)
            w.element("znak", text: row.sign)
            w.element("sposob", ["kod": row.channel.rawValue], text: row.channel.polishName)
            w.element("tytul", text: row.title)
            if !row.kinds.isEmpty { w.element("rodzaj", text: row.kinds) }
            w.element("pismo", text: row.letter.identifier)
            w.element("zarejestrowano", ["przez": row.registeredBy], text: PolishTime.iso8601(row.registeredAt))
            if let reason = row.cancelReason { w.element("anulowano", text: reason) }
        }
        return w.bytes + [0x0A]
    }

    public static func xmlFooter() -> [UInt8] { Array("</rejestr>\n".utf8) }
}

/// A column of a register, for prints of all or of selected columns.
public enum OutgoingRegisterColumn: String, Sendable, CaseIterable {
    case number = "lp", day = "data", sender = "nadawca", addressee = "adresat", sign = "znak", manner = "sposob", title = "tytul", kinds = "rodzaj"
    case registeredBy = "przez", cancelled = "anulowano"

    public static func all(_ book: OutgoingBook) -> [OutgoingRegisterColumn] { allCases.filter { book == .inside ? $0 != .manner : $0 != .sender } }
    /// The columns that the instruction asks for.
    public static func official(_ book: OutgoingBook) -> [OutgoingRegisterColumn] {
        switch book {
        case .outgoing: [.number, .day, .addressee, .sign, .manner]
        case .inside: [.number, .day, .sender, .addressee, .title, .kinds, .sign]
        }
    }

    public func title(in book: OutgoingBook) -> String {
        switch self {
        case .number: "Lp."
        case .day: book == .outgoing ? "Data przekazania" : "Data"
        case .sender: "Komórka nadająca"
        case .addressee: book == .outgoing ? "Adresat" : "Komórka lub osoba odbierająca"
        case .sign: "Znak"
        case .manner: "Sposób przekazania"
        case .title: "Tytuł"
        case .kinds: "Rodzaj"
        case .registeredBy: "Zarejestrowano przez"
        case .cancelled: "Anulowano"
        }
    }

    public func text(_ row: OutgoingRegisterRow) -> String {
        switch self {
        case .number: row.number.description
        case .day: row.handedDay.description
        case .sender: row.sender
        case .addressee: row.addressee
        case .sign: row.sign
        case .manner: row.channel.polishName
        case .title: row.title
        case .kinds: row.kinds
        case .registeredBy: row.registeredBy
        case .cancelled: row.cancelReason ?? ""
        }
    }
}

/// A print of a register: all or selected columns, with what stands on every page.
public struct OutgoingRegisterPrint: Sendable, Hashable {
    public var title: String
    public var office: String
    /// Stands on every page (data raportu).
    public var printedOn: Day
    /// Stands on every page, for example `Urząd Gminy Prusice · Rejestr przesyłek wychodzących · wydruk z 12.03.2026 r.`
    public var pageLine: String
    public var columns: [String]
    public var rows: [[String]]

    public init(_ book: OutgoingBook, office: String, columns: [OutgoingRegisterColumn]? = nil, rows: [OutgoingRegisterRow], at now: Instant) {
        let shown = columns ?? OutgoingRegisterColumn.official(book)
        title = book.polishName
        self.office = office
        printedOn = PolishTime.day(of: now)
        pageLine = "\(office) · \(book.polishName) · wydruk z \(MomentWords.text(printedOn))"
        self.columns = shown.map { $0.title(in: book) }
        self.rows = rows.map { row in shown.map { $0.text(row) } }
    }
}
