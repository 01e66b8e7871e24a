internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Powers of a citizen: who acts for me, for whom I act; granting by a code, telling of a representation, taking back.
struct CitizenPowerRoutes: Sendable {
    let desk: CitizenDesk
    private var identity: RegionalIdentity { desk.identity }
    private var finding: PowerFinding { PowerFinding(people: identity.people, profiles: identity.profiles) }

    func register(on router: RouterGroup<CitizenContext>) {
        typealias P = CitizenPlace.Pattern
        router.get(P.powers.route) { request, context in try await list(request, context) }
        router.get(P.newPower.route) { _, context in try await form(context, FormPart(values: ["zakres": "wszystko"])) }
        router.post(P.newPower.route) { _, context in try await check(context) }
        router.post(P.newPowerCode.route) { _, context in try await ask(context) }
        router.post(P.newPowerGrant.route) { _, context in try await grant(context) }
        router.get(P.representation.route) { _, context in try await representationForm(context, FormPart()) }
        router.post(P.representation.route) { request, context in try await tell(request, context) }
        router.get(P.powerEnd.route) { _, context in try await endForm(context, FormPart()) }
        router.post(P.powerEnd.route) { _, context in try await end(context) }
    }

    // ── lists ──

    private func list(_ request: Request, _ context: CitizenContext) async throws -> Response {
        let query = try FormValues(query: request.uri.query), person = context.account.person, identity = identity
        let (mine, others) = try await identity.platform.read { c in
            (
                try Powers.list(c, of: .person(person)).map { try PowerLine($0, c, identity.people) },
                try Powers.list(c, of: person).map { try PowerLine($0, c, identity.people) }
            )
        }
        let words = [
            ("udzielono", "Pełnomocnictwo udzielone."), ("zgloszono", "Zgłoszenie przyjęte. Urząd sprawdzi dowód."), ("cofnieto", "Pełnomocnictwo cofnięte."),
        ].first { query.has($0.0) }?.1
        let page = CitizenPowersPage(
            frame: desk.frame(context, .home), mine: mine, others: others, banner: words, today: PolishTime.day(of: context.now))
        return CitizenDesk.html(page.render())
    }

    // ── granting ──

    private func requireProfile(_ context: CitizenContext) async throws {
        let account = context.account.id, now = context.now, identity = identity
        guard try await identity.platform.read({ c in try identity.profiles.valid(c, of: account, at: now) }) != nil else {
            throw Problem(.conflict, "Do tego potrzebny jest ważny profil zaufany. Złóż wniosek na swoim koncie i potwierdź go w punkcie.")
        }
    }

    private func form(_ context: CitizenContext, _ form: FormPart) async throws -> Response {
        try await requireProfile(context)
        let page = NewPowerPage(frame: desk.frame(context, .home), form: form, key: OneTimeKey().description)
        return CitizenDesk.html(page.render(), status: form.status)
    }

    /// The power as typed, with the attorney found.
    private func prepare(_ context: CitizenContext) async throws -> (power: NewPower, draft: NewPowerPage.Draft) {
        try await requireProfile(context)
        let v = context.form, account = context.account, now = context.now, today = PolishTime.day(of: now), finding = finding
        var reading = FormReading(v, today: today)
        let userID = reading.required("pelnomocnik", "Wpisz identyfikator pełnomocnika"), surname = reading.required("nazwisko", "Wpisz nazwisko pełnomocnika")
        let scope = reading.choice("zakres", "Zaznacz zakres", NewPowerPage.scope)
        let from = reading.day("od") ?? today, to = reading.day("do")
        if from < today { reading.add("od", "Pełnomocnictwo nie działa wstecz. Wpisz dzisiaj albo później") }
        try reading.finish()
        let agent = try await identity.platform.write { c in
            try finding.attorney(c, userID: userID, surname: surname, for: account, at: now)
        }.get()
        let power = NewPower(
            kind: .attorney, principal: .person(account.person), agent: agent.id, scope: scope ?? .deliveries, proof: .init(kind: .grantedHere, text: ""), from: from,
            to: to)
        let draft = NewPowerPage.Draft(
            userID: userID, surname: surname, agentName: agent.name.description, scope: power.scope, from: from, to: to)
        return (power, draft)
    }

