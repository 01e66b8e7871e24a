internal import Kernel
internal import Law
internal import Markup
internal import Revenue

/// One sheet of an account: what is taxed, how it came about, what was booked, what is owed on a day.
struct TaxAccountPage: Sendable {
    struct Year: Sendable {
        var year: Int
        var explained: ExplainedAssessment?
        /// Why the year cannot be counted.
        var problem: String?
    }
    var frame: DeskFrame
    var account: TaxAccount
    var holders: [(subject: TaxSubject, share: AccountShare)]
    var objects: [HeldObject]
    var year: Year
    var years: [Int]
    var decisions: [TaxDecision]
    var declarations: [AcceptedDeclaration]
    var standing: AccountStanding
    var interest: [LedgerEntryID: LateInterest.Result]
    var entries: [LedgerEntry]
    var numbers: [(levy: Levy, number: BankAccountNumber)]
    var day: Day
    var cash: FormPart
    var keys: (cash: String, change: String)
    var banner: Banner?

    private var due: [AccountStanding.Item] { standing.arrears }
    private var interestSum: Money { interest.values.map(\.charged).sum }
    private var owed: Money { due.map(\.open).sum + interestSum }

    func render() -> [UInt8] {
        frame.page(title: "Konto \(account.number)", error: !cash.errors.isEmpty) { h in
            WorkTop(
                "Konto \(account.number): \(holders.map(\.subject.name).joined(separator: ", "))",
                actions: [WorkTop.Action("Wprowadź deklarację", TaxPlace.declaration(account.id).link, key: "D", isFirst: true)],
                views: years.map { WorkTop.View("\($0)", TaxPlace.account(account.id).link(["rok": "\($0)"]), isCurrent: $0 == year.year) }, viewsLabel: "Lata"
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                cash.summary(&h, order: ["kwota"])
                balance(&h)
                calculation(&h)
                things(&h)
                decided(&h)
                booked(&h)
                till(&h)
            }
        }
    }

    private func balance(_ h: inout HTML) {
        h.el("h2", text: "Saldo na dzień \(PolishTypography.short(day))")
        h.el("form", .cls("inline"), .attr("action", TaxPlace.account(account.id).link)) { h in
            FormPart(values: ["dzien": PolishTypography.short(day)]).field(&h, "dzien", "Na dzień", width: "num w10")
            h.void("input", .type("hidden"), .name("rok"), .value("\(year.year)"))
            h.el("p") { h in h.el("button", .cls("btn"), text: "Pokaż") }
        }
        h.el("dl", .cls("rows")) { h in
            Facts.row(&h, "Zaległości", TaxWords.zlotys(due.map(\.open).sum))
            Facts.row(&h, "Odsetki na ten dzień", TaxWords.zlotys(interestSum))
            Facts.row(&h, "Razem po terminie", TaxWords.zlotys(owed))
            Facts.row(&h, "Jeszcze nie płatne", TaxWords.zlotys(standing.openItems.filter { $0.due >= day }.map(\.open).sum))
            for (levy, over) in standing.overpayments.sorted(by: { $0.key.accountCode < $1.key.accountCode }) {
                Facts.row(&h, "Nadpłata: \(levy.polishName)", TaxWords.zlotys(over))
            }
            for n in numbers { Facts.row(&h, "Rachunek: \(n.levy.polishName)", n.number.grouped) }
        }
        guard !standing.openItems.isEmpty else { return }
        Grid("Należności otwarte", ["Należność", "Dokument", "Termin", "Kwota", "Do zapłaty", "Odsetki", "Stan", "Czynności"]).write(&h, standing.openItems) { h, item in
            h.el("th", .attr("scope", "row"), text: "\(item.levy.polishName), \(TaxWords.part(item.part))")
            h.el("td", text: item.document)
            h.el("td", text: PolishTypography.short(item.due))
            h.el("td", .cls("num"), text: TaxWords.amount(item.charged))
            h.el("td", .cls("num"), text: TaxWords.amount(item.open))
            h.el("td", .cls("num wide")) { h in
                guard let result = interest[item.id] else { return h.text("0,00") }
                h.el("details") { h in
                    h.el("summary", text: TaxWords.amount(result.charged))
                    CalculationLines.interest(&h, result)
                }
            }
            h.el("td") { h in
                let late = item.due < day
                h.el("span", .cls(late ? "tag err" : "tag"), text: late ? "zaległość" : "bieżąca")
            }
            h.el("td") { h in
                if item.part == .principal {
                    h.el("a", .href(TaxPlace.relief(account.id).link(["pozycja": "\(item.id)"]))) { h in
                        h.text("Ulga")
                        h.el("span", .cls("vh"), text: " w należności z terminem \(PolishTypography.short(item.due))")
                    }
                }
            }
        }
    }

