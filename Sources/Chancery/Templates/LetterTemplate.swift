public import Kernel
public import Store

/// A template of letters (szablon pisma), managed by the office.
public struct LetterTemplateID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// What kind of letter a template makes.
public enum LetterTemplateKind: String, Sendable, CaseIterable, Codable {
    case notice = "zawiadomienie"
    case call = "wezwanie"
    case order = "postanowienie"
    case decision = "decyzja"
    case certificate = "zaswiadczenie"
    case answer = "odpowiedz"
    /// A passage that other letters take in (klauzula).
    case clause = "klauzula"
    case inside = "pismo-wewnetrzne"
    case other = "inne"

    public var polishName: String {
        switch self {
        case .notice: "zawiadomienie"
        case .call: "wezwanie"
        case .order: "postanowienie"
        case .decision: "decyzja"
        case .certificate: "zaświadczenie"
        case .answer: "odpowiedź"
        case .clause: "klauzula"
        case .inside: "pismo wewnętrzne"
        case .other: "inne"
        }
    }
}

/// What a person writes when he makes or changes a template.
public struct LetterTemplateContent: Sendable, Hashable {
    public var name: String
    public var kind: LetterTemplateKind
    /// Symbols of classes of the file plan for which it is offered, also by their beginning (`67` for `6730`); empty for all.
    public var classes: [String]
    /// Title of the letter, with merge fields.
    public var title: String
    /// Typed text of the letter's body, with merge fields; head, addressee and signature come from the sheet.
    public var body: String
    /// Wording for demonstration, which the office has not approved yet.
    public var isDemonstration: Bool
    public var validFrom: Day
    public var validTo: Day?

    public init(
        name: String, kind: LetterTemplateKind, classes: [String] = [], title: String, body: String, isDemonstration: Bool = false, validFrom: Day,
        validTo: Day? = nil
    ) {
        self.name = name
        self.kind = kind
        self.classes = classes
        self.title = title
        self.body = body
        self.isDemonstration = isDemonstration
        self.validFrom = validFrom
        self.validTo = validTo
    }

    public func isValid(on day: Day) -> Bool { validFrom <= day && (validTo.map { day <= $0 } ?? true) }
    public func serves(class symbol: String?) -> Bool {
        guard let symbol, !classes.isEmpty else { return true }
        return classes.contains { symbol.hasPrefix($0) }
    }

    /// Every problem of the form, each with its field.
    public var problems: [Problem] {
        var out: [Problem] = []
        func add(_ field: String, _ message: String) { out.append(Problem(.invalidInput, message, field: field)) }
        if name.isEmpty { add("nazwa", "Nazwij szablon") }
        if name.count > 200 { add("nazwa", "Skróć nazwę do 200 znaków") }
        if title.isEmpty { add("tytul", "Wpisz tytuł pisma") }
        if title.count > RegistrationRules.maximumTitle { add("tytul", "Skróć tytuł do \(RegistrationRules.maximumTitle) znaków") }
        if body.isEmpty { add("tresc", "Wpisz treść szablonu") }
        if body.utf8.count > OutgoingRules.maximumBody { add("tresc", "Treść jest za długa. Najwięcej \(OutgoingRules.maximumBody / 1024) kB tekstu") }
        if let validTo, validTo < validFrom { add("wazny-do", "Ostatni dzień ważności nie może być wcześniejszy niż pierwszy") }
        if classes.contains(where: { $0.isEmpty || $0.count > 10 || !$0.utf8.allSatisfy { (48...57).contains($0) } }) {
            add("klasy", "Symbole klas to same cyfry, na przykład 6730; oddziel je przecinkami")
        }
        for (field, text) in [("tytul", title), ("tresc", body)] {
            do { _ = try MergeText(text) } catch let problem as Problem { add(field, problem.message) } catch { add(field, "Nie można odczytać pól") }
        }
        return out
    }
}

/// One version of a template; never changed.
public struct LetterTemplateVersion: Sendable, Hashable {
    public var number: Int
    public var content: LetterTemplateContent
    public var at: Instant
    public var by: String
    /// What was changed, in the person's words.
    public var note: String
}

/// A template with the version asked for.
public struct LetterTemplate: Sendable, Hashable {
    public var id: LetterTemplateID
    /// Key of a template that came with the program; `nil` for the office's own.
    public var builtIn: String?
    public var currentVersion: Int
    public var version: LetterTemplateVersion

    public var content: LetterTemplateContent { version.content }

    /// A letter begun from the template.
    /// - Throws: `Problem` where the stored text cannot be read.
    public func merged(_ values: [String: String]) throws -> (title: String, body: MergeText.Merged) {
        let title = try MergeText(content.title).merged(values, isTyped: false)
        var body = try MergeText(content.body).merged(values)
        body.missing += title.missing.filter { !body.missing.contains($0) }
        return (title.text, body)
    }
}
