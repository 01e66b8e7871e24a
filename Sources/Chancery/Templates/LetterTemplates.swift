public import Kernel
internal import Law
public import Store

/// The office's templates: the acts that change them, and finding them.
public enum LetterTemplates {
    /// - Throws: `Problems` when the form is wrong.
    @discardableResult
    public static func create(_ c: any SQLConnection, _ content: LetterTemplateContent, by officer: ActingOfficer, at now: Instant) throws -> LetterTemplateID {
        try insert(c, content, builtIn: nil, by: officer.performer, at: now)
    }

    /// Adds a version; the ones before stay.
    ///
    /// - Parameter base: the version the person worked on.
    /// - Throws: `Problem` `.conflict` that names who was faster.
    public static func change(
        _ c: any SQLConnection, _ id: LetterTemplateID, base: Int, to content: LetterTemplateContent, note: String, by officer: ActingOfficer,
        at now: Instant
    ) throws {
        guard let template = try find(c, id) else { throw Problem(.notFound, "Nie ma takiego szablonu.") }
        guard template.currentVersion == base else {
            throw Problem(
                .conflict,
                "Szablon zmienił w tym czasie \(template.version.by), \(MomentWords.text(template.version.at)). Porównaj wersje i zapisz swoją zmianę jeszcze raz.")
        }
        var problems = content.problems
        if note.count > 500 { problems.append(Problem(.invalidInput, "Skróć opis zmiany do 500 znaków", field: "opis")) }
        guard problems.isEmpty else { throw Problems(problems) }
        guard content != template.content else { return }
        try insertVersion(c, id, base + 1, content, by: officer.performer, note: note, at: now)
        try c.execute(
            """
            UPDATE letter_template SET name = \(content.name), name_sort = \(PolishText.sortKey(content.name)), kind = \(content.kind.rawValue),
                current_version = \(base + 1), changed_at = \(now), changed_by = \(officer.signedName) WHERE id = \(id)
            """)
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "szablon-zmiana", object: "szablon:\(id)", before: "wersja \(base)", after: "wersja \(base + 1)",
                reason: note.isEmpty ? nil : note),
            at: now)
    }

    /// Puts in the templates that came with the program and are not there yet; the office's changes stay.
    ///
    /// - Returns: how many were new.
    @discardableResult
    public static func installBuiltIn(_ c: any SQLConnection, by performer: Performer, at now: Instant) throws -> Int {
        let known = Set(try c.query("SELECT built_in FROM letter_template WHERE built_in IS NOT NULL") { try $0.text("built_in") })
        let new = BuiltInTemplates.all.filter { !known.contains($0.key) }
        for template in new {
            try insert(c, template.content(validFrom: PolishTime.day(of: now)), builtIn: template.key, by: performer, at: now)
        }
        return new.count
    }

    /// Templates valid on a day, those of a class of the file plan first by their narrowness, then in Polish order of names.
    ///
    /// - Parameter symbol: of the case's class; `nil` offers all.
    public static func offered(_ c: any SQLConnection, on day: Day, class symbol: String? = nil) throws -> [LetterTemplate] {
        let all = try list(c).filter { $0.content.isValid(on: day) && $0.content.serves(class: symbol) }
        guard let symbol else { return all }
        func narrowness(_ t: LetterTemplate) -> Int { t.content.classes.filter { symbol.hasPrefix($0) }.map(\.count).max() ?? 0 }
        return all.enumerated().sorted { a, b in
            let (x, y) = (narrowness(a.element), narrowness(b.element))
            return x == y ? a.offset < b.offset : x > y
        }.map(\.element)
    }

    /// Every template in its newest version, in Polish order of names; an office has tens to a few hundred.
    public static func list(_ c: any SQLConnection) throws -> [LetterTemplate] {
        try templates(c, where: "v.version = t.current_version", limit: 2_000)
    }

    /// - Parameter version: `nil` for the newest.
    public static func find(_ c: any SQLConnection, _ id: LetterTemplateID, version: Int? = nil) throws -> LetterTemplate? {
        let which: SQL = version.map { "v.version = \($0)" } ?? "v.version = t.current_version"
        return try templates(c, where: "t.id = \(id) AND \(sql: which)", limit: 1).first
    }

    public static func find(_ c: any SQLConnection, builtIn key: String) throws -> LetterTemplate? {
        try templates(c, where: "t.built_in = \(key) AND v.version = t.current_version", limit: 1).first
    }

    /// The wording in force on a day: the newest version valid then.
    public static func inForce(_ c: any SQLConnection, _ id: LetterTemplateID, on day: Day) throws -> LetterTemplate? {
        try versions(c, id).first { $0.content.isValid(on: day) }
    }

    /// Every version, newest first.
    public static func versions(_ c: any SQLConnection, _ id: LetterTemplateID) throws -> [LetterTemplate] {
        try templates(c, where: "t.id = \(id)", limit: 1_000)
    }

    /// What changes from one wording to another, for the preview before saving and for the history.
    public static func difference(_ old: LetterTemplateContent, _ new: LetterTemplateContent) -> (title: TextDifference, body: SideBySide) {
        (TextDifference.words(old.title, new.title), SideBySide(old.body, new.body))
    }

    @discardableResult
    private static func insert(
        _ c: any SQLConnection, _ content: LetterTemplateContent, builtIn: String?, by performer: Performer, at now: Instant
    ) throws -> LetterTemplateID {
        let problems = content.problems
        guard problems.isEmpty else { throw Problems(problems) }
        let ids = try c.query(
            """
            INSERT INTO letter_template (built_in, name, name_sort, kind, current_version, changed_at, changed_by)
            VALUES (\(builtIn), \(content.name), \(PolishText.sortKey(content.name)), \(content.kind.rawValue), 1, \(now), \(performer.name))
            RETURNING id
            """
        ) { try $0.id("id", as: LetterTemplateID.self) }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać szablonu. Spróbuj ponownie.", cause: "no id") }
        try insertVersion(c, id, 1, content, by: performer, note: "", at: now)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "szablon-nowy", object: "szablon:\(id)", after: content.name), at: now)
        return id
    }

    private static func insertVersion(
        _ c: any SQLConnection, _ id: LetterTemplateID, _ version: Int, _ content: LetterTemplateContent, by performer: Performer, note: String, at now: Instant
    ) throws {
        try c.execute(
            """
            INSERT INTO letter_template_version (template_id, version, name, kind, classes, title, body, demonstration, valid_from, valid_to, at,
                by_id, by_name, note)
            VALUES (\(id), \(version), \(content.name), \(content.kind.rawValue), \(content.classes.joined(separator: " ")), \(content.title),
                \(content.body), \(content.isDemonstration), \(content.validFrom), \(content.validTo), \(now), \(performer.id), \(performer.name), \(note))
            """)
    }

    private static func templates(_ c: any SQLConnection, where condition: SQL, limit: Int) throws -> [LetterTemplate] {
        try c.query(
            """
            SELECT t.id, t.built_in, t.current_version, v.version, v.name, v.kind, v.classes, v.title, v.body, v.demonstration, v.valid_from,
                v.valid_to, v.at, v.by_name, v.note
            FROM letter_template t JOIN letter_template_version v ON v.template_id = t.id WHERE \(sql: condition)
            ORDER BY t.name_sort \(sql: c.dialect.ascending), t.id \(sql: c.dialect.ascending), v.version \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) { row in
            LetterTemplate(
                id: try row.id("id"), builtIn: try row.textOrNil("built_in"), currentVersion: Int(try row.int("current_version")),
                version: LetterTemplateVersion(
                    number: Int(try row.int("version")),
                    content: LetterTemplateContent(
                        name: try row.text("name"), kind: try row.symbol("kind"), classes: try row.text("classes").split(separator: " ").map(String.init),
                        title: try row.text("title"), body: try row.text("body"), isDemonstration: try row.bool("demonstration"),
                        validFrom: try row.parsed("valid_from"), validTo: try row.parsedOrNil("valid_to")),
                    at: try row.instant("at"), by: try row.text("by_name"), note: try row.text("note")))
        }
    }
}
