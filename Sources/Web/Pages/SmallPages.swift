internal import Kernel
internal import Markup

/// The page by which people come in.
struct SignInPage: Sendable {
    var form: SignInForm
    var ways = SignInWays()
    var links: ResourceLinks

    private var message: String? { form.problem?.message }

    func render() -> [UInt8] {
        LonelyPage(title: "\(message == nil ? "" : "Błąd: ")Logowanie", links: links, isCard: true).render { h in
            if let message {
                h.el("div", .cls("summary-err"), .attr("role", "alert"), .id("bledy")) { h in
                    h.el("h2", text: form.kept == nil || !form.login.isEmpty ? "Nie udało się zalogować" : "Zaloguj się jeszcze raz")
                    h.el("p", text: message)
                }
            } else if form.signedOut {
                h.el("div", .cls("banner ok"), .attr("role", "status")) { h in h.el("p", text: "Wylogowano. Do zobaczenia.") }
            }
            h.el("h1", text: "Logowanie pracownika")
            h.el("form", .attr("method", "post"), .attr("action", Place.signIn.link)) { h in
                h.void("input", .type("hidden"), .name(FormField.token), .value(form.token))
                for field in form.kept?.carriage ?? [] { h.void("input", .type("hidden"), .name(field.name), .value(field.value)) }
                if let returnTo = form.returnTo { h.void("input", .type("hidden"), .name("powrot"), .value(returnTo)) }
                let part = FormPart(values: [SignInForm.loginField: form.login])
                part.field(&h, SignInForm.loginField, "Login", autocomplete: "username", focus: form.login.isEmpty)
                part.field(&h, SignInForm.passwordField, "Hasło", kind: "password", autocomplete: "current-password", focus: !form.login.isEmpty)
                if let directory = ways.directory { h.el("p", .cls("muted small"), text: PolishTypography.glued("Działa też hasło: \(directory).")) }
                h.el("button", .cls("btn first"), text: "Zaloguj")
            }
            if let openID = ways.openID {
                h.el("p", .cls("muted small"), text: "albo")
                let link = OpenIDRoutes.leave + (form.returnTo.map { "?\(SignInForm.returnField)=\(PercentCoding.encode($0))" } ?? "")
                h.el("p") { h in h.el("a", .cls("btn"), .href(link), text: "Zaloguj przez: \(openID)") }
            }
        }
    }
}

/// What went wrong, in words, with a way on.
struct ErrorPage: Sendable {
    var status: Int
    var message: String
    var requestID: String
    var links: ResourceLinks

    var heading: String {
        switch status {
        case 401: "Zaloguj się"
        case 403: "Nie masz dostępu"
        case 404: "Nie ma takiej strony"
        case 409: "To się już zmieniło"
        case 413: "To za dużo naraz"
        case 429: "Za dużo prób"
        case 400..<500: "Tego nie da się zrobić"
        case 503: "Chwilowa przerwa"
        default: "Coś się u nas zepsuło"
        }
    }

    func render() -> [UInt8] {
        LonelyPage(title: "\(heading)", links: links).render { h in
            h.el("h1", text: heading)
            h.el("p", text: PolishTypography.glued(message))
            h.el("form", .cls("inline"), .attr("role", "search"), .attr("action", Place.search.link)) { h in
                FormPart().field(&h, "q", "Szukaj pisma", kind: "search")
                h.el("button", .cls("btn"), text: "Szukaj")
            }
            h.el("p") { h in h.el("a", .href(Place.desk.link), text: "Wróć do pracy") }
            h.el("p", .cls("muted small"), text: "Numer zdarzenia: \(requestID). Podaj go administratorowi.")
        }
    }
}

/// The keys of the desk and the switch of single-letter keys (WCAG 2.1.4).
struct ShortcutsPage: Sendable {
    var frame: DeskFrame
    var key: String

    static let keys: [(keys: [String], what: String)] = [
        (["J"], "następne pismo na liście"), (["K"], "poprzednie pismo"), (["Enter"], "otwórz"), (["N"], "nowe pismo"), (["E"], "popraw dane pisma"),
        (["Z"], "załóż sprawę"), (["S"], "dołącz pismo do sprawy"), (["O"], "nowe pismo w sprawie"),
        (["T"], "dodaj notatkę do sprawy"), (["1"], "przyjmij pierwszą podpowiedź dekretacji"),
        (["D"], "wpisz adresata dekretacji"), (["A"], "zaakceptuj pismo"), (["P"], "drukuj"), (["/"], "szukaj"), (["?"], "ta strona"),
    ]

    func render() -> [UInt8] {
        frame.page(title: "Skróty klawiszy") { h in
            h.el("div", .cls("worktop")) { h in h.el("h1", text: "Skróty klawiszy") }
            h.el("div", .cls("page")) { h in
                h.el("p", text: "Skróty z jednej litery działają tylko poza polami formularzy i tylko wtedy, gdy je włączysz.")
                h.el("form", .attr("method", "post"), .attr("action", Place.shortcuts.link)) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    h.void("input", .type("hidden"), .name("klawisze"), .value(frame.keysAllowed ? "nie" : "tak"))
                    h.el("button", .cls("btn first"), text: frame.keysAllowed ? "Wyłącz skróty z jednej litery" : "Włącz skróty z jednej litery")
                }
                h.el("table", .cls("grid")) { h in
                    h.el("caption", .cls("vh"), text: "Skróty klawiszy")
                    h.el("thead") { h in
                        h.el("tr") { h in
                            h.el("th", .attr("scope", "col"), text: "Klawisz")
                            h.el("th", .attr("scope", "col"), text: "Co robi")
                        }
                    }
                    h.el("tbody") { h in
                        for row in ShortcutsPage.keys + [(["Ctrl", "Enter"], "zapisz formularz")] {
                            h.el("tr") { h in
                                h.el("th", .attr("scope", "row")) { h in
                                    for k in row.keys {
                                        h.el("kbd", text: k)
                                        h.text(" ")
                                    }
                                }
                                h.el("td", text: row.what)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How the parts of the system are, for people; programs ask `/health/ready`.
struct StatusPage: Sendable {
    struct Line: Sendable {
        var name: String
        var isWell: Bool
        var words: String
    }
    var frame: DeskFrame
    var lines: [Line]

    func render() -> [UInt8] {
        frame.page(title: "Stan systemu") { h in
            h.el("div", .cls("worktop")) { h in h.el("h1", text: "Stan systemu") }
            h.el("div", .cls("page")) { h in
                h.el("p", .attr("role", "status")) { h in
                    h.el("strong", text: lines.allSatisfy(\.isWell) ? "Wszystko działa." : "Coś wymaga uwagi.")
                }
                h.el("dl", .cls("rows")) { h in
                    for line in lines {
                        h.el("div") { h in
                            h.el("dt", text: line.name)
                            h.el("dd") { h in
                                h.el("span", .cls(line.isWell ? "tag ok" : "tag err"), text: line.isWell ? "działa" : "uwaga")
                                h.text(" \(line.words)")
                            }
                        }
                    }
                }
            }
        }
    }
}
