public import Kernel
public import Store

extension CaseElementID {
    var happening: String { "element:\(number)" }
}

extension CaseElementContent {
    var asInternal: CaseElementContent {
        var out = self
        out.kind = .internalLetter
        return out
    }

    /// The words of the metryka for putting it into the file.
    var act: String {
        switch kind {
        case .incomingLetter, .internalLetter: "Dołączono pismo do akt sprawy"
        case .outgoingLetter: "Dołączono do akt przesyłkę wychodzącą"
        case .note: "Sporządzono notatkę: \(title)"
        case .email: "Dołączono wiadomość e-mail"
        case .draft: "Dołączono projekt: \(title)"
        case .opinion: "Dołączono opinię: \(title)"
        case .minutes: "Dołączono protokół: \(title)"
        case .file: "Dołączono plik: \(title)"
        }
    }

    var problems: [Problem] {
        var out: [Problem] = []
        if FormText.trimmed(title).isEmpty { out.append(Problem(.invalidInput, "Wpisz tytuł", field: "tytul")) }
        if title.count > CaseRules.maximumTitle { out.append(Problem(.invalidInput, "Skróć tytuł do \(CaseRules.maximumTitle) znaków", field: "tytul")) }
        if text.count > 200_000 { out.append(Problem(.invalidInput, "Skróć tekst do 200 000 znaków", field: "tekst")) }
        if kind == .note, FormText.trimmed(text).isEmpty { out.append(Problem(.invalidInput, "Wpisz treść notatki", field: "tekst")) }
        return out
    }
}

/// What of an element's entry goes into the metryka.
public enum MetrykaWording: Sendable, Hashable {
    /// The usual words for its kind.
    case usual
    case words(String)
    /// Nothing: the caller enters the act itself (sent, signed).
    case none
}

