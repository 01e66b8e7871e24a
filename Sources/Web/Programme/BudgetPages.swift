internal import Kernel
internal import Markup
internal import Office
internal import Programme

/// Addresses of the programme's books.
enum BudgetPlace: String, Address {
    case budget = "/program/budzet"
    case csv = "/program/budzet.csv"
    case expense = "/program/budzet/wydatek"
    case line = "/program/budzet/pozycja"
    case task = "/program/budzet/zadanie"
    case finish = "/program/budzet/zadanie/koniec"

    var link: String { rawValue }
}

/// The budget with what was spent, the partners' own parts, tasks and milestones.
struct BudgetPage: Sendable {
    var frame: ProgrammeFrame
    var offices: [OfficeRecord]
    var lines: [BudgetLine]
    var expenses: [Expense]
    var tasks: [ProgrammeTask]
    var leads: Bool
    var form: FormPart
    var key: String
    /// A key for each task that may be finished.
    var keys: [Int64: String]
    var banner: String?
    var today: Day

    /// `2 040 000,00`; in złote.
    static func amount(_ money: Money) -> String {
        let size = abs(money.grosze)
        return "\(money.grosze < 0 ? "−" : "")\(PolishTypography.number(Int(size / 100))),\(PolishTypography.two(Int(size % 100)))"
    }

    func render() -> [UInt8] {
        frame.page(title: "Budżet programu", error: !form.errors.isEmpty) { h in
            h.el("div", .cls("dash-head")) { h in
                h.el("div") { h in
                    h.el("p", .cls("caption"), text: "Kwoty w złotych. Dofinansowanie to \(Funding.grantPercent)% każdego wydatku.")
                    h.el("h1", text: "Budżet programu")
                }
                h.el("a", .cls("btn"), .href(BudgetPlace.csv.link), text: "Pobierz CSV")
            }
            if let banner { Banner(banner).write(&h) }
            form.summary(&h, order: ["pozycja", "gmina", "dzien", "dokument", "kwota", "plik", "kod", "nazwa", "plan", "zadanie", "termin"])
            section(&h, "Pozycje budżetu", ["Pozycja", "Plan", "Wydano", "Dofinansowanie", "Wkład własny", "Zostało"]) { h in
                for line in lines {
                    let spent = expenses.filter { $0.line == line.code }.map(\.amount).sum
                    row(&h, "\(line.code). \(line.name)", [line.planned, spent, Funding.grant(of: spent), Funding.own(of: spent), line.planned - spent])
                }
                let planned = lines.map(\.planned).sum, spent = expenses.map(\.amount).sum
                row(&h, "Razem", [planned, spent, Funding.grant(of: spent), Funding.own(of: spent), planned - spent])
                row(
                    &h, "Program", [Funding.total, spent, Funding.grant(of: Funding.total), Funding.own(of: Funding.total), Funding.total - spent])
            }
            let shares = Funding.shares(of: offices.map(\.id))
            section(&h, "Wkład własny partnerów", ["Partner", "Udział", "Wykorzystano", "Odchylenie"]) { h in
                for office in offices {
                    let share = shares[office.id] ?? .zero, used = Funding.own(of: expenses.filter { $0.office == office.id }.map(\.amount).sum)
                    row(&h, office.name, [share, used, share - used])
                }
            }
            work(&h)
            documents(&h)
            if leads { forms(&h) }
        }
    }

    private func section(_ h: inout HTML, _ title: String, _ heads: [String], _ rows: (inout HTML) -> Void) {
        h.el("div", .cls("panel block")) { h in
            h.el("div", .cls("scroll"), .attr("tabindex", "0"), .attr("role", "region"), .label(title)) { h in
                h.el("table", .cls("table")) { h in
                    h.el("caption", text: title)
                    h.el("thead") { h in
                        h.el("tr") { h in for (n, head) in heads.enumerated() { h.el("th", .attr("scope", "col"), .cls(n == 0 ? "" : "r"), text: head) } }
                    }
                    h.el("tbody") { h in rows(&h) }
                }
            }
        }
    }

    private func row(_ h: inout HTML, _ name: String, _ amounts: [Money]) {
        h.el("tr") { h in
            h.el("th", .attr("scope", "row"), text: name)
            for amount in amounts { h.el("td", .cls("r"), text: Self.amount(amount)) }
        }
    }

