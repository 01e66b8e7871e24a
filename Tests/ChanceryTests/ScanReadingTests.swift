import Kernel
import Testing

@testable import Chancery

@Suite("What is read on a scan") struct ScanReadingTests {
    @Test("A citizen's letter: the sender in the corner, the date, the kind, the attachments") func citizen() {
        let read = ScanReading(
            """
            Jan Kowalik                                        Prusice, dnia 12 marca 2026 r.
            ul. Polna 5/3
            55-110 Prusice

                                            Urząd Miejski w Prusicach
                                            Burmistrz Prusic

                                   WNIOSEK
                 o wydanie zezwolenia na usunięcie drzewa.

            Proszę o wydanie zezwolenia.

            Załączniki:
            1. mapa
            2. zdjęcie

                                            Jan Kowalik
            """)
        #expect(read.title == "Wniosek o wydanie zezwolenia na usunięcie drzewa")
        #expect(read.letterDate == Day("2026-03-12") && read.attachmentCount == 2 && read.foreignSign.isEmpty)
        #expect(read.names.contains("Jan Kowalik"), "\(read.names)")
    }

    @Test("An office's letter: its sign and subject") func office() {
        let read = ScanReading(
            """
            STAROSTA TRZEBNICKI
            Trzebnica, 2026-04-02
            Znak sprawy: GK.6620.14.2026
            Dotyczy: zawiadomienia o czynnościach ustalenia przebiegu granic.
            Zał. 3
            """)
        #expect(read.foreignSign == "GK.6620.14.2026" && read.letterDate == Day("2026-04-02") && read.attachmentCount == 3)
        #expect(read.title == "Zawiadomienia o czynnościach ustalenia przebiegu granic" && read.names.contains("STAROSTA TRZEBNICKI"))
    }

    @Test(
        "Dates as people write them",
        arguments: [
            ("Wołów, 05.11.2026 r.", "2026-11-05"), ("dnia 5-11-2026", "2026-11-05"), ("7 października 2025", "2025-10-07"), ("2026/11/05", "2026-11-05"),
            ("tel. 71 312 62 24", nil), ("31.02.2026", nil), ("12.13.2026", nil), ("PESEL 44051401458", nil), ("", nil),
        ]) func dates(_ line: String, _ day: String?)
    {
        #expect(ScanReading.date(line) == day.flatMap { Day($0) })
    }

    @Test("Whatever the machine reads, nothing is too long and nothing fails") func noise() {
        var random = SeededGenerator(seed: 20_261_130)
        let letters = Array("ab ĄŻ.,:;\n\n\t0123456789zał. wniosek dotyczy: znak: \u{0}\u{FFFD}")
        for _ in 0..<300 {
            let text = String((0..<Int.random(in: 0...3000, using: &random)).map { _ in letters.randomElement(using: &random) ?? " " })
            let read = ScanReading(text)
            #expect(read.title.count <= 200 && read.foreignSign.count <= 60 && (read.attachmentCount ?? 1) <= 99 && read.names.count <= 20)
        }
        #expect(ScanReading(String(repeating: "wniosek ", count: 200_000)).title.isEmpty)
    }
}
