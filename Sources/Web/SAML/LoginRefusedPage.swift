internal import Kernel
internal import Markup

/// What went wrong with a login that crosses to another house, for a person who may be no officer of ours.
struct LoginRefusedPage: Sendable {
    var message: String
    var requestID: String
    var links: ResourceLinks

    func render() -> [UInt8] {
        LonelyPage(title: "Błąd: Logowanie", links: links, isCard: true).render { h in
            h.el("h1", text: "Logowanie się nie udało")
            h.el("p", .attr("role", "alert"), text: PolishTypography.glued(message))
            h.el("p", .cls("muted small"), text: "Numer zdarzenia: \(requestID). Podaj go administratorowi usługi.")
        }
    }
}
