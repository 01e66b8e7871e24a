internal import Store

/// The register keeps itself, whoever writes (I1, I7; R1.6, R1.10): numbers, days and names of registration stay, files and corrections are
/// only added, nothing is deleted.
enum RegisterGuards {
    static let register = Migration("chancery-0114-register-guards") { d in
        SchemaGuard.refuse(
            d, "incoming_letter_stays", .update, on: "incoming_letter",
            columns: [
                "id", "year", "number", "arrival_key", "channel", "arrival_day", "arrived_at", "registered_at", "registered_day", "registered_by_id", "registered_by",
            ], saying: "a registered letter keeps its number and its day of arrival")
            + SchemaGuard.refuse(d, "incoming_letter_kept", .delete, on: "incoming_letter", saying: "a number of the register is never deleted")
            + SchemaGuard.refuse(
                d, "incoming_letter_cancelled_once", .update, on: "incoming_letter", columns: ["cancelled_at", "cancelled_by", "cancel_reason"],
                when: "OLD.cancelled_at IS NOT NULL", saying: "a cancelled number stays cancelled")
            + d.appendOnly("letter_file") + d.appendOnly("signature_check") + d.appendOnly("letter_correction")
    }

    /// Handing over to the state archive and destruction need a module that is not here; until then the schema knows no way to them (I9, I10).
    static let archive = Migration("chancery-0115-no-destruction") { d in
        SchemaGuard.refuse(
            d, "case_file_not_destroyed", .update, on: "case_file", columns: ["state"],
            when: "NEW.state IN ('wybrakowana', 'przekazana-do-ap') AND NEW.state <> OLD.state",
            saying: "no case is destroyed or handed over without the archive module")
    }
}
