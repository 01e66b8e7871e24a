public import Kernel
internal import Law

/// What a machine read on a scanned letter; a proposal that a clerk checks, never a fact.
public struct ScanReading: Sendable, Hashable {
    /// Subject or kind of the letter (temat), at most 200 characters.
    public var title = ""
    /// Date on the letter.
    public var letterDate: Day?
    /// Sign given by the sender (znak nadawcy).
    public var foreignSign = ""
    public var attachmentCount: Int?
    /// Lines that may be the sender's name, the likeliest first; compared with people and bodies the office knows.
    public var names: [String] = []

    public init() {}

    /// Reads the text of a scan; pure, and linear for only the first four hundred lines are read.
    ///
    /// - Parameter text: as the recognition gave it, a line of the page in a line.
    public init(_ text: String) {
        let lines = text.split(maxSplits: 400, whereSeparator: \.isNewline).prefix(400).map { ScanReading.squeezed($0) }.filter { !$0.isEmpty }
        title = ScanReading.title(lines)
        letterDate = lines.prefix(15).lazy.compactMap(ScanReading.date).first ?? lines.suffix(6).lazy.compactMap(ScanReading.date).first
        foreignSign = ScanReading.after(["znak sprawy:", "nasz znak:", "znak:", "l.dz.:", "l.dz.", "nr sprawy:"], lines).map { ScanReading.cut($0, 60) } ?? ""
        attachmentCount = ScanReading.attachments(lines)
        names = ScanReading.names(lines)
    }

    private static func squeezed(_ line: Substring) -> String {
        String(line.prefix(400)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func cut(_ text: String, _ length: Int) -> String {
        guard text.count > length else { return text }
        let head = text.prefix(length)
        return String(head[..<(head.lastIndex(of: " ") ?? head.endIndex)])
    }

    private static func after(_ labels: [String], _ lines: [String]) -> String? {
        for line in lines {
            for label in labels where PolishText.folded(line).hasPrefix(label) {
                let rest = String(line.dropFirst(label.count)).trimmed
                if !rest.isEmpty { return rest }
            }
        }
        return nil
    }

    private static let kinds = [
        "wniosek", "skarga", "odwolanie", "podanie", "prosba", "petycja", "oswiadczenie", "zazalenie", "wezwanie", "zawiadomienie", "faktura", "oferta",
        "deklaracja", "reklamacja", "sprzeciw", "zgloszenie", "ponaglenie", "informacja", "zaproszenie", "upowaznienie", "pelnomocnictwo", "umowa",
    ]

    private static func title(_ lines: [String]) -> String {
        if let subject = after(["dotyczy:", "dot.:", "dot.", "temat:", "przedmiot:", "sprawa:"], lines) { return cut(sentence(subject), 200) }
        for (at, line) in lines.enumerated() {
            guard let first = PolishText.folded(line).split(whereSeparator: { !$0.isLetter }).first, kinds.contains(String(first)), line.count <= 120 else { continue }
            var whole = sentence(line)
            // "WNIOSEK" alone in its line: what about stands in the next one.
            if at + 1 < lines.count, let next = lines[at + 1].first, next.isLowercase, lines[at + 1].count <= 120 { whole = sentence(whole + " " + lines[at + 1]) }
            return cut(whole, 200)
        }
        return ""
    }

    /// Words in capitals become a sentence; a full stop at the end goes.
    private static func sentence(_ text: String) -> String {
        var out = text
        if out.contains(where: \.isLetter), !out.contains(where: \.isLowercase) { out = out.lowercased() }
        while let last = out.last, ".:,; ".contains(last) { out.removeLast() }
        return out.prefix(1).uppercased() + out.dropFirst()
    }

    private static let months = [
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "wrzesnia", "pazdziernika", "listopada", "grudnia",
    ]

    /// The first date of a line: `12.03.2026`, `12-03-2026`, `2026-03-12`, `12 marca 2026`.
    static func date(_ line: String) -> Day? {
        let words = PolishText.folded(line).split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard words.count >= 3 else { return nil }
        for i in 0...(words.count - 3) {
            let (a, b, c) = (words[i], words[i + 1], words[i + 2])
            let month = months.firstIndex(of: b).map { $0 + 1 } ?? (b.count <= 2 ? Int(b) : nil)
            guard let month else { continue }
            if a.count <= 2, let d = Int(a), c.count == 4, let y = Int(c), (1990...2100).contains(y), let day = Day(year: y, month: month, day: d) { return day }
            if a.count == 4, let y = Int(a), (1990...2100).contains(y), c.count <= 2, let d = Int(c), let day = Day(year: y, month: month, day: d) { return day }
        }
        return nil
    }

    private static func attachments(_ lines: [String]) -> Int? {
        for (at, line) in lines.enumerated() {
            let folded = PolishText.folded(line)
            guard folded.hasPrefix("zalacznik") || folded.hasPrefix("zal.") else { continue }
            let numbers = folded.split { !$0.isNumber }.compactMap { Int($0) }.filter { (1...99).contains($0) }
            if let n = numbers.first, numbers.count == 1 { return n }
            // A list below, numbered from one.
            var count = 0
            for next in lines.dropFirst(at + 1) {
                guard let n = next.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) }), n == count + 1, next.first?.isNumber == true else { break }
                count = n
            }
            if count > 0 { return count }
        }
        return nil
    }

    /// Lines of one to six words, each with a capital: from the head of the letter and from below its greeting.
    private static func names(_ lines: [String]) -> [String] {
        var out: [String] = []
        for line in lines.prefix(12) + lines.suffix(8) {
            let bare = line.split(whereSeparator: { ",;:()/|_".contains($0) }).first.map { String($0).trimmed } ?? ""
            let words = bare.split(separator: " ")
            guard (1...8).contains(words.count), !bare.contains(where: \.isNumber), bare.count >= 3 else { continue }
            guard words.filter({ $0.first?.isUppercase == true }).count * 2 > words.count, !out.contains(bare) else { continue }
            out.append(bare)
        }
        return out
    }
}

extension String {
    fileprivate var trimmed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
