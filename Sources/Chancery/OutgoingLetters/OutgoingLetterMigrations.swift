internal import Store

/// Tables of the letters that the office writes.
///
/// What was written is only ever added to: versions, attachments, addressees, decisions, signatures. The row of the letter says where it
/// stands; once a version is final, the engine itself refuses to change what was signed (I4).
enum OutgoingLetterMigrations {
    static let all: [Migration] = [letters, approval, signing, signedCopies]

    private static let letters = Migration("chancery-0061-outgoing-letter") { d in
        [
            """
            CREATE TABLE outgoing_letter (
                id \(sql: d.identity),
                kind TEXT NOT NULL,
                state TEXT NOT NULL,
                state_words TEXT,
                approval_level \(sql: d.integer),
                approval_levels \(sql: d.integer),
                round \(sql: d.integer) NOT NULL,
                revision \(sql: d.integer) NOT NULL,
                case_id \(sql: d.integer),
                case_sign TEXT,
                reply_to TEXT NOT NULL,
                sign TEXT UNIQUE,
                sign_number \(sql: d.integer),
                title TEXT NOT NULL,
                letter_date TEXT,
                addressee_label TEXT NOT NULL,
                unit_id \(sql: d.integer) NOT NULL,
                unit_name TEXT NOT NULL,
                author_id \(sql: d.integer) NOT NULL,
                author_name TEXT NOT NULL,
                current_version \(sql: d.integer) NOT NULL,
                addressee_list \(sql: d.integer) NOT NULL,
                waiting_for TEXT,
                waiting_since \(sql: d.integer) NOT NULL,
                signer TEXT,
                final_version \(sql: d.integer),
                unsent \(sql: d.integer) NOT NULL CHECK (unsent >= 0),
                created_at \(sql: d.integer) NOT NULL,
                changed_at \(sql: d.integer) NOT NULL,
                changed_by TEXT NOT NULL,
                CHECK ((case_id IS NULL) = (case_sign IS NULL)),
                CHECK (final_version IS NULL OR final_version = current_version),
                CHECK (final_version IS NOT NULL OR state NOT IN ('podpisane', 'wyslane', 'doreczone', 'niedoreczone')),
                CHECK (final_version IS NULL OR state IN ('podpisane', 'wyslane', 'doreczone', 'niedoreczone', 'wycofane'))
            )\(sql: d.strict)
            """,
            "CREATE INDEX outgoing_letter_case ON outgoing_letter (case_id, id) WHERE case_id IS NOT NULL",
            "CREATE INDEX outgoing_letter_author ON outgoing_letter (author_id, waiting_since, id) WHERE state IN ('projekt', 'zwrocone')",
            "CREATE INDEX outgoing_letter_waiting ON outgoing_letter (state, waiting_for, waiting_since, id) WHERE waiting_for IS NOT NULL",
            "CREATE INDEX outgoing_letter_state ON outgoing_letter (state, waiting_since, id)",
            "CREATE INDEX outgoing_letter_unsent ON outgoing_letter (waiting_since, id) WHERE unsent > 0",
            "CREATE INDEX outgoing_letter_reply ON outgoing_letter (reply_to, id)",
            """
            CREATE TABLE outgoing_addressee (
                letter_id \(sql: d.integer) NOT NULL REFERENCES outgoing_letter (id),
                list \(sql: d.integer) NOT NULL,
                position \(sql: d.integer) NOT NULL,
                label TEXT NOT NULL,
                content TEXT NOT NULL,
                PRIMARY KEY (letter_id, list, position)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE outgoing_version (
                letter_id \(sql: d.integer) NOT NULL REFERENCES outgoing_letter (id),
                version \(sql: d.integer) NOT NULL CHECK (version > 0),
                at \(sql: d.integer) NOT NULL,
                by_id TEXT NOT NULL,
                by_name TEXT NOT NULL,
                by_post TEXT NOT NULL,
                origin TEXT NOT NULL,
                metadata TEXT NOT NULL,
                body TEXT NOT NULL,
                addressee_list \(sql: d.integer) NOT NULL,
                PRIMARY KEY (letter_id, version)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE outgoing_attachment (
                letter_id \(sql: d.integer) NOT NULL,
                version \(sql: d.integer) NOT NULL,
                position \(sql: d.integer) NOT NULL,
                name TEXT NOT NULL,
                media_type TEXT NOT NULL,
                size \(sql: d.integer) NOT NULL,
                hash TEXT NOT NULL REFERENCES blob (hash),
                PRIMARY KEY (letter_id, version, position),
                FOREIGN KEY (letter_id, version) REFERENCES outgoing_version (letter_id, version)
            )\(sql: d.strict)
            """,
            "CREATE INDEX outgoing_attachment_hash ON outgoing_attachment (hash)",
            """
            CREATE TABLE outgoing_autosave (
                letter_id \(sql: d.integer) NOT NULL REFERENCES outgoing_letter (id),
                officer_id \(sql: d.integer) NOT NULL,
                base_version \(sql: d.integer) NOT NULL,
                title TEXT NOT NULL,
                body TEXT NOT NULL,
                at \(sql: d.integer) NOT NULL,
                PRIMARY KEY (letter_id, officer_id)
            )\(sql: d.strict)
            """,
        ] + d.appendOnly("outgoing_addressee") + d.appendOnly("outgoing_version") + d.appendOnly("outgoing_attachment")
            + SchemaGuard.refuse(d, "outgoing_letter_stays", .delete, on: "outgoing_letter", saying: "a letter is never deleted")
            + SchemaGuard.refuse(
                d, "outgoing_letter_sign_stays", .update, on: "outgoing_letter", when: "OLD.sign IS NOT NULL AND (NEW.sign IS NULL OR NEW.sign <> OLD.sign)",
                saying: "the sign of a letter is permanent")
            + SchemaGuard.refuse(
                d, "outgoing_letter_final_stays", .update, on: "outgoing_letter",
                when: """
                    OLD.final_version IS NOT NULL AND (NEW.final_version IS NULL OR NEW.final_version <> OLD.final_version
                    OR NEW.title <> OLD.title OR COALESCE(NEW.letter_date, '') <> COALESCE(OLD.letter_date, '')
                    OR COALESCE(NEW.sign, '') <> COALESCE(OLD.sign, '') OR NEW.addressee_list <> OLD.addressee_list
                    OR COALESCE(NEW.case_id, 0) <> COALESCE(OLD.case_id, 0) OR NEW.kind <> OLD.kind)
                    """, saying: "the signed version is immutable")
    }

