internal import Kernel
internal import Markup
internal import Revenue

/// The first page of the clerk of taxes: the queues.
struct TaxStartPage: Sendable {
    struct Counts: Sendable {
        var accounts: Int
        var waiting: Int
        var decisions: Int
        var reminders: Int
        var arrears: Int
        var years: [Int]
        var pool: Bool
    }
    var frame: DeskFrame
    var counts: Counts
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Podatki i opłaty") { h in
            WorkTop("Podatki i opłaty").write(&h)
            h.el("div", .cls("page")) { h in
                h.el("form", .cls("inline"), .attr("role", "search"), .attr("action", TaxPlace.accounts.link)) { h in
                    FormPart().field(&h, "q", "Znajdź konto", hint: "Numer konta, PESEL, NIP albo nazwisko", width: "w20")
                    h.el("p") { h in h.el("button", .cls("btn first"), text: "Szukaj") }
                }
                h.el("h2", text: "Co czeka")
                h.el("ul", .cls("tasks")) { h in
                    row(&h, "Wpłaty do wyjaśnienia", TaxPlace.payments.link, counts.waiting)
                    row(&h, "Decyzje bez pisma (\(today.year))", TaxPlace.decisions.link, counts.decisions)
                    row(&h, "Upomnienia bez pisma (\(today.year))", TaxPlace.arrears.link, counts.reminders)
                    row(&h, "Konta z zaległością", TaxPlace.arrears.link, counts.arrears)
                }
                h.el("h2", text: "Stan")
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Konta podatkowe", PolishTypography.number(counts.accounts))
                    Facts.row(&h, "Wymiar zatwierdzony", counts.years.isEmpty ? "żaden rok" : counts.years.map(String.init).joined(separator: ", "))
                    if !counts.pool { Facts.row(&h, "Pula rachunków", "nie ma; wpisz ją na stronie Wpłaty") }
                }
                if today.components.month == 12, !counts.years.contains(today.year + 1) {
                    h.el("p") { h in
                        h.el("a", .cls("btn first"), .href(TaxPlace.year(today.year + 1).link), text: "Przygotuj wymiar na \(today.year + 1) rok")
                    }
                }
            }
        }
    }

    private func row(_ h: inout HTML, _ text: String, _ link: String, _ count: Int) {
        h.el("li") { h in
            h.el("a", .cls("what"), .href(link), text: text)
            h.el("span", .cls("num"), text: count >= 100 ? "100+" : String(count))
        }
    }
}

struct TaxAccountsPage: Sendable {
    var frame: DeskFrame
    var words: String
    var rows: [TaxAccountLine]
    var first: String?
    var next: String?

    func render() -> [UInt8] {
        frame.page(title: "Konta podatkowe") { h in
            WorkTop("Konta podatkowe").write(&h)
            h.el("div", .cls("page wide")) { h in
                h.el("form", .cls("inline"), .attr("role", "search"), .attr("action", TaxPlace.accounts.link)) { h in
                    FormPart(values: ["q": words]).field(&h, "q", "Znajdź konto", hint: "Numer konta, PESEL, NIP albo nazwisko", width: "w20")
                    h.el("p") { h in h.el("button", .cls("btn"), text: "Szukaj") }
                }
                if rows.isEmpty {
                    return EmptyState("Nie ma takiego konta", "Sprawdź numer albo wpisz początek nazwiska.").write(&h)
                }
                Grid("Konta podatkowe", ["Konto", "Podatnicy", "Rodzaj"], isWorkList: true).write(&h, rows) { h, row in
                    h.el("th", .attr("scope", "row"), .cls("ref")) { h in
                        h.el("a", .href(TaxPlace.account(row.account.id).link), text: row.account.number)
                    }
                    h.el("td", .cls("wide"), text: row.holders.isEmpty ? "brak podatnika" : row.holders.joined(separator: ", "))
                    h.el("td", text: TaxWords.account(row.account.kind))
                }
                Pager(first: first, next: next, label: "Strony listy").write(&h)
            }
        }
    }
}

/// A relief in one claim: put off or cancelled (Ordynacja podatkowa art. 67a).
struct TaxReliefPage: Sendable {
    enum Kind: String, CaseIterable {
        case postponement = "odroczenie"
        case cancellation = "umorzenie"
    }
    var frame: DeskFrame
    var account: TaxAccount
    var item: AccountStanding.Item
    var form: FormPart
    var key: String
    /// The last day of collection; `nil` while it is suspended.
    var end: Day?

    func render() -> [UInt8] {
        frame.page(title: "Ulga w spłacie", error: !form.errors.isEmpty) { h in
            WorkTop("Ulga w spłacie: konto \(account.number)").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["rodzaj", "termin", "kwota", "dokument"])
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Należność", "\(item.levy.polishName), \(item.document)")
                    Facts.row(&h, "Termin", PolishTypography.short(item.due))
                    Facts.row(&h, "Do zapłaty", TaxWords.zlotys(item.open))
                    Facts.row(&h, "Przedawnienie", end.map { "po \(PolishTypography.short($0))" } ?? "zawieszone")
                }
                ActForm(frame: frame, action: TaxPlace.relief(account.id).link, key: key, button: "Zapisz ulgę", back: TaxPlace.account(account.id).link).write(&h) { h in
                    h.void("input", .type("hidden"), .name("pozycja"), .value("\(item.id)"))
                    form.radios(&h, "rodzaj", "Rodzaj ulgi", options: [("odroczenie", "Odroczenie terminu"), ("umorzenie", "Umorzenie")])
                    form.field(&h, "termin", "Nowy termin", hint: "Przy odroczeniu, na przykład 30.06.2027", optional: true, width: "num w10")
                    form.check(&h, "prolongata", "Nalicz opłatę prolongacyjną", hint: "Gdy rada ją wprowadziła; połowa stawki odsetek")
                    form.field(&h, "kwota", "Kwota umorzenia", hint: "Przy umorzeniu", optional: true, width: "num w10", numeric: true)
                    form.field(&h, "dokument", "Decyzja o uldze", hint: "Numer decyzji", width: "w20")
                }
            }
        }
    }
}
