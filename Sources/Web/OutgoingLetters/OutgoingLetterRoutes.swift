internal import Chancery
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import NIOCore
internal import Office
internal import Store

/// Reading the office's own letters: the letter, its versions, its files.
struct OutgoingLetterRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = OutgoingPlace.Pattern
        router.get(P.mine.route) { request, context in try await mine(request, context) }
        router.get(P.letter.route) { request, context in try await show(request, context) }
        router.get(P.versions.route) { request, context in try await versions(request, context) }
        router.get(P.preview.route) { request, context in try await preview(request, context) }
        router.get(P.file.route) { request, context in try await file(request, context) }
    }

    private func mine(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let after = try FormValues(query: request.uri.query)["po"].flatMap { RegisterQuery.Position($0) }
        let officer = worker.acting.inPlaceOf?.officer ?? worker.acting.officer
        let (rows, next) = try await worker.office.database.read { try OutgoingLetters.page($0, .drafts(officer), after: after) }
        let page = MyLettersPage(
            frame: try await desk.frame(context, worker, request, .drafts), rows: rows, nextLink: next.map { OutgoingPlace.mine.link(["po": $0.description]) },
            banner: nil, today: PolishTime.day(of: context.now))
        return Desk.html(page.render())
    }

    /// Reading a letter of the office's own that is not public stands in the journal (R1.19); whoever writes it is not a reader.
    private func note(_ letter: OutgoingLetter, _ worker: OfficerAtWork, _ context: OfficerContext) async throws {
        guard letter.author != worker.acting.officer else { return }
        try await desk.noteReading(
            .outgoing(letter.id), access: letter.version.content.metadata.access, office: worker.office, account: context.account, worker: worker, at: context.now,
            logger: context.logger)
    }

    private struct Reading: Sendable {
        var versions: [LetterVersion]
        var decisions: [ApprovalDecision]
        var path: [String]
        var documents: [LetterDocument]
        var signature: LetterSignature?
        var copies: [SignedCopy]
        var scans: [KeptScan]
        var mayAddScan: Bool
        var sendings: [OutgoingLetterPage.Sending]
        var entries: [OutgoingRegisterRow]
        var signatory: LetterSignatory?
        var mayEdit: Bool
        /// The list of those who read it, for those who may ask.
        var readers: String?
    }

    private func show(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        try await note(letter, worker, context)
        let r = try await worker.office.database.read { c in try reading(c, letter, worker, today: today) }
        let banner =
            values.has("przekazano")
            ? Banner("Przekazano do akceptacji.")
            : values.has("dodano")
                ? Banner("Dodano skan podpisanego pisma.")
                : values.has("podpisano") ? Banner("Podpisano pismo.") : values.has("wyslano") ? Banner("Zlecono wysyłkę.") : nil
        let page = OutgoingLetterPage(
            frame: try await desk.frame(context, worker, request, .drafts), letter: letter,
            versions: r.versions.map { ($0.number, $0.at, $0.by, $0.origin) }, decisions: r.decisions, path: r.path, documents: r.documents,
            signature: r.signature, copies: r.copies, scans: r.scans, sendings: r.sendings, entries: r.entries,
            sheet: LetterSheetView(
                office: worker.office.record, unitName: letter.unitName, sign: letter.sign ?? letter.caseReference?.sign ?? "", date: letter.letterDate?.day,
                content: letter.version.content, signatory: r.signatory, isSigned: r.signature?.content.signedFile != nil,
                pdf: r.copies.first.map { OutgoingPlace.file(letter.id, $0.file.hash).link } ?? OutgoingPlace.preview(letter.id).link),
            mayEdit: r.mayEdit, readers: r.readers, isAsked: letter.waitingFor.map { worker.approving.mayActFor($0) } ?? false,
            maySend: worker.rights.decide(.register).isAllowed, mayAddScan: r.mayAddScan, banner: banner, key: OneTimeKey().description, today: today)
        return Desk.html(page.render())
    }

    private func reading(_ c: any SQLConnection, _ letter: OutgoingLetter, _ worker: OfficerAtWork, today: Day) throws -> Reading {
        let signature = try OutgoingLetters.signature(c, letter.id)
        var path: [String] = []
        if let waiting = letter.waitingFor, let signatory = try LetterSignatory.expected(c, waiting, on: today) {
            path = ["\(signatory.name), \(signatory.post)"]
        }
        return Reading(
            versions: try OutgoingLetters.versions(c, letter.id), decisions: try OutgoingLetters.decisions(c, letter.id), path: path,
            documents: try OutgoingLetters.documents(c, letter.id), signature: signature, copies: try OutgoingLetters.signedCopies(c, letter.id),
            scans: try OutgoingLetters.scans(c, letter.id),
            mayAddScan: try HandSignedCopies.mayAdd(c, letter, acting: worker.acting, rights: worker.rights),
            sendings: try Dispatch.dispatches(c, of: letter.id, limit: 100).map { row in
                OutgoingLetterPage.Sending(
                    row: row, evidence: try Dispatch.evidence(c, of: row.id),
                    job: row.state == .waiting && row.channel.isElectronic ? try Jobs.standing(c, key: Dispatch.jobKey(row.id)) : nil,
                    forecast: try DispatchWords.forecast(c, row, today: today))
            }, entries: try OutgoingRegister.entries(c, of: letter.id, limit: 20),
            signatory: try signature.map { LetterSignatory(name: $0.signer, post: $0.post) } ?? LetterSignatory.expected(c, letter.signer, on: today),
            mayEdit: try worker.mayEdit(c, letter),
            readers: ReadingLog.mayAsk(worker.rights, about: try OutgoingAccess.subjects(c, letter)) ? ReadersPlace.outgoing(letter.id).link : nil)
    }

    private func versions(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let values = try FormValues(query: request.uri.query)
        let all = try await worker.office.database.read { try OutgoingLetters.versions($0, letter.id) }
        let right = values["do"].flatMap { Int($0) } ?? letter.version.number
        let left = values["od"].flatMap { Int($0) } ?? max(1, right - 1)
        guard let a = all.first(where: { $0.number == left }), let b = all.first(where: { $0.number == right }) else {
            throw Problem(.notFound, "Pismo nie ma takiej wersji.")
        }
        let page = VersionsPage(
            frame: try await desk.frame(context, worker, request, .drafts), title: letter.version.content.metadata.title,
            back: OutgoingPlace.letter(letter.id).link, versions: all.map(\.number), left: left, right: right,
            titles: TextDifference.words(a.content.metadata.title, b.content.metadata.title),
            body: ComparisonView(before: "wersja \(left)", after: "wersja \(right)", rows: SideBySide(a.content.body, b.content.body)))
        return Desk.html(page.render())
    }

    /// The pages of the letter as it stands, made for this look; nothing is kept.
    private func preview(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let today = PolishTime.day(of: context.now), officer = worker.acting.officer
        let (signatory, words) = try await worker.office.database.read { c in
            (try LetterSignatory.expected(c, letter.signer, on: today), try OutgoingLetters.keptWords(c, letter.id, of: officer))
        }
        var content = letter.version.content
        if letter.state.isEditable, let words { (content.metadata.title, content.body) = (words.title, words.body) }
        try await note(letter, worker, context)
        let rendering = desk.rendering(worker.office)
        let bytes = try await rendering.pdf(rendering.sheet(letter, content: content, signatory: signatory), at: context.now)
        return Desk.pdf(bytes, name: "podglad-\(letter.identifier).pdf")
    }

    /// A file of the letter by its hash: attachments, documents, signed forms, evidence. No other hash is given out here.
    private func file(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        guard let wanted = context.parameters.get("skrot").flatMap({ ContentHash($0) }) else { throw Problem(.notFound, "Pismo nie ma takiego pliku.") }
        let blobs = worker.office.blobs
        let found = try await worker.office.database.read { c -> LetterDocument? in
            var all =
                try OutgoingLetters.documents(c, letter.id) + OutgoingLetters.signedCopies(c, letter.id).map(\.file) + OutgoingLetters.scans(c, letter.id).map(\.document)
            if let signed = try OutgoingLetters.signature(c, letter.id)?.content.signedFile { all.append(signed) }
            for version in try OutgoingLetters.versions(c, letter.id) {
                all += version.content.attachments.map { LetterDocument(hash: $0.hash, name: $0.name, mediaType: $0.mediaType, size: $0.size) }
            }
            if let known = all.first(where: { $0.hash == wanted }) { return known }
            for row in try Dispatch.dispatches(c, of: letter.id, limit: 2_000) {
                for kept in try Dispatch.evidence(c, of: row.id) where kept.evidence.file == wanted {
                    let type = try blobs.facts(c, wanted)?.mediaType ?? "application/octet-stream"
                    return LetterDocument(hash: wanted, name: "\(kept.evidence.kind.polishName).\(ScanType.ending(type))", mediaType: type, size: 0)
                }
            }
            return nil
        }
        try await note(letter, worker, context)
        guard let file = found else { throw Problem(.notFound, "Pismo nie ma takiego pliku.") }
        let bytes = try await worker.office.blobs.bytes(worker.office.database, file.hash)
        return Response(
            status: .ok,
            headers: [
                .contentType: file.mediaType, .contentDisposition: "attachment; filename*=UTF-8''\(PercentCoding.encode(file.name))",
                .contentSecurityPolicy: "default-src 'none'; sandbox", .cacheControl: "private, no-store",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