    private static let approval = Migration("chancery-0061-outgoing-approval") { d in
        [
            """
            CREATE TABLE outgoing_path (
                letter_id \(sql: d.integer) NOT NULL REFERENCES outgoing_letter (id),
                round \(sql: d.integer) NOT NULL,
                level \(sql: d.integer) NOT NULL CHECK (level > 0),
                approver TEXT NOT NULL,
                PRIMARY KEY (letter_id, round, level)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE outgoing_decision (
                letter_id \(sql: d.integer) NOT NULL,
                round \(sql: d.integer) NOT NULL,
                level \(sql: d.integer) NOT NULL,
                version \(sql: d.integer) NOT NULL,
                decision TEXT NOT NULL,
                words TEXT NOT NULL,
                at \(sql: d.integer) NOT NULL,
                by_id TEXT NOT NULL,
                by_name TEXT NOT NULL,
                by_post TEXT NOT NULL,
                PRIMARY KEY (letter_id, round, level),
                FOREIGN KEY (letter_id, round, level) REFERENCES outgoing_path (letter_id, round, level),
                FOREIGN KEY (letter_id, version) REFERENCES outgoing_version (letter_id, version)
            )\(sql: d.strict)
            """,
        ] + d.appendOnly("outgoing_path") + d.appendOnly("outgoing_decision")
    }

