internal import Kernel
public import Store

/// How complete the metadata of the letters in a case file are (kompletność metadanych, R1.10); the case officer answers for it.
///
/// Only what came in can lack anything: tables B, C and D are written by the program when a letter is approved, an element added, a
/// case opened.
public struct CaseCompleteness: Sendable, Hashable {
    public struct Shortage: Sendable, Hashable {
        /// Place in the file.
        public var position: Int64
        public var number: RegisterNumber
        public var gaps: [MetadataGap]

        public init(position: Int64, number: RegisterNumber, gaps: [MetadataGap]) {
            self.position = position
            self.number = number
            self.gaps = gaps
        }
    }
    /// Letters that were looked at.
    public var letters: Int
    public var shortages: [Shortage]

    public init(letters: Int = 0, shortages: [Shortage] = []) {
        self.letters = letters
        self.shortages = shortages
    }

    public var isComplete: Bool { shortages.isEmpty }
}

extension Cases {
    /// - Parameter limit: letters looked at, from the beginning of the file.
    public static func completeness(_ c: any SQLConnection, _ id: CaseID, limit: Int = 1_000) throws -> CaseCompleteness {
        let found = try c.query(
            """
            SELECT e.position, l.year, l.number, l.channel, l.metadata FROM case_element e JOIN incoming_letter l ON l.id = e.letter_id
            WHERE e.case_id = \(id) AND e.letter_kind = \(LetterRef.Kind.incoming.rawValue) AND e.removed_at IS NULL AND l.cancelled_at IS NULL
            ORDER BY e.position \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) { row in
            CaseCompleteness.Shortage(
                position: try row.int("position"), number: RegisterNumber(year: Int(try row.int("year")), number: try row.int("number")),
                gaps: MetadataGap.of(try LetterMetadata(json: try row.text("metadata")), channel: try row.symbol("channel")))
        }
        return CaseCompleteness(letters: found.count, shortages: found.filter { !$0.gaps.isEmpty })
    }
}
