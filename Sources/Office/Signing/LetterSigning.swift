public import Chancery
public import Kernel
public import Store
internal import Typesetting

/// Signing letters with one consent: their documents are made, signed as XML and as PDF, and recorded.
public struct LetterSigning: Sendable {
    let rendering: LetterRendering

    public init(_ rendering: LetterRendering) { self.rendering = rendering }

    /// A letter with everything that its signature needs, ready to be written.
    public struct Signed: Sendable {
        public var letter: LetterAt
        var title: String
        var caseID: CaseID?
        var access: Access
        var forms: [(document: LetterDocument, staged: StagedBlob)]
        var content: SignedContent
        var copies: [SignedCopy]
        var files: [(StagedBlob, String)]
        /// What people read: the signed PDF, or the printed one.
        var readable: LetterDocument
        var date: PartialDate?
    }

    /// Makes and signs the documents of each letter; nothing is recorded yet.
    ///
    /// - Returns: what is ready, and what was refused with its reason; a letter that fails does not hold the others back.
    public func sign(
        _ letters: [LetterAt], with key: any OpenSigner, by signer: ApprovingOfficer, at now: Instant
    ) async throws -> (ready: [Signed], refused: [BulkResult]) {
        var ready: [Signed] = [], refused: [BulkResult] = []
        for at in letters {
            do {
                ready.append(try await signed(try await checked(at, by: signer), key, by: signer.officer, at: now))
            } catch let problem as Problem {
                // Without the typesetter none of the rest can be made either.
                if problem.code == .unavailable, ready.isEmpty { throw problem }
                refused.append(BulkResult(letter: at.id, problem: problem))
            }
        }
        return (ready, refused)
    }

    /// The printed version signed by hand; no key takes part.
    public func byHand(_ at: LetterAt, signedAt: Instant, by signer: ApprovingOfficer) async throws -> Signed {
        let letter = try await checked(at, by: signer)
        let sheet = rendering.sheet(letter, signatory: LetterSignatory(signer.officer), manner: .byHand)
        let pdf = try await rendering.pdf(sheet, at: letter.changedAt)
        let form = try await staged(pdf, LetterRendering.name(letter, "pdf"), "application/pdf")
        return Signed(
            letter: at, title: letter.version.content.metadata.title, caseID: letter.caseReference?.id, access: letter.version.content.metadata.access,
            forms: [form], content: SignedContent(documentHash: form.document.hash, format: .paper, signedFile: nil, certificateSummary: "", signedAt: signedAt),
            copies: [], files: [], readable: form.document, date: letter.letterDate)
    }

    /// Records signatures in the caller's transaction, and puts each letter into its case file.
    public func record(_ c: any SQLConnection, _ signed: [Signed], by signer: ApprovingOfficer, at now: Instant) throws -> [BulkResult] {
        try signed.map { s in
            do {
                try c.savepoint { try record(c, s, by: signer, at: now) }
                return BulkResult(letter: s.letter.id, problem: nil)
            } catch let problem as Problem {
                return BulkResult(letter: s.letter.id, problem: problem)
            } catch let problems as Problems {
                return BulkResult(letter: s.letter.id, problem: problems.all.first ?? Problem(.invalidInput, "Popraw pismo."))
            }
        }
    }

    private func record(_ c: any SQLConnection, _ s: Signed, by signer: ApprovingOfficer, at now: Instant) throws {
        let blobs = rendering.office.blobs, officer = signer.officer
        for form in s.forms {
            _ = try blobs.record(c, form.staged, mediaType: form.document.mediaType, at: now)
            try OutgoingLetters.attachDocument(c, s.letter.id, revision: s.letter.revision, form.document, by: officer.performer, at: now)
        }
        for (staged, mediaType) in s.files { _ = try blobs.record(c, staged, mediaType: mediaType, at: now) }
        try OutgoingLetters.sign(c, s.letter.id, revision: s.letter.revision, s.content, by: signer, at: now)
        for copy in s.copies { try OutgoingLetters.addSignedCopy(c, s.letter.id, copy, by: officer, at: now) }
        guard let file = s.caseID else { return }
        let element = CaseElementContent(
            .outgoingLetter, title: s.title, reference: s.letter.id.identifier, date: s.date, access: s.access, hash: s.readable.hash,
            fileName: s.readable.name, mediaType: s.readable.mediaType, size: s.readable.size)
        // The metryka has "Podpisano pismo" from the signature itself.
        try Cases.add(c, element, to: file, wording: .none, by: officer, at: now)
    }

    private func checked(_ at: LetterAt, by signer: ApprovingOfficer) async throws -> OutgoingLetter {
        let found = try await rendering.office.database.read { try OutgoingLetters.find($0, at.id) }
        guard let letter = found else { throw Problem(.notFound, "Nie ma pisma \(at.id.identifier).") }
        guard letter.revision == at.revision, letter.state == .approved, letter.kind == .outgoing else {
            throw Problem(.conflict, "W tym czasie pismo zmienił(a) \(letter.changedBy). Teraz ma stan: \(letter.state.polishName). Otwórz je ponownie.")
        }
        guard signer.mayActFor(letter.signer ?? .officer(letter.author)) else {
            throw Problem(.forbidden, "To pismo ma podpisać kto inny. Zwróć je albo poproś o zmianę podpisującego.")
        }
        return letter
    }

    private func signed(_ letter: OutgoingLetter, _ key: any OpenSigner, by officer: ActingOfficer, at now: Instant) async throws -> Signed {
        let made = try await rendering.forms(letter, signatory: LetterSignatory(officer))
        let pdf = try await staged(made.pdf, LetterRendering.name(letter, "pdf"), "application/pdf")
        let xml = try await staged(made.xml, LetterRendering.name(letter, "xml"), "text/xml")
        let signedXML = try await staged(try await key.sign(DocumentToSign(.xml, made.xml), at: now), LetterRendering.name(letter, "podpisane.xml"), "text/xml")
        let signedPDF = try await staged(
            try await key.sign(DocumentToSign(.pdf, made.pdf), at: now), LetterRendering.name(letter, "podpisane.pdf"), "application/pdf")
        let metadata = letter.version.content.metadata
        return Signed(
            letter: LetterAt(letter.id, revision: letter.revision), title: metadata.title, caseID: letter.caseReference?.id, access: metadata.access,
            forms: [pdf, xml],
            content: SignedContent(
                documentHash: xml.document.hash, format: .xades, signedFile: signedXML.document, certificateSummary: key.certificateSummary, signedAt: now),
            copies: [SignedCopy(format: .pades, documentHash: pdf.document.hash, file: signedPDF.document)],
            files: [(signedXML.staged, "text/xml"), (signedPDF.staged, "application/pdf")], readable: signedPDF.document, date: letter.letterDate)
    }

    private func staged(_ bytes: [UInt8], _ name: String, _ mediaType: String) async throws -> (document: LetterDocument, staged: StagedBlob) {
        let staged = try await rendering.office.blobs.stage(bytes)
        return (LetterDocument(hash: staged.hash, name: name, mediaType: mediaType, size: bytes.count), staged)
    }
}
