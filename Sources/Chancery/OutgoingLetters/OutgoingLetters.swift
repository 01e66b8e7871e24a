public import Kernel
internal import Law
public import Store

/// What is needed to begin a letter.
public struct OutgoingDraft: Sendable {
    public var kind: OutgoingLetterKind
    public var caseReference: CaseReference?
    /// Identifier of the letter answered; empty where there is none.
    public var replyTo: String
    /// The unit that writes, with its name for the register of internal letters.
    public var unit: UnitID
    public var unitName: String
    public var content: LetterContent
    /// The case it belongs to is worked on from now; false for what the program prepares by itself.
    public var beginsCase = true

    public init(
        kind: OutgoingLetterKind = .outgoing, caseReference: CaseReference? = nil, replyTo: String = "", unit: UnitID, unitName: String, content: LetterContent
    ) {
        self.kind = kind
        self.caseReference = caseReference
        self.replyTo = replyTo
        self.unit = unit
        self.unitName = unitName
        self.content = content
    }
}

/// The letters that the office writes: the acts of author, approver and signer.
///
/// Each act names the revision that the person saw; on an older one it is refused with the name of the person who was faster. Each writes its
/// journal entry and, where the letter belongs to a case, its metryka entry in the same transaction.
public enum OutgoingLetters {
    /// The kind under which letters stand in the full-text index.
    public static let searchKind = "outgoing-letter"

    /// - Throws: `Problems` when the form is wrong.
    public static func create(_ c: any SQLConnection, _ draft: OutgoingDraft, by officer: ActingOfficer, at now: Instant) throws -> OutgoingLetterID {
        let problems = OutgoingRules.draftProblems(draft.content)
        guard problems.isEmpty else { throw Problems(problems) }
        let ids = try c.query(
            """
            INSERT INTO outgoing_letter (kind, state, round, revision, case_id, case_sign, reply_to, title, addressee_label, unit_id, unit_name, author_id,
                author_name, current_version, addressee_list, waiting_since, unsent, created_at, changed_at, changed_by)
            VALUES (\(draft.kind.rawValue), \(OutgoingState.draft.code), 0, 1, \(draft.caseReference?.id), \(draft.caseReference?.sign), \(draft.replyTo),
                \(draft.content.metadata.title), \(addresseeLabel(draft.content.addressees)), \(draft.unit), \(draft.unitName), \(officer.officer),
                \(officer.signedName), 1, 1, \(now), 0, \(now), \(now), \(officer.signedName))
            RETURNING id
            """
        ) { try $0.id("id", as: OutgoingLetterID.self) }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać pisma. Spróbuj ponownie.", cause: "no id") }
        try insertAddressees(c, id, list: 1, draft.content.addressees)
        try insertVersion(c, id, 1, list: 1, draft.content, origin: .written, by: officer, at: now)
        try Journal.append(
            c,
            JournalEntry(actor: officer.account, act: "pismo-projekt", object: id.object, after: "wersja 1; \(draft.caseReference?.sign ?? "bez sprawy")"),
            at: now)
        if let file = draft.caseReference {
            if draft.beginsCase { try Cases.begin(c, file.id, by: officer, at: now) }
            try Metryka.enter(c, case: file.id, "Sporządzono projekt pisma", document: id.identifier, key: "projekt:\(id)", by: officer, at: now)
        }
        try index(c, id, draft.content, sign: nil, caseSign: draft.caseReference?.sign)
        return id
    }

