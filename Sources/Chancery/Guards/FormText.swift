internal import Foundation
internal import Kernel

/// Words a person has to give: a reason, a title, a note.
enum FormText {
    static let reasonLength = 500

    static func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }

    /// The words without blanks at their ends.
    /// - Throws: `Problems` with the field, where there are none or too many.
    static func required(_ text: String, field: String, ask: String, max: Int = reasonLength) throws -> String {
        let text = trimmed(text)
        guard !text.isEmpty else { throw Problems([Problem(.invalidInput, ask, field: field)]) }
        guard text.count <= max else { throw Problems([Problem(.invalidInput, "Skróć tekst do \(max) znaków", field: field)]) }
        return text
    }

    static func reason(_ text: String) throws -> String { try required(text, field: "powod", ask: "Podaj powód") }
}
