internal import Chancery
internal import Exchange
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// Reading one letter: the page, its files, the printed confirmation. For those who read the register, and for officers who hold the letter.
struct LetterReading: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<SignedInContext>) {
        router.get(PlacePattern.letter.route) { request, context in try await show(request, context) }
        router.get(PlacePattern.confirmation.route) { request, context in try await confirmation(request, context) }
        router.get(PlacePattern.label.route) { request, context in try await label(request, context) }
        router.get(PlacePattern.file.route) { request, context in try await file(request, context) }
    }

    /// A letter and who reads it.
    private struct Reading: Sendable {
        var office: OfficeHouse
        var letter: IncomingLetter
        var worker: OfficerAtWork?
    }

    /// - Throws: `.notFound` also where the person may not know that the letter exists.
    private func reading(_ request: Request, _ context: SignedInContext) async throws -> Reading {
        let number = RegisterNumber(year: try context.number("rok"), number: try context.number("nr"))
        let account = context.account
        if !account.may(.readRegister) { try context.require(.workInOffice) }
        let office = try await desk.house.office(account.office)
        let worker = account.may(.workInOffice) ? try? await desk.officer(request, account, at: context.now) : nil
        let readsAll = account.may(.readRegister), rights = worker?.rights
        let letter = try await office.database.read { c -> IncomingLetter? in
            guard let letter = try IncomingRegister.find(c, number) else { return nil }
            if readsAll { return letter }
            guard let rights else { return nil }
            let decision = try LetterAccess.decide(c, .read, on: .incoming(letter.id), access: letter.metadata.access, by: rights)
            return decision.extent == .whole || decision.extent == .sharedPart ? letter : nil
        }
        guard let letter else { throw Problem(.notFound, "Nie ma pisma \(number) wśród pism, które możesz czytać. Sprawdź numer i rok.") }
        return Reading(office: office, letter: letter, worker: worker)
    }

    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let r = try await reading(request, context)
        let letter = r.letter, now = context.now, account = context.account
        let today = PolishTime.day(of: now)
        let worker = r.worker
        // Reading is the recipient's mark: from now on the assignment is not undone silently.
        if let acting = worker?.acting { try await r.office.database.write { c in try Assignments.open(c, .incoming(letter.id), by: acting, at: now) } }
        try await note(r, context)
        let beside = try await r.office.database.read { c in try self.beside(c, letter, worker, account, today: today) }
        let values = try FormValues(query: request.uri.query)
        let frame =
            if let worker { try await desk.frame(context, worker, request, account.may(.readRegister) ? .letters : .tray) } else {
                try await desk.frame(context, account, request, .letters)
            }
        let page = LetterPage(
            frame: frame, letter: letter, neighbours: beside.neighbours, tray: beside.tray, readable: try await desk.readable(letter, r.office),
            history: LetterHistory.lines(letter, beside.entries), work: beside.work, canCorrect: account.may(.correctLetter),
            canCancel: account.may(.cancelNumber), paper: beside.paper, readers: beside.readers, banner: banner(values, letter), today: today)
        return Desk.html(page.render())
    }

    /// Reading what is not public stands in the journal (R1.19).
    private func note(_ r: Reading, _ context: SignedInContext) async throws {
        try await desk.noteReading(
            .incoming(r.letter.number), access: r.letter.metadata.access, office: r.office, account: context.account, worker: r.worker, at: context.now,
            logger: context.logger)
    }

    private struct Beside: Sendable {
        var neighbours: [RegisterRow] = []
        var tray: [WorkQueue.Row] = []
        var entries: [JournalRecord] = []
        var work: LetterPage.Work?
        var paper: LetterPage.Paper?
        /// The list of those who read it, for those who may ask.
        var readers: String?
    }

    private func beside(_ c: any SQLConnection, _ letter: IncomingLetter, _ worker: OfficerAtWork?, _ account: Account, today: Day) throws -> Beside {
        var out = Beside()
        out.entries = try Journal.entries(c, object: IncomingRegister.object(letter.number), limit: 200)
        if account.may(.readRegister) {
            var q = RegisterQuery()
            q.after = RegisterQuery.Position(key: "", id: letter.id + 15)
            q.limit = 30
            out.neighbours = try IncomingRegister.page(c, q, today: today).rows
        } else if let worker {
            out.tray = try WorkQueue.mine(worker.acting.inPlaceOf?.officer ?? worker.acting.officer).page(c, limit: 30).rows
        }
        if let worker {
            if ReadingLog.mayAsk(worker.rights, about: try LetterAccess.subjects(c, .incoming(letter.id), access: letter.metadata.access)) {
                out.readers = ReadersPlace.letter(letter.number).link
            }
            if !letter.channel.isElectronic, letter.cancellation == nil {
                out.paper = LetterPage.Paper(
                    loan: try PaperStore.openLoan(c, of: letter.id), place: try PaperStore.place(c, of: letter.id),
                    mayTake: worker.rights.decide(.register).isAllowed)
            }
        }
        guard let work = try LetterWork.find(c, .incoming(letter.id)) else { return out }
        var model = LetterPage.Work(work: work, key: OneTimeKey().description)
        model.assignments = try Assignments.history(c, work.letter)
        model.cases = try Cases.cases(c, of: work.letter).compactMap { try Cases.find(c, $0) }.map { ($0.sign, $0.title) }
        if let worker, letter.cancellation == nil {
            model.acts = try LetterPage.Acts.of(c, work, letter.metadata.access, worker)
        }
        out.work = model
        return out
    }

    private func banner(_ values: FormValues, _ letter: IncomingLetter) -> String? {
        if values.has("zapisano") { return "Zapisano poprawki. Stare wartości są w historii." }
        if values.has("anulowano") { return "Anulowano numer \(letter.number)." }
        if values.has("zadekretowano") { return "Zadekretowano." }
        if values.has("przejeto") { return "Pismo jest teraz u Ciebie." }
        return nil
    }

    private func confirmation(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let r = try await reading(request, context)
        let record = r.office.record
        return Desk.html(
            ConfirmationPage(officeName: record.name, address: [record.street, "\(record.postCode) \(record.town)"], letter: r.letter, links: desk.links)
                .render())
    }

    private func label(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let r = try await reading(request, context)
        guard r.letter.cancellation == nil else { throw Problem(.conflict, "Numer \(r.letter.number) anulowano, więc nie ma etykiety.") }
        return Desk.html(LetterLabelPage(officeName: r.office.record.name, letter: r.letter, links: desk.links).render())
    }

    /// A file as it was kept; never shown inside the site's own origin as a page.
    private func file(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let r = try await reading(request, context)
        let position: Int = try context.number("plik")
        guard let file = r.letter.files.first(where: { $0.position == position }) else { throw Problem(.notFound, "To pismo nie ma takiego pliku.") }
        try await note(r, context)
        guard let hash = file.hash else { throw Problem(.notFound, "Treści tego pliku nie ma w urzędzie: \(file.note)") }
        let bytes = try await r.office.blobs.bytes(r.office.database, hash)
        let name = PercentCoding.encode(file.name)
        return Response(
            status: .ok,
            headers: [
                .contentType: file.mediaType, .contentDisposition: "attachment; filename*=UTF-8''\(name)",
                .contentSecurityPolicy: "default-src 'none'; sandbox", .cacheControl: "private, no-store",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension LetterPage.Acts {
    /// What this person may do with the letter now.
    static func of(_ c: any SQLConnection, _ work: LetterWork, _ access: Access, _ worker: OfficerAtWork) throws -> LetterPage.Acts {
        var acts = LetterPage.Acts()
        acts.assign = work.state.isOpen && (try? AssignmentRights.require(c, work, access, worker.rights, worker.acting)) != nil
        let holds = try LetterHolding.holds(c, work, worker.acting)
        let isLead = work.holder?.isHeld(by: worker.acting) == true
        let mayWork = worker.rights.decide(.workCase).extent != nil
        acts.take = isLead && work.state == .assigned && work.holder?.officer == nil
        acts.openCase = isLead && mayWork && (work.state == .assigned || work.state == .settled || work.state == .noCase || work.state == .inCase)
        acts.giveBack = holds && work.state == .assigned
        acts.settle = isLead && work.state == .assigned
        acts.finish = holds && !isLead
        return acts
    }
}
