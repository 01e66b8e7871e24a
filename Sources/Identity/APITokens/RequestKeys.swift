public import Kernel
public import Store

/// Remembers the answers to requests that carried an `Idempotency-Key`, in the database of the office.
///
/// Claimed and answered in the transaction of the act itself: a request that fails leaves its key free, one that is kept is
/// answered the same however often it is sent.
public enum RequestKeys {
    /// In bytes; printable ASCII only.
    public static let longestKey = 200

    public struct Answer: Sendable, Hashable {
        public var status: Int
        public var location: String?
        public var tag: String?
        public var body: String

        public init(status: Int, location: String?, tag: String?, body: String) {
            self.status = status
            self.location = location
            self.tag = tag
            self.body = body
        }
    }

    public enum Claim: Sendable, Hashable {
        case fresh
        case answered(Answer)
        /// The key was used with another request.
        case different
    }

    public static func isKey(_ text: String) -> Bool { (1...longestKey).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) } }

    /// Claims a key for the transaction; after `.fresh`, call `settle` before the transaction ends.
    public static func claim(_ c: any SQLConnection, token: SystemTokenID, key: String, request: ContentHash, at now: Instant) throws -> Claim {
        let inserted = try c.execute(
            """
            INSERT INTO api_request_key (token, request_key, request, used_at, status, body)
            VALUES (\(token), \(key), \(request), \(now), 0, '') ON CONFLICT (token, request_key) DO NOTHING
            """)
        if inserted == 1 { return .fresh }
        let found = try c.first(
            "SELECT request, status, location, tag, body FROM api_request_key WHERE token = \(token) AND request_key = \(key)"
        ) { row in
            (
                try row.text("request"),
                Answer(status: Int(try row.int("status")), location: try row.textOrNil("location"), tag: try row.textOrNil("tag"), body: try row.text("body"))
            )
        }
        guard let (known, answer) = found, known == request.description, answer.status > 0 else { return .different }
        return .answered(answer)
    }

    public static func settle(_ c: any SQLConnection, token: SystemTokenID, key: String, _ answer: Answer) throws {
        try c.execute(
            """
            UPDATE api_request_key SET status = \(answer.status), location = \(answer.location), tag = \(answer.tag), body = \(answer.body)
            WHERE token = \(token) AND request_key = \(key)
            """)
    }

    /// Forgets keys used before an instant.
    @discardableResult
    public static func sweep(_ c: any SQLConnection, usedBefore instant: Instant) throws -> Int {
        try c.execute("DELETE FROM api_request_key WHERE used_at < \(instant)")
    }

    public static let migrations: [Migration] = [
        Migration("api-0001-request-key") { d in
            [
                """
                CREATE TABLE api_request_key (
                    token \(sql: d.integer) NOT NULL,
                    request_key TEXT NOT NULL,
                    request TEXT NOT NULL,
                    used_at \(sql: d.integer) NOT NULL,
                    status \(sql: d.integer) NOT NULL,
                    location TEXT,
                    tag TEXT,
                    body TEXT NOT NULL,
                    PRIMARY KEY (token, request_key)
                )\(sql: d.strict)
                """,
                "CREATE INDEX api_request_key_by_time ON api_request_key (used_at)",
            ]
        }
    ]
}
