internal import Kernel

/// A text with merge fields, read once and filled many times.
///
/// `{{pole}}` stands for a value; `{{#pole}}…{{/pole}}` shows its content only where the value is known, `{{^pole}}…{{/pole}}` only where it is
/// not. A part of the language of Mustache. Values never bring signs of structure or fields of their own into the text.
public struct MergeText: Sendable, Hashable {
    indirect enum Part: Sendable, Hashable {
        case text(String)
        case field(String)
        case section(String, whenKnown: Bool, [Part])
    }
    let parts: [Part]
    /// Names of the fields, each once, in the order of appearance.
    public let fields: [String]

    /// - Throws: `Problem` `.invalidInput` that names the place: an unknown field, a section that does not end.
    public init(_ source: String) throws {
        var reader = Reader(rest: source[...])
        parts = try reader.parts(until: nil)
        fields = reader.fields
    }

    /// What filling a text gave.
    public struct Merged: Sendable, Hashable {
        public var text: String
        /// Fields without a value; in the text stands what to write there.
        public var missing: [MergeField]
    }

    /// - Parameters:
    ///   - values: by field name; an empty text counts as unknown.
    ///   - isTyped: the result is the typed text of a letter, so that values are escaped; `false` for a title.
    public func merged(_ values: [String: String], isTyped: Bool = true) -> Merged {
        var out = Merged(text: "", missing: [])
        fill(parts, values, isTyped, &out)
        return out
    }

    private func fill(_ parts: [Part], _ values: [String: String], _ isTyped: Bool, _ out: inout Merged) {
        for part in parts {
            switch part {
            case .text(let text): out.text += text
            case .field(let name):
                if let value = values[name], !value.isEmpty {
                    out.text += isTyped ? LetterText.escaped(value) : value
                } else if let field = MergeField.named(name) {
                    out.text += "[uzupełnij: \(field.description)]"
                    if !out.missing.contains(field) { out.missing.append(field) }
                }
            case .section(let name, let whenKnown, let inner):
                if (values[name].map { !$0.isEmpty } ?? false) == whenKnown { fill(inner, values, isTyped, &out) }
            }
        }
    }

    private struct Reader {
        var rest: Substring
        var fields: [String] = []
        var depth = 0
        /// The text before `rest` ended with a line end that is no longer there.
        var isAtLineStart = true

        mutating func parts(until section: String?) throws -> [Part] {
            var out: [Part] = []
            while let open = rest.firstRange(of: "{{") {
                var before = rest[..<open.lowerBound]
                let after = rest[open.upperBound...]
                guard let close = after.firstRange(of: "}}") else {
                    throw Self.problem("Pole zaczyna się od „{{”, ale nie kończy się na „}}”: „{{\(after.prefix(30))”. Dopisz „}}”.")
                }
                let tag = after[..<close.lowerBound].filter { !$0.isWhitespace }
                rest = after[close.upperBound...]
                if let first = tag.first, "#^/".contains(first) { dropLineOfItsOwn(&before) }
                if !before.isEmpty { out.append(.text(String(before))) }
                switch tag.first {
                case "#", "^":
                    let name = String(tag.dropFirst())
                    try check(name)
                    guard depth < 8 else { throw Self.problem("Zbyt wiele części warunkowych jedna w drugiej, najwyżej 8.") }
                    depth += 1
                    out.append(.section(name, whenKnown: tag.first == "#", try parts(until: name)))
                    depth -= 1
                case "/":
                    guard let section, tag.dropFirst() == section else {
                        throw Self.problem("Część „{{\(tag)}}” kończy się, choć się nie zaczęła. Usuń ją albo dopisz początek „{{#\(tag.dropFirst())}}”.")
                    }
                    return out
                default:
                    isAtLineStart = false
                    try check(String(tag))
                    out.append(.field(String(tag)))
                }
            }
            if let section { throw Self.problem("Część „{{#\(section)}}” nie ma końca. Dopisz „{{/\(section)}}”.") }
            if !rest.isEmpty { out.append(.text(String(rest))) }
            rest = rest[rest.endIndex...]
            return out
        }

        /// A line that holds nothing but the tag of a section is not part of the text.
        private mutating func dropLineOfItsOwn(_ before: inout Substring) {
            let line = before.lastIndex(where: \.isNewline).map { before.index(after: $0) } ?? before.startIndex
            guard before[line...].allSatisfy(\.isWhitespace), line != before.startIndex || isAtLineStart else { return }
            guard let end = rest.firstIndex(where: { !$0.isWhitespace || $0.isNewline }), rest[end].isNewline else { return }
            before = before[..<line]
            rest = rest[rest.index(after: end)...]
            isAtLineStart = true
        }

        private mutating func check(_ name: String) throws {
            guard MergeField.named(name) != nil else {
                throw Self.problem("Nie ma pola „\(name.prefix(60))”. Wybierz pole z listy.")
            }
            if !fields.contains(name) { fields.append(name) }
        }

        private static func problem(_ message: String) -> Problem { Problem(.invalidInput, message, field: "tresc") }
    }
}
