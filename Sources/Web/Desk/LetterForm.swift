internal import Chancery
internal import Kernel
internal import Markup

/// The fields of the registration and correction forms, read into metadata.
///
/// One place knows the names of the fields; pages print them, this reads them.
struct LetterForm {
    var values: FormValues

    /// - Returns: the metadata and the day of arrival, with a problem for every field that cannot be read.
    func read(today: Day, base: LetterMetadata?) -> (metadata: LetterMetadata, arrivalDay: Day, problems: [Problem]) {
        var problems: [Problem] = []
        func date<T>(_ field: String, _ parse: (String) -> T?) -> T? {
            guard let text = values[field] else { return nil }
            guard let value = parse(text) else {
                problems.append(Problem(.invalidInput, "Tej daty nie da się odczytać. Wpisz na przykład 12.03.2026", field: field))
                return nil
            }
            return value
        }
        // What the form does not show stays as it was: formats, the type.
        var m = base ?? LetterMetadata(senders: [], title: "")
        let known = m.senders
        m.senders = (1...senderCount).compactMap { number in
            let suffix = LetterForm.suffix(number)
            guard number == 1 || !isBlank(suffix) else { return nil }
            return sender(suffix, base: number <= known.count ? known[number - 1] : nil)
        }
        m.title = values["temat"] ?? ""
        m.letterDate = date("zdnia") { ClerkDate.partial($0, today: today) }
        m.postingDate = date("nadano") { ClerkDate.partial($0, today: today) }
        m.kinds = values["rodzaj"].map { [$0] } ?? []
        if let access = values["dostep"].flatMap(Access.init(rawValue:)) { m.access = access }
        if let text = values["zalaczniki"] {
            if let n = Int(text) {
                m.attachmentCount = n
            } else {
                problems.append(Problem(.invalidInput, "Wpisz liczbę załączników cyframi", field: "zalaczniki"))
            }
        } else {
            m.attachmentCount = nil
        }
        m.remarks = values["uwagi"].map { [$0] } ?? []
        m.deliveryManner = values["sposob"] ?? ""
        m.foreignSign = values["znak"] ?? ""
        m.postingNumber = values["numer-nadania"] ?? ""
        m.scan = values["skan-zakres"].flatMap(ScanCoverage.Extent.init(rawValue:)).map {
            ScanCoverage($0, reason: values["skan-powod"] ?? "", volume: values["skan-objetosc"] ?? "")
        }
        let arrival = date("wplyw") { ClerkDate.day($0, today: today) } ?? today
        return (m, arrival, problems)
    }

    /// Name of the field that says how many senders the form shows, and of the button that adds one.
    static let countField = "nadawcow"
    static let addButton = "dodaj-nadawce"
    /// Names of the field in which a known sender is looked for and of the buttons that look and that choose
    /// (`sender:contact`); the field's name gets the sender's suffix.
    static let searchField = "szukaj-nadawcy"
    static let searchButton = "wypelnij-nadawce"
    static let chooseButton = "wybierz-nadawce"
    /// The first field after the sender.
    static let afterSender = "temat"

    static func suffix(_ number: Int) -> String { number == 1 ? "" : "-\(number)" }

    /// How many senders the form shows.
    var senderCount: Int { min(max(values[LetterForm.countField].flatMap { Int($0) } ?? 1, 1), RegistrationRules.mostSenders) }

    /// The form as it was typed, with what is wrong; or with room for one more sender.
    func shownAgain(_ problems: [Problem], adding: Bool = false) -> FormPart {
        var shown = values.byName
        let count = min(senderCount + (adding ? 1 : 0), RegistrationRules.mostSenders)
        shown[LetterForm.countField] = String(count)
        if adding {
            shown["rodzaj-nadawcy" + LetterForm.suffix(count)] = "osoba"
            shown["kraj" + LetterForm.suffix(count)] = "Polska"
        }
        return FormPart(values: shown, errors: fieldErrors(problems, fallback: "temat"))
    }

    /// The scan of the tray that the form is filled from.
    var scan: ScanID? { values[ScanAtHand.field].flatMap { Int64($0) }.map { ScanID($0) } }

    /// What the form asks for instead of being registered: a sender to look for, or one of those found.
    enum SenderWish: Sendable, Hashable {
        case search(sender: Int, words: String)
        case choose(sender: Int, ContactID)
    }

