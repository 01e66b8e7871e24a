import Testing

@testable import Markup

@Suite struct Code128Tests {
    @Test("Every symbol is eleven modules of three bars and three gaps, each another; the stop symbol is thirteen") func symbols() {
        #expect(Code128.symbols.count == 107 && Set(Code128.symbols).count == 107)
        for (value, symbol) in Code128.symbols.enumerated() {
            let widths = symbol.utf8.map { Int($0) - 48 }
            #expect(widths.allSatisfy { (1...4).contains($0) }, "\(value)")
            #expect(widths.reduce(0, +) == (value == Code128.stop ? 13 : 11), "\(value)")
            // The bars of a symbol add up to an even number of modules: the parity of the symbology.
            if value != Code128.stop { #expect((widths[0] + widths[2] + widths[4]).isMultiple(of: 2), "\(value)") }
        }
    }

    @Test("The known code of PJJ123C: start B, seven signs, check symbol 55, stop") func known() throws {
        let code = try #require(Code128("PJJ123C"))
        let expected = [104, 48, 42, 42, 17, 18, 19, 35, 55, 106].flatMap { Code128.symbols[$0].utf8.map { Int($0) - 48 } }
        let check = (104 + 1 * 48 + 2 * 42 + 3 * 42 + 4 * 17 + 5 * 18 + 6 * 19 + 7 * 35) % 103
        #expect(check == 55 && code.widths == expected)
        #expect(code.moduleCount == 2 * Code128.quietZone + 9 * 11 + 13)
    }

    @Test("The drawing has a dark bar for every other width, inside its light space") func drawing() throws {
        let code = try #require(Code128("RPW-2026-1483"))
        var h = HTML()
        code.write(&h, height: 30)
        let text = String(decoding: h.bytes, as: UTF8.self)
        #expect(text.contains("viewBox=\"0 0 \(code.moduleCount) 30\"") && text.contains("aria-label=\"Kod kreskowy: RPW-2026-1483\""))
        let starts = text.matches(of: /M(\d+) 0h(\d+)v/).compactMap { m in Int(m.1).flatMap { x in Int(m.2).map { (x, $0) } } }
        #expect(starts.count == (code.widths.count + 1) / 2 && starts.first?.0 == Code128.quietZone)
        #expect(starts.last.map { $0.0 + $0.1 } == code.moduleCount - Code128.quietZone)
        #expect(!text.contains("style"))
    }

    @Test("What no reader could type is refused", arguments: ["", "żółw", "tab\there", String(repeating: "1", count: 49)])
    func refused(_ text: String) { #expect(Code128(text) == nil) }
}
