internal import Foundation
public import Kernel
internal import Law
public import Store
internal import XML

/// One line of the register with all its metadata, for printing and export.
public struct RegisterRecord: Sendable {
    public var row: RegisterRow
    public var metadata: LetterMetadata
    public var registeredBy: String

    public init(row: RegisterRow, metadata: LetterMetadata, registeredBy: String) {
        self.row = row
        self.metadata = metadata
        self.registeredBy = registeredBy
    }
}

extension IncomingRegister {
    /// The records of a period in the order of their numbers, a page at a time.
    ///
    /// - Parameter after: the id of the last record of the page before; 0 for the first page.
    public static func records(_ c: any SQLConnection, year: Int, from: Day?, to: Day?, notScanned: Bool = false, after: Int64, limit: Int) throws -> [RegisterRecord] {
        var condition: SQL = "year = \(year) AND id > \(after)"
        if notScanned { condition += " AND \(sql: Self.notScanned)" }
        if let from { condition += " AND registered_day >= \(from)" }
        if let to { condition += " AND registered_day <= \(to)" }
        let rows = try rows(c, where: condition, order: "id \(sql: c.dialect.ascending)", limit: limit)
        guard !rows.isEmpty else { return [] }
        var details: [Int64: (LetterMetadata, String)] = [:]
        _ = try c.query("SELECT id, metadata, registered_by FROM incoming_letter WHERE id IN (\(list: rows.map(\.id)))") { row in
            details[try row.int("id")] = (try LetterMetadata(json: try row.text("metadata")), try row.text("registered_by"))
        }
        return rows.compactMap { row in details[row.id].map { RegisterRecord(row: row, metadata: $0.0, registeredBy: $0.1) } }
    }
}

/// The register as data: CSV that spreadsheets open, and XML.
///
/// Source: chancery instruction, registers must be printable and savable in a format that allows extraction (`docs/register.md`).
public enum RegisterExport {
    static let columns = [
        "RPW", "data i czas rejestracji", "data wpływu", "nadawca", "adres", "data na piśmie", "znak nadawcy", "tytuł", "liczba załączników",
        "sposób dostarczenia", "kanał", "dostęp", "uwagi", "odwzorowanie", "zarejestrowano przez", "anulowano",
    ]

    /// UTF-8 with a byte order mark, semicolons, CRLF: what Polish spreadsheets expect.
    public static func csvHeader() -> [UInt8] { [0xEF, 0xBB, 0xBF] + line(columns) }

    public static func csv(_ r: RegisterRecord) -> [UInt8] {
        line([
            r.row.number.description, PolishTime.iso8601(r.row.registeredAt), r.row.arrivalDay.description,
            r.metadata.senders.map(\.label).joined(separator: "; "),
            r.metadata.senders.map { $0.address.lines.joined(separator: ", ") }.joined(separator: "; "),
            r.metadata.letterDate?.description ?? "", r.metadata.foreignSign, r.metadata.title,
            r.metadata.attachmentCount.map(String.init) ?? "", r.metadata.deliveryManner, r.row.channel.polishName, r.metadata.access.polishName,
            r.metadata.remarks.joined(separator: " | "), r.metadata.scan?.text ?? "", r.registeredBy, r.row.cancelReason ?? "",
        ])
    }

    /// One record, with the marks that keep a spreadsheet from reading a formula.
    public static func line(_ cells: [String]) -> [UInt8] { Array((cells.map(cell).joined(separator: ";") + "\r\n").utf8) }

    /// Quoted; a text that a spreadsheet would run as a formula gets an apostrophe in front.
    public static func cell(_ text: String) -> String {
        var safe = text
        if let first = text.unicodeScalars.first, ["=", "+", "-", "@", "\t", "\r"].contains(first) { safe = "'" + text }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    public static let namespace = "urn:eurzad:rejestr-przesylek-wplywajacych:1"

    public static func xmlHeader(office: String, year: Int, at now: Instant) -> [UInt8] {
        var w = XMLWriter(declaration: false)
        w.element("x", text: office)
        let escaped = String(decoding: w.bytes.dropFirst(3).dropLast(4), as: UTF8.self)
        return Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <rejestr xmlns="\(namespace)" rok="\(year)" sporzadzono="\(PolishTime.iso8601(now))"><urzad>\(escaped)</urzad>

            """.utf8)
    }

    public static func xml(_ r: RegisterRecord) -> [UInt8] {
        var w = XMLWriter(declaration: false)
        w.element("przesylka", ["numer": r.row.number.description, "identyfikator": r.row.number.identifier]) { w in
            for s in r.metadata.senders {
                w.element("nadawca") { w in
                    switch s.designation {
                    case .institution(let name): w.element("nazwa", text: name)
                    case .person(let surname, let givenNames):
                        w.element("nazwisko", text: surname)
                        if !givenNames.isEmpty { w.element("imiona", text: givenNames) }
                    case .unknown: w.element("nieustalony", text: "tak")
                    }
                    let a = s.address
                    for (name, value) in [
                        ("kodPocztowy", a.postCode), ("miejscowosc", a.town), ("ulica", a.street), ("budynek", a.building), ("lokal", a.flat),
                        ("skrytkaPocztowa", a.postOfficeBox), ("kraj", a.country),
                    ] where !value.isEmpty { w.element(name, text: value) }
                    for email in s.emails { w.element("email", text: email) }
                }
            }
            let m = r.metadata
            if let d = m.letterDate { w.element("dataNaPismie", text: d.description) }
            if let d = m.postingDate { w.element("dataNadania", text: d.description) }
            w.element("dataWplywu", text: r.row.arrivalDay.description)
            w.element("dataRejestracji", text: PolishTime.iso8601(r.row.registeredAt))
            for k in m.kinds { w.element("rodzaj", text: k) }
            w.element("tytul", text: m.title)
            w.element("dostep", text: m.access.polishName)
            if let n = m.attachmentCount { w.element("liczbaZalacznikow", text: String(n)) }
            for f in m.formats { w.element("format", text: f) }
            for remark in m.remarks { w.element("uwagi", text: remark) }
            if let scan = m.scan { w.element("odwzorowanie", text: scan.text) }
            w.element("typ", text: m.type.rawValue)
            if !m.deliveryManner.isEmpty { w.element("sposobDostarczenia", text: m.deliveryManner) }
            w.element("kanal", text: r.row.channel.rawValue)
            if !m.foreignSign.isEmpty { w.element("znakNadawcy", text: m.foreignSign) }
            if let reason = r.row.cancelReason { w.element("anulowano", text: reason) }
        }
        return w.bytes + [0x0A]
    }

    public static func xmlFooter() -> [UInt8] { Array("</rejestr>\n".utf8) }
}
