public import Kernel

/// Reads CSV of people and programs: comma, semicolon or tab, quotes, line breaks in quotes, BOM.
///
/// Bounds keep a hostile or mistaken file from taking memory. Source of the form: RFC 4180, with the separators that Polish
/// spreadsheets write.
public enum DelimitedText {
    public struct Line: Sendable, Hashable {
        /// Where the line starts in the file, from 1.
        public var number: Int
        public var fields: [String]
    }

    public static let largest = 8 * 1024 * 1024
    public static let mostLines = 20_000
    static let mostFields = 64
    static let longestField = 8_000

    /// The first line with anything in it, and the lines after it.
    /// - Throws: `Problem` for a file that is too large, not UTF-8 or breaks a bound, with the line.
    public static func lines(_ bytes: [UInt8], largest: Int = DelimitedText.largest, mostLines: Int = DelimitedText.mostLines) throws(Problem) -> [Line] {
        guard bytes.count <= largest else {
            throw Problem(.tooLarge, "Plik jest większy niż \(largest / 1_048_576) MB. Podziel go albo usuń z niego zbędne kolumny.", field: "plik")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Problem(.invalidInput, "Plik nie jest zapisany w UTF-8. Zapisz go w arkuszu jako „CSV UTF-8”.", field: "plik")
        }
        let scalars = Array(text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? text.utf8.dropFirst(3) : text.utf8[...])
        let separator = separator(of: scalars)
        var out: [Line] = []
        var field: [UInt8] = []
        var fields: [String] = []
        var line = 1, start = 1
        var quoted = false, wasQuoted = false
        func problem(_ message: String) -> Problem { Problem(.invalidInput, "Wiersz \(start): \(message)", field: "plik") }
        func endField() throws(Problem) {
            guard fields.count < mostFields else { throw problem("ma więcej niż \(mostFields) kolumn.") }
            fields.append(String(decoding: field, as: UTF8.self))
            field.removeAll(keepingCapacity: true)
            wasQuoted = false
        }
        func endLine() throws(Problem) {
            try endField()
            if fields.contains(where: { !$0.isEmpty }) {
                guard out.count < mostLines else { throw problem("plik ma więcej niż \(mostLines) wierszy.") }
                out.append(Line(number: start, fields: fields))
            }
            fields.removeAll(keepingCapacity: true)
        }
        var i = 0
        while i < scalars.count {
            let c = scalars[i]
            i += 1
            if quoted {
                if c == quote, i < scalars.count, scalars[i] == quote {
                    i += 1
                    field.append(c)
                } else if c == quote {
                    quoted = false
                } else {
                    if c == newLine { line += 1 }
                    field.append(c)
                }
            } else if c == quote, field.isEmpty, !wasQuoted {
                quoted = true
                wasQuoted = true
            } else if c == separator {
                try endField()
            } else if c == newLine || c == carriageReturn {
                if c == carriageReturn, i < scalars.count, scalars[i] == newLine { i += 1 }
                try endLine()
                line += 1
                start = line
            } else {
                field.append(c)
            }
            guard field.count <= longestField else { throw problem("pole ma więcej niż \(longestField) znaków. Czy brakuje cudzysłowu?") }
        }
        guard !quoted else { throw problem("brakuje zamykającego cudzysłowu.") }
        try endLine()
        return out
    }

    private static let quote = UInt8(ascii: "\""), newLine = UInt8(ascii: "\n"), carriageReturn = UInt8(ascii: "\r")

    /// The one of the three that the first line has most of, outside quotes.
    private static func separator(of bytes: [UInt8]) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var quoted = false
        for c in bytes {
            if c == quote { quoted.toggle() }
            if !quoted, c == newLine || c == carriageReturn { break }
            if !quoted { counts[c, default: 0] += 1 }
        }
        let candidates = [",", ";", "\t"].compactMap { $0.utf8.first }
        return candidates.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? UInt8(ascii: ",")
    }
}
