internal import Foundation
internal import Kernel
public import Store

extension OutgoingLetters {
    public static func find(_ c: any SQLConnection, _ id: OutgoingLetterID) throws -> OutgoingLetter? {
        let found = try c.first(
            """
            SELECT kind, state, state_words, approval_level, approval_levels, round, revision, case_id, case_sign, reply_to, sign, letter_date, unit_id,
                unit_name, author_id, author_name, current_version, waiting_for, signer, final_version, created_at, changed_at, changed_by
            FROM outgoing_letter WHERE id = \(id)
            """
        ) { row in
            let version = LetterVersion(
                number: Int(try row.int("current_version")), at: try row.instant("changed_at"), by: "", post: "", origin: .written,
                content: LetterContent(metadata: OutgoingMetadata(title: ""), body: ""))
            return OutgoingLetter(
                id: id, kind: try row.symbol("kind"), state: try state(row), revision: try row.int("revision"),
                caseReference: try row.idOrNil("case_id", as: CaseID.self).map { CaseReference(id: $0, sign: try row.textOrNil("case_sign") ?? "") },
                replyTo: try row.text("reply_to"), sign: try row.textOrNil("sign"), letterDate: try row.parsedOrNil("letter_date"),
                unit: try row.id("unit_id"), unitName: try row.text("unit_name"), author: try row.id("author_id"), authorName: try row.text("author_name"),
                version: version, waitingFor: try row.parsedOrNil("waiting_for"), signer: try row.parsedOrNil("signer"), round: Int(try row.int("round")),
                finalVersion: try row.intOrNil("final_version").map { Int($0) }, createdAt: try row.instant("created_at"),
                changedAt: try row.instant("changed_at"), changedBy: try row.text("changed_by"))
        }
        guard var letter = found else { return nil }
        guard let version = try version(c, id, letter.version.number) else {
            throw Problem(.internalFault, "Brakuje treści pisma. Powiadom administratora.", cause: "letter \(id) has no version \(letter.version.number)")
        }
        letter.version = version
        return letter
    }

    /// One version with everything in it.
    public static func version(_ c: any SQLConnection, _ id: OutgoingLetterID, _ number: Int) throws -> LetterVersion? {
        let found = try c.first(
            """
            SELECT at, by_name, by_post, origin, metadata, body, addressee_list FROM outgoing_version WHERE letter_id = \(id) AND version = \(number)
            """
        ) { row in
            let content = LetterContent(metadata: try decoded(try row.text("metadata")), body: try row.text("body"))
            let version = LetterVersion(
                number: number, at: try row.instant("at"), by: try row.text("by_name"), post: try row.text("by_post"), origin: try row.symbol("origin"),
                content: content)
            return (version, Int(try row.int("addressee_list")))
        }
        guard let (stored, list) = found else { return nil }
        var version = stored
        version.content.addressees = try addressees(c, id, list: list)
        version.content.attachments = try c.query(
            """
            SELECT name, media_type, size, hash FROM outgoing_attachment
            WHERE letter_id = \(id) AND version = \(number) ORDER BY position \(sql: c.dialect.ascending)
            """
        ) { row in
            OutgoingAttachment(
                name: try row.text("name"), mediaType: try row.text("media_type"), size: Int(try row.int("size")), hash: try row.parsed("hash"))
        }
        return version
    }

    /// Every version, oldest first.
    public static func versions(_ c: any SQLConnection, _ id: OutgoingLetterID) throws -> [LetterVersion] {
        let numbers = try c.query("SELECT version FROM outgoing_version WHERE letter_id = \(id) ORDER BY version \(sql: c.dialect.ascending)") {
            Int(try $0.int("version"))
        }
        return try numbers.compactMap { try version(c, id, $0) }
    }

    /// Every decision, in the order in which they were made.
    public static func decisions(_ c: any SQLConnection, _ id: OutgoingLetterID) throws -> [ApprovalDecision] {
        try c.query(
            """
            SELECT round, level, version, decision, words, at, by_name, by_post FROM outgoing_decision
            WHERE letter_id = \(id) ORDER BY round \(sql: c.dialect.ascending), level \(sql: c.dialect.ascending)
            """
        ) { row in
            ApprovalDecision(
                round: Int(try row.int("round")), level: Int(try row.int("level")), version: Int(try row.int("version")), kind: try row.symbol("decision"),
                words: try row.text("words"), at: try row.instant("at"), by: try row.text("by_name"), post: try row.text("by_post"))
        }
    }