    private func work(_ h: inout HTML) {
        section(&h, "Zadania i kamienie milowe", ["Zadanie", "Termin", "Wykonano", "Opóźnienie"]) { h in
            for task in tasks {
                h.el("tr") { h in
                    h.el("th", .attr("scope", "row"), text: task.name + (task.isMilestone ? " (kamień milowy)" : ""))
                    h.el("td", .cls("r"), text: PolishTypography.short(task.due))
                    h.el("td", .cls("r")) { h in
                        if let done = task.doneOn {
                            h.text(PolishTypography.short(done))
                        } else if leads {
                            h.el("form", .attr("method", "post"), .attr("action", BudgetPlace.finish.link)) { h in
                                hiddenFields(&h, token: frame.token, key: keys[task.id] ?? key)
                                h.void("input", .type("hidden"), .name("zadanie"), .value(String(task.id)))
                                h.el("button", .cls("btn")) { h in
                                    h.text("Wykonane dziś")
                                    h.el("span", .cls("vh"), text: ": \(task.name)")
                                }
                            }
                        } else {
                            h.text("–")
                        }
                    }
                    let delay = task.delay(on: today)
                    h.el("td", .cls("r"), text: delay == 0 ? "–" : "\(delay) \(PolishTypography.form(delay, "dzień", "dni", "dni"))")
                }
            }
        }
    }

    private func documents(_ h: inout HTML) {
        section(&h, "Wydatki", ["Dokument", "Dzień", "Kwota"]) { h in
            for e in expenses {
                h.el("tr") { h in
                    h.el("th", .attr("scope", "row"), .cls("about")) { h in
                        h.text("\(e.document), pozycja \(e.line)")
                        h.el("p", .cls("small muted"), text: "\(e.words). Plik: \(e.fileName)")
                    }
                    h.el("td", .cls("r"), text: PolishTypography.short(e.day))
                    h.el("td", .cls("r"), text: Self.amount(e.amount))
                }
            }
        }
    }

    private func forms(_ h: inout HTML) {
        h.el("div", .cls("prose")) { h in
            h.el("h2", text: "Dodaj wydatek")
            h.el("form", .attr("method", "post"), .attr("action", BudgetPlace.expense.link), .attr("enctype", "multipart/form-data"), .flag("novalidate")) { h in
                hiddenFields(&h, token: frame.token, key: key)
                form.select(&h, "pozycja", "Pozycja budżetu", options: lines.map { ($0.code, "\($0.code). \($0.name)") })
                form.select(&h, "gmina", "Partner, który płaci", options: offices.map { ($0.id.description, $0.name) })
                form.field(&h, "dzien", "Dzień wydatku", hint: "Na przykład 12.03.2026", width: "w10")
                form.field(&h, "dokument", "Numer dokumentu", width: "w20")
                form.field(&h, "opis", "Za co", optional: true)
                form.field(&h, "kwota", "Kwota", hint: "W złotych, na przykład 1200,50. Korektę wpisz z minusem.", width: "num w10")
                h.el("div", .cls("field")) { h in
                    h.el("label", .cls("label"), .attr("for", "plik"), text: "Plik dokumentu")
                    if let error = form.errors["plik"] { h.el("span", .cls("error"), .id("plik-e"), text: error) }
                    h.void("input", .type("file"), .id("plik"), .name("plik"), .attr("aria-describedby", form.errors["plik"] == nil ? nil : "plik-e"))
                }
                h.el("p", .cls("actions")) { h in h.el("button", .cls("btn first"), text: "Zapisz wydatek") }
            }
            small(&h, "Dodaj pozycję budżetu", .line, "Zapisz pozycję") { h in
                form.field(&h, "kod", "Numer pozycji", width: "w10")
                form.field(&h, "nazwa", "Nazwa pozycji")
                form.field(&h, "plan", "Plan", hint: "W złotych", width: "num w10")
            }
            small(&h, "Dodaj zadanie", .task, "Zapisz zadanie") { h in
                form.field(&h, "zadanie", "Nazwa zadania")
                form.field(&h, "termin", "Termin", hint: "Na przykład 12.03.2026", width: "w10")
                form.check(&h, "kamien", "To jest kamień milowy")
            }
        }
    }

    private func small(_ h: inout HTML, _ title: String, _ place: BudgetPlace, _ button: String, _ fields: (inout HTML) -> Void) {
        h.el("h2", text: title)
        h.el("form", .attr("method", "post"), .attr("action", place.link), .flag("novalidate")) { h in
            hiddenFields(&h, token: frame.token, key: key)
            fields(&h)
            h.el("p", .cls("actions")) { h in h.el("button", .cls("btn"), text: button) }
        }
    }
}
