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

/// Scans that wait for registration: the list, adding, looking, putting aside.
struct ScanRoutes: Sendable {
    let desk: Desk
    static let pageSize = 50

    func register(on router: RouterGroup<ClerkContext>) {
        router.get(PlacePattern.scans.route) { request, context in try await list(request, context, FormPart()) }
        router.post(PlacePattern.scans.route) { request, context in try await add(request, context) }
        router.get(PlacePattern.scanPreview.route) { _, context in try await picture(context, ofPage: true) }
        router.get(PlacePattern.scanFile.route) { _, context in try await picture(context, ofPage: false) }
        router.get(PlacePattern.scanRefusal.route) { request, context in try await refusal(request, context, FormPart()) }
        router.post(PlacePattern.scanRefusal.route) { request, context in try await refuse(request, context) }
    }

    private func scan(_ context: ClerkContext) async throws -> (OfficeHouse, WaitingScan) {
        try context.require(.registerLetter)
        let id = ScanID(try context.number("id"))
        let office = try await desk.house.office(context.office)
        guard let scan = try await office.database.read({ try ScanTray.find($0, id) }) else {
            throw ScanAtHand.gone
        }
        return (office, scan)
    }

    private func list(_ request: Request, _ context: ClerkContext, _ form: FormPart, status: HTTPResponse.Status = .ok) async throws -> Response {
        try context.require(.registerLetter)
        let values = try FormValues(query: request.uri.query)
        let after = values["po"].flatMap { Int64($0) }.map { ScanID($0) }
        let (scans, count) = try await desk.house.office(context.office).database.read { c in
            (try ScanTray.waiting(c, after: after, limit: Self.pageSize + 1), try ScanTray.count(c))
        }
        let page = ScansPage(
            frame: try await desk.frame(context, context.account, request, .registration), scans: Array(scans.prefix(Self.pageSize)), count: count,
            nextLink: scans.count > Self.pageSize ? Place.scans.link(["po": "\(scans[Self.pageSize - 1].id)"]) : nil, form: form,
            banner: values["dodano"].flatMap { Int($0) }.map { Banner("Dodano \($0) \(PolishTypography.form($0, "skan", "skany", "skanów")).") }
                ?? (values.has("odrzucono") ? Banner("Odrzucono skan.") : nil),
            key: OneTimeKey().description, today: PolishTime.day(of: context.now))
        return Desk.html(page.render(), status: status)
    }

    private func add(_ request: Request, _ context: ClerkContext) async throws -> Response {
        try context.require(.registerLetter)
        let (_, uploads) = try await MultipartForm.collect(request, context)
        let files = uploads.filter { !$0.bytes.isEmpty }.map { (name: $0.head.name, bytes: $0.bytes) }
        guard !files.isEmpty else { return try await list(request, context, FormPart(errors: ["pliki": "Wybierz pliki"]), status: .unprocessableContent) }
        let office = try await desk.house.office(context.office)
        let outcomes = try await ScanIntake.take(files, into: office, by: context.performer)
        let refused = outcomes.compactMap { if case .refused(let name) = $0 { name } else { nil } }
        let known = outcomes.compactMap { if case .known(let name) = $0 { name } else { nil } }
        guard refused.isEmpty, known.isEmpty else {
            var words: [String] = []
            if !refused.isEmpty { words.append("To nie są pliki PDF, JPG, PNG ani TIFF: \(refused.joined(separator: ", ")).") }
            if !known.isEmpty { words.append("Te skany już czekają: \(known.joined(separator: ", ")).") }
            if outcomes.count > refused.count + known.count { words.append("Pozostałe dodano.") }
            return try await list(request, context, FormPart(errors: ["pliki": words.joined(separator: " ")]), status: .unprocessableContent)
        }
        return .seeOther(Place.scans.link(["dodano": "\(outcomes.count)"]))
    }

