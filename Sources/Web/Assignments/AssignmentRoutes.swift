internal import Chancery
internal import Exchange
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Assigning letters: one by one, from a list, taking back; and what a recipient does with a letter.
struct AssignmentRoutes: Sendable {
    let desk: Desk
    static let pageSize = 50

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = AssignmentPlace.Pattern
        router.get(P.queue.route) { request, context in try await queue(request, context) }
        router.get(P.list.route) { request, context in try await list(request, context) }
        router.post(P.list.route) { request, context in try await assignMany(request, context) }
        router.get(P.given.route) { request, context in try await given(request, context) }
        router.get(P.letter.route) { request, context in try await single(request, context) }
        router.post(P.letter.route) { request, context in try await assign(request, context) }
        router.post(P.undo.route) { request, context in try await undo(request, context) }
        router.get(P.withdraw.route) { request, context in try await withdrawForm(request, context) }
        router.post(P.withdraw.route) { request, context in try await withdraw(request, context) }
        router.get(P.replacement.route) { request, context in try await replacement(request, context) }
        router.get(P.tray.route) { request, context in try await tray(request, context) }
        LetterActs(desk: desk).register(on: router)
    }

    private func number(_ context: OfficerContext) throws -> RegisterNumber {
        RegisterNumber(year: try context.number("rok"), number: try context.number("nr"))
    }

    // MARK: reading

    private func queue(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.assign).require()
        let values = try FormValues(query: request.uri.query)
        let after = values["po"].flatMap { WorkQueue.Position($0) }
        let page = try await worker.office.database.read { try AssignmentRights.waiting($0, worker.rights, after: after, limit: 1) }
        let banner = try await self.banner(values, worker, context)
        guard let row = page.rows.first, let number = RegisterNumber(row.work.reference) else {
            return Desk.html(try await render(request, context, worker, nil, isQueue: true, banner: banner).render())
        }
        let model = try await model(number, worker, context, AssignmentForm.empty)
        let skip = page.next.map { AssignmentPlace.queue.link(["po": $0.description]) }
        return Desk.html(try await render(request, context, worker, model, isQueue: true, skip: skip, banner: banner).render())
    }

    private func single(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let model = try await model(try number(context), worker, context, AssignmentForm.empty)
        return Desk.html(try await render(request, context, worker, model, isQueue: false).render())
    }

    private func render(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, _ model: AssignmentPage.Model?, isQueue: Bool, skip: String? = nil,
        banner: Banner? = nil
    ) async throws -> AssignmentPage {
        let waiting = try await worker.office.database.read { try AssignmentRights.waitingCount($0, worker.rights) }
        return AssignmentPage(
            frame: try await desk.frame(context, worker, request, .assignment), model: model, waiting: waiting, isQueue: isQueue, skipLink: skip, banner: banner,
            key: OneTimeKey().description, today: PolishTime.day(of: context.now))
    }

    /// The letter with all that helps to decide; refuses where the person may not assign it.
    private func model(_ number: RegisterNumber, _ worker: OfficerAtWork, _ context: OfficerContext, _ form: FormPart) async throws -> AssignmentPage.Model {
        let office = worker.office, acting = worker.acting, rights = worker.rights
        let today = PolishTime.day(of: context.now)
        let model = try await office.database.read { c in
            guard let letter = try IncomingRegister.find(c, number), let work = try LetterWork.find(c, .incoming(letter.id)) else {
                throw Problem(.notFound, "Nie ma pisma \(number) w rejestrze. Sprawdź numer i rok.")
            }
            try AssignmentRights.require(c, work, letter.metadata.access, rights, acting)
            let within = AssignmentRights.units(rights)
            let suggestion = try AssignmentHabits.suggest(c, work.letter, within: work.state == .assigned ? work.holder?.unit : nil)
            let calendar = try WorkCalendar.load(c)
            let terms = suggestion.candidates.map { $0.termDays.map { calendar.workingDay(onOrAfter: letter.arrivalDay.adding(days: $0)) } }
            return AssignmentPage.Model(
                letter: letter, work: work, superior: try Assignments.chain(c, work).last, suggestion: suggestion,
                directory: try HolderDirectory.load(c, on: today, within: within), form: form, candidateTerms: terms)
        }
        var out = model
        out.readable = try await desk.readable(model.letter, office)
        return out
    }

    private func list(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.assign).require()
        return Desk.html(try await listPage(request, context, worker, AssignmentForm.empty).render())
    }

    private func listPage(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, _ form: FormPart, chosen: Set<String> = [],
        outcomes: [(number: String, words: String)] = [], done: Int = 0
    ) async throws -> AssignmentListPage {
        let values = try FormValues(query: request.uri.query)
        let after = values["po"].flatMap { WorkQueue.Position($0) }
        let today = PolishTime.day(of: context.now), rights = worker.rights
        let (page, waiting, directory) = try await worker.office.database.read { c in
            (
                try AssignmentRights.waiting(c, rights, after: after, limit: Self.pageSize), try AssignmentRights.waitingCount(c, rights),
                try HolderDirectory.load(c, on: today, within: AssignmentRights.units(rights))
            )
        }
        let count = done > 0 ? done : values["zadekretowano"].flatMap { Int($0) } ?? 0
        return AssignmentListPage(
            frame: try await desk.frame(context, worker, request, .assignment), rows: page.rows, waiting: waiting, chosen: chosen, form: form,
            directory: directory, outcomes: outcomes, nextLink: page.next.map { AssignmentPlace.list.link(["po": $0.description]) },
            banner: count > 0 ? Banner("Zadekretowano \(count) \(PolishTypography.form(count, "pismo", "pisma", "pism")).") : nil, key: OneTimeKey().description)
    }

    private func given(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.assign).require()
        let values = try FormValues(query: request.uri.query)
        let now = context.now, officer = worker.acting.inPlaceOf?.officer ?? worker.acting.officer
        let (lines, waiting) = try await worker.office.database.read { c in
            let lines = try Assignments.given(c, by: officer).compactMap { a in
                try LetterWork.find(c, a.letter).map { work in
                    GivenPage.Line(
                        assignment: a, work: work, mayUndo: a.state == .valid && AssignmentRules.undoRefusal(a, isPassedOn: false, at: now) == nil,
                        key: OneTimeKey().description)
                }
            }
            return (lines, try AssignmentRights.waitingCount(c, worker.rights))
        }
        let banner = values.has("cofnieto") ? Banner("Cofnięto dekretację. Pismo znów czeka.") : values.has("wycofano") ? Banner("Wycofano dekretację.") : nil
        let page = GivenPage(
            frame: try await desk.frame(context, worker, request, .assignment), lines: lines, waiting: waiting, banner: banner,
            today: PolishTime.day(of: now))
        return Desk.html(page.render())
    }

    private func tray(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let values = try FormValues(query: request.uri.query)
        let after = values["po"].flatMap { WorkQueue.Position($0) }
        let isUnit = values["widok"] == "komorka"
        let officer = worker.acting.inPlaceOf?.officer ?? worker.acting.officer, unit = worker.acting.unit
        let queue: WorkQueue = isUnit ? .unclaimed(unit) : .mine(officer)
        let (page, mine, unclaimed) = try await worker.office.database.read { c in
            (try queue.page(c, after: after, limit: Self.pageSize), try WorkQueue.mine(officer).count(c), try WorkQueue.unclaimed(unit).count(c))
        }
        let next = page.next.map { AssignmentPlace.tray.link(["widok": isUnit ? "komorka" : nil, "po": $0.description]) }
        let tray = TrayPage(
            frame: try await desk.frame(context, worker, request, .tray), rows: page.rows, isUnit: isUnit, mine: mine, unclaimed: unclaimed, nextLink: next,
            banner: TrayPage.banner(values), today: PolishTime.day(of: context.now))
        return Desk.html(tray.render())
    }

    private func replacement(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let id = AssignmentID(try context.number("id"))
        let rights = worker.rights
        let paper = try await worker.office.database.read { c in
            guard let a = try Assignments.find(c, id), let work = try LetterWork.find(c, a.letter) else { throw Problem(.notFound, "Nie ma takiej dekretacji.") }
            guard try LetterAccess.decide(c, .read, on: a.letter, access: .notPublic, by: rights).extent != nil else {
                throw Problem(.forbidden, "Nie masz dostępu do tego pisma.")
            }
            return ReplacementAssignment(a, of: work)
        }
        return Desk.html(ReplacementPage(officeName: worker.office.record.name, paper: paper, links: desk.links).render())
    }

    // MARK: acts

    private func assign(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let number = try number(context)
        let form = AssignmentForm(values: context.form)
        let isQueue = context.form["powrot"] == "kolejka"
        let today = PolishTime.day(of: context.now)
        var model = try await model(number, worker, context, form.shownAgain([]))
        func again(_ problems: [Problem], adding: Bool = false) async throws -> Response {
            model.form = form.shownAgain(problems, adding: adding)
            return Desk.html(try await render(request, context, worker, model, isQueue: isQueue).render(), status: adding ? .ok : .unprocessableContent)
        }
        if context.form.has(AssignmentForm.addButton) { return try await again([], adding: true) }
        let (order, problems) = form.read(model.directory, today: today)
        guard problems.isEmpty else { return try await again(problems) }
        let key = try context.oneTimeKey(), version = try context.version()
        let acting = worker.acting, rights = worker.rights, now = context.now, account = context.account.id, access = model.letter.metadata.access
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    guard let letter = try IncomingRegister.reference(c, number), let work = try LetterWork.find(c, letter) else {
                        throw Problem(.notFound, "Nie ma pisma \(number) w rejestrze.")
                    }
                    try AssignmentRights.require(c, work, access, rights, acting)
                    let id = try Assignments.assign(c, letter, version: version, order, by: acting, at: now)
                    return isQueue
                        ? AssignmentPlace.queue.link(["zadekretowano": id.description])
                        : Place.letter(year: number.year, number: number.number).link(["zadekretowano": id.description])
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await again(found.all)
        }
    }

    private func assignMany(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.assign).require()
        let form = AssignmentForm(values: context.form)
        let today = PolishTime.day(of: context.now), now = context.now, rights = worker.rights, acting = worker.acting, account = context.account.id
        let chosen = context.form.all("pismo")
        if context.form.has(AssignmentForm.addButton) {
            return Desk.html(try await listPage(request, context, worker, form.shownAgain([], adding: true), chosen: Set(chosen)).render())
        }
        let directory = try await worker.office.database.read { try HolderDirectory.load($0, on: today, within: AssignmentRights.units(rights)) }
        var (order, problems) = form.read(directory, today: today)
        let letters = chosen.prefix(Self.pageSize).compactMap { text -> (letter: LetterRef, version: Int64)? in
            let parts = text.split(separator: "~")
            guard parts.count == 2, let letter = LetterRef(String(parts[0])), let version = Int64(parts[1]) else { return nil }
            return (letter, version)
        }
        if letters.isEmpty { problems.append(Problem(.invalidInput, "Zaznacz co najmniej jedno pismo", field: "pismo")) }
        let key = try context.oneTimeKey()
        guard problems.isEmpty else {
            return Desk.html(
                try await listPage(request, context, worker, form.shownAgain(problems), chosen: Set(chosen)).render(), status: .unprocessableContent)
        }
        let decided = order
        do {
            let failed = try await worker.office.database.write { c -> BulkAnswer in
                var answer = BulkAnswer()
                answer.location = try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    for outcome in try Assignments.assign(
                        c, all: letters, decided, by: acting, at: now, checking: { try AssignmentRights.require(c, $0, rights, acting) })
                    {
                        switch outcome.result {
                        case .success: answer.done += 1
                        case .failure(let problems):
                            let name = try LetterWork.find(c, outcome.letter)?.reference ?? outcome.letter.description
                            answer.failed.append((name, problems.all.map(\.message).joined(separator: " ")))
                        }
                    }
                    return AssignmentPlace.list.link(["zadekretowano": String(answer.done)])
                }
                return answer
            }
            if failed.failed.isEmpty { return .seeOther(failed.location) }
            let page = try await listPage(request, context, worker, form.shownAgain([]), outcomes: failed.failed, done: failed.done)
            return Desk.html(page.render(), status: .conflict)
        } catch let found as Problems {
            return Desk.html(
                try await listPage(request, context, worker, form.shownAgain(found.all), chosen: Set(chosen)).render(), status: .unprocessableContent)
        }
    }

    private struct BulkAnswer: Sendable {
        var location = ""
        var done = 0
        var failed: [(number: String, words: String)] = []
    }

    private func undo(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let id = AssignmentID(try context.number("id"))
        let key = try context.oneTimeKey(), acting = worker.acting, now = context.now, account = context.account.id
        let location = try await worker.office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                try Assignments.undo(c, id, by: acting, at: now)
                return AssignmentPlace.given.link(["cofnieto": "tak"])
            }
        }
        return .seeOther(location)
    }

    private func withdrawForm(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        return Desk.html(try await withdrawPage(request, context, worker, FormPart()).render())
    }

    private func withdrawPage(_ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, _ form: FormPart) async throws -> ReasonPage {
        let id = AssignmentID(try context.number("id"))
        let found = try await worker.office.database.read { c -> (Assignment, LetterWork)? in
            guard let a = try Assignments.find(c, id), let work = try LetterWork.find(c, a.letter) else { return nil }
            return (a, work)
        }
        guard let (a, work) = found, AssignmentRules.isAuthor(worker.acting, of: a) else { throw Problem(.notFound, "Nie ma takiej Twojej dekretacji.") }
        return ReasonPage(
            frame: try await desk.frame(context, worker, request, .assignment), title: "Wycofać dekretację \(work.reference)?",
            words: ["Pismo: \(work.title).", "Wycofa się też to, co adresat przekazał dalej. Powód zostanie w historii."], action: AssignmentPlace.withdraw(id).link,
            button: "Wycofaj dekretację", back: AssignmentPlace.given.link, form: form, key: OneTimeKey().description)
    }

    private func withdraw(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let id = AssignmentID(try context.number("id"))
        let key = try context.oneTimeKey(), acting = worker.acting, now = context.now, account = context.account.id, reason = context.form["powod"] ?? ""
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try Assignments.withdraw(c, id, reason: reason, by: acting, at: now)
                    return AssignmentPlace.given.link(["wycofano": "tak"])
                }
            }
            return .seeOther(location)
        } catch let problems as Problems {
            let form = FormPart(values: ["powod": reason], errors: fieldErrors(problems.all, fallback: "powod"))
            return Desk.html(try await withdrawPage(request, context, worker, form).render(), status: .unprocessableContent)
        }
    }

    /// What was just assigned, with the way back.
    private func banner(_ values: FormValues, _ worker: OfficerAtWork, _ context: OfficerContext) async throws -> Banner? {
        guard let id = values["zadekretowano"].flatMap({ AssignmentID($0) }) else { return nil }
        let found = try await worker.office.database.read { c -> (Assignment, LetterWork)? in
            guard let a = try Assignments.find(c, id), let work = try LetterWork.find(c, a.letter) else { return nil }
            return (a, work)
        }
        guard let (a, work) = found, AssignmentRules.isAuthor(worker.acting, of: a), a.state == .valid else { return nil }
        let mayUndo = AssignmentRules.undoRefusal(a, isPassedOn: false, at: context.now) == nil
        return Banner(
            "Zadekretowano \(work.reference): \(a.deliveries.map(\.recipient.label).joined(separator: "; ")).",
            undo: mayUndo ? (AssignmentPlace.undo(id).link, context.formToken, OneTimeKey().description) : nil)
    }
}
