public import Kernel
public import Store

/// One act in a case, as the metryka shows it.
public struct MetrykaEntry: Sendable, Hashable {
    public var position: Int64
    /// When the act was done.
    public var at: Instant
    /// Surname and given names, with "w zastępstwie" where it applies.
    public var person: String
    public var post: String
    /// What was done; the wording an officer may correct, the first one stays.
    public var act: String
    public var originalAct: String
    /// Identifier of the document the act concerns.
    public var document: String?
}

/// The record of a case's acts (metryka sprawy), kept by itself from what happened; nothing is ever taken out.
///
/// Source: KPA art. 66a; regulation of 6.03.2012 (Dz.U. 2012 poz. 250); R4.7.
public enum Metryka {
    /// Adds an act. One thing that happened is one entry: the same `key` again adds nothing.
    ///
    /// - Parameters:
    ///   - act: what was done, in the words of the record: `Zarejestrowano pismo`, `Podpisano pismo`.
    ///   - document: identifier of the document, for example `RPW-2026-17`.
    ///   - key: what makes this happening one of its kind in the case, for example `podpis:41:3`; `nil` where every call is an act of its own.
    public static func enter(
        _ c: any SQLConnection, case id: CaseID, _ act: String, document: String? = nil, key: String? = nil, by officer: ActingOfficer, at now: Instant
    ) throws {
        try enter(c, case: id, act, document: document, key: key, person: officer.signedName, post: officer.post, at: now)
    }

    /// An act of the system or of somebody outside the office (an automatic rule, a party that collected a letter).
    public static func enter(
        _ c: any SQLConnection, case id: CaseID, _ act: String, document: String? = nil, key: String? = nil, person: String, post: String, at now: Instant
    ) throws {
        try c.execute(
            """
            INSERT INTO metryka_entry (case_id, position, at, person, post, act, original_act, document, happening)
            SELECT \(id), COALESCE(MAX(position), 0) + 1, \(now), \(person), \(post), \(act), \(act), \(document), \(key)
            FROM metryka_entry WHERE case_id = \(id)
            ON CONFLICT (case_id, happening) WHERE happening IS NOT NULL DO NOTHING
            """)
    }

    /// An act to be entered, with what makes it one of its kind.
    struct Act {
        var act: String
        var document: String?
        var key: String?
        var person: String
        var post: String
        var at: Instant
    }

    /// The first entries of a case that was just opened, in one statement.
    static func begin(_ c: any SQLConnection, case id: CaseID, _ acts: [Act]) throws {
        guard !acts.isEmpty else { return }
        var values: SQL = ""
        for (index, a) in acts.enumerated() {
            if index > 0 { values += ", " }
            values += "(\(id), \(index + 1), \(a.at), \(a.person), \(a.post), \(a.act), \(a.act), \(a.document), \(a.key))"
        }
        try c.execute(
            "INSERT INTO metryka_entry (case_id, position, at, person, post, act, original_act, document, happening) VALUES \(sql: values)")
    }

    /// Corrects the wording of an act; the first wording stays, and the journal keeps who changed it.
    public static func reword(
        _ c: any SQLConnection, case id: CaseID, position: Int64, to act: String, by officer: ActingOfficer, at now: Instant
    ) throws {
        guard !act.isEmpty, act.count <= 500 else { throw Problems([Problem(.invalidInput, "Opisz czynność, najwyżej 500 znaków", field: "czynnosc")]) }
        let before = try c.first("SELECT act FROM metryka_entry WHERE case_id = \(id) AND position = \(position)") { try $0.text("act") }
        guard let before else { throw Problem(.notFound, "Nie ma takiego wpisu w metryce sprawy.") }
        try c.execute("UPDATE metryka_entry SET act = \(act) WHERE case_id = \(id) AND position = \(position)")
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "metryka-zmiana-opisu", object: "sprawa:\(id)", before: before, after: act), at: now)
    }

    /// Every entry, in the order in which things happened.
    public static func entries(_ c: any SQLConnection, case id: CaseID) throws -> [MetrykaEntry] {
        try c.query(
            """
            SELECT position, at, person, post, act, original_act, document FROM metryka_entry
            WHERE case_id = \(id) ORDER BY position \(sql: c.dialect.ascending)
            """
        ) { row in
            MetrykaEntry(
                position: try row.int("position"), at: try row.instant("at"), person: try row.text("person"), post: try row.text("post"),
                act: try row.text("act"), originalAct: try row.text("original_act"), document: try row.textOrNil("document"))
        }
    }
}

enum MetrykaMigrations {
    static let all: [Migration] = [
        Migration("chancery-0002-metryka") { d in
            [
                """
                CREATE TABLE metryka_entry (
                    case_id \(sql: d.integer) NOT NULL,
                    position \(sql: d.integer) NOT NULL,
                    at \(sql: d.integer) NOT NULL,
                    person TEXT NOT NULL,
                    post TEXT NOT NULL,
                    act TEXT NOT NULL,
                    original_act TEXT NOT NULL,
                    document TEXT,
                    happening TEXT,
                    PRIMARY KEY (case_id, position)
                )\(sql: d.strict)
                """,
                "CREATE UNIQUE INDEX metryka_happening ON metryka_entry (case_id, happening) WHERE happening IS NOT NULL",
            ]
        }
    ]
}