extension Cases {
    /// Puts an element into the file: a note, an e-mail, a file, a letter that leaves. Letters that came in use `join`.
    ///
    /// - Parameter wording: how the metryka names it; each element is entered at most once.
    @discardableResult
    public static func add(
        _ c: any SQLConnection, _ content: CaseElementContent, to id: CaseID, wording: MetrykaWording = .usual, by officer: ActingOfficer, at now: Instant
    ) throws -> CaseElementID {
        guard content.problems.isEmpty else { throw Problems(content.problems) }
        guard content.letter == nil else { throw Problem(.invalidInput, "Pismo z rejestru dołącz przez „Dołącz do sprawy”.") }
        let file = try writable(c, id)
        try begin(c, id, by: officer, at: now)
        let element = try insert(c, content, case: id, unit: file.unit, position: nil, by: officer, at: now)
        switch wording {
        case .usual:
            try Metryka.enter(
                c, case: id, content.act, document: content.reference.isEmpty ? nil : content.reference, key: element.happening, by: officer, at: now)
        case .words(let words):
            try Metryka.enter(c, case: id, words, document: content.reference.isEmpty ? nil : content.reference, key: element.happening, by: officer, at: now)
        case .none: break
        }
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "dołączenie-do-akt", object: CaseFile.object(id),
                after: "\(content.kind.polishName): \(content.hash?.description ?? content.title)"), at: now)
        return element
    }

    /// Joins a letter to a case that goes on; one letter may lie in many cases.
    ///
    /// - Parameter version: of the letter's work, as the acting person saw it.
    @discardableResult
    public static func join(
        _ c: any SQLConnection, _ letter: LetterRef, version: Int64, to id: CaseID, by officer: ActingOfficer, at now: Instant
    ) throws -> CaseElementID {
        let work = try LetterWork.seen(c, letter, version: version)
        let next = try LetterWorkflow.next(work.state, .joinCase)
        let file = try writable(c, id)
        let known = try c.first(
            "SELECT position FROM case_element WHERE letter_id = \(letter.id) AND letter_kind = \(letter.kind.rawValue) AND case_id = \(id) AND removed_at IS NULL"
        ) { try $0.int("position") }
        if let known { throw Problem(.conflict, "Pismo \(work.reference) jest już w aktach sprawy \(file.sign), pozycja \(known).") }
        try begin(c, id, by: officer, at: now)
        for a in try history(c, of: work) {
            try Metryka.enter(c, case: id, a.act, document: a.document, key: a.key, person: a.person, post: a.post, at: a.at)
        }
        let content = CaseElementContent(.incomingLetter, title: work.title, letter: letter, reference: work.identifier)
        let element = try insert(c, letter.kind == .incoming ? content : content.asInternal, case: id, unit: file.unit, position: nil, by: officer, at: now)
        try Metryka.enter(c, case: id, content.act, document: work.identifier, key: element.happening, by: officer, at: now)
        try take(c, work, to: next, into: id, by: officer, at: now)
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "dołączenie-pisma", object: CaseFile.object(id), after: "\(file.sign); \(work.identifier)"), at: now)
        return element
    }

    /// Takes an element out as put there by mistake; its entry stays with the reason. Source: regulation poz. 1518 § 6 item 3 b.
    public static func remove(_ c: any SQLConnection, _ element: CaseElementID, reason: String, by officer: ActingOfficer, at now: Instant) throws {
        let reason = try FormText.reason(reason)
        let found = try c.first("SELECT case_id, letter_kind, letter_id, title FROM case_element WHERE id = \(element) AND removed_at IS NULL") { row in
            (
                try row.id("case_id", as: CaseID.self), try row.textOrNil("letter_kind").flatMap { LetterRef.Kind(rawValue: $0) }, try row.intOrNil("letter_id"),
                try row.text("title")
            )
        }
        guard let (id, kind, letterID, title) = found else { throw Problem(.notFound, "Nie ma takiego elementu akt albo już go wyłączono.") }
        _ = try writable(c, id)
        try c.execute(
            "UPDATE case_element SET removed_at = \(now), removed_by = \(officer.signedName), remove_reason = \(reason) WHERE id = \(element)")
        if let kind, let letterID { try release(c, LetterRef(kind, letterID), by: officer, at: now) }
        try Metryka.enter(c, case: id, "Wyłączono z akt: \(title)", key: "wylaczenie:\(element)", by: officer, at: now)
        try touch(c, id, at: now)
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "wyłączenie-z-akt", object: CaseFile.object(id), before: title, reason: reason), at: now)
    }

    /// Corrects a note: the new text is a new element, the old one stays in its place, taken out with the number of the new one.
    @discardableResult
    public static func rewriteNote(
        _ c: any SQLConnection, _ element: CaseElementID, title: String, text: String, by officer: ActingOfficer, at now: Instant
    ) throws -> CaseElementID {
        let found = try c.first("SELECT case_id, kind, access, date FROM case_element WHERE id = \(element) AND removed_at IS NULL") { row in
            (try row.id("case_id", as: CaseID.self), try row.text("kind"), try row.symbol("access", as: Access.self), try row.parsedOrNil("date", as: PartialDate.self))
        }
        guard let (id, kind, access, date) = found, kind == CaseElement.Kind.note.rawValue else {
            throw Problem(.notFound, "Nie ma takiej notatki albo już ją zmieniono.")
        }
        let content = CaseElementContent(.note, title: title, date: date, access: access, text: text)
        let new = try add(c, content, to: id, wording: .words("Poprawiono notatkę: \(FormText.trimmed(title))"), by: officer, at: now)
        let position = try c.first("SELECT position FROM case_element WHERE id = \(new)") { try $0.int("position") } ?? 0
        let reason = "poprawiono, nowa treść w pozycji \(position)"
        try c.execute("UPDATE case_element SET removed_at = \(now), removed_by = \(officer.signedName), remove_reason = \(reason) WHERE id = \(element)")
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "poprawa-notatki", object: CaseFile.object(id), before: "\(element)", after: "\(new)"), at: now)
        return new
    }

    /// One element of a file by its place; also one taken out.
    public static func element(_ c: any SQLConnection, _ id: CaseID, position: Int64) throws -> CaseElement? {
        try c.first("SELECT \(sql: elementColumns) FROM case_element WHERE case_id = \(id) AND position = \(position)", element)
    }

    public static func element(_ c: any SQLConnection, _ id: CaseElementID) throws -> CaseElement? {
        try c.first("SELECT \(sql: elementColumns) FROM case_element WHERE id = \(id)", element)
    }

    /// The elements of a file in their order; those taken out as well.
    public static func elements(_ c: any SQLConnection, _ id: CaseID, after position: Int64 = 0, limit: Int = 200) throws -> [CaseElement] {
        try c.query(
            """
            SELECT \(sql: elementColumns) FROM case_element WHERE case_id = \(id) AND position > \(position)
            ORDER BY position \(sql: c.dialect.ascending) LIMIT \(limit)
            """, element)
    }

    /// The cases a letter lies in.
    public static func cases(_ c: any SQLConnection, of letter: LetterRef) throws -> [CaseID] {
        try c.query(
            """
            SELECT case_id FROM case_element WHERE letter_id = \(letter.id) AND letter_kind = \(letter.kind.rawValue) AND removed_at IS NULL
            ORDER BY case_id \(sql: c.dialect.ascending) LIMIT 100
            """
        ) { try $0.id("case_id") }
    }

    /// The cases in which a document kept elsewhere lies, by its identifier: an outgoing letter, a message.
    public static func cases(_ c: any SQLConnection, ofReference reference: String) throws -> [CaseID] {
        guard !reference.isEmpty else { return [] }
        return try c.query(
            """
            SELECT DISTINCT case_id FROM case_element WHERE reference = \(reference) AND reference <> '' AND removed_at IS NULL
            ORDER BY case_id \(sql: c.dialect.ascending) LIMIT 100
            """
        ) { try $0.id("case_id") }
    }

    // MARK: what opening and joining share

    /// What happened to a letter before it came to the case.
    static func history(_ c: any SQLConnection, of work: LetterWork) throws -> [Metryka.Act] {
        let id = work.letter.kind == .incoming ? work.letter.id : 0
        return try c.query(
            """
            SELECT 0 AS assignment, registered_at AS at, registered_by AS person, 'punkt kancelaryjny' AS post FROM incoming_letter WHERE id = \(id)
            UNION ALL
            SELECT id, given_at, author_name, author_post FROM assignment WHERE \(sql: work.letter.isThis) AND state = 'wazna'
            ORDER BY assignment \(sql: c.dialect.ascending)
            """
        ) { row in
            let assignment = try row.int("assignment")
            return Metryka.Act(
                act: assignment == 0 ? "Zarejestrowano pismo" : "Zadekretowano pismo", document: work.identifier,
                key: assignment == 0 ? "rejestracja:\(work.letter)" : "dekretacja:\(assignment)", person: try row.text("person"), post: try row.text("post"),
                at: try row.instant("at"))
        }
    }

    /// The letter is in a case now; where it was kept by class alone, that entry points to the case (R1.14).
    static func take(_ c: any SQLConnection, _ work: LetterWork, to state: LetterWorkState, into id: CaseID, by officer: ActingOfficer, at now: Instant) throws {
        try work.leaveQueue(c, to: state, by: officer.signedName, at: now)
        if work.state == .noCase { try DocumentsWithoutCase.move(c, work, to: id, by: officer, at: now) }
    }

    /// A letter that left its last case goes back to whoever held it.
    private static func release(_ c: any SQLConnection, _ letter: LetterRef, by officer: ActingOfficer, at now: Instant) throws {
        guard let work = try LetterWork.find(c, letter), try cases(c, of: letter).isEmpty else { return }
        _ = try LetterWorkflow.next(work.state, .leaveCase)
        let back: LetterWorkState = work.assignment == nil ? .returned : .assigned
        try work.move(
            c, to: back, holder: work.holder, assignment: work.assignment, due: work.due, priority: work.priority, by: officer.signedName, at: now)
        guard let assignment = work.assignment else { return }
        try c.execute("UPDATE assignment_recipient SET is_open = 1, done_at = NULL WHERE assignment_id = \(assignment) AND is_lead = 1")
    }

    static func insert(
        _ c: any SQLConnection, _ e: CaseElementContent, case id: CaseID, unit: UnitID, position: Int64?, by officer: ActingOfficer, at now: Instant
    ) throws -> CaseElementID {
        let columns: SQL = """
            INSERT INTO case_element (case_id, case_unit, cooperating, position, kind, letter_kind, letter_id, reference, title, date, access, text, hash,
                file_name, media_type, size, added_at, added_by, added_by_name, added_by_post, added_by_unit)
            """
        let head: SQL = "\(id), \(unit), \(officer.unit != unit)"
        let tail: SQL = """
            \(e.kind.rawValue), \(e.letter?.kind.rawValue), \(e.letter?.id), \(e.reference), \(FormText.trimmed(e.title)), \(e.date), \(e.access.rawValue),
                \(e.text), \(e.hash), \(e.fileName), \(e.mediaType), \(e.size), \(now), \(officer.officer), \(officer.signedName), \(officer.post),
                \(officer.unit)
            """
        let values: SQL =
            position.map { "VALUES (\(sql: head), \($0), \(sql: tail))" }
            ?? "SELECT \(sql: head), COALESCE(MAX(position), 0) + 1, \(sql: tail) FROM case_element WHERE case_id = \(id)"
        let ids: [CaseElementID] = try c.query("\(sql: columns) \(sql: values) RETURNING id") { try $0.id("id") }
        guard let element = ids.first else { throw Problem(.internalFault, "Nie udało się dołączyć do akt. Spróbuj ponownie.", cause: "no id") }
        return element
    }

    static let elementColumns: SQL = """
        id, case_id, position, kind, letter_kind, letter_id, reference, title, date, access, text, hash, file_name, media_type, size, added_at, added_by,
            added_by_name, added_by_post, added_by_unit, removed_at, removed_by, remove_reason
        """

    static func element(_ row: any SQLRow) throws -> CaseElement {
        let kind = try row.textOrNil("letter_kind").flatMap { LetterRef.Kind(rawValue: $0) }
        let letterID = try row.intOrNil("letter_id")
        let content = CaseElementContent(
            try row.symbol("kind"), title: try row.text("title"), letter: kind.flatMap { k in letterID.map { LetterRef(k, $0) } },
            reference: try row.text("reference"), date: try row.parsedOrNil("date"), access: try row.symbol("access"), text: try row.text("text"),
            hash: try row.parsedOrNil("hash"), fileName: try row.text("file_name"), mediaType: try row.text("media_type"), size: Int(try row.int("size")))
        return CaseElement(
            id: try row.id("id"), position: try row.int("position"), content: content, addedAt: try row.instant("added_at"),
            addedBy: try row.idOrNil("added_by"), addedByName: try row.text("added_by_name"), addedByPost: try row.text("added_by_post"),
            addedByUnit: try row.idOrNil("added_by_unit"),
            removal: try row.instantOrNil("removed_at").map { at in
                Cancellation(at: at, by: try row.textOrNil("removed_by") ?? "", reason: try row.textOrNil("remove_reason") ?? "")
            })
    }
}
