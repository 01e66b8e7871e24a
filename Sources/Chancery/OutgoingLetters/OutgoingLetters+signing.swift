public import Kernel
internal import Law
public import Store

extension OutgoingLetters {
    /// Records the file made from the approved version: what the signer sees and signs. The blob is recorded by the caller.
    public static func attachDocument(
        _ c: any SQLConnection, _ id: OutgoingLetterID, revision: Int64, _ document: LetterDocument, by performer: Performer, at now: Instant
    ) throws {
        let letter = try current(c, id, revision: revision)
        guard letter.state == .approved else {
            throw Problem(.conflict, "Dokument do podpisu tworzy się z pisma zaakceptowanego. Pismo ma teraz stan: \(letter.state.polishName).")
        }
        let known = try c.first(
            "SELECT 1 AS known FROM outgoing_rendering WHERE letter_id = \(id) AND version = \(letter.version.number) AND hash = \(document.hash)"
        ) { try $0.int("known") }
        guard known == nil else { return }
        try c.execute(
            """
            INSERT INTO outgoing_rendering (letter_id, version, hash, name, media_type, size, at)
            VALUES (\(id), \(letter.version.number), \(document.hash), \(document.name), \(document.mediaType), \(document.size), \(now))
            """)
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "pismo-dokument", object: id.object, after: "wersja \(letter.version.number); sha256 \(document.hash)"), at: now)
    }

    /// The newest document of the current version.
    public static func document(_ c: any SQLConnection, _ id: OutgoingLetterID) throws -> LetterDocument? {
        try c.first(
            """
            SELECT r.hash, r.name, r.media_type, r.size FROM outgoing_rendering r JOIN outgoing_letter l ON l.id = r.letter_id AND l.current_version = r.version
            WHERE r.letter_id = \(id) ORDER BY r.at \(sql: c.dialect.descending), r.hash \(sql: c.dialect.ascending) LIMIT 1
            """
        ) { try document($0) }
    }

    /// What the signer is asked for; `nil` while the document has not been made.
    ///
    /// - Throws: `Problem` `.conflict` for a letter that is not approved.
    public static func signingRequest(_ c: any SQLConnection, _ id: OutgoingLetterID) throws -> SigningRequest? {
        guard let letter = try find(c, id) else { throw missing(id) }
        guard letter.state == .approved, letter.kind == .outgoing else {
            throw Problem(.conflict, "Podpisać można tylko pismo zaakceptowane. Pismo ma teraz stan: \(letter.state.polishName).")
        }
        return try document(c, id).map {
            SigningRequest(
                letter: id, revision: letter.revision, version: letter.version.number, document: $0, title: letter.version.content.metadata.title,
                sign: letter.sign, signer: letter.signer)
        }
    }

    /// Records the signature and makes the version final: from here on nothing of it can change (I4).
    ///
    /// - Throws: `Problem` where the signature is not over a document of the approved version, or the officer was not asked to sign.
    @discardableResult
    public static func sign(
        _ c: any SQLConnection, _ id: OutgoingLetterID, revision: Int64, _ signed: SignedContent, by signer: ApprovingOfficer, at now: Instant
    ) throws -> Int64 {
        let letter = try current(c, id, revision: revision)
        var workflow = OutgoingWorkflow(letter.state, kind: letter.kind)
        _ = try workflow.take(.sign)
        guard signer.mayActFor(letter.signer ?? .officer(letter.author)) else {
            throw Problem(.forbidden, "To pismo ma podpisać kto inny. Zwróć je albo poproś o zmianę podpisującego.")
        }
        guard (signed.format == .paper) == (signed.signedFile == nil) else {
            throw Problem(.invalidInput, "Podpis elektroniczny wymaga podpisanego pliku, a podpis własnoręczny go nie ma.", field: "plik")
        }
        guard signed.signedAt.milliseconds <= now.milliseconds + 5 * 60_000 else {
            throw Problem(.invalidInput, "Data podpisu nie może być późniejsza niż dziś", field: "data-podpisu")
        }
        let known = try c.first(
            "SELECT 1 AS known FROM outgoing_rendering WHERE letter_id = \(id) AND version = \(letter.version.number) AND hash = \(signed.documentHash)"
        ) { try $0.int("known") }
        guard known != nil else {
            throw Problem(
                .conflict, "Podpisano inny dokument niż zaakceptowana wersja pisma. Otwórz pismo ponownie i podpisz jeszcze raz.",
                cause: "signed hash \(signed.documentHash) is no rendering of version \(letter.version.number)")
        }
        let officer = signer.officer
        try c.execute(
            """
            INSERT INTO outgoing_final (letter_id, version, basis, document_hash, at, by_name)
            VALUES (\(id), \(letter.version.number), 'podpis', \(signed.documentHash), \(now), \(officer.signedName))
            """)
        try c.execute(
            """
            INSERT INTO outgoing_signature (letter_id, format, document_hash, signed_hash, signed_name, signed_media_type, signer_id, signer_name,
                signer_post, certificate, signed_at, recorded_at)
            VALUES (\(id), \(signed.format.rawValue), \(signed.documentHash), \(signed.signedFile?.hash), \(signed.signedFile?.name),
                \(signed.signedFile?.mediaType), \(officer.officer), \(officer.signedName), \(officer.post), \(signed.certificateSummary), \(signed.signedAt), \(now))
            """)
        let unsent = letter.version.content.addressees.count
        try advance(c, letter, to: workflow.state, set: ", final_version = \(letter.version.number), unsent = \(unsent)", by: officer, at: now)
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "pismo-podpis", object: id.object,
                after: "wersja \(letter.version.number); \(signed.format.rawValue); sha256 \(signed.signedFile?.hash ?? signed.documentHash)"), at: now)
        try enter(c, letter, "Podpisano pismo (\(signed.format.polishName))", key: "podpis:\(id)", by: officer, at: now)
        return revision + 1
    }

    /// A scan of the letter signed by hand, now or later; those before it stay.
    public static func attachScan(
        _ c: any SQLConnection, _ id: OutgoingLetterID, _ scan: LetterDocument, by officer: ActingOfficer, at now: Instant
    ) throws {
        let format = try c.first("SELECT format FROM outgoing_signature WHERE letter_id = \(id)") { try $0.symbol("format", as: SignatureFormat.self) }
        guard format == .paper else { throw Problem(.conflict, "Odwzorowanie dołącza się do pisma podpisanego własnoręcznie.") }
        guard try !scans(c, id).contains(where: { $0.document.hash == scan.hash }) else { throw Problem(.conflict, "Ten sam skan jest już przy piśmie.") }
        try c.execute(
            """
            INSERT INTO outgoing_scan (letter_id, position, hash, name, media_type, size, at, by_name)
            SELECT \(id), COALESCE(MAX(position), 0) + 1, \(scan.hash), \(scan.name), \(scan.mediaType), \(scan.size), \(now), \(officer.signedName)
            FROM outgoing_scan WHERE letter_id = \(id)
            """)
        try Journal.append(c, JournalEntry(actor: officer.account, act: "pismo-odwzorowanie", object: id.object, after: "sha256 \(scan.hash)"), at: now)
    }

    /// In the order in which they were added.
    public static func scans(_ c: any SQLConnection, _ id: OutgoingLetterID) throws -> [KeptScan] {
        try c.query("SELECT hash, name, media_type, size, at, by_name FROM outgoing_scan WHERE letter_id = \(id) ORDER BY position \(sql: c.dialect.ascending)") {
            KeptScan(document: try document($0), at: try $0.instant("at"), by: try $0.text("by_name"))
        }
    }

    public static func signature(_ c: any SQLConnection, _ id: OutgoingLetterID) throws -> LetterSignature? {
        try c.first(
            """
            SELECT s.format, s.document_hash, s.signed_hash, s.signed_name, s.signed_media_type, b.size, s.signer_name, s.signer_post, s.certificate, s.signed_at,
                s.recorded_at
            FROM outgoing_signature s LEFT JOIN blob b ON b.hash = s.signed_hash WHERE s.letter_id = \(id)
            """
        ) { row in
            let file = try row.parsedOrNil("signed_hash", as: ContentHash.self).map {
                LetterDocument(
                    hash: $0, name: try row.textOrNil("signed_name") ?? "", mediaType: try row.textOrNil("signed_media_type") ?? "",
                    size: Int(try row.intOrNil("size") ?? 0))
            }
            return LetterSignature(
                content: SignedContent(
                    documentHash: try row.parsed("document_hash"), format: try row.symbol("format"), signedFile: file,
                    certificateSummary: try row.text("certificate"), signedAt: try row.instant("signed_at")),
                signer: try row.text("signer_name"), post: try row.text("signer_post"), recordedAt: try row.instant("recorded_at"))
        }
    }

    private static func document(_ row: any SQLRow) throws -> LetterDocument {
        LetterDocument(
            hash: try row.parsed("hash"), name: try row.text("name"), mediaType: try row.text("media_type"), size: Int(try row.int("size")))
    }
}
