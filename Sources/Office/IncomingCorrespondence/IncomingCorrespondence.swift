public import Chancery
public import Exchange
internal import Kernel
internal import Law
internal import Signatures
internal import Store
internal import XML

/// A fetched document on its way into the office: verified, stored, numbered; or, when it is a receipt, put to its place.
public struct IncomingCorrespondence: Sendable {
    public enum Outcome: Sendable, Equatable {
        case registered(RegisterNumber)
        case known(RegisterNumber)
        /// A receipt (UPP, UPD) for something the office sent; receipts are not letters and get no number.
        case receipt(String)
    }

    /// The receipt (UPP) that the sender of a fetched document was given, where it can be had.
    public typealias ReceiptSource = @Sendable (FetchedDocument) async throws -> [UInt8]?

    let office: OfficeHouse
    let receiptOf: ReceiptSource?
    /// Fetches large attachments that lie in the platform's repository; `nil` where there is none.
    let fetchFile: (@Sendable (String) async throws -> (name: String, mediaType: String, content: [UInt8]))?

    public init(
        office: OfficeHouse, receiptOf: ReceiptSource? = nil, fetchFile: (@Sendable (String) async throws -> (name: String, mediaType: String, content: [UInt8]))? = nil
    ) {
        self.office = office
        self.receiptOf = receiptOf
        self.fetchFile = fetchFile
    }

    /// Durable when it returns; taking the same document twice gives the number it has.
    public func take(_ fetched: FetchedDocument) async throws -> Outcome {
        let now = office.time.now
        let key = fetched.arrivalKey
        if let known = try await office.database.read({ try IncomingRegister.number($0, arrivalKey: key) }) { return .known(known) }

        var attention: [Attention] = fetched.isTest ? [.test] : []
        let report = try? office.verifier.verify(fetched.content, at: now)
        let document = try? CorrespondenceDocument.read(fetched.content)
        switch document {
        case .submissionReceipt(let r):
            return try await keep(
                fetched, .submission, identifier: r.identifier, document: r.documentIdentifier, caseSign: "", party: r.addressee.name, report, at: now)
        case .deliveryReceipt(let r) where report.map({ $0.verdict != .unsigned }) ?? false:
            return try await keep(
                fetched, .delivery, identifier: r.identifier, document: r.documentIdentifier, caseSign: r.caseIdentifier, party: r.addressee.name, report,
                at: now)
        default: break
        }

        switch report?.verdict {
        case .invalid: attention.append(.signatureInvalid)
        case .indeterminate: attention.append(.signatureUntrusted)
        case .unsigned: attention.append(.unsigned)
        case .valid: break
        case nil: attention.append(.unknownDocument)
        }
        if case .other(let other)? = document, !other.isTemplate { attention.append(.unknownDocument) }
        if document == nil, !attention.contains(.unknownDocument) { attention.append(.unknownDocument) }

        var files: [LetterFile] = []
        var staged: [(StagedBlob, String)] = []
        let main = try await office.blobs.stage(fetched.content)
        staged.append((main, "text/xml"))
        files.append(LetterFile(role: .document, name: fetched.fileName, mediaType: "text/xml", size: fetched.content.count, hash: main.hash))
        for attachment in document?.attachments ?? [] {
            let (file, blob) = try await keepAttachment(attachment)
            if file.hash == nil, !attention.contains(.attachmentDefect) { attention.append(.attachmentDefect) }
            files.append(file)
            if let blob { staged.append((blob, file.mediaType)) }
        }
        var metadata = ArrivedFacts.metadata(document, fetched)
        if metadata.senders.first?.designation == .unknown { attention.append(.senderUnknown) }
        metadata.attachmentCount = files.count - 1
        metadata.formats = Array(Set(files.map(\.mediaType))).sorted()
        metadata.deliveryManner = "ePUAP"
        var checks = report.map { [SignatureCheck(filePosition: 1, checkedAt: now, verdict: $0.verdict.rawValue, report: $0.json)] } ?? []
        if let (receipt, blob, check) = try await keepReceipt(of: fetched, at: now) {
            files.append(receipt)
            staged.append((blob, receipt.mediaType))
            if let check {
                checks.append(SignatureCheck(filePosition: files.count, checkedAt: now, verdict: check.verdict.rawValue, report: check.json))
            }
        }

        let arrivedAt = fetched.submittedAt.map { min($0, now) }
        let registration = Registration(
            metadata: metadata, channel: .epuap, arrivalDay: PolishTime.day(of: arrivedAt ?? now), arrivedAt: arrivedAt, attention: attention,
            files: files,
            signatureChecks: checks, arrivalKey: key)
        let blobs = office.blobs
        let stagedAll = staged
        let outcome = try await office.database.write { c in
            for (blob, mediaType) in stagedAll { _ = try blobs.record(c, blob, mediaType: mediaType, at: now) }
            return try LetterIntake.register(c, registration, by: .connector, at: now)
        }
        switch outcome {
        case .registered(let n): return .registered(n)
        case .known(let n): return .known(n)
        }
    }

