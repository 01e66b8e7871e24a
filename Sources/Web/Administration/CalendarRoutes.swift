internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The office's days off.
struct CalendarRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = AdministrationPlace.Pattern
        router.get(P.calendar.route) { request, context in try await calendar(request, context, FormPart()) }
        router.post(P.calendar.route) { request, context in try await enter(request, context) }
        router.get(P.withdrawDay.route) { request, context in try await withdrawForm(request, context, FormPart()) }
        router.post(P.withdrawDay.route) { request, context in try await withdraw(request, context) }
    }

    private func calendar(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .calendar)
        let query = try FormValues(query: request.uri.query)
        let today = PolishTime.day(of: context.now)
        let year = query["rok"].flatMap { Int($0) }.flatMap { (1990...2100).contains($0) ? $0 : nil } ?? today.year
        let entered = try await keeper.office.database.read { try WorkCalendar.entered($0) }
        let own = entered.filter { $0.day.year == year }.map { CalendarPage.Line(day: $0.day, name: $0.name, source: $0.source, isEntered: true) }
        let statutory = OfficialCalendar.statutory.holidays(of: year).map {
            CalendarPage.Line(day: $0.day, name: $0.name, source: "ustawa o dniach wolnych od pracy", isEntered: false)
        }
        let page = CalendarPage(
            frame: try await desk.frame(context, keeper, request, .calendar), year: year, lines: (statutory + own).sorted { $0.day < $1.day }, form: form,
            key: OneTimeKey().description,
            banner: query.has("wpisano") ? Banner("Wpisano dzień wolny. Nowe terminy już go pomijają.") : query.has("usunieto") ? Banner("Usunięto dzień wolny.") : nil)
        return Desk.html(page.render(), status: form.status)
    }

    private func enter(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .calendar)
        let performer = keeper.performer
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "dzien", again: { try await calendar(request, context, $0) }) {
            var reading = FormReading(context.form, today: PolishTime.day(of: context.now))
            let day = reading.day("dzien", ask: "Podaj dzień")
            let name = reading.required("nazwa", "Wpisz nazwę dnia wolnego"), source = reading.required("zrodlo", "Wpisz ustawę, która dała dzień wolny")
            try reading.finish()
            guard let day else { throw Problems(reading.problems) }
            return { c, now in
                try WorkCalendar.enter(c, day, name: name, source: source, by: performer, at: now)
                return AdministrationPlace.calendar.link(["rok": String(day.year), "wpisano": "tak"])
            }
        }
    }

    private func withdrawForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .calendar)
        let typed = try FormValues(query: request.uri.query)["dzien"] ?? form.values["dzien"] ?? ""
        let entered = try await keeper.office.database.read { try WorkCalendar.entered($0) }
        guard let day = Day(typed), let found = entered.first(where: { $0.day == day }) else { throw Problem(.notFound, "Tego dnia nie wpisano jako wolnego.") }
        let page = ReasonPage(
            frame: try await desk.frame(context, keeper, request, .calendar), title: "Usunąć dzień wolny?",
            words: ["\(PolishTypography.long(day)): \(found.name) (\(found.source)).", "Dzień stanie się zwykły. Terminy policzone wcześniej zostają, jak są."],
            action: AdministrationPlace.withdrawDay.link, button: "Usuń dzień wolny", back: AdministrationPlace.calendar.link(["rok": String(day.year)]), form: form,
            key: OneTimeKey().description, hidden: [("dzien", day.description)])
        return Desk.html(page.render(), status: form.status)
    }

    private func withdraw(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .calendar)
        let performer = keeper.performer
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "powod", again: { try await withdrawForm(request, context, $0) }) {
            guard let day = context.form["dzien"].flatMap({ Day($0) }) else { throw Problem(.notFound, "Tego dnia nie wpisano jako wolnego.") }
            let reason = context.form["powod"] ?? ""
            return { c, now in
                try WorkCalendar.withdraw(c, day, reason: reason, by: performer, at: now)
                return AdministrationPlace.calendar.link(["rok": String(day.year), "usunieto": "tak"])
            }
        }
    }
}