    private static let renamed = [
        "agent": "pelnomocnik", "to": "do", "scope": "zakres", "principal": "pelnomocnik", "code": CodeQuestion.field, "organisation": "firma", "proof": "dowod",
    ]

    private func preview(
        _ context: CitizenContext, _ draft: NewPowerPage.Draft, asked: (ChallengeID, FactorKind)?, _ form: FormPart = FormPart()
    ) async throws -> Response {
        let (held, addresses) = try await desk.factors(context)
        let page = PowerPreviewPage(
            frame: desk.frame(context, .home), principal: try await desk.person(context).name.description, draft: draft,
            ways: CodeAsking(
                held: held, addresses: addresses, asked: asked.map { (challenge: $0.0, kind: $0.1) }, keys: (OneTimeKey().description, OneTimeKey().description),
                hidden: draft.fields), form: form)
        return CitizenDesk.html(page.render(), status: form.status)
    }

    private func check(_ context: CitizenContext) async throws -> Response {
        do {
            return try await preview(context, prepare(context).draft, asked: nil)
        } catch {
            return try await desk.shownAgain(error, context.form, fallback: "pelnomocnik", renamed: Self.renamed) { try await form(context, $0) }
        }
    }

    private func ask(_ context: CitizenContext) async throws -> Response {
        do {
            let (power, draft) = try await prepare(context)
            let (held, addresses) = try await desk.factors(context)
            guard let kind = CodeWays.preferred(held, asked: context.form["sposob-kodu"]) else {
                throw Problem(.forbidden, "Najpierw potwierdź telefon albo dodaj aplikację.", cause: "no second factor")
            }
            let owner = context.account.owner, now = context.now, identity = identity, document = power.fingerprint
            let title = "pełnomocnictwo dla: \(draft.agentName)", address = CodeWays.address(kind, in: addresses)
            let (id, ruling) = try await identity.platform.write { c -> (ChallengeID, Ruling<CodeMessage>?) in
                let id = try identity.challenges.open(c, owner, .grantPower, document: document, title: title, at: now)
                return (id, try address.map { try identity.challenges.send(c, id, of: owner, to: $0, at: now) })
            }
            do {
                if let message = try ruling?.get() { try await identity.deliver(message) }
            } catch {
                return try await desk.shownAgain(error, context.form, fallback: CodeQuestion.field, renamed: Self.renamed) {
                    try await preview(context, draft, asked: nil, $0)
                }
            }
            return try await preview(context, draft, asked: (id, kind))
        } catch {
            return try await desk.shownAgain(error, context.form, fallback: "pelnomocnik", renamed: Self.renamed) { try await form(context, $0) }
        }
    }

    private func grant(_ context: CitizenContext) async throws -> Response {
        let account = context.account, now = context.now, identity = identity
        let prepared: (power: NewPower, draft: NewPowerPage.Draft)
        do { prepared = try await prepare(context) } catch {
            return try await desk.shownAgain(error, context.form, fallback: "pelnomocnik", renamed: Self.renamed) { try await form(context, $0) }
        }
        let id = context.form[CodeQuestion.challengeField].flatMap { ChallengeID($0) }
        let kind = context.form[CodeQuestion.kindField].flatMap(FactorKind.init(rawValue:))
        do {
            guard let id, let kind else { throw Problem(.invalidInput, "Najpierw poproś o kod.", field: CodeQuestion.field) }
            let code = context.form.typed(CodeQuestion.field), power = prepared.power
            let authorisation = try await identity.platform.write { c in
                try identity.challenges.enter(c, id, of: account.owner, code: code, by: kind, act: .grantPower, document: power.fingerprint, at: now)
            }.get()
            _ = try await identity.platform.write { c in try Powers.grant(c, power, by: authorisation, of: account, at: now) }
            return .seeOther(CitizenPlace.powers.link(["udzielono": "1"]))
        } catch {
            let asked = id.flatMap { id in kind.map { (id, $0) } }
            return try await desk.shownAgain(error, context.form, fallback: CodeQuestion.field, renamed: ["code": CodeQuestion.field]) {
                try await preview(context, prepared.draft, asked: asked, $0)
            }
        }
    }

