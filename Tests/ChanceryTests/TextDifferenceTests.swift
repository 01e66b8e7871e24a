import Chancery
import Testing

/// The same numbers each time.
struct SmallGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

@Suite struct TextDifferenceTests {
    @Test("A changed word is one removal and one addition") func words() {
        let d = TextDifference.words("Termin wynosi 7 dni.", "Termin wynosi 14 dni.")
        #expect(d.pieces == [.init(.same, "Termin wynosi "), .init(.removed, "7"), .init(.added, "14"), .init(.same, " dni.")])
        #expect(TextDifference.words("", "").pieces.isEmpty && TextDifference.words("a", "a").isEmpty)
        #expect(TextDifference.words("", "ab c").pieces == [.init(.added, "ab c")])
        #expect(TextDifference.words("ab c", "").pieces == [.init(.removed, "ab c")])
    }

    /// Length of the shortest edit by the plain table, the oracle.
    private func distance(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for i in 0..<a.count {
            var next = [i + 1]
            for j in 0..<b.count { next.append(a[i] == b[j] ? row[j] : min(row[j + 1], next[j]) + 1) }
            row = next
        }
        return row[b.count]
    }

    @Test("Both texts can be read back, neighbours differ in kind, and no shorter edit exists", arguments: 0..<300) func properties(_ seed: Int) {
        var random = SmallGenerator(state: UInt64(seed) &* 7919 &+ 3)
        func text() -> String {
            // Marks are tokens of one character, so tokens and characters count the same.
            String((0..<Int.random(in: 0...24, using: &random)).map { _ in Array(".,;!").randomElement(using: &random) ?? "." })
        }
        let (a, b) = (text(), text())
        let d = TextDifference.words(a, b)
        #expect(d.before == a && d.after == b)
        #expect(zip(d.pieces, d.pieces.dropFirst()).allSatisfy { $0.kind != $1.kind })
        let edits = d.pieces.filter { $0.kind != .same }.reduce(0) { $0 + $1.text.count }
        #expect(edits == distance(Array(a), Array(b)))
        let lines = TextDifference.lines(a.replacing(";", with: "\n"), b.replacing(";", with: "\r\n"))
        #expect(lines.before == a.replacing(";", with: "\n") && lines.after == b.replacing(";", with: "\r\n"))
    }

    @Test("Texts that have nothing in common are wholly replaced, quickly, however long") func long() {
        let a = (0..<20_000).map { "a\($0)" }.joined(separator: "\n"), b = (0..<20_000).map { "b\($0)" }.joined(separator: "\n")
        let clock = ContinuousClock()
        var d = TextDifference.lines("", "")
        let time = clock.measure { d = TextDifference.lines(a, b) }
        #expect(d.before == a && d.after == b && time < .seconds(20))
    }

    @Test("Side by side shows changed lines beside each other and marks the words") func sideBySide() {
        let s = SideBySide("jeden\ndwa trzy\ncztery\n", "jeden\ndwa pięć\ncztery\nsześć")
        #expect(s.rows.map(\.isChanged) == [false, true, false, true])
        #expect(s.rows[1].left == [.init(.same, "dwa "), .init(.removed, "trzy")] && s.rows[1].right == [.init(.same, "dwa "), .init(.added, "pięć")])
        #expect(s.rows[3].left == nil && s.rows[3].right == [.init(.added, "sześć")])
    }
}
