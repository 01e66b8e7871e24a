internal import Kernel
internal import Law
internal import Markup
internal import Revenue

/// The rows of a declaration as they are typed, and what they mean.
struct DeclarationRows {
    static let most = 12

    /// Position codes of a form, `pozycja|szczegół`, with their names.
    static func options(_ levy: Levy) -> [(value: String, text: String)] {
        func option(_ line: String, _ detail: String = "") -> (value: String, text: String) {
            ("\(line)|\(detail)", TaxArticle.name(levy, line: line, detail: detail))
        }
        switch levy {
        case .property: return PropertyLine.allCases.map { option($0.rawValue) }
        case .agricultural:
            return LandUse.allCases.flatMap { use -> [(value: String, text: String)] in
                switch use {
                case .arable, .orchard: ["I", "II", "IIIa", "IIIb", "IVa", "IVb", "V", "VI"].map { option(use.rawValue, $0) }
                case .meadow, .pasture: ["I", "II", "III", "IV", "V", "VI"].map { option(use.rawValue, $0) }
                default: [option(use.rawValue)]
                }
            }
        case .forest: return [option("las"), option("las_rezerwat")]
        case .transport: return VehicleCategory.allCases.map { option($0.rawValue) }
        case .waste:
            return WasteMethod.allCases.flatMap { method in
                [option(method.rawValue), option(method.rawValue, "kompost"), option(method.rawValue, "zmieszane")]
            }
        case .dogs, .alcohol, .usufruct, .stamp: return []
        }
    }

    static func kinds(_ levy: Levy) -> [TaxObject.Kind] {
        switch levy {
        case .property: [.building, .plot, .premises, .structure]
        case .agricultural, .forest: [.plot]
        case .transport: [.vehicle]
        case .waste: [.wasteSite]
        case .dogs, .alcohol, .usufruct, .stamp: []
        }
    }

    /// What the register holds, as a form to be corrected.
    static func values(_ held: [HeldObject], _ levy: Levy, on month: TaxMonth) -> [String: String] {
        var out: [String: String] = [:]
        var n = 0
        for one in held {
            for state in one.states where state.matter.levy == levy && state.from <= month && state.to.map({ month <= $0 }) ?? true && state.matter.quantity > 0 {
                n += 1
                guard n <= most else { return out }
                out["rodzaj-\(n)"] = one.object.kind.rawValue
                out["przedmiot-\(n)"] = one.object.mark
                out["pozycja-\(n)"] = "\(state.matter.line)|\(state.matter.detail)"
                // The number before its unit.
                out["ilosc-\(n)"] = state.matter.quantityText.split(separator: " ").first.map { String($0).replacing(".", with: ",") } ?? ""
                if !state.exempt.isNone {
                    out["zwolnienie-\(n)"] = state.exempt.description
                    out["podstawa-\(n)"] = state.exemptionBasis
                }
            }
        }
        return out
    }

    /// - Throws: `Problems`, each at its field.
    static func read(_ reading: inout FormReading, _ levy: Levy) -> [TaxDeclaration.Entry] {
        var out: [TaxDeclaration.Entry] = []
        for n in 1...most {
            let mark = reading.text("przedmiot-\(n)"), quantity = reading.text("ilosc-\(n)")
            if mark.isEmpty, quantity.isEmpty { continue }
            guard !mark.isEmpty else {
                reading.add("przedmiot-\(n)", "Wpisz, którego przedmiotu dotyczy pozycja \(n)")
                continue
            }
            guard let number = ExactDecimal(quantity.replacing(",", with: ".").replacing(" ", with: "")), number.digits >= 0 else {
                reading.add("ilosc-\(n)", "Wpisz ilość w pozycji \(n), na przykład 142,50")
                continue
            }
            // A line cleared to nothing is no longer declared.
            if number.digits == 0 { continue }
            let parts = reading.text("pozycja-\(n)").split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard let kind = TaxObject.Kind(rawValue: reading.text("rodzaj-\(n)")), parts.count == 2 else {
                reading.add("pozycja-\(n)", "Wybierz pozycję \(n)")
                continue
            }
            do {
                if kind == .plot { try parcel(mark) }
                let matter = try TaxedMatter(levy: levy, line: parts[0], detail: parts[1], quantity: number)
                let exempt = reading.text("zwolnienie-\(n)").isEmpty ? Share.none : try Share(reading.text("zwolnienie-\(n)"), field: "zwolnienie")
                let basis = reading.text("podstawa-\(n)")
                if !exempt.isNone, basis.isEmpty {
                    reading.add("podstawa-\(n)", "Wpisz podstawę zwolnienia w pozycji \(n)")
                    continue
                }
                out.append(TaxDeclaration.Entry(kind, mark: mark, matter, exempt: exempt, exemptionBasis: basis))
            } catch {
                let named = error.field ?? ""
                let field = ["ilosc", "pozycja", "zwolnienie"].contains(named) ? named : kind == .plot ? "przedmiot" : "ilosc"
                reading.add("\(field)-\(n)", "Pozycja \(n): \(error.message)")
            }
        }
        return out
    }

    private static func parcel(_ mark: String) throws(Problem) {
        do { _ = try ParcelIdentifier(checking: mark) } catch {
            throw Problem(.invalidInput, "oznaczenie działki wygląda tak: 022003_2.0001.161/8. Popraw je.", field: "przedmiot")
        }
    }

