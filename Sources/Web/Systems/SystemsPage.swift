internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Domain systems of the office: their tokens, where they are told of events, and what could not be told.
struct SystemsPage: Sendable {
    var frame: DeskFrame
    var tokens: [SystemToken]
    var webhooks: [Webhook]
    /// Messages given up, waiting for a person.
    var dead: [DeadJob]
    var banner: String?
    var key: String
    var now: Instant

    func render() -> [UInt8] {
        frame.page(title: "Systemy dziedzinowe") { h in
            WorkTop(
                "Systemy dziedzinowe",
                actions: [
                    .init("Nowy klucz", SystemsPlace.newToken.link, key: "N", isFirst: true), .init("Nowy adres powiadomień", SystemsPlace.newWebhook.link),
                    .init("Opis API", SystemsPlace.help.link),
                ]
            ).write(&h)
            h.el("div", .cls("page")) { h in
                if let banner { h.el("div", .cls("banner ok"), .attr("role", "status")) { h in h.el("p", text: banner) } }
                h.el("h2", text: "Klucze")
                if tokens.isEmpty {
                    EmptyState("Żaden system nie ma klucza", "Klucz pozwala systemowi dziedzinowemu czytać i zapisywać dane urzędu w granicach praw opiekuna.").write(&h)
                } else {
                    Grid("Klucze systemów", ["System", "Klucz", "Stan", "Opiekun", "Ważny do", "Ostatnio użyty", "Może", "Odwołanie"]).write(&h, tokens) { h, t in
                        row(&h, t)
                    }
                }
                h.el("h2", text: "Powiadomienia o zdarzeniach")
                if webhooks.isEmpty {
                    EmptyState("Nikogo nie powiadamiamy", "Dodaj adres, a system dowie się o zdarzeniach od razu, bez odpytywania.").write(&h)
                } else {
                    Grid("Adresy powiadomień", ["Adres", "Opis", "Stan", "O czym", "Próba", "Usunięcie"]).write(&h, webhooks) { h, w in row(&h, w) }
                }
                if !dead.isEmpty { failures(&h) }
            }
        }
    }

    private func row(_ h: inout HTML, _ t: SystemToken) {
        let state = t.state(at: now)
        h.el("th", .attr("scope", "row"), text: t.name)
        h.el("td", text: "\(t.prefix)…")
        h.el("td") { h in h.el("span", .cls(state == .valid ? "tag ok" : "tag"), text: state.rawValue) }
        h.el("td", text: t.guardianName)
        h.el("td", text: PolishTypography.short(PolishTime.day(of: t.expiresAt)))
        h.el("td", text: t.lastUsedAt.map { Moment.full($0) } ?? "nigdy")
        h.el("td", .cls("wide"), text: t.scopes.map(\.rawValue).sorted().joined(separator: ", "))
        h.el("td") { h in
            if state == .revoked {
                h.text(t.revokeReason)
            } else {
                h.el("a", .href(SystemsPlace.revocation(t.id).link)) { h in
                    h.text("Odwołaj")
                    h.el("span", .cls("vh"), text: " klucz \(t.prefix) systemu \(t.name)")
                }
            }
        }
    }

    private func row(_ h: inout HTML, _ w: Webhook) {
        h.el("th", .attr("scope", "row"), .cls("wide"), text: w.address)
        h.el("td", text: w.note)
        h.el("td", .cls("wide")) { h in
            if w.isFailing {
                h.el("span", .cls("tag err"), text: "nie odbiera")
                h.text(" od \(w.failures) \(PolishTypography.form(Int(w.failures), "próby", "prób", "prób")): \(w.lastFailure)")
            } else if let at = w.lastSuccessAt {
                h.el("span", .cls("tag ok"), text: "odbiera")
                h.text(" ostatnio \(Moment.full(at))")
            } else {
                h.el("span", .cls("tag"), text: "jeszcze nic nie wysłano")
            }
        }
        h.el("td", .cls("wide"), text: w.events.map(\.polishName).sorted().joined(separator: ", "))
        h.el("td") { h in
            h.el("form", .attr("method", "post"), .attr("action", SystemsPlace.trial(w.id).link)) { h in
                hiddenFields(&h, token: frame.token, key: key)
                h.el("button", .cls("btn")) { h in
                    h.text("Wyślij próbę")
                    h.el("span", .cls("vh"), text: " na \(w.address)")
                }
            }
        }
        h.el("td") { h in
            h.el("a", .href(SystemsPlace.removal(w.id).link)) { h in
                h.text("Usuń")
                h.el("span", .cls("vh"), text: " \(w.address)")
            }
        }
    }

