internal import Hummingbird
internal import Identity
internal import Kernel
internal import Markup

/// Messages of a demonstration that nobody was sent: codes and notices, to be read where the telephone would be.
struct DemoOutboxPage: Sendable {
    var messages: [CodeMessage]
    var links: ResourceLinks

    func render() -> [UInt8] {
        CitizenFrame(person: nil, token: "", current: nil, links: links).page(title: "Wiadomości pokazu") { h in
            h.el("h1", text: "Wiadomości pokazu")
            h.el("p", .cls("note warn"), text: PolishTypography.glued("To jest pokaz. Tych wiadomości nikt nie wysłał: tak wyglądałyby na telefonie albo w poczcie."))
            if messages.isEmpty { h.el("p", text: "Nie ma jeszcze żadnej wiadomości.") }
            h.el("ol", .cls("timeline")) { h in
                for m in messages {
                    h.el("li") { h in
                        h.text(m.text)
                        h.void("br")
                        h.el("span", .cls("muted"), text: "\(Moment.full(m.madeAt)), do \(m.to.description.split(separator: ":").last ?? "")")
                    }
                }
            }
        }
    }
}

/// Only a demonstration has this page; the route does not exist in any other house.
struct DemoOutboxRoutes: Sendable {
    static let path = "/pokaz/wiadomosci"
    let outbox: DemoCodeGateway
    let links: ResourceLinks

    func register(on router: some RouterMethods<AppContext>) {
        router.get(RouterPath(Self.path)) { _, _ in Desk.html(DemoOutboxPage(messages: Array(outbox.messages().prefix(50)), links: links).render()) }
    }
}
