internal import Foundation
internal import Kernel
internal import Law
public import Store

extension IncomingRegister {
    public static func find(_ c: any SQLConnection, _ number: RegisterNumber) throws -> IncomingLetter? {
        try letter(c, where: "year = \(number.year) AND number = \(number.number)")
    }

    /// The number of an arrival that was registered before.
    public static func number(_ c: any SQLConnection, arrivalKey: String) throws -> RegisterNumber? {
        try c.first("SELECT year, number FROM incoming_letter WHERE arrival_key = \(arrivalKey)") { row in
            RegisterNumber(year: Int(try row.int("year")), number: try row.int("number"))
        }
    }

    private static func letter(_ c: any SQLConnection, where condition: SQL) throws -> IncomingLetter? {
        let found = try c.first(
            """
            SELECT id, year, number, channel, arrival_day, arrived_at, registered_at, registered_by_id, registered_by, metadata, attention,
                cancelled_at, cancelled_by, cancel_reason
            FROM incoming_letter WHERE \(sql: condition)
            """
        ) { row in
            IncomingLetter(
                id: try row.int("id"),
                number: RegisterNumber(year: Int(try row.int("year")), number: try row.int("number")),
                metadata: try LetterMetadata(json: try row.text("metadata")),
                channel: try row.symbol("channel"),
                arrivalDay: try row.parsed("arrival_day"),
                arrivedAt: try row.instantOrNil("arrived_at"),
                registeredAt: try row.instant("registered_at"),
                registeredBy: Performer(id: try row.text("registered_by_id"), name: try row.text("registered_by")),
                attention: attention(try row.text("attention")),
                cancellation: try row.instantOrNil("cancelled_at").map { at in
                    Cancellation(at: at, by: try row.textOrNil("cancelled_by") ?? "", reason: try row.textOrNil("cancel_reason") ?? "")
                },
                files: [], signatureChecks: [], corrections: []
            )
        }
        guard var letter = found else { return nil }
        letter.files = try c.query(
            "SELECT position, role, name, media_type, size, hash, note FROM letter_file WHERE letter_id = \(letter.id) ORDER BY position \(sql: c.dialect.ascending)"
        ) { try file($0) }
        letter.signatureChecks = try c.query(
            "SELECT position, checked_at, verdict, report FROM signature_check WHERE letter_id = \(letter.id) ORDER BY position \(sql: c.dialect.ascending), checked_at \(sql: c.dialect.ascending)"
        ) { row in
            SignatureCheck(
                filePosition: Int(try row.int("position")), checkedAt: try row.instant("checked_at"), verdict: try row.text("verdict"),
                report: try row.text("report"))
        }
        letter.corrections = try c.query(
            """
            SELECT at, by_name, field, value_before, value_after, reason FROM letter_correction
            WHERE letter_id = \(letter.id) ORDER BY position \(sql: c.dialect.ascending)
            """
        ) { row in
            Correction(
                at: try row.instant("at"), by: try row.text("by_name"), field: try row.symbol("field"), before: try row.text("value_before"),
                after: try row.text("value_after"), reason: try row.text("reason"))
        }
        return letter
    }

    static func file(_ row: any SQLRow) throws -> LetterFile {
        LetterFile(
            position: Int(try row.int("position")), role: try row.symbol("role"), name: try row.text("name"), mediaType: try row.text("media_type"),
            size: Int(try row.int("size")), hash: try row.parsedOrNil("hash"), note: try row.text("note"))
    }

    static func attention(_ text: String) -> [Attention] { text.split(separator: " ").compactMap { Attention(rawValue: String($0)) } }

    /// Letters that may be the same as the one being registered: same sender with the same sign, or with the same date and title.
    public static func duplicates(_ c: any SQLConnection, of metadata: LetterMetadata) throws -> [RegisterRow] {
        let row = ListColumns(metadata)
        guard metadata.senders.first.map({ $0.designation != .unknown }) ?? false else { return [] }
        return try rows(
            c,
            where: """
                sender_key = \(row.senderKey) AND cancelled_at IS NULL AND (
                    (foreign_sign_folded = \(row.foreignSignFolded) AND foreign_sign_folded <> '')
                    OR (letter_date = \(metadata.letterDate) AND title_sort = \(row.titleSort)))
                """,
            order: "id \(sql: c.dialect.descending)", limit: 5)
    }
}