    private func failures(_ h: inout HTML) {
        h.el("h2", text: "Nie doręczono")
        h.el("p", text: "Tych powiadomień nie przyjęto mimo wielu prób. Napraw przyczynę i wyślij je jeszcze raz.")
        h.el("ul", .cls("files")) { h in
            for job in dead {
                h.el("li") { h in
                    h.el("strong", text: "Powiadomienie \(job.id)")
                    h.el("span", .cls("muted"), text: " ostatnia próba \(Moment.full(job.endedAt)): \(job.lastError)")
                    h.el("form", .cls("push"), .attr("method", "post"), .attr("action", Place.queues.link)) { h in
                        hiddenFields(&h, token: frame.token, key: key)
                        h.void("input", .type("hidden"), .name("zadanie"), .value(String(job.id)))
                        h.el("button", .cls("btn")) { h in
                            h.text("Spróbuj ponownie")
                            h.el("span", .cls("vh"), text: " \(job.id)")
                        }
                    }
                }
            }
        }
    }
}

/// The form of a new token.
struct NewTokenPage: Sendable {
    var frame: DeskFrame
    var guardians: [(value: String, text: String)]
    var form: FormPart
    var scopes: Set<String>
    var key: String

    static let terms = [("90", "90 dni"), ("365", "rok"), ("730", "dwa lata")]

    func render() -> [UInt8] {
        frame.page(title: "Nowy klucz systemu", error: !form.errors.isEmpty) { h in
            WorkTop("Nowy klucz systemu").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["nazwa", "opiekun", "zakresy", "dni"])
                h.el("form", .attr("method", "post"), .attr("action", SystemsPlace.newToken.link), .flag("novalidate")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    form.field(&h, "nazwa", "Nazwa systemu", hint: "Pod tą nazwą system stoi w dzienniku, metrykach i aktach", focus: true)
                    form.select(
                        &h, "opiekun", "Opiekun", options: [("", "Wybierz pracownika")] + guardians,
                        hint: "Pracownik, który odpowiada za system. System widzi i może najwyżej tyle, ile on")
                    form.checks(
                        &h, "zakresy", "Co system może", options: SystemScope.allCases.map { ($0.rawValue, "\($0.polishName) (\($0.rawValue))") }, chosen: scopes,
                        chips: false)
                    form.select(&h, "dni", "Jak długo klucz jest ważny", options: Self.terms.map { ($0.0, $0.1) })
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn first"), text: "Utwórz klucz")
                        h.el("a", .cls("btn"), .href(SystemsPlace.list.link), text: "Anuluj")
                    }
                }
            }
        }
    }
}

/// A secret, shown this once.
struct SecretPage: Sendable {
    var frame: DeskFrame
    var title: String
    var words: String
    var label: String
    var secret: String

    func render() -> [UInt8] {
        frame.page(title: title) { h in
            WorkTop(title).write(&h)
            h.el("div", .cls("page")) { h in
                h.el("div", .cls("banner warn"), .attr("role", "status")) { h in
                    h.el("h2", text: "Zapisz go teraz")
                    h.el("p", text: PolishTypography.glued(words))
                }
                h.el("div", .cls("field")) { h in
                    h.el("label", .cls("label"), .attr("for", "sekret"), text: label)
                    h.void(
                        "input", .cls("input"), .id("sekret"), .type("text"), .value(secret), .flag("readonly"), .attr("autocomplete", "off"),
                        .attr("spellcheck", "false"))
                }
                h.el("p") { h in h.el("a", .cls("btn first"), .href(SystemsPlace.list.link), text: "Zapisałem, wróć do listy") }
            }
        }
    }
}

/// The form of a new address of messages.
struct NewWebhookPage: Sendable {
    var frame: DeskFrame
    var form: FormPart
    var events: Set<String>
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "Nowy adres powiadomień", error: !form.errors.isEmpty) { h in
            WorkTop("Nowy adres powiadomień").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["adres", "opis", "zdarzenia"])
                h.el("form", .attr("method", "post"), .attr("action", SystemsPlace.newWebhook.link), .flag("novalidate")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    form.field(&h, "adres", "Adres", hint: "Na przykład https://system.example.pl/powiadomienia", focus: true)
                    form.field(&h, "opis", "Opis", optional: true)
                    form.checks(
                        &h, "zdarzenia", "O czym powiadamiać", options: WebhookEvent.allCases.map { ($0.rawValue, $0.polishName) }, chosen: events, chips: false)
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn first"), text: "Dodaj adres")
                        h.el("a", .cls("btn"), .href(SystemsPlace.list.link), text: "Anuluj")
                    }
                }
            }
        }
    }
}

/// Asks before a token or an address ends.
struct SystemEndPage: Sendable {
    var frame: DeskFrame
    var title: String
    var words: String
    var action: String
    var button: String
    var asksReason: Bool
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: title, error: !form.errors.isEmpty) { h in
            WorkTop(title).write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["powod"])
                h.el("p", text: PolishTypography.glued(words))
                h.el("form", .attr("method", "post"), .attr("action", action), .flag("novalidate")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    if asksReason { form.field(&h, "powod", "Powód", focus: true) }
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn danger"), text: button)
                        h.el("a", .cls("btn"), .href(SystemsPlace.list.link), text: "Anuluj")
                    }
                }
            }
        }
    }
}