    private func calculation(_ h: inout HTML) {
        h.el("h2", text: "Obliczenie na \(year.year) rok")
        if let problem = year.problem { return h.el("p", text: PolishTypography.glued(problem)) }
        guard let explained = year.explained else {
            return h.el("p", text: PolishTypography.glued("Wymiar na ten rok nie jest zatwierdzony. Policz go na stronie Wymiar."))
        }
        let a = explained.assessment
        h.el("p", text: PolishTypography.glued("Stawki: \(explained.rates.name). Każda kwota rozwija się do obliczenia."))
        CalculationLines.write(&h, a.lines)
        h.el("dl", .cls("rows")) { h in
            for levy in Levy.allCases { if let tax = a.taxes[levy] { Facts.row(&h, levy.polishName, TaxWords.zlotys(tax)) } }
            Facts.row(&h, "Razem z ewidencji", TaxWords.zlotys(a.total))
            if let decided = explained.decided { Facts.row(&h, "Razem z decyzji", TaxWords.zlotys(decided)) }
        }
        if explained.isOutdated {
            h.el("p", text: PolishTypography.glued("Ewidencja mówi dziś co innego niż decyzja. Wydaj decyzję zmieniającą."))
            h.el("form", .attr("method", "post"), .attr("action", TaxPlace.change(account.id).link)) { h in
                hiddenFields(&h, token: frame.token, key: keys.change)
                h.void("input", .type("hidden"), .name("rok"), .value("\(year.year)"))
                h.el("p", .cls("actions")) { h in h.el("button", .cls("btn first"), text: "Wydaj decyzję zmieniającą na \(year.year) rok") }
            }
        }
    }

    private func things(_ h: inout HTML) {
        h.el("h2", text: "Podatnicy i przedmioty")
        h.el("dl", .cls("rows")) { h in
            for (subject, share) in holders {
                let jointly = share.jointly.isEmpty ? "" : ", wspólnie (\(share.jointly))"
                Facts.row(&h, subject.name, "udział \(share.share)\(jointly), od \(PolishTypography.short(share.from))")
            }
        }
        Grid("Przedmioty i ich stany", ["Przedmiot", "Pozycja", "Ilość", "Miesiące", "Zwolnienie", "Źródło"]).write(
            &h, objects.flatMap { held in held.states.map { (held.object, $0) } }
        ) { h, row in
            let (object, state) = row
            h.el("th", .attr("scope", "row"), .cls("wide"), text: "\(TaxWords.kind(object.kind)) \(object.mark)")
            h.el("td", .cls("wide"), text: TaxArticle.name(state.matter.levy, line: state.matter.line, detail: state.matter.detail))
            h.el("td", .cls("num"), text: state.matter.quantityText.replacing(".", with: ","))
            h.el("td", text: TaxWords.span(state))
            h.el("td", .cls("wide"), text: state.exempt.isNone ? "" : "\(state.exempt): \(state.exemptionBasis)")
            h.el("td", text: state.source)
        }
    }

