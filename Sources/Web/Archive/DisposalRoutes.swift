internal import Chancery
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// Lists of disposal: the archivist makes them and writes down the consent, heads of units give their opinion.
struct DisposalRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = ArchivePlace.Pattern
        router.get(P.disposals.route) { request, context in try await lists(request, context) }
        router.post(P.disposals.route) { request, context in try await make(request, context) }
        router.get(P.disposal.route) { request, context in try await show(request, context) }
        router.get(P.disposalPrint.route) { request, context in try await printed(request, context) }
        router.get(P.disposalCSV.route) { request, context in try await csv(request, context) }
        router.get(P.disposalAct.route) { request, context in try await form(request, context, nil) }
        router.post(P.disposalAct.route) { request, context in try await act(request, context) }
    }

    private func lists(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let isArchivist = worker.rights.decide(.destroy).isAllowed
        if !isArchivist, worker.rights.decide(.destroy).extent != .opinion { try worker.rights.decide(.destroy).require() }
        let after = try FormValues(query: request.uri.query)["po"].flatMap { DisposalListID($0) }
        let today = PolishTime.day(of: context.now), size = ArchiveRoutes.pageSize
        let (found, proposable, waiting) = try await worker.office.database.read { c in
            (
                try DisposalLists.page(c, after: after, limit: size + 1), isArchivist ? try Archive.disposable(c, on: today, limit: 500).count : 0,
                isArchivist ? try Archive.waitingWithdrawals(c) : 0
            )
        }
        let rows = Array(found.prefix(size))
        return Desk.html(
            DisposalListsPage(
                frame: try await desk.frame(context, worker, request, .archive), isArchivist: isArchivist, rows: rows, proposable: proposable, waiting: waiting,
                key: OneTimeKey().description, first: after == nil ? nil : ArchivePlace.disposals.link,
                next: found.count > size ? rows.last.map { ArchivePlace.disposals.link(["po": $0.id.description]) } : nil, today: today
            ).render())
    }

    private func make(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        try worker.rights.decide(.destroy).require()
        let key = try context.oneTimeKey(), now = context.now, account = context.account.id, acting = worker.acting
        let location = try await worker.office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                ArchivePlace.disposal(try DisposalLists.make(c, by: acting, at: now)).link(["zrobiono": "spis"])
            }
        }
        return .seeOther(location)
    }

    private struct Found: Sendable {
        var worker: OfficerAtWork
        var list: DisposalList
        var items: [DisposalItem]
        var isArchivist: Bool
        var ownUnits: [UnitID]
    }

    /// The list, for the archivist whole, for a head only with the cases of the units led.
    private func found(_ request: Request, _ context: OfficerContext) async throws -> Found {
        let worker = try await desk.officer(request, context)
        let id = DisposalListID(try context.number("id")), isArchivist = worker.rights.decide(.destroy).isAllowed
        let (list, items) = try await worker.office.database.read { c in (try DisposalLists.find(c, id), try DisposalLists.items(c, id)) }
        let led = Set(items.map(\.unit)).filter { worker.rights.decide(.destroy, on: AccessSubject(unit: $0)).extent == .opinion }
        guard let list, isArchivist || !led.isEmpty else { throw Problem(.notFound, "Nie ma takiego spisu albo nie ma na nim spraw Twojej komórki.") }
        return Found(
            worker: worker, list: list, items: isArchivist ? items : items.filter { led.contains($0.unit) }, isArchivist: isArchivist, ownUnits: led.sorted())
    }

    private func show(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let found = try await found(request, context)
        let values = try FormValues(query: request.uri.query)
        let list = found.list, isArchivist = found.isArchivist
        let (opinions, obstacles) = try await found.worker.office.database.read { c in
            (try DisposalLists.opinions(c, list.id), isArchivist ? try DisposalLists.obstacles(c, list.id) : [])
        }
        return Desk.html(
            DisposalListPage(
                frame: try await desk.frame(context, found.worker, request, .archive), list: list, items: found.items,
                opinions: opinions.filter { isArchivist || found.ownUnits.contains($0.unit) }, obstacles: obstacles, codes: found.worker.rights.tree.codes,
                isArchivist: isArchivist, ownUnits: found.ownUnits, banner: values["zrobiono"].flatMap(DisposalRoutes.words).map { Banner($0) },
                today: PolishTime.day(of: context.now)
            ).render())
    }

    private static func words(_ done: String) -> String? {
        switch done {
        case "spis": "Założono spis. Kierownicy komórek mogą wydać opinie."
        case DisposalAct.opine.rawValue: "Zapisano opinię."
        case DisposalAct.remove.rawValue: "Wyjęto sprawę ze spisu."
        case DisposalAct.consent.rawValue: "Zapisano zgodę. Spisu nie można już zmienić."
        case DisposalAct.withdraw.rawValue: "Wycofano spis. Jego sprawy można zaproponować jeszcze raz."
        default: nil
        }
    }

    private func printed(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let found = try await found(request, context)
        let list = found.list
        return Desk.html(
            PrintedSheet(
                title: "Spis dokumentacji przeznaczonej do brakowania \(list.name)", officeName: found.worker.office.record.name, detail: "",
                back: ("Wróć do spisu", ArchivePlace.disposal(list.id).link), next: nil, printedAt: context.now, links: desk.links, headings: DisposalList.columns,
                head: [("Założył", list.createdBy), ("Stan", list.state.polishName)]
                    + (list.consentDay.map { [("Zgoda", "\(list.consentNumber) z \(PolishTypography.short($0))")] } ?? [])
            ).render(found.items.map(DisposalList.cells), caption: "Spis do brakowania", empty: "Na spisie nie ma spraw."))
    }

    private func csv(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let found = try await found(request, context)
        let list = found.list, now = context.now, actor = found.worker.acting.account
        try await found.worker.office.database.write { c in
            _ = try Journal.append(c, JournalEntry(actor: actor, act: "eksport-spisu-brakowania", object: "spis-brakowania:\(list.id)", after: "CSV"), at: now)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"spis-brakowania-\(list.sequence)-\(list.year).csv\"",
            ], body: .init(byteBuffer: ByteBuffer(bytes: DisposalList.csv(found.items))))
    }

    // MARK: acts

    private struct Asked: Sendable {
        var found: Found
        var act: DisposalAct
        var unit: UnitID?
        var item: DisposalItem?
    }

    private func asked(_ request: Request, _ context: OfficerContext) async throws -> Asked {
        guard let act = context.parameters.get("czynnosc").flatMap({ DisposalAct(rawValue: $0) }) else { throw Problem(.notFound, "Nie ma takiej strony.") }
        let found = try await found(request, context)
        let values = try FormValues(query: request.uri.query)
        var asked = Asked(found: found, act: act)
        switch act {
        case .opine:
            guard let unit = values["komorka"].flatMap({ UnitID($0) }), found.ownUnits.contains(unit) else {
                throw Problem(.forbidden, "Opinię wydaje kierownik komórki, której sprawy są na spisie.")
            }
            asked.unit = unit
        case .remove:
            try found.worker.rights.decide(.destroy).require()
            guard let position = values["poz"].flatMap({ Int64($0) }), let item = found.items.first(where: { $0.position == position }) else {
                throw Problem(.notFound, "Tej sprawy nie ma na spisie.")
            }
            asked.item = item
        case .consent, .withdraw: try found.worker.rights.decide(.destroy).require()
        }
        return asked
    }

    private func link(_ asked: Asked) -> String {
        ArchivePlace.disposalAct(asked.found.list.id, asked.act).link(["komorka": asked.unit?.description, "poz": asked.item.map { String($0.position) }])
    }

    private func form(_ request: Request, _ context: OfficerContext, _ again: FormPart?) async throws -> Response {
        let asked = try await asked(request, context)
        let part = again ?? FormPart()
        let about: String =
            if let unit = asked.unit {
                "Komórka \(asked.found.worker.rights.tree.code(of: unit)), spraw na spisie: \(asked.found.items.filter { $0.unit == unit && !$0.isRemoved }.count)."
            } else if let item = asked.item { "\(item.sign) „\(item.title)”" } else { "" }
        return Desk.html(
            DisposalActPage(
                frame: try await desk.frame(context, asked.found.worker, request, .archive), list: asked.found.list, act: asked.act, about: about,
                action: link(asked), needsExpertise: asked.found.items.contains { $0.needsExpertise && !$0.isRemoved }, form: part, key: OneTimeKey().description
            ).render(), status: part.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func act(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let asked = try await asked(request, context)
        let key = try context.oneTimeKey(), values = context.form, now = context.now, account = context.account.id
        let acting = asked.found.worker.acting, id = asked.found.list.id, act = asked.act
        func again(_ problems: [Problem]) async throws -> Response {
            try await form(request, context, FormPart(values: values.byName, errors: fieldErrors(problems, fallback: act == .consent ? "numer" : "powod")))
        }
        var consentDay: Day?
        switch act {
        case .opine:
            guard ["tak", "nie"].contains(values["opinia"] ?? "") else {
                return try await again([Problem(.invalidInput, "Wybierz zgodę albo sprzeciw", field: "opinia")])
            }
        case .consent:
            guard let day = ClerkDate.day(values["dzien"] ?? "", today: PolishTime.day(of: now)) else {
                return try await again([Problem(.invalidInput, "Wpisz datę zgody, na przykład 12.03.2026", field: "dzien")])
            }
            consentDay = day
        case .remove, .withdraw: break
        }
        let day = consentDay
        do {
            let location = try await asked.found.worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    let reason = values["powod"] ?? ""
                    switch act {
                    case .opine:
                        guard let unit = asked.unit else { break }
                        try DisposalLists.opine(c, id, unit: unit, agrees: values["opinia"] == "tak", words: values["uwagi"] ?? "", by: acting, at: now)
                    case .remove:
                        guard let item = asked.item else { break }
                        try DisposalLists.remove(c, id, position: item.position, reason: reason, by: acting, at: now)
                    case .consent:
                        guard let day else { break }
                        try DisposalLists.consent(c, id, number: values["numer"] ?? "", day: day, expertise: values["ekspertyza"] ?? "", by: acting, at: now)
                    case .withdraw: try DisposalLists.withdraw(c, id, reason: reason, by: acting, at: now)
                    }
                    return ArchivePlace.disposal(id).link(["zrobiono": act.rawValue])
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await again(found.all)
        } catch let problem as Problem where problem.code == .conflict {
            return try await again([problem])
        }
    }
}
