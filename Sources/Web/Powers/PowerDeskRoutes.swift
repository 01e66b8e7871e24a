internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import NIOCore
internal import Office
internal import Store

/// Officers look at the proofs of powers that people told of.
struct PowerDeskRoutes: Sendable {
    let point: PointDesk
    private var powers: PowerDesk { PowerDesk(people: point.identity.people) }

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = PointPlace.Pattern
        router.get(P.powers.route) { request, context in try await list(request, context) }
        router.get(P.power.route) { request, context in try await power(request, context, FormPart()) }
        router.get(P.powerProof.route) { _, context in try await proof(context) }
        router.post(P.power.route) { request, context in try await decide(request, context) }
    }

    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        let query = try FormValues(query: request.uri.query)
        let after = query["po"].flatMap { PowerID($0) }, powers = powers, people = point.identity.people, now = context.now
        let found = try await point.identity.platform.read { c in
            try powers.waiting(c, by: worker.account, after: after, limit: 51, at: now).map { try PowerLine($0, c, people) }
        }
        let next = found.count > 50 ? PointPlace.powers.link(["po": found[49].power.id.description]) : nil
        let page = PowerQueuePage(
            frame: try await point.frame(context, request, worker), standing: worker.standing, lines: Array(found.prefix(50)),
            banner: query.has("zalatwiono") ? "Załatwione. Osoba zobaczy to na swoim koncie." : nil, nextLink: next)
        return Desk.html(page.render())
    }

    private func power(_ request: Request, _ context: SignedInContext, _ form: FormPart) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        let id = PowerID(try context.number("id")), powers = powers, people = point.identity.people, now = context.now
        // Opening it is an act that the people in it read.
        let line = try await point.identity.platform.write { c in try PowerLine(powers.open(c, id, by: worker.account, at: now), c, people) }
        let page = PowerDecisionPage(
            frame: try await point.frame(context, request, worker), line: line, form: form, keys: (OneTimeKey().description, OneTimeKey().description))
        return Desk.html(page.render(), status: form.status)
    }

    /// The document itself, as it was sent; like the power, it is opened under the eyes of the people in it.
    private func proof(_ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        let id = PowerID(try context.number("id")), powers = powers, identity = point.identity, now = context.now
        let found = try await identity.platform.write { c -> (hash: ContentHash, mediaType: String)? in
            guard let hash = try powers.open(c, id, by: worker.account, at: now).proof.document else { return nil }
            return try identity.blobs.facts(c, hash).map { (hash, $0.mediaType) }
        }
        guard let found else { throw Problem(.notFound, "Do tego zgłoszenia nie dołączono dokumentu. Osoba ma go przynieść.") }
        let bytes = try await identity.blobs.bytes(identity.platform, found.hash)
        return Response(
            status: .ok,
            headers: [
                .contentType: found.mediaType, .contentDisposition: "attachment; filename=\"dowod-\(id).\(Self.ending(found.mediaType))\"",
                .cacheControl: "private, no-store",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func ending(_ mediaType: String) -> String {
        switch mediaType {
        case "application/pdf": "pdf"
        case "image/jpeg": "jpg"
        case "image/png": "png"
        default: "tiff"
        }
    }

    private func decide(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let worker = try await point.worker(context) { $0.isOperator }
        let id = PowerID(try context.number("id")), powers = powers, confirms = context.form["decyzja"] == "potwierdz"
        let reason = String((context.form["powod"] ?? "").prefix(500)), officer = worker.account
        return try await point.step(context, fallback: "powod", renamed: ["reason": "powod"], again: { try await power(request, context, $0) }) { c, now in
            try powers.decide(c, id, confirms: confirms, reason: reason, by: officer, at: now).map { _ in PointPlace.powers.link(["zalatwiono": "1"]) }
        }
    }
}

/// Powers whose proof waits to be seen.
struct PowerQueuePage: Sendable {
    var frame: DeskFrame
    var standing: PointStanding
    var lines: [PowerLine]
    var banner: String?
    var nextLink: String?

    func render() -> [UInt8] {
        frame.page(title: "Pełnomocnictwa do sprawdzenia") { h in
            WorkTop("Pełnomocnictwa do sprawdzenia", views: PointDesk.views(standing, current: .powers), viewsLabel: "Części punktu").write(&h)
            h.el("div", .cls("page wide")) { h in
                if let banner { Banner(banner).write(&h) }
                if lines.isEmpty {
                    EmptyState("Nic nie czeka", "Zgłoszenia o reprezentacji i pełnomocnictwach na papierze pojawią się tutaj.").write(&h)
                } else {
                    Grid("Zgłoszenia", ["Nr", "Działa", "W imieniu", "Rodzaj", "Dowód"]).write(&h, lines) { h, line in
                        h.el("th", .attr("scope", "row")) { h in
                            h.el("a", .href(PointPlace.power(line.power.id).link), text: "\(line.power.id)")
                        }
                        h.el("td", .cls("wide"), text: line.agent)
                        h.el("td", .cls("wide"), text: line.principal)
                        h.el("td", text: line.power.kind.polishName)
                        h.el("td", .cls("wide"), text: PowerWords.proof(line.power.proof))
                    }
                }
                Pager(next: nextLink, label: "Strony listy", nextText: "Dalsze").write(&h)
            }
        }
    }
}

/// One proof: seen and right, or not.
struct PowerDecisionPage: Sendable {
    var frame: DeskFrame
    var line: PowerLine
    var form: FormPart
    var keys: (confirm: String, decline: String)

    func render() -> [UInt8] {
        let p = line.power
        return frame.page(title: "Prawo do działania nr \(p.id)", error: !form.errors.isEmpty) { h in
            WorkTop("Prawo do działania nr \(p.id)").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["powod"])
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Działa", line.agent)
                    Facts.row(&h, "W imieniu", line.principal)
                    Facts.row(&h, "Rodzaj", p.kind.polishName)
                    Facts.row(&h, "Zakres", PowerWords.scope(p.scope))
                    Facts.row(&h, "Obowiązuje", PowerWords.period(p.from, p.to))
                    Facts.row(&h, "Dowód", PowerWords.proof(p.proof))
                    if p.proof.document != nil {
                        Facts.row(&h, "Dokument") { h in h.el("a", .href(PointPlace.powerProof(p.id).link), text: "Pobierz dołączony dokument") }
                    }
                }
                if p.state == .requested {
                    decision(&h, "potwierdz", "Dowód się zgadza", key: keys.confirm)
                    h.el("h2", text: "Dowód się nie zgadza?")
                    decision(&h, "odrzuc", "Odrzuć", key: keys.decline)
                } else {
                    h.el("p", .cls("note"), text: "To zgłoszenie jest już załatwione.")
                }
                h.el("p") { h in h.el("a", .href(PointPlace.powers.link), text: "Wróć do listy") }
            }
        }
    }

    private func decision(_ h: inout HTML, _ value: String, _ button: String, key: String) {
        h.el("form", .attr("method", "post"), .attr("action", PointPlace.power(line.power.id).link), .flag("novalidate")) { h in
            hiddenFields(&h, token: frame.token, key: key)
            h.void("input", .type("hidden"), .name("decyzja"), .value(value))
            if value == "odrzuc" { form.area(&h, "powod", "Powód", hint: "Osoba przeczyta go na swoim koncie", rows: 3) }
            h.el("p", .cls("actions")) { h in h.el("button", .cls(value == "odrzuc" ? "btn danger" : "btn first"), text: button) }
        }
    }
}
