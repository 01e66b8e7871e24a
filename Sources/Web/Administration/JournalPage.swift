internal import Kernel
internal import Markup
internal import Store

/// The journal of the office: who did what to what and when.
struct JournalPage: Sendable {
    struct Line: Sendable {
        var record: JournalRecord
        var actor: String
        /// What changed, as far as the reader may see it.
        var change: String
    }
    var frame: DeskFrame
    var lines: [Line]
    var hidesContent: Bool
    var form: FormPart
    var csvLink: String
    var firstLink: String?
    var nextLink: String?

    func render() -> [UInt8] {
        frame.page(title: "Dziennik", error: !form.errors.isEmpty) { h in
            WorkTop("Dziennik", actions: [WorkTop.Action("Pobierz CSV", csvLink), WorkTop.Action("Dziennik platformy", AdministrationPlace.platformJournal.link)]).write(
                &h)
            h.el("div", .cls("page wide")) { h in
                form.summary(&h, order: ["kto", "co", "od", "do"])
                h.el("form", .cls("inline"), .attr("role", "search"), .attr("action", AdministrationPlace.journal.link), .label("Szukaj w dzienniku")) { h in
                    form.field(&h, "kto", "Kto", hint: "Nazwisko, login albo konto:17")
                    form.field(&h, "co", "Czego dotyczy", hint: "RPW/17/2026, znak sprawy, podmiot:5")
                    form.field(&h, "od", "Od dnia", width: "w10")
                    form.field(&h, "do", "Do dnia", width: "w10")
                    h.el("button", .cls("btn first"), text: "Szukaj")
                }
                if hidesContent {
                    h.el("p", .cls("note"), text: PolishTypography.glued("Treść zmian w pismach, sprawach i danych osób widzi inspektor ochrony danych."))
                }
                if lines.isEmpty { return EmptyState("Nie ma takich wpisów", "Zmień warunki albo wyczyść pola.").write(&h) }
                Grid("Wpisy dziennika, od najnowszego", ["Nr", "Kiedy", "Kto", "Co zrobiono", "Czego dotyczy", "Zmiana", "Powód"]).write(&h, lines) { h, line in
                    let entry = line.record.entry
                    h.el("th", .attr("scope", "row"), .cls("ref"), text: String(line.record.seq))
                    h.el("td", text: Moment.full(line.record.at))
                    h.el("td", text: line.actor)
                    h.el("td", text: entry.act)
                    h.el("td", text: entry.object)
                    h.el("td", .cls("wide"), text: line.change)
                    h.el("td", .cls("wide"), text: entry.reason ?? "")
                }
                Pager(first: firstLink, next: nextLink, label: "Strony dziennika", nextText: "Starsze wpisy").write(&h)
            }
        }
    }
}
