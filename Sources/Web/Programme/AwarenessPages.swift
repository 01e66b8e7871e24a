internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Programme
internal import Store

/// Addresses of what inhabitants are told and asked.
enum AwarenessPlace: Address, Hashable {
    case posters
    case poster(OfficeID)
    case question(OfficeID)

    var link: String {
        switch self {
        case .posters: "/program/plakaty"
        case .poster(let id): "/program/plakaty/\(id)"
        case .question(let id): "/program/ocena/\(id)"
        }
    }
}

/// A poster of one office, for print: what can be dealt with from home, and a QR code that leads there.
struct PosterPage: Sendable {
    var links: ResourceLinks
    var officeName: String
    var address: String

    func render() -> [UInt8] {
        var h = HTML()
        Document.open(&h, title: "Plakat – \(officeName)", links: links)
        h.el("body", .cls("printed")) { h in
            h.el("main", .id("tresc"), .cls("page-a4 poster")) { h in
                h.el("p", .cls("noprint")) { h in
                    h.el("a", .cls("btn"), .href(AwarenessPlace.posters.link), text: "Wróć do plakatów")
                    h.text(" Wydrukuj klawiszami Ctrl P.")
                }
                h.el("p", text: officeName)
                h.el("h1", text: "Załatw to z domu")
                h.el("ul") { h in
                    for words in [
                        "Napisz do urzędu i podpisz pismo bez wychodzenia z domu", "Zobacz, kto zajmuje się Twoją sprawą", "Potwierdź profil zaufany w naszym punkcie",
                    ] {
                        h.el("li", text: PolishTypography.glued(words))
                    }
                }
                QRDrawing.write(&h, address, label: "Kod QR z adresem \(address)")
                h.el("p", text: address)
                h.el("p", text: "Nie masz telefonu z aparatem? Zapytaj w urzędzie, pomożemy.")
            }
        }
        Document.close(&h)
        return h.bytes
    }
}

/// The question after a matter.
struct SatisfactionPage: Sendable {
    var frame: ProgrammeFrame
    var office: OfficeRecord
    var form: FormPart
    var key: String
    var isDone: Bool

    func render() -> [UInt8] {
        frame.page(title: isDone ? "Dziękujemy" : "Jak załatwiliśmy Twoją sprawę?", error: !form.errors.isEmpty) { h in
            h.el("div", .cls("prose")) { h in
                if isDone {
                    h.el("h1", text: "Dziękujemy za ocenę")
                    return h.el("p", text: "Z ocen wszystkich mieszkańców powstaje jeden ze wskaźników programu.")
                }
                h.el("h1", text: "Jak załatwiliśmy Twoją sprawę?")
                form.summary(&h, order: ["ocena", "uwagi"])
                h.el(
                    "p", text: PolishTypography.glued("\(office.name). Ankieta jest dobrowolna i bez nazwiska: zapisujemy tylko ocenę, dzień i to, co sam(a) napiszesz."))
                h.el("form", .attr("method", "post"), .attr("action", AwarenessPlace.question(office.id).link), .flag("novalidate")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    form.radios(&h, "ocena", "Oceń całą sprawę", options: Satisfaction.marks.map { (String($0.mark), $0.words) }, chips: false)
                    form.area(&h, "uwagi", "Co poprawić?", hint: "Nie wpisuj danych osobowych", optional: true)
                    h.el("p", .cls("actions")) { h in h.el("button", .cls("btn first"), text: "Wyślij ocenę") }
                }
            }
        }
    }
}

/// The list of posters, for the programme's people.
struct PostersPage: Sendable {
    var frame: ProgrammeFrame
    var offices: [OfficeRecord]

