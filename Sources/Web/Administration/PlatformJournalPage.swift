internal import Exchange
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// What the platform did for the office and what it refused: messages of its systems, documents of its boxes.
struct PlatformJournalPage: Sendable {
    enum View: String, Sendable, CaseIterable {
        case messages = "komunikaty", documents = "dokumenty"

        var name: String { self == .messages ? "Komunikaty systemów" : "Dokumenty w skrytkach" }
    }
    var frame: DeskFrame
    var view: View
    var messages: [AnsweredMessage] = []
    var documents: [BoxedDocument] = []
    var systems: [String]
    var boxes: [String]
    var form: FormPart
    var firstLink: String?
    var nextLink: String?

    func render() -> [UInt8] {
        frame.page(title: "Dziennik platformy: \(view.name.lowercased())", error: !form.errors.isEmpty) { h in
            WorkTop(
                "Dziennik platformy", actions: [WorkTop.Action("Dziennik urzędu", AdministrationPlace.journal.link)],
                views: View.allCases.map { WorkTop.View($0.name, AdministrationPlace.platformJournal.link(["widok": $0.rawValue]), isCurrent: $0 == view) },
                viewsLabel: "Widoki dziennika platformy"
            ).write(&h)
            h.el("div", .cls("page wide")) { h in
                form.summary(&h, order: ["od", "do"])
                h.el("form", .cls("inline"), .attr("role", "search"), .attr("action", AdministrationPlace.platformJournal.link), .label("Szukaj w dzienniku platformy")) {
                    h in
                    h.void("input", .type("hidden"), .name("widok"), .value(view.rawValue))
                    if view == .messages {
                        form.select(&h, "system", "System", options: [("", "każdy")] + systems.map { ($0, $0) })
                        form.select(&h, "wynik", "Wynik", options: [("", "każdy"), ("odmowa", "tylko odmowy")])
                    } else {
                        form.select(&h, "skrytka", "Skrytka", options: [("", "każda")] + boxes.map { ($0, $0) })
                    }
                    form.field(&h, "od", "Od dnia", width: "w10")
                    form.field(&h, "do", "Do dnia", width: "w10")
                    h.el("button", .cls("btn first"), text: "Szukaj")
                }
                if view == .messages { messagesGrid(&h) } else { documentsGrid(&h) }
                Pager(first: firstLink, next: nextLink, label: "Strony dziennika platformy", nextText: "Starsze wpisy").write(&h)
            }
        }
    }

    private func messagesGrid(_ h: inout HTML) {
        if messages.isEmpty { return EmptyState("Nie ma takich komunikatów", "Zmień warunki albo wyczyść pola.").write(&h) }
        Grid("Komunikaty, od najnowszego", ["Nr", "Kiedy", "System", "Usługa", "Wynik", "Wielkość", "Skrót komunikatu"]).write(&h, messages) { h, m in
            h.el("th", .attr("scope", "row"), .cls("ref"), text: String(m.id))
            h.el("td", text: Moment.full(m.at))
            h.el("td", .cls("wide"), text: m.system ?? "nierozpoznany")
            h.el("td", text: "\(m.service), \(m.operation)")
            h.el("td") { h in
                h.el("span", .cls(m.isRefusal ? "tag err" : "tag ok"), text: m.isRefusal ? "odmowa, kod \(m.result)" : m.result == 0 ? "nic nie czekało" : "wykonano")
            }
            h.el("td", text: PolishTypography.size(m.size))
            h.el("td", .cls("ref"), text: String(m.messageHash.description.prefix(12)) + "…")
        }
    }

    private func documentsGrid(_ h: inout HTML) {
        if documents.isEmpty { return EmptyState("Nie ma takich dokumentów", "Zmień warunki albo wyczyść pola.").write(&h) }
        Grid("Dokumenty, od najnowszego", ["Nr", "Kiedy", "Skrytka", "Nadawca", "Plik", "Wielkość", "Odebrano"]).write(&h, documents) { h, d in
            h.el("th", .attr("scope", "row"), .cls("ref"), text: "DOK\(d.id)")
            h.el("td", text: Moment.full(d.submittedAt))
            h.el("td", .cls("ref"), text: d.box)
            h.el("td", .cls("wide"), text: [d.sender, d.system].filter { !$0.isEmpty }.joined(separator: ", "))
            h.el("td", .cls("wide"), text: d.fileName)
            h.el("td", text: PolishTypography.size(d.size))
            h.el("td", text: d.takenAt.map(Moment.full) ?? "czeka")
        }
    }
}

struct PlatformJournalRoutes: Sendable {
    let desk: Desk
    static let pageSize = 50

    func register(on router: RouterGroup<SignedInContext>) {
        router.get(AdministrationPlace.Pattern.platformJournal.route) { request, context in try await show(request, context) }
    }

    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let keeper = try await desk.keeper(request, context, .journal)
        let values = try FormValues(query: request.uri.query)
        let view = values["widok"].flatMap(PlatformJournalPage.View.init(rawValue:)) ?? .messages
        var reading = FormReading(values, today: PolishTime.day(of: context.now))
        // Of the office's own boxes and systems only: the platform serves others as well.
        var asked = TrafficQuery(podmiot: keeper.office.record.podmiot)
        asked.from = reading.day("od").map { PolishTime.start(of: $0) }
        asked.to = reading.day("do").map { PolishTime.start(of: $0.adding(days: 1)) }
        asked.system = values["system"]
        asked.box = values["skrytka"]
        asked.onlyRefusals = values["wynik"] == "odmowa"
        asked.before = values["przed"].flatMap { Int64($0) }
        asked.limit = Self.pageSize + 1
        let form = FormPart(values, reading.problems, fallback: "od"), query = asked
        let frame = try await desk.frame(context, keeper, request, .journal)
        var page = try await desk.house.platform.read { c in
            var page = PlatformJournalPage(
                frame: frame, view: view, systems: try PlatformTraffic.systems(c, of: query.podmiot),
                boxes: try PlatformDirectory.boxes(c, of: query.podmiot).map(\.address.description), form: form)
            guard form.errors.isEmpty else { return page }
            switch view {
            case .messages: page.messages = try PlatformTraffic.messages(c, query)
            case .documents: page.documents = try PlatformTraffic.documents(c, query)
            }
            return page
        }
        func link(before: Int64?) -> String {
            AdministrationPlace.platformJournal.link([
                "widok": view.rawValue, "system": values["system"], "skrytka": values["skrytka"], "wynik": values["wynik"], "od": values["od"], "do": values["do"],
                "przed": before.map(String.init),
            ])
        }
        if page.messages.count > Self.pageSize {
            page.messages.removeLast()
            page.nextLink = page.messages.last.map { link(before: $0.id) }
        }
        if page.documents.count > Self.pageSize {
            page.documents.removeLast()
            page.nextLink = page.documents.last.map { link(before: $0.id) }
        }
        if query.before != nil { page.firstLink = link(before: nil) }
        return Desk.html(page.render(), status: form.status)
    }
}
