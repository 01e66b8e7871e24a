internal import Exchange
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Pages around the work: the way in, keys, state of the system, people and queues.
struct OfficeRoutes: Sendable {
    let desk: Desk

    func register(signedIn: RouterGroup<SignedInContext>, administrators: RouterGroup<AdministratorContext>) {
        signedIn.get("/") { _, context in home(context.account) }
        signedIn.get(PlacePattern.desk.route) { _, context in home(context.account) }
        signedIn.get(PlacePattern.shortcuts.route) { request, context in try await shortcuts(request, context) }
        signedIn.post(PlacePattern.shortcuts.route) { _, context in switchKeys(context) }
        signedIn.get(PlacePattern.status.route) { request, context in try await status(request, context) }
        administrators.get(PlacePattern.queues.route) { request, context in try await queues(request, context) }
        administrators.post(PlacePattern.queues.route) { _, context in try await retry(context) }
    }

    private func home(_ account: Account) -> Response {
        .seeOther(
            account.may(.registerLetter)
                ? Place.letters.link
                : account.may(.workInOffice)
                    ? DayRoutes.pattern
                    : account.may(.readRegister)
                        ? Place.letters.link
                        : account.may(.manageUsers)
                            ? Place.admin.link : account.may(.workInProgramme) ? ProgrammePlace.board.link : Place.status.link)
    }

    private func shortcuts(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let frame = try await desk.frame(context, context.account, request, .shortcuts)
        return Desk.html(ShortcutsPage(frame: frame, key: OneTimeKey().description).render())
    }

    private func switchKeys(_ context: SignedInContext) -> Response {
        var response = Response.seeOther(Place.shortcuts.link)
        let wanted = context.form["klawisze"] == "tak" ? "tak" : "nie"
        response.setCookie(Cookie(name: Desk.keysCookie, value: wanted, maxAge: 31_536_000, path: "/", httpOnly: true, sameSite: .lax))
        return response
    }

    private func status(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let office = try await desk.house.office(context.account.office)
        let rounds = try await office.database.read { try ConnectorStore.rounds($0) }
        let today = PolishTime.day(of: context.now)
        var lines = [StatusPage.Line(name: "Baza danych", isWell: true, words: "odpowiada")]
        for r in rounds {
            let failed = r.isFailing
            let words =
                failed
                ? "od \(r.lastFailureAt.map { Moment.text($0, today: today) } ?? ""): \(r.lastFailure)"
                : "ostatnie pobranie \(r.lastSuccessAt.map { Moment.text($0, today: today) } ?? ""), razem \(r.fetchedTotal)"
            lines.append(.init(name: "Skrytka \(r.box)", isWell: !failed, words: words))
        }
        if rounds.isEmpty { lines.append(.init(name: "Łącznik ePUAP", isWell: true, words: "jeszcze nie pobierał")) }
        let frame = try await desk.frame(context, context.account, request, .status)
        return Desk.html(StatusPage(frame: frame, lines: lines).render())
    }

    private func queues(_ request: Request, _ context: AdministratorContext) async throws -> Response {
        try context.require(.manageJobs)
        let office = try await desk.house.office(context.office)
        let (dead, counts) = try await office.database.read { (try Jobs.deadLetters($0), try Jobs.counts($0)) }
        let frame = try await desk.frame(context, context.account, request, .queues)
        return Desk.html(QueuesPage(frame: frame, dead: dead, counts: counts, key: OneTimeKey().description).render())
    }

    private func retry(_ context: AdministratorContext) async throws -> Response {
        try context.require(.manageJobs)
        guard let id = context.form["zadanie"].flatMap({ Int64($0) }) else { throw Problem(.invalidInput, "Wybierz zadanie z listy.") }
        let office = try await desk.house.office(context.office)
        let now = context.now, performer = context.performer
        try await office.database.write { c in
            try Jobs.retry(c, id: id, now: now)
            _ = try Journal.append(c, JournalEntry(actor: performer.id, act: "ponowienie-zadania", object: "zadanie:\(id)"), at: now)
        }
        return .seeOther(Place.queues.link)
    }
}
