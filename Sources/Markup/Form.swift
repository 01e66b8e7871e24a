/// Parts of forms: label, hint, error and control, joined for people and for screen readers.
public struct FormPart: Sendable {
    /// What the person typed, by field.
    public var values: [String: String]
    /// What is wrong, by field.
    public var errors: [String: String]

    public init(values: [String: String] = [:], errors: [String: String] = [:]) {
        self.values = values
        self.errors = errors
    }

    public func value(_ name: String) -> String { values[name] ?? "" }

    /// A labelled line of text.
    ///
    /// - Parameters:
    ///   - width: class of the input; its width tells how much is expected.
    ///   - box: further classes of the whole part, for example its share of a row.
    public func field(
        _ h: inout HTML, _ name: String, _ label: String, hint: String? = nil, optional: Bool = false, width: String = "", kind: String = "text",
        autocomplete: String? = nil, numeric: Bool = false, list: String? = nil, focus: Bool = false, box: String = ""
    ) {
        h.el("div", .cls(box.isEmpty ? "field" : "field \(box)")) { h in
            heading(&h, name, label, hint: hint, optional: optional)
            h.void(
                "input", .cls(width.isEmpty ? "input" : "input \(width)"), .id(name), .name(name), .type(kind), .value(kind == "password" ? "" : value(name)),
                .attr("autocomplete", autocomplete ?? "off"), .attr("inputmode", numeric ? "numeric" : nil), .attr("list", list),
                .attr("aria-describedby", described(name, hint: hint)), .attr("aria-invalid", errors[name] == nil ? nil : "true"),
                .flag("autofocus", focus))
        }
    }

    public func area(_ h: inout HTML, _ name: String, _ label: String, hint: String? = nil, optional: Bool = false, rows: Int = 3, box: String = "") {
        h.el("div", .cls(box.isEmpty ? "field" : "field \(box)")) { h in
            heading(&h, name, label, hint: hint, optional: optional)
            h.el(
                "textarea", .cls("input area"), .id(name), .name(name), .attr("rows", String(rows)),
                .attr("aria-describedby", described(name, hint: hint)), .attr("aria-invalid", errors[name] == nil ? nil : "true"), text: value(name))
        }
    }

    public func select(
        _ h: inout HTML, _ name: String, _ label: String, options: [(value: String, text: String)], hint: String? = nil, box: String = ""
    ) {
        h.el("div", .cls(box.isEmpty ? "field" : "field \(box)")) { h in
            heading(&h, name, label, hint: hint, optional: false)
            h.el(
                "select", .cls("select"), .id(name), .name(name), .attr("aria-describedby", described(name, hint: hint)),
                .attr("aria-invalid", errors[name] == nil ? nil : "true")
            ) { h in
                for o in options { h.el("option", .value(o.value), .flag("selected", o.value == value(name)), text: o.text) }
            }
        }
    }

    public func radios(_ h: inout HTML, _ name: String, _ legend: String, options: [(value: String, text: String)], chips: Bool = true) {
        h.el("fieldset", .cls("field"), .attr("aria-describedby", errors[name] == nil ? nil : "\(name)-e")) { h in
            h.el("legend", .cls("legend"), text: legend)
            if let error = errors[name] { h.el("span", .cls("error"), .id("\(name)-e"), text: error) }
            h.el("div", .cls(chips ? "chips" : "choices")) { h in
                for (i, o) in options.enumerated() {
                    let id = i == 0 ? name : "\(name)-\(i)"
                    h.el("div", .cls("choice")) { h in
                        h.void("input", .type("radio"), .id(id), .name(name), .value(o.value), .flag("checked", o.value == value(name)))
                        h.el("label", .attr("for", id), text: o.text)
                    }
                }
            }
        }
    }

