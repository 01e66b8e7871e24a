internal import Hummingbird
internal import Identity
internal import Kernel
internal import Markup
internal import Typesetting

/// Addresses of help.
enum HelpPlace: Address, Hashable {
    case front
    case page(String)
    case walk(String)

    var link: String {
        switch self {
        case .front: Pattern.front.rawValue
        case .page(let id): "/ezd/pomoc/\(id)"
        case .walk(let id): "/ezd/pomoc/\(id)/pokaz"
        }
    }

    enum Pattern: String {
        case front = "/ezd/pomoc"
        case page = "/ezd/pomoc/{id}"
        case walk = "/ezd/pomoc/{id}/pokaz"

        var route: RouterPath { RouterPath(rawValue) }
    }
}

/// The help of one page, or the list of all with a search.
struct HelpPage: Sendable {
    var frame: DeskFrame
    /// `nil`: the list.
    var text: HelpText?
    var roles: [OfficeRole]
    var asked: String
    var found: [HelpText]

    func render() -> [UInt8] {
        frame.page(title: text.map { "Pomoc: \($0.title)" } ?? "Pomoc") { h in
            WorkTop(text.map { "Pomoc: \($0.title)" } ?? "Pomoc", actions: [WorkTop.Action("Skróty klawiszy", Place.shortcuts.link)]).write(&h)
            h.el("div", .cls("page")) { h in
                if let text { one(&h, text) }
                h.el("form", .cls("inline"), .attr("role", "search"), .attr("action", HelpPlace.front.link), .label("Szukaj w pomocy")) { h in
                    FormPart(values: ["slowa": asked]).field(&h, "slowa", "Szukaj w pomocy")
                    h.el("button", .cls("btn"), text: "Szukaj")
                }
                if !asked.isEmpty, found.isEmpty { h.el("p", text: "Pomoc nie ma takiego słowa. Spróbuj innego albo zapytaj administratora.") }
                if text == nil {
                    h.el("ul", .cls("stack")) { h in
                        for t in asked.isEmpty ? HelpTexts.all : found { h.el("li") { h in h.el("a", .href(HelpPlace.page(t.id).link), text: t.title) } }
                    }
                } else {
                    h.el("p") { h in h.el("a", .href(HelpPlace.front.link), text: "Cała pomoc") }
                }
            }
        }
    }

    private func one(_ h: inout HTML, _ text: HelpText) {
        StructuredText(parsing: text.words).write(into: &h, topLevel: 2)
        for role in roles {
            if let words = text.forRole[role.rawValue] { h.el("p", .cls("note"), text: PolishTypography.glued(words)) }
        }
        guard !text.steps.isEmpty else { return }
        h.el("h2", text: "Krok po kroku")
        h.el("ol", .cls("steps")) { h in for step in text.steps { h.el("li", text: PolishTypography.glued(step.words)) } }
        h.el("form", .cls("onebutton"), .attr("method", "post"), .attr("action", HelpPlace.walk(text.id).link)) { h in
            h.void("input", .type("hidden"), .name(FormField.token), .value(frame.token))
            h.el("button", .cls("btn first"), .name("krok"), .value("0"), text: "Pokaż mi")
        }
    }
}

struct HelpRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<SignedInContext>) {
        typealias P = HelpPlace.Pattern
        router.get(P.front.route) { request, context in try await show(request, context, nil) }
        router.get(P.page.route) { request, context in
            guard let text = context.parameters.get("id").flatMap(HelpTexts.of) else { throw Problem(.notFound, "Nie ma takiej strony pomocy. Poszukaj jej na liście.") }
            return try await show(request, context, text)
        }
        router.post(P.walk.route) { _, context in try walk(context) }
    }

    private func show(_ request: Request, _ context: SignedInContext, _ text: HelpText?) async throws -> Response {
        let asked = try FormValues(query: request.uri.query)["slowa"] ?? ""
        return Desk.html(
            HelpPage(
                frame: try await desk.frame(context, context.account, request, .help), text: text,
                roles: context.account.roles.sorted { $0.rawValue < $1.rawValue }, asked: asked, found: HelpTexts.search(asked)
            ).render())
    }

    /// Goes to the place of a step; the cookie carries the walk from page to page.
    private func walk(_ context: SignedInContext) throws -> Response {
        guard let text = context.parameters.get("id").flatMap(HelpTexts.of) else { throw Problem(.notFound, "Nie ma takiej strony pomocy.") }
        let step = context.form["krok"].flatMap { Int($0) } ?? -1
        let isOn = text.steps.indices.contains(step)
        var response = Response.seeOther(isOn ? text.steps[step].link : HelpPlace.page(text.id).link)
        response.setCookie(
            Cookie(
                name: HelpWalk.cookie, value: isOn ? "\(text.id).\(step)" : "", maxAge: isOn ? 3600 : 0, path: "/", secure: desk.secureCookies, httpOnly: true,
                sameSite: .lax))
        return response
    }
}
