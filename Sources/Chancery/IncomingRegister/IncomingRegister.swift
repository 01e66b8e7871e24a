internal import Foundation
public import Kernel
internal import Law
public import Store

/// Everything needed to give a letter its number.
public struct Registration: Sendable {
    public var metadata: LetterMetadata
    public var channel: Channel
    public var arrivalDay: Day
    public var arrivedAt: Instant?
    public var attention: [Attention]
    /// In their order; positions are given at registration. Blobs are recorded in the same transaction by the caller.
    public var files: [LetterFile]
    /// Checks of the files, by position from 1.
    public var signatureChecks: [SignatureCheck]
    /// What makes the same arrival recognisable when it comes twice (box address and digest); `nil` for paper.
    public var arrivalKey: String?

    public init(
        metadata: LetterMetadata, channel: Channel, arrivalDay: Day, arrivedAt: Instant? = nil, attention: [Attention] = [],
        files: [LetterFile] = [], signatureChecks: [SignatureCheck] = [], arrivalKey: String? = nil
    ) {
        self.metadata = metadata
        self.channel = channel
        self.arrivalDay = arrivalDay
        self.arrivedAt = arrivedAt
        self.attention = attention
        self.files = files
        self.signatureChecks = signatureChecks
        self.arrivalKey = arrivalKey
    }
}

/// What registering an arrival came to.
public enum RegistrationOutcome: Sendable, Equatable {
    case registered(RegisterNumber)
    /// The same arrival stands in the register already.
    case known(RegisterNumber)

    public var number: RegisterNumber {
        switch self {
        case .registered(let n), .known(let n): n
        }
    }
}

/// The register of incoming letters (rejestr przesyłek wpływających): the acts that change it.
///
/// Each act writes its journal entry in the same transaction; the search follows the journal (`LetterTexts`).
public enum IncomingRegister {
    /// How far the clock may step back between two registrations, in milliseconds.
    static let clockTolerance: Int64 = 5 * 60 * 1000
    /// The kind under which letters stand in the full-text index.
    public static let searchKind = "letter"

