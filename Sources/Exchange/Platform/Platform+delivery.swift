internal import Cryptography
internal import Kernel
internal import Law
internal import Signatures
internal import Store
internal import XML

extension Platform {
    /// Orders a delivery: the receipt (UPD) to be signed and a notice go to the addressee's box, the document waits.
    ///
    /// - Returns: the number of the document and of the order; both 0 for a trial.
    public func deliver(_ o: DeliveryOrder, by caller: Caller) async throws -> (document: Int64, order: Int64) {
        try caller.require(o.podmiot)
        let now = time.now
        let (box, owner) = try await box(o.box)
        let (replyBox, _) = try await self.box(o.replyBox)
        guard replyBox.podmiot == o.podmiot else {
            throw Problem(.podmiotNotAllowed, "Skrytka odpowiedzi \(o.replyBox) nie należy do podmiotu „\(o.podmiot)”.")
        }
        var strict = box
        // A document delivered against a receipt must carry a signature whatever the box asks for (epuap.md § 4.3).
        strict.signatureRequired = true
        try checkContent(o.content, box: strict, at: now)
        guard o.deadline > now else { throw Problem(.invalidInput, "Termin doręczenia już minął. Podaj termin w przyszłości.") }
        if o.isTrial { return (0, 0) }

        let sender = try await podmiot(o.podmiot)
        let document = try await identifiers.take(), order = try await identifiers.take()
        let unsigned = DeliveryReceipt(
            identifier: Platform.receiptIdentifier(order), issuer: sender.receiptParty, addressee: owner.receiptParty, receivedAt: now,
            createdAt: now, caseIdentifier: o.caseSign, documentIdentifier: o.documentIdentifier
        ).write()
        let notice = try await placeable(unsigned)
        let staged = try await blobs.stage(o.content)
        let hash = ContentHash(of: o.content)
        let rule = CollectionRule.inForce(settings.collectionRules, on: PolishTime.day(of: now))
        let next = DeliveryWorkflow.due(.waiting, noticedAt: now, deadline: o.deadline, rule: rule, now: now).next
        let performer = caller.performer
        let blobs = self.blobs

        try await database.write { c in
            _ = try blobs.record(c, staged, mediaType: o.mediaType, at: now)
            _ = try blobs.record(c, notice.staged, mediaType: "text/xml", at: now)
            try c.execute(
                """
                INSERT INTO delivery (id, document_id, sender_podmiot, recipient_box, reply_box, foreign_document_id, case_sign, file_name,
                    media_type, hash, size, unsigned_receipt, state, noticed_at, deadline, next_check_at)
                VALUES (\(order), \(document), \(o.podmiot), \(o.box.description), \(o.replyBox.description), \(o.documentIdentifier),
                    \(o.caseSign), \(o.fileName), \(o.mediaType), \(hash), \(o.content.count), \(notice.hash), \(DeliveryState.waiting.rawValue),
                    \(now), \(o.deadline), \(next))
                """)
            try Self.place(
                c, id: notice.id, in: o.box.description, from: o.podmiot, replyBox: o.replyBox.description, name: "UPD-do-podpisu-\(order).xml",
                mediaType: "text/xml", hash: notice.hash, sha1: notice.sha1, size: notice.size, extra: Self.noticeData(order: order, again: false),
                at: now)
            try Journal.append(
                c, JournalEntry(actor: performer.id, act: "zlecenie-doręczenia", object: "zlecenie:\(order)", after: "\(o.box) \(hash)"), at: now)
        }
        return (document, order)
    }

