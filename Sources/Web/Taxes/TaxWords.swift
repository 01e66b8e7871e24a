internal import Kernel
internal import Markup
internal import Revenue

/// Sums, months and states of taxes as people read them.
enum TaxWords {
    /// `1 234,56`, with the minus sign of type.
    static func amount(_ money: Money) -> String {
        let grosze = money.grosze.magnitude
        let text = "\(PolishTypography.number(Int(grosze / 100))),\(PolishTypography.two(Int(grosze % 100)))"
        return money < .zero ? "\u{2212}\(text)" : text
    }

    static func zlotys(_ money: Money) -> String { amount(money) + "\u{A0}zł" }

    /// `od 01.2026`, `od 01.2026 do 06.2026`.
    static func span(_ state: ObjectState) -> String { "od \(month(state.from))" + (state.to.map { " do \(month($0))" } ?? "") }

    static func month(_ month: TaxMonth) -> String { "\(PolishTypography.two(month.month)).\(month.year)" }

    static func kind(_ kind: TaxObject.Kind) -> String {
        switch kind {
        case .plot: "działka"
        case .building: "budynek"
        case .premises: "lokal"
        case .structure: "budowla"
        case .vehicle: "pojazd"
        case .wasteSite: "nieruchomość (odpady)"
        }
    }

    static func account(_ kind: TaxAccountKind) -> String {
        switch kind {
        case .land: "grunty i budynki"
        case .transport: "środki transportowe"
        case .waste: "odpady"
        case .other: "inne"
        }
    }

    static func part(_ part: ChargePart) -> String {
        switch part {
        case .principal: "należność"
        case .interest: "odsetki"
        case .reminderCosts: "koszty upomnienia"
        case .prolongation: "opłata prolongacyjna"
        }
    }

    static func entry(_ kind: LedgerKind) -> String {
        switch kind {
        case .openingArrears: "bilans otwarcia: zaległość"
        case .openingOverpayment: "bilans otwarcia: nadpłata"
        case .charge: "przypis"
        case .reduction: "odpis"
        case .payment: "wpłata"
        case .refund: "zwrot"
        case .transferOut: "przeksięgowanie z konta"
        case .transferIn: "przeksięgowanie na konto"
        case .unexplained: "wpływ do wyjaśnienia"
        }
    }

    static func state(_ state: AssessmentRun.State) -> String {
        switch state {
        case .counting: "liczenie"
        case .counted: "policzony próbnie"
        case .approving: "zatwierdzanie"
        case .approved: "zatwierdzony"
        case .abandoned: "porzucony"
        }
    }
}

/// How a line of the calculation came about; the sum opens to it.
enum CalculationLines {
    static func write(_ h: inout HTML, _ lines: [AssessedLine]) {
        h.el("ul", .cls("tasks")) { h in
            for line in lines {
                h.el("li") { h in
                    h.el("details", .cls("what")) { h in
                        h.el("summary") { h in
                            h.text(TaxArticle.name(line.levy, line: line.line, detail: line.detail))
                            h.text(": ")
                            h.el("strong", .cls("num"), text: line.amount.map(TaxWords.zlotys) ?? "zaokrąglane w sumie")
                        }
                        h.el("p", .cls("num"), text: working(line))
                        h.el("p", .cls("muted small"), text: PolishTypography.glued("Podstawa: \(TaxArticle.of(line.levy, line: line.line))."))
                    }
                }
            }
        }
    }

    static func working(_ line: AssessedLine) -> String {
        var text = "\(line.base.replacing(".", with: ",")) × \(line.rate.replacing(".", with: ","))"
        if line.months != 12, line.levy != .waste { text += " × \(line.months)/12" }
        if line.levy == .waste { text += " × \(line.months) mies." }
        if !line.exempt.isNone { text += ", zwolnione w \(line.exempt)" }
        if let amount = line.amount { text += " = \(TaxWords.zlotys(amount))" }
        if line.forgone > .zero { text += " (zwolnienie: \(TaxWords.zlotys(line.forgone)))" }
        return text
    }

    /// Each period of one rate, with its days.
    static func interest(_ h: inout HTML, _ result: LateInterest.Result) {
        h.el("ul") { h in
            for s in result.segments {
                let rate = "\(s.tenths / 10),\(s.tenths % 10)%"
                h.el(
                    "li", .cls("num"),
                    text: "\(TaxWords.zlotys(result.principal)) × \(rate) × \(s.days) dni / 365 (\(PolishTypography.short(s.from))–\(PolishTypography.short(s.through)))")
            }
        }
        h.el(
            "p", .cls("muted small"),
            text: PolishTypography.glued(
                result.charged == .zero
                    ? "Razem nie więcej niż \(TaxWords.zlotys(result.threshold)), więc odsetek nie ma (art. 54 § 1 pkt 5 Ordynacji podatkowej)."
                    : "Suma zaokrąglona do pełnych złotych (art. 63 § 1 Ordynacji podatkowej)."))
    }
}
