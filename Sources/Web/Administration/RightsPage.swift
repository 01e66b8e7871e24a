internal import Chancery
internal import Kernel
internal import Markup
internal import Office

/// Role by action, and what a chosen officer may see and why.
struct RightsPage: Sendable {
    struct Answer: Sendable {
        var explanation: PermissionExplanation
        var object: ObjectExplanation?
    }
    var frame: DeskFrame
    var people: [(value: String, text: String)]
    var form: FormPart
    var answer: Answer?

    func render() -> [UInt8] {
        frame.page(title: answer.map { "Co widzi \($0.explanation.name) i dlaczego" } ?? "Uprawnienia", error: !form.errors.isEmpty) { h in
            WorkTop(answer.map { "Co widzi \($0.explanation.name) i dlaczego" } ?? "Uprawnienia").write(&h)
            h.el("div", .cls("page wide")) { h in
                form.summary(&h, order: ["osoba", "przedmiot"])
                h.el("form", .cls("inline"), .attr("action", AdministrationPlace.rights.link)) { h in
                    form.select(&h, "osoba", "Co widzi", options: [("", "wybierz osobę")] + people)
                    form.field(&h, "przedmiot", "W tym piśmie lub sprawie", hint: "Na przykład RPW/17/2026 albo GK.6131.14.2026", optional: true)
                    h.el("button", .cls("btn first"), text: "Pokaż")
                }
                if let answer { write(&h, answer) }
                h.el("h2", text: "Co daje która rola")
                h.el(
                    "p", .cls("muted"),
                    text: PolishTypography.glued("Czego nie ma w tabeli, tego rola nie daje. Zakres z tabeli jest największy; nadanie może go zwęzić."))
                table(&h)
            }
        }
    }

    private func write(_ h: inout HTML, _ answer: Answer) {
        if let object = answer.object {
            h.el("h2", text: object.name)
            Grid("Co wolno z \(object.name)", ["Czynność", "Czy wolno", "Dlaczego"]).write(&h, object.lines) { h, line in
                h.el("th", .attr("scope", "row"), text: line.action.polishName)
                RightsPage.verdict(&h, line.decision)
                h.el("td", .cls("wide"), text: line.decision.reason)
            }
        }
        h.el("h2", text: "Co może w całym urzędzie")
        Grid("Czynności", ["Czynność", "Czy wolno", "Gdzie", "Dlaczego"]).write(&h, answer.explanation.lines) { h, line in
            h.el("th", .attr("scope", "row"), text: line.action.polishName)
            RightsPage.verdict(&h, line.decision)
            h.el("td", .cls("wide"), text: line.places.joined(separator: "; "))
            h.el("td", .cls("wide"), text: line.decision.reason)
        }
        h.el("h2", text: "Skąd to ma")
        if answer.explanation.sources.isEmpty { h.el("p", .cls("muted"), text: "Nie ma żadnej roli.") }
        h.el("ul", .cls("shortcomings")) { h in
            for source in answer.explanation.sources {
                h.el("li") { h in
                    h.el("span", .cls(source.isInForce ? "tag ok" : "tag"), text: source.isInForce ? "działa" : "nie działa")
                    h.text(" \(ReorganisationRoutes.readable(source.text))")
                }
            }
        }
    }

    private static func verdict(_ h: inout HTML, _ decision: PermissionDecision) {
        h.el("td") { h in
            switch decision.extent {
            case .none: h.el("span", .cls("tag err"), text: "nie")
            case .some(.whole): h.el("span", .cls("tag ok"), text: "tak")
            case .some(let part): h.el("span", .cls("tag warn"), text: part.polishName)
            }
        }
    }

    private func table(_ h: inout HTML) {
        Grid("Rola i czynność", ["Rola"] + ChanceryAction.allCases.map(\.polishName)).write(&h, ChanceryRole.forOfficers) { h, role in
            h.el("th", .attr("scope", "row"), text: role.polishName)
            for action in ChanceryAction.allCases {
                h.el("td") { h in
                    guard let cell = RoleActionTable.cell(role, action) else { return h.text("–") }
                    h.text((cell.extent == .whole ? "tak" : cell.extent.polishName) + ", \(cell.widest.polishName)" + (cell.archivedOnly ? ", archiwum" : ""))
                }
            }
        }
    }
}
