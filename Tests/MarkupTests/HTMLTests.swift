import Markup
import Testing

private func written(_ body: (inout HTML) -> Void) -> String {
    var h = HTML()
    body(&h)
    return String(decoding: h.bytes, as: UTF8.self)
}

@Suite("The HTML writer")
struct HTMLTests {
    @Test(
        "text cannot open an element",
        arguments: [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("Kowal & Syn", "Kowal &amp; Syn"),
            ("&lt;", "&amp;lt;"),
            ("</title><script>", "&lt;/title&gt;&lt;script&gt;"),
            ("zażółć „gęślą” 😀", "zażółć „gęślą” 😀"),
        ])
    func textIsEscaped(_ text: String, _ expected: String) {
        #expect(written { $0.text(text) } == expected)
        #expect(written { $0.el("p", text: text) } == "<p>\(expected)</p>")
    }

    @Test(
        "an attribute cannot end before its value does",
        arguments: [
            ("\" onclick=\"alert(1)", "&quot; onclick=&quot;alert(1)"), ("a&b", "a&amp;b"), ("<x>", "&lt;x>"), ("it's", "it's"),
        ])
    func attributesAreEscaped(_ value: String, _ expected: String) {
        #expect(written { $0.void("input", .value(value)) } == "<input value=\"\(expected)\">")
    }

    @Test("an attribute without a value is left out, a flag stands without one")
    func absentAndFlags() {
        #expect(written { $0.void("input", .attr("list", nil), .flag("checked", false), .flag("required")) } == "<input required>")
        #expect(written { $0.void("input", .attr("alt", "")) } == "<input alt=\"\">")
    }

    @Test("elements close in the order they were opened")
    func nesting() {
        let html = written { h in
            h.el("ul", .cls("a")) { h in
                for n in 1...2 { h.el("li") { h in h.el("b", text: "\(n)") } }
            }
        }
        #expect(html == "<ul class=\"a\"><li><b>1</b></li><li><b>2</b></li></ul>")
    }

    @Test("the zero byte, which no HTML may hold, is dropped")
    func zero() {
        #expect(written { $0.el("p", .id("a\u{0}b"), text: "c\u{0}d") } == "<p id=\"ab\">cd</p>")
    }

    @Test("a literal goes in as it is")
    func raw() {
        #expect(written { $0.raw("<br>&nbsp;") } == "<br>&nbsp;")
    }

    @Test("text that looks like bytes of other encodings stays valid UTF-8")
    func utf8() {
        let odd = "\u{FEFF}\u{2028}\u{E000}\u{10FFFF}"
        #expect(written { $0.text(odd) } == odd)
    }
}
