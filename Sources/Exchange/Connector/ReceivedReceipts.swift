public import Kernel
public import Store

/// A receipt that came back for something the office sent (UPP or UPD), kept with the result of its verification.
public struct ReceivedReceipt: Sendable, Hashable {
    public enum Kind: String, Sendable { case submission = "UPP", delivery = "UPD" }
    public var kind: Kind
    public var identifier: String
    public var documentIdentifier: String
    public var caseSign: String
    /// The other side: addressee of the document.
    public var party: String
    public var verdict: String
    public var report: String
    public var hash: ContentHash
    public var receivedAt: Instant

    public init(
        kind: Kind, identifier: String, documentIdentifier: String, caseSign: String, party: String, verdict: String, report: String, hash: ContentHash,
        receivedAt: Instant
    ) {
        self.kind = kind
        self.identifier = identifier
        self.documentIdentifier = documentIdentifier
        self.caseSign = caseSign
        self.party = party
        self.verdict = verdict
        self.report = report
        self.hash = hash
        self.receivedAt = receivedAt
    }
}

/// Receipts and rounds of the connector, in the office's database.
public enum ConnectorStore {
    /// - Returns: false when the same arrival is there already.
    public static func add(_ c: any SQLConnection, _ r: ReceivedReceipt, arrivalKey: String) throws -> Bool {
        let added = try c.execute(
            """
            INSERT INTO received_receipt (arrival_key, kind, identifier, document_identifier, case_sign, party, verdict, report, hash, received_at)
            VALUES (\(arrivalKey), \(r.kind.rawValue), \(r.identifier), \(r.documentIdentifier), \(r.caseSign), \(r.party), \(r.verdict), \(r.report),
                \(r.hash), \(r.receivedAt)) ON CONFLICT DO NOTHING
            """)
        guard added == 1 else { return false }
        try Journal.append(
            c,
            JournalEntry(
                actor: Performer.connector.id, act: "odebranie-\(r.kind.rawValue)", object: "poświadczenie:\(r.identifier)", after: r.hash.description),
            at: r.receivedAt)
        return true
    }

    public static func receipts(_ c: any SQLConnection, limit: Int, before: Int64? = nil) throws -> [(id: Int64, receipt: ReceivedReceipt)] {
        try c.query("SELECT * FROM received_receipt WHERE id < \(before ?? Int64.max) ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)") { row in
            (
                try row.int("id"),
                ReceivedReceipt(
                    kind: try row.symbol("kind"), identifier: try row.text("identifier"), documentIdentifier: try row.text("document_identifier"),
                    caseSign: try row.text("case_sign"), party: try row.text("party"), verdict: try row.text("verdict"), report: try row.text("report"),
                    hash: try row.parsed("hash"), receivedAt: try row.instant("received_at"))
            )
        }
    }

    public struct Round: Sendable, Hashable {
        public var box: String
        public var lastSuccessAt: Instant?
        public var lastFailureAt: Instant?
        public var lastFailure: String
        public var fetchedTotal: Int64

        /// The last round failed.
        public var isFailing: Bool { lastFailureAt.map { failure in lastSuccessAt.map { $0 < failure } ?? true } ?? false }
    }

    public static func succeeded(_ c: any SQLConnection, box: String, fetched: Int, at now: Instant) throws {
        try c.execute(
            """
            INSERT INTO connector_round (box, last_success_at, last_failure, fetched_total) VALUES (\(box), \(now), '', \(fetched))
            ON CONFLICT (box) DO UPDATE SET last_success_at = excluded.last_success_at,
                fetched_total = connector_round.fetched_total + excluded.fetched_total
            """)
    }

    /// The journal tells of a failure once: again only when the words change or a success came between.
    public static func failed(_ c: any SQLConnection, box: String, message: String, at now: Instant) throws {
        let known = try rounds(c).first { $0.box == box }
        let isOld = known.map { $0.lastFailure == message && $0.isFailing } ?? false
        if !isOld {
            try Journal.append(
                c, JournalEntry(actor: Performer.connector.id, act: "pobieranie-nieudane", object: "skrytka:\(box)", after: message), at: now)
        }
        try c.execute(
            """
            INSERT INTO connector_round (box, last_failure_at, last_failure, fetched_total) VALUES (\(box), \(now), \(message), 0)
            ON CONFLICT (box) DO UPDATE SET last_failure_at = excluded.last_failure_at, last_failure = excluded.last_failure
            """)
    }

    public static func rounds(_ c: any SQLConnection) throws -> [Round] {
        try c.query("SELECT * FROM connector_round ORDER BY box \(sql: c.dialect.ascending)") { row in
            Round(
                box: try row.text("box"), lastSuccessAt: try row.instantOrNil("last_success_at"), lastFailureAt: try row.instantOrNil("last_failure_at"),
                lastFailure: try row.text("last_failure"), fetchedTotal: try row.int("fetched_total"))
        }
    }
}
