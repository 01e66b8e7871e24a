internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The archive: what lies there, what comes, one case of it, the requests to take cases back.
struct ArchiveRoutes: Sendable {
    let desk: Desk
    static let pageSize = 50
    /// Each case of the list of tidying is looked through.
    static let tidyingPage = 20

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = ArchivePlace.Pattern
        router.get(P.list.route) { request, context in try await list(request, context) }
        router.get(P.tidying.route) { request, context in try await tidying(request, context) }
        router.get(P.file.route) { request, context in try await file(request, context) }
        router.get(P.act.route) { request, context in try await form(request, context, nil) }
        router.post(P.act.route) { request, context in try await act(request, context) }
        router.get(P.requests.route) { request, context in try await requests(request, context) }
        router.get(P.decide.route) { request, context in try await decision(request, context, nil) }
        router.post(P.decide.route) { request, context in try await decide(request, context) }
    }

    private func archivist(_ request: Request, _ context: OfficerContext) async throws -> OfficerAtWork {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.destroy).require()
        return worker
    }

    // MARK: lists

    private func list(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await archivist(request, context)
        let values = try FormValues(query: request.uri.query)
        if values["widok"] == "do-przejecia" { return try await coming(request, context, worker, values["po"]) }
        let symbol = values["klasa"] ?? "", after = values["po"].flatMap { CaseID($0) }
        let (found, waiting) = try await worker.office.database.read { c in
            (
                try Archive.present(c, symbol: symbol.isEmpty ? nil : symbol, after: after, limit: Self.pageSize + 1), try Archive.waitingWithdrawals(c)
            )
        }
        let rows = Array(found.prefix(Self.pageSize))
        return Desk.html(
            ArchiveListPage(
                frame: try await desk.frame(context, worker, request, .archive), rows: rows, codes: worker.rights.tree.codes, symbol: symbol, waiting: waiting,
                first: after == nil ? nil : ArchiveListPage.link(symbol: symbol),
                next: found.count > Self.pageSize ? rows.last.map { ArchiveListPage.link(symbol: symbol, after: $0.file.id) } : nil,
                today: PolishTime.day(of: context.now)
            ).render())
    }

    private func coming(_ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, _ after: String?) async throws -> Response {
        try await tidyingPage(request, context, worker, officer: nil, after: after) { ArchivePlace.list.link(["widok": "do-przejecia", "po": $0]) }
    }

    private func tidying(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let values = try FormValues(query: request.uri.query)
        return try await tidyingPage(request, context, worker, officer: worker.rights.officer, after: values["po"]) { ArchivePlace.tidying.link(["po": $0]) }
    }

    private func tidyingPage(
        _ request: Request, _ context: OfficerContext, _ worker: OfficerAtWork, officer: OfficerID?, after: String?, link: (String?) -> String
    ) async throws -> Response {
        let position = after.flatMap { Archive.CompletedPosition($0) }
        let tomorrow = PolishTime.day(of: context.now).adding(days: 1)
        let (found, lines, waiting) = try await worker.office.database.read { c in
            let found = try Archive.completed(c, before: tomorrow, officer: officer, after: position, limit: Self.tidyingPage + 1)
            let lines = try found.prefix(Self.tidyingPage).map { file in
                var findings = try ClosingFindings.of(c, file.id)
                if file.category == nil {
                    findings.append(ClosingFinding(.warning, "Klasa nie ma kategorii archiwalnej. Zawiadom koordynatora czynności kancelaryjnych."))
                }
                return TidyingPage.Line(file: file, findings: findings)
            }
            return (found, lines, try Archive.waitingWithdrawals(c))
        }
        return Desk.html(
            TidyingPage(
                frame: try await desk.frame(context, worker, request, officer == nil ? .archive : .cases), isArchivist: officer == nil, rows: lines, waiting: waiting,
                first: position == nil ? nil : link(nil),
                next: found.count > Self.tidyingPage ? lines.last.flatMap { Archive.CompletedPosition(of: $0.file) }.map { link($0.description) } : nil
            ).render())
    }

    // MARK: one case

    private struct Found: Sendable {
        var kept: ArchiveStanding
        var changes: [CategoryChange]
        var holds: [ArchiveHold]
        var unitLabel: String
        var mayRequest: Bool
    }

    /// - Throws: `Problem` where the case does not lie in the archive, or the person sees nothing of it.
    private func found(_ worker: OfficerAtWork, _ sign: CaseSign) async throws -> Found {
        try await worker.office.database.read { c in
            let hand = try worker.existing(c, sign)
            guard let kept = try Archive.standing(c, hand.file.id), hand.file.isArchived else {
                throw Problem(.notFound, "Sprawa \(sign) nie leży w archiwum zakładowym.")
            }
            let unit = try worker.rights.tree[hand.file.unit] ?? Organisation.history(c, unit: hand.file.unit).first
            // Who reads the whole case may ask for it; the archivist asks nobody.
            let reads = hand.sight.extent == .everything && !worker.rights.decide(.destroy).isAllowed
            return Found(
                kept: kept, changes: try Archive.changes(c, kept.file.id), holds: try Archive.holds(c, of: kept.file.id), unitLabel: unit?.label ?? "",
                mayRequest: reads && kept.file.state == .archived)
        }
    }

    private func file(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let values = try FormValues(query: request.uri.query)
        let found = try await found(worker, try context.caseSign())
        return Desk.html(
            ArchiveCasePage(
                frame: try await desk.frame(context, worker, request, worker.rights.decide(.destroy).isAllowed ? .archive : .cases), kept: found.kept,
                unitLabel: found.unitLabel, changes: found.changes, holds: found.holds, mayKeep: worker.rights.decide(.destroy).isAllowed,
                mayRequest: found.mayRequest, banner: values["zrobiono"].flatMap { ArchiveAct(rawValue: $0) }.map { Banner(ArchiveRoutes.words($0)) },
                today: PolishTime.day(of: context.now)
            ).render())
    }

    private static func words(_ act: ArchiveAct) -> String {
        switch act {
        case .category: "Zmieniono kategorię archiwalną."
        case .hold: "Wstrzymano brakowanie sprawy."
        case .lift: "Zniesiono wstrzymanie."
        case .request: "Wniosek czeka na archiwistę."
        }
    }

    private func wanted(_ worker: OfficerAtWork, _ context: OfficerContext) async throws -> (ArchiveAct, Found) {
        guard let act = context.parameters.get("czynnosc").flatMap({ ArchiveAct(rawValue: $0) }) else { throw Problem(.notFound, "Nie ma takiej strony.") }
        let found = try await found(worker, try context.caseSign())
        if act == .request {
            guard found.mayRequest else { throw Problem(.forbidden, "Wniosek o wycofanie składa ten, kto widzi całe akta sprawy w archiwum.") }
        } else {
            try worker.rights.decide(.destroy).require()
        }
        return (act, found)
    }

    private func form(_ request: Request, _ context: OfficerContext, _ again: FormPart?) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let (act, found) = try await wanted(worker, context)
        let hold = try FormValues(query: request.uri.query)["nr"].flatMap { ArchiveHoldID($0) }
        let part = again ?? FormPart()
        return Desk.html(
            ArchiveActPage(
                frame: try await desk.frame(context, worker, request, .archive), kept: found.kept, act: act, hold: found.holds.first { $0.id == hold }, form: part,
                key: OneTimeKey().description
            ).render(), status: part.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func act(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let (act, found) = try await wanted(worker, context)
        let key = try context.oneTimeKey(), values = context.form, now = context.now, account = context.account.id, acting = worker.acting
        let hold = try FormValues(query: request.uri.query)["nr"].flatMap { ArchiveHoldID($0) }
        let id = found.kept.file.id, sign = found.kept.file.sign
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    let reason = values["powod"] ?? ""
                    switch act {
                    case .category: try Archive.changeCategory(c, id, to: values["kategoria"] ?? "", reason: reason, by: acting, at: now)
                    case .hold: _ = try Archive.hold(c, id, reason: reason, by: acting, at: now)
                    case .lift:
                        guard let hold else { throw Problem(.notFound, "Nie ma takiego wstrzymania.") }
                        try Archive.lift(c, hold, of: id, reason: reason, by: acting, at: now)
                    case .request: _ = try Archive.request(c, id, reason: reason, by: acting, at: now)
                    }
                    return ArchivePlace.file(sign).link(["zrobiono": act.rawValue])
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await form(request, context, FormPart(values: values.byName, errors: fieldErrors(found.all, fallback: "powod")))
        } catch let problem as Problem where problem.code == .conflict {
            return try await form(request, context, FormPart(values: values.byName, errors: fieldErrors([problem], fallback: "powod")))
        }
    }

    // MARK: requests

    private func requests(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await archivist(request, context)
        let values = try FormValues(query: request.uri.query)
        let after = values["po"].flatMap { ArchiveWithdrawalID($0) }
        let (found, waiting) = try await worker.office.database.read { c in
            (try Archive.withdrawals(c, after: after, limit: Self.pageSize + 1), try Archive.waitingWithdrawals(c))
        }
        let rows = Array(found.prefix(Self.pageSize))
        return Desk.html(
            WithdrawalsPage(
                frame: try await desk.frame(context, worker, request, .archive), rows: rows, waiting: waiting, first: after == nil ? nil : ArchivePlace.requests.link,
                next: found.count > Self.pageSize ? rows.last.map { ArchivePlace.requests.link(["po": $0.id.description]) } : nil,
                banner: values["zrobiono"] == "tak" ? Banner("Zapisano rozstrzygnięcie.") : nil, today: PolishTime.day(of: context.now)
            ).render())
    }

    private func decision(_ request: Request, _ context: OfficerContext, _ again: FormPart?) async throws -> Response {
        let worker = try await archivist(request, context)
        let id = ArchiveWithdrawalID(try context.number("id"))
        guard let found = try await worker.office.database.read({ try Archive.withdrawal($0, id) }) else {
            throw Problem(.notFound, "Nie ma takiego wniosku o wycofanie.")
        }
        let part = again ?? FormPart()
        return Desk.html(
            WithdrawalDecisionPage(
                frame: try await desk.frame(context, worker, request, .archive), request: found, form: part, key: OneTimeKey().description,
                today: PolishTime.day(of: context.now)
            ).render(), status: part.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func decide(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await archivist(request, context)
        let id = ArchiveWithdrawalID(try context.number("id"))
        let key = try context.oneTimeKey(), values = context.form, now = context.now, account = context.account.id, acting = worker.acting
        func again(_ problems: [Problem]) async throws -> Response {
            try await decision(request, context, FormPart(values: values.byName, errors: fieldErrors(problems, fallback: "decyzja")))
        }
        guard let answer = values["decyzja"], ["tak", "nie"].contains(answer) else {
            return try await again([Problem(.invalidInput, "Wybierz zgodę albo odmowę", field: "decyzja")])
        }
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    _ = try Archive.decide(c, id, grants: answer == "tak", note: values["uwagi"] ?? "", by: acting, at: now)
                    return ArchivePlace.requests.link(["zrobiono": "tak"])
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await again(found.all)
        } catch let problem as Problem where [.conflict, .forbidden].contains(problem.code) {
            return try await again([problem])
        }
    }
}
