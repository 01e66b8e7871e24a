public import Store

/// The tables of the ePUAP-compatible platform, in the shared database.
public enum ExchangeMigrations {
    public static let platform: [Migration] = [
        directory, traffic, receiptsByDocument, PlatformDirectory.permissionMigration, trafficByOwner,
    ]

    static let directory = Migration("exchange-0001-directory") { d in
        [
            """
            CREATE TABLE podmiot (
                id TEXT PRIMARY KEY,
                kind TEXT NOT NULL CHECK (kind IN ('PP', 'P', 'F')),
                name TEXT NOT NULL,
                given_names TEXT NOT NULL,
                pesel TEXT NOT NULL,
                nip TEXT NOT NULL,
                regon TEXT NOT NULL,
                street TEXT NOT NULL,
                post_code TEXT NOT NULL,
                town TEXT NOT NULL,
                consent \(sql: d.integer) NOT NULL CHECK (consent IN (0, 1))
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE registered_system (
                id \(sql: d.identity),
                name TEXT NOT NULL,
                certificate_sha256 TEXT NOT NULL UNIQUE,
                certificate \(sql: d.bytes) NOT NULL,
                allows_sha1 \(sql: d.integer) NOT NULL CHECK (allows_sha1 IN (0, 1)),
                requires_timestamp \(sql: d.integer) NOT NULL CHECK (requires_timestamp IN (0, 1)),
                created_at \(sql: d.integer) NOT NULL,
                disabled_at \(sql: d.integer)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE system_podmiot (
                system_id \(sql: d.integer) NOT NULL REFERENCES registered_system (id),
                podmiot_id TEXT NOT NULL REFERENCES podmiot (id),
                PRIMARY KEY (system_id, podmiot_id)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE box (
                address TEXT PRIMARY KEY,
                podmiot_id TEXT NOT NULL REFERENCES podmiot (id),
                name TEXT NOT NULL,
                signature_required \(sql: d.integer) NOT NULL CHECK (signature_required IN (0, 1)),
                maximum_size \(sql: d.integer) NOT NULL CHECK (maximum_size > 0),
                accepted_templates TEXT NOT NULL,
                listed \(sql: d.integer) NOT NULL CHECK (listed IN (0, 1))
            )\(sql: d.strict)
            """,
            "CREATE INDEX box_podmiot ON box (podmiot_id)",
        ]
    }

    static let receiptsByDocument = Migration("exchange-0004-receipts-by-document") { _ in
        [
            "CREATE INDEX box_document_hash ON box_document (hash)",
            "CREATE INDEX submission_receipt_document ON submission_receipt (document_id) WHERE document_id IS NOT NULL",
        ]
    }

    /// For the page on which an office reads what the platform did for it.
    static let trafficByOwner = Migration("exchange-0005-traffic-by-owner") { _ in
        [
            "CREATE INDEX message_log_podmiot ON message_log (podmiot_id, id)",
            "CREATE INDEX message_log_refused ON message_log (podmiot_id, id) WHERE result > 1",
            "CREATE INDEX box_document_box ON box_document (box, id)",
        ]
    }

    static let traffic = Migration("exchange-0002-traffic") { d in
        [
            """
            CREATE TABLE number_block (
                name TEXT PRIMARY KEY,
                next_free \(sql: d.integer) NOT NULL
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE box_document (
                id \(sql: d.integer) PRIMARY KEY,
                box TEXT NOT NULL REFERENCES box (address),
                submission_key TEXT UNIQUE,
                sender_podmiot TEXT NOT NULL,
                sender_user TEXT NOT NULL,
                sender_system TEXT NOT NULL,
                reply_box TEXT NOT NULL,
                submitted_at \(sql: d.integer) NOT NULL,
                file_name TEXT NOT NULL,
                media_type TEXT NOT NULL,
                hash TEXT NOT NULL,
                sha1 TEXT NOT NULL,
                size \(sql: d.integer) NOT NULL,
                extra \(sql: d.bytes) NOT NULL,
                taken_at \(sql: d.integer)
            )\(sql: d.strict)
            """,
            "CREATE INDEX box_document_waiting ON box_document (box, id) WHERE taken_at IS NULL",
            """
            CREATE TABLE submission_receipt (
                id \(sql: d.integer) PRIMARY KEY,
                document_key TEXT NOT NULL UNIQUE,
                document_id \(sql: d.integer),
                hash TEXT NOT NULL,
                issued_at \(sql: d.integer) NOT NULL
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE delivery (
                id \(sql: d.integer) PRIMARY KEY,
                document_id \(sql: d.integer) NOT NULL UNIQUE,
                sender_podmiot TEXT NOT NULL,
                recipient_box TEXT NOT NULL REFERENCES box (address),
                reply_box TEXT NOT NULL,
                foreign_document_id TEXT NOT NULL,
                case_sign TEXT NOT NULL,
                file_name TEXT NOT NULL,
                media_type TEXT NOT NULL,
                hash TEXT NOT NULL,
                size \(sql: d.integer) NOT NULL,
                unsigned_receipt TEXT NOT NULL,
                signed_receipt TEXT,
                state TEXT NOT NULL,
                noticed_at \(sql: d.integer) NOT NULL,
                deadline \(sql: d.integer) NOT NULL,
                next_check_at \(sql: d.integer),
                closed_at \(sql: d.integer)
            )\(sql: d.strict)
            """,
            "CREATE INDEX delivery_due ON delivery (next_check_at) WHERE next_check_at IS NOT NULL",
            "CREATE INDEX delivery_sender ON delivery (sender_podmiot, id)",
            """
            CREATE TABLE repository_file (
                id \(sql: d.integer) PRIMARY KEY,
                podmiot_id TEXT NOT NULL,
                name TEXT NOT NULL,
                media_type TEXT NOT NULL,
                encoding TEXT NOT NULL,
                hash TEXT NOT NULL,
                size \(sql: d.integer) NOT NULL,
                stored_at \(sql: d.integer) NOT NULL
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE shelf_document (
                id \(sql: d.integer) PRIMARY KEY,
                podmiot_id TEXT NOT NULL,
                shelf TEXT NOT NULL,
                folder TEXT NOT NULL,
                name TEXT NOT NULL,
                details TEXT NOT NULL,
                hash TEXT NOT NULL,
                size \(sql: d.integer) NOT NULL,
                created_at \(sql: d.integer) NOT NULL,
                removed_at \(sql: d.integer)
            )\(sql: d.strict)
            """,
            "CREATE INDEX shelf_document_place ON shelf_document (podmiot_id, shelf, id)",
            """
            CREATE TABLE message_log (
                id \(sql: d.identity),
                at \(sql: d.integer) NOT NULL,
                service TEXT NOT NULL,
                operation TEXT NOT NULL,
                system_id \(sql: d.integer),
                podmiot_id TEXT NOT NULL,
                result \(sql: d.integer) NOT NULL,
                message_sha256 TEXT NOT NULL,
                size \(sql: d.integer) NOT NULL
            )\(sql: d.strict)
            """,
        ]
    }
}
