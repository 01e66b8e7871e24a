internal import Chancery
internal import Kernel
internal import Markup
internal import Office

/// The fields by which a letter is written, read into its content and its path of approval.
struct LetterDraftForm {
    var values: FormValues
    static let insideRows = 4

    /// What the form needs to know beside what was typed.
    struct Sources: Sendable {
        var kind: OutgoingLetterKind
        var candidates: [CaseAddressees.Candidate]
        var directory: HolderDirectory
        var choices: ApprovalChoices
    }

    /// - Parameter base: what the form does not show stays as it is there: attachments, the kind, the date.
    func content(_ s: Sources, base: LetterContent) -> (content: LetterContent, problems: [Problem]) {
        var out = base
        out.metadata.title = values["tytul"] ?? ""
        out.body = values.typed("tekst")
        if let access = values["dostep"].flatMap(Access.init(rawValue:)) { out.metadata.access = access }
        let (addressees, problems) = addressees(s)
        out.addressees = addressees
        return (out, problems)
    }

    func addressees(_ s: Sources) -> (addressees: [Addressee], problems: [Problem]) {
        guard s.kind == .outgoing else { return inside(s.directory) }
        let chosen = Set(values.all("strona"))
        let typed = AddresseeLines.read(values.typed("inni"), field: "inni")
        let copies = AddresseeLines.read(values.typed("kopie"), field: "kopie")
        return (
            s.candidates.filter { chosen.contains($0.key) }.map(\.addressee) + typed.addressees
                + copies.addressees.map { a in
                    var copy = a
                    copy.role = .copy
                    return copy
                }, typed.problems + copies.problems
        )
    }

    private func inside(_ directory: HolderDirectory) -> (addressees: [Addressee], problems: [Problem]) {
        var out: [Addressee] = [], problems: [Problem] = []
        for row in 1...Self.insideRows {
            guard let text = values["komu-\(row)"] else { continue }
            guard let entry = directory.find(text) else {
                problems.append(Problem(.invalidInput, "Nie ma osoby ani komórki „\(text)”. Wybierz z listy albo wpisz więcej liter", field: "komu-\(row)"))
                continue
            }
            var addressee = Addressee(Correspondent(.institution(name: entry.label)))
            addressee.unit = entry.holder.unit
            addressee.officer = entry.holder.officer
            if !out.isEmpty { addressee.role = .copy }
            out.append(addressee)
        }
        return (out, problems)
    }

    /// The levels in their order; the last one signs a letter that leaves.
    func path(_ kind: OutgoingLetterKind) -> (path: ApprovalPath?, problems: [Problem]) {
        let names = kind == .outgoing ? ["akceptuje", "akceptuje-2", "podpisuje"] : ["akceptuje", "akceptuje-2"]
        var levels: [Approver] = []
        for name in names {
            guard let approver = values[name].flatMap({ Approver($0) }), levels.last != approver else { continue }
            levels.append(approver)
        }
        guard !levels.isEmpty else { return (nil, [Problem(.invalidInput, "Wskaż, kto ma zaakceptować pismo", field: names[0])]) }
        if kind == .outgoing, values["podpisuje"] == nil { return (nil, [Problem(.invalidInput, "Wskaż, kto podpisze pismo", field: "podpisuje")]) }
        return (ApprovalPath(levels), [])
    }

    /// A letter as the form shows it at first.
    static func form(_ content: LetterContent, _ s: Sources, unsaved: UnsavedWords?) -> FormPart {
        var values = [
            "tytul": unsaved?.title ?? content.metadata.title, "tekst": unsaved?.body ?? content.body, "dostep": content.metadata.access.rawValue,
        ]
        let known = Dictionary(s.candidates.map { ($0.addressee.correspondent, $0.key) }) { first, _ in first }
        if s.kind == .outgoing {
            let others = content.addressees.filter { known[$0.correspondent] == nil }
            values["inni"] = others.filter { $0.role == .addressee }.map(AddresseeLines.text).joined(separator: "\n")
            values["kopie"] = others.filter { $0.role == .copy }.map(AddresseeLines.text).joined(separator: "\n")
        } else {
            for (index, addressee) in content.addressees.prefix(insideRows).enumerated() { values["komu-\(index + 1)"] = addressee.correspondent.label }
        }
        let proposed = s.choices.proposed
        values["akceptuje"] = proposed.first.map { "\($0)" } ?? ""
        if s.kind == .outgoing {
            values["podpisuje"] = proposed.last.map { "\($0)" } ?? ""
            if proposed.count == 1 { values["akceptuje"] = "" }
        }
        return FormPart(values: values)
    }

    static func chosen(_ content: LetterContent, _ s: Sources) -> Set<String> {
        let addressed = Set(content.addressees.map(\.correspondent))
        return Set(s.candidates.filter { addressed.contains($0.addressee.correspondent) }.map(\.key))
    }

    func shownAgain(_ problems: [Problem]) -> FormPart {
        FormPart(
            values: values.byName,
            errors: fieldErrors(LetterDraftForm.onThePage(problems), fallback: "tekst"))
    }

    /// The domain speaks of the text, of addressees and of the path as a whole; the form has a first field for each.
    static func onThePage(_ problems: [Problem]) -> [Problem] {
        let fields = ["tresc": "tekst", "adresaci": "inni", "sciezka": "akceptuje"]
        return problems.map { p in
            var p = p
            p.field = p.field.map { fields[$0] ?? $0 }
            return p
        }
    }

    static let order = ["tytul", "tekst", "strona", "inni", "kopie", "komu-1", "komu-2", "komu-3", "komu-4", "akceptuje", "akceptuje-2", "podpisuje"]
}
