internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Revenue

/// What a citizen pays, to every office where he holds an account: now, later, what is paid, and how each sum came about.
struct CitizenTaxPage: Sendable {
    struct Sheet: Sendable {
        var office: OfficeRecord
        var account: TaxAccount
        var objects: [HeldObject]
        var standing: AccountStanding
        var interest: [LedgerEntryID: LateInterest.Result]
        var explained: ExplainedAssessment?
        var decisions: [TaxDecision]
        var numbers: [Levy: BankAccountNumber]

        var late: [AccountStanding.Item] { standing.arrears }
        var lateSum: Money { late.map(\.open).sum + interest.values.map(\.charged).sum }
        var later: [AccountStanding.Item] { standing.openItems.filter { $0.due >= standing.day } }
        var paid: Money { standing.sums.values.map(\.paid).sum }
    }
    var frame: CitizenFrame
    var sheets: [Sheet]
    var day: Day
    var year: Int
    /// The person has no PESEL in the house, so nothing can be found.
    var isUnknown: Bool

    func render() -> [UInt8] {
        frame.page(title: "Podatki i opłaty") { h in
            h.el("h1", text: "Podatki i opłaty")
            h.el("p", .cls("lead"), text: PolishTypography.glued("Stan na \(PolishTypography.long(day))."))
            if sheets.isEmpty {
                h.el(
                    "p",
                    text: PolishTypography.glued(
                        isUnknown
                            ? "Twoje konto nie ma numeru PESEL, więc nie znajdziemy podatków. Przyjdź do urzędu z dokumentem."
                            : "Żaden urząd nie prowadzi konta podatkowego na Twój PESEL. Jeśli masz nieruchomość, złóż informację IN-1."))
            }
            for sheet in sheets { write(&h, sheet) }
            h.el("form", .cls("inline"), .attr("action", CitizenPlace.taxes.link)) { h in
                FormPart(values: ["dzien": PolishTypography.short(day)]).field(&h, "dzien", "Pokaż stan na dzień", hint: "Na przykład 30.06.2027", width: "num w10")
                h.el("p") { h in h.el("button", .cls("btn"), text: "Pokaż") }
            }
            h.el("p") { h in h.el("a", .href(CalculatorPlace.list.link), text: "Kalkulatory podatków") }
        }
    }

    private func write(_ h: inout HTML, _ sheet: Sheet) {
        h.el("h2", text: "\(sheet.office.name), konto \(sheet.account.number)")
        h.el("section", .cls("state-panel"), .label("Do zapłaty na koncie \(sheet.account.number)")) { h in
            if sheet.late.isEmpty {
                h.el("p", .cls("big"), text: "Nie masz zaległości")
            } else {
                h.el("p", .cls("big"), text: "Zapłać teraz \(TaxWords.zlotys(sheet.lateSum))")
                h.el("p", text: PolishTypography.glued("Odsetki policzone na \(PolishTypography.long(day)). Jutro mogą być wyższe."))
            }
            if let next = sheet.later.first {
                let together = sheet.later.filter { $0.due == next.due }.map(\.open).sum
                h.el("p", text: PolishTypography.glued("Następna rata: \(TaxWords.zlotys(together)) do \(PolishTypography.long(next.due))."))
            }
            for (levy, over) in sheet.standing.overpayments.sorted(by: { $0.key.accountCode < $1.key.accountCode }) {
                h.el("p", text: PolishTypography.glued("Nadpłata, \(levy.polishName): \(TaxWords.zlotys(over))."))
            }
        }
        items(&h, sheet)
        transfer(&h, sheet)
        calculation(&h, sheet)
        things(&h, sheet)
    }

