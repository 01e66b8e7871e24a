internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Substitutions: those of the office, one's own, and working in somebody's place.
struct SubstitutionRoutes: Sendable {
    let desk: Desk

    func register(signedIn: RouterGroup<SignedInContext>, officers: RouterGroup<OfficerContext>) {
        typealias P = AdministrationPlace.Pattern
        signedIn.get(P.substitutions.route) { request, context in try await list(request, context, empty(context)) }
        signedIn.post(P.substitutions.route) { request, context in try await record(request, context) }
        signedIn.post(P.endSubstitution.route) { request, context in try await end(request, context) }
        officers.get(P.ownSubstitution.route) { request, context in try await own(request, context, empty(context)) }
        officers.post(P.ownSubstitution.route) { request, context in try await recordOwn(request, context) }
        officers.post(P.switchOver.route) { request, context in try await switchOver(request, context) }
        officers.post(P.endOwnSubstitution.route) { request, context in try await endOwn(request, context) }
    }

    private func empty(_ context: some PageContext) -> FormPart { FormPart(values: ["od": PolishTypography.short(PolishTime.day(of: context.now))]) }

    /// Officers of the units, or everybody.
    private static func people(_ c: any SQLConnection, on day: Day, within units: Set<UnitID>?) throws -> [(value: String, text: String)] {
        let tree = try Organisation.tree(c, on: day)
        return try Organisation.directory(c, on: day).compactMap { entry in
            guard let post = entry.post, units?.contains(post.unit) ?? true else { return nil }
            return (entry.officer.id.description, "\(entry.officer.listName), \(tree.code(of: post.unit))")
        }
    }

    private static func line(_ c: any SQLConnection, _ s: Substitution, today: Day, mayEnd: Bool) throws -> SubstitutionLine {
        SubstitutionLine(
            substitution: s, absent: try Organisation.officer(c, s.absent)?.listName ?? "", substitute: try Organisation.officer(c, s.substitute)?.listName ?? "",
            isNow: s.from <= today, mayEnd: mayEnd && s.to > today || mayEnd && s.from > today, key: OneTimeKey().description)
    }

    private static func banner(_ request: Request) throws -> Banner? {
        let query = try FormValues(query: request.uri.query)
        return [("zapisano", "Zapisano zastępstwo."), ("zakonczono", "Zakończono zastępstwo."), ("wrocono", "Pracujesz znów we własnym imieniu.")].first {
            query.has($0.0)
        }
        .map { Banner($0.1) }
    }

    // MARK: the office

    /// - Throws: `Problem` where the absent one works in none of the keeper's units.
    private static func requireReach(_ c: any SQLConnection, _ absent: OfficerID, _ keeper: OfficeKeeper, today: Day) throws {
        guard let units = keeper.substitutionUnits else { return }
        let posts = try Organisation.posts(c, of: absent).filter { $0.validFrom <= today && $0.validTo.map { today <= $0 } ?? true }
        guard posts.contains(where: { units.contains($0.unit) }) else {
            throw Problem(.forbidden, "Ta osoba nie pracuje w Twojej komórce. Zastępstwo wpisze jej kierownik albo administrator.")
        }
    }

