import Foundation
import Kernel
import Markup
import Testing
import Typesetting

@Suite(.enabled(if: Office.hasWorker)) struct TypesetterTests {
    private func text(_ pdf: [UInt8], _ options: String...) throws -> String {
        try Office.files([("a.pdf", pdf)]) { try Office.run("/usr/bin/pdftotext", options + [$0[0], "-"]).text }
    }

    @Test("Every kind of sheet is PDF/A-1b for Apache Preflight", .enabled(if: Office.hasPreflight)) func preflight() async throws {
        let register = RegisterSheet(
            office: "Urząd", title: "Rejestr",
            table: .init(columns: [.init("Lp.", alignment: .right), .init("Adresat", share: 3)], rows: (1...90).map { ["\($0)", "Łucja \($0)"] }),
            printedOn: Day("2026-03-12")!)
        let book = PostingBookSheet(
            sender: ["Urząd"], items: (1...20).map { .init(addressee: "A", address: "B", grams: $0, number: "R", fee: 1290) }, day: Day("2026-03-12")!)
        let sheets: [(String, Sheet)] = [
            ("letter", Office.letter().sheet), ("register", register.sheet), ("book", book.sheet), ("labels", LabelSheet(labels: [["A"], ["B"]]).sheet),
            ("dl", EnvelopeSheet(format: .dl, sender: ["Urząd"], addressee: ["Łucja"], notes: ["ZPO"]).sheet),
            ("c6", EnvelopeSheet(format: .c6, sender: ["Urząd"], addressee: ["Łucja"]).sheet),
            ("c5", EnvelopeSheet(format: .c5, sender: ["Urząd"], addressee: ["Łucja"]).sheet),
        ]
        var files: [(name: String, bytes: [UInt8])] = []
        for (name, sheet) in sheets { files.append(("\(name).pdf", try await Office.typesetter.pdf(sheet, date: Office.date))) }
        files.append(("job.pdf", try await Office.typesetter.pdf(job: (1...120).map { Office.letter($0).sheet }, title: "Wydruk", date: Office.date)))
        // Not PDF/A-1: the instrument must be able to say no.
        let accessible = try await Office.typesetter.pdf(Office.letter().sheet, date: Office.date, profile: .accessible)
        try Office.files(files) { paths in
            let verdict = try Office.preflight(paths)
            #expect(verdict.code == 0, "\(verdict.text)")
            #expect(verdict.text.split(separator: "\n").filter { $0.hasPrefix("VALID") }.count == files.count)
        }
        let refused = try Office.files([("ua.pdf", accessible)]) { try Office.preflight($0) }
        #expect(refused.text.hasPrefix("INVALID"))
    }

    @Test("Words, marks and page numbers come out as a reader reads them", .enabled(if: Office.hasTools("pdftotext"))) func words() async throws {
        let pdf = try await Office.typesetter.pdf(Office.letter().sheet, date: Office.date)
        let words = try text(pdf).replacingOccurrences(of: "\u{A0}", with: " ").replacingOccurrences(of: "\u{AD}\n", with: "")
            .replacingOccurrences(of: "\n", with: " ")
        for part in [
            "Zażółć gęślą jaźń „w cudzysłowie” – i z myślnikiem…", "Brzozów, 12 marca 2026 r.", "Znak sprawy: PP.6730.1.2026", "Łucja Wrona-Źdźbło", "a) w pokoju nr 12",
            "598 zł", "/dokument podpisany elektronicznie/", "Skrót SHA-256", "strona 1 z ",
        ] { #expect(words.contains(part), "\(part)") }
    }

    @Test("All fonts are embedded, in part, with a way back to Unicode", .enabled(if: Office.hasTools("pdffonts"))) func fonts() async throws {
        let pdf = try await Office.typesetter.pdf(Office.letter().sheet, date: Office.date)
        let table = try Office.files([("a.pdf", pdf)]) { try Office.run("/usr/bin/pdffonts", [$0[0]]).text }
        let rows = table.split(separator: "\n").dropFirst(2)
        #expect(rows.count >= 2)
        for row in rows { #expect(row.split(separator: " ").suffix(5).prefix(3) == ["yes", "yes", "yes"], "\(row)") }
    }

    @Test("The QR code leads to where the copy is compared", .enabled(if: Office.hasTools("zbarimg", "pdftoppm"))) func code() async throws {
        let pdf = try await Office.typesetter.pdf(Office.letter(7).sheet, date: Office.date)
        let found = try Office.files([("a.pdf", pdf)]) { paths in
            _ = try Office.run("/usr/bin/pdftoppm", ["-r", "150", "-png", paths[0], paths[0]])
            let folder = (paths[0] as NSString).deletingLastPathComponent
            let pages = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".png") }.map { "\(folder)/\($0)" }
            return try Office.run("/usr/bin/zbarimg", ["-q", "--raw"] + pages).text
        }
        #expect(found == "https://brzozow.example.pl/sprawdz/7\n")
    }

    @Test("A print job has every letter in order, each with pages of its own", .enabled(if: Office.hasTools("pdftotext", "pdfinfo", "qpdf"))) func job() async throws {
        let sheets = (1...130).map { Office.letter($0, printedCopy: false).sheet }
        let pdf = try await Office.typesetter.pdf(job: sheets, title: "Wydruk", author: "Urząd", date: Office.date)
        let words = try text(pdf)
        let signs = words.split(separator: "\n").filter { $0.hasPrefix("Znak sprawy") }
        #expect(signs == (1...130).map { "Znak sprawy: PP.6730.\($0).2026" })
        #expect(words.components(separatedBy: "strona 1 z 1").count == 131)
        let checked = try Office.files([("a.pdf", pdf)]) { try Office.run("/usr/bin/qpdf", ["--check", $0[0]]) }
        #expect(checked.code == 0, "\(checked.text)")
    }

    @Test("The same letter gives the same bytes; many at once are the same as one by one") func deterministic() async throws {
        let sheets = (1...12).map { Office.letter($0).sheet }
        let many = try await Office.typesetter.pdfs(sheets, date: Office.date)
        let other = Typesetter(TypesetterConfiguration(python: Office.python, workers: 1))
        for i in [0, 5, 11] {
            let one = try await other.pdf(sheets[i], date: Office.date)
            #expect(one == many[i])
        }
        #expect(many[0] != many[1])
        await other.shutdown()
    }

    @Test("Signs that mean something to the typesetter are only signs to it") func injection() async throws {
        let hostile = "#read(\"/etc/passwd\") $x$ @x `y` #import \"@preview/x:1.0.0\" <a> ~ _b_ [c] // d https://example.pl\\"
        var letter = Office.letter(body: hostile, printedCopy: false)
        letter.title = hostile
        letter.addressee.lines = [hostile]
        let words = try text(try await Office.typesetter.pdf(letter.sheet, date: Office.date), "-raw")
        #expect(words.contains("#read") && words.contains("@preview/x:1.0.0") && words.contains("_b_") && !words.contains("root:"))
    }

    @Test("A picture that reads a file or the network shows nothing of it") func pictures() async throws {
        let svg =
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 10 10'><image xlink:href='/etc/hostname.png' width='5' height='5'/><image href='http://127.0.0.1:9/x.png' width='5' height='5'/></svg>"
        var letter = Office.letter(printedCopy: false)
        letter.letterhead.crest = Sheet.Picture(kind: .svg, bytes: Array(svg.utf8), description: "x")
        do {
            let pdf = try await Office.typesetter.pdf(letter.sheet, date: Office.date)
            #expect(!pdf.isEmpty)
        } catch let problem as Problem { #expect(problem.code == .invalidInput) }
        letter.letterhead.crest = Sheet.Picture(kind: .png, bytes: [1, 2, 3], description: "x")
        await #expect { try await Office.typesetter.pdf(letter.sheet, date: Office.date) } throws: { ($0 as? Problem)?.message.hasPrefix("Obrazu w piśmie") == true }
    }

    @Test("A sign that no font has is named to the officer") func missingSign() async throws {
        await #expect {
            try await Office.typesetter.pdf(Office.letter(body: "Dziękuję \u{1F9D9}", printedCopy: false).sheet, date: Office.date)
        } throws: { ($0 as? Problem)?.message.contains("🧙") == true }
        // Control signs are left out.
        let words = try text(try await Office.typesetter.pdf(Office.letter(body: "a\u{0}b\u{202E}c\u{1B}d", printedCopy: false).sheet, date: Office.date))
        #expect(words.contains("abcd"))
    }

    @Test("Any structured text can be set") func anything() async throws {
        var random = SeededGenerator(seed: 3)
        let pieces = ["a ", "Żółw ", "\n", "\n\n", "**", "*", "|", "|x|y|\n", "|-|-|\n", "- ", "1) ", "  a) ", "# ", "[nowa strona]\n", "{{pole}}", "\\"]
        let sheets = (0..<60).map { _ in
            Office.letter(body: (0..<40).map { _ in pieces.randomElement(using: &random)! }.joined(), printedCopy: false).sheet
        }
        let all = try await Office.typesetter.pdfs(sheets, date: Office.date)
        #expect(all.count == 60 && all.allSatisfy { $0.starts(with: Array("%PDF".utf8)) })
    }

    @Test("A page break within a frame is left out rather than refused") func breakWithin() async throws {
        let sheet = Sheet(
            title: "x", body: [.boxed([.text(StructuredText(parsing: "a\n[nowa strona]\nb"), .plain), .pageBreak]), .columns([]), .table(.init(columns: [], rows: []))])
        let pdf = try await Office.typesetter.pdf(sheet, date: Office.date)
        #expect(!pdf.isEmpty)
    }

    @Test("A sheet too long for PDF/A-1 becomes PDF/A-2") func long() async throws {
        let body = (1...9000).map { "\($0)" }.joined(separator: "\n\n")
        let pdf = try await Office.typesetter.pdf(Office.letter(body: body, printedCopy: false).sheet, date: Office.date)
        #expect(pdf.starts(with: Array("%PDF-1.7".utf8)))
    }
}

