internal import Chancery
internal import Kernel
internal import Markup

/// The fields by which a letter is assigned, read into an order.
struct AssignmentForm {
    static let addButton = "dodaj-adresata"
    static let countField = "adresatow"
    static let mostRows = 12
    static let dispositions = [
        "Proszę o załatwienie", "Proszę o odpowiedź w terminie", "Proszę o opinię", "Proszę o rozmowę", "Do wiadomości", "Do wykorzystania służbowego",
        "Zgodnie z właściwością",
    ]

    var values: FormValues

    /// The first recipient is the lead; his fields have no ending.
    static func suffix(_ row: Int) -> String { row == 1 ? "" : "-\(row)" }

    var rows: Int { min(max(values[AssignmentForm.countField].flatMap { Int($0) } ?? 1, 1), AssignmentForm.mostRows) }

    func read(_ directory: HolderDirectory, today: Day) -> (order: AssignmentOrder, problems: [Problem]) {
        var problems: [Problem] = []
        var recipients: [AssignmentRecipient] = []
        for row in 1...rows {
            let s = AssignmentForm.suffix(row)
            guard let typed = values["adresat" + s] else { continue }
            guard let entry = directory.find(typed) else {
                problems.append(Problem(.invalidInput, "Nie ma osoby ani komórki „\(typed)”. Wybierz z listy albo wpisz więcej liter", field: "adresat" + s))
                continue
            }
            let manner = values["sposob" + s].flatMap(AssignmentManner.init(rawValue:)) ?? (row == 1 ? .settle : .information)
            recipients.append(AssignmentRecipient(entry.holder, label: entry.label, manner: manner, isLead: recipients.isEmpty))
        }
        var term: Day?
        if let text = values["termin"] {
            term = ClerkDate.day(text, today: today)
            if term == nil { problems.append(Problem(.invalidInput, "Tej daty nie da się odczytać. Wpisz na przykład 12.03.2026 albo +14", field: "termin")) }
        }
        let order = AssignmentOrder(
            recipients, disposition: values["dyspozycja"] ?? "", term: term,
            priority: values["pilnosc"].flatMap { Int($0) }.flatMap(AssignmentPriority.init(rawValue:)) ?? .normal, note: values["notatka"] ?? "")
        return (order, problems)
    }

    /// As it was typed, with what is wrong; or with room for one more recipient.
    func shownAgain(_ problems: [Problem], adding: Bool = false) -> FormPart {
        var shown = values.byName
        shown[AssignmentForm.countField] = String(min(rows + (adding ? 1 : 0), AssignmentForm.mostRows))
        return FormPart(values: shown, errors: fieldErrors(problems, fallback: "adresat"))
    }

    static let empty = FormPart(values: [countField: "1", "sposob": AssignmentManner.settle.rawValue, "pilnosc": "0"])
}

/// The form as it stands beside a letter, on a page of its own, or under a list.
struct AssignmentFields: Sendable {
    var form: FormPart
    var directory: HolderDirectory
    var focus = false

    static let order = ["adresat", "sposob", "dyspozycja", "termin", "pilnosc", "notatka"]

    func write(_ h: inout HTML) {
        let rows = min(max(Int(form.value(AssignmentForm.countField)) ?? 1, 1), AssignmentForm.mostRows)
        h.void("input", .type("hidden"), .name(AssignmentForm.countField), .value(String(rows)))
        h.el("datalist", .id("adresaci")) { h in
            for e in directory.entries { h.el("option", .value(e.label), text: e.standIn.map { "\(e.label) – \($0)" } ?? e.label) }
        }
        for row in 1...rows {
            let s = AssignmentForm.suffix(row)
            h.el("div", .cls("form-grid")) { h in
                form.field(
                    &h, "adresat" + s, row == 1 ? "Komu" : "Także", hint: row == 1 && rows == 1 ? "Nazwisko albo symbol komórki" : nil, list: "adresaci",
                    focus: focus && row == rows, box: "c4")
                form.select(&h, "sposob" + s, "Sposób", options: AssignmentManner.allCases.map { ($0.rawValue, $0.polishName) }, box: "c2")
            }
        }
        if rows > 1 { h.el("p", .cls("hint"), text: "Pierwszy adresat prowadzi, pozostali współpracują albo dostają do wiadomości.") }
        h.el("datalist", .id("dyspozycje")) { h in for d in AssignmentForm.dispositions { h.el("option", .value(d), text: d) } }
        h.el("div", .cls("form-grid")) { h in
            form.field(&h, "dyspozycja", "Dyspozycja", optional: true, list: "dyspozycje")
            form.field(&h, "termin", "Termin", hint: "12.03.2026 albo +14", optional: true, width: "num", box: "c3")
            form.select(
                &h, "pilnosc", "Pilność", options: AssignmentPriority.allCases.map { (String($0.rawValue), $0.polishName) }, box: "c3")
        }
        // After the words and the term: who assigns to one person goes from him to the words with two keys.
        if rows < AssignmentForm.mostRows {
            h.el("p") { h in h.el("button", .cls("linkbtn"), .name(AssignmentForm.addButton), .value("tak"), text: "Dodaj adresata") }
        }
        form.area(&h, "notatka", "Notatka dla adresata", optional: true, rows: 2)
    }
}