    /// Takes a signed receipt (UPD): releases the document into the addressee's box and sends the receipt back to the sender.
    public func collect(podmiot: String, signedReceipt: [UInt8], isTrial: Bool, by caller: Caller) async throws {
        try caller.require(podmiot)
        let now = time.now
        let tree = try parse(signedReceipt)
        guard let receipt = try? DeliveryReceipt.read(tree), let order = Platform.order(receipt.identifier) else {
            throw Problem(.receiptMismatch, "To nie jest poświadczenie UPD tej platformy. Podpisz plik UPD pobrany ze skrytki.")
        }
        typealias Waiting = (
            unsigned: ContentHash, box: String, reply: String, isCollected: Bool, hash: ContentHash, size: Int, name: String, media: String,
            document: Int64, sender: String, owner: Podmiot
        )
        let found = try await database.read { c -> Waiting? in
            try c.first("SELECT * FROM delivery WHERE id = \(order)") { row -> Waiting? in
                guard let address = BoxAddress(try row.text("recipient_box")), let owner = try PlatformDirectory.podmiot(c, address.podmiot) else {
                    return nil
                }
                return (
                    try row.parsed("unsigned_receipt"), address.description, try row.text("reply_box"),
                    try row.textOrNil("signed_receipt") != nil,
                    try row.parsed("hash"), Int(try row.int("size")), try row.text("file_name"), try row.text("media_type"),
                    try row.int("document_id"), try row.text("sender_podmiot"), owner
                )
            } ?? nil
        }
        guard let waiting = found else { throw Problem(.unknownDocument, "Nie ma doręczenia o numerze \(order).") }
        guard waiting.owner.id == podmiot else {
            throw Problem(.podmiotNotAllowed, "Doręczenie \(order) jest dla innego podmiotu.")
        }
        guard !waiting.isCollected else { return }
        let unsigned = try await blobs.bytes(database, waiting.unsigned)
        try checkSigned(tree, signedReceipt, unsigned: unsigned, signer: waiting.owner, caller: caller, at: now)
        if isTrial { return }

        let stagedReceipt = try await placeable(signedReceipt)
        let released = try await identifiers.take()
        let content = try await blobs.bytes(database, waiting.hash)
        let sha1 = Hex.encode(DigestAlgorithm.sha1.hash(content))
        let performer = caller.performer
        let blobs = self.blobs
        // What the law deemed delivered stays delivered on that day; who comes late still gets the document.
        let deemed = DeliveryState.deemedDelivered.rawValue
        try await database.write { c in
            let changed = try c.execute(
                """
                UPDATE delivery SET signed_receipt = \(stagedReceipt.hash), next_check_at = NULL,
                    state = CASE WHEN state = \(deemed) THEN state ELSE \(DeliveryState.collected.rawValue) END,
                    closed_at = CASE WHEN state = \(deemed) THEN closed_at ELSE \(now) END
                WHERE id = \(order) AND signed_receipt IS NULL
                """)
            guard changed == 1 else { return }
            _ = try blobs.record(c, stagedReceipt.staged, mediaType: "text/xml", at: now)
            try Self.place(
                c, id: released, in: waiting.box, from: waiting.sender, replyBox: waiting.reply, name: waiting.name, mediaType: waiting.media,
                hash: waiting.hash, sha1: sha1, size: waiting.size, extra: Self.documentData(waiting.document), at: now)
            try Self.place(
                c, id: stagedReceipt.id, in: waiting.reply, from: podmiot, replyBox: waiting.box, name: "UPD.xml", mediaType: "text/xml",
                hash: stagedReceipt.hash, sha1: stagedReceipt.sha1, size: stagedReceipt.size, extra: Self.documentData(waiting.document), at: now)
            try Journal.append(
                c, JournalEntry(actor: performer.id, act: "odbiór-doręczenia", object: "zlecenie:\(order)", after: "\(stagedReceipt.hash)"), at: now)
        }
    }

    /// Moves deliveries whose time has come: second notices, deemed delivery, lapse. Returns how many it moved.
    public func advanceDeliveries(limit: Int = 200) async throws -> Int {
        let now = time.now
        typealias Due = (
            id: Int64, state: DeliveryState, noticedAt: Instant, deadline: Instant, unsigned: ContentHash, box: String, reply: String, sender: String
        )
        let due = try await database.read { c in
            try c.query(
                "SELECT * FROM delivery WHERE next_check_at IS NOT NULL AND next_check_at <= \(now) ORDER BY next_check_at \(sql: c.dialect.ascending) LIMIT \(limit)"
            ) { row -> Due in
                (
                    try row.int("id"), try row.symbol("state"), try row.instant("noticed_at"), try row.instant("deadline"),
                    try row.parsed("unsigned_receipt"), try row.text("recipient_box"), try row.text("reply_box"), try row.text("sender_podmiot")
                )
            }
        }
        for d in due {
            let rule = CollectionRule.inForce(settings.collectionRules, on: PolishTime.day(of: d.noticedAt))
            let (step, next) = DeliveryWorkflow.due(d.state, noticedAt: d.noticedAt, deadline: d.deadline, rule: rule, now: now)
            let noticeID = try await identifiers.take()
            let unsigned = try await blobs.bytes(database, d.unsigned)
            let sha1 = Hex.encode(DigestAlgorithm.sha1.hash(unsigned))
            try await database.write { c in
                let state: DeliveryState
                switch step {
                case .placeSecondNotice: state = .noticedAgain
                case .close(let closed): state = closed
                case nil: state = d.state
                }
                let changed = try c.execute(
                    """
                    UPDATE delivery SET state = \(state.rawValue), next_check_at = \(next), closed_at = \(state.isOpen ? nil : now)
                    WHERE id = \(d.id) AND state = \(d.state.rawValue)
                    """)
                guard changed == 1, state != d.state else { return }
                if state == .noticedAgain {
                    try Self.place(
                        c, id: noticeID, in: d.box, from: d.sender, replyBox: d.reply, name: "UPD-do-podpisu-\(d.id).xml", mediaType: "text/xml",
                        hash: d.unsigned, sha1: sha1, size: unsigned.count, extra: Self.noticeData(order: d.id, again: true), at: now)
                }
                try Journal.append(
                    c,
                    JournalEntry(
                        actor: "system:terminy", act: "doręczenie:\(state.rawValue)", object: "zlecenie:\(d.id)", before: d.state.rawValue,
                        after: state.rawValue, reason: rule?.source), at: now)
            }
        }
        return due.count
    }

