internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// What is kept around the counter: registers, reports, authorisations, the point, its paper, the officer's own codes.
struct PointRoutes: Sendable {
    let point: PointDesk
    private var identity: RegionalIdentity { point.identity }
    static let pageSize = 100

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = PointPlace.Pattern
        router.get(P.register.route) { request, context in try await register(request, context) }
        router.get(P.registerCSV.route) { request, context in try await registerCSV(request, context) }
        router.get(P.report.route) { request, context in try await report(request, context, asCSV: false) }
        router.get(P.reportCSV.route) { request, context in try await report(request, context, asCSV: true) }
        router.get(P.events.route) { request, context in try await events(request, context) }
        router.get(P.authorisations.route) { request, context in try await authorisations(request, context, FormPart(), scopes: nil) }
        router.post(P.authorisations.route) { request, context in try await requestAuthorisation(request, context) }
        router.get(P.authorisation.route) { request, context in try await authorisationForm(request, context, FormPart()) }
        router.post(P.authorisation.route) { request, context in try await authorisationAct(request, context) }
        router.get(P.point.route) { request, context in try await pointPage(request, context, FormPart()) }
        router.post(P.point.route) { request, context in try await describe(request, context) }
        router.get(P.newPoint.route) { request, context in try await newPoint(request, context, FormPart()) }
        router.post(P.newPoint.route) { request, context in try await found(request, context) }
        router.post(P.pointState.route) { request, context in try await move(request, context) }
        router.post(P.grantRole.route) { request, context in try await role(request, context, grants: true) }
        router.post(P.revokeRole.route) { request, context in try await role(request, context, grants: false) }
        router.get(P.archive.route) { request, context in try await archive(request, context, FormPart()) }
        router.post(P.archive.route) { request, context in try await put(request, context) }
        router.get(P.paper.route) { request, context in try await paperForm(request, context, FormPart()) }
        router.post(P.paper.route) { request, context in try await paperAct(request, context) }
        router.get(P.ownCode.route) { request, context in try await ownCode(request, context, FormPart()) }
        router.post(P.ownCodeSend.route) { request, context in try await sendOwnCode(request, context) }
        router.post(P.ownCode.route) { request, context in try await confirmOwnCode(request, context) }
    }

    // ── registers and reports ──

    private struct Period {
        var from: Day
        var to: Day
        var form: FormPart
        var query: FormValues
        /// The typed days, for links.
        var typed: KeyValuePairs<String, String?> { ["od": from.description, "do": to.description] }
    }

    private func period(_ request: Request, _ context: SignedInContext) throws -> Period {
        let values = try FormValues(query: request.uri.query), today = PolishTime.day(of: context.now)
        var reading = FormReading(values, today: today)
        let from = reading.day("od") ?? today.adding(days: -30), to = reading.day("do") ?? today
        var form = FormPart(values, reading.problems, fallback: "od")
        if form.errors["od"] == nil { form.values["od"] = PolishTypography.short(from) }
        if form.errors["do"] == nil { form.values["do"] = PolishTypography.short(to) }
        return Period(from: from, to: to, form: form, query: values)
    }

    private func register(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsRegister }
        let period = try period(request, context), id = worker.point.id, identity = identity
        let after = period.query["po"].flatMap { ServiceActID($0) }
        let entries = try await identity.platform.read { c in
            try identity.reports.register(c, id, from: period.from, to: period.to, after: after, limit: Self.pageSize + 1)
        }
        let shown = Array(entries.prefix(Self.pageSize))
        let next =
            entries.count > Self.pageSize
            ? PointPlace.register.link(["od": period.from.description, "do": period.to.description, "po": shown.last?.act.description]) : nil
        let page = PointTablePage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, current: .register, action: PointPlace.register.link,
            table: PointReports.table(shown), links: shown.map { PointPlace.record($0.act).link }, csvLink: PointPlace.registerCSV.link(period.typed),
            nextLink: next, notes: [], form: period.form)
        return Desk.html(page.render(), status: period.form.status)
    }

    private func csv(_ table: ReportTable, _ name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name).csv\"", .cacheControl: "private, no-store",
            ], body: .init(byteBuffer: ByteBuffer(bytes: [0xEF, 0xBB, 0xBF] + Array(table.csv.utf8))))
    }

    private func registerCSV(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsRegister }
        let period = try period(request, context), id = worker.point.id, identity = identity
        guard period.form.errors.isEmpty else { throw Problem(.invalidInput, "Popraw dni i pobierz plik jeszcze raz.") }
        var all: [PointReports.Entry] = []
        while all.count < 20_000 {
            let after = all.last?.act
            let part = try await identity.platform.read { c in try identity.reports.register(c, id, from: period.from, to: period.to, after: after) }
            all += part
            if part.count < 500 { break }
        }
        // Taking the register out is itself an act that the journal keeps.
        let count = all.count, now = context.now, performer = worker.account.performer
        try await identity.platform.write { c in
            try Journal.append(c, JournalEntry(actor: performer.id, act: "point-register-exported", object: "punkt:\(id)", after: "\(count)"), at: now)
        }
        return csv(PointReports.table(all), "rejestr-punktu")
    }

    private func report(_ request: Request, _ context: SignedInContext, asCSV: Bool) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsReports }
        let period = try period(request, context), place = worker.point, identity = identity
        let summary = try await identity.platform.read { c in try identity.reports.summary(c, place, from: period.from, to: period.to) }
        let table = PointReports.table(summary, from: period.from, to: period.to)
        if asCSV { return csv(table, "sprawozdanie-punktu") }
        var notes: [String] = []
        if !summary.withoutPaper.isEmpty { notes.append("Brak papieru w archiwum: \(summary.withoutPaper.prefix(20).joined(separator: ", ")).") }
        if !summary.outOfHours.isEmpty { notes.append("Czynności poza godzinami punktu: \(summary.outOfHours.prefix(20).joined(separator: ", ")).") }
        if !summary.unusual.isEmpty { notes.append("Nietypowo dużo czynności: \(summary.unusual.joined(separator: ", ")).") }
        let page = PointTablePage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, current: .report, action: PointPlace.report.link, table: table,
            links: [], csvLink: PointPlace.reportCSV.link(period.typed), nextLink: nil, notes: notes, form: period.form)
        return Desk.html(page.render(), status: period.form.status)
    }

    private func events(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsReports }
        let period = try period(request, context), id = worker.point.id, identity = identity
        let before = period.query["przed"].flatMap { Int64($0) }
        let found = try await identity.platform.read { c in
            try PointEvents.list(c, id, from: period.from, to: period.to, limit: Self.pageSize + 1, before: before)
        }
        let shown = Array(found.prefix(Self.pageSize))
        let names = Dictionary(
            try await point.desk.accounts.list(office: worker.account.office).map { ($0.performer.id, $0.displayName) }, uniquingKeysWith: { first, _ in first })
        let table = ReportTable(
            title: "Zdarzenia: odmówione czynności", columns: ["Kiedy", "Kto", "Co", "Wniosek", "Dlaczego"],
            rows: shown.map { e in
                [Moment.full(e.at), names[e.actor] ?? e.actor, e.act, e.application.map { "\($0)" } ?? "", e.cause]
            })
        let next =
            found.count > Self.pageSize
            ? PointPlace.events.link(["od": period.from.description, "do": period.to.description, "przed": shown.last.map { "\($0.id)" }]) : nil
        let page = PointTablePage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, current: .events, action: PointPlace.events.link, table: table,
            links: [], csvLink: nil, nextLink: next, notes: [], form: period.form)
        return Desk.html(page.render(), status: period.form.status)
    }

    // ── authorisations ──

    private func accounts(_ worker: PointDesk.Worker) async throws -> [Account] {
        try await point.desk.accounts.list(office: worker.account.office).filter { !$0.isClosed }
    }

    private func authorisations(_ request: Request, _ context: SignedInContext, _ form: FormPart, scopes: Set<String>?) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsReports }
        let id = worker.point.id, identity = identity
        let all = try await identity.platform.read { c in try identity.points.authorisations(c, at: id) }
        let accounts = try await accounts(worker)
        let done = try FormValues(query: request.uri.query).has("zapisano")
        let page = AuthorisationsPage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, all: all,
            logins: Dictionary(accounts.map { ($0.id, $0.login) }, uniquingKeysWith: { first, _ in first }),
            accounts: accounts.map { ("\($0.id)", "\($0.displayName) (\($0.login))") }, scopes: scopes ?? Set(OperatorScope.allCases.map(\.rawValue)), form: form,
            key: OneTimeKey().description, banner: done ? "Zapisano." : nil, today: PolishTime.day(of: context.now))
        return Desk.html(page.render(), status: form.status)
    }

    private func requestAuthorisation(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsReports }
        let v = context.form, today = PolishTime.day(of: context.now), id = worker.point.id, administrator = worker.account, identity = identity
        let scopes = v.all("zakres")
        return try await point.carryOut(
            context, fallback: "konto", renamed: AuthorisationsPage.renamed, again: { try await authorisations(request, context, $0, scopes: Set(scopes)) }
        ) { c, now in
            var reading = FormReading(v, today: today)
            let account = reading.choice("konto", "Wybierz konto") { Int64($0).map { AccountID($0) } }
            let from = reading.day("od", ask: "Wpisz pierwszy dzień"), to = reading.day("do", ask: "Wpisz ostatni dzień")
            let trained = reading.day("szkolenie", ask: "Wpisz dzień szkolenia"), clean = reading.day("niekaralnosc")
            let signing = reading.day("podpis-do", ask: "Wpisz, do kiedy ważny jest podpis")
            let pesel = PESEL(v["pesel"] ?? "")
            if pesel == nil { reading.add("pesel", v["pesel"].flatMap { PESEL.fault(in: $0) } ?? "Wpisz PESEL") }
            var name: PersonName?
            do { name = try PersonName(given: v["imiona"] ?? "", surname: v["nazwisko"] ?? "") } catch let problems as Problems { reading.problems += problems.all }
            try reading.finish()
            guard let account, let from, let to, let trained, let signing, let pesel, let name else { throw Problem(.invalidInput, "Wypełnij wszystkie pola.") }
            let person: PersonID
            if let known = try identity.people.find(c, pesel: pesel) {
                guard known.name.agrees(with: name) else {
                    throw Problem(.invalidInput, "Imiona lub nazwisko nie pasują do numeru PESEL. Sprawdź dowód.", field: "pesel")
                }
                person = known.id
            } else {
                person = try identity.people.add(c, try NewPerson(name: name, pesel: pesel), by: administrator.performer, at: now).id
            }
            _ = try identity.points.request(
                c,
                NewOperatorAuthorisation(
                    point: id, account: account, person: person, post: v["stanowisko"] ?? "", number: v["numer"] ?? "", from: from, to: to,
                    scopes: Set(scopes.compactMap(OperatorScope.init(rawValue:))), noConvictionOn: clean, trainedOn: trained, signingUntil: signing),
                by: administrator, at: now)
            return PointPlace.authorisations.link(["zapisano": "1"])
        }
    }

    private func authorisation(_ context: SignedInContext, _ worker: PointDesk.Worker) async throws -> (OperatorAuthorisation, PointPlace.AuthorisationAct) {
        let id = OperatorAuthorisationID(try context.number("id")), place = worker.point.id, identity = identity
        guard let act = context.parameters.get("czynnosc").flatMap(PointPlace.AuthorisationAct.init(rawValue:)),
            let found = try await identity.platform.read({ c in try identity.points.authorisations(c, at: place).first { $0.id == id } })
        else { throw Problem(.notFound, "Nie ma takiego upoważnienia.") }
        return (found, act)
    }

    private func authorisationForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsReports }
        let (a, act) = try await authorisation(context, worker)
        let (title, words, button, isDangerous): (String, [String], String, Bool) =
            switch act {
            case .approve: ("Zatwierdzić upoważnienie \(a.number)?", ["\(a.name) będzie obsługiwać wnioski w podanym zakresie."], "Zatwierdź", false)
            case .decline: ("Odrzucić wniosek o upoważnienie \(a.number)?", ["\(a.name) nie dostanie upoważnienia."], "Odrzuć", true)
            case .suspend: ("Zawiesić upoważnienie \(a.number)?", ["\(a.name) od razu nie obsłuży nikogo, także w otwartej sesji."], "Zawieś", true)
            case .resume: ("Przywrócić upoważnienie \(a.number)?", ["\(a.name) znowu będzie obsługiwać wnioski."], "Przywróć", false)
            case .withdraw: ("Cofnąć upoważnienie \(a.number)?", ["\(a.name) od razu straci upoważnienie, także w otwartej sesji."], "Cofnij", true)
            case .renew: ("Nowy podpis: upoważnienie \(a.number)", ["Wpisz dzień, do którego ważny jest profil zaufany albo certyfikat osoby."], "Zapisz", false)
            }
        let page = ReasonPage(
            frame: try await point.frame(context, request, worker), title: title, words: words, action: PointPlace.authorisation(a.id, act).link, button: button,
            back: PointPlace.authorisations.link, form: form, key: OneTimeKey().description, label: act == .renew ? "Ważny do" : "Powód", field: "powod",
            hint: act == .approve || act == .resume ? "Nieobowiązkowy" : nil, isDangerous: isDangerous)
        return Desk.html(page.render(), status: form.status)
    }

    private func authorisationAct(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsReports }
        let (a, act) = try await authorisation(context, worker)
        let account = worker.account, today = PolishTime.day(of: context.now), reason = context.form["powod"] ?? "", identity = identity
        return try await point.carryOut(
            context, fallback: "powod", renamed: ["reason": "powod"], again: { try await authorisationForm(request, context, $0) }
        ) { c, now in
            switch act {
            case .approve: try identity.points.approve(c, a.id, by: account, at: now)
            case .decline: try identity.points.decline(c, a.id, reason: reason, by: account, at: now)
            case .suspend:
                guard !reason.isEmpty else { throw Problem(.invalidInput, "Podaj powód", field: "powod") }
                try identity.points.suspend(c, a.id, reason: reason, by: account, at: now)
            case .resume: try identity.points.resume(c, a.id, by: account, at: now)
            case .withdraw: try identity.points.withdraw(c, a.id, reason: reason, by: account, at: now)
            case .renew:
                guard let day = ClerkDate.day(reason, today: today) else { throw Problem(.invalidInput, "Wpisz dzień, na przykład 12.03.2029", field: "powod") }
                try identity.points.renewSigning(c, a.id, until: day, by: account, at: now)
            }
            return PointPlace.authorisations.link(["zapisano": "1"])
        }
    }

    // ── the point ──

    private func pointPage(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        if context.account.may(.manageUsers) {
            let office = context.account.office, identity = identity
            if try await identity.platform.read({ c in try identity.points.list(c, office: office) }).isEmpty { return .seeOther(PointPlace.newPoint.link) }
        }
        let worker = try await point.worker(context) { $0.keepsPoint || $0.readsReports }
        let p = worker.point, identity = identity
        let accounts = try await accounts(worker)
        let logins = Dictionary(accounts.map { ($0.id, $0.login) }, uniquingKeysWith: { first, _ in first })
        let roles = try await identity.platform.read { c in try PointRoles.list(c, at: p.id) }
        var form = form
        if form.errors.isEmpty {
            let i = p.information
            for (name, value) in [
                ("adres", i.address), ("pokoj", i.room), ("godziny", p.hours.description), ("dojscie", i.wayThere), ("dostepnosc", i.accessibility),
                ("telefon", i.phone),
            ] { form.values[name] = value }
        }
        let done = try FormValues(query: request.uri.query).has("zapisano")
        let page = PointPage(
            frame: try await point.frame(context, request, worker), standing: worker.standing,
            roles: roles.map { ($0.account, logins[$0.account] ?? "konto \($0.account)", $0.role) },
            accounts: accounts.map { ("\($0.id)", "\($0.displayName) (\($0.login))") }, form: form,
            keys: (OneTimeKey().description, OneTimeKey().description, OneTimeKey().description, OneTimeKey().description), banner: done ? "Zapisano." : nil)
        return Desk.html(page.render(), status: form.status)
    }

    private static func hours(_ v: FormValues) throws -> PointHours {
        guard let hours = PointHours(v["godziny"] ?? ""), !hours.stretches.isEmpty else {
            throw Problem(.invalidInput, "Wpisz godziny, na przykład 1 08:00-16:00; 2 08:00-16:00", field: "godziny")
        }
        return hours
    }

    private func describe(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.keepsPoint }
        let v = context.form, id = worker.point.id, performer = worker.account.performer, identity = identity
        return try await point.carryOut(context, fallback: "adres", again: { try await pointPage(request, context, $0) }) { c, now in
            let information = ConfirmationPoint.PublicInformation(
                address: v["adres"] ?? "", room: v["pokoj"] ?? "", wayThere: v["dojscie"] ?? "", accessibility: v["dostepnosc"] ?? "", phone: v["telefon"] ?? "")
            try identity.points.describe(c, id, information: information, hours: try Self.hours(v), by: performer, at: now)
            return PointPlace.point.link(["zapisano": "1"])
        }
    }

    private func newPoint(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        try context.require(.manageUsers)
        var form = form
        if form.errors.isEmpty { form.values["godziny"] = "1 08:00-16:00; 2 08:00-16:00; 3 08:00-16:00; 4 08:00-16:00; 5 08:00-14:00" }
        let page = NewPointPage(
            frame: try await point.desk.frame(context, context.account, request, .confirmationPoint), form: form, key: OneTimeKey().description)
        return Desk.html(page.render(), status: form.status)
    }

    private func found(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try context.require(.manageUsers)
        let v = context.form, office = context.account.office, performer = context.account.performer, identity = identity
        return try await point.carryOut(
            context, fallback: "nazwa", renamed: ["name": "nazwa"], again: { try await newPoint(request, context, $0) }
        ) { c, now in
            guard let place = v["miejsce"] else { throw Problem(.invalidInput, "Wpisz miejscowość", field: "miejsce") }
            _ = try identity.points.add(
                c, office: office, name: v["nazwa"] ?? "", place: place,
                information: .init(address: v["adres"] ?? "", room: "", wayThere: "", accessibility: "", phone: ""), hours: try Self.hours(v), by: performer, at: now)
            return PointPlace.point.link(["zapisano": "1"])
        }
    }

    private func move(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.keepsUsers || $0.roles.contains(.head) }
        let v = context.form, id = worker.point.id, performer = worker.account.performer, today = PolishTime.day(of: context.now), identity = identity
        return try await point.carryOut(
            context, fallback: "stan", renamed: ["consent": "zgoda-numer", "successor": "nastepca"], again: { try await pointPage(request, context, $0) }
        ) { c, now in
            guard let state = v["stan"].flatMap(PointState.init(rawValue:)) else { throw Problem(.invalidInput, "Wybierz stan", field: "stan") }
            guard let reason = v["powod"] else { throw Problem(.invalidInput, "Podaj powód", field: "powod") }
            var consent: ConfirmationPoint.Consent?
            if state == .consented, let number = v["zgoda-numer"] {
                guard let day = ClerkDate.day(v["zgoda-dzien"] ?? "", today: today) else { throw Problem(.invalidInput, "Wpisz dzień zgody", field: "zgoda-dzien") }
                consent = .init(number: number, day: day)
            }
            try identity.points.move(c, id, to: state, consent: consent, successor: v["nastepca"], reason: reason, by: performer, at: now)
            return PointPlace.point.link(["zapisano": "1"])
        }
    }

    private func role(_ request: Request, _ context: SignedInContext, grants: Bool) async throws -> Response {
        let worker = try await point.worker(context) { $0.keepsUsers }
        let v = context.form, id = worker.point.id, keeper = worker.account
        return try await point.carryOut(context, fallback: "konto", renamed: ["account": "konto"], again: { try await pointPage(request, context, $0) }) { c, now in
            guard let account = v["konto"].flatMap({ Int64($0) }).map({ AccountID($0) }), let role = v["rola"].flatMap(PointRole.init(rawValue:)) else {
                throw Problem(.invalidInput, "Wybierz konto i rolę", field: "konto")
            }
            if grants {
                try PointRoles.grant(c, role, to: account, at: id, by: keeper, at: now)
            } else {
                try PointRoles.revoke(c, role, of: account, at: id, by: keeper, at: now)
            }
            return PointPlace.point.link(["zapisano": "1"])
        }
    }

    // ── paper ──

    private func archive(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsPaper }
        let id = worker.point.id, identity = identity, today = PolishTime.day(of: context.now)
        let query = try FormValues(query: request.uri.query)
        let before = query["przed"].flatMap { Int64($0) }
        let (missing, papers) = try await identity.platform.read { c in
            (
                try identity.reports.register(c, id, from: Day(daysSince1970: 0), to: today, limit: 500).filter { $0.paper == nil },
                try identity.archive.list(c, at: id, before: before, limit: Self.pageSize + 1)
            )
        }
        let shown = Array(papers.prefix(Self.pageSize))
        let page = PaperPage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, missing: missing, papers: shown,
            nextLink: papers.count > Self.pageSize ? PointPlace.archive.link(["przed": shown.last.map { "\($0.paper.id)" }]) : nil, form: form,
            key: OneTimeKey().description, banner: query.has("zapisano") ? "Zapisano." : nil, today: today)
        return Desk.html(page.render(), status: form.status)
    }

    private func put(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsPaper }
        let v = context.form, account = worker.account, identity = identity
        return try await point.carryOut(
            context, fallback: "czynnosc", renamed: ["box": "pudlo"], again: { try await archive(request, context, $0) }
        ) { c, now in
            guard let act = v["czynnosc"].flatMap({ ServiceActID($0) }) else { throw Problem(.invalidInput, "Wybierz wydruk", field: "czynnosc") }
            _ = try identity.archive.put(c, act, box: v["pudlo"] ?? "", folder: v["teczka"] ?? "", position: v["pozycja"] ?? "", by: account, at: now)
            return PointPlace.archive.link(["zapisano": "1"])
        }
    }

    private func paper(_ context: SignedInContext, _ worker: PointDesk.Worker) async throws -> (PaperArchive.Paper, PointPlace.PaperAct) {
        let id: Int64 = try context.number("id"), identity = identity
        guard let act = context.parameters.get("czynnosc").flatMap(PointPlace.PaperAct.init(rawValue:)),
            let paper = try await identity.platform.read({ c in try identity.archive.find(c, id) }), paper.point == worker.point.id
        else { throw Problem(.notFound, "Nie ma takiego dokumentu w archiwum.") }
        return (paper, act)
    }

    private func paperForm(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsPaper }
        let (paper, act) = try await paper(context, worker)
        let (title, words, button, label): (String, String, String, String) =
            switch act {
            case .lend: ("Wypożyczyć papier \(paper.id)?", "Zapisz, kto bierze dokument i na jakiej podstawie.", "Wypożycz", "Kto bierze")
            case .takeBack: ("Odebrać papier \(paper.id)?", "Dokument wraca na miejsce: pudło \(paper.box).", "Odbierz", "Uwagi (nieobowiązkowe)")
            case .destroy:
                (
                    "Zniszczyć papier \(paper.id)?", "Trzeba go trzymać do \(PolishTypography.short(paper.retainUntil)). Zniszczenia nie da się cofnąć.", "Zniszcz",
                    "Numer protokołu"
                )
            }
        let page = ReasonPage(
            frame: try await point.frame(context, request, worker), title: title, words: [words], action: PointPlace.paper(paper.id, act).link, button: button,
            back: PointPlace.archive.link, form: form, key: OneTimeKey().description, label: label, isDangerous: act == .destroy)
        return Desk.html(page.render(), status: form.status)
    }

    private func paperAct(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.readsPaper }
        let (paper, act) = try await paper(context, worker)
        let account = worker.account, words = context.form["powod"] ?? "", identity = identity
        let renamed = ["borrower": "powod", "protocol": "powod"]
        return try await point.step(context, fallback: "powod", renamed: renamed, again: { try await paperForm(request, context, $0) }) { c, now in
            switch act {
            case .lend: try identity.archive.lend(c, paper.id, to: words, by: account, at: now)
            case .takeBack: try identity.archive.takeBack(c, paper.id, by: account, at: now)
            case .destroy:
                return try identity.archive.destroy(c, paper.id, protocol: words, by: account, at: now).map { _ in PointPlace.archive.link(["zapisano": "1"]) }
            }
            return .done(PointPlace.archive.link(["zapisano": "1"]))
        }
    }

    // ── own codes ──

    private func ownCode(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        let owner = FactorOwner.officer(worker.account.id), now = context.now, identity = identity
        let (addresses, pending) = try await identity.platform.read { c in
            (try ContactFactors.list(c, owner).map(\.address), try identity.challenges.pendingContacts(c, of: owner, at: now))
        }
        let page = OwnCodePage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, addresses: addresses, pending: pending, form: form,
            keys: (OneTimeKey().description, OneTimeKey().description), banner: try FormValues(query: request.uri.query).has("zapisano") ? "Adres potwierdzony." : nil)
        return Desk.html(page.render(), status: form.status)
    }

    private func sendOwnCode(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        _ = try context.oneTimeKey()
        let owner = FactorOwner.officer(worker.account.id), now = context.now, typed = context.form["adres"] ?? "", identity = identity
        guard let address = MailAddress(typed).map(CodeAddress.mail) ?? TelephoneNumber(typed).map(CodeAddress.phone) else {
            return try await ownCode(request, context, FormPart(values: ["adres": typed], errors: ["adres": "Wpisz numer telefonu albo adres e-mail"]))
        }
        do {
            let message = try await identity.platform.write { c -> Ruling<CodeMessage> in
                guard try FactorChange.held(c, owner).isEmpty else {
                    throw Problem(.forbidden, "Masz już potwierdzony adres. Zmianę zleć administratorowi.", cause: "has a factor already")
                }
                let id = try identity.challenges.open(c, confirming: address, of: owner, at: now)
                return try identity.challenges.send(c, id, of: owner, to: address, at: now)
            }.get()
            try await identity.deliver(message)
            return .seeOther(PointPlace.ownCode.link)
        } catch let problem as Problem where [.forbidden, .unavailable].contains(problem.code) {
            return try await ownCode(request, context, FormPart(values: ["adres": typed], errors: ["adres": problem.message]))
        }
    }

    private func confirmOwnCode(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        let owner = FactorOwner.officer(worker.account.id), code = context.form.typed(CodeQuestion.field), identity = identity
        let performer = worker.account.performer
        return try await point.step(
            context, fallback: CodeQuestion.field, renamed: ["code": CodeQuestion.field], again: { try await ownCode(request, context, $0) }
        ) { c, now in
            guard let open = try identity.challenges.pendingContacts(c, of: owner, at: now).first(where: { $0.isSent && $0.isOpen }) else {
                throw Problem(.conflict, "Wyślij kod jeszcze raz.", field: CodeQuestion.field)
            }
            let ruling = try identity.challenges.enter(
                c, open.challenge, of: owner, code: code, by: open.address.kind, act: .confirmContact, document: open.address.fingerprint, at: now)
            return try ruling.map { authorisation in
                try ContactFactors.addFirst(c, owner, [(open.address, authorisation)], performer: performer, at: now)
                return PointPlace.ownCode.link(["zapisano": "1"])
            }
        }
    }
}
