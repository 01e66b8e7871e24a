public import Kernel
internal import Law
public import Store
internal import XML

/// The list of cases (spis spraw) of one unit, class and year, in its official columns.
///
/// Source: chancery instruction, § on the list of cases; `ezd.md` § 1.6.
public struct CaseList: Sendable, Hashable {
    public struct Header: Sendable, Hashable {
        public var year: Int
        public var unitCode: String
        /// As the caller knows it.
        public var unitName: String
        public var symbol: String
        /// Entry of the class (hasło klasyfikacyjne).
        public var classTitle: String
        /// Number of the sub-file whose list it is; `nil` for the main list.
        public var subFile: Int64?
        /// Day on which the report was made.
        public var reportDay: Day

        public init(year: Int, unitCode: String, unitName: String, symbol: String, classTitle: String, subFile: Int64? = nil, reportDay: Day) {
            self.year = year
            self.unitCode = unitCode
            self.unitName = unitName
            self.symbol = symbol
            self.classTitle = classTitle
            self.subFile = subFile
            self.reportDay = reportDay
        }
    }

    public struct Row: Sendable, Hashable {
        /// Ordinal (lp.) and number of the case; the list has no holes, so they are the same.
        public var number: Int64
        public var caseID: CaseID
        public var sign: CaseSign
        public var title: String
        /// Empty for a case begun ex officio.
        public var sender: String
        public var foreignSign: String
        public var letterDate: PartialDate?
        public var startDay: Day
        public var closedDay: Day?
        public var officer: String
        public var remarks: String
        public var isSubFile: Bool

        public init(
            number: Int64, caseID: CaseID, sign: CaseSign, title: String, sender: String, foreignSign: String, letterDate: PartialDate? = nil,
            startDay: Day, closedDay: Day? = nil, officer: String, remarks: String, isSubFile: Bool
        ) {
            self.number = number
            self.caseID = caseID
            self.sign = sign
            self.title = title
            self.sender = sender
            self.foreignSign = foreignSign
            self.letterDate = letterDate
            self.startDay = startDay
            self.closedDay = closedDay
            self.officer = officer
            self.remarks = remarks
            self.isSubFile = isSubFile
        }
    }

    public var header: Header
    public var rows: [Row]

    /// Names of the columns, in their order.
    public static let columns = [
        "lp.", "nr", "tytuł", "nadawca", "znak obcy", "data pisma", "data wszczęcia", "data ostatecznego załatwienia", "prowadzący", "uwagi",
    ]

    public static func cells(_ r: Row) -> [String] {
        [
            String(r.number), r.sign.description, r.title, r.sender, r.foreignSign, r.letterDate?.description ?? "", r.startDay.description,
            r.closedDay?.description ?? "", r.officer, r.remarks,
        ]
    }

