internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The search over letters, cases and people, and the views that a person keeps.
struct SearchRoutes: Sendable {
    let desk: Desk
    static let viewsPattern = "/ezd/szukaj/widoki"

    func register(on router: RouterGroup<SignedInContext>, officers: RouterGroup<OfficerContext>) {
        router.get(PlacePattern.search.route) { request, context in try await search(request, context) }
        officers.post(RouterPath(SearchRoutes.viewsPattern)) { request, context in try await keep(request, context) }
    }

    private func search(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let account = context.account
        if !account.may(.readRegister) { try context.require(.workInOffice) }
        let values = try FormValues(query: request.uri.query)
        let text = values["q"] ?? values["szukane"] ?? ""
        let office = try await desk.house.office(account.office)
        let worker = account.may(.workInOffice) ? try? await desk.officer(request, account, at: context.now) : nil
        let today = PolishTime.day(of: context.now)
        let reads = account.may(.readRegister), rights = worker?.rights
        var findings = SearchFindings()
        var problem: Problem?
        var isBehind = false
        do {
            let query = try SearchQuery(text)
            if let place = try await exact(text, office, rights, reads, today) { return .seeOther(place) }
            if case .behind = try await office.search.catchUp() { isBehind = true }
            let limit = query.kind == nil ? 10 : 50
            findings = try await office.database.read { try EverythingSearch.find($0, query, rights: rights, readsRegister: reads, limit: limit) }
        } catch let problems as Problems {
            problem = problems.all.first
        }
        let views: [SavedView] =
            if let worker { try await office.database.read { try SavedViews.list($0, of: worker.acting.officer) } } else { [] }
        let frame = if let worker { try await desk.frame(context, worker, request, .search) } else { try await desk.frame(context, account, request, .search) }
        let page = SearchPage(
            frame: frame, words: text, findings: findings, problem: problem, isBehind: isBehind, views: views, mayKeep: worker != nil,
            isKept: values.has("zapamietano"), key: OneTimeKey().description)
        return Desk.html(page.render(), status: problem == nil ? .ok : .unprocessableContent)
    }

    /// A number or sign typed exactly opens at once: `RPW/12/2026`, `12/2026`, `12` of this year, `GK.6131.4.2026`.
    private func exact(_ text: String, _ office: OfficeHouse, _ rights: OfficerRights?, _ reads: Bool, _ today: Day) async throws -> String? {
        let number =
            RegisterNumber(text) ?? RegisterNumber("RPW/" + text)
            ?? Int64(text).flatMap { $0 > 0 && $0 < 10_000_000 ? RegisterNumber(year: today.year, number: $0) : nil }
        return try await office.database.read { c in
            if let number, try IncomingRegister.reference(c, number) != nil { return Place.letter(year: number.year, number: number.number).link }
            if let rights, let sign = CaseSign(text), let file = try Cases.find(c, sign), try Cases.sight(c, file, rights: rights).extent != .nothing {
                return CasePlace.file(sign).link
            }
            return nil
        }
    }

    private func keep(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let key = try context.oneTimeKey(), officer = worker.acting.officer, now = context.now, account = context.account.id
        let name = context.form["nazwa"] ?? "", query = context.form["q"] ?? ""
        let forgotten = context.form["usun"].flatMap { Int64($0) }
        let location = try await worker.office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                if let forgotten {
                    try SavedViews.forget(c, forgotten, of: officer)
                    return Place.search.link(["q": query.isEmpty ? nil : query])
                }
                try SavedViews.keep(c, name: name, query: query, of: officer, at: now)
                return Place.search.link(["q": query, "zapamietano": "tak"])
            }
        }
        return .seeOther(location)
    }
}
