internal import Kernel
internal import Law
internal import Markup
internal import Revenue

/// The assessment of a year: rates, a trial count, what looks odd, approval.
struct TaxYearPage: Sendable {
    var frame: DeskFrame
    var year: Int
    var years: [Int]
    var runs: [AssessmentRun]
    var odd: [OddAssessment]
    var failures: [AssessmentFailure]
    var rates: FormPart
    var comparison: RateComparison?
    var keys: (count: String, approve: String)
    var banner: Banner?

    static var order: [String] { ["nazwa"] + PropertyLine.allCases.map { "s-\($0.rawValue)" } + ["rye", "wood"] + WasteMethod.allCases.map { "odpady-\($0.rawValue)" } }
    private var approved: AssessmentRun? { runs.first { $0.state == .approved } }
    private var latest: AssessmentRun? { approved ?? runs.first }

    func render() -> [UInt8] {
        frame.page(title: "Wymiar na \(year) rok", error: !rates.errors.isEmpty) { h in
            WorkTop(
                "Wymiar na \(year) rok", views: years.map { WorkTop.View("\($0)", TaxPlace.year($0).link, isCurrent: $0 == year) }, viewsLabel: "Lata"
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                rates.summary(&h, order: Self.order)
                if let comparison { compare(&h, comparison) }
                if let latest { result(&h, latest) }
                if approved == nil { ratesForm(&h) }
            }
        }
    }

    private func result(_ h: inout HTML, _ run: AssessmentRun) {
        let s = run.summary
        h.el("h2", text: "\(run.rates.name): \(TaxWords.state(run.state))")
        h.el("dl", .cls("rows")) { h in
            Facts.row(&h, "Konta", PolishTypography.number(s.accounts))
            Facts.row(&h, "Razem", TaxWords.zlotys(s.total))
            for levy in Levy.allCases { if let sum = s.byLevy[levy] { Facts.row(&h, levy.polishName, TaxWords.zlotys(sum)) } }
            Facts.row(&h, "Obniżone stawki", TaxWords.zlotys(s.lowered))
            Facts.row(&h, "Nie warte listu", PolishTypography.number(s.waived))
            Facts.row(&h, "Skrót obliczenia", String(run.digest.prefix(16)))
        }
        h.el("h2", text: "Zmiana o ponad 30%: \(s.odd)")
        if !odd.isEmpty {
            Grid("Konta, których podatek zmienił się o ponad 30%", ["Konto", "Rok wcześniej", "Teraz", "Różnica"]).write(&h, odd) { h, o in
                h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                    h.el("a", .href(TaxPlace.account(o.account.id).link(["rok": "\(year)"])), text: o.account.number)
                }
                h.el("td", .cls("num"), text: TaxWords.amount(o.previous))
                h.el("td", .cls("num"), text: TaxWords.amount(o.total))
                h.el("td", .cls("num"), text: TaxWords.amount(o.total - o.previous))
            }
        }
        h.el("h2", text: "Nie dało się policzyć: \(s.failures)")
        if !failures.isEmpty {
            h.el("ul", .cls("tasks")) { h in
                for f in failures {
                    h.el("li") { h in
                        h.el("a", .cls("what"), .href(TaxPlace.account(f.account.id).link), text: f.account.number)
                        h.el("span", text: f.reason)
                    }
                }
            }
        }
        if run.state == .counted {
            ActForm(frame: frame, action: TaxPlace.approve(year).link, key: keys.approve, button: "Zatwierdź i ponumeruj decyzje").write(&h) { h in
                h.void("input", .type("hidden"), .name("wymiar"), .value("\(run.id)"))
                h.el("p", text: PolishTypography.glued("Po zatwierdzeniu przypisy są w księdze, a decyzje mają numery. Zmiany pójdą już tylko decyzjami zmieniającymi."))
            }
        }
    }

    private func compare(_ h: inout HTML, _ c: RateComparison) {
        h.el("h2", text: "Porównanie ze stawkami maksymalnymi")
        h.el("dl", .cls("rows")) { h in
            Facts.row(&h, "Te stawki", TaxWords.zlotys(c.first.total))
            Facts.row(&h, "Maksymalne", TaxWords.zlotys(c.second.total))
            Facts.row(&h, "Różnica", TaxWords.zlotys(c.difference))
            Facts.row(&h, "Zapłaciłoby więcej", "\(PolishTypography.number(c.more)) kont")
            Facts.row(&h, "Największa podwyżka", TaxWords.zlotys(c.largestRise))
        }
    }

    private func ratesForm(_ h: inout HTML) {
        h.el("h2", text: "Stawki")
        h.el("p", text: PolishTypography.glued("Wpisz stawki z uchwały. Stawka ponad maksymalną nie przejdzie."))
        h.el("form", .attr("method", "post"), .attr("action", TaxPlace.count(year).link), .flag("novalidate"), .attr("data-zapis", "tak")) { h in
            hiddenFields(&h, token: frame.token, key: keys.count)
            h.el("div", .cls("form-grid")) { h in
                rates.field(&h, "nazwa", "Uchwała", hint: "Na przykład uchwała XII/87/2026", box: "c4")
                for line in PropertyLine.allCases {
                    let unit = line.unit == .value ? "% wartości" : line.unit == .hectare ? "zł za ha" : "zł za m²"
                    rates.field(&h, "s-\(line.rawValue)", "\(line.polishName), \(unit)", width: "num w10", numeric: true, box: "c3")
                }
                rates.field(&h, "rye", "Cena żyta, zł za dt", optional: true, width: "num w10", numeric: true, box: "c3")
                rates.field(&h, "wood", "Cena drewna, zł za m³", optional: true, width: "num w10", numeric: true, box: "c3")
                for method in WasteMethod.allCases {
                    rates.field(
                        &h, "odpady-\(method.rawValue)", "\(TaxArticle.name(.waste, line: method.rawValue)), zł za miesiąc", optional: true, width: "num w10",
                        numeric: true, box: "c3")
                }
            }
            h.el("p", .cls("actions")) { h in
                h.el("button", .cls("btn first"), .name("krok"), .value("policz"), text: "Policz próbnie")
                h.el("button", .cls("btn"), .name("krok"), .value("porownaj"), text: "Porównaj z maksymalnymi")
            }
        }
    }
}

