internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Accepting letters: the queue, one letter with what changed, return with words, correction.
struct ApprovalRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = ApprovalPlace.Pattern
        router.get(P.queue.route) { request, context in try await queue(request, context) }
        router.get(P.letter.route) { request, context in try await show(request, context) }
        router.post(P.letter.route) { request, context in try await accept(request, context) }
        router.get(P.sendBack.route) { request, context in try await sendBackForm(request, context, [:]) }
        router.post(P.sendBack.route) { request, context in try await sendBack(request, context) }
        router.get(P.correct.route) { request, context in try await correctForm(request, context) }
        router.post(P.correct.route) { request, context in try await correct(request, context) }
    }

    private func queue(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.approve).requireSome()
        let values = try FormValues(query: request.uri.query)
        let after = values["po"].flatMap { RegisterQuery.Position($0) }
        let asked = worker.approving.asked
        let (rows, next, toSign) = try await worker.office.database.read { c in
            let page = try OutgoingLetters.page(c, .approval(asked), after: after)
            return (page.rows, page.next, try OutgoingLetters.count(c, .signing(asked)))
        }
        let page = ApprovalListPage(
            frame: try await desk.frame(context, worker, request, .approval), rows: rows, toSign: toSign,
            nextLink: next.map { ApprovalPlace.queue.link(["po": $0.description]) }, banner: ApprovalRoutes.banner(values), outcomes: [],
            key: OneTimeKey().description, today: PolishTime.day(of: context.now))
        return Desk.html(page.render())
    }

    static func banner(_ values: FormValues) -> Banner? {
        let link = values["pismo"].flatMap { OutgoingLetterID($0) }.map { WorkTop.Action("Zobacz pismo", OutgoingPlace.letter($0).link) }
        switch values["zrobiono"] {
        case "akceptacja": return Banner("Zaakceptowano pismo.", link: link)
        case "podpis": return Banner("Zaakceptowano i podpisano pismo.", link: link)
        case "zwrot": return Banner("Zwrócono pismo do poprawy.", link: link)
        case "przekazanie": return Banner("Zaakceptowano pismo. Odbiorcy już je mają.", link: link)
        default: return nil
        }
    }

    /// The next letter that waits for the same person, or the empty queue; with what was done.
    static func next(_ c: any SQLConnection, _ approving: ApprovingOfficer, done: String, _ id: OutgoingLetterID) throws -> String {
        let (rows, _) = try OutgoingLetters.page(c, .approval(approving.asked), limit: 1)
        let place = rows.first.map { ApprovalPlace.letter($0.id) } ?? .queue
        return place.link(["zrobiono": done, "pismo": "\(id)"])
    }

    private func show(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now), approving = worker.approving
        let (decisions, before, file, signatory, waiting) = try await worker.office.database.read { c in
            let decisions = try OutgoingLetters.decisions(c, letter.id)
            let before = try decisions.last.map(\.version).flatMap { n in n == letter.version.number ? nil : try OutgoingLetters.version(c, letter.id, n) }
            return (
                decisions, before, try letter.caseReference.flatMap { try Cases.find(c, $0.id) }, try LetterSignatory.expected(c, letter.signer, on: today),
                try OutgoingLetters.count(c, .approval(approving.asked))
            )
        }
        var isAsked = false, signsAtOnce = false
        if case .awaitingApproval(let level, let of) = letter.state, let asked = letter.waitingFor {
            isAsked = approving.mayActFor(asked)
            signsAtOnce = isAsked && level == of && letter.kind == .outgoing && (letter.signer.map { approving.mayActFor($0) } ?? false)
        }
        let page = ApprovalPage(
            frame: try await desk.frame(context, worker, request, .approval), letter: letter,
            sheet: LetterSheetView(
                office: worker.office.record, unitName: letter.unitName, sign: letter.sign ?? letter.caseReference?.sign ?? "", date: letter.letterDate?.day,
                content: letter.version.content, signatory: signatory, pdf: OutgoingPlace.preview(letter.id).link),
            changes: before.map { ($0.number, SideBySide($0.content.body, letter.version.content.body)) }, decisions: decisions, file: file,
            signsAtOnce: signsAtOnce, isAsked: isAsked, waiting: waiting, banner: ApprovalRoutes.banner(values), key: OneTimeKey().description, today: today)
        return Desk.html(page.render())
    }

    /// The right to accept at all, beside being asked; the domain checks who was asked.
    static func require(_ c: any SQLConnection, _ letter: OutgoingLetter, _ worker: OfficerAtWork) throws {
        try OutgoingAccess.decide(c, .approve, on: letter, by: worker.rights).require()
    }

    private func accept(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let key = try context.oneTimeKey(), revision = try context.version(), approving = worker.approving, now = context.now, account = context.account.id
        let location = try await worker.office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                try ApprovalRoutes.require(c, letter, worker)
                let accepted = try OutgoingLetters.accept(c, letter.id, revision: revision, by: approving, at: now)
                return try ApprovalRoutes.settled(c, letter.id, accepted, "akceptacja", approving, at: now)
            }
        }
        return .seeOther(location)
    }

    /// An internal letter accepted for good goes to its recipients at once.
    static func settled(
        _ c: any SQLConnection, _ id: OutgoingLetterID, _ revision: Int64, _ done: String, _ approving: ApprovingOfficer, at now: Instant
    ) throws -> String {
        guard let letter = try OutgoingLetters.find(c, id), letter.kind == .inside, letter.state == .approved else {
            return try next(c, approving, done: done, id)
        }
        try InternalDistribution.distribute(c, LetterAt(id, revision: revision), by: approving.officer, at: now)
        return try next(c, approving, done: "przekazanie", id)
    }

    private func sendBackForm(
        _ request: Request, _ context: OfficerContext, _ errors: [String: String], status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let page = ReasonPage(
            frame: try await desk.frame(context, worker, request, .approval), title: "Zwrócić pismo do poprawy?",
            words: ["„\(letter.version.content.metadata.title)” wróci do: \(letter.authorName). Ta wersja zostanie zachowana."],
            action: ApprovalPlace.sendBack(letter.id).link, button: "Zwróć do poprawy", back: ApprovalPlace.letter(letter.id).link,
            form: FormPart(values: ["uwagi": context.form.typed("uwagi")], errors: errors), key: OneTimeKey().description, label: "Co poprawić", field: "uwagi",
            hint: "Na przykład: zmień termin na 14 dni", hidden: [("wersja", String(letter.revision))], isDangerous: false)
        return Desk.html(page.render(), status: status)
    }

    private func sendBack(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let key = try context.oneTimeKey(), revision = try context.version(), approving = worker.approving, now = context.now, account = context.account.id
        let words = context.form["uwagi"] ?? ""
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try ApprovalRoutes.require(c, letter, worker)
                    try OutgoingLetters.sendBack(c, letter.id, revision: revision, words: words, by: approving, at: now)
                    return try ApprovalRoutes.next(c, approving, done: "zwrot", letter.id)
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await sendBackForm(request, context, fieldErrors(found.all, fallback: "uwagi"), status: .unprocessableContent)
        }
    }

    // MARK: correct and accept

    private func correctForm(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let content = letter.version.content
        let form = FormPart(values: ["tytul": content.metadata.title, "tekst": content.body])
        return Desk.html(try await correctPage(request, context, worker, letter, content, form).render())
    }

    private func correctPage(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, _ letter: OutgoingLetter, _ content: LetterContent, _ form: FormPart
    ) async throws -> EditLetterPage {
        let today = PolishTime.day(of: context.now)
        let signatory = try await worker.office.database.read { try LetterSignatory.expected($0, letter.signer, on: today) }
        return EditLetterPage(
            frame: try await desk.frame(context, worker, request, .approval), letter: letter, purpose: .correction,
            sources: LetterDraftForm.Sources(kind: letter.kind, candidates: [], directory: HolderDirectory(), choices: ApprovalChoices()), chosen: [], form: form,
            sheet: LetterSheetView(
                office: worker.office.record, unitName: letter.unitName, sign: letter.sign ?? letter.caseReference?.sign ?? "", date: letter.letterDate?.day,
                content: content, signatory: signatory),
            channels: [], key: OneTimeKey().description, attachmentKey: OneTimeKey().description, today: today)
    }

    private func correct(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        var content = letter.version.content
        content.metadata.title = context.form["tytul"] ?? ""
        content.body = context.form.typed("tekst")
        let corrected = content
        func again(_ problems: [Problem], status: HTTPResponse.Status) async throws -> Response {
            let form = FormPart(
                values: ["tytul": corrected.metadata.title, "tekst": corrected.body], errors: fieldErrors(LetterDraftForm.onThePage(problems), fallback: "tekst"))
            return Desk.html(try await correctPage(request, context, worker, letter, corrected, form).render(), status: status)
        }
        if context.form["czyn"] == "podglad" { return try await again([], status: .ok) }
        let key = try context.oneTimeKey(), revision = try context.version(), approving = worker.approving, now = context.now, account = context.account.id
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try ApprovalRoutes.require(c, letter, worker)
                    let accepted = try OutgoingLetters.correctAndAccept(c, letter.id, revision: revision, corrected, by: approving, at: now)
                    return try ApprovalRoutes.settled(c, letter.id, accepted, "akceptacja", approving, at: now)
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await again(found.all, status: .unprocessableContent)
        } catch let problem as Problem where problem.code == .conflict {
            return try await again([problem], status: .unprocessableContent)
        }
    }
}
