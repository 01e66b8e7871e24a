internal import Chancery
internal import Cryptography
internal import Exchange
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// The front page of whoever runs the office.
struct OverviewRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<SignedInContext>) {
        router.get(AdministrationPlace.Pattern.overview.route) { request, context in try await overview(request, context) }
    }

    private func overview(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context)
        guard keeper.seesOverview else { throw Problem(.forbidden, "Ta strona jest dla osób, które prowadzą urząd: administratora i koordynatora.") }
        let now = context.now, today = PolishTime.day(of: now)
        let accounts = Set(try await desk.accounts.list(office: keeper.account.office).filter { !$0.isClosed }.map(\.performer.id))
        let (found, rounds) = try await keeper.office.database.read { c in
            (try OfficeShortcomings.find(c, accounts: accounts, at: now), try ConnectorStore.rounds(c))
        }
        var facts = [OverviewPage.Fact(name: "Baza danych", words: "odpowiada", isWell: true)]
        for round in rounds {
            let failed = round.isFailing
            let since = round.lastSuccessAt.map { "ostatnie pobranie \(Moment.text($0, today: today))" } ?? "jeszcze nie pobierano"
            facts.append(.init(name: "Skrytka \(round.box)", words: failed ? "\(since); błąd: \(round.lastFailure)" : "\(since), bez błędów", isWell: !failed))
        }
        facts += certificates(keeper.office, now)
        let lines = found.map { OverviewPage.Line(weight: $0.weight, words: $0.words, link: link($0.place, keeper)) }
        let page = OverviewPage(
            frame: try await desk.frame(context, keeper, request, .overview), lines: lines, facts: facts, links: Desk.administration(keeper).map(\.view))
        return Desk.html(page.render())
    }

    /// How long the office's own key serves.
    private func certificates(_ office: OfficeHouse, _ now: Instant) -> [OverviewPage.Fact] {
        guard let end = OfficeFounding.officeCertificate(office.record, layout: desk.house.layout)?.notAfter else {
            return [.init(name: "Certyfikat urzędu", words: "powstanie przy pierwszym połączeniu", isWell: true)]
        }
        let days = PolishTime.day(of: end).daysSince1970 - PolishTime.day(of: now).daysSince1970
        let words =
            days < 0
            ? "wygasł \(PolishTypography.short(PolishTime.day(of: end)))"
            : "ważny do \(PolishTypography.short(PolishTime.day(of: end))) (\(days) \(PolishTypography.form(days, "dzień", "dni", "dni")))"
        return [.init(name: "Certyfikat urzędu", words: words, isWell: days > 30)]
    }

    private func link(_ place: Shortcoming.Place, _ keeper: OfficeKeeper) -> String? {
        switch place {
        case .queues: keeper.account.may(.manageJobs) ? Place.queues.link : nil
        case .status: Place.status.link
        case .structure: keeper.may(.structure) ? AdministrationPlace.structure.link : nil
        case .unit(let id): keeper.may(.structure) ? AdministrationPlace.unit(id).link : nil
        case .people: keeper.may(.structure) ? AdministrationPlace.people.link : nil
        case .officer(let id): keeper.may(.structure) ? AdministrationPlace.officer(id).link : nil
        case .filePlan: keeper.may(.filePlanView) ? FilePlanPlace.plan.link : nil
        case .reorganisation: keeper.may(.structure) ? AdministrationPlace.reorganisation.link : nil
        case .contacts: keeper.worker == nil ? nil : ContactPlace.duplicates.link
        case .rules: keeper.may(.rules) ? RulePlace.rules.link : nil
        }
    }
}

extension Desk {
    /// What a keeper finds in the menu and on the front page.
    static func administration(_ keeper: OfficeKeeper) -> [NavigationItem] {
        var out: [NavigationItem] = []
        if keeper.seesOverview { out.append(NavigationItem(.overview, AdministrationPlace.overview.link, "Stan urzędu")) }
        if keeper.may(.structure) {
            out.append(NavigationItem(.structure, AdministrationPlace.structure.link, "Struktura"))
            out.append(NavigationItem(.people, AdministrationPlace.people.link, "Pracownicy"))
        }
        if keeper.may(.accounts) { out.append(NavigationItem(.accounts, AdministrationPlace.accounts.link, "Konta")) }
        if keeper.may(.accounts) { out.append(NavigationItem(.signInRule, SignInRulePlace.rule.link, "Logowanie pracowników")) }
        if keeper.may(.substitutions) { out.append(NavigationItem(.substitutions, AdministrationPlace.substitutions.link, "Zastępstwa")) }
        if keeper.may(.explanations) { out.append(NavigationItem(.rights, AdministrationPlace.rights.link, "Uprawnienia")) }
        if keeper.may(.filePlanView) { out.append(NavigationItem(.filePlan, FilePlanPlace.plan.link, "Wykaz akt (JRWA)")) }
        if keeper.may(.rules) { out.append(NavigationItem(.rules, RulePlace.rules.link, "Reguły dekretacji")) }
        if keeper.may(.calendar) { out.append(NavigationItem(.calendar, AdministrationPlace.calendar.link, "Dni wolne")) }
        if keeper.may(.journal) { out.append(NavigationItem(.journal, AdministrationPlace.journal.link, "Dziennik")) }
        return out
    }

    /// What every officer finds: people and bodies, the plan, one's own substitution.
    static func office(_ worker: OfficerAtWork) -> [NavigationItem] {
        var out: [NavigationItem] = []
        if ContactRoutes.mayRead(worker.rights) { out.append(NavigationItem(.contacts, ContactPlace.contacts.link, "Osoby i instytucje")) }
        out.append(NavigationItem(.planSearch, FilePlanPlace.search.link, "Wykaz akt"))
        out.append(NavigationItem(.substitution, AdministrationPlace.ownSubstitution.link, "Moje zastępstwo", count: worker.mayActFor.count))
        return out
    }
}

extension NavigationItem {
    var view: WorkTop.View { WorkTop.View(text, link) }
}
