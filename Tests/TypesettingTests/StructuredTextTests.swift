import Kernel
import Markup
import Testing
import Typesetting

@Suite struct StructuredTextTests {
    private func blocks(_ source: String) -> [StructuredText.Block] { StructuredText(parsing: source).blocks }

    @Test("Paragraphs end at a blank line; a single line end stays") func paragraphs() {
        #expect(blocks("Ala\nma kota\n\n\nKot") == [.paragraph([.text("Ala"), .lineBreak, .text("ma kota")]), .paragraph([.text("Kot")])])
        #expect(blocks("").isEmpty && blocks(" \n\t\n").isEmpty)
    }

    @Test("Headings have one to three signs and a blank") func headings() {
        #expect(blocks("# Uzasadnienie") == [.heading(level: 1, [.text("Uzasadnienie")])])
        #expect(blocks("### a") == [.heading(level: 3, [.text("a")])])
        #expect(blocks("#### a") == [.paragraph([.text("#### a")])])
        #expect(blocks("#1") == [.paragraph([.text("#1")])])
    }

    @Test("Points keep the numbers that were typed, since points of law are quoted by number") func numbers() {
        let list = StructuredText.Block.list([
            .init(marker: "1)", content: [.text("jeden")]), .init(marker: "3)", content: [.text("trzy"), .lineBreak, .text("dalej")]),
        ])
        #expect(blocks("1) jeden\n3) trzy\n   dalej") == [list])
        #expect(blocks("a) x") == [.list([.init(marker: "a)", content: [.text("x")])])])
        // A date at the start of a line is no point, nor is a sentence's end.
        #expect(blocks("12.03.2026 r.") == [.paragraph([.text("12.03.2026 r.")])])
        #expect(blocks("2026\\. rok") == [.paragraph([.text("2026. rok")])])
    }

