internal import Identity
internal import Markup
internal import Office

/// The documentation of the API for people, made from the same values as the OpenAPI document.
struct APIHelpPage: Sendable {
    var links: ResourceLinks
    var server: String

    func render() -> [UInt8] {
        var h = HTML()
        Document.open(&h, title: "API dla systemów dziedzinowych – e-Urząd", links: links)
        h.el("body", .cls("compact apidoc")) { h in
            h.el("a", .cls("skip"), .href("#tresc"), text: "Przejdź do treści")
            h.el("main", .id("tresc"), .cls("page"), .attr("tabindex", "-1")) { h in
                h.el("h1", text: "API dla systemów dziedzinowych")
                h.el("p", text: PolishTypography.glued(OpenAPIDocument.introduction))
                h.el("p") { h in
                    h.text("Dokument OpenAPI 3.1: ")
                    h.el("a", .href("/api/v1/openapi.json"), text: "openapi.json")
                }
                h.el("pre", .attr("tabindex", "0"), text: "curl -H \"Authorization: Bearer $KLUCZ\" \(server)/api/v1/letters?limit=10")
                webhooks(&h)
                var groups: [String] = []
                for o in APIOperation.all where !groups.contains(o.group) { groups.append(o.group) }
                h.el("nav", .label("Spis")) { h in
                    h.el("ul") { h in
                        for (i, group) in groups.enumerated() { h.el("li") { h in h.el("a", .href("#dzial-\(i)"), text: group) } }
                    }
                }
                for (i, group) in groups.enumerated() {
                    h.el("h2", .id("dzial-\(i)"), text: group)
                    for o in APIOperation.all where o.group == group { operation(&h, o) }
                }
            }
        }
        Document.close(&h)
        return h.bytes
    }

    private func webhooks(_ h: inout HTML) {
        h.el("h2", text: "Powiadomienia")
        h.el(
            "p",
            text: PolishTypography.glued(
                "O zdarzeniach urząd powiadamia żądaniem POST na adres systemu. Treść mówi tylko, co się stało i gdzie to odczytać. Nagłówek \(WebhookSignature.header) ma postać t=sekundy,v1=podpis; podpis to HMAC-SHA256 (szesnastkowo) z napisu: sekundy, kropka, treść, kluczem jest sekret adresu w UTF-8. Odrzuć powiadomienie starsze niż pięć minut. To samo powiadomienie może przyjść drugi raz z tym samym X-Eurzad-Delivery: przyjmij je raz. Odpowiedz kodem 2xx; inaczej spróbujemy ponownie, coraz rzadziej."
            ))
        Grid("Zdarzenia", ["Zdarzenie", "Znaczenie"]).write(&h, WebhookEvent.allCases) { h, e in
            h.el("th", .attr("scope", "row"), text: e.rawValue)
            h.el("td", text: e.polishName)
        }
    }

    private func operation(_ h: inout HTML, _ o: APIOperation) {
        h.el("section", .id(o.id.rawValue)) { h in
            h.el("h3", text: o.summary)
            h.el("p") { h in h.el("code", text: "\(o.verb.rawValue.uppercased()) \(APIOperation.root)\(o.path)") }
            if !o.words.isEmpty { h.el("p", text: PolishTypography.glued(o.words)) }
            h.el("p", .cls("muted"), text: o.scope.map { "Zakres: \($0.rawValue)" } ?? "Wystarczy ważny klucz")
            if !o.parameters.isEmpty {
                Grid("Parametry: \(o.summary)", ["Parametr", "Gdzie", "Znaczenie"]).write(&h, o.parameters) { h, p in
                    h.el("th", .attr("scope", "row"), text: p.name)
                    h.el("td", text: p.place == .path ? "adres" : p.isRequired ? "zapytanie, wymagany" : "zapytanie")
                    h.el("td", .cls("wide"), text: p.words)
                }
            }
            if let body = o.body {
                Grid("Treść: \(o.summary)", ["Pole", "Wymagane", "Znaczenie"]).write(&h, body.fields) { h, f in
                    h.el("th", .attr("scope", "row"), text: f.name)
                    h.el("td", text: f.isRequired ? "tak" : "nie")
                    h.el("td", .cls("wide"), text: f.words)
                }
                h.el("pre", .attr("tabindex", "0"), text: String(decoding: body.example.bytes, as: UTF8.self))
            }
        }
    }
}