    /// The rows after a number, in the order of the list.
    ///
    /// - Parameter after: the number of the last row of the page before; 0 for the first page.
    public static func rows(_ c: any SQLConnection, _ h: Header, after: Int64 = 0, limit: Int = 100) throws -> [Row] {
        try c.query(
            """
            SELECT f.id, f.kind, f.sign, f.number, f.title, f.start_day, f.closed_day, f.officer_name, f.remarks, f.state, f.origin_kind,
                l.sender_label, l.foreign_sign, l.letter_date, w.counterpart
            FROM case_file f
            LEFT JOIN incoming_letter l ON l.id = f.origin_id AND f.origin_kind = 'wplywajaca'
            LEFT JOIN letter_work w ON w.letter_kind = f.origin_kind AND w.letter_id = f.origin_id
            WHERE f.unit_code = \(h.unitCode) AND f.symbol = \(h.symbol) AND f.year = \(h.year) AND f.parent_number = \(h.subFile ?? 0) AND f.number > \(after)
            ORDER BY f.number \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) { row in
            let isSubFile = try row.text("kind") == "podteczka"
            let state: CaseState = try row.symbol("state")
            var remarks = try row.text("remarks")
            if isSubFile { remarks = remarks.isEmpty ? "podteczka" : "podteczka; \(remarks)" }
            if [.joined, .continued].contains(state) { remarks = remarks.isEmpty ? state.polishName : "\(remarks); \(state.polishName)" }
            return Row(
                number: try row.int("number"), caseID: try row.id("id"), sign: try row.parsed("sign"), title: try row.text("title"),
                sender: try row.textOrNil("sender_label") ?? row.textOrNil("counterpart") ?? "", foreignSign: try row.textOrNil("foreign_sign") ?? "",
                letterDate: try row.parsedOrNil("letter_date"), startDay: try row.parsed("start_day"), closedDay: try row.parsedOrNil("closed_day"),
                officer: try row.text("officer_name"), remarks: remarks, isSubFile: isSubFile)
        }
    }

    /// The lists of a year that have cases: unit, class and how far their numbers go.
    public static func index(_ c: any SQLConnection, unit: UnitID, year: Int) throws -> [(unitCode: String, symbol: String, classTitle: String, last: Int64)] {
        // Jumps from class to class along the index; the cases themselves are not read.
        try c.query(
            """
            WITH RECURSIVE class(symbol) AS (
                SELECT MIN(symbol) FROM case_file WHERE unit_id = \(unit)
                UNION ALL
                SELECT (SELECT MIN(f.symbol) FROM case_file f WHERE f.unit_id = \(unit) AND f.symbol > class.symbol) FROM class WHERE class.symbol IS NOT NULL
            ), latest AS (
                SELECT (SELECT MAX(f.id) FROM case_file f WHERE f.unit_id = \(unit) AND f.symbol = class.symbol AND f.year = \(year)) AS id
                FROM class WHERE class.symbol IS NOT NULL
            )
            SELECT f.unit_code, f.symbol, f.class_title, (
                SELECT MAX(n.number) FROM case_file n
                WHERE n.unit_code = f.unit_code AND n.symbol = f.symbol AND n.year = f.year AND n.parent_number = 0) AS last
            FROM latest JOIN case_file f ON f.id = latest.id
            ORDER BY f.symbol \(sql: c.dialect.ascending), f.unit_code \(sql: c.dialect.ascending)
            """
        ) { (try $0.text("unit_code"), try $0.text("symbol"), try $0.text("class_title"), try $0.int("last")) }
    }

    public static func csvHeader() -> [UInt8] { [0xEF, 0xBB, 0xBF] + RegisterExport.line(columns) }
    public static func csv(_ r: Row) -> [UInt8] { RegisterExport.line(cells(r)) }
    public static let namespace = "urn:eurzad:spis-spraw:1"

    public static func xmlHeader(_ h: Header, office: String) -> [UInt8] {
        var w = XMLWriter()
        w.raw("\n<spisSpraw xmlns=\"\(namespace)\" rok=\"\(h.year)\" sporzadzono=\"\(h.reportDay)\">")
        w.element("urzad", text: office)
        w.element("komorka", ["kod": h.unitCode], text: h.unitName)
        w.element("klasa", ["symbol": h.symbol], text: h.classTitle)
        if let subFile = h.subFile { w.element("podteczka", text: String(subFile)) }
        return w.bytes + [0x0A]
    }

    public static func xml(_ r: Row) -> [UInt8] {
        var w = XMLWriter(declaration: false)
        w.element("sprawa", ["lp": String(r.number), "znak": r.sign.description]) { w in
            w.element("tytul", text: r.title)
            for (name, value) in [("nadawca", r.sender), ("znakObcy", r.foreignSign), ("dataPisma", r.letterDate?.description ?? "")] where !value.isEmpty {
                w.element(name, text: value)
            }
            w.element("dataWszczecia", text: r.startDay.description)
            if let day = r.closedDay { w.element("dataOstatecznegoZalatwienia", text: day.description) }
            if !r.officer.isEmpty { w.element("prowadzacy", text: r.officer) }
            if !r.remarks.isEmpty { w.element("uwagi", text: r.remarks) }
        }
        return w.bytes + [0x0A]
    }

    public static func xmlFooter() -> [UInt8] { Array("</spisSpraw>\n".utf8) }
}