    static var order: [String] {
        ["formularz", "od", "wplyw", "zrodlo"] + (1...most).flatMap { n in ["rodzaj", "przedmiot", "pozycja", "ilosc", "zwolnienie", "podstawa"].map { "\($0)-\(n)" } }
    }
}

/// Typing a declaration from paper, and what it changes.
struct TaxDeclarationPage: Sendable {
    var frame: DeskFrame
    var account: TaxAccount
    var holders: [String]
    var form: DeclarationForm
    var forms: [DeclarationForm]
    var part: FormPart
    /// What differs; `nil` before the check.
    var differences: [DeclarationDifference]?
    var key: String

    func render() -> [UInt8] {
        frame.page(title: "\(form.rawValue), konto \(account.number)", error: !part.errors.isEmpty) { h in
            WorkTop(
                "\(form.rawValue): \(form.polishName)",
                views: forms.map { WorkTop.View($0.rawValue, TaxPlace.declaration(account.id).link(["formularz": $0.rawValue]), isCurrent: $0 == form) },
                viewsLabel: "Formularze"
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                part.summary(&h, order: DeclarationRows.order)
                h.el(
                    "p",
                    text: PolishTypography.glued(
                        "Konto \(account.number): \(holders.joined(separator: ", ")). Wpisane jest to, co jest w ewidencji. Popraw, co się różni."))
                h.el("form", .attr("method", "post"), .attr("action", TaxPlace.declaration(account.id).link), .flag("novalidate"), .attr("data-zapis", "tak")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    h.void("input", .type("hidden"), .name("formularz"), .value(form.rawValue))
                    if let differences { show(&h, differences) }
                    head(&h)
                    for n in 1...DeclarationRows.most where n <= shown { row(&h, n) }
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls(differences == nil ? "btn first" : "btn"), .name("krok"), .value("sprawdz"), text: "Sprawdź różnice")
                        h.el("a", .cls("btn bare"), .href(TaxPlace.account(account.id).link), text: "Wróć do konta")
                    }
                }
            }
        }
    }

    /// Filled rows and two empty ones.
    private var shown: Int {
        let filled = (1...DeclarationRows.most).last { !part.value("przedmiot-\($0)").isEmpty || !part.value("ilosc-\($0)").isEmpty } ?? 0
        return min(filled + 2, DeclarationRows.most)
    }

    private func head(_ h: inout HTML) {
        h.el("div", .cls("form-grid")) { h in
            part.field(&h, "od", "Od miesiąca", hint: "Na przykład 06.2026", width: "num w10", box: "c2")
            part.field(&h, "wplyw", "Data wpływu", hint: "Na przykład 12.06.2026", width: "num w10", box: "c2")
            part.field(&h, "zrodlo", "Numer z rejestru wpływów", hint: "Albo słowo: papier", width: "w20", box: "c2")
        }
    }

    private func row(_ h: inout HTML, _ n: Int) {
        h.el("fieldset") { h in
            h.el("legend", .cls("legend"), text: "Pozycja \(n)")
            h.el("div", .cls("form-grid")) { h in
                part.select(&h, "rodzaj-\(n)", "Rodzaj", options: DeclarationRows.kinds(form.levy).map { ($0.rawValue, TaxWords.kind($0)) }, box: "c2")
                part.field(&h, "przedmiot-\(n)", form.levy == .transport ? "Numer rejestracyjny" : "Adres albo numer działki", box: "c4")
                part.select(&h, "pozycja-\(n)", "Co", options: DeclarationRows.options(form.levy), box: "c4")
                part.field(&h, "ilosc-\(n)", "Ilość", width: "num w10", numeric: true, box: "c2")
                part.field(&h, "zwolnienie-\(n)", "Zwolnione", optional: true, width: "num w10", box: "c2")
                part.field(&h, "podstawa-\(n)", "Podstawa zwolnienia", optional: true, box: "c4")
            }
        }
    }

    private func show(_ h: inout HTML, _ differences: [DeclarationDifference]) {
        h.el("section", .label("Różnice")) { h in
            h.el("h2", text: "Co się zmieni")
            if differences.isEmpty {
                h.el("p", text: "Nic. Deklaracja zgadza się z ewidencją.")
            } else {
                Grid("Różnice wobec ewidencji", ["Przedmiot", "Pozycja", "Było", "Jest", "Rok przed", "Rok po", "Różnica"]).write(&h, differences) { h, d in
                    h.el("th", .attr("scope", "row"), .cls("wide"), text: d.mark)
                    h.el("td", .cls("wide"), text: TaxArticle.name(form.levy, line: d.line, detail: d.detail))
                    h.el("td", .cls("num"), text: d.before?.replacing(".", with: ",") ?? "nie było")
                    h.el("td", .cls("num"), text: d.after?.replacing(".", with: ",") ?? "nie ma")
                    h.el("td", .cls("num"), text: TaxWords.amount(d.yearBefore))
                    h.el("td", .cls("num"), text: TaxWords.amount(d.yearAfter))
                    h.el("td", .cls("num"), text: TaxWords.amount(d.change))
                }
                h.el("p", text: PolishTypography.glued("Razem w całym roku: \(TaxWords.zlotys(differences.map(\.change).sum)), bez zaokrąglenia."))
            }
            h.el("p", .cls("actions")) { h in
                h.el("button", .cls("btn first"), .name("krok"), .value("przyjmij"), text: "Przyjmij deklarację")
            }
        }
    }
}
