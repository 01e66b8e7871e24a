@testable import Chancery
import Foundation
import Kernel
import Law
import Store
import StoreTesting
import Testing

/// The search follows the journal; it neither misses a letter nor keeps an old word.
@Suite struct LetterSearchTests {
    /// The content of a file is its name here.
    static let source = LetterTexts { _, file in file.name == "nieczytelny" ? "" : file.name }

    static func letter(_ title: String, files: [String] = []) -> Registration {
        var r = IncomingRegisterTests.letter("Łoś", title)
        r.files = files.map { LetterFile(role: .document, name: $0, mediaType: "text/xml", size: 1, hash: ContentHash(String(repeating: "a", count: 64))) }
        return r
    }

    private func register(_ db: any Database, _ r: Registration) async throws -> RegisterNumber {
        try await db.write { try IncomingRegister.register($0, r, by: IncomingRegisterTests.clerk, at: IncomingRegisterTests.noon).number }
    }

    private func found(_ db: any Database, _ words: String) async throws -> [Int64] {
        try await db.read { try IncomingRegister.search($0, words, limit: 50) }.map(\.number.number)
    }

    @Test("A letter is found after catching up, by its metadata and its content", arguments: Backend.available) func catchingUp(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: IncomingRegisterTests.migrations) { db in
            let index = FullTextIndexer(db, sources: [Self.source])
            #expect(try await index.catchUp() == .complete)
            _ = try await register(db, Self.letter("Skarga na hałas", files: ["gęsi sąsiada", "nieczytelny"]))
            #expect(try await found(db, "skarga") == [])
            #expect(try await index.behind() == 1)
            #expect(try await index.catchUp() == .complete)
            #expect(try await found(db, "skarga") == [1])
            #expect(try await found(db, "gesi los") == [1])
            #expect(try await found(db, "RPW/1/2026") == [1])
            #expect(try await index.behind() == 0)
        }
    }

    @Test("A correction replaces the words of the metadata and keeps those of the content", arguments: Backend.available) func correcting(_ backend: Backend) async throws
    {
        try await backend.withDatabase(migrations: IncomingRegisterTests.migrations) { db in
            let index = FullTextIndexer(db, sources: [Self.source])
            let number = try await register(db, Self.letter("Skarga", files: ["treść pisma"]))
            _ = try await index.catchUp()
            let changed = Self.letter("Wniosek").metadata
            try await db.write {
                _ = try IncomingRegister.correct($0, number, to: changed, reason: "pomyłka", by: IncomingRegisterTests.clerk, at: IncomingRegisterTests.noon)
            }
            _ = try await index.catchUp()
            #expect(try await found(db, "skarga") == [])
            #expect(try await found(db, "wniosek") == [1])
            #expect(try await found(db, "tresc") == [1])
        }
    }

    @Test("Where very much waits, the search is told and does not wait", arguments: Backend.available) func patience(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: IncomingRegisterTests.migrations) { db in
            let index = FullTextIndexer(db, sources: [Self.source])
            for n in 1...7 { _ = try await register(db, Self.letter("Pismo \(n)")) }
            #expect(try await index.catchUp(patience: 6) == .behind(7))
            #expect(try await found(db, "pismo") == [])
            try await index.followToTheEnd()
            #expect(try await found(db, "pismo").count == 7)
        }
    }

    @Test("Writers, searches and two followers at once end with everything found", arguments: Backend.available) func together(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: IncomingRegisterTests.migrations) { db in
            let nodes = [FullTextIndexer(db, sources: [Self.source]), FullTextIndexer(db, sources: [Self.source])]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for w in 0..<6 {
                    group.addTask {
                        for n in 0..<25 {
                            let number = try await register(db, Self.letter("wspólne słowo\(w)x\(n)"))
                            _ = try await nodes[n % 2].catchUp()
                            let own = try await found(db, "slowo\(w)x\(n)")
                            #expect(own == [number.number])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await found(db, "wspolne").count == 50)
            let all = try await db.read { try FullText.search($0, kind: IncomingRegister.searchKind, query: "wspólne", limit: 1000) }
            #expect(all.count == 150)
        }
    }
}

@Suite struct MetadataTextTests {
    @Test("The JSON written by hand is what the encoder would write, and is read back the same") func same() throws {
        var random = SeededGenerator(seed: 3)
        let texts = ["", "Łoś", "a \"b\" \\ c/d", "nowa\nlinia\ttab\r", "\u{1}\u{1f}\u{7f}", "żółć 😀 e\u{301}", "</script>"]
        for _ in 0..<300 {
            func text() -> String { texts.randomElement(using: &random)! }
            func maybe() -> String? { Bool.random(using: &random) ? text() : nil }
            let senders = (0..<Int.random(in: 0...3, using: &random)).map { n -> Correspondent in
                let designation: Correspondent.Designation =
                    switch n {
                    case 0: .person(surname: text(), givenNames: text())
                    case 1: .institution(name: text())
                    default: .unknown
                    }
                return Correspondent(
                    designation,
                    address: PostalAddress(
                        postCode: text(), town: text(), street: text(), building: text(), flat: text(), postOfficeBox: text(), country: text()),
                    emails: [text(), text()], identifiers: CorrespondentIdentifiers(pesel: maybe(), nip: maybe(), regon: maybe(), replyBox: maybe()))
            }
            var m = LetterMetadata(senders: senders, title: text())
            m.letterDate = Bool.random(using: &random) ? PartialDate("2026-03") : nil
            m.postingDate = Bool.random(using: &random) ? PartialDate("2026-03-02") : nil
            m.kinds = [text()]
            m.access = Access.allCases.randomElement(using: &random)!
            m.attachmentCount = Bool.random(using: &random) ? Int.random(in: 0...9, using: &random) : nil
            m.formats = Bool.random(using: &random) ? [] : ["text/xml", text()]
            m.remarks = [text(), text()]
            m.type = ResourceType.allCases.randomElement(using: &random)!
            (m.deliveryManner, m.foreignSign, m.postingNumber) = (text(), text(), text())
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            #expect(m.json == String(decoding: try encoder.encode(m), as: UTF8.self))
            #expect(try LetterMetadata(json: m.json) == m)
        }
    }
}