    private func decided(_ h: inout HTML) {
        h.el("h2", text: "Decyzje i deklaracje")
        if decisions.isEmpty, declarations.isEmpty { return h.el("p", text: "Jeszcze żadnych.") }
        h.el("ul", .cls("tasks")) { h in
            for d in decisions.reversed() {
                h.el("li") { h in
                    h.el("span", .cls("what"), text: "\(d.name) z \(PolishTypography.short(d.issued)): \(TaxWords.zlotys(d.total))")
                    h.el("span", .cls(d.delivered == nil ? "tag" : "tag ok"), text: d.delivered.map { "doręczona \(PolishTypography.short($0))" } ?? "niedoręczona")
                }
            }
            for d in declarations {
                h.el("li") { h in
                    h.el("span", .cls("what"), text: "\(d.form.rawValue) od \(TaxWords.month(d.from)), wpłynęła \(PolishTypography.short(d.received))")
                    h.el("span", .cls("muted"), text: "zmian: \(d.changes), przyjął(a) \(d.by)")
                }
            }
        }
    }

    private func booked(_ h: inout HTML) {
        h.el("h2", text: "Księga konta")
        guard !entries.isEmpty else { return h.el("p", text: "Nic jeszcze nie zaksięgowano.") }
        Grid("Zapisy księgi", ["Dzień", "Zapis", "Podatek", "Dokument", "Termin", "Wn", "Ma"]).write(&h, entries) { h, entry in
            let p = entry.posting, isDebit = entry.debit == .receivables
            h.el("th", .attr("scope", "row"), text: PolishTypography.short(p.booked))
            h.el("td", text: "\(TaxWords.entry(p.kind))\(p.part == .principal ? "" : ", \(TaxWords.part(p.part))")\(entry.reverses == nil ? "" : " (storno)")")
            h.el("td", text: p.levy?.polishName ?? "")
            h.el("td", .cls("wide"), text: p.document)
            h.el("td", text: p.due.map(PolishTypography.short) ?? "")
            h.el("td", .cls("num"), text: isDebit ? TaxWords.amount(p.amount) : "")
            h.el("td", .cls("num"), text: isDebit ? "" : TaxWords.amount(p.amount))
        }
    }

    private func till(_ h: inout HTML) {
        h.el("h2", text: "Kasa")
        ActForm(frame: frame, action: TaxPlace.cash(account.id).link, key: keys.cash, button: "Przyjmij wpłatę").write(&h) { h in
            cash.field(&h, "kwota", "Kwota wpłaty", hint: "W złotych, na przykład 184,00", width: "num w10", numeric: true)
            cash.select(&h, "podatek", "Na co", options: account.kind.levies.map { ($0.rawValue, $0.polishName) })
        }
    }
}

/// The receipt of the cash desk, to be printed.
struct CashReceiptPage: Sendable {
    var frame: DeskFrame
    var receipt: CashReceipt
    var account: TaxAccount
    var holders: [String]
    var office: String
    var clerk: String

    func render() -> [UInt8] {
        frame.page(title: "Pokwitowanie \(receipt.name)") { h in
            WorkTop("Pokwitowanie \(receipt.name)").write(&h)
            h.el("div", .cls("page")) { h in
                h.el("p", text: "\(office). Wpłata z \(PolishTypography.long(receipt.paid)).")
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Konto", "\(account.number): \(holders.joined(separator: ", "))")
                    for part in receipt.parts {
                        Facts.row(&h, "\(part.levy.polishName), \(TaxWords.part(part.part)) (\(part.document))", TaxWords.zlotys(part.amount))
                    }
                    Facts.row(&h, "Razem", TaxWords.zlotys(receipt.amount))
                    Facts.row(&h, "Przyjął(a)", clerk)
                }
                h.el("p", .cls("actions")) { h in h.el("a", .cls("btn bare"), .href(TaxPlace.account(account.id).link), text: "Wróć do konta") }
            }
        }
    }
}