    private func items(_ h: inout HTML, _ sheet: Sheet) {
        h.el("h3", text: "Co jest do zapłaty")
        if sheet.standing.openItems.isEmpty { h.el("p", text: "Nic.") }
        h.el("ul", .cls("tasks")) { h in
            for item in sheet.standing.openItems {
                h.el("li") { h in
                    h.el("div", .cls("what")) { h in
                        h.text("\(item.levy.polishName), \(TaxWords.part(item.part)): \(TaxWords.zlotys(item.open)), do \(PolishTypography.short(item.due))")
                        if let result = sheet.interest[item.id] {
                            h.el("details") { h in
                                h.el("summary", text: "odsetki \(TaxWords.zlotys(result.charged))")
                                CalculationLines.interest(&h, result)
                            }
                        }
                    }
                    let isLate = item.due < day
                    h.el("span", .cls(isLate ? "tag err" : "tag"), text: isLate ? "po terminie" : "w terminie")
                }
            }
        }
        h.el("p", text: PolishTypography.glued("Zapłacone na tym koncie: \(TaxWords.zlotys(sheet.paid))."))
    }

    /// What to type at the bank, and the same as a code for a phone.
    private func transfer(_ h: inout HTML, _ sheet: Sheet) {
        guard let levy = (sheet.late.first ?? sheet.later.first)?.levy, let number = sheet.numbers[levy] else { return }
        let due = sheet.late.isEmpty ? sheet.later.filter { $0.due == sheet.later.first?.due }.map(\.open).sum : sheet.lateSum
        let title = "\(sheet.account.number) podatek \(year)"
        h.el("h3", text: "Przelew")
        h.el("dl", .cls("rows")) { h in
            Facts.row(&h, "Odbiorca", sheet.office.name)
            Facts.row(&h, "Rachunek", number.grouped)
            Facts.row(&h, "Kwota", TaxWords.zlotys(due))
            Facts.row(&h, "Tytuł", title)
        }
        QRDrawing.write(&h, TransferCode.text(number, due, to: sheet.office.name, title: title), label: "Kod QR przelewu na \(TaxWords.zlotys(due))")
    }

    private func calculation(_ h: inout HTML, _ sheet: Sheet) {
        guard let explained = sheet.explained else { return }
        h.el("h3", text: "Skąd ta kwota: \(year) rok")
        h.el("p", text: PolishTypography.glued("Stawki: \(explained.rates.name). Dotknij pozycji, a zobaczysz obliczenie i przepis."))
        CalculationLines.write(&h, explained.assessment.lines)
        h.el("dl", .cls("rows")) { h in
            for levy in Levy.allCases { if let tax = explained.assessment.taxes[levy] { Facts.row(&h, levy.polishName, TaxWords.zlotys(tax)) } }
        }
        for d in sheet.decisions.reversed() {
            h.el(
                "p",
                text: PolishTypography.glued(
                    "\(d.name.prefix(1).uppercased())\(d.name.dropFirst()) z \(PolishTypography.long(d.issued)): \(TaxWords.zlotys(d.total))"
                        + (d.delivered.map { ", doręczona \(PolishTypography.long($0))." } ?? ", jeszcze niedoręczona.")))
        }
    }

    private func things(_ h: inout HTML, _ sheet: Sheet) {
        h.el("h3", text: "Co jest opodatkowane")
        h.el("ul") { h in
            for held in sheet.objects {
                for state in held.states where state.matter.quantity > 0 {
                    h.el(
                        "li",
                        text:
                            "\(TaxWords.kind(held.object.kind)) \(held.object.mark): \(TaxArticle.name(state.matter.levy, line: state.matter.line, detail: state.matter.detail)), \(state.matter.quantityText.replacing(".", with: ",")), \(TaxWords.span(state))"
                    )
                }
            }
        }
    }
}

/// The text of a code for bank transfers, as Polish banks' applications read it.
///
/// Nine fields with `|` between: NIP, country, account, grosze in six digits, payee up to 20 signs, title up to 32 signs, and three reserved. Source: the
/// recommendation of Związek Banków Polskich on 2D codes (2013), from memory; `docs/law.md` names the doubt.
enum TransferCode {
    static func text(_ number: BankAccountNumber, _ amount: Money, to payee: String, title: String) -> String {
        let grosze = String(max(0, amount.grosze))
        let padded = String(repeating: "0", count: max(0, 6 - grosze.utf8.count)) + grosze
        func clean(_ text: String, _ most: Int) -> String { String(text.replacing("|", with: " ").prefix(most)) }
        return "|PL|\(number)|\(padded)|\(clean(payee, 20))|\(clean(title, 32))|||"
    }
}