    func render() -> [UInt8] {
        frame.page(title: "Plakaty i ankiety") { h in
            h.el("div", .cls("prose")) { h in
                h.el("h1", text: "Plakaty i ankiety")
                h.el("p", text: PolishTypography.glued("Plakat ma nazwę urzędu i kod QR do konta mieszkańca. Adres ankiety daj osobie po załatwieniu sprawy."))
                h.el("ul", .cls("stack")) { h in
                    for o in offices {
                        h.el("li") { h in
                            h.text("\(o.name): ")
                            h.el("a", .href(AwarenessPlace.poster(o.id).link), text: "plakat\u{a0}(\(o.town))")
                            h.text(" · ")
                            h.el("a", .href(AwarenessPlace.question(o.id).link), text: "ankieta po sprawie\u{a0}(\(o.town))")
                        }
                    }
                }
            }
        }
    }
}

struct AwarenessRoutes: Sendable {
    let programme: ProgrammeDesk
    let sessions: Sessions
    let cookie: SessionCookie
    let publicAddress: String
    /// A script from one address fills in no more than five answers an hour.
    let limiter = RateLimiter(burst: 5, perSeconds: 3600)

    private var desk: Desk { programme.desk }

    func register(on router: some RouterMethods<AppContext>, signedIn: RouterGroup<SignedInContext>) {
        signedIn.get("/program/plakaty") { _, context in
            _ = try await programme.worker(context.account)
            return Desk.html(PostersPage(frame: programme.frame(context, .awareness), offices: try await programme.offices()).render())
        }
        signedIn.get("/program/plakaty/{gmina}") { _, context in
            _ = try await programme.worker(context.account)
            let office = try await office(context)
            return Desk.html(PosterPage(links: desk.links, officeName: office.name, address: publicAddress + CitizenPlace.home.link).render())
        }
        router.get("/program/ocena/{gmina}") { request, context in try await ask(request, context, FormPart()) }
        router.post("/program/ocena/{gmina}") { request, context in try await answer(request, context) }
    }

    private func office(_ context: some RequestContext) async throws -> OfficeRecord {
        guard let found = try await programme.offices().first(where: { $0.id.description == context.parameters.get("gmina") }) else {
            throw Problem(.notFound, "Nie ma takiej gminy w partnerstwie.")
        }
        return found
    }

    private func ask(_ request: Request, _ context: AppContext, _ form: FormPart) async throws -> Response {
        let office = try await office(context)
        var frame = programme.frame(context, nil)
        let isDone = try FormValues(query: request.uri.query).has("dziekujemy") && form.errors.isEmpty
        var fresh: SessionToken?
        if context.session == nil {
            let opened = try await sessions.openForm(address: context.address.counted, at: context.now)
            frame.token = FormToken.make(for: opened.session)
            fresh = opened.token
        }
        var response = Desk.html(
            SatisfactionPage(frame: frame, office: office, form: form, key: OneTimeKey().description, isDone: isDone).render(),
            status: form.errors.isEmpty ? .ok : .unprocessableContent)
        if let fresh { cookie.set(fresh, on: &response) }
        return response
    }

    private func answer(_ request: Request, _ context: AppContext) async throws -> Response {
        let office = try await office(context), form = context.form, key = try context.oneTimeKey(), now = context.now
        guard let mark = form["ocena"].flatMap({ Int($0) }), (1...5).contains(mark) else {
            return try await ask(request, context, FormPart(values: form.byName, errors: ["ocena": "Zaznacz jedną odpowiedź"]))
        }
        let words = form["uwagi"] ?? ""
        guard words.count <= Satisfaction.longestWords else {
            return try await ask(request, context, FormPart(values: form.byName, errors: ["uwagi": "Skróć uwagi do \(Satisfaction.longestWords) znaków"]))
        }
        if limiter.take(context.address.counted, at: now) != nil {
            return try await ask(
                request, context, FormPart(values: form.byName, errors: ["ocena": "Z tego miejsca wysłano już kilka ocen. Spróbuj za godzinę."]))
        }
        // Nobody is signed in: the key is kept under no account.
        let location = try await desk.house.platform.write { c in
            try OneTimeKeys.once(c, key: key, account: AccountID(0), at: now) { c in
                try Satisfaction.keep(c, office.id, mark: mark, words: words, on: PolishTime.day(of: now))
                return AwarenessPlace.question(office.id).link(["dziekujemy": "tak"])
            }
        }
        return .seeOther(location)
    }
}
