internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// What changes for one officer: posts, roles, name, account, leaving.
struct OfficerRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = AdministrationPlace.Pattern
        router.get(P.newPost.route) { request, context in try await postForm(request, context, FormPart(values: ["od": today(context)])) }
        router.post(P.newPost.route) { request, context in try await appoint(request, context) }
        router.get(P.endPost.route) { request, context in try await endPostForm(request, context, FormPart(values: ["do": today(context)])) }
        router.post(P.endPost.route) { request, context in try await endPost(request, context) }
        router.get(P.newRole.route) { request, context in
            try await roleForm(request, context, FormPart(values: ["od": today(context), "dostep": Access.notPublic.rawValue]))
        }
        router.post(P.newRole.route) { request, context in try await grant(request, context) }
        router.get(P.revokeRole.route) { request, context in try await revokeForm(request, context, FormPart(values: ["do": today(context)])) }
        router.post(P.revokeRole.route) { request, context in try await revoke(request, context) }
        router.get(P.officerName.route) { request, context in try await nameForm(request, context, nil) }
        router.post(P.officerName.route) { request, context in try await rename(request, context) }
        router.get(P.officerAccount.route) { request, context in try await accountForm(request, context, FormPart()) }
        router.post(P.officerAccount.route) { request, context in try await setAccount(request, context) }
        router.get(P.leaving.route) { request, context in try await leavingForm(request, context, FormPart(values: ["do": today(context)])) }
        router.post(P.leaving.route) { request, context in try await leave(request, context) }
    }

    private func today(_ context: SignedInContext) -> String { PolishTypography.short(PolishTime.day(of: context.now)) }
    private func id(_ context: SignedInContext) throws -> OfficerID { OfficerID(try context.number("id")) }

    private func load(_ c: any SQLConnection, _ id: OfficerID) throws -> Officer {
        guard let officer = try Organisation.officer(c, id) else { throw Problem(.notFound, "Nie ma takiego pracownika.") }
        return officer
    }

    private func postLine(_ c: any SQLConnection, _ post: OfficerPost) throws -> String {
        "\(post.title), \(try Organisation.history(c, unit: post.unit).first?.code.description ?? "") \(Span.text(post.validFrom, post.validTo))"
    }

    // MARK: posts

    private func postForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = try id(context), day = PolishTime.day(of: context.now)
        let frame = try await desk.frame(context, keeper, request, .people)
        let page = try await keeper.office.database.read { c in
            PostFormPage(
                frame: frame, officer: try load(c, id),
                current: try Organisation.posts(c, of: id).filter { $0.validTo.map { day <= $0 } ?? true }.map { try postLine(c, $0) },
                units: try Organisation.tree(c, on: day).units, form: form, key: OneTimeKey().description)
        }
        return Desk.html(page.render(), status: form.status)
    }

    private func appoint(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = try id(context), performer = keeper.performer
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "komorka", again: { try await postForm(request, context, $0) }) {
            var reading = FormReading(context.form, today: PolishTime.day(of: context.now))
            let unit = reading.choice("komorka", "Wybierz komórkę") { UnitID($0) }
            let title = reading.required("stanowisko", "Wpisz stanowisko")
            let day = reading.day("od", ask: "Podaj dzień, od którego osoba zajmuje stanowisko")
            let isHead = reading.isTicked("kierownik")
            try reading.finish()
            guard let unit, let day else { throw Problems(reading.problems) }
            return { c, now in
                // A head has the rights of a head, so the post counts as a right.
                if isHead { try keeper.requireNotSelf(try load(c, id)) }
                try Organisation.appoint(c, id, to: unit, title: title, isHead: isHead, from: day, by: performer, at: now)
                return AdministrationPlace.officer(id).link(["zapisano": "tak"])
            }
        }
    }

    private func endPostForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = try id(context), post = PostID(try context.number("nr"))
        let frame = try await desk.frame(context, keeper, request, .people)
        let page = try await keeper.office.database.read { c in
            let officer = try load(c, id)
            guard let found = try Organisation.posts(c, of: id).first(where: { $0.id == post }) else { throw Problem(.notFound, "Nie ma takiego stanowiska.") }
            return LastDayPage(
                frame: frame, title: "Zakończyć stanowisko?", facts: [("Osoba", officer.name), ("Stanowisko", try postLine(c, found))],
                words: found.isHead ? ["Komórka zostanie bez kierownika, dopóki nie wyznaczysz nowego."] : [], action: AdministrationPlace.endPost(id, post).link,
                button: "Zakończ stanowisko", back: AdministrationPlace.officer(id).link, asksReason: false, form: form, key: OneTimeKey().description)
        }
        return Desk.html(page.render(), status: form.status)
    }

    private func endPost(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = try id(context), post = PostID(try context.number("nr")), performer = keeper.performer
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "do", again: { try await endPostForm(request, context, $0) }) {
            var reading = FormReading(context.form, today: PolishTime.day(of: context.now))
            let day = reading.day("do", ask: "Podaj ostatni dzień")
            try reading.finish()
            guard let day else { throw Problems(reading.problems) }
            return { c, now in
                guard try Organisation.posts(c, of: id).contains(where: { $0.id == post }) else { throw Problem(.notFound, "Nie ma takiego stanowiska.") }
                try Organisation.endPost(c, post, lastDay: day, by: performer, at: now)
                return AdministrationPlace.officer(id).link(["zapisano": "tak"])
            }
        }
    }

    // MARK: roles

    private func roleForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .roles)
        let id = try id(context), day = PolishTime.day(of: context.now)
        let frame = try await desk.frame(context, keeper, request, .people)
        let page = try await keeper.office.database.read { c in
            let officer = try load(c, id)
            try keeper.requireNotSelf(officer)
            let rights = try Organisation.rights(c, of: id, on: day)
            return RoleFormPage(
                frame: frame, officer: officer, current: PermissionExplanation(rights).sources.filter(\.isInForce).map { ReorganisationRoutes.readable($0.text) },
                units: rights.tree.units, form: form, key: OneTimeKey().description)
        }
        return Desk.html(page.render(), status: form.status)
    }

    private func grant(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .roles)
        let id = try id(context), performer = keeper.performer, today = PolishTime.day(of: context.now)
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "rola", again: { try await roleForm(request, context, $0) }) {
            var reading = FormReading(context.form, today: today)
            let role = reading.choice("rola", "Wybierz rolę") { ChanceryRole(rawValue: $0) }
            let scope = reading.choice("zakres", "Wybierz zakres") { RoleScope(rawValue: $0) }
            let access = reading.choice("dostep", "Wybierz, do jakich dokumentów sięga rola") { Access(rawValue: $0) }
            let from = reading.day("od", ask: "Podaj dzień, od którego działa rola"), to = reading.day("do")
            try reading.finish()
            guard let role, let scope, let access, let from else { throw Problems(reading.problems) }
            let grant = RoleGrant(
                role, scope: scope, unit: reading.values["komorka"].flatMap { UnitID($0) },
                classes: reading.text("klasy").split(whereSeparator: { ", ;".contains($0) }).map(String.init), highestAccess: access,
                seesConfidential: reading.isTicked("poufne"), validFrom: from, validTo: to)
            return { c, now in
                try keeper.requireNotSelf(try load(c, id))
                try Organisation.grant(c, grant, to: id, by: performer, at: now)
                return AdministrationPlace.officer(id).link(["nadano": "tak"])
            }
        }
    }

    private func revokeForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .roles)
        let id = try id(context), grant = RoleGrantID(try context.number("nr"))
        let frame = try await desk.frame(context, keeper, request, .people)
        let page = try await keeper.office.database.read { c in
            let officer = try load(c, id)
            guard let found = try Organisation.grants(c, of: id).first(where: { $0.id == grant }) else { throw Problem(.notFound, "Nie ma takiej roli.") }
            return LastDayPage(
                frame: frame, title: "Odebrać rolę?",
                facts: [
                    ("Osoba", officer.name), ("Rola", found.role.polishName), ("Zakres", found.scope.polishName), ("Działa", Span.text(found.validFrom, found.validTo)),
                ],
                words: ["Po ostatnim dniu osoba nie zobaczy tego, co dawała jej ta rola."], action: AdministrationPlace.revokeRole(id, grant).link,
                button: "Odbierz rolę", back: AdministrationPlace.officer(id).link, asksReason: true, form: form, key: OneTimeKey().description)
        }
        return Desk.html(page.render(), status: form.status)
    }

    private func revoke(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .roles)
        let id = try id(context), grant = RoleGrantID(try context.number("nr")), performer = keeper.performer
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "do", again: { try await revokeForm(request, context, $0) }) {
            var reading = FormReading(context.form, today: PolishTime.day(of: context.now))
            let day = reading.day("do", ask: "Podaj ostatni dzień roli")
            let reason = reading.required("powod", "Podaj powód odebrania roli")
            try reading.finish()
            guard let day else { throw Problems(reading.problems) }
            return { c, now in
                try keeper.requireNotSelf(try load(c, id))
                guard try Organisation.grants(c, of: id).contains(where: { $0.id == grant }) else { throw Problem(.notFound, "Nie ma takiej roli.") }
                try Organisation.revoke(c, grant, lastDay: day, reason: reason, by: performer, at: now)
                return AdministrationPlace.officer(id).link(["odebrano": "tak"])
            }
        }
    }

    // MARK: name and account

    private func nameForm(_ request: Request, _ context: SignedInContext, _ form: FormPart?) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = try id(context)
        let officer = try await keeper.office.database.read { try load($0, id) }
        let form = form ?? FormPart(values: ["imiona": officer.givenNames, "nazwisko": officer.surname])
        let page = OfficerNamePage(frame: try await desk.frame(context, keeper, request, .people), officer: officer, form: form, key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    private func rename(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = try id(context), performer = keeper.performer
        let given = context.form["imiona"] ?? "", surname = context.form["nazwisko"] ?? ""
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "nazwisko", again: { try await nameForm(request, context, $0) }) {
            return { c, now in
                try Organisation.rename(c, id, givenNames: given, surname: surname, by: performer, at: now)
                return AdministrationPlace.officer(id).link(["zapisano": "tak"])
            }
        }
    }

    private func accountForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .accounts)
        let id = try id(context)
        let accounts = try await desk.accounts.list(office: keeper.account.office)
        let (officer, taken) = try await keeper.office.database.read { c in
            (try load(c, id), Set(try Organisation.officers(c).filter { $0.id != id }.compactMap(\.account)))
        }
        var form = form
        if form.values["konto"] == nil { form.values["konto"] = officer.account ?? "" }
        let page = OfficerAccountPage(
            frame: try await desk.frame(context, keeper, request, .people), officer: officer,
            before: accounts.first { $0.performer.id == officer.account }?.login ?? "bez konta",
            free: accounts.filter { !$0.isClosed && !taken.contains($0.performer.id) }.map { ($0.performer.id, "\($0.login) – \($0.displayName)") }, form: form,
            key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    private func setAccount(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .accounts)
        let id = try id(context), performer = keeper.performer, chosen = context.form["konto"]
        let known = Set(try await desk.accounts.list(office: keeper.account.office).filter { !$0.isClosed }.map(\.performer.id))
        return try await desk.carryOut(context, keeper.account, keeper.office, fallback: "konto", again: { try await accountForm(request, context, $0) }) {
            if let chosen, !known.contains(chosen) { throw Problems([Problem(.invalidInput, "Wybierz konto z listy", field: "konto")]) }
            return { c, now in
                // With the account go all rights of the officer.
                guard chosen != keeper.account.performer.id else { throw Problem(.forbidden, "Nikt nie przypisuje sobie cudzej osoby. Poproś innego administratora.") }
                try keeper.requireNotSelf(try load(c, id))
                try Organisation.setAccount(c, id, chosen, by: performer, at: now)
                return AdministrationPlace.officer(id).link(["zapisano": "tak"])
            }
        }
    }

    // MARK: leaving

    private func leavingForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = try id(context)
        let frame = try await desk.frame(context, keeper, request, .people)
        let reads = keeper.worker?.rights
        let page = try await keeper.office.database.read { c in
            let officer = try load(c, id)
            let held = try OfficerLeaving.holdings(c, of: id)
            // Titles are content: whoever reads no files sees the numbers alone.
            func shown(_ title: String, _ subject: AccessSubject) -> String { reads?.decide(.read, on: subject).extent?.showsData == true ? title : "–" }
            func mayRead(_ row: OutgoingLetterRow) throws -> Bool {
                guard let reads, let letter = try OutgoingLetters.find(c, row.id) else { return false }
                return try OutgoingAccess.mayRead(c, letter, by: reads)
            }
            let items =
                try held.letters.map { w in
                    LeavingPage.Item(
                        kind: "pismo", reference: w.reference, title: shown(w.title, AccessSubject(unit: w.holder?.unit, leadOfficer: w.holder?.officer)),
                        link: RegisterNumber(w.reference).map { Place.letter(year: $0.year, number: $0.number).link })
                } + held.cases.map { LeavingPage.Item(kind: "sprawa", reference: $0.sign.description, title: shown($0.title, $0.accessSubject()), link: nil) }
                + held.drafts.map { d in
                    LeavingPage.Item(kind: "projekt", reference: d.sign ?? d.caseReference?.sign ?? "bez znaku", title: try mayRead(d) ? d.title : "–", link: nil)
                }
            return LeavingPage(
                frame: frame, officer: officer, summary: held.work.description, items: items, isFree: held.work.isEmpty, form: form, key: OneTimeKey().description)
        }
        return Desk.html(page.render(), status: form.status)
    }

    private func leave(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .structure)
        let id = try id(context), performer = keeper.performer, today = PolishTime.day(of: context.now)
        let before = try await keeper.office.database.read { try load($0, id) }
        var lastDay: Day?
        var reason = ""
        let answer = try await desk.carryOut(context, keeper.account, keeper.office, fallback: "do", again: { try await leavingForm(request, context, $0) }) {
            var reading = FormReading(context.form, today: today)
            let day = reading.day("do", ask: "Podaj ostatni dzień pracy")
            reason = reading.required("powod", "Podaj powód odejścia")
            try reading.finish()
            guard let day else { throw Problems(reading.problems) }
            lastDay = day
            let why = reason
            return { c, now in
                try keeper.requireNotSelf(try load(c, id))
                try OfficerLeaving.leave(c, id, lastDay: day, by: performer, at: now)
                try Journal.append(c, JournalEntry(actor: performer.id, act: "pracownik-odejscie-powod", object: Organisation.object(id), reason: why), at: now)
                return AdministrationPlace.officer(id).link(["odszedl": "tak"])
            }
        }
        guard answer.status == .seeOther, let lastDay, lastDay <= today, keeper.may(.accounts) else { return answer }
        let account = try await desk.accounts.list(office: keeper.account.office).first { $0.performer.id == before.account && !$0.isClosed }
        if let account { try await desk.accounts.close(account.id, by: performer, reason: reason, at: context.now) }
        return answer
    }
}