    /// Gives the letter the next number of the year and writes it, its files, checks and journal entry.
    ///
    /// - Throws: `Problems` when a rule of registration is broken; `Problem` when the clock has gone back.
    public static func register(_ c: any SQLConnection, _ r: Registration, by performer: Performer, at now: Instant) throws -> RegistrationOutcome {
        if let key = r.arrivalKey, let known = try number(c, arrivalKey: key) { return .known(known) }
        let today = PolishTime.day(of: now)
        let problems = RegistrationRules.problems(r.metadata, arrivalDay: r.arrivalDay, today: today)
        guard problems.isEmpty else { throw Problems(problems) }
        try checkClock(c, now)

        let year = today.year
        let number = RegisterNumber(year: year, number: try Counter.next(c, "rpw", year: year))
        let row = ListColumns(r.metadata)
        var metadata = r.metadata
        metadata.scan = metadata.scan ?? ScanCoverage(channel: r.channel, files: r.files)
        let ids = try c.query(
            """
            INSERT INTO incoming_letter (year, number, arrival_key, channel, arrival_day, arrived_at, registered_at, registered_day,
                registered_by_id, registered_by, sender_label, sender_sort, sender_key, title, title_sort, foreign_sign,
                foreign_sign_folded, letter_date, metadata, scan_extent, attention)
            VALUES (\(year), \(number.number), \(r.arrivalKey), \(r.channel.rawValue), \(r.arrivalDay), \(r.arrivedAt), \(now), \(today),
                \(performer.id), \(performer.name), \(row.senderLabel), \(row.senderSort), \(row.senderKey), \(r.metadata.title),
                \(row.titleSort), \(r.metadata.foreignSign), \(row.foreignSignFolded), \(r.metadata.letterDate),
                \(metadata.json), \(metadata.scan?.extent.rawValue), \(r.attention.map(\.rawValue).joined(separator: " ")))
            RETURNING id
            """
        ) { try $0.int("id") }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać pisma. Spróbuj ponownie.", cause: "no id") }
        for (index, file) in r.files.enumerated() { try insert(c, file, letter: id, position: index + 1) }
        for check in r.signatureChecks { try insert(c, check, letter: id) }
        try LetterWork.begin(
            c, .incoming(id), reference: number.description, counterpart: row.senderLabel, title: r.metadata.title, arrivalDay: r.arrivalDay, by: performer, at: now)
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "rejestracja", object: object(number),
                after: "\(r.channel.rawValue); wpływ \(r.arrivalDay); załączniki \(r.files.count)"
            ), at: now)
        return .registered(number)
    }

    /// Adds a file that came after registration (a scan, a receipt).
    public static func attach(_ c: any SQLConnection, to number: RegisterNumber, _ file: LetterFile, by performer: Performer, at now: Instant) throws {
        let id = try identity(c, number)
        let next = try c.first("SELECT COALESCE(MAX(position), 0) + 1 AS next FROM letter_file WHERE letter_id = \(id)") { try $0.int("next") }
        try insert(c, file, letter: id, position: Int(next ?? 1))
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "dołączenie-pliku", object: object(number), after: file.hash?.description ?? file.name), at: now)
    }

    /// Changes metadata; the old values stay with the reason (R1.10).
    ///
    /// - Returns: the fields that changed; empty when nothing differed.
    @discardableResult
    public static func correct(
        _ c: any SQLConnection, _ number: RegisterNumber, to metadata: LetterMetadata, reason: String, by performer: Performer, at now: Instant
    ) throws -> [MetadataField] {
        guard let letter = try find(c, number) else { throw missing(number) }
        guard letter.cancellation == nil else {
            throw Problem(.conflict, "Numer \(number) anulowano. Anulowanego pisma nie można poprawiać.")
        }
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        var metadata = metadata
        // Who says nothing of the scan leaves it as it was.
        metadata.scan = metadata.scan ?? letter.metadata.scan
        var problems = RegistrationRules.problems(metadata, arrivalDay: letter.arrivalDay, today: PolishTime.day(of: now))
        if reason.isEmpty { problems.append(Problem(.invalidInput, "Podaj powód poprawki", field: "powod")) }
        if reason.count > 500 { problems.append(Problem(.invalidInput, "Skróć powód do 500 znaków", field: "powod")) }
        guard problems.isEmpty else { throw Problems(problems) }

        let changes = MetadataField.allCases.compactMap { field -> (MetadataField, String, String)? in
            let before = field.text(in: letter.metadata), after = field.text(in: metadata)
            return before == after ? nil : (field, before, after)
        }
        guard !changes.isEmpty else { return [] }
        let row = ListColumns(metadata)
        try c.execute(
            """
            UPDATE incoming_letter SET sender_label = \(row.senderLabel), sender_sort = \(row.senderSort), sender_key = \(row.senderKey),
                title = \(metadata.title), title_sort = \(row.titleSort), foreign_sign = \(metadata.foreignSign),
                foreign_sign_folded = \(row.foreignSignFolded), letter_date = \(metadata.letterDate), metadata = \(metadata.json),
                scan_extent = \(metadata.scan?.extent.rawValue)
            WHERE id = \(letter.id)
            """)
        try LetterWork.rename(c, .incoming(letter.id), counterpart: row.senderLabel, title: metadata.title)
        for (index, change) in changes.enumerated() {
            try c.execute(
                """
                INSERT INTO letter_correction (letter_id, position, at, by_name, field, value_before, value_after, reason)
                VALUES (\(letter.id), \(letter.corrections.count + index + 1), \(now), \(performer.name), \(change.0.rawValue),
                    \(change.1), \(change.2), \(reason))
                """)
            try Journal.append(
                c,
                JournalEntry(
                    actor: performer.id, act: "poprawka:\(change.0.rawValue)", object: object(number), before: change.1, after: change.2,
                    reason: reason
                ), at: now)
        }
        return changes.map(\.0)
    }

    /// Cancels a number; it stays visible with the reason and is never given again (R1.6).
    public static func cancel(_ c: any SQLConnection, _ number: RegisterNumber, reason: String, by performer: Performer, at now: Instant) throws {
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reason.isEmpty else { throw Problems([Problem(.invalidInput, "Podaj powód anulowania", field: "powod")]) }
        guard reason.count <= 500 else { throw Problems([Problem(.invalidInput, "Skróć powód do 500 znaków", field: "powod")]) }
        guard let letter = try find(c, number) else { throw missing(number) }
        guard letter.cancellation == nil else { throw Problem(.conflict, "Numer \(number) jest już anulowany.") }
        try c.execute(
            """
            UPDATE incoming_letter SET cancelled_at = \(now), cancelled_by = \(performer.name), cancel_reason = \(reason)
            WHERE id = \(letter.id) AND cancelled_at IS NULL
            """)
        try LetterWork.cancel(c, .incoming(letter.id), by: performer, at: now)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "anulowanie-numeru", object: object(number), reason: reason), at: now)
    }

    /// The name of a letter in the journal.
    public static func object(_ number: RegisterNumber) -> String { "pismo:\(number.identifier)" }

    static func missing(_ number: RegisterNumber) -> Problem { Problem(.notFound, "Nie ma pisma \(number) w rejestrze.") }

    /// A clock that went back would put a later number before an earlier one.
    private static func checkClock(_ c: any SQLConnection, _ now: Instant) throws {
        let last = try c.first("SELECT registered_at FROM incoming_letter WHERE id = (SELECT MAX(id) FROM incoming_letter)") { try $0.instant("registered_at") }
        if let last, now.milliseconds < last.milliseconds - clockTolerance {
            throw Problem(
                .unavailable,
                "Zegar serwera cofnął się: ostatnie pismo zarejestrowano \(PolishTime.iso8601(last)). Nic nie zapisano. Wezwij administratora, niech ustawi zegar.",
                cause: "clock is behind the last registration by \((last.milliseconds - now.milliseconds) / 1000) s")
        }
    }

    private static func identity(_ c: any SQLConnection, _ number: RegisterNumber) throws -> Int64 {
        let found = try c.first("SELECT id FROM incoming_letter WHERE year = \(number.year) AND number = \(number.number)") { try $0.int("id") }
        guard let found else { throw missing(number) }
        return found
    }

    private static func insert(_ c: any SQLConnection, _ file: LetterFile, letter: Int64, position: Int) throws {
        try c.execute(
            """
            INSERT INTO letter_file (letter_id, position, role, name, media_type, size, hash, note)
            VALUES (\(letter), \(position), \(file.role.rawValue), \(file.name), \(file.mediaType), \(file.size), \(file.hash), \(file.note))
            """)
    }

    private static func insert(_ c: any SQLConnection, _ check: SignatureCheck, letter: Int64) throws {
        try c.execute(
            """
            INSERT INTO signature_check (letter_id, position, checked_at, verdict, report)
            VALUES (\(letter), \(check.filePosition), \(check.checkedAt), \(check.verdict), \(check.report))
            """)
    }
}

/// What the list shows and sorts by, made from the metadata once.
struct ListColumns {
    let senderLabel: String
    let senderSort: String
    let senderKey: String
    let titleSort: String
    let foreignSignFolded: String

    init(_ m: LetterMetadata) {
        let first = m.senders.first ?? Correspondent(.unknown)
        senderLabel = m.senders.count > 1 ? "\(first.label) i inni (\(m.senders.count))" : first.label
        senderSort = PolishText.sortKey(String(first.label.prefix(80)))
        senderKey = first.key
        titleSort = PolishText.sortKey(String(m.title.prefix(80)))
        foreignSignFolded = PolishText.folded(m.foreignSign.filter { !$0.isWhitespace })
    }
}