    /// Enter in the field of a known sender looks for him, as the button does; nobody means to register a letter so early.
    var senderWish: SenderWish? {
        if let parts = values[LetterForm.chooseButton]?.split(separator: ":"), parts.count == 2, let n = Int(parts[0]), (1...senderCount).contains(n),
            let id = Int64(parts[1])
        {
            return .choose(sender: n, ContactID(id))
        }
        if let n = values[LetterForm.searchButton].flatMap({ Int($0) }), (1...senderCount).contains(n) {
            return .search(sender: n, words: values[LetterForm.searchField + LetterForm.suffix(n)] ?? "")
        }
        for n in 1...senderCount where isBlank(LetterForm.suffix(n)) {
            if let words = values[LetterForm.searchField + LetterForm.suffix(n)] { return .search(sender: n, words: words) }
        }
        return nil
    }

    /// The form as it was typed, with the known sender in it.
    func filled(_ card: ContactCard, sender number: Int) -> FormPart {
        var form = shownAgain([])
        let suffix = LetterForm.suffix(number)
        form.values.merge(LetterForm.filled(card.correspondent, suffix)) { $1 }
        form.values[LetterForm.searchField + suffix] = nil
        return form
    }

    /// A further sender of whom nothing was typed is none.
    private func isBlank(_ suffix: String) -> Bool {
        ["nazwisko", "imiona", "nazwa", "ulica", "budynek", "lokal", "kod", "miejscowosc", "skrytka-pocztowa", "email"].allSatisfy { values[$0 + suffix] == nil }
    }

    private func sender(_ suffix: String, base: Correspondent?) -> Correspondent {
        func value(_ name: String) -> String? { values[name + suffix] }
        let designation: Correspondent.Designation
        switch value("rodzaj-nadawcy") {
        case "instytucja": designation = .institution(name: value("nazwa") ?? "")
        case "nieustalony": designation = .unknown
        default: designation = .person(surname: value("nazwisko") ?? "", givenNames: value("imiona") ?? "")
        }
        return Correspondent(
            designation,
            address: PostalAddress(
                postCode: value("kod") ?? "", town: value("miejscowosc") ?? "", street: value("ulica") ?? "", building: value("budynek") ?? "",
                flat: value("lokal") ?? "", postOfficeBox: value("skrytka-pocztowa") ?? "", country: value("kraj") ?? "Polska"),
            emails: (value("email") ?? "").split(whereSeparator: { ", ;\n".contains($0) }).map(String.init),
            identifiers: base?.identifiers ?? CorrespondentIdentifiers())
    }

    /// The values of a letter as the form shows them, for a correction.
    static func filled(_ m: LetterMetadata) -> [String: String] {
        var out: [String: String] = [
            "temat": m.title, "zdnia": polish(m.letterDate), "nadano": polish(m.postingDate), "rodzaj": m.kinds.joined(separator: ", "),
            "dostep": m.access.rawValue, "zalaczniki": m.attachmentCount.map(String.init) ?? "", "uwagi": m.remarks.joined(separator: "\n"),
            "sposob": m.deliveryManner, "znak": m.foreignSign, "numer-nadania": m.postingNumber,
            "skan-zakres": m.scan?.extent.rawValue ?? "", "skan-powod": m.scan?.reason ?? "", "skan-objetosc": m.scan?.volume ?? "",
            countField: String(max(m.senders.count, 1)),
        ]
        for (index, sender) in (m.senders.isEmpty ? [Correspondent(.unknown)] : m.senders).enumerated() {
            out.merge(filled(sender, suffix(index + 1))) { $1 }
        }
        return out
    }

    /// The fields of one sender.
    static func filled(_ s: Correspondent, _ suffix: String) -> [String: String] {
        let a = s.address
        var fields = [
            "kod": a.postCode, "miejscowosc": a.town, "ulica": a.street, "budynek": a.building, "lokal": a.flat, "skrytka-pocztowa": a.postOfficeBox,
            "kraj": a.country.isEmpty ? "Polska" : a.country, "email": s.emails.joined(separator: ", "),
        ]
        switch s.designation {
        case .institution(let name):
            fields["rodzaj-nadawcy"] = "instytucja"
            fields["nazwa"] = name
        case .person(let surname, let givenNames):
            fields["rodzaj-nadawcy"] = "osoba"
            fields["nazwisko"] = surname
            fields["imiona"] = givenNames
        case .unknown: fields["rodzaj-nadawcy"] = "nieustalony"
        }
        return Dictionary(uniqueKeysWithValues: fields.map { ($0.key + suffix, $0.value) })
    }

    private static func polish(_ date: PartialDate?) -> String {
        guard let text = date?.description else { return "" }
        return text.split(separator: "-").reversed().joined(separator: ".")
    }
}