    private func picture(_ context: ClerkContext, ofPage: Bool) async throws -> Response {
        let (office, scan) = try await scan(context)
        let hash = ofPage ? scan.preview : scan.hash
        guard let hash, let facts = try await office.database.read({ try office.blobs.facts($0, hash) }) else {
            throw Problem(.notFound, "Tego skanu nie da się pokazać. Otwórz plik.")
        }
        var headers: HTTPFields = [.contentType: facts.mediaType]
        if !ofPage { headers[.contentDisposition] = "attachment; filename*=UTF-8''\(PercentCoding.encode(scan.name))" }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: try await office.blobs.bytes(office.database, hash))))
    }

    private func refusal(_ request: Request, _ context: ClerkContext, _ form: FormPart, status: HTTPResponse.Status = .ok) async throws -> Response {
        let (_, scan) = try await scan(context)
        let page = ReasonPage(
            frame: try await desk.frame(context, context.account, request, .registration), title: "Odrzuć skan",
            words: ["\(scan.name) zniknie z listy skanów i nie dostanie numeru. Plik i powód zostaną w dzienniku."],
            action: Place.scanRefusal(scan.id.number).link, button: "Odrzuć skan", back: Place.scan(scan.id.number).link, form: form, key: OneTimeKey().description,
            hint: "Na przykład: pusta strona, reklama, to samo pismo drugi raz")
        return Desk.html(page.render(), status: status)
    }

    private func refuse(_ request: Request, _ context: ClerkContext) async throws -> Response {
        let key = try context.oneTimeKey()
        let (office, scan) = try await scan(context)
        let reason = context.form["powod"] ?? "", now = context.now, performer = context.performer, account = context.account.id
        do {
            return .seeOther(
                try await office.database.write { c in
                    try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                        try ScanTray.discard(c, scan.id, reason: reason, by: performer, at: now)
                        return Place.scans.link(["odrzucono": "tak"])
                    }
                })
        } catch let problems as Problems {
            let form = FormPart(values: ["powod": reason], errors: fieldErrors(problems.all, fallback: "powod"))
            return try await refusal(request, context, form, status: .unprocessableContent)
        }
    }
}

/// The scans that nobody registered yet, oldest first, and a form to add some.
struct ScansPage: Sendable {
    var frame: DeskFrame
    var scans: [WaitingScan]
    var count: Int
    var nextLink: String?
    var form: FormPart
    var banner: Banner?
    var key: String
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Skany do zarejestrowania", error: !form.errors.isEmpty) { h in
            WorkTop(
                "Skany do zarejestrowania", actions: [.init("Zarejestruj od najstarszego", Place.registration.link, key: "N", isFirst: count > 0)]
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                form.summary(&h, order: ["pliki"])
                if scans.isEmpty {
                    EmptyState("Nie ma skanów do zarejestrowania", "Pojawią się same, gdy skaner zapisze je w katalogu urzędu, albo dodaj je poniżej.").write(&h)
                } else {
                    Grid("Skany, od najstarszego", ["Plik", "Przyszedł", "Odczyt", "Inaczej"], isWorkList: true).write(&h, scans) { h, scan in
                        h.el("th", .attr("scope", "row"), .cls("wide")) { h in h.el("a", .href(Place.scan(scan.id.number).link), text: scan.name) }
                        h.el("td", text: Moment.text(scan.arrivedAt, today: today))
                        h.el("td", text: scan.text.map { $0.isEmpty ? "bez słów" : "odczytany" } ?? "czyta się")
                        h.el("td") { h in
                            h.el("a", .href(Place.scanRefusal(scan.id.number).link)) { h in
                                h.text("Odrzuć")
                                h.el("span", .cls("vh"), text: " \(scan.name)")
                            }
                        }
                    }
                    Pager(next: nextLink).write(&h)
                }
                h.el("h2", text: "Dodaj skany")
                h.el(
                    "form", .attr("method", "post"), .attr("action", Place.scans.link), .attr("enctype", "multipart/form-data"), .flag("novalidate"),
                    .attr("data-zapis", "tak")
                ) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    h.el("div", .cls("upload")) { h in
                        h.el("label", .cls("label"), .attr("for", "pliki"), text: "Pliki")
                        h.el("span", .cls("hint"), .id("pliki-h"), text: "PDF, JPG, PNG lub TIFF, razem do\u{A0}60\u{A0}MB. Każdy plik to jedno pismo")
                        if let error = form.errors["pliki"] { h.el("span", .cls("error"), .id("pliki-e"), text: error) }
                        h.void(
                            "input", .type("file"), .id("pliki"), .name("pliki"), .flag("multiple"), .attr("accept", ".pdf,.jpg,.jpeg,.png,.tif,.tiff"),
                            .attr("aria-describedby", form.errors["pliki"] == nil ? "pliki-h" : "pliki-h pliki-e"))
                    }
                    h.el("p", .cls("actions")) { h in h.el("button", .cls("btn first"), text: "Dodaj") }
                }
            }
        }
    }
}
