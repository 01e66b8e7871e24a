internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// A citizen books, moves and cancels a visit for an application of the own account.
struct CitizenVisitRoutes: Sendable {
    let desk: CitizenDesk

    func register(on router: RouterGroup<CitizenContext>) {
        typealias P = CitizenPlace.Pattern
        router.get(P.visit.route) { request, context in try await page(context, FormPart(), values: try FormValues(query: request.uri.query)) }
        router.post(P.visit.route) { _, context in try await book(context) }
        router.post(P.visitEnd.route) { _, context in try await cancel(context) }
    }

    private func own(_ context: CitizenContext) async throws -> ProfileApplication {
        let id = ApplicationID(try context.number("id")), account = context.account.id, identity = desk.identity
        guard let found = try await identity.platform.read({ c in try identity.applications.list(c, of: account).first { $0.id == id } }) else {
            throw Problem(.notFound, "Nie ma takiego wniosku. Sprawdź listę na swoim koncie.")
        }
        return found
    }

    private func page(_ context: CitizenContext, _ form: FormPart, values: FormValues) async throws -> Response {
        let found = try await own(context), identity = desk.identity, now = context.now
        guard found.state == .ready else { return .seeOther(CitizenPlace.application(found.id)) }
        let offices = try await desk.house.records().map(\.id)
        let wanted = values["punkt"].flatMap { PointID($0) }, day = values["dzien"].flatMap { Day($0) }
        let page = try await identity.platform.read { c in
            let points = try offices.flatMap { try identity.points.list(c, office: $0) }.filter { $0.state == .open }
            let open = try Visits().openVisit(c, of: found.id)
            let booked = try open.map { VisitWords.full($0, try identity.points.find(c, $0.point)) }
            let chosen = points.first { $0.id == wanted } ?? points.first { $0.id == open?.point } ?? (points.count == 1 ? points[0] : nil)
            var days: [CitizenVisitPage.DayOffer] = []
            var slots: [Visits.Slot] = []
            if let chosen {
                let visits = try Visits.of(c, chosen.id)
                for offset in 0...visits.horizonDays {
                    let one = PolishTime.day(of: now).adding(days: offset)
                    guard one <= found.lastDay else { break }
                    let offered = try visits.slots(c, chosen, on: one, at: now).filter { $0.free > 0 }
                    if !offered.isEmpty { days.append(.init(day: one, free: offered.count)) }
                    if one == day { slots = offered }
                }
            }
            return CitizenVisitPage(
                frame: desk.frame(context, .profile), application: found, booked: booked, points: points, chosen: chosen, days: days,
                day: slots.isEmpty ? nil : day, slots: slots, form: form, keys: (OneTimeKey().description, OneTimeKey().description))
        }
        return CitizenDesk.html(page.render(), status: form.status)
    }

    private func book(_ context: CitizenContext) async throws -> Response {
        let found = try await own(context), identity = desk.identity, account = context.account, values = context.form
        return try await desk.carryOut(
            context, fallback: "godzina", renamed: ["minute": "godzina"], again: { try await page(context, $0, values: values) }
        ) { c, now in
            guard let id = values["punkt"].flatMap({ PointID($0) }), let day = values["dzien"].flatMap({ Day($0) }) else {
                throw Problem(.invalidInput, "Wybierz punkt i dzień.", field: "godzina")
            }
            guard let minute = values["godzina"].flatMap({ Int($0) }) else { throw Problem(.invalidInput, "Wybierz godzinę.", field: "godzina") }
            guard let point = try identity.points.find(c, id) else { throw Problem(.notFound, "Nie ma takiego punktu.") }
            let visits = try Visits.of(c, id)
            if let old = try visits.openVisit(c, of: found.id) {
                try visits.move(c, old.id, to: point, on: day, minute: minute, by: account.performer, at: now)
            } else {
                _ = try visits.book(c, point, on: day, minute: minute, application: found.id, by: account.performer, at: now)
            }
            return CitizenPlace.application(found.id).link(["umowiono": "1"])
        }
    }

    private func cancel(_ context: CitizenContext) async throws -> Response {
        let found = try await own(context), account = context.account
        return try await desk.carryOut(context, fallback: "godzina", again: { try await page(context, $0, values: FormValues()) }) { c, now in
            if let visit = try Visits().openVisit(c, of: found.id) { try Visits().cancel(c, visit.id, by: account.performer, at: now) }
            return CitizenPlace.application(found.id).link(["odwolano": "1"])
        }
    }
}