    /// A line of text with suggestions that the browser offers; any other text may be typed.
    public func suggested(
        _ h: inout HTML, _ name: String, _ label: String, suggestions: [(value: String, text: String)], hint: String? = nil, optional: Bool = false,
        width: String = "", focus: Bool = false, box: String = ""
    ) {
        field(&h, name, label, hint: hint, optional: optional, width: width, list: "\(name)-lista", focus: focus, box: box)
        h.el("datalist", .id("\(name)-lista")) { h in
            for s in suggestions { h.el("option", .value(s.value), text: s.text) }
        }
    }

    /// Several that may be chosen together; `chosen` holds what is ticked.
    public func checks(
        _ h: inout HTML, _ name: String, _ legend: String, options: [(value: String, text: String)], chosen: Set<String>, hint: String? = nil, chips: Bool = true
    ) {
        let ids = [hint == nil ? nil : "\(name)-h", errors[name] == nil ? nil : "\(name)-e"].compactMap(\.self)
        h.el("fieldset", .cls("field"), .attr("aria-describedby", ids.isEmpty ? nil : ids.joined(separator: " "))) { h in
            h.el("legend", .cls("legend"), text: legend)
            if let hint { h.el("span", .cls("hint"), .id("\(name)-h"), text: hint) }
            if let error = errors[name] { h.el("span", .cls("error"), .id("\(name)-e"), text: error) }
            h.el("div", .cls(chips ? "chips" : "choices")) { h in
                for (i, o) in options.enumerated() {
                    let id = i == 0 ? name : "\(name)-\(i)"
                    h.el("div", .cls("choice")) { h in
                        h.void("input", .type("checkbox"), .id(id), .name(name), .value(o.value), .flag("checked", chosen.contains(o.value)))
                        h.el("label", .attr("for", id), text: o.text)
                    }
                }
            }
        }
    }

    /// One thing to agree to or to switch on.
    public func check(_ h: inout HTML, _ name: String, _ label: String, hint: String? = nil) {
        h.el("div", .cls("field")) { h in
            if let error = errors[name] { h.el("span", .cls("error"), .id("\(name)-e"), text: error) }
            h.el("div", .cls("choice")) { h in
                h.void(
                    "input", .type("checkbox"), .id(name), .name(name), .value("tak"), .flag("checked", value(name) == "tak"),
                    .attr("aria-describedby", described(name, hint: hint)))
                h.el("label", .attr("for", name), text: label)
                if let hint { h.el("span", .cls("hint"), .id("\(name)-h"), text: hint) }
            }
        }
    }

    private func heading(_ h: inout HTML, _ name: String, _ label: String, hint: String?, optional: Bool) {
        h.el("label", .cls("label"), .attr("for", name)) { h in
            h.text(label)
            if optional {
                h.text(" ")
                h.el("span", .cls("opt"), text: "(nieobowiązkowe)")
            }
        }
        if let hint { h.el("span", .cls("hint"), .id("\(name)-h"), text: hint) }
        if let error = errors[name] { h.el("span", .cls("error"), .id("\(name)-e"), text: error) }
    }

    private func described(_ name: String, hint: String?) -> String? {
        let ids = [hint == nil ? nil : "\(name)-h", errors[name] == nil ? nil : "\(name)-e"].compactMap(\.self)
        return ids.isEmpty ? nil : ids.joined(separator: " ")
    }

    /// The list of problems above the form, each a link to its field.
    public func summary(_ h: inout HTML, order: [String]) {
        guard !errors.isEmpty else { return }
        let names = order.filter { errors[$0] != nil } + errors.keys.filter { !order.contains($0) }.sorted()
        h.el("div", .cls("summary-err"), .id("bledy"), .attr("role", "alert"), .attr("tabindex", "-1")) { h in
            let n = names.count
            h.el("h2", text: "Popraw \(n) \(PolishTypography.form(n, "odpowiedź", "odpowiedzi", "odpowiedzi"))")
            h.el("ul") { h in
                for name in names {
                    h.el("li") { h in h.el("a", .href("#\(name)"), text: errors[name] ?? "") }
                }
            }
        }
    }
}
