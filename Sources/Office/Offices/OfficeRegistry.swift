public import Kernel
public import Store

/// Which offices there are, in the shared database.
public enum OfficeRegistry {
    public static let migrations: [Migration] = [
        Migration("office-0001-registry") { d in
            [
                """
                CREATE TABLE office (
                    id TEXT PRIMARY KEY,
                    name TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    podmiot TEXT NOT NULL UNIQUE,
                    town TEXT NOT NULL,
                    post_code TEXT NOT NULL,
                    street TEXT NOT NULL,
                    created_at \(sql: d.integer) NOT NULL
                )\(sql: d.strict)
                """
            ]
        },
        Migration("office-0002-training") { _ in ["ALTER TABLE office ADD COLUMN training_of TEXT"] },
    ]

    /// - Throws: `Problem(.conflict)` when the id or the podmiot is taken.
    public static func add(_ c: any SQLConnection, _ o: OfficeRecord, by performer: Performer, at now: Instant) throws {
        let added = try c.execute(
            """
            INSERT INTO office (id, name, kind, podmiot, town, post_code, street, training_of, created_at)
            VALUES (\(o.id), \(o.name), \(o.kind.rawValue), \(o.podmiot), \(o.town), \(o.postCode), \(o.street), \(o.trainingOf), \(now)) ON CONFLICT DO NOTHING
            """)
        guard added == 1 else { throw Problem(.conflict, "Urząd „\(o.id)” albo podmiot „\(o.podmiot)” już istnieje.") }
        try Journal.append(c, JournalEntry(actor: performer.id, act: "dodanie-urzędu", object: "urząd:\(o.id)", after: o.name), at: now)
    }

    public static func all(_ c: any SQLConnection) throws -> [OfficeRecord] {
        try c.query("SELECT * FROM office ORDER BY id \(sql: c.dialect.ascending)", record)
    }

    public static func find(_ c: any SQLConnection, _ id: OfficeID) throws -> OfficeRecord? {
        try c.first("SELECT * FROM office WHERE id = \(id)", record)
    }

    private static func record(_ row: any SQLRow) throws -> OfficeRecord {
        OfficeRecord(
            id: try row.parsed("id"), name: try row.text("name"), kind: try row.symbol("kind"), podmiot: try row.text("podmiot"),
            town: try row.text("town"), postCode: try row.text("post_code"), street: try row.text("street"),
            trainingOf: try row.parsedOrNil("training_of"))
    }
}
