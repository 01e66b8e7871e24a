public import Kernel
public import Store

/// A further signed form of a signed letter: the PDF beside the XML that was signed first.
public struct SignedCopy: Sendable, Hashable {
    public var format: SignatureFormat
    /// SHA-256 of the document that was signed.
    public var documentHash: ContentHash
    public var file: LetterDocument

    public init(format: SignatureFormat, documentHash: ContentHash, file: LetterDocument) {
        self.format = format
        self.documentHash = documentHash
        self.file = file
    }
}

extension OutgoingLetters {
    /// Every document made of a version, newest first; of the current version where none is named.
    public static func documents(_ c: any SQLConnection, _ id: OutgoingLetterID, version: Int? = nil) throws -> [LetterDocument] {
        let which: SQL = version.map { "r.version = \($0)" } ?? "r.version = l.current_version"
        return try c.query(
            """
            SELECT r.hash, r.name, r.media_type, r.size FROM outgoing_rendering r JOIN outgoing_letter l ON l.id = r.letter_id
            WHERE r.letter_id = \(id) AND \(sql: which) ORDER BY r.at \(sql: c.dialect.descending), r.hash \(sql: c.dialect.ascending)
            """
        ) { row in
            LetterDocument(
                hash: try row.parsed("hash"), name: try row.text("name"), mediaType: try row.text("media_type"), size: Int(try row.int("size")))
        }
    }

    /// Keeps a further signed form of the version that was signed, made with the same consent.
    ///
    /// - Throws: `Problem` where the letter is not signed, or the form is not of its final version.
    public static func addSignedCopy(_ c: any SQLConnection, _ id: OutgoingLetterID, _ copy: SignedCopy, by officer: ActingOfficer, at now: Instant) throws {
        guard copy.format != .paper else { throw Problem(.invalidInput, "Odwzorowanie podpisu własnoręcznego dołącz jako skan.") }
        let known = try c.first(
            """
            SELECT 1 AS known FROM outgoing_final f JOIN outgoing_rendering r ON r.letter_id = f.letter_id AND r.version = f.version
            WHERE f.letter_id = \(id) AND f.basis = 'podpis' AND r.hash = \(copy.documentHash)
            """
        ) { try $0.int("known") }
        guard known != nil else {
            throw Problem(
                .conflict, "Podpisano inny dokument niż zaakceptowana wersja pisma. Otwórz pismo ponownie i podpisz jeszcze raz.",
                cause: "copy of \(copy.documentHash) is no rendering of the final version")
        }
        try c.execute(
            """
            INSERT INTO outgoing_signed_copy (letter_id, format, document_hash, hash, name, media_type, size, at, by_name)
            VALUES (\(id), \(copy.format.rawValue), \(copy.documentHash), \(copy.file.hash), \(copy.file.name), \(copy.file.mediaType), \(copy.file.size), \(now),
                \(officer.signedName))
            """)
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "pismo-podpis-kopia", object: id.object, after: "\(copy.format.rawValue); sha256 \(copy.file.hash)"), at: now)
    }

    /// The further signed forms, in the order of their formats.
    public static func signedCopies(_ c: any SQLConnection, _ id: OutgoingLetterID) throws -> [SignedCopy] {
        try c.query(
            """
            SELECT format, document_hash, hash, name, media_type, size FROM outgoing_signed_copy WHERE letter_id = \(id)
            ORDER BY format \(sql: c.dialect.ascending)
            """
        ) { row in
            SignedCopy(
                format: try row.symbol("format"), documentHash: try row.parsed("document_hash"),
                file: LetterDocument(
                    hash: try row.parsed("hash"), name: try row.text("name"), mediaType: try row.text("media_type"), size: Int(try row.int("size"))))
        }
    }
}
