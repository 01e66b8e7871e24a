public import Kernel
internal import Law
public import Store

/// Something found before a case is closed (R1.15).
public struct ClosingFinding: Sendable, Hashable {
    public enum Severity: Int, Sendable, Comparable {
        /// To be read and confirmed.
        case warning = 0
        /// The case cannot be closed until it is mended.
        case obstacle = 1
        public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
    }
    public var severity: Severity
    /// What is wrong and what to do, in Polish.
    public var message: String

    public init(_ severity: Severity, _ message: String) {
        self.severity = severity
        self.message = message
    }
}

/// Closing a case (zakończenie): the check before it, and the act.
public enum CaseClosing {
    /// What the case itself tells before it is closed; drafts, unsent letters and missing returns are told by those who keep them.
    struct Facts: Sendable, Hashable {
        var state: CaseState
        var hasOfficer: Bool
        var hasCategory: Bool
        var elements: Int
        var parties: Int
        var metrykaEntries: Int
        var openExclusions: Int
        /// Recipients of the case's letters who have not finished their part.
        var waitingRecipients: Int
        var due: Day?
    }

    static func findings(_ f: Facts, on day: Day) -> [ClosingFinding] {
        var out: [ClosingFinding] = []
        if f.state == .suspended { out.append(ClosingFinding(.obstacle, "Postępowanie jest zawieszone. Podejmij je, zanim zakończysz sprawę.")) }
        if f.elements == 0 { out.append(ClosingFinding(.obstacle, "Akta są puste. Dołącz notatkę służbową o sposobie załatwienia.")) }
        if f.metrykaEntries == 0 { out.append(ClosingFinding(.obstacle, "Sprawa nie ma metryki. Powiadom administratora.")) }
        if !f.hasOfficer { out.append(ClosingFinding(.obstacle, "Sprawa nie ma prowadzącego. Wskaż go w danych sprawy.")) }
        if f.openExclusions > 0, f.state != .suspended {
            out.append(ClosingFinding(.obstacle, "Trwa okres niewliczany do terminu. Wpisz jego ostatni dzień."))
        }
        if f.waitingRecipients > 0 {
            out.append(ClosingFinding(.warning, "Współpracujący nie zakończyli swojej części (\(f.waitingRecipients)). Sprawdź, czy jej nie potrzebujesz."))
        }
        if f.parties == 0 { out.append(ClosingFinding(.warning, "Sprawa nie ma stron. Dodaj je, jeśli sprawa kogoś dotyczy.")) }
        // A missing category never stops a case (R1.23).
        if !f.hasCategory { out.append(ClosingFinding(.warning, "Klasa nie ma kategorii archiwalnej. Zawiadom koordynatora czynności kancelaryjnych.")) }
        if let due = f.due, due < day { out.append(ClosingFinding(.warning, "Termin minął \(MomentWords.text(due)).")) }
        return out
    }

    /// Everything found, the gravest first.
    /// - Parameter contributed: findings of the parts that keep drafts, letters that leave, receipts, approvals.
    public static func precheck(_ c: any SQLConnection, _ id: CaseID, on day: Day, contributed: [ClosingFinding] = []) throws -> [ClosingFinding] {
        let file = try Cases.existing(c, id)
        return ordered(findings(try facts(c, file), on: day) + contributed)
    }

    /// Closes the case: sets the day of final settlement and locks the file.
    ///
    /// - Parameter warningsRead: the person confirmed the warnings.
    /// - Throws: `Problems` with an entry for each finding that stands in the way.
    public static func close(
        _ c: any SQLConnection, _ id: CaseID, version: Int64, on day: Day, contributed: [ClosingFinding] = [], warningsRead: Bool = false,
        by officer: ActingOfficer, at now: Instant
    ) throws {
        let file = try Cases.seen(c, id, version: version)
        let found = ordered(findings(try facts(c, file), on: day) + contributed)
        let inTheWay = found.filter { $0.severity == .obstacle || !warningsRead }
        guard inTheWay.isEmpty else {
            throw Problems(inTheWay.map { Problem(.conflict, $0.message, field: $0.severity == .warning ? "ostrzezenia" : nil) })
        }
        try Cases.check(day, file, now, field: "dzien", name: "Dzień zakończenia")
        try Cases.change(
            c, file, .close, day: day, act: "Zakończono sprawę", set: ", closed_day = \(day), settled_day = COALESCE(settled_day, \(day))", by: officer, at: now)
    }

    private static func ordered(_ findings: [ClosingFinding]) -> [ClosingFinding] {
        findings.filter { $0.severity == .obstacle } + findings.filter { $0.severity == .warning }
    }

    private static func facts(_ c: any SQLConnection, _ file: CaseFile) throws -> Facts {
        func count(_ sql: SQL) throws -> Int { Int(try c.first(sql) { try $0.int("n") } ?? 0) }
        let waiting: SQL = """
            SELECT COUNT(*) AS n FROM case_element e JOIN assignment_recipient r ON r.letter_kind = e.letter_kind AND r.letter_id = e.letter_id
            WHERE e.case_id = \(file.id) AND e.letter_id IS NOT NULL AND e.removed_at IS NULL AND r.is_open = 1
            """
        return Facts(
            state: file.state, hasOfficer: file.officer != nil, hasCategory: file.category != nil,
            elements: try count("SELECT COUNT(*) AS n FROM case_element WHERE case_id = \(file.id) AND removed_at IS NULL"),
            parties: try count("SELECT COUNT(*) AS n FROM case_party WHERE case_id = \(file.id) AND removed_at IS NULL"),
            metrykaEntries: try count("SELECT COUNT(*) AS n FROM metryka_entry WHERE case_id = \(file.id)"),
            openExclusions: try count("SELECT COUNT(*) AS n FROM case_exclusion WHERE case_id = \(file.id) AND to_day IS NULL"),
            waitingRecipients: try count(waiting), due: file.due)
    }
}
