internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Revenue

/// Addresses of the calculators, open to everybody.
enum CalculatorPlace: String, Address, CaseIterable {
    case list = "/kalkulatory"
    case property = "/kalkulatory/nieruchomosci"
    case transport = "/kalkulatory/transport"
    case waste = "/kalkulatory/odpady"

    var link: String { rawValue }

    var name: String {
        switch self {
        case .list: "Kalkulatory podatków"
        case .property: "Podatek od nieruchomości"
        case .transport: "Podatek od środków transportowych"
        case .waste: "Opłata za odpady"
        }
    }

    static let lines: [PropertyLine] = [.residential, .otherLand, .otherBuildings, .businessBuildings, .businessLand]
}

/// A calculator: what to type, and the result with its calculation. Nothing is kept.
struct CalculatorPage: Sendable {
    var frame: CitizenFrame
    var place: CalculatorPlace
    var offices: [(value: String, text: String)]
    var years: [Int]
    var form: FormPart
    var result: AccountAssessment?
    /// By whose rates.
    var rates: String

    func render() -> [UInt8] {
        frame.page(title: place.name, error: !form.errors.isEmpty) { h in
            h.el("h1", text: place.name)
            if place == .list {
                h.el("ul", .cls("tasks")) { h in
                    for other in CalculatorPlace.allCases where other != .list {
                        h.el("li") { h in h.el("a", .cls("what"), .href(other.link), text: other.name) }
                    }
                }
                return
            }
            form.summary(&h, order: ["urzad", "rok"] + CalculatorPlace.lines.map(\.rawValue) + ["pojazd", "osoby", "miesiace"])
            if let result { show(&h, result) }
            h.el("form", .attr("action", place.link)) { h in
                form.select(&h, "urzad", "Gmina", options: offices)
                form.select(&h, "rok", "Rok", options: years.map { ("\($0)", "\($0)") })
                switch place {
                case .property:
                    for line in CalculatorPlace.lines {
                        form.field(
                            &h, line.rawValue, line.polishName.prefix(1).uppercased() + line.polishName.dropFirst() + ", m²", optional: true, width: "num w10",
                            numeric: true)
                    }
                case .transport:
                    form.select(&h, "pojazd", "Pojazd", options: VehicleCategory.allCases.map { ($0.rawValue, TaxArticle.name(.transport, line: $0.rawValue)) })
                case .waste: form.field(&h, "osoby", "Ile osób mieszka", width: "num w10", numeric: true)
                case .list: break
                }
                form.field(&h, "miesiace", "Ile miesięcy w roku", hint: "Od 1 do 12", width: "num w10", numeric: true)
                h.el("p", .cls("actions")) { h in
                    h.el("button", .cls("btn first"), .name("licz"), .value("tak"), text: "Policz")
                    h.el("a", .cls("btn bare"), .href(CalculatorPlace.list.link), text: "Inne kalkulatory")
                }
            }
        }
    }

    private func show(_ h: inout HTML, _ result: AccountAssessment) {
        h.el("section", .cls("state-panel"), .label("Wynik"), .attr("role", "status")) { h in
            h.el("p", .cls("big"), text: "\(TaxWords.zlotys(result.total))")
            h.el("p", text: PolishTypography.glued("Stawki: \(rates). To obliczenie pomocnicze, nie decyzja."))
        }
        h.el("h2", text: "Jak to policzyliśmy")
        CalculationLines.write(&h, result.lines)
        if !result.instalments.isEmpty {
            h.el("h2", text: "Terminy")
            h.el("ul") { h in
                for i in result.instalments { h.el("li", text: "\(PolishTypography.long(i.due)): \(TaxWords.zlotys(i.amount))") }
            }
        }
    }
}
