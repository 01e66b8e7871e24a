import Markup
import Testing

@Suite struct QRCodeTests {
    @Test(
        "The smallest version that holds the text is taken; a longer one than the biggest holds gives nothing",
        arguments: [
            (14, 21), (15, 25), (26, 25), (27, 29), (106, 41), (107, 45), (180, 53), (181, 57), (213, 57),
        ])
    func sizes(_ count: Int, _ size: Int) { #expect(QRCode(String(repeating: "a", count: count))?.size == size) }

    @Test("Too long a text gives nothing") func tooLong() { #expect(QRCode(String(repeating: "a", count: 214)) == nil) }

    @Test("Finders, timing and the dark module stand where readers look for them") func patterns() throws {
        let code = try #require(QRCode("otpauth://totp/x?secret=ABC"))
        for (x, y) in [(0, 0), (code.size - 7, 0), (0, code.size - 7)] {
            for i in 0..<7 { #expect(code[x + i, y] && code[x, y + i] && code[x + i, y + 6] && code[x + 6, y + i]) }
            #expect(!code[x + 1, y + 1] && code[x + 3, y + 3])
        }
        for i in 8..<(code.size - 8) { #expect(code[i, 6] == (i % 2 == 0) && code[6, i] == (i % 2 == 0)) }
        #expect(code[8, code.size - 8])
    }
}
