internal import Kernel
internal import Law
internal import Markup
internal import Revenue

/// Statements of the bank: reading one, and payments that wait for a person.
struct TaxPaymentsPage: Sendable {
    var frame: DeskFrame
    var rows: [WaitingPayment]
    /// The account proposed for each, where there is one.
    var proposals: [BankPaymentID: TaxAccount]
    var keys: [String]
    var form: FormPart
    var pool: IndividualAccounts?
    var key: String
    var poolKey: String
    var first: String?
    var next: String?
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Wpłaty", error: !form.errors.isEmpty) { h in
            WorkTop("Wpłaty").write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                form.summary(&h, order: ["plik", "kodowanie", "bank", "pula", "konto"])
                if pool == nil { poolForm(&h) } else { upload(&h) }
                h.el("h2", text: "Do wyjaśnienia")
                if rows.isEmpty { return EmptyState("Wszystkie wpłaty są na kontach", "Wpłatę bez rachunku indywidualnego zobaczysz tutaj.").write(&h) }
                Grid("Wpłaty do wyjaśnienia", ["Dzień", "Kwota", "Wpłacający", "Tytuł", "Dlaczego tu jest", "Przypisz"]).write(&h, Array(zip(rows, keys))) { h, pair in
                    row(&h, pair.0, pair.1)
                }
                Pager(first: first, next: next, label: "Strony listy").write(&h)
            }
        }
    }

    private func row(_ h: inout HTML, _ p: WaitingPayment, _ key: String) {
        h.el("th", .attr("scope", "row"), text: PolishTypography.short(p.credited))
        h.el("td", .cls("num"), text: TaxWords.amount(p.amount))
        h.el("td", .cls("wide"), text: p.payer)
        h.el("td", .cls("wide"), text: p.title)
        h.el("td", .cls("wide"), text: p.reason)
        h.el("td") { h in
            h.el("form", .cls("one"), .attr("method", "post"), .attr("action", TaxPlace.explain(p.id).link)) { h in
                hiddenFields(&h, token: frame.token, key: key)
                h.el("label", .cls("vh"), .attr("for", "konto-\(p.id)"), text: "Konto podatkowe dla wpłaty \(TaxWords.amount(p.amount))")
                h.void(
                    "input", .cls("input w10"), .id("konto-\(p.id)"), .name("konto"), .value(proposals[p.id]?.number ?? ""), .attr("autocomplete", "off"))
                h.el("button", .cls("btn")) { h in
                    h.text("Przypisz")
                    h.el("span", .cls("vh"), text: " wpłatę \(TaxWords.amount(p.amount)) z \(PolishTypography.short(p.credited))")
                }
            }
        }
    }

    private func upload(_ h: inout HTML) {
        h.el("h2", text: "Wczytaj wyciąg")
        ActForm(frame: frame, action: TaxPlace.payments.link, key: key, button: "Wczytaj i zaksięguj", isMultipart: true).write(&h) { h in
            h.el("div", .cls("field")) { h in
                h.el("label", .cls("label"), .attr("for", "plik"), text: "Plik z banku")
                h.el("span", .cls("hint"), .id("plik-h"), text: "MT940, camt.053 albo CSV płatności masowych")
                if let error = form.errors["plik"] { h.el("span", .cls("error"), .id("plik-e"), text: error) }
                h.void("input", .type("file"), .id("plik"), .name("plik"), .attr("aria-describedby", form.errors["plik"] == nil ? "plik-h" : "plik-h plik-e"))
            }
            form.select(&h, "rodzaj", "Rodzaj pliku", options: BankStatement.Format.allCases.map { ($0.rawValue, $0.rawValue) })
            form.select(&h, "kodowanie", "Kodowanie", options: BankEncoding.allCases.map { ($0.rawValue, $0.rawValue) })
        }
    }

    private func poolForm(_ h: inout HTML) {
        h.el("h2", text: "Pula rachunków indywidualnych")
        h.el("p", text: PolishTypography.glued("Po numerze rachunku program pozna, czyja i na co jest wpłata. Cyfry nadaje bank."))
        ActForm(frame: frame, action: TaxPlace.pool.link, key: poolKey, button: "Zapisz pulę").write(&h) { h in
            form.field(&h, "bank", "Numer rozliczeniowy banku", hint: "8 cyfr", width: "num w10", numeric: true)
            form.field(&h, "pula", "Oznaczenie puli", hint: "4 cyfry od banku", width: "num w10", numeric: true)
        }
    }
}

