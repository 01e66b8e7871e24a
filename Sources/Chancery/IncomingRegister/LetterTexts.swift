internal import Kernel
public import Store

/// The words by which a letter of the register is found: its number, its metadata and what stands in its files.
public struct LetterTexts: FullTextSource {
    /// Longer contents are cut; characters.
    public static let longestContent = 200_000

    private let content: @Sendable (any Database, LetterFile) async -> String

    /// - Parameter content: the text of a file, empty where it has none that can be read.
    public init(content: @escaping @Sendable (any Database, LetterFile) async -> String) { self.content = content }

    public var kind: String { IncomingRegister.searchKind }
    public var objectPrefix: String { "pismo:RPW-" }

    public func documents(_ db: any Database, objects: [String]) async throws -> [FullTextDocument] {
        let numbers = objects.compactMap { RegisterNumber(String($0.dropFirst("pismo:".count))) }
        let letters = try await db.read { c in try IncomingRegister.letters(c, numbers) }
        var out: [FullTextDocument] = []
        for letter in letters {
            var text = Self.text(letter.number, letter.metadata)
            for file in letter.files where file.role != .receipt && file.hash != nil && text.utf8.count < Self.longestContent {
                text += " " + String(await content(db, file).prefix(Self.longestContent))
            }
            out.append(FullTextDocument(id: letter.id, text: text))
        }
        return out
    }

    private static func text(_ number: RegisterNumber, _ m: LetterMetadata) -> String {
        var parts = [number.description, number.identifier, m.title, m.foreignSign, m.postingNumber]
        for s in m.senders { parts += [s.label] + s.address.lines + s.emails }
        parts += m.kinds + m.remarks
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension IncomingRegister {
    /// What of a letter is needed to find it.
    struct FoundBy: Sendable {
        var id: Int64
        var number: RegisterNumber
        var metadata: LetterMetadata
        var files: [LetterFile] = []
    }

    static func letters(_ c: any SQLConnection, _ numbers: [RegisterNumber]) throws -> [FoundBy] {
        var out: [FoundBy] = []
        for (year, ofYear) in Dictionary(grouping: numbers, by: \.year).sorted(by: { $0.key < $1.key }) {
            out += try c.query("SELECT id, number, metadata FROM incoming_letter WHERE year = \(year) AND number IN (\(list: ofYear.map(\.number)))") { row in
                FoundBy(
                    id: try row.int("id"), number: RegisterNumber(year: year, number: try row.int("number")),
                    metadata: try LetterMetadata(json: try row.text("metadata")))
            }
        }
        var files: [Int64: [LetterFile]] = [:]
        _ = try c.query(
            """
            SELECT letter_id, position, role, name, media_type, size, hash, note FROM letter_file WHERE letter_id IN (\(list: out.map(\.id)))
            ORDER BY letter_id \(sql: c.dialect.ascending), position \(sql: c.dialect.ascending)
            """
        ) { row in files[try row.int("letter_id"), default: []].append(try file(row)) }
        for i in out.indices { out[i].files = files[out[i].id] ?? [] }
        return out
    }
}