    private static let signing = Migration("chancery-0061-outgoing-signing") { d in
        [
            """
            CREATE TABLE outgoing_rendering (
                letter_id \(sql: d.integer) NOT NULL,
                version \(sql: d.integer) NOT NULL,
                hash TEXT NOT NULL REFERENCES blob (hash),
                name TEXT NOT NULL,
                media_type TEXT NOT NULL,
                size \(sql: d.integer) NOT NULL,
                at \(sql: d.integer) NOT NULL,
                PRIMARY KEY (letter_id, version, hash),
                FOREIGN KEY (letter_id, version) REFERENCES outgoing_version (letter_id, version)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE outgoing_final (
                letter_id \(sql: d.integer) NOT NULL PRIMARY KEY,
                version \(sql: d.integer) NOT NULL,
                basis TEXT NOT NULL CHECK (basis IN ('podpis', 'akceptacja')),
                document_hash TEXT,
                at \(sql: d.integer) NOT NULL,
                by_name TEXT NOT NULL,
                CHECK (basis = 'akceptacja' OR document_hash IS NOT NULL),
                FOREIGN KEY (letter_id, version) REFERENCES outgoing_version (letter_id, version),
                FOREIGN KEY (letter_id, version, document_hash) REFERENCES outgoing_rendering (letter_id, version, hash)
            )\(sql: d.strict)
            """,
            "CREATE INDEX outgoing_final_document ON outgoing_final (document_hash)",
            """
            CREATE TABLE outgoing_signature (
                letter_id \(sql: d.integer) NOT NULL PRIMARY KEY REFERENCES outgoing_final (letter_id),
                format TEXT NOT NULL,
                document_hash TEXT NOT NULL,
                signed_hash TEXT REFERENCES blob (hash),
                signed_name TEXT,
                signed_media_type TEXT,
                signer_id \(sql: d.integer) NOT NULL,
                signer_name TEXT NOT NULL,
                signer_post TEXT NOT NULL,
                certificate TEXT NOT NULL,
                signed_at \(sql: d.integer) NOT NULL,
                recorded_at \(sql: d.integer) NOT NULL,
                CHECK ((format = 'papier') = (signed_hash IS NULL))
            )\(sql: d.strict)
            """,
            "CREATE INDEX outgoing_signature_hash ON outgoing_signature (signed_hash)",
            """
            CREATE TABLE outgoing_scan (
                letter_id \(sql: d.integer) NOT NULL REFERENCES outgoing_final (letter_id),
                position \(sql: d.integer) NOT NULL,
                hash TEXT NOT NULL REFERENCES blob (hash),
                name TEXT NOT NULL,
                media_type TEXT NOT NULL,
                size \(sql: d.integer) NOT NULL,
                at \(sql: d.integer) NOT NULL,
                by_name TEXT NOT NULL,
                PRIMARY KEY (letter_id, position)
            )\(sql: d.strict)
            """,
        ] + d.appendOnly("outgoing_rendering") + d.appendOnly("outgoing_final") + d.appendOnly("outgoing_signature") + d.appendOnly("outgoing_scan")
    }

    /// One consent may sign a letter in two forms: the document that travels as XML, and the one that people read as PDF.
    private static let signedCopies = Migration("chancery-0061-outgoing-signed-copy") { d in
        [
            """
            CREATE TABLE outgoing_signed_copy (
                letter_id \(sql: d.integer) NOT NULL REFERENCES outgoing_signature (letter_id),
                format TEXT NOT NULL CHECK (format IN ('xades', 'pades')),
                document_hash TEXT NOT NULL,
                hash TEXT NOT NULL REFERENCES blob (hash),
                name TEXT NOT NULL,
                media_type TEXT NOT NULL,
                size \(sql: d.integer) NOT NULL,
                at \(sql: d.integer) NOT NULL,
                by_name TEXT NOT NULL,
                PRIMARY KEY (letter_id, format)
            )\(sql: d.strict)
            """,
            "CREATE INDEX outgoing_signed_copy_hash ON outgoing_signed_copy (hash)",
        ] + d.appendOnly("outgoing_signed_copy")
    }
}