/// Decisions of a year with their letters.
struct TaxDecisionsPage: Sendable {
    struct Row: Sendable {
        var decision: TaxDecision
        var account: TaxAccount
        var holders: [String]
        var letter: (link: String, state: String)?
    }
    var frame: DeskFrame
    var year: Int
    var years: [Int]
    var rows: [Row]
    var unwritten: Int
    var next: String?
    var first: String?
    var key: String
    var banner: Banner?

    func render() -> [UInt8] {
        frame.page(title: "Decyzje \(year)") { h in
            WorkTop(
                "Decyzje \(year)", views: years.map { WorkTop.View("\($0)", TaxPlace.decisions.link(["rok": "\($0)"]), isCurrent: $0 == year) }, viewsLabel: "Lata"
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                banner?.write(&h)
                if unwritten > 0 {
                    h.el("form", .attr("method", "post"), .attr("action", TaxPlace.decisionLetters.link)) { h in
                        hiddenFields(&h, token: frame.token, key: key)
                        h.void("input", .type("hidden"), .name("rok"), .value("\(year)"))
                        h.el(
                            "p",
                            text: PolishTypography.glued(
                                "Bez pisma: \(unwritten)\(unwritten >= 100 ? " lub więcej" : ""). Pisma trafią do akceptacji i podpisu tak jak inne; data doręczenia wróci tu sama."
                            ))
                        h.el("p", .cls("actions")) { h in h.el("button", .cls("btn first"), text: "Przygotuj pisma z decyzjami") }
                    }
                }
                if rows.isEmpty { return EmptyState("Nie ma decyzji", "Zatwierdź wymiar na ten rok.").write(&h) }
                Grid("Decyzje", ["Numer", "Konto", "Podatnicy", "Kwota", "Wydana", "Pismo", "Doręczona"], isWorkList: true).write(&h, rows) { h, row in
                    h.el("th", .attr("scope", "row"), .cls("ref"), text: "\(row.decision.number)/\(row.decision.year)")
                    h.el("td") { h in
                        h.el("a", .href(TaxPlace.account(row.account.id).link(["rok": "\(row.decision.year)"])), text: row.account.number)
                    }
                    h.el("td", .cls("wide"), text: row.holders.joined(separator: ", "))
                    h.el("td", .cls("num"), text: TaxWords.amount(row.decision.total))
                    h.el("td", text: PolishTypography.short(row.decision.issued))
                    h.el("td") { h in
                        guard let letter = row.letter else { return h.text(row.decision.delivered == nil ? "nie ma" : "") }
                        h.el("a", .href(letter.link), text: letter.state)
                    }
                    h.el("td", text: row.decision.delivered.map(PolishTypography.short) ?? "")
                }
                Pager(first: first, next: next, label: "Strony listy").write(&h)
            }
        }
    }
}
