internal import HTTPTypes
internal import Hummingbird
internal import Markup

/// The page that carries fields to another server by a form: it goes on by itself, and with a button where scripts are off.
struct PassingPage: Sendable {
    /// What every such page needs.
    struct Drawing: Sendable {
        var links: ResourceLinks
    }

    var drawing: Drawing
    /// A registered address.
    var address: String
    var fields: [(name: String, value: String)]
    /// Where the person is going, as people know it.
    var destination: String

    func response() -> Response {
        var out = Desk.html(render())
        // Browsers hold the policy against every redirect that follows the form, and the other server may send the person on to any of its
        // hosts, or straight back here.
        out.headers[.contentSecurityPolicy] = SecurityHeaders.contentPolicy.replacing(
            "form-action 'self'", with: "form-action 'self' https: \(Self.origin(address))")
        // The other server may look at where the form came from; of the address it learns the host only.
        out.headers[.referrerPolicy] = "origin"
        return out
    }

    private func render() -> [UInt8] {
        LonelyPage(title: "Przechodzisz dalej", links: drawing.links, isCard: true, scripts: true).render { h in
            h.el("h1", text: "Przechodzisz dalej")
            h.el("p", text: "Za chwilę otworzy się: \(destination). Jeśli nic się nie dzieje, naciśnij przycisk.")
            h.el("form", .attr("method", "post"), .attr("action", address), .attr("data-przekaz", "tak")) { h in
                for field in fields { h.void("input", .type("hidden"), .name(field.name), .value(field.value)) }
                h.el("button", .cls("btn first"), text: "Przejdź dalej")
            }
        }
    }

    /// Scheme, host and port of an address; empty for what is none.
    static func origin(_ address: String) -> String {
        guard let scheme = ["https://", "http://"].first(where: address.hasPrefix) else { return "" }
        let rest = address.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let isPlain = rest.utf8.allSatisfy { (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || [45, 46, 58, 91, 93].contains($0) }
        return isPlain && !rest.isEmpty ? scheme + rest : ""
    }
}
