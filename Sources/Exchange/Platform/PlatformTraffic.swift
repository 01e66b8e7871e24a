public import Kernel
public import Store

/// One message of a system that acted for a public body, as the platform answered it.
public struct AnsweredMessage: Sendable, Hashable {
    public var id: Int64
    public var at: Instant
    /// Name under which the system is registered; `nil` for one that is not, or was not told.
    public var system: String?
    public var service: String
    public var operation: String
    /// The `kod` of the answer: 0 nothing waits, 1 done, more is a refusal (epuap.md § 5).
    public var result: Int
    /// Bytes.
    public var size: Int
    public var messageHash: ContentHash

    public var isRefusal: Bool { result > 1 }
}

/// One document that the platform laid into a box.
public struct BoxedDocument: Sendable, Hashable {
    public var id: Int64
    public var box: String
    public var submittedAt: Instant
    public var sender: String
    /// The system by which it was sent.
    public var system: String
    public var fileName: String
    /// Bytes.
    public var size: Int
    /// When the owner of the box confirmed that he has it.
    public var takenAt: Instant?
}

/// What of the platform's traffic is asked for; always of one body, so that nobody reads about another.
public struct TrafficQuery: Sendable, Hashable {
    public var podmiot: String
    /// Only messages of the system with this name.
    public var system: String?
    /// Only documents of this box.
    public var box: String?
    public var onlyRefusals = false
    /// The first moment, and the first one no longer wanted.
    public var from: Instant?
    public var to: Instant?
    /// The number of the last row of the page before.
    public var before: Int64?
    public var limit = 50

    public init(podmiot: String) { self.podmiot = podmiot }
}

/// What the platform did for one body and what it refused, newest first (epuap.md § 12.2 rule 10).
public enum PlatformTraffic {
    public static func messages(_ c: any SQLConnection, _ q: TrafficQuery) throws -> [AnsweredMessage] {
        var condition: SQL = "m.podmiot_id = \(q.podmiot)"
        if let before = q.before { condition += " AND m.id < \(before)" }
        if q.onlyRefusals { condition += " AND m.result > 1" }
        if let from = q.from { condition += " AND m.at >= \(from)" }
        if let to = q.to { condition += " AND m.at < \(to)" }
        if let system = q.system { condition += " AND s.name = \(system)" }
        return try c.query(
            """
            SELECT m.id, m.at, m.service, m.operation, m.result, m.message_sha256, m.size, s.name FROM message_log m
            LEFT JOIN registered_system s ON s.id = m.system_id
            WHERE \(sql: condition) ORDER BY m.id \(sql: c.dialect.descending) LIMIT \(q.limit)
            """
        ) { row in
            AnsweredMessage(
                id: try row.int("id"), at: try row.instant("at"), system: try row.textOrNil("name"), service: try row.text("service"),
                operation: try row.text("operation"), result: Int(try row.int("result")), size: Int(try row.int("size")),
                messageHash: try row.parsed("message_sha256"))
        }
    }

    public static func documents(_ c: any SQLConnection, _ q: TrafficQuery) throws -> [BoxedDocument] {
        let boxes = try PlatformDirectory.boxes(c, of: q.podmiot).map(\.address.description).filter { q.box == nil || $0 == q.box }
        guard !boxes.isEmpty else { return [] }
        var condition: SQL = "box IN (\(list: boxes))"
        if let before = q.before { condition += " AND id < \(before)" }
        if let from = q.from { condition += " AND submitted_at >= \(from)" }
        if let to = q.to { condition += " AND submitted_at < \(to)" }
        return try c.query(
            """
            SELECT id, box, submitted_at, sender_podmiot, sender_system, file_name, size, taken_at FROM box_document WHERE \(sql: condition)
            ORDER BY id \(sql: c.dialect.descending) LIMIT \(q.limit)
            """
        ) { row in
            BoxedDocument(
                id: try row.int("id"), box: try row.text("box"), submittedAt: try row.instant("submitted_at"), sender: try row.text("sender_podmiot"),
                system: try row.text("sender_system"), fileName: try row.text("file_name"), size: Int(try row.int("size")),
                takenAt: try row.instantOrNil("taken_at"))
        }
    }

    /// Systems that may act for the body, by name.
    public static func systems(_ c: any SQLConnection, of podmiot: String) throws -> [String] {
        try c.query(
            """
            SELECT s.name FROM system_podmiot p JOIN registered_system s ON s.id = p.system_id WHERE p.podmiot_id = \(podmiot)
            ORDER BY s.name \(sql: c.dialect.ascending)
            """
        ) { try $0.text("name") }
    }
}
