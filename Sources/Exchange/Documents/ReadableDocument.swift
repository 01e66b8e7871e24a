internal import Kernel
internal import Law
public import XML

/// A document laid out for reading, without HTML; pages and printers draw it.
public struct ReadableDocument: Sendable, Hashable {
    public struct Row: Sendable, Hashable {
        public var label: String
        public var value: String
    }
    public struct Section: Sendable, Hashable {
        public var heading: String
        public var paragraphs: [String] = []
        public var rows: [Row] = []
    }
    /// A line of the outline of a document nobody knows.
    public struct OutlineLine: Sendable, Hashable {
        public var depth: Int
        public var label: String
        public var text: String
    }

    public var title: String
    /// Place and date, as at the top of a letter.
    public var placeAndDate = ""
    public var senders: [[String]] = []
    public var recipients: [[String]] = []
    public var sections: [Section] = []
    public var signer: [String] = []
    public var outline: [OutlineLine] = []
    /// The outline was cut because the document is very long.
    public var isCut = false

    public init(title: String) { self.title = title }

    /// All its text, for the search.
    public var text: String {
        var parts = [title, placeAndDate]
        for party in senders + recipients { parts += party }
        for s in sections { parts += [s.heading] + s.paragraphs + s.rows.map(\.value) }
        parts += signer
        parts += outline.map(\.text)
        return parts.joined(separator: " ")
    }

    static let maximumOutline = 400

    init(_ letter: Letter) {
        self.init(title: letter.title)
        let date = letter.date?.day.map(Self.polish) ?? letter.date?.description ?? ""
        placeAndDate = [letter.place, date].filter { !$0.isEmpty }.joined(separator: ", ")
        senders = letter.senders.map { [$0.displayName] + $0.addressLines + $0.emails }
        recipients = letter.recipients.map { [$0.displayName] + $0.addressLines }
        if !letter.caseSign.isEmpty { sections.append(Section(heading: "", rows: [Row(label: "Znak sprawy", value: letter.caseSign)])) }
        let kind = letter.kind == "inne pismo" && !letter.otherKind.isEmpty ? letter.otherKind : letter.kind
        if !kind.isEmpty { sections.append(Section(heading: "", rows: [Row(label: "Rodzaj", value: kind)])) }
        sections.append(Section(heading: "", paragraphs: letter.paragraphs))
        if !letter.declarations.isEmpty { sections.append(Section(heading: "Oświadczenia", paragraphs: letter.declarations)) }
        if !letter.furtherInformation.isEmpty { sections.append(Section(heading: "Informacje dodatkowe", paragraphs: letter.furtherInformation)) }
        signer = [letter.signerName, letter.signerPost].filter { !$0.isEmpty }
    }

    init(_ r: SubmissionReceipt) {
        self.init(title: "Urzędowe poświadczenie przedłożenia (UPP)")
        sections = [
            Section(
                heading: "",
                rows: [
                    Row(label: "Identyfikator poświadczenia", value: r.identifier),
                    Row(label: "Adresat", value: "\(r.addressee.name) (\(r.addressee.identifier))"),
                    Row(label: "Nadawca", value: "\(r.sender.name) (\(r.sender.identifier))"), Row(label: "Doręczono", value: Self.polish(r.deliveredAt)),
                    Row(label: "Poświadczono", value: Self.polish(r.issuedAt)), Row(label: "Identyfikator dokumentu", value: r.documentIdentifier),
                    Row(label: "Skrót dokumentu SHA-256", value: r.documentSHA256?.description ?? "brak"),
                ])
        ]
    }

    init(_ r: DeliveryReceipt) {
        self.init(title: "Urzędowe poświadczenie doręczenia (UPD)")
        sections = [
            Section(
                heading: "",
                rows: [
                    Row(label: "Identyfikator poświadczenia", value: r.identifier), Row(label: "Wystawił", value: "\(r.issuer.name) (\(r.issuer.identifier))"),
                    Row(label: "Adresat", value: "\(r.addressee.name) (\(r.addressee.identifier))"), Row(label: "Odebrano", value: Self.polish(r.receivedAt)),
                    Row(label: "Utworzono", value: Self.polish(r.createdAt)), Row(label: "Znak sprawy", value: r.caseIdentifier),
                    Row(label: "Identyfikator dokumentu", value: r.documentIdentifier),
                ])
        ]
    }

    /// The outline of any XML: names of elements made readable, with their own text; signatures and long codes left out.
    init(outlineOf tree: XMLTree, title: String) {
        self.init(title: title)
        var stack: [(XMLNode, Int)] = [(tree.root, 0)]
        while let (node, depth) = stack.popLast() {
            if node.is("Signature", "http://www.w3.org/2000/09/xmldsig#") { continue }
            guard outline.count < Self.maximumOutline else {
                isCut = true
                return
            }
            let children = node.children
            var text = children.isEmpty ? node.text.trimmed : ""
            if text.utf8.count > 600 { text = text.contains(where: \.isWhitespace) ? String(text.prefix(600)) + "…" : "[\(text.utf8.count) znaków]" }
            outline.append(OutlineLine(depth: min(depth, 12), label: Self.readable(node.name), text: text))
            for child in children.reversed() { stack.append((child, depth + 1)) }
        }
    }

    /// Every element of a document with its own text, whatever its template.
    public init(everythingIn tree: XMLTree) { self.init(outlineOf: tree, title: "Pola dokumentu po kolei") }

    /// `DaneDokumentu` → `Dane dokumentu`.
    static func readable(_ name: String) -> String {
        var out = ""
        for (i, c) in name.enumerated() {
            if c == "_" || c == "-" {
                out += " "
            } else if i > 0, c.isUppercase, out.last?.isLowercase ?? false {
                out += " " + c.lowercased()
            } else {
                out.append(c)
            }
        }
        return out
    }

    private static func polish(_ day: Day) -> String {
        let months = [
            "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
        ]
        return "\(day.day) \(months[day.month - 1]) \(day.year)"
    }

    private static func polish(_ instant: Instant) -> String {
        let clock = PolishTime.clock(instant)
        return "\(polish(PolishTime.day(of: instant))), \(clock.hour):\(clock.minute < 10 ? "0" : "")\(clock.minute)"
    }
}
