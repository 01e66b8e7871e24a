public import Store

/// The tables of the connector, in the office's database.
public enum ConnectorMigrations {
    public static let all: [Migration] = [
        Migration("connector-0001-receipts") { d in
            [
                """
                CREATE TABLE received_receipt (
                    id \(sql: d.identity),
                    arrival_key TEXT NOT NULL UNIQUE,
                    kind TEXT NOT NULL,
                    identifier TEXT NOT NULL,
                    document_identifier TEXT NOT NULL,
                    case_sign TEXT NOT NULL,
                    party TEXT NOT NULL,
                    verdict TEXT NOT NULL,
                    report TEXT NOT NULL,
                    hash TEXT NOT NULL,
                    received_at \(sql: d.integer) NOT NULL
                )\(sql: d.strict)
                """,
                "CREATE INDEX received_receipt_document ON received_receipt (document_identifier)",
                """
                CREATE TABLE connector_round (
                    box TEXT PRIMARY KEY,
                    last_success_at \(sql: d.integer),
                    last_failure_at \(sql: d.integer),
                    last_failure TEXT NOT NULL,
                    fetched_total \(sql: d.integer) NOT NULL
                )\(sql: d.strict)
                """,
            ]
        }
    ]
}
