import Foundation
import Testing

@Suite("Pages of the desk")
struct PagesTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
    private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

    /// One tag a line, so that a difference can be read.
    private static func readable(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).replacing("><", with: ">\n<") }

    @Test("a page looks as its golden file says; RECORD=1 writes the file anew", arguments: Catalogue.pages.map(\.name))
    func golden(_ name: String) throws {
        let page = try #require(Catalogue.pages.first { $0.name == name })
        let file = Self.folder.appendingPathComponent("\(name).html")
        let text = Self.readable(page.bytes)
        if Self.isRecording {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        let pairs = zip(text.split(separator: "\n"), expected.split(separator: "\n"))
        if let (got, wanted) = pairs.first(where: { $0 != $1 }) { #expect(got == wanted) }
        #expect(text == expected, "\(name): run with RECORD=1 when the change is meant")
    }

    @Test("what people type never becomes markup", arguments: Catalogue.pages.map(\.name))
    func hostileContent(_ name: String) throws {
        let text = Self.readable(try #require(Catalogue.pages.first { $0.name == name }).bytes)
        // Pictures of ours come from addresses of ours.
        #expect(!text.contains("<script>") && !text.replacing("<img src=\"/", with: "").contains("<img"))
        #expect(!text.contains(" style=\"") && !text.contains("javascript:"))
    }

    @Test("one heading of the first rank, one title, one main part, in Polish", arguments: Catalogue.pages.map(\.name))
    func skeleton(_ name: String) throws {
        let text = Self.readable(try #require(Catalogue.pages.first { $0.name == name }).bytes)
        for once in ["<h1", "<title>", "<main", "<html lang=\"pl\">", "id=\"tresc\""] {
            #expect(text.split(separator: once, omittingEmptySubsequences: false).count == 2, "\(once) once")
        }
    }

    @Test("ids are unique and every label and description points to something", arguments: Catalogue.pages.map(\.name))
    func references(_ name: String) throws {
        let text = Self.readable(try #require(Catalogue.pages.first { $0.name == name }).bytes)
        let ids = text.matches(of: /\ id="([^"]*)"/).map { String($0.1) }
        #expect(ids.count == Set(ids).count)
        for match in text.matches(of: /\ (?:for|aria-describedby|aria-labelledby)="([^"]*)"/) {
            for id in match.1.split(separator: " ") { #expect(ids.contains(String(id)), "no element \(id)") }
        }
    }

    @Test("a form that changes something carries the token, and the one-time key where it writes", arguments: Catalogue.pages.map(\.name))
    func tokens(_ name: String) throws {
        let text = Self.readable(try #require(Catalogue.pages.first { $0.name == name }).bytes)
        for form in text.split(separator: "<form").dropFirst() {
            let body = form.prefix(upTo: form.range(of: "</form>")?.lowerBound ?? form.endIndex)
            guard body.contains("method=\"post\"") else { continue }
            #expect(body.contains("name=\"_token\""))
            if !body.contains("/wyloguj"), !body.contains("/logowanie") { #expect(body.contains("name=\"_key\"")) }
        }
    }
}
