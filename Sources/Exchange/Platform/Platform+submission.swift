internal import Cryptography
internal import Kernel
internal import Law
internal import Signatures
internal import Store
internal import XML

extension Platform {
    /// Takes a document for a box and answers with its sealed receipt (UPP), both on disk before this returns.
    ///
    /// The same document for the same box from the same podmiot is the same submission: it stands once in the queue, and
    /// asking again gives the receipt that was given first.
    public func submit(_ s: Submission, by caller: Caller) async throws -> SubmissionAnswer {
        try caller.require(s.podmiot)
        let now = time.now
        let (box, owner) = try await box(s.box)
        try checkContent(s.content, box: box, at: now)
        let sender = try await podmiot(s.podmiot)
        if s.isTrial { return SubmissionAnswer(document: 0, receipt: nil, receiptXML: nil) }

        let hash = ContentHash(of: s.content)
        let key = Platform.submissionKey(podmiot: s.podmiot, box: s.box.description, replyBox: s.replyBox, document: hash)
        if let known = try await receipt(documentKey: key) { return known }

        let document = try await identifiers.take()
        let receipt = try await identifiers.take()
        let upp = try seal.sign(
            SubmissionReceipt(
                identifier: "ePUAP-UPP\(receipt)", addressee: owner.receiptParty, sender: sender.receiptParty, deliveredAt: now, issuedAt: now,
                documentIdentifier: "DOK\(document)", documentSHA256: hash
            ).write(), at: now)
        let stagedDocument = try await blobs.stage(s.content)
        let stagedReceipt = try await blobs.stage(upp)
        let sha1 = Hex.encode(DigestAlgorithm.sha1.hash(s.content))
        let performer = caller.performer
        let system = caller.system
        let blobs = self.blobs

        let isNew = try await database.write { c -> Bool in
            if try Self.receipt(c, documentKey: key) != nil { return false }
            _ = try blobs.record(c, stagedDocument, mediaType: s.mediaType, at: now)
            let receiptHash = try blobs.record(c, stagedReceipt, mediaType: "text/xml", at: now)
            try c.execute(
                """
                INSERT INTO box_document (id, box, submission_key, sender_podmiot, sender_user, sender_system, reply_box, submitted_at, file_name,
                    media_type, hash, sha1, size, extra)
                VALUES (\(document), \(s.box.description), \(key), \(s.podmiot), '', \(system.name), \(s.replyBox), \(now), \(s.fileName),
                    \(s.mediaType), \(hash), \(sha1), \(s.content.count), \(s.extra))
                """)
            try c.execute(
                """
                INSERT INTO submission_receipt (id, document_key, document_id, hash, issued_at)
                VALUES (\(receipt), \(key), \(document), \(receiptHash), \(now))
                """)
            try Journal.append(
                c, JournalEntry(actor: performer.id, act: "nadanie", object: "dokument:\(document)", after: "\(s.box) \(hash)"), at: now)
            return true
        }
        if isNew { return SubmissionAnswer(document: document, receipt: receipt, receiptXML: upp) }
        guard let known = try await self.receipt(documentKey: key) else {
            throw Problem(.internalFault, "Nie udało się odczytać poświadczenia. Spróbuj ponownie.", cause: "receipt vanished")
        }
        return known
    }

