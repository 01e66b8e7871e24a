public import Kernel
public import Store

public struct ScanID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// A scanned letter that nobody registered yet.
public struct WaitingScan: Sendable, Hashable {
    public var id: ScanID
    public var name: String
    public var mediaType: String
    public var size: Int
    public var hash: ContentHash
    /// Picture of the first page (PNG), for the form; `nil` until it was read or where it cannot be drawn.
    public var preview: ContentHash?
    /// What the machine read; `nil` until it tried, empty where it found no words.
    public var text: String?
    public var arrivedAt: Instant
}

/// Scans in the order in which they left the scanner (odwzorowania cyfrowe przed rejestracją).
///
/// A scan leaves the tray by becoming a file of a registered letter, or by being put aside with a reason; its text goes with it, for the letter
/// has its own. Source: chancery instruction § 44–46 (full digital copy); `ezd.md` § 1.3 item 9.
public enum ScanTray {
    public static let jobKind = "scan.read"
    private static let columns: SQL = "id, name, media_type, size, hash, preview_hash, text, arrived_at"

    /// - Returns: `nil` where the same file waits already.
    @discardableResult
    public static func add(
        _ c: any SQLConnection, name: String, mediaType: String, size: Int, hash: ContentHash, by performer: Performer, at now: Instant
    ) throws -> ScanID? {
        let id = try c.first(
            """
            INSERT INTO scan (name, media_type, size, hash, arrived_at, state) VALUES (\(name), \(mediaType), \(size), \(hash), \(now), 'czeka')
            ON CONFLICT (hash) WHERE state = 'czeka' DO NOTHING RETURNING id
            """
        ) { try $0.id("id", as: ScanID.self) }
        guard let id else { return nil }
        try Journal.append(c, JournalEntry(actor: performer.id, act: "skan-dodanie", object: object(id), after: hash.description), at: now)
        try Jobs.enqueue(c, kind: jobKind, payload: "\(id)", runAt: now, key: "\(jobKind):\(id)")
        return id
    }

    /// What the machine read; nothing happens to a scan that left the tray meanwhile.
    public static func note(_ c: any SQLConnection, _ id: ScanID, text: String, preview: ContentHash?) throws {
        try c.execute("UPDATE scan SET text = \(String(text.prefix(100_000))), preview_hash = \(preview) WHERE id = \(id) AND state = 'czeka'")
    }

    /// The oldest first, after one that was looked at.
    public static func waiting(_ c: any SQLConnection, after: ScanID? = nil, limit: Int) throws -> [WaitingScan] {
        try c.query(
            """
            SELECT \(sql: columns) FROM scan WHERE state = 'czeka' AND id > \(after?.number ?? 0) ORDER BY id \(sql: c.dialect.ascending) LIMIT \(limit)
            """, scan)
    }

    public static func find(_ c: any SQLConnection, _ id: ScanID) throws -> WaitingScan? {
        try c.first("SELECT \(sql: columns) FROM scan WHERE id = \(id) AND state = 'czeka'", scan)
    }

    /// How many wait, counted up to `limit`.
    public static func count(_ c: any SQLConnection, limit: Int = 1000) throws -> Int {
        try c.first("SELECT count(*) AS n FROM (SELECT 1 FROM scan WHERE state = 'czeka' LIMIT \(limit)) AS waiting") { Int(try $0.int("n")) } ?? 0
    }

    /// The scan becomes a file of a letter.
    /// - Throws: `Problem` `.conflict` where another clerk registered it or put it aside first.
    public static func take(_ c: any SQLConnection, _ id: ScanID, for letter: RegisterNumber) throws {
        let n = try c.execute(
            """
            UPDATE scan SET state = 'zarejestrowany', letter_year = \(letter.year), letter_number = \(letter.number), text = NULL
            WHERE id = \(id) AND state = 'czeka'
            """)
        guard n == 1 else { throw try gone(c, id) }
    }

    /// Puts a scan aside that is no letter: an empty page, an advertisement, the same letter twice.
    /// - Throws: `Problems` without a reason, `Problem` `.conflict` where it left the tray before.
    public static func discard(_ c: any SQLConnection, _ id: ScanID, reason: String, by performer: Performer, at now: Instant) throws {
        let reason = FormText.trimmed(reason)
        guard !reason.isEmpty, reason.count <= 500 else { throw Problems([Problem(.invalidInput, "Podaj powód, najwyżej 500 znaków", field: "powod")]) }
        let n = try c.execute("UPDATE scan SET state = 'odrzucony', reason = \(reason), text = NULL WHERE id = \(id) AND state = 'czeka'")
        guard n == 1 else { throw try gone(c, id) }
        try Journal.append(c, JournalEntry(actor: performer.id, act: "skan-odrzucenie", object: object(id), reason: reason), at: now)
    }

    private static func gone(_ c: any SQLConnection, _ id: ScanID) throws -> Problem {
        let letter = try c.first("SELECT letter_year, letter_number FROM scan WHERE id = \(id)") { row -> RegisterNumber? in
            guard let year = try row.intOrNil("letter_year"), let number = try row.intOrNil("letter_number") else { return nil }
            return RegisterNumber(year: Int(year), number: number)
        }
        if let known = letter, let number = known { return Problem(.conflict, "Ten skan zarejestrowano już jako \(number). Otwórz następny.") }
        return Problem(.conflict, "Tego skanu nie ma już na liście: ktoś go odrzucił. Otwórz następny.")
    }

    private static func object(_ id: ScanID) -> String { "skan:\(id)" }

    private static func scan(_ row: any SQLRow) throws -> WaitingScan {
        WaitingScan(
            id: try row.id("id"), name: try row.text("name"), mediaType: try row.text("media_type"), size: Int(try row.int("size")),
            hash: try row.parsed("hash"), preview: try row.textOrNil("preview_hash").flatMap { ContentHash($0) }, text: try row.textOrNil("text"),
            arrivedAt: try row.instant("arrived_at"))
    }
}

enum ScanMigrations {
    static let all: [Migration] = [
        Migration("chancery-0092-scan-tray") { d in
            [
                """
                CREATE TABLE scan (
                    id \(sql: d.identity),
                    name TEXT NOT NULL,
                    media_type TEXT NOT NULL,
                    size \(sql: d.integer) NOT NULL,
                    hash TEXT NOT NULL,
                    preview_hash TEXT,
                    text TEXT,
                    arrived_at \(sql: d.integer) NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('czeka', 'zarejestrowany', 'odrzucony')),
                    letter_year \(sql: d.integer),
                    letter_number \(sql: d.integer),
                    reason TEXT,
                    CHECK ((state = 'zarejestrowany') = (letter_number IS NOT NULL)),
                    CHECK ((state = 'odrzucony') = (reason IS NOT NULL)),
                    CHECK (state = 'czeka' OR text IS NULL)
                )\(sql: d.strict)
                """,
                "CREATE UNIQUE INDEX scan_waiting_hash ON scan (hash) WHERE state = 'czeka'",
                "CREATE INDEX scan_waiting ON scan (id) WHERE state = 'czeka'",
            ]
        }
    ]
}