    // ── telling of a representation ──

    private func whose(_ context: CitizenContext) throws -> RepresentationPage.Whose {
        guard let whose = context.parameters.get("kogo").flatMap(RepresentationPage.Whose.init(rawValue:)) else {
            throw Problem(.notFound, "Nie ma takiej strony. Sprawdź adres.")
        }
        return whose
    }

    private func representationForm(_ context: CitizenContext, _ form: FormPart) async throws -> Response {
        try await requireProfile(context)
        let page = RepresentationPage(frame: desk.frame(context, .home), whose: try whose(context), form: form, key: OneTimeKey().description)
        return CitizenDesk.html(page.render(), status: form.status)
    }

    /// The document that proves it, where one was sent; its kind is read from its bytes.
    private func proof(_ uploads: [Upload]) async throws -> (blob: StagedBlob, mediaType: String)? {
        guard let upload = uploads.first(where: { !$0.bytes.isEmpty }) else { return nil }
        guard let type = ScanType.recognise(upload.bytes) else {
            throw Problems([Problem(.invalidInput, "Plik musi być PDF, JPG, PNG lub TIFF. Wybierz go jeszcze raz.", field: "plik")])
        }
        return (try await identity.blobs.stage(upload.bytes), type)
    }

    private static let proofLimits = MultipartLimits(files: 1, fields: 30, fileBytes: 10 << 20)

    private func tell(_ request: Request, _ context: CitizenContext) async throws -> Response {
        let (values, uploads) = try await MultipartForm.collect(request, context, limits: Self.proofLimits)
        try await requireProfile(context)
        let whose = try whose(context), account = context.account, finding = finding, identity = identity, now = context.now
        do {
            var reading = FormReading(values, today: PolishTime.day(of: now))
            let from = reading.day("od", ask: "Wpisz, od kiedy masz to prawo"), to = reading.day("do")
            let proof = reading.required("dowod", "Wpisz, z czego wynika prawo do działania")
            if proof.count > 500 { reading.add("dowod", "To za długie. Najwyżej 500 znaków.") }
            guard let key = OneTimeKey(values[FormField.key] ?? "") else {
                throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.", cause: "one-time key missing")
            }
            let kind: Power.Kind, proofKind: Power.Proof.Kind
            let principal: @Sendable (any SQLConnection) throws -> Ruling<Principal>
            switch whose {
            case .company:
                (kind, proofKind) = (.body, .register)
                let name = reading.required("firma", "Wpisz nazwę firmy lub instytucji"), krs = reading.text("krs")
                let nip = Self.number("nip", &reading, as: NIP.self), court = krs.isEmpty ? nil : Self.number("krs", &reading, as: KRSNumber.self)
                try reading.finish()
                guard let nip else { throw Problem(.invalidInput, "Wpisz NIP", field: "nip") }
                let organisation = try Principal.Organisation(name: name, nip: nip, krs: court)
                principal = { _ in .done(.organisation(organisation)) }
            case .person:
                let ground = reading.choice("rodzaj", "Zaznacz, kim jesteś dla tej osoby", RepresentationPage.Ground.init(rawValue:))
                let given = reading.required("imiona", "Wpisz imiona"), surname = reading.required("nazwisko", "Wpisz nazwisko")
                let pesel = Self.number("pesel", &reading, as: PESEL.self)
                try reading.finish()
                guard let ground, let pesel else { throw Problem(.invalidInput, "Wpisz PESEL", field: "pesel") }
                (kind, proofKind) = (ground.kind, ground.proof)
                let name = try PersonName(given: given, surname: surname)
                principal = { c in
                    switch try finding.represented(c, name, pesel, for: account, at: now) {
                    case .done(let id): .done(.person(id))
                    case .refused(let problem): .refused(problem)
                    }
                }
            }
            let document = try await self.proof(uploads)
            let location = try await identity.platform.write { c -> Ruling<String> in
                let found: Principal
                switch try principal(c) {
                case .refused(let problem): return .refused(problem)
                case .done(let value): found = value
                }
                let new = NewPower(
                    kind: kind, principal: found, agent: account.person, scope: .everything, proof: .init(kind: proofKind, document: document?.blob.hash, text: proof),
                    from: from ?? PolishTime.day(of: now), to: to)
                return .done(
                    try OneTimeKeys.once(c, key: key, citizen: account.id, at: now) { c in
                        if let document { _ = try identity.blobs.record(c, document.blob, mediaType: document.mediaType, at: now) }
                        _ = try Powers.request(c, new, by: account.performer, at: now)
                        return CitizenPlace.powers.link(["zgloszono": "1"])
                    })
            }.get()
            return .seeOther(location)
        } catch {
            let renamed =
                whose == .company ? Self.renamed : ["proof": "dowod", "principal": "pesel", "to": "do", "givenNames": "imiona", "surname": "nazwisko", "agent": "pesel"]
            return try await desk.shownAgain(error, values, fallback: "dowod", renamed: renamed) { try await representationForm(context, $0) }
        }
    }