@Suite struct TypesetterFailureTests {
    @Test("Where the worker is not installed, the problem says what to do") func missing() async throws {
        let typesetter = Typesetter(TypesetterConfiguration(python: "/nonexistent/python"))
        await #expect { try await typesetter.pdf(Office.letter().sheet, date: Office.date) } throws: {
            ($0 as? Problem)?.code == .unavailable && ($0 as? Problem)?.message.contains("scripts/setup run") == true
        }
        await typesetter.shutdown()
        await #expect(throws: (any Error).self) { try await typesetter.pdf(Office.letter().sheet, date: Office.date) }
    }

    /// A shell script in the place of the interpreter, which counts its starts in a file.
    private func impostor(_ script: String, _ body: (String, String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "impostor-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "python").path(), count = folder.appending(path: "count").path()
        // A child writes it: an executable that this process has open for writing could not be started.
        let text = "#!/bin/sh\necho x >> \(count)\n\(script.replacingOccurrences(of: "COUNT", with: count))\n"
        _ = try Office.run("/bin/sh", ["-c", "printf '%s' \"$0\" > \"$1\" && chmod 755 \"$1\"", text, path])
        try await body(path, count)
    }

    private func starts(_ path: String) -> Int { (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n").count ?? 0 }
    private let ready = "printf '\\000\\000\\000\\003R{}'"

    @Test("A worker that dies is replaced and the request tried once more, not for ever") func crash() async throws {
        try await impostor("\(ready); sleep 0.5; exit 1") { path, count in
            let typesetter = Typesetter(TypesetterConfiguration(python: path, workers: 1))
            await #expect { try await typesetter.pdf(Office.letter().sheet, date: Office.date) } throws: { ($0 as? Problem)?.code == .unavailable }
            #expect(starts(count) == 2)
            await typesetter.shutdown()
        }
    }

    @Test("A worker killed between two letters is replaced unseen", .enabled(if: Office.hasWorker)) func killed() async throws {
        // The first start dies after its first request; the second is the real interpreter.
        try await impostor("if [ $(wc -l < COUNT) = 1 ]; then \(ready); sleep 0.5; exit 1; fi; exec \(Office.python) \"$@\"") { path, count in
            let typesetter = Typesetter(TypesetterConfiguration(python: path, workers: 1))
            let first = try await typesetter.pdf(Office.letter().sheet, date: Office.date)
            let second = try await typesetter.pdf(Office.letter(2).sheet, date: Office.date)
            #expect(first.starts(with: Array("%PDF".utf8)) && second.starts(with: Array("%PDF".utf8)) && starts(count) == 2)
            await typesetter.shutdown()
        }
    }

    @Test("A worker that does not answer is ended after the time, and an answer too long is refused") func limits() async throws {
        try await impostor("\(ready); exec sleep 600") { path, _ in
            let typesetter = Typesetter(TypesetterConfiguration(python: path, workers: 1, seconds: 1))
            await #expect { try await typesetter.pdf(Office.letter().sheet, date: Office.date) } throws: { ($0 as? Problem)?.message.contains("za długo") == true }
            await typesetter.shutdown()
        }
        try await impostor("\(ready); printf '\\177\\000\\000\\000P'; exec sleep 60") { path, _ in
            let typesetter = Typesetter(TypesetterConfiguration(python: path, workers: 1))
            await #expect { try await typesetter.pdf(Office.letter().sheet, date: Office.date) } throws: { ($0 as? Problem)?.code == .tooLarge }
            await typesetter.shutdown()
        }
        let small = Typesetter(TypesetterConfiguration(python: "/nonexistent", maximumRequestBytes: 1000))
        await #expect { try await small.pdf(Office.letter().sheet, date: Office.date) } throws: { ($0 as? Problem)?.code == .tooLarge }
        await small.shutdown()
    }

    @Test("A document that wants more memory than it may is refused and the worker replaced", .enabled(if: Office.hasWorker)) func memory() async throws {
        let typesetter = Typesetter(TypesetterConfiguration(python: Office.python, workers: 1, workerMemoryBytes: 400 << 20))
        let huge = (1...60_000).map { "\($0) Zażółć **gęślą** jaźń" }.joined(separator: "\n\n")
        await #expect(throws: Problem.self) { try await typesetter.pdf(Office.letter(body: huge).sheet, date: Office.date) }
        let after = try await typesetter.pdf(Office.letter().sheet, date: Office.date)
        #expect(after.starts(with: Array("%PDF".utf8)))
        await typesetter.shutdown()
    }
}
