import Kernel
import Markup
import Testing

@Suite("How Polish text is set")
struct PolishTypographyTests {
    @Test(
        "one-letter words and short forms stay with the next word",
        arguments: [
            ("Dąb w lesie i z boku", "Dąb w\u{A0}lesie i\u{A0}z\u{A0}boku"),
            ("U nas", "U\u{A0}nas"),
            ("Budowa przy ul. Polnej nr 5", "Budowa przy ul.\u{A0}Polnej nr\u{A0}5"),
            ("bez zmian", "bez zmian"), ("", ""), ("w", "w"), ("a  b", "a\u{A0} b"),
        ])
    func glue(_ text: String, _ expected: String) { #expect(PolishTypography.glued(text) == expected) }

    @Test(
        "a noun agrees with its number",
        arguments: [
            (0, "pism"), (1, "pismo"), (2, "pisma"), (4, "pisma"), (5, "pism"), (11, "pism"), (12, "pism"), (14, "pism"), (21, "pism"), (22, "pisma"),
            (25, "pism"),
            (101, "pism"), (112, "pism"), (122, "pisma"), (1482, "pisma"),
        ])
    func forms(_ n: Int, _ expected: String) { #expect(PolishTypography.form(n, "pismo", "pisma", "pism") == expected) }

    @Test(
        "thousands are parted by a narrow space that does not break",
        arguments: [
            (0, "0"), (999, "999"), (1482, "1\u{202F}482"), (1_000_000, "1\u{202F}000\u{202F}000"), (-1234, "\u{2212}1\u{202F}234"),
        ])
    func numbers(_ n: Int, _ expected: String) { #expect(PolishTypography.number(n) == expected) }

    @Test("dates for clerks, for citizens and with the day of the week")
    func dates() throws {
        let day = try #require(Day("2026-03-02"))
        #expect(PolishTypography.short(day) == "02.03.2026")
        #expect(PolishTypography.long(day) == "2\u{A0}marca\u{A0}2026")
        #expect(PolishTypography.weekday(day) == "poniedziałek 2\u{A0}marca")
        #expect(PolishTypography.short(try #require(PartialDate("2026-03"))) == "03.2026")
        #expect(PolishTypography.short(try #require(PartialDate("2026"))) == "2026")
    }

    @Test(
        "sizes with a comma and a unit that does not fall to the next line",
        arguments: [
            (0, "0\u{A0}B"), (999, "999\u{A0}B"), (1000, "1\u{A0}kB"), (240_400, "240\u{A0}kB"), (1_240_000, "1,2\u{A0}MB"), (999_999, "1,0\u{A0}MB"),
            (74_000_000, "74\u{A0}MB"),
        ])
    func sizes(_ bytes: Int, _ expected: String) { #expect(PolishTypography.size(bytes) == expected) }
}
