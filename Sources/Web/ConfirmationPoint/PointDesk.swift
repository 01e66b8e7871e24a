internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// What the routes of a confirmation point share.
struct PointDesk: Sendable {
    let desk: Desk
    let identity: RegionalIdentity

    /// Somebody of the point: the office, the account, and what it may do there now.
    struct Worker: Sendable {
        var office: OfficeHouse
        var account: Account
        var standing: PointStanding
        var clerk: ConfirmationDesk.Clerk { ConfirmationDesk.Clerk(account: account, point: standing.point.id) }
        var point: ConfirmationPoint { standing.point }
    }

    /// The first point of the office where the account is anything; read anew at each request.
    ///
    /// - Throws: `Problem` `.forbidden` where it is nothing anywhere.
    func worker(_ context: SignedInContext, _ may: (PointStanding) -> Bool = { $0.isAny }) async throws -> Worker {
        let account = context.account, day = PolishTime.day(of: context.now)
        let all = try await identity.platform.read { c in try PointStanding.of(account, c, on: day) }
        guard let standing = all.first(where: may) else {
            throw Problem(.forbidden, Self.refusal(all), cause: "konto:\(account.id) is nothing at the point")
        }
        return Worker(office: try await desk.house.office(account.office), account: account, standing: standing)
    }

    private static func refusal(_ all: [PointStanding]) -> String {
        if all.isEmpty { return "Ten urząd nie prowadzi punktu potwierdzającego. Punkt zakłada administrator urzędu." }
        return "Nie masz dziś upoważnienia ani roli, która na to pozwala. Zapytaj kierownika punktu."
    }

    /// Open accounts of the office, for lists to choose from.
    func accounts(_ worker: Worker) async throws -> [Account] {
        try await desk.accounts.list(office: worker.account.office).filter { !$0.isClosed }
    }

    func frame(_ context: SignedInContext, _ request: Request, _ worker: Worker) async throws -> DeskFrame {
        try await desk.frame(context, context.account, request, .confirmationPoint)
    }

    /// The views of the point that this person may open.
    static func views(_ standing: PointStanding, current: PointPlace.Pattern) -> [WorkTop.View] {
        func view(_ text: String, _ place: PointPlace) -> WorkTop.View { WorkTop.View(text, place.link, isCurrent: place.pattern == current) }
        var views: [WorkTop.View] = []
        if standing.isOperator { views.append(view("Okienko", .queue)) }
        if standing.isOperator || standing.keepsPoint { views.append(view("Wizyty", .visits)) }
        if standing.readsRegister { views.append(view("Rejestr", .register)) }
        if standing.readsReports { views += [view("Sprawozdanie", .report), view("Zdarzenia", .events)] }
        if standing.readsReports { views.append(view("Upoważnienia", .authorisations)) }
        if standing.readsPaper { views.append(view("Archiwum", .archive)) }
        if standing.keepsPoint || standing.readsReports { views.append(view("Punkt", .point)) }
        if standing.isOperator { views += [view("Pełnomocnictwa", .powers), view("Moje kody", .ownCode)] }
        return views
    }

    /// Carries a form out once in the shared database; a mistake shows the form again with every word.
    func carryOut(
        _ context: SignedInContext, fallback: String, renamed: [String: String] = [:], again: (FormPart) async throws -> Response,
        act: @escaping @Sendable (any SQLConnection, Instant) throws -> String
    ) async throws -> Response {
        let key = try context.oneTimeKey(), now = context.now, account = context.account.id
        do {
            let location = try await identity.platform.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in try act(c, now) }
            }
            return .seeOther(location)
        } catch {
            return try await shownAgain(error, context, fallback: fallback, renamed: renamed, again: again)
        }
    }

    /// A step at the counter, whose refusal stays in the journal: it is committed first and thrown after.
    func step(
        _ context: SignedInContext, fallback: String, renamed: [String: String] = [:], again: (FormPart) async throws -> Response,
        act: @escaping @Sendable (any SQLConnection, Instant) throws -> Ruling<String>
    ) async throws -> Response {
        _ = try context.oneTimeKey()
        let now = context.now
        do {
            return .seeOther(try await identity.platform.write { c in try act(c, now) }.get())
        } catch {
            return try await shownAgain(error, context, fallback: fallback, renamed: renamed, again: again)
        }
    }

    private func shownAgain(
        _ error: any Error, _ context: SignedInContext, fallback: String, renamed: [String: String], again: (FormPart) async throws -> Response
    ) async throws -> Response {
        let found: [Problem]
        switch error {
        case let problems as Problems: found = problems.all
        case let problem as Problem where [.conflict, .invalidInput, .forbidden, .unavailable].contains(problem.code): found = [problem]
        default: throw error
        }
        let placed = found.map { p in Problem(p.code, p.message, field: p.field.map { renamed[$0] ?? $0 }, cause: p.cause) }
        var form = FormPart(context.form, placed, fallback: fallback)
        form.values[CodeQuestion.field] = ""
        return try await again(form)
    }
}

extension Ruling {
    func map<T: Sendable>(_ body: (Value) throws -> T) rethrows -> Ruling<T> {
        switch self {
        case .done(let value): .done(try body(value))
        case .refused(let problem): .refused(problem)
        }
    }
}
