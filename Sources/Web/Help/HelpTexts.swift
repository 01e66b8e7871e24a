internal import Kernel
internal import Law

/// The short help of one page, from `Resources/pomoc.md`.
struct HelpText: Sendable, Hashable {
    struct Step: Sendable, Hashable {
        /// Where the step is done.
        var link: String
        var words: String
    }

    /// The page's id: the section of the desk.
    var id: String
    var title: String
    var words: String
    /// More words for people of one role, by the role's raw value.
    var forRole: [String: String]
    var steps: [Step]
}

enum HelpTexts {
    static let all: [HelpText] = parse(String(decoding: PackageResources.pomoc_md, as: UTF8.self))

    static func of(_ id: String) -> HelpText? { all.first { $0.id == id } }

    /// `# id: title`, words, `Dla rola: words`, `Krok: /address | words`.
    static func parse(_ text: String) -> [HelpText] {
        var out: [HelpText] = []
        for line in text.split(separator: "\n").map(String.init) {
            if line.hasPrefix("# "), let colon = line.firstIndex(of: ":") {
                out.append(
                    HelpText(
                        id: String(line[line.index(line.startIndex, offsetBy: 2)..<colon]), title: String(line[line.index(after: colon)...].drop { $0 == " " }),
                        words: "",
                        forRole: [:], steps: []))
                continue
            }
            guard let last = out.indices.last else { continue }
            if line.hasPrefix("Krok: ") {
                let parts = line.dropFirst(6).split(separator: "|", maxSplits: 1).map { $0.trimming(while: \.isWhitespace) }
                if parts.count == 2 { out[last].steps.append(HelpText.Step(link: parts[0], words: parts[1])) }
            } else if line.hasPrefix("Dla "), let colon = line.firstIndex(of: ":") {
                out[last].forRole[String(line.dropFirst(4)[..<colon])] = line[line.index(after: colon)...].trimming(while: \.isWhitespace)
            } else {
                out[last].words += (out[last].words.isEmpty ? "" : "\n\n") + line
            }
        }
        return out
    }

    /// Pages whose help holds every word, whatever its case and Polish marks.
    static func search(_ words: String) -> [HelpText] {
        let wanted = PolishText.folded(words).split(separator: " ").map(String.init)
        guard !wanted.isEmpty else { return [] }
        return all.filter { text in
            let folded = PolishText.folded("\(text.title) \(text.words) \(text.forRole.values.joined(separator: " ")) \(text.steps.map(\.words).joined(separator: " "))")
            return wanted.allSatisfy { folded.contains($0) }
        }
    }
}

extension Substring {
    fileprivate func trimming(while isDropped: (Character) -> Bool) -> String {
        var s = self
        while let first = s.first, isDropped(first) { s.removeFirst() }
        while let last = s.last, isDropped(last) { s.removeLast() }
        return String(s)
    }
}

/// A walk through the steps of a help text, shown at the head of every page until it is over.
struct HelpWalk: Sendable {
    static let cookie = "pokaz"
    var text: HelpText
    /// From 0.
    var step: Int

    /// `letters.1`; `nil` for anything else.
    init?(cookie value: String) {
        let parts = value.split(separator: ".")
        guard parts.count == 2, let text = HelpTexts.of(String(parts[0])), let step = Int(parts[1]), text.steps.indices.contains(step) else { return nil }
        self.text = text
        self.step = step
    }
}
