internal import Cryptography
public import Kernel
public import Store

public struct WebhookID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// A domain system's wish to be told of events.
public struct Webhook: Sendable, Hashable {
    public var id: WebhookID
    public var address: String
    public var note: String
    public var events: Set<WebhookEvent>
    public var salt: String
    public var createdAt: Instant
    public var createdBy: String
    public var lastSuccessAt: Instant?
    public var lastFailureAt: Instant?
    public var lastFailure: String
    /// Since the last success.
    public var failures: Int64

    public var isFailing: Bool { failures > 0 }
}

/// Webhooks of one office: the acts that keep them. The events themselves are put in the queue by the engine, at the journal.
public enum Webhooks {
    public static let most = 50
    /// Payload: the number of an entry of the journal.
    public static let eventKind = "webhook.event"
    /// Payload: number of the webhook, number of the entry (0 for a message of trial), separated by a space.
    public static let deliveryKind = "webhook.deliver"

    /// - Returns: the webhook; `WebhookSecrets` tells its secret, which is shown this once.
    public static func add(
        _ c: any SQLConnection, address: WebhookAddress, note: String, events: Set<WebhookEvent>, by performer: Performer, at now: Instant
    ) throws -> Webhook {
        var problems: [Problem] = []
        if events.isEmpty { problems.append(Problem(.invalidInput, "Zaznacz, o czym powiadamiać", field: "zdarzenia")) }
        if note.count > 200 { problems.append(Problem(.invalidInput, "Skróć opis do 200 znaków", field: "opis")) }
        guard problems.isEmpty else { throw Problems(problems) }
        guard try list(c).count < most else { throw Problem(.conflict, "Urząd ma już \(most) adresów powiadomień. Usuń niepotrzebne.") }
        let salt = Hex.encode(randomBytes(16))
        let ids = try c.query(
            """
            INSERT INTO webhook (address, note, salt, created_at, created_by, failures)
            VALUES (\(address.description), \(note), \(salt), \(now), \(performer.name), 0) RETURNING id
            """
        ) { try $0.id("id", as: WebhookID.self) }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać adresu. Spróbuj ponownie.", cause: "no id") }
        for event in events.sorted(by: { $0.rawValue < $1.rawValue }) {
            try c.execute("INSERT INTO webhook_subscription (webhook_id, event, act) VALUES (\(id), \(event.rawValue), \(event.act))")
        }
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "powiadomienia-nowy-adres", object: object(id),
                after: "\(address); \(events.map(\.rawValue).sorted().joined(separator: " "))"), at: now)
        guard let made = try find(c, id) else { throw Problem(.internalFault, "Nie udało się zapisać adresu. Spróbuj ponownie.", cause: "no row") }
        return made
    }

    /// Ends a webhook; what waits for it is not sent.
    public static func remove(_ c: any SQLConnection, _ id: WebhookID, by performer: Performer, at now: Instant) throws {
        guard let hook = try find(c, id) else { throw Problem(.notFound, "Tego adresu już nie ma. Odśwież listę.") }
        try c.execute("DELETE FROM webhook_subscription WHERE webhook_id = \(id)")
        try c.execute("UPDATE webhook SET removed_at = \(now) WHERE id = \(id)")
        try Journal.append(c, JournalEntry(actor: performer.id, act: "powiadomienia-usunięcie-adresu", object: object(id), before: hook.address), at: now)
    }

    /// Puts a message of trial in the queue.
    public static func test(_ c: any SQLConnection, _ id: WebhookID, by performer: Performer, at now: Instant) throws {
        guard try find(c, id) != nil else { throw Problem(.notFound, "Tego adresu już nie ma. Odśwież listę.") }
        try Jobs.enqueue(c, kind: deliveryKind, payload: "\(id) 0", runAt: now)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "powiadomienia-próba", object: object(id)), at: now)
    }

    /// The webhooks of the office, oldest first.
    public static func list(_ c: any SQLConnection) throws -> [Webhook] {
        try rows(c, "SELECT * FROM webhook WHERE removed_at IS NULL ORDER BY id \(sql: c.dialect.ascending) LIMIT \(most)")
    }

    public static func find(_ c: any SQLConnection, _ id: WebhookID) throws -> Webhook? {
        try rows(c, "SELECT * FROM webhook WHERE id = \(id) AND removed_at IS NULL").first
    }

    /// Those to be told of an act.
    static func listening(_ c: any SQLConnection, to act: String) throws -> [WebhookID] {
        try c.query("SELECT webhook_id FROM webhook_subscription WHERE act = \(act) ORDER BY webhook_id \(sql: c.dialect.ascending)") { try $0.id("webhook_id") }
    }

    static func succeeded(_ c: any SQLConnection, _ id: WebhookID, at now: Instant) throws {
        try c.execute("UPDATE webhook SET last_success_at = \(now), failures = 0 WHERE id = \(id)")
    }

    static func failed(_ c: any SQLConnection, _ id: WebhookID, words: String, at now: Instant) throws {
        try c.execute("UPDATE webhook SET last_failure_at = \(now), last_failure = \(words), failures = failures + 1 WHERE id = \(id)")
    }

    /// The name of a webhook in the journal.
    static func object(_ id: WebhookID) -> String { "powiadomienia:\(id)" }

    private static func rows(_ c: any SQLConnection, _ sql: SQL) throws -> [Webhook] {
        var hooks = try c.query(sql) { row in
            Webhook(
                id: try row.id("id"), address: try row.text("address"), note: try row.text("note"), events: [], salt: try row.text("salt"),
                createdAt: try row.instant("created_at"), createdBy: try row.text("created_by"), lastSuccessAt: try row.instantOrNil("last_success_at"),
                lastFailureAt: try row.instantOrNil("last_failure_at"), lastFailure: try row.textOrNil("last_failure") ?? "",
                failures: try row.int("failures"))
        }
        for i in hooks.indices {
            let events = try c.query("SELECT event FROM webhook_subscription WHERE webhook_id = \(hooks[i].id)") { try $0.text("event") }
            hooks[i].events = Set(events.compactMap(WebhookEvent.init(rawValue:)))
        }
        return hooks
    }

    /// Tables of an office's database. They follow `StoreMigrations.all`, whose journal and queue the trigger joins.
    public static let migrations: [Migration] = [
        Migration("office-0001-webhook") { d in
            [
                """
                CREATE TABLE webhook (
                    id \(sql: d.identity),
                    address TEXT NOT NULL,
                    note TEXT NOT NULL,
                    salt TEXT NOT NULL,
                    created_at \(sql: d.integer) NOT NULL,
                    created_by TEXT NOT NULL,
                    removed_at \(sql: d.integer),
                    last_success_at \(sql: d.integer),
                    last_failure_at \(sql: d.integer),
                    last_failure TEXT,
                    failures \(sql: d.integer) NOT NULL
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE webhook_subscription (
                    webhook_id \(sql: d.integer) NOT NULL REFERENCES webhook (id),
                    event TEXT NOT NULL,
                    act TEXT NOT NULL,
                    PRIMARY KEY (webhook_id, event)
                )\(sql: d.strict)
                """,
                "CREATE INDEX webhook_subscription_by_act ON webhook_subscription (act, webhook_id)",
            ] + outbox(d)
        }
    ]

    /// Whatever writes an entry that somebody listens to puts the job in the queue, in the same transaction: no act can forget it.
    private static func outbox(_ d: Dialect) -> [SQL] {
        switch d {
        case .sqlite:
            [
                """
                CREATE TRIGGER webhook_outbox AFTER INSERT ON journal
                WHEN EXISTS (SELECT 1 FROM webhook_subscription WHERE act = NEW.act)
                BEGIN
                    INSERT INTO job (kind, payload, idempotency_key, state, run_at, attempts, created_at)
                    VALUES ('webhook.event', CAST(NEW.seq AS TEXT), 'webhook.event:' || NEW.seq, 'ready', NEW.at, 0, NEW.at);
                END
                """
            ]
        case .postgres:
            [
                """
                CREATE FUNCTION webhook_outbox() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN
                    IF EXISTS (SELECT 1 FROM webhook_subscription WHERE act = NEW.act) THEN
                        INSERT INTO job (kind, payload, idempotency_key, state, run_at, attempts, created_at)
                        VALUES (''webhook.event'', CAST(NEW.seq AS TEXT), ''webhook.event:'' || NEW.seq, ''ready'', NEW.at, 0, NEW.at);
                    END IF;
                    RETURN NULL;
                END'
                """,
                "CREATE TRIGGER webhook_outbox AFTER INSERT ON journal FOR EACH ROW EXECUTE FUNCTION webhook_outbox()",
            ]
        }
    }
}
