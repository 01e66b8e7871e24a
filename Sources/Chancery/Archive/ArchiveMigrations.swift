internal import Store

/// Tables of the office's archive (archiwum zakładowe): what lies in it, why it is kept as long as it is, who asked for it back, and what
/// is proposed for destruction.
enum ArchiveMigrations {
    static let all: [Migration] = [standing, disposal]

    private static let standing = Migration("chancery-0117-archive") { d in
        [
            // The two lists of the archive: what is to come, and what is there.
            "CREATE INDEX case_file_completed ON case_file (closed_day, id) WHERE state IN ('zakonczona', 'przekazana-wg-wlasciwosci')",
            """
            CREATE TABLE archive_standing (
                case_id \(sql: d.integer) PRIMARY KEY REFERENCES case_file (id),
                taken_at \(sql: d.integer) NOT NULL,
                taken_day TEXT NOT NULL,
                completed_day TEXT NOT NULL,
                category TEXT,
                disposable_from TEXT NOT NULL,
                is_present \(sql: d.integer) NOT NULL CHECK (is_present IN (0, 1)),
                is_held \(sql: d.integer) NOT NULL CHECK (is_held IN (0, 1)),
                is_listed \(sql: d.integer) NOT NULL CHECK (is_listed IN (0, 1))
            )\(sql: d.strict)
            """,
            "CREATE INDEX archive_standing_present ON archive_standing (case_id) WHERE is_present = 1",
            """
            CREATE INDEX archive_standing_due ON archive_standing (disposable_from, case_id)
            WHERE is_present = 1 AND is_held = 0 AND is_listed = 0 AND disposable_from < '9999-12-31'
            """,
            """
            CREATE TABLE archive_category_change (
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                position \(sql: d.integer) NOT NULL,
                category_before TEXT,
                category_after TEXT NOT NULL,
                reason TEXT NOT NULL,
                by_name TEXT NOT NULL,
                at \(sql: d.integer) NOT NULL,
                PRIMARY KEY (case_id, position)
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE archive_hold (
                id \(sql: d.identity),
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                reason TEXT NOT NULL CHECK (reason <> ''),
                placed_at \(sql: d.integer) NOT NULL,
                placed_by TEXT NOT NULL,
                lifted_at \(sql: d.integer),
                lifted_by TEXT NOT NULL DEFAULT '',
                lift_reason TEXT NOT NULL DEFAULT '',
                CHECK ((lifted_at IS NULL) = (lift_reason = ''))
            )\(sql: d.strict)
            """,
            "CREATE INDEX archive_hold_case ON archive_hold (case_id, id)",
            "CREATE INDEX archive_hold_open ON archive_hold (id) WHERE lifted_at IS NULL",
            """
            CREATE TABLE archive_withdrawal (
                id \(sql: d.identity),
                year \(sql: d.integer) NOT NULL,
                number \(sql: d.integer) NOT NULL,
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                reason TEXT NOT NULL CHECK (reason <> ''),
                requested_at \(sql: d.integer) NOT NULL,
                requested_by \(sql: d.integer) NOT NULL,
                requested_by_name TEXT NOT NULL,
                decided_at \(sql: d.integer),
                decided_by TEXT NOT NULL DEFAULT '',
                is_granted \(sql: d.integer) CHECK (is_granted IN (0, 1)),
                note TEXT NOT NULL DEFAULT '',
                UNIQUE (year, number),
                CHECK ((decided_at IS NULL) = (is_granted IS NULL))
            )\(sql: d.strict)
            """,
            "CREATE UNIQUE INDEX archive_withdrawal_waiting ON archive_withdrawal (case_id) WHERE decided_at IS NULL",
        ] + d.appendOnly("archive_category_change")
            + SchemaGuard.refuse(d, "archive_hold_kept", .delete, on: "archive_hold", saying: "a hold is lifted, never deleted")
            + SchemaGuard.refuse(
                d, "archive_hold_stays", .update, on: "archive_hold", columns: ["id", "case_id", "reason", "placed_at", "placed_by"],
                saying: "a hold is lifted, never rewritten")
            + SchemaGuard.refuse(
                d, "archive_hold_lifted_once", .update, on: "archive_hold", columns: ["lifted_at", "lifted_by", "lift_reason"], when: "OLD.lifted_at IS NOT NULL",
                saying: "a hold is lifted once")
            + SchemaGuard.refuse(d, "archive_withdrawal_kept", .delete, on: "archive_withdrawal", saying: "a request is never deleted")
            + SchemaGuard.refuse(
                d, "archive_withdrawal_decided_once", .update, on: "archive_withdrawal", columns: ["decided_at", "decided_by", "is_granted", "note"],
                when: "OLD.decided_at IS NOT NULL", saying: "a request is decided once")
    }

    private static let disposal = Migration("chancery-0118-disposal-lists") { d in
        [
            """
            CREATE TABLE disposal_list (
                id \(sql: d.identity),
                year \(sql: d.integer) NOT NULL,
                number \(sql: d.integer) NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('opiniowanie', 'zgoda', 'wycofany')),
                created_at \(sql: d.integer) NOT NULL,
                created_by TEXT NOT NULL,
                consent_number TEXT NOT NULL DEFAULT '',
                consent_day TEXT,
                expertise TEXT NOT NULL DEFAULT '',
                closed_at \(sql: d.integer),
                closed_by TEXT NOT NULL DEFAULT '',
                reason TEXT NOT NULL DEFAULT '',
                UNIQUE (year, number),
                CHECK ((state = 'zgoda') = (consent_number <> '')),
                CHECK ((consent_number = '') = (consent_day IS NULL))
            )\(sql: d.strict)
            """,
            """
            CREATE TABLE disposal_item (
                list_id \(sql: d.integer) NOT NULL REFERENCES disposal_list (id),
                position \(sql: d.integer) NOT NULL,
                case_id \(sql: d.integer) NOT NULL REFERENCES case_file (id),
                unit_id \(sql: d.integer) NOT NULL,
                category TEXT NOT NULL,
                removed_at \(sql: d.integer),
                removed_by TEXT NOT NULL DEFAULT '',
                remove_reason TEXT NOT NULL DEFAULT '',
                PRIMARY KEY (list_id, position),
                CHECK ((removed_at IS NULL) = (remove_reason = ''))
            )\(sql: d.strict)
            """,
            // A case stands on one list at a time.
            "CREATE UNIQUE INDEX disposal_item_once ON disposal_item (case_id) WHERE removed_at IS NULL",
            """
            CREATE TABLE disposal_opinion (
                list_id \(sql: d.integer) NOT NULL REFERENCES disposal_list (id),
                unit_id \(sql: d.integer) NOT NULL,
                agrees \(sql: d.integer) NOT NULL CHECK (agrees IN (0, 1)),
                words TEXT NOT NULL,
                by_name TEXT NOT NULL,
                at \(sql: d.integer) NOT NULL,
                PRIMARY KEY (list_id, unit_id, at)
            )\(sql: d.strict)
            """,
        ] + d.appendOnly("disposal_opinion")
            + SchemaGuard.refuse(d, "disposal_list_kept", .delete, on: "disposal_list", saying: "a list of disposal is never deleted")
            + SchemaGuard.refuse(d, "disposal_item_kept", .delete, on: "disposal_item", saying: "an item of a list of disposal is never deleted")
            + SchemaGuard.refuse(
                d, "disposal_list_ended", .update, on: "disposal_list", columns: ["state", "consent_number", "consent_day", "expertise"],
                when: "OLD.state <> 'opiniowanie'", saying: "a list with a consent, or taken back, changes no more")
    }
}
