/// The text of a letter as officers type it; its form is read where it is set in type (`StructuredText` of the typesetting room).
///
/// The chancery keeps the typed text itself. It knows of the form only how to put words in that must stay words.
enum LetterText {
    /// Words from outside (a name, a title) with every sign of form disarmed by `\`, also where they come to stand at the beginning of a line.
    static func escaped(_ words: String) -> String {
        words.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(escapedLine).joined(separator: "\n")
    }

    private static func escapedLine(_ line: Substring) -> String {
        var out = ""
        for c in line {
            if c == "*" || c == "\\" || c == "{" { out.append("\\") }
            out.append(c)
        }
        let text = out.drop(while: \.isWhitespace)
        guard let first = text.first else { return "" }
        var place = text.startIndex
        if first.isASCII, first.isNumber {
            // `1. ` and `1) ` begin a numbered point.
            place = text.firstIndex { !($0.isASCII && $0.isNumber) } ?? text.endIndex
            guard place < text.endIndex, text[place] == "." || text[place] == ")" else { return out }
        } else if first.isASCII, first.isLowercase {
            place = text.index(after: text.startIndex)
            guard place < text.endIndex, text[place] == ")" else { return out }
        } else if !"#-•|[".contains(first) {
            return out
        }
        out.insert("\\", at: place)
        return out
    }
}