    @Test("Two blanks deeper is a list within; another kind of marker is another list") func nested() {
        let inner = StructuredText.Block.list([.init(marker: "a)", content: [.text("x")]), .init(marker: "b)", content: [.text("y")])])
        #expect(
            blocks("1) jeden\n  a) x\n  b) y\n2) dwa") == [
                .list([.init(marker: "1)", content: [.text("jeden")], children: [inner]), .init(marker: "2)", content: [.text("dwa")])])
            ])
        #expect(blocks("- a\n1. b") == [.list([.init(content: [.text("a")])]), .list([.init(marker: "1.", content: [.text("b")])])])
    }

    @Test("Rows make a table; a row of dashes makes a header and aligns") func tables() {
        let table = StructuredText.Table(
            header: [[.text("Opłata")], [.text("Kwota")]], rows: [[[.text("skarbowa")], [.text("17 zł")]], [[.strong([.text("razem")])], []]],
            alignments: [.left, .right])
        #expect(blocks("| Opłata | Kwota |\n|---|--:|\n| skarbowa | 17 zł |\n| **razem** |") == [.table(table)])
        #expect(blocks("|a\\|b|") == [.table(.init(rows: [[[.text("a|b")]]]))])
    }

    @Test("Bold, italic, both, and stars that are only stars") func emphasis() {
        #expect(
            blocks("**a** *b* ***c***") == [.paragraph([.strong([.text("a")]), .text(" "), .emphasis([.text("b")]), .text(" "), .strong([.emphasis([.text("c")])])])])
        #expect(blocks("2 * 3 * 4") == [.paragraph([.text("2 * 3 * 4")])])
        #expect(blocks("**bez końca") == [.paragraph([.text("**bez końca")])])
        #expect(blocks("\\*x\\*") == [.paragraph([.text("*x*")])])
        #expect(blocks("**a *b** c*") == [.paragraph([.strong([.text("a *b")]), .text(" c*")])])
    }

    @Test("Fields are filled with words, never with markup, and unknown ones are reported with their place") func fields() {
        let text = StructuredText(parsing: "Znak: {{sprawa.znak}}\n\n- **{{ strona.nazwa }}** i {{nieznane}}")
        #expect(text.fields.map(\.name) == ["sprawa.znak", "strona.nazwa", "nieznane"])
        let (filled, unknown) = text.filled(with: ["sprawa.znak": "OR.1431.1.2026", "strona.nazwa": "**Jan** {{nieznane2}}\nKowal"])
        #expect(unknown == [.init(name: "nieznane", place: .init(line: 3, column: 28))])
        #expect(unknown.first?.problem(field: "tresc").message.contains("Wiersz 3, znak 28") == true)
        #expect(filled.plainText == "Znak: OR.1431.1.2026\n\n– **Jan** {{nieznane2}}\n   Kowal i {{nieznane}}")
        #expect(StructuredText(parsing: "\\{{a}} {{}} {{a b").fields.isEmpty)
    }

    @Test("A page break stands alone on its line") func pageBreak() {
        #expect(blocks("a\n[nowa strona]\nb") == [.paragraph([.text("a")]), .pageBreak, .paragraph([.text("b")])])
        #expect(blocks("a [nowa strona]") == [.paragraph([.text("a [nowa strona]")])])
    }

    @Test("Any text whatever is taken, and no letter or digit of it is lost") func total() {
        var random = SeededGenerator(seed: 7)
        let pieces = [
            "a", "Ż", "1", " ", "\n", "*", "**", "|", "-", "# ", "- ", "1. ", "a) ", "{{", "}}", "\\", "[nowa strona]", "|---|", "  ", "\t", "„", "👍", "\u{301}", "\r\n",
        ]
        for _ in 0..<4000 {
            let source = (0..<Int.random(in: 0...30, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
            let text = StructuredText(parsing: source)
            func kept(_ s: String) -> String { s.replacingOccurrences("[nowa strona]").filter { $0.isLetter || $0.isNumber } }
            #expect(kept(text.plainText) == kept(source), "\(source.debugDescription)")
            // Every rendering ends.
            var h = HTML()
            text.write(into: &h)
        }
    }

    @Test("Hostile nesting and a million stars take no long time and no deep stack") func hostile() {
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(!blocks(String(repeating: "*a **b ", count: 50_000)).isEmpty)
            #expect(!blocks(String(repeating: "{{", count: 100_000)).isEmpty)
            #expect(!blocks((0..<5000).map { String(repeating: "  ", count: $0 % 200) + "- x" }.joined(separator: "\n")).isEmpty)
            #expect(!blocks(String(repeating: "|a", count: 50_000) + "|").isEmpty)
        }
        #expect(time < .seconds(20))
    }

    @Test("On a page the text is escaped and its headings follow the page's") func html() {
        var h = HTML()
        StructuredText(parsing: "# <b>\n\n1) w urzędzie \"x\"\n\n|a|b|\n|-|-:|\n|1|2|").write(into: &h, topLevel: 3)
        let page = String(decoding: h.bytes, as: UTF8.self)
        #expect(page.hasPrefix("<h3>&lt;b&gt;</h3>"))
        #expect(page.contains("<span class=\"marker\">1)</span> w\u{A0}urzędzie „x”"))
        #expect(page.contains("<th scope=\"col\" class=\"right\">b</th>") && page.contains("<td class=\"right\">2</td>"))
    }

    static let typography: [(String, String)] = [
        ("a w z domu", "a\u{A0}w\u{A0}z\u{A0}domu"), ("art. 61 § 4 ust. 2 pkt 3", "art.\u{A0}61\u{A0}§\u{A0}4\u{A0}ust.\u{A0}2\u{A0}pkt\u{A0}3"),
        ("12 marca 2026 r., 598 zł", "12\u{A0}marca 2026\u{A0}r., 598\u{A0}zł"), ("12 500,50 zł", "12\u{A0}500,50\u{A0}zł"),
        ("120 m² i 3 ha", "120\u{A0}m² i\u{A0}3\u{A0}ha"),
        ("\"Ala\" ma (\"kota\")", "„Ala” ma („kota”)"), ("tak - nie", "tak\u{A0}– nie"), ("czekaj...", "czekaj…"), ("J. Kowalski", "J.\u{A0}Kowalski"),
        ("ul. Długa 5", "ul.\u{A0}Długa 5"), ("e-mail: a-b", "e-mail: a-b"), ("", ""), ("  ", "  "), ("rok 2026 był", "rok 2026 był"),
    ]
    @Test("Polish typography", arguments: typography) func polish(_ plain: String, _ set: String) {
        #expect(LetterTypography.set(plain) == set)
    }

    @Test("Quotation marks pair across bold") func quotes() {
        #expect(LetterTypography.set(StructuredText(parsing: "\"**Ala**\"")).plainText == "„Ala”")
    }
}

extension String {
    fileprivate func replacingOccurrences(_ part: String) -> String { split(separator: part, omittingEmptySubsequences: false).joined() }
}