    private static func number<T: OfficialIdentifier>(_ field: String, _ reading: inout FormReading, as type: T.Type) -> T? {
        do { return try T(checking: reading.text(field)) } catch {
            reading.add(field, error.message)
            return nil
        }
    }

    // ── taking back ──

    private func own(_ context: CitizenContext) async throws -> PowerLine {
        let id = PowerID(try context.number("id")), person = context.account.person, identity = identity
        let found = try await identity.platform.read { c -> PowerLine? in
            guard let power = try Powers.find(c, id), power.principal == .person(person) || power.agent == person else { return nil }
            return try PowerLine(power, c, identity.people)
        }
        guard let found else { throw Problem(.notFound, "Nie ma takiego pełnomocnictwa. Sprawdź listę na swoim koncie.") }
        return found
    }

    private func endForm(_ context: CitizenContext, _ form: FormPart) async throws -> Response {
        let line = try await own(context)
        let page = PowerEndPage(
            frame: desk.frame(context, .home), line: line, isPrincipal: line.power.agent != context.account.person, form: form, key: OneTimeKey().description)
        return CitizenDesk.html(page.render(), status: form.status)
    }

    private func end(_ context: CitizenContext) async throws -> Response {
        let id = try await own(context).power.id, account = context.account, reason = context.form["powod"] ?? ""
        return try await desk.carryOut(context, fallback: "powod", again: { try await endForm(context, $0) }) { c, now in
            try Powers.withdraw(c, id, by: account, reason: String(reason.prefix(500)), at: now)
            return CitizenPlace.powers.link(["cofnieto": "1"])
        }
    }
}

/// A power with the names of both sides.
struct PowerLine: Sendable {
    var power: Power
    var principal: String
    var agent: String

    init(_ power: Power, principal: String, agent: String) {
        self.power = power
        self.principal = principal
        self.agent = agent
    }

    init(_ power: Power, _ c: any SQLConnection, _ people: People) throws {
        func name(_ id: PersonID) throws -> String { try people.find(c, id)?.name.description ?? "osoba nieznana" }
        let principal =
            switch power.principal {
            case .person(let id): try name(id)
            case .organisation(let o): "\(o.name), NIP \(o.nip)\(o.krs.map { ", KRS \($0)" } ?? "")"
            }
        self.init(power, principal: principal, agent: try name(power.agent))
    }
}
