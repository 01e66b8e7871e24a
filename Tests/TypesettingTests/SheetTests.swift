import Kernel
import Testing
import Typesetting

@Suite struct SheetTests {
    @Test("The addressee stands where the window of a DL envelope shows him, however the sheet slips") func window() throws {
        let sheet = Office.letter().sheet
        let placed = sheet.body.compactMap { block -> (Millimetres, Millimetres, Millimetres, Millimetres)? in
            if case .placed(let left, let top, let width, let height, let inner) = block, case .lines(let lines, _) = inner.last, lines.contains("36-200 Brzozów") {
                return (left, top, width, height)
            }
            return nil
        }
        let (left, top, width, height) = try #require(placed.first)
        // Envelope 220 × 110, window 90 × 45 at 20 from the right and 15 from below; the folded sheet 210 × 99 has 10 and 11 mm of play.
        #expect(left >= 110 && left + width <= 190)
        #expect(top >= 50 && top + height <= 84)
        // Above the fold.
        #expect(top + height <= 99)
    }

    @Test("A printed copy tells who signed, when, what and where to compare") func printedCopy() {
        let text = "\(Office.letter().sheet.body)"
        for words in [
            "Jan Kowalski, Kierownik Referatu", "12.03.2026, 14:41", "PP.6730.1.2026/P1", "kwalifikowany podpis elektroniczny", "0390 58c6",
            "https://brzozow.example.pl/sprawdz/1",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(!"\(Office.letter(printedCopy: false).sheet.body)".contains("SHA-256"))
    }

    @Test("A draft has no date, a letter of one attachment no number before it") func draft() {
        var letter = Office.letter()
        letter.date = nil
        #expect("\(letter.sheet.body)".contains("Brzozów, ……"))
        #expect("\(letter.sheet.body)".contains("\"mapa\"") && "\(letter.sheet.body)".contains("1.\u{A0}adresat"))
    }

    @Test("The posting book carries sums from page to page") func postingBook() {
        let items = (1...5).map { PostingBookSheet.Item(addressee: "A\($0)", address: "B", value: 100, grams: 20, number: "R\($0)", fee: 1250) }
        let sheet = PostingBookSheet(sender: ["Urząd"], items: items, day: Day("2026-03-12")!, rowsPerPage: 2).sheet
        let tables = sheet.body.compactMap { if case .table(let t) = $0 { t } else { nil } }
        #expect(tables.count == 3)
        #expect(tables.map { $0.totals?.last } == ["25,00", "50,00", "62,50"])
        #expect(tables[1].rows.first?[1] == "z przeniesienia" && tables[1].rows.first?.last == "25,00")
        #expect(tables.map { $0.totals?[1] } == ["do przeniesienia", "do przeniesienia", "Razem"])
        #expect(PostingBookSheet(sender: [], items: [], day: Day("2026-03-12")!).sheet.body.count > 3)
    }

    @Test("Labels leave out the used ones and go on to the next sheet") func labels() {
        let sheet = LabelSheet(grid: .labels70x37, labels: (1...25).map { ["A\($0)"] }, skipped: 3).sheet
        let breaks = sheet.body.indices.filter { sheet.body[$0] == .pageBreak }
        #expect(breaks == [21])
        guard case .placed(let left, let top, _, _, _) = sheet.body[0] else {
            Issue.record("no label")
            return
        }
        #expect(left == 5 && top == Millimetres(tenths: 5) + 37 + 5)
    }

    @Test("Every register has the day of printing in the header of all pages") func register() {
        let sheet = RegisterSheet(office: "Urząd", title: "Rejestr", table: .init(columns: [.init("Lp.")], rows: []), printedOn: Day("2026-03-12")!).sheet
        #expect(sheet.header?.right == "Wydrukowano 12.03.2026" && sheet.header?.skipsFirstPage == false && sheet.footer?.numbersPages == true)
    }
}
