internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The chronological store: paper taken out, what is overdue, what came back.
struct PaperStoreRoutes: Sendable {
    let desk: Desk
    static let pageSize = 50
    /// Days for which paper is usually taken.
    static let usualDays = 14

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = PaperStorePlace.Pattern
        router.get(P.list.route) { request, context in try await list(request, context) }
        router.get(P.take.route) { request, context in try await form(request, context, nil) }
        router.post(P.take.route) { request, context in try await take(request, context) }
        router.get(P.shelf.route) { request, context in try await shelf(request, context, nil) }
        router.post(P.shelf.route) { request, context in try await setShelf(request, context) }
        router.post(P.giveBack.route) { request, context in try await giveBack(request, context) }
    }

    private func keeper(_ request: Request, _ context: OfficerContext) async throws -> OfficerAtWork {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.register).require()
        return worker
    }

    private func list(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await keeper(request, context)
        let values = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now), isOverdueOnly = values[PaperStorePlace.overdueField] == "tak"
        let after = values["po"].flatMap { PaperStore.Position($0) }
        let (found, overdue) = try await worker.office.database.read { c in
            (try PaperStore.out(c, overdueOn: isOverdueOnly ? today : nil, after: after, limit: Self.pageSize + 1), try PaperStore.overdueCount(c, on: today))
        }
        let rows = Array(found.prefix(Self.pageSize))
        return Desk.html(
            PaperStorePage(
                frame: try await desk.frame(context, worker, request, .store), isOverdueOnly: isOverdueOnly, rows: rows, overdue: overdue,
                keys: rows.map { _ in OneTimeKey().description }, first: after == nil ? nil : PaperStorePage.link(overdue: isOverdueOnly),
                next: found.count > Self.pageSize
                    ? rows.last.map { PaperStorePage.link(overdue: isOverdueOnly, after: PaperStore.position(of: $0).description) } : nil,
                banner: values["wrocilo"].flatMap { RegisterNumber($0) }.map { Banner("Pismo \($0) wróciło do składu.") }, today: today
            ).render())
    }

    private func form(_ request: Request, _ context: OfficerContext, _ again: FormPart?) async throws -> Response {
        let worker = try await keeper(request, context)
        let number = try context.registerNumber()
        let found = try await worker.office.database.read { c -> (title: String, cases: [CaseSign])? in
            guard let letter = try IncomingRegister.find(c, number), letter.cancellation == nil, !letter.channel.isElectronic else { return nil }
            return (letter.metadata.title, try Cases.cases(c, of: .incoming(letter.id)).compactMap { try Cases.find(c, $0)?.sign })
        }
        guard let found else { throw Problem(.notFound, "W składzie nie ma papieru pisma \(number).") }
        let due = PolishTime.day(of: context.now).adding(days: Self.usualDays)
        let part = again ?? FormPart(values: ["zwrot": PolishTypography.short(due), "sprawa": found.cases.first?.description ?? ""])
        return Desk.html(
            PaperTakingPage(
                frame: try await desk.frame(context, worker, request, .store), number: number, title: found.title, form: part, key: OneTimeKey().description
            ).render(), status: part.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func take(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await keeper(request, context)
        let key = try context.oneTimeKey(), number = try context.registerNumber()
        let values = context.form, now = context.now, account = context.account.id, performer = worker.acting.performer
        func again(_ problems: [Problem]) async throws -> Response {
            try await form(request, context, FormPart(values: values.byName, errors: fieldErrors(problems, fallback: "kto")))
        }
        guard let due = ClerkDate.day(values["zwrot"] ?? "", today: PolishTime.day(of: now)) else {
            return try await again([Problem(.invalidInput, "Wpisz dzień zwrotu, na przykład 12.03.2026 albo +14", field: "zwrot")])
        }
        let taking = PaperTaking(borrower: values["kto"] ?? "", caseSign: values["sprawa"] ?? "", dueDay: due)
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try PaperStore.take(c, number, taking, by: performer, at: now)
                    return Place.letter(year: number.year, number: number.number).link
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await again(found.all)
        } catch let problem as Problem where problem.code == .conflict {
            return try await again([problem])
        }
    }

    private func shelf(_ request: Request, _ context: OfficerContext, _ again: FormPart?) async throws -> Response {
        let worker = try await keeper(request, context)
        let number = try context.registerNumber()
        let found = try await worker.office.database.read { c -> (title: String, place: String)? in
            guard let letter = try IncomingRegister.find(c, number), letter.cancellation == nil, !letter.channel.isElectronic else { return nil }
            return (letter.metadata.title, try PaperStore.place(c, of: letter.id))
        }
        guard let found else { throw Problem(.notFound, "W składzie nie ma papieru pisma \(number).") }
        let part = again ?? FormPart(values: ["miejsce": found.place])
        return Desk.html(
            PaperShelfPage(
                frame: try await desk.frame(context, worker, request, .store), number: number, title: found.title, form: part, key: OneTimeKey().description
            ).render(), status: part.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func setShelf(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await keeper(request, context)
        let key = try context.oneTimeKey(), number = try context.registerNumber()
        let values = context.form, now = context.now, account = context.account.id, performer = worker.acting.performer
        do {
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    try PaperStore.setPlace(c, number, to: values["miejsce"] ?? "", by: performer, at: now)
                    return Place.letter(year: number.year, number: number.number).link
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await shelf(request, context, FormPart(values: values.byName, errors: fieldErrors(found.all, fallback: "miejsce")))
        }
    }

    private func giveBack(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await keeper(request, context)
        let key = try context.oneTimeKey(), id = PaperLoanID(try context.number("id"))
        let now = context.now, account = context.account.id, performer = worker.acting.performer
        let location = try await worker.office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                let loan = try PaperStore.giveBack(c, id, by: performer, at: now)
                return PaperStorePlace.list.link(["wrocilo": loan.letter.identifier])
            }
        }
        return .seeOther(location)
    }
}