    /// Issues a receipt for a document received elsewhere (obslugaUpp, `dajUpp`); the same document gets the same receipt.
    public func issueReceipt(
        podmiot: String, sender: ReceiptParty, fileName: String, content: [UInt8], by caller: Caller
    ) async throws -> SubmissionAnswer {
        try caller.require(podmiot)
        _ = try parse(content)
        let now = time.now
        let addressee = try await self.podmiot(podmiot)
        let hash = ContentHash(of: content)
        let key = Platform.submissionKey(podmiot: "\(sender.identifier)", box: "dajUpp:\(podmiot)", replyBox: "", document: hash)
        if let known = try await receipt(documentKey: key) { return known }
        let document = try await identifiers.take()
        let receipt = try await identifiers.take()
        let upp = try seal.sign(
            SubmissionReceipt(
                identifier: "ePUAP-UPP\(receipt)", addressee: addressee.receiptParty, sender: sender, deliveredAt: now, issuedAt: now,
                documentIdentifier: "DOK\(document)", documentSHA256: hash
            ).write(), at: now)
        let staged = try await blobs.stage(upp)
        let performer = caller.performer
        let blobs = self.blobs
        let isNew = try await database.write { c -> Bool in
            if try Self.receipt(c, documentKey: key) != nil { return false }
            let receiptHash = try blobs.record(c, staged, mediaType: "text/xml", at: now)
            try c.execute(
                """
                INSERT INTO submission_receipt (id, document_key, document_id, hash, issued_at)
                VALUES (\(receipt), \(key), NULL, \(receiptHash), \(now))
                """)
            try Journal.append(
                c, JournalEntry(actor: performer.id, act: "wystawienie-upp", object: "upp:\(receipt)", after: "\(podmiot) \(hash)"), at: now)
            return true
        }
        if isNew { return SubmissionAnswer(document: document, receipt: receipt, receiptXML: upp) }
        guard let known = try await self.receipt(documentKey: key) else {
            throw Problem(.internalFault, "Nie udało się odczytać poświadczenia. Spróbuj ponownie.", cause: "receipt vanished")
        }
        return known
    }

    static func submissionKey(podmiot: String, box: String, replyBox: String, document: ContentHash) -> String {
        [podmiot, box, replyBox, document.description].map { "\($0.utf8.count):\($0)" }.joined()
    }

    private func receipt(documentKey key: String) async throws -> SubmissionAnswer? {
        guard let (document, receipt, hash) = try await database.read({ try Self.receipt($0, documentKey: key) }) else { return nil }
        return SubmissionAnswer(document: document, receipt: receipt, receiptXML: try await blobs.bytes(database, hash))
    }

    private static func receipt(_ c: any SQLConnection, documentKey key: String) throws -> (Int64, Int64, ContentHash)? {
        try c.first("SELECT id, document_id, hash FROM submission_receipt WHERE document_key = \(key)") { row in
            (try row.intOrNil("document_id") ?? 0, try row.int("id"), try row.parsed("hash"))
        }
    }

    func parse(_ content: [UInt8]) throws(Problem) -> XMLTree {
        do {
            return try XMLTree(parsing: content)
        } catch {
            throw Problem(
                .malformedDocument, "Dokument nie jest poprawnym plikiem XML (wiersz \(error.line)). Przez skrytkę przechodzą tylko dokumenty XML.",
                cause: "\(error.code): \(error.message)")
        }
    }

    /// Well-formed, within the box's size, of a template the box takes, signed where the box asks for it (epuap.md § 12.2 rule 9).
    func checkContent(_ content: [UInt8], box: Box, at now: Instant) throws {
        guard content.count <= box.maximumSize else {
            throw Problem(.tooLarge, "Dokument ma \(content.count) bajtów, a skrytka przyjmuje do \(box.maximumSize). Duże załączniki wyślij przez FileRepo.")
        }
        let tree = try parse(content)
        if !box.acceptedTemplates.isEmpty {
            let namespace = tree.root.namespace ?? ""
            guard box.acceptedTemplates.contains(namespace) else {
                throw Problem(.templateNotAccepted, "Skrytka nie przyjmuje dokumentów wzoru „\(namespace)”.")
            }
        }
        guard box.signatureRequired else { return }
        switch try verifier.verify(content, at: now).verdict {
        case .unsigned: throw Problem(.unsignedDocument, "Skrytka wymaga podpisu, a dokument nie jest podpisany.")
        case .invalid: throw Problem(.unsignedDocument, "Podpis dokumentu nie zgadza się z jego treścią. Podpisz dokument jeszcze raz.")
        case .valid, .indeterminate: return
        }
    }
}

extension Podmiot {
    var receiptParty: ReceiptParty { ReceiptParty(name: displayName, identifier: id, identifierKind: "ePUAP-ID") }
}