    /// Keeps a new version; the ones before stay. Without a difference nothing happens.
    ///
    /// - Returns: the letter's revision afterwards.
    @discardableResult
    public static func save(
        _ c: any SQLConnection, _ id: OutgoingLetterID, revision: Int64, _ content: LetterContent, by officer: ActingOfficer, at now: Instant
    ) throws -> Int64 {
        let letter = try current(c, id, revision: revision)
        var workflow = OutgoingWorkflow(letter.state, kind: letter.kind)
        _ = try workflow.take(.save)
        let problems = OutgoingRules.draftProblems(content)
        guard problems.isEmpty else { throw Problems(problems) }
        try forgetWords(c, id, of: officer.officer)
        guard content != letter.version.content else { return revision }
        let version = try keepVersion(c, letter, content, origin: .written, by: officer, at: now)
        try advance(c, letter, to: workflow.state, set: version.columns, by: officer, at: now)
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "pismo-wersja", object: id.object, before: "wersja \(letter.version.number)", after: "wersja \(version.number)"),
            at: now)
        return revision + 1
    }

    /// Puts the letter forward on an approval path.
    @discardableResult
    public static func submit(
        _ c: any SQLConnection, _ id: OutgoingLetterID, revision: Int64, path: ApprovalPath, by officer: ActingOfficer, at now: Instant
    ) throws -> Int64 {
        let letter = try current(c, id, revision: revision)
        var workflow = OutgoingWorkflow(letter.state, kind: letter.kind)
        _ = try workflow.take(.submit(levels: path.levels.count))
        let problems = OutgoingRules.submissionProblems(letter.version.content, kind: letter.kind)
        guard problems.isEmpty else { throw Problems(problems) }
        let round = letter.round + 1
        for (index, approver) in path.levels.enumerated() {
            try c.execute("INSERT INTO outgoing_path (letter_id, round, level, approver) VALUES (\(id), \(round), \(index + 1), \(approver))")
        }
        let signer = letter.kind == .outgoing ? path.signer : nil
        try advance(
            c, letter, to: workflow.state, set: ", round = \(round), signer = \(signer)", waitingFor: path.levels.first, by: officer, at: now)
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "pismo-do-akceptacji", object: id.object,
                after: "wersja \(letter.version.number); \(path.levels.map(\.description).joined(separator: ", "))"), at: now)
        try enter(c, letter, "Przekazano pismo do akceptacji", key: "do-akceptacji:\(id):\(round)", by: officer, at: now)
        return revision + 1
    }

    /// Takes the letter back from approval before the next decision.
    @discardableResult
    public static func recall(_ c: any SQLConnection, _ id: OutgoingLetterID, revision: Int64, by officer: ActingOfficer, at now: Instant) throws -> Int64 {
        let letter = try current(c, id, revision: revision)
        var workflow = OutgoingWorkflow(letter.state, kind: letter.kind)
        _ = try workflow.take(.recall)
        try advance(c, letter, to: workflow.state, by: officer, at: now)
        try Journal.append(c, JournalEntry(actor: officer.account, act: "pismo-wycofane-z-akceptacji", object: id.object), at: now)
        return revision + 1
    }

    /// Gives a draft up; it stays in the file with the reason.
    public static func cancel(
        _ c: any SQLConnection, _ id: OutgoingLetterID, revision: Int64, reason: String, by officer: ActingOfficer, at now: Instant
    ) throws {
        let reason = try FormText.required(reason, field: "powod", ask: "Podaj powód anulowania")
        let letter = try current(c, id, revision: revision)
        var workflow = OutgoingWorkflow(letter.state, kind: letter.kind)
        _ = try workflow.take(.cancel(reason: reason))
        try advance(c, letter, to: workflow.state, by: officer, at: now)
        try Journal.append(c, JournalEntry(actor: officer.account, act: "pismo-anulowane", object: id.object, reason: reason), at: now)
        try enter(c, letter, "Anulowano projekt pisma: \(reason)", key: "anulowano:\(id)", by: officer, at: now)
    }

    /// Takes an approved or signed letter back before anything of it was sent; its sign is not given again.
    public static func withdraw(
        _ c: any SQLConnection, _ id: OutgoingLetterID, revision: Int64, reason: String, by officer: ActingOfficer, at now: Instant
    ) throws {
        let reason = try FormText.required(reason, field: "powod", ask: "Podaj powód wycofania")
        let letter = try current(c, id, revision: revision)
        var workflow = OutgoingWorkflow(letter.state, kind: letter.kind)
        _ = try workflow.take(.withdraw(reason: reason))
        guard try c.first("SELECT 1 AS known FROM dispatch WHERE letter_id = \(id) AND is_current = 1 LIMIT 1", { try $0.int("known") }) == nil else {
            throw Problem(.conflict, "Pismo wysłano już do części adresatów. Nie można go wycofać. Wyślij sprostowanie.")
        }
        try advance(c, letter, to: workflow.state, set: ", unsent = 0", by: officer, at: now)
        try Journal.append(c, JournalEntry(actor: officer.account, act: "pismo-wycofane", object: id.object, reason: reason), at: now)
        try enter(c, letter, "Wycofano pismo przed wysłaniem: \(reason)", key: "wycofano:\(id)", by: officer, at: now)
    }

    // MARK: - shared by the acts

    /// The letter, if it is still the one the person saw.
    static func current(_ c: any SQLConnection, _ id: OutgoingLetterID, revision: Int64) throws -> OutgoingLetter {
        guard let letter = try find(c, id) else { throw missing(id) }
        guard letter.revision == revision else { throw overtaken(letter) }
        return letter
    }

    static func missing(_ id: OutgoingLetterID) -> Problem { Problem(.notFound, "Nie ma pisma \(id.identifier).") }

    static func overtaken(_ letter: OutgoingLetter) -> Problem {
        Problem(
            .conflict,
            "W tym czasie pismo zmienił(a) \(letter.changedBy), \(MomentWords.text(letter.changedAt)). Teraz ma stan: \(letter.state.polishName). Otwórz je ponownie; Twoje zmiany nie zostały zapisane.",
            cause: "letter \(letter.id) is at revision \(letter.revision)")
    }

    struct KeptVersion {
        var number: Int
        var columns: SQL
    }

    static func keepVersion(
        _ c: any SQLConnection, _ letter: OutgoingLetter, _ content: LetterContent, origin: LetterVersion.Origin, by officer: ActingOfficer, at now: Instant
    ) throws -> KeptVersion {
        let number = letter.version.number + 1
        var list = try addresseeList(c, letter.id)
        if content.addressees != letter.version.content.addressees {
            list += 1
            try insertAddressees(c, letter.id, list: list, content.addressees)
        }
        try insertVersion(c, letter.id, number, list: list, content, origin: origin, by: officer, at: now)
        try index(c, letter.id, content, sign: letter.sign, caseSign: letter.caseReference?.sign)
        return KeptVersion(
            number: number,
            columns: """
                , current_version = \(number), addressee_list = \(list), title = \(content.metadata.title),
                addressee_label = \(addresseeLabel(content.addressees))
                """)
    }

    /// Moves the letter on; the engine's count of rows tells whether somebody was faster.
    static func advance(
        _ c: any SQLConnection, _ letter: OutgoingLetter, to state: OutgoingState, set columns: SQL = "", waitingFor: Approver? = nil,
        by officer: ActingOfficer, at now: Instant
    ) throws {
        try advance(c, letter, to: state, set: columns, waitingFor: waitingFor, byName: officer.signedName, at: now)
    }

    static func advance(
        _ c: any SQLConnection, _ letter: OutgoingLetter, to state: OutgoingState, set columns: SQL = "", waitingFor: Approver? = nil, byName: String,
        at now: Instant
    ) throws {
        var level: Int?
        var levels: Int?
        if case .awaitingApproval(let n, let m) = state { (level, levels) = (n, m) }
        let changed = try c.execute(
            """
            UPDATE outgoing_letter SET state = \(state.code), state_words = \(state.words), approval_level = \(level), approval_levels = \(levels),
                waiting_for = \(waitingFor), waiting_since = \(now), revision = revision + 1, changed_at = \(now), changed_by = \(byName)\(sql: columns)
            WHERE id = \(letter.id) AND revision = \(letter.revision)
            """)
        guard changed == 1 else { throw overtaken(try find(c, letter.id) ?? letter) }
    }

    static func enter(
        _ c: any SQLConnection, _ letter: OutgoingLetter, _ act: String, key: String, by officer: ActingOfficer, at now: Instant
    ) throws {
        guard let file = letter.caseReference else { return }
        try Cases.begin(c, file.id, by: officer, at: now)
        try Metryka.enter(c, case: file.id, act, document: letter.identifier, key: key, by: officer, at: now)
    }

    static func addresseeLabel(_ addressees: [Addressee]) -> String {
        guard let first = addressees.first else { return "" }
        return addressees.count > 1 ? "\(first.correspondent.label) i inni (\(addressees.count))" : first.correspondent.label
    }

    static func index(_ c: any SQLConnection, _ id: OutgoingLetterID, _ content: LetterContent, sign: String?, caseSign: String?) throws {
        var parts = [id.identifier, sign ?? caseSign ?? "", content.metadata.title]
        // A mass mailing is found by its title; its thousand names would bury other words.
        for addressee in content.addressees.prefix(50) { parts += [addressee.correspondent.label] + addressee.correspondent.address.lines }
        parts += content.metadata.kinds + content.metadata.remarks + content.attachments.map(\.name)
        parts.append(content.body)
        try FullText.index(c, document: id.number, kind: searchKind, text: parts.filter { !$0.isEmpty }.joined(separator: " "))
    }
}