    private func keep(
        _ fetched: FetchedDocument, _ kind: ReceivedReceipt.Kind, identifier: String, document: String, caseSign: String, party: String,
        _ report: VerificationReport?, at now: Instant
    ) async throws -> Outcome {
        let staged = try await office.blobs.stage(fetched.content)
        let blobs = office.blobs
        let receipt = ReceivedReceipt(
            kind: kind, identifier: identifier, documentIdentifier: document, caseSign: caseSign, party: party,
            verdict: report?.verdict.rawValue ?? "", report: report?.json ?? "", hash: staged.hash, receivedAt: now)
        let key = fetched.arrivalKey
        try await office.database.write { c in
            _ = try blobs.record(c, staged, mediaType: "text/xml", at: now)
            _ = try ConnectorStore.add(c, receipt, arrivalKey: key)
        }
        return .receipt(identifier)
    }

    /// The copy of the sender's receipt that is kept beside the letter. A receipt that cannot be had just now stops nothing: the sender holds the original.
    private func keepReceipt(of fetched: FetchedDocument, at now: Instant) async throws -> (LetterFile, StagedBlob, VerificationReport?)? {
        guard let receiptOf, let bytes = try? await receiptOf(fetched), case .submissionReceipt(let receipt)? = try? CorrespondenceDocument.read(bytes)
        else { return nil }
        let blob = try await office.blobs.stage(bytes)
        let file = LetterFile(
            role: .receipt, name: "UPP.xml", mediaType: "text/xml", size: bytes.count, hash: blob.hash,
            note: "\(receipt.identifier), doręczono \(PolishTime.iso8601(receipt.deliveredAt))")
        return (file, blob, try? office.verifier.verify(bytes, at: now))
    }

    private func keepAttachment(_ a: DocumentAttachment) async throws -> (LetterFile, StagedBlob?) {
        func file(_ bytes: [UInt8], mediaType: String) async throws -> (LetterFile, StagedBlob?) {
            let blob = try await office.blobs.stage(bytes)
            return (LetterFile(role: .attachment, name: a.name, mediaType: mediaType, size: bytes.count, hash: blob.hash, note: a.note), blob)
        }
        func missing(_ why: String) -> (LetterFile, StagedBlob?) {
            (LetterFile(role: .attachment, name: a.name, mediaType: a.mediaType, size: 0, hash: nil, note: why), nil)
        }
        switch a.content {
        case .inline(let bytes): return try await file(bytes, mediaType: a.mediaType)
        case .defective: return missing("Treści załącznika nie da się odczytać.")
        case .uri(let uri):
            guard let fetchFile else { return missing("Plik leży poza dokumentem: \(uri.prefix(300))") }
            do {
                return try await file(try await fetchFile(uri).content, mediaType: a.mediaType)
            } catch let problem as Problem where problem.code == .unavailable {
                // The whole document waits for the next round; nothing was confirmed yet.
                throw problem
            } catch {
                return missing("Nie udało się pobrać pliku: \(uri.prefix(300))")
            }
        }
    }
}