    /// The path of a round, from the first level.
    public static func path(_ c: any SQLConnection, _ id: OutgoingLetterID, round: Int) throws -> [Approver] {
        try c.query("SELECT approver FROM outgoing_path WHERE letter_id = \(id) AND round = \(round) ORDER BY level \(sql: c.dialect.ascending)") {
            try $0.parsed("approver")
        }
    }

    /// Who answers for the content: authors of versions, approvers and the signer (metadata table B item 1).
    public static func responsible(_ c: any SQLConnection, _ id: OutgoingLetterID) throws -> [ResponsiblePerson] {
        let rows = try c.query(
            """
            SELECT by_name, by_post, 'projekt' AS act, at FROM outgoing_version WHERE letter_id = \(id)
            UNION ALL SELECT by_name, by_post, 'akceptacja' AS act, at FROM outgoing_decision WHERE letter_id = \(id) AND decision <> 'zwrot'
            UNION ALL SELECT signer_name, signer_post, 'podpis' AS act, recorded_at FROM outgoing_signature WHERE letter_id = \(id)
            ORDER BY 4 \(sql: c.dialect.ascending)
            """
        ) { ResponsiblePerson(name: try $0.text("by_name"), post: try $0.text("by_post"), act: try $0.text("act")) }
        var known: Set<ResponsiblePerson> = []
        return rows.filter { known.insert($0).inserted }
    }

    static func addresseeList(_ c: any SQLConnection, _ id: OutgoingLetterID) throws -> Int {
        Int(try c.first("SELECT addressee_list FROM outgoing_letter WHERE id = \(id)") { try $0.int("addressee_list") } ?? 1)
    }

    static func addressees(_ c: any SQLConnection, _ id: OutgoingLetterID, list: Int) throws -> [Addressee] {
        try c.query(
            "SELECT content FROM outgoing_addressee WHERE letter_id = \(id) AND list = \(list) ORDER BY position \(sql: c.dialect.ascending)"
        ) { try decoded(try $0.text("content")) }
    }

    static func insertAddressees(_ c: any SQLConnection, _ id: OutgoingLetterID, list: Int, _ addressees: [Addressee]) throws {
        for (index, addressee) in addressees.enumerated() {
            try c.execute(
                """
                INSERT INTO outgoing_addressee (letter_id, list, position, label, content)
                VALUES (\(id), \(list), \(index + 1), \(addressee.correspondent.label), \(try encoded(addressee)))
                """)
        }
    }

    static func insertVersion(
        _ c: any SQLConnection, _ id: OutgoingLetterID, _ number: Int, list: Int, _ content: LetterContent, origin: LetterVersion.Origin,
        by officer: ActingOfficer, at now: Instant
    ) throws {
        try c.execute(
            """
            INSERT INTO outgoing_version (letter_id, version, at, by_id, by_name, by_post, origin, metadata, body, addressee_list)
            VALUES (\(id), \(number), \(now), \(officer.account), \(officer.signedName), \(officer.post), \(origin.rawValue),
                \(try encoded(content.metadata)), \(content.body), \(list))
            """)
        for (index, file) in content.attachments.enumerated() {
            try c.execute(
                """
                INSERT INTO outgoing_attachment (letter_id, version, position, name, media_type, size, hash)
                VALUES (\(id), \(number), \(index + 1), \(file.name), \(file.mediaType), \(file.size), \(file.hash))
                """)
        }
    }

    static func state(_ row: any SQLRow) throws -> OutgoingState {
        let state = OutgoingState(
            code: try row.text("state"), level: try row.intOrNil("approval_level").map { Int($0) }, of: try row.intOrNil("approval_levels").map { Int($0) },
            words: try row.textOrNil("state_words"))
        guard let state else { throw SQLError.decoding("state") }
        return state
    }

    static func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func decoded<T: Decodable>(_ json: String) throws -> T { try JSONDecoder().decode(T.self, from: Data(json.utf8)) }
}

/// A person who answers for a letter's content, with what he did.
public struct ResponsiblePerson: Sendable, Hashable {
    public var name: String
    public var post: String
    /// `projekt`, `akceptacja` or `podpis`.
    public var act: String
}
