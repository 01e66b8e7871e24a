internal import Kernel
internal import Markup

/// After signing in again: the form that had not been taken, ready to be sent.
struct SendAgainPage: Sendable {
    var kept: KeptForm
    var token: String
    /// Why nothing could be saved; `nil` where the session had changed.
    var problem: Problem?
    /// For the administrator; only where there is a problem.
    var requestID = ""
    var links: ResourceLinks

    func render() -> [UInt8] {
        LonelyPage(title: problem == nil ? "Wyślij formularz jeszcze raz" : "Nie udało się zapisać", links: links).render { h in
            h.el("h1", text: problem == nil ? "Twoje słowa są zachowane" : "Nie udało się zapisać, ale Twoje słowa są tutaj")
            if let problem {
                h.el("p", text: PolishTypography.glued(problem.message))
                h.el("p", text: PolishTypography.glued("Nie zamykaj tej strony. Gdy serwer wróci, wyślij formularz jeszcze raz; nie zapisze się dwa razy."))
                h.el("p", .cls("muted small"), text: "Numer zdarzenia: \(requestID)")
            } else {
                h.el("p", text: PolishTypography.glued("Sesja zmieniła się, zanim formularz został zapisany. Nic z niego nie zginęło i nic jeszcze nie zapisano."))
            }
            h.el(
                "form", .attr("method", "post"), .attr("action", kept.path.description),
                .attr("enctype", kept.isMultipart ? "multipart/form-data" : nil)
            ) { h in
                h.void("input", .type("hidden"), .name(FormField.token), .value(token))
                for field in kept.fields { h.void("input", .type("hidden"), .name(field.name), .value(field.value)) }
                for (i, name) in kept.files.enumerated() {
                    h.el("div", .cls("field")) { h in
                        h.el("label", .cls("label"), .attr("for", "plik-\(i)"), text: "Wybierz plik jeszcze raz")
                        h.el("span", .cls("hint"), .id("plik-\(i)-h"), text: "Plików przeglądarka nie zachowuje. Bez pliku też możesz wysłać.")
                        h.void("input", .type("file"), .id("plik-\(i)"), .name(name), .attr("aria-describedby", "plik-\(i)-h"))
                    }
                }
                h.el("p", .cls("actions")) { h in
                    h.el("button", .cls("btn first"), .flag("autofocus"), text: problem == nil ? "Wyślij teraz" : "Wyślij jeszcze raz")
                    h.el("a", .cls("btn bare"), .href(Place.desk.link), text: "Porzuć i wróć do pracy")
                }
            }
        }
    }
}
