internal import Markup

/// A question before an act that needs a reason: what changes, the reason, two ways on.
struct ReasonPage: Sendable {
    var frame: DeskFrame
    var title: String
    var words: [String]
    var action: String
    var button: String
    var back: String
    var form: FormPart
    var key: String
    var label = "Powód"
    var field = "powod"
    var hint: String?
    /// Further hidden fields, for example the version that was seen.
    var hidden: [(name: String, value: String)] = []
    var isDangerous = true

    func render() -> [UInt8] {
        frame.page(title: title, error: !form.errors.isEmpty) { h in
            WorkTop(title).write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: [field])
                for w in words { h.el("p", text: PolishTypography.glued(w)) }
                h.el("form", .attr("method", "post"), .attr("action", action), .flag("novalidate"), .attr("data-zapis", "tak")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    for f in hidden { h.void("input", .type("hidden"), .name(f.name), .value(f.value)) }
                    form.area(&h, field, label, hint: hint, rows: 3)
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls(isDangerous ? "btn danger" : "btn first")) { h in
                            h.text(button + " ")
                            h.el("kbd", .attr("aria-hidden", "true"), text: "Ctrl Enter")
                        }
                        h.el("a", .cls("btn bare"), .href(back), text: "Wróć bez zmian")
                    }
                }
            }
        }
    }
}
