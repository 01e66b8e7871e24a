import Markup
import Testing

private func written(_ body: (inout HTML) -> Void) -> String {
    var h = HTML()
    body(&h)
    return String(decoding: h.bytes, as: UTF8.self)
}

@Suite("Parts of forms")
struct FormTests {
    let form = FormPart(values: ["temat": "Wniosek \"pilny\"", "haslo": "tajne", "dostep": "b"], errors: ["temat": "Wpisz temat", "inne": "Sprawdź"])

    @Test("hint and error are read out with the field")
    func describedBy() {
        let html = written { form.field(&$0, "temat", "Temat", hint: "Krótko") }
        #expect(html.contains("<label class=\"label\" for=\"temat\">Temat</label>"))
        #expect(html.contains("aria-describedby=\"temat-h temat-e\" aria-invalid=\"true\""))
        #expect(html.contains("id=\"temat-h\">Krótko<") && html.contains("id=\"temat-e\">Wpisz temat<"))
        #expect(html.contains("value=\"Wniosek &quot;pilny&quot;\""))
    }

    @Test("a field without hint and error points nowhere")
    func plain() {
        let html = written { form.field(&$0, "znak", "Znak") }
        #expect(!html.contains("aria-"))
    }

    @Test("a password is never shown again")
    func password() {
        let html = written { form.field(&$0, "haslo", "Hasło", kind: "password") }
        #expect(!html.contains("tajne"))
    }

    @Test("only optional fields are marked")
    func optional() {
        #expect(written { form.field(&$0, "uwagi", "Uwagi", optional: true) }.contains("(nieobowiązkowe)"))
        #expect(!written { form.field(&$0, "uwagi", "Uwagi") }.contains("obowiązkowe"))
    }

    @Test("the typed text of a text area cannot close it")
    func area() {
        let html = written { FormPart(values: ["uwagi": "</textarea><script>"]).area(&$0, "uwagi", "Uwagi") }
        #expect(html.contains("&lt;/textarea&gt;&lt;script&gt;</textarea>"))
    }

    @Test("a choice keeps what was chosen, and its first item carries the id the summary links to")
    func choices() {
        let options = [(value: "a", text: "pierwszy"), (value: "b", text: "drugi")]
        let select = written { form.select(&$0, "dostep", "Dostęp", options: options) }
        #expect(select.contains("<option value=\"b\" selected>drugi</option>") && !select.contains("value=\"a\" selected"))
        let radios = written { form.radios(&$0, "dostep", "Dostęp", options: options) }
        #expect(radios.contains("id=\"dostep\" name=\"dostep\" value=\"a\">") && radios.contains("value=\"b\" checked>"))
    }

    @Test("the summary counts in Polish, keeps the order of the form and links to each field")
    func summary() {
        let html = written { form.summary(&$0, order: ["temat"]) }
        #expect(html.contains("<h2>Popraw 2 odpowiedzi</h2>"))
        #expect(html.contains("role=\"alert\"") && html.contains("id=\"bledy\""))
        #expect(html.contains("<li><a href=\"#temat\">Wpisz temat</a></li><li><a href=\"#inne\">Sprawdź</a></li>"))
        #expect(written { FormPart().summary(&$0, order: ["temat"]) }.isEmpty)
        #expect(written { FormPart(errors: ["a": "x"]).summary(&$0, order: []) }.contains("Popraw 1 odpowiedź"))
    }
}