/// What a document says of itself, as metadata of the register (table A).
enum ArrivedFacts {
    static func metadata(_ document: CorrespondenceDocument?, _ fetched: FetchedDocument) -> LetterMetadata {
        var parties: [DocumentParty] = []
        var m = LetterMetadata(senders: [], title: "")
        switch document {
        case .letter(let l):
            parties = l.senders
            m.title = l.title
            m.letterDate = l.date
            m.foreignSign = l.caseSign
            let kind = l.kind == "inne pismo" ? l.otherKind : l.kind
            if !kind.isEmpty { m.kinds = [String(kind.prefix(100))] }
        case .other(let o):
            parties = o.senders
            m.title = o.title
            m.letterDate = o.date
        case .deliveryReceipt: m.title = "Zawiadomienie: pismo do odebrania za UPD"
        case .submissionReceipt, nil: m.title = "Plik „\(fetched.fileName)” – nieznany rodzaj dokumentu"
        }
        if m.title.isEmpty { m.title = "Pismo bez tytułu" }
        m.title = String(m.title.prefix(RegistrationRules.maximumTitle))
        m.foreignSign = String(m.foreignSign.prefix(200))
        if let date = m.letterDate?.earliest, date > PolishTime.day(of: fetched.submittedAt ?? Instant(milliseconds: .max / 2)) {
            m.remarks.append("Data na piśmie jest późniejsza niż data wpływu: \(m.letterDate?.description ?? "").")
            m.letterDate = nil
        }
        m.senders = parties.prefix(20).map { correspondent($0, fetched) }
        if m.senders.isEmpty { m.senders = [account(fetched)] }
        return m
    }

    private static func correspondent(_ p: DocumentParty, _ fetched: FetchedDocument) -> Correspondent {
        let designation: Correspondent.Designation
        var identifiers = CorrespondentIdentifiers(nip: p.nip.isEmpty ? nil : p.nip, replyBox: fetched.replyBox.isEmpty ? nil : fetched.replyBox)
        switch p.who {
        case .person(let surname, let givenNames, let pesel):
            designation = surname.isEmpty ? .unknown : .person(surname: String(surname.prefix(200)), givenNames: String(givenNames.prefix(200)))
            identifiers.pesel = pesel.isEmpty ? nil : pesel
        case .institution(let name, let regon):
            designation = name.isEmpty ? .unknown : .institution(name: String(name.prefix(1_000)))
            identifiers.regon = regon.isEmpty ? nil : regon
        }
        return Correspondent(
            designation,
            address: PostalAddress(
                // A post code that is none would stop the registration of a letter that has arrived; it stays readable in the document.
                postCode: isPostCode(p.postCode) ? p.postCode : "", town: p.town, street: p.street, building: p.building, flat: p.flat,
                country: p.country.isEmpty ? "Polska" : p.country),
            emails: p.emails.filter { $0.contains("@") && $0.split(separator: "@").last?.contains(".") ?? false && !$0.contains(" ") }, identifiers: identifiers
        )
    }

    private static func isPostCode(_ text: String) -> Bool { text.filter(\.isNumber).count == 5 && text.allSatisfy { $0.isNumber || $0 == "-" || $0 == " " } }

    /// The account that sent it, where the document names nobody.
    private static func account(_ f: FetchedDocument) -> Correspondent {
        var identifiers = CorrespondentIdentifiers()
        identifiers.pesel = f.senderPESEL.isEmpty ? nil : f.senderPESEL
        identifiers.nip = f.senderNIP.isEmpty ? nil : f.senderNIP
        identifiers.regon = f.senderREGON.isEmpty ? nil : f.senderREGON
        identifiers.replyBox = f.replyBox.isEmpty ? nil : f.replyBox
        let name = f.senderName.isEmpty ? f.senderPodmiot : f.senderName
        if name.isEmpty { return Correspondent(.unknown, identifiers: identifiers) }
        return Correspondent(
            f.senderIsPerson ? .person(surname: name, givenNames: f.senderGivenNames) : .institution(name: name), identifiers: identifiers)
    }
}