/// Accounts in arrears on a day, and reminders for them.
struct TaxArrearsPage: Sendable {
    var frame: DeskFrame
    var rows: [AccountArrears]
    var day: Day
    var unwritten: Int
    var first: String?
    var next: String?
    var key: String
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Zaległości na dzień \(PolishTypography.short(day))") { h in
            WorkTop(
                "Zaległości na dzień \(PolishTypography.short(day))",
                actions: [WorkTop.Action("Pobierz CSV", TaxPlace.arrearsCSV.link(["dzien": day.description]))]
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                h.el("form", .cls("inline"), .attr("action", TaxPlace.arrears.link)) { h in
                    FormPart(values: ["dzien": PolishTypography.short(day)]).field(&h, "dzien", "Na dzień", width: "num w10")
                    h.el("p") { h in h.el("button", .cls("btn"), text: "Pokaż") }
                }
                h.el("form", .attr("method", "post"), .attr("action", TaxPlace.reminders.link)) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    h.el(
                        "p",
                        text: PolishTypography.glued(
                            "Upomnienia na dziś dostaną konta, które są winne ponad dziesięciokrotność kosztów upomnienia albo którym kończy się przedawnienie. Bez pisma: \(unwritten)."
                        ))
                    h.el("p", .cls("actions")) { h in h.el("button", .cls("btn first"), text: "Wystaw upomnienia i przygotuj pisma") }
                }
                if rows.isEmpty { return EmptyState("Nie ma zaległości", "Tego dnia nikt nie był po terminie.").write(&h) }
                Grid("Zaległości", ["Konto", "Podatnicy", "Najstarsza z", "Należność", "Odsetki", "Koszty", "Razem", "Upomnienie"], isWorkList: true).write(&h, rows) {
                    h, row in
                    h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                        h.el("a", .href(TaxPlace.account(row.account.id).link(["dzien": day.description])), text: row.account.number)
                    }
                    h.el("td", .cls("wide"), text: row.holders.joined(separator: ", "))
                    h.el("td", text: PolishTypography.short(row.oldest))
                    for sum in [row.principal, row.interest, row.costs, row.total] { h.el("td", .cls("num"), text: TaxWords.amount(sum)) }
                    h.el(
                        "td",
                        text: row.reminder.map { r in
                            "\(r.number)/\(r.year), "
                                + (r.delivered.map { "doręczone \(PolishTypography.short($0))" } ?? "wystawione \(PolishTypography.short(r.issued))")
                        } ?? "")
                }
                Pager(first: first, next: next, label: "Strony listy").write(&h)
            }
        }
    }
}

/// Statement of turnover and balances, Rb-27S, and closing of months.
struct TaxReportsPage: Sendable {
    var frame: DeskFrame
    var month: TaxMonth
    var statement: TurnoverStatement
    var difference: Money
    var report: Rb27S
    var closed: TaxMonth?
    /// The month that can be closed now.
    var closable: TaxMonth?
    var form: FormPart
    var key: String
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Sprawozdania za \(TaxWords.month(month))", error: !form.errors.isEmpty) { h in
            WorkTop(
                "Sprawozdania za \(TaxWords.month(month))",
                actions: [WorkTop.Action("Pobierz CSV", TaxPlace.reportsCSV.link(["miesiac": month.description]))]
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                form.summary(&h, order: ["month"])
                h.el("form", .cls("inline"), .attr("action", TaxPlace.reports.link)) { h in
                    FormPart(values: ["miesiac": TaxWords.month(month)]).field(&h, "miesiac", "Miesiąc", hint: "Na przykład 11.2026", width: "num w10")
                    h.el("p") { h in h.el("button", .cls("btn"), text: "Pokaż") }
                }
                h.el("h2", text: "Zestawienie obrotów i sald od początku roku")
                Grid("Zestawienie obrotów i sald", ["Konto księgowe", "Obroty Wn", "Obroty Ma", "Saldo Wn", "Saldo Ma"]).write(&h, statement.rows) { h, row in
                    h.el("th", .attr("scope", "row"), .cls("ref"), text: row.account.rawValue)
                    for sum in [row.debit, row.credit, row.debitBalance, row.creditBalance] { h.el("td", .cls("num"), text: TaxWords.amount(sum)) }
                }
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Razem Wn i Ma", "\(TaxWords.amount(statement.debit)) i \(TaxWords.amount(statement.credit))")
                    Facts.row(
                        &h, "Zgodność", statement.isBalanced && difference == .zero ? "księga i konta podatników są zgodne" : "NIEZGODNE o \(TaxWords.zlotys(difference))"
                    )
                }
                h.el("h2", text: "Dane do Rb-27S")
                Grid(
                    "Dane do Rb-27S", ["Rozdział", "§", "Należności", "Wykonanie", "Do zapłaty", "W tym zaległości", "Nadpłaty", "Obniżenie stawek", "Umorzenia"]
                ).write(&h, report.rows) { h, row in
                    h.el("th", .attr("scope", "row"), .cls("ref"), text: row.chapter)
                    h.el("td", .cls("ref"), text: row.paragraph)
                    for sum in [row.receivables, row.executed, row.left, row.arrears, row.overpayments, row.loweredRates, row.cancelled] {
                        h.el("td", .cls("num"), text: TaxWords.amount(sum))
                    }
                }
                h.el("h2", text: "Zamknięcie miesiąca")
                h.el("p", text: closed.map { "Zamknięte do \(TaxWords.month($0))." } ?? "Żaden miesiąc nie jest jeszcze zamknięty.")
                if let closable {
                    ActForm(frame: frame, action: TaxPlace.closing.link, key: key, button: "Zamknij \(TaxWords.month(closable))").write(&h) { h in
                        h.void("input", .type("hidden"), .name("miesiac"), .value(closable.description))
                        h.el("p", text: PolishTypography.glued("W zamkniętym miesiącu nic już się nie zaksięguje. Tego nie da się cofnąć."))
                    }
                }
            }
        }
    }
}
