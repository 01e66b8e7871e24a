internal import Chancery
internal import Kernel
internal import Markup
internal import Office
internal import Store

/// The scan a clerk registers from, with what was read on it.
struct ScanAtHand: Sendable {
    /// Field of the form and of the address.
    static let field = "skan"
    /// Value of the field for a letter without a scan.
    static let without = "bez"

    var scan: WaitingScan
    /// The only person or body the office knows by a name read on the scan.
    var sender: ContactCard?
    /// Values of the form's fields, as they were read.
    var proposed: [String: String]
    var waiting: Int
    /// The one after it.
    var next: ScanID?

    /// For the form as it is opened: the scan that the address names, or the oldest one.
    static func asked(_ office: OfficeHouse, _ values: FormValues) async throws -> ScanAtHand? {
        if values[field] == without { return nil }
        let wanted = values[field].flatMap { Int64($0) }.map { ScanID($0) }
        let own = office.record.name
        return try await office.database.read { c in
            guard let wanted else { return try ScanTray.waiting(c, limit: 1).first.map { try load(c, $0, own: own) } }
            guard let scan = try ScanTray.find(c, wanted) else { throw gone }
            return try load(c, scan, own: own)
        }
    }

    static let gone = Problem(.notFound, "Tego skanu nie ma na liście. Ktoś go już zarejestrował albo odrzucił.")

    /// For a form that was typed already.
    static func kept(_ office: OfficeHouse, _ form: LetterForm) async throws -> ScanAtHand? {
        guard let id = form.scan else { return nil }
        let own = office.record.name
        return try await office.database.read { c in try ScanTray.find(c, id).map { try load(c, $0, own: own) } }
    }

    private static func load(_ c: any SQLConnection, _ scan: WaitingScan, own: String) throws -> ScanAtHand {
        let reading = scan.text.map { ScanReading($0) } ?? ScanReading()
        // The office stands on every letter as its addressee.
        let known = try Contacts.named(c, reading.names).filter { $0.card.label != own }
        let sender = known.count == 1 ? known.first?.card : nil
        var proposed = [
            "temat": reading.title, "znak": reading.foreignSign, "zdnia": reading.letterDate.map { PolishTypography.short($0) } ?? "",
            "zalaczniki": reading.attachmentCount.map(String.init) ?? "", field: "\(scan.id)",
        ]
        if let sender { proposed.merge(LetterForm.filled(sender.correspondent, "")) { $1 } }
        return ScanAtHand(
            scan: scan, sender: sender, proposed: proposed.filter { !$0.value.isEmpty }, waiting: try ScanTray.count(c),
            next: try ScanTray.waiting(c, after: scan.id, limit: 1).first?.id)
    }

    /// The picture of the first page, and the ways on.
    func write(_ h: inout HTML) {
        h.el("section", .cls("scan-beside"), .attr("aria-labelledby", "n-skan")) { h in
            h.void("input", .type("hidden"), .name(Self.field), .value("\(scan.id)"))
            h.el("h2", .id("n-skan"), text: "Skan")
            h.el("p", .cls("muted small")) { h in
                h.text(PolishTypography.glued("\(scan.name), \(words)"))
            }
            if scan.preview != nil {
                h.void("img", .attr("src", Place.scanPreview(scan.id.number).link), .attr("alt", "Pierwsza strona skanu \(scan.name)"))
            }
            h.el("p", .cls("actions")) { h in
                h.el("a", .cls("btn"), .href(Place.scanFile(scan.id.number).link), .attr("target", "_blank")) { h in
                    h.text("Otwórz plik")
                    h.el("span", .cls("vh"), text: " (nowa karta)")
                }
                if let next { h.el("a", .cls("btn"), .href(Place.scan(next.number).link), text: "Następny skan") }
                h.el("a", .cls("btn bare"), .href(Place.scanRefusal(scan.id.number).link), text: "Odrzuć skan")
                h.el("a", .cls("btn bare"), .href(Place.registration.link([Self.field: Self.without])), text: "Pismo bez skanu")
            }
        }
    }

    private var words: String {
        let left = "czeka \(waiting) \(PolishTypography.form(waiting, "skan", "skany", "skanów"))"
        return switch scan.text {
        case nil: "jeszcze się czyta, odśwież stronę za chwilę; \(left)"
        case .some(""): "nie odczytano słów, wpisz dane; \(left)"
        case .some: left
        }
    }
}