    private func list(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .substitutions)
        let today = PolishTime.day(of: context.now)
        let (lines, people, substitutes) = try await keeper.office.database.read { c in
            let people = try Self.people(c, on: today, within: keeper.substitutionUnits)
            let within = Set(people.map(\.value))
            let all = try Organisation.substitutions(c, notOverOn: today).filter { keeper.substitutionUnits == nil || within.contains($0.absent.description) }
            return (try all.map { try Self.line(c, $0, today: today, mayEnd: true) }, people, try Self.people(c, on: today, within: nil))
        }
        let page = SubstitutionsPage(
            frame: try await desk.frame(context, keeper, request, .substitutions), lines: lines, people: people, substitutes: substitutes, form: form,
            key: OneTimeKey().description, banner: try Self.banner(request))
        return Desk.html(page.render(), status: form.status)
    }

    private func record(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .substitutions)
        let performer = keeper.performer, today = PolishTime.day(of: context.now)
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "zastepca", again: { try await list(request, context, $0) }) {
            var reading = FormReading(context.form, today: today)
            let absent = reading.choice("zastepowany", "Wybierz osobę nieobecną") { OfficerID($0) }
            let (substitute, from, to) = Self.read(&reading)
            try reading.finish()
            guard let absent, let substitute, let from, let to else { throw Problems(reading.problems) }
            let reason = reading.text("powod")
            return { c, now in
                try Self.requireReach(c, absent, keeper, today: today)
                // Whoever stands in gets the rights of the absent one; nobody gives them to himself.
                if let found = try Organisation.officer(c, substitute) { try keeper.requireNotSelf(found) }
                try Organisation.substitute(c, absent: absent, by: substitute, from: from, to: to, reason: reason, recordedBy: performer, at: now)
                return AdministrationPlace.substitutions.link(["zapisano": "tak"])
            }
        }
    }

    private static func read(_ reading: inout FormReading) -> (OfficerID?, Day?, Day?) {
        let substitute = reading.choice("zastepca", "Wybierz osobę, która zastępuje") { OfficerID($0) }
        let from = reading.day("od", ask: "Podaj pierwszy dzień"), to = reading.day("do", ask: "Podaj ostatni dzień")
        if let from, from < reading.today { reading.add("od", "Podaj dzień dzisiejszy albo późniejszy") }
        return (substitute, from, to)
    }

    private func end(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .substitutions)
        let id = SubstitutionID(try context.number("id")), performer = keeper.performer, today = PolishTime.day(of: context.now)
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "zastepca", again: { try await list(request, context, $0) }) {
            return { c, now in
                guard let found = try Organisation.substitution(c, id) else { throw Problem(.notFound, "Nie ma takiego zastępstwa.") }
                try Self.requireReach(c, found.absent, keeper, today: today)
                try Organisation.endSubstitution(c, id, lastDay: found.from > today ? found.from.adding(days: -1) : today, by: performer, at: now)
                return AdministrationPlace.substitutions.link(["zakonczono": "tak"])
            }
        }
    }

    // MARK: one's own

    private func own(_ request: Request, _ context: OfficerContext, _ form: FormPart) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let today = PolishTime.day(of: context.now), me = worker.acting.officer
        let (choices, own, substitutes) = try await worker.office.database.read { c in
            let all = try Organisation.substitutions(c, notOverOn: today)
            let choices = worker.mayActFor.map { absent in
                let until = all.filter { $0.absent == absent.officer && $0.substitute == me && $0.from <= today }.map(\.to).max()
                return OwnSubstitutionPage.Choice(
                    absent: absent, until: until.map { "do \(PolishTypography.short($0))" } ?? "", isCurrent: worker.acting.inPlaceOf?.officer == absent.officer,
                    key: OneTimeKey().description)
            }
            return (
                choices, try all.filter { $0.absent == me }.map { try Self.line(c, $0, today: today, mayEnd: true) },
                try Self.people(c, on: today, within: nil).filter { $0.value != me.description }
            )
        }
        let page = OwnSubstitutionPage(
            frame: try await desk.frame(context, worker, request, .substitution), choices: choices, current: worker.acting.inPlaceOf?.name,
            backKey: OneTimeKey().description, own: own, substitutes: substitutes, form: form, key: OneTimeKey().description, banner: try Self.banner(request))
        return Desk.html(page.render(), status: form.status)
    }

    private func recordOwn(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let me = worker.acting.officer, performer = worker.acting.performer
        return try await desk.carryOut(context, context.account, worker.office, fallback: "zastepca", again: { try await own(request, context, $0) }) {
            var reading = FormReading(context.form, today: PolishTime.day(of: context.now))
            let (substitute, from, to) = Self.read(&reading)
            try reading.finish()
            guard let substitute, let from, let to else { throw Problems(reading.problems) }
            let reason = reading.text("powod")
            return { c, now in
                try Organisation.substitute(c, absent: me, by: substitute, from: from, to: to, reason: reason, recordedBy: performer, at: now)
                return AdministrationPlace.ownSubstitution.link(["zapisano": "tak"])
            }
        }
    }

    private func endOwn(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let id = SubstitutionID(try context.number("id")), me = worker.acting.officer, performer = worker.acting.performer, today = PolishTime.day(of: context.now)
        return try await desk.carryOut(context, context.account, worker.office, fallback: "zastepca", again: { try await own(request, context, $0) }) {
            return { c, now in
                guard let found = try Organisation.substitution(c, id), found.absent == me else { throw Problem(.notFound, "Nie ma takiego zastępstwa.") }
                try Organisation.endSubstitution(c, id, lastDay: found.from > today ? found.from.adding(days: -1) : today, by: performer, at: now)
                return AdministrationPlace.ownSubstitution.link(["zakonczono": "tak"])
            }
        }
    }

    /// Begins to work in somebody's place, or goes back to one's own work; the cookie only names whom, rights are looked up at each request.
    private func switchOver(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let chosen = context.form["osoba"].flatMap { OfficerID($0) }
        if let chosen, !worker.mayActFor.contains(where: { $0.officer == chosen }) {
            throw Problem(.forbidden, "Nie masz dziś zastępstwa za tę osobę. Zastępstwo mogło się skończyć.")
        }
        let key = try context.oneTimeKey(), account = context.account, now = context.now, before = worker.acting.inPlaceOf?.officer
        let location = try await worker.office.database.write { c in
            try OneTimeKeys.once(c, key: key, account: account.id, at: now) { c in
                try Journal.append(
                    c,
                    JournalEntry(
                        actor: account.performer.id, act: chosen == nil ? "zastepstwo-powrot" : "zastepstwo-praca",
                        object: Organisation.object(chosen ?? before ?? worker.acting.officer)), at: now)
                return chosen == nil ? AdministrationPlace.ownSubstitution.link(["wrocono": "tak"]) : Place.desk.link
            }
        }
        var response = Response.seeOther(location)
        let age = chosen == nil ? 0 : 43_200
        response.setCookie(
            Cookie(
                name: OfficerAtWork.substitutionCookie, value: chosen?.description ?? "", maxAge: age, path: "/", secure: desk.secureCookies, httpOnly: true,
                sameSite: .lax))
        return response
    }
}
