internal import Chancery
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Markup
internal import Office
internal import Store

/// Reads the fields of a form and collects what is wrong with them.
struct FormReading {
    let values: FormValues
    let today: Day
    var problems: [Problem] = []

    init(_ values: FormValues, today: Day) {
        self.values = values
        self.today = today
    }

    func text(_ field: String) -> String { values[field] ?? "" }
    func isTicked(_ field: String) -> Bool { values[field] == "tak" }

    mutating func add(_ field: String, _ message: String) { problems.append(Problem(.invalidInput, message, field: field)) }

    /// - Parameter ask: what to say where the field is empty; `nil` where it may be.
    mutating func day(_ field: String, ask: String? = nil) -> Day? {
        guard let typed = values[field] else {
            if let ask { add(field, ask) }
            return nil
        }
        let day = ClerkDate.day(typed, today: today)
        if day == nil { add(field, "Tej daty nie da się odczytać. Wpisz na przykład 12.03.2026") }
        return day
    }

    mutating func required(_ field: String, _ ask: String) -> String {
        guard let value = values[field] else {
            add(field, ask)
            return ""
        }
        return value
    }

    /// One of what was offered.
    mutating func choice<T>(_ field: String, _ ask: String, _ read: (String) -> T?) -> T? {
        let value = values[field].flatMap(read)
        if value == nil { add(field, ask) }
        return value
    }

    func finish() throws { if !problems.isEmpty { throw Problems(problems) } }
}

extension FormPart {
    /// As it was typed, with what is wrong.
    init(_ values: FormValues, _ problems: [Problem], fallback: String) {
        self.init(
            values: values.byName, errors: fieldErrors(problems, fallback: fallback))
    }

    var status: HTTPResponse.Status { errors.isEmpty ? .ok : .unprocessableContent }
}

extension Desk {
    typealias FormAct = @Sendable (any SQLConnection, Instant) throws -> String

    /// Carries a form out once and goes on to where its result is shown; a mistake shows the form again with every word.
    ///
    /// - Parameters:
    ///   - fallback: the field to which a problem without one belongs.
    ///   - values: of the form, where it came in another way than by the door of forms.
    ///   - prepare: reads the form outside the transaction and returns the act.
    func carryOut(
        _ context: some PageContext, _ account: Account, _ office: OfficeHouse, fallback: String, values: FormValues? = nil,
        again: (FormPart) async throws -> Response, prepare: () throws -> FormAct
    ) async throws -> Response {
        let values = values ?? context.form
        guard let key = OneTimeKey(values[FormField.key] ?? "") else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.", cause: "one-time key missing")
        }
        let now = context.now, id = account.id
        do {
            let act = try prepare()
            let location = try await office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: id, at: now) { c in try act(c, now) }
            }
            return .seeOther(location)
        } catch let problems as Problems {
            return try await again(FormPart(values, problems.all, fallback: fallback))
        } catch let problem as Problem where problem.code == .conflict || problem.code == .invalidInput {
            return try await again(FormPart(values, [problem], fallback: fallback))
        }
    }
}

/// A posted form on a page of the office: token and key, fields, one button, a way back.
struct ActForm {
    var frame: DeskFrame
    var action: String
    var key: String
    var button: String
    var back: String?
    var isDangerous = false
    /// Files travel along.
    var isMultipart = false

    func write(_ h: inout HTML, fields: (inout HTML) -> Void) {
        h.el(
            "form", .attr("method", "post"), .attr("action", action), .flag("novalidate"), .attr("data-zapis", "tak"),
            .attr("enctype", isMultipart ? "multipart/form-data" : nil)
        ) { h in
            hiddenFields(&h, token: frame.token, key: key)
            fields(&h)
            h.el("p", .cls("actions")) { h in
                h.el("button", .cls(isDangerous ? "btn danger" : "btn first")) { h in
                    h.text(button + " ")
                    h.el("kbd", .attr("aria-hidden", "true"), text: "Ctrl Enter")
                }
                if let back { h.el("a", .cls("btn bare"), .href(back), text: "Wróć bez zmian") }
            }
        }
    }
}

/// A button that is a whole form, for rows of lists.
struct ActButton {
    var frame: DeskFrame
    var action: String
    var key: String
    var text: String
    /// What it is about, for those who hear the button alone.
    var about = ""
    var hidden: [(name: String, value: String)] = []
    var cls = "linkbtn"

    func write(_ h: inout HTML) {
        h.el("form", .cls("onebutton"), .attr("method", "post"), .attr("action", action)) { h in
            hiddenFields(&h, token: frame.token, key: key)
            for f in hidden { h.void("input", .type("hidden"), .name(f.name), .value(f.value)) }
            h.el("button", .cls(cls)) { h in
                h.text(text)
                if !about.isEmpty { h.el("span", .cls("vh"), text: " \(about)") }
            }
        }
    }
}

/// What stands now and what will stand after an act (before and after are always shown).
enum BeforeAfter {
    static func write(_ h: inout HTML, _ rows: [(label: String, value: String)], heading: String = "Teraz jest") {
        h.el("h2", text: heading)
        h.el("dl", .cls("rows")) { h in for row in rows { Facts.row(&h, row.label, row.value) } }
    }
}

/// Days of a span as tables show them.
enum Span {
    static func text(_ from: Day, _ to: Day?) -> String {
        "od \(PolishTypography.short(from))" + (to.map { " do \(PolishTypography.short($0))" } ?? "")
    }
}