    public func delivery(_ id: Int64) async throws -> Delivery? {
        try await database.read { c in
            try c.first("SELECT * FROM delivery WHERE id = \(id)") { row in
                Delivery(
                    id: try row.int("id"), document: try row.int("document_id"), state: try row.symbol("state"),
                    recipientBox: try row.text("recipient_box"), caseSign: try row.text("case_sign"), noticedAt: try row.instant("noticed_at"),
                    deadline: try row.instant("deadline"), closedAt: try row.instantOrNil("closed_at"))
            }
        }
    }

    /// The content must be what the platform made, and the signature the addressee's.
    private func checkSigned(
        _ tree: XMLTree, _ signed: [UInt8], unsigned: [UInt8], signer: Podmiot, caller: Caller, at now: Instant
    ) throws {
        let signatures = tree.root.children.filter { $0.is("Signature", "http://www.w3.org/2000/09/xmldsig#") }
        let bare = try tree.canonical(.inclusive, hiding: signatures)
        guard try bare == XMLTree(parsing: unsigned).canonical(.inclusive) else {
            throw Problem(.receiptMismatch, "Treść UPD zmieniono. Podpisz plik UPD dokładnie taki, jaki leży w skrytce.")
        }
        let report = try verifier.verify(signed, at: now)
        guard report.verdict != .unsigned else { throw Problem(.unsignedDocument, "UPD nie jest podpisane. Podpisz je i wyślij jeszcze raz.") }
        let isSigner = report.signatures.contains { s in
            guard s.valid, s.coversWholeDocument else { return false }
            if let hash = s.signer.certificateSHA256, hash == caller.system.certificateHash.description { return true }
            return report.verdict == .valid && (signer.pesel.isEmpty || s.signer.role?.pesel == nil || s.signer.role?.pesel == signer.pesel)
        }
        guard isSigner else {
            throw Problem(.receiptMismatch, "Podpis pod UPD jest nieważny albo nie należy do adresata. Podpisz UPD jako adresat.")
        }
    }

    static func receiptIdentifier(_ order: Int64) -> String { "ePUAP-UPD\(order)" }

    static func order(_ identifier: String) -> Int64? {
        identifier.hasPrefix("ePUAP-UPD") ? Int64(identifier.dropFirst("ePUAP-UPD".count)) : nil
    }

    static func documentData(_ id: Int64) -> [UInt8] {
        Array("<DaneDodatkowe><IdentyfikatorDokumentu>\(id)</IdentyfikatorDokumentu></DaneDodatkowe>".utf8)
    }

    private static func noticeData(order: Int64, again: Bool) -> [UInt8] {
        Array(
            "<DaneDodatkowe><Zawiadomienie powtorne=\"\(again)\">Czeka na odbiór pismo. Podpisz UPD, aby je odebrać.</Zawiadomienie><IdentyfikatorZlecenia>\(order)</IdentyfikatorZlecenia></DaneDodatkowe>"
                .utf8)
    }

    struct Placeable: Sendable {
        var id: Int64
        var staged: StagedBlob
        var hash: ContentHash
        var sha1: String
        var size: Int
    }

    func placeable(_ bytes: [UInt8]) async throws -> Placeable {
        Placeable(
            id: try await identifiers.take(), staged: try await blobs.stage(bytes), hash: ContentHash(of: bytes),
            sha1: Hex.encode(DigestAlgorithm.sha1.hash(bytes)), size: bytes.count)
    }
}
