public import Kernel
public import Store

/// A class proposed for a letter, with how sure the proposal is and why.
public struct ClassSuggestion: Sendable, Hashable {
    public var hit: ClassHit
    /// Percent, 1 to 99.
    public var certainty: Int
    /// In Polish, for example `14 z 15 pism ze słowem „drzewa” tam trafiło`.
    public var reason: String
}

/// Weighs what a letter's words say about its class: what letters with the same words got, and which words stand in the plan.
///
/// A vote, so that its reason can be told: each word gives its voice to classes in the measure in which letters with it went
/// there; a word that went everywhere (`wniosek`) has a weak voice. Whole numbers only, in thousandths.
struct ClassScorer {
    /// How many letters with a word went to a class.
    struct Habit: Sendable, Hashable {
        var word: String
        var symbol: ClassSymbol
        var letters: Int
        /// As people write it, or empty for a word that stands for the sender.
        var form: String
    }
    /// A word of the letter that stands in the description of a class.
    struct Overlap: Sendable, Hashable {
        var word: String
        var form: String
        var symbol: ClassSymbol
        var weight: Int
    }
    struct Score: Sendable, Hashable {
        var symbol: ClassSymbol
        var certainty: Int
        var reason: String
    }

    /// What stands for not knowing: a single weak word never makes a proposal sure.
    private static let doubt = 600
    /// Experience of the office weighs more than words of the plan.
    private static let habitWeight = 4

    static func scores(_ habits: [Habit], _ overlaps: [Overlap], most: Int) -> [Score] {
        var votes: [ClassSymbol: Int] = [:]
        var strongest: [ClassSymbol: (voice: Int, letters: Int, of: Int, form: String)] = [:]
        for (_, group) in Dictionary(grouping: habits, by: \.word) {
            let total = group.map(\.letters).reduce(0, +)
            guard total > 0, let top = group.map(\.letters).max() else { continue }
            let purity = 1_000 * top / total
            // Few letters are weak evidence: one in two, two in three, nine in ten of the full voice.
            let strength = purity * purity / 1_000 * total / (total + 1)
            for habit in group {
                let voice = strength * habit.letters / total
                votes[habit.symbol, default: 0] += voice * habitWeight
                let known = strongest[habit.symbol]
                if known.map({ (voice, habit.form) > ($0.voice, $0.form) }) ?? true {
                    strongest[habit.symbol] = (voice, habit.letters, total, habit.form)
                }
            }
        }
        var words: [ClassSymbol: [String]] = [:]
        for (_, group) in Dictionary(grouping: overlaps, by: \.word) {
            let total = group.map(\.weight).reduce(0, +)
            for one in group {
                votes[one.symbol, default: 0] += 1_000 * one.weight / total * min(one.weight, 8) / 8
                if !one.form.isEmpty { words[one.symbol, default: []].append(one.form) }
            }
        }
        let all = votes.values.reduce(0, +)
        return votes.map { symbol, vote in
            let certainty = min(99, 100 * vote / (all + doubt))
            var reasons: [String] = []
            if let best = strongest[symbol], best.voice > 0 {
                let what = best.form.isEmpty ? "pism tego nadawcy" : "pism ze słowem „\(best.form)”"
                reasons.append("\(best.letters) z \(best.of) \(what) tam trafiło")
            }
            if let found = words[symbol] { reasons.append("w opisie klasy są słowa: \(Set(found).sorted().prefix(4).joined(separator: ", "))") }
            return Score(symbol: symbol, certainty: certainty, reason: reasons.joined(separator: "; "))
        }
        .filter { $0.certainty >= 5 }
        .sorted { ($1.certainty, $0.symbol) < ($0.certainty, $1.symbol) }
        .prefix(most).map { $0 }
    }
}

extension FilePlan {
    /// Proposes classes for a letter, most likely first; empty where nothing speaks for any.
    ///
    /// - Parameters:
    ///   - text: the letter's title and the beginning of its content.
    ///   - sender: whose earlier letters count too, where it is an institution.
    public static func suggest(
        _ c: any SQLConnection, text: String, sender: Correspondent? = nil, unit: UnitID? = nil, on day: Day, limit: Int = 3
    ) throws -> [ClassSuggestion] {
        guard let version = try version(c, on: day) else { return [] }
        let words = ClassWords.of(text)
        let senderWord = sender.flatMap(senderWord)
        let forms = Dictionary(words.map { ($0.stem, $0.form) }, uniquingKeysWith: { first, _ in first })
        let keys = words.map(\.stem) + (senderWord.map { [$0] } ?? [])
        guard !keys.isEmpty else { return [] }
        let open = "SELECT symbol FROM file_plan_class WHERE version_id = \(version) AND is_leaf = 1" as SQL
        let habits = try c.query(
            "SELECT word, symbol, letters FROM file_plan_habit WHERE word IN (\(list: keys)) AND symbol IN (\(sql: open))"
        ) { row in
            let word = try row.text("word")
            return ClassScorer.Habit(
                word: word, symbol: try row.parsed("symbol"), letters: Int(try row.int("letters")), form: forms[word] ?? "")
        }
        let overlaps = try c.query(
            """
            SELECT w.word, w.weight, p.symbol FROM file_plan_word AS w JOIN file_plan_class AS p ON p.id = w.class_id
            WHERE w.version_id = \(version) AND w.word IN (\(list: keys)) AND p.is_leaf = 1
            """
        ) { row in
            let word = try row.text("word")
            return ClassScorer.Overlap(word: word, form: forms[word] ?? "", symbol: try row.parsed("symbol"), weight: Int(try row.int("weight")))
        }
        let scores = ClassScorer.scores(habits, overlaps, most: limit)
        let found = try classes(c, where: "version_id = \(version) AND symbol IN (\(list: scores.map(\.symbol)))")
        let hits = Dictionary(try hits(c, found, version, unit: unit).map { ($0.planClass.symbol, $0) }, uniquingKeysWith: { first, _ in first })
        return scores.compactMap { score in
            hits[score.symbol].map { ClassSuggestion(hit: $0, certainty: score.certainty, reason: score.reason) }
        }
    }

    /// Remembers that a letter's case was opened in a class: the officer's recent classes and the words' habits.
    ///
    /// Only words of the title are kept, without numbers and without the words of the sender's name, so that no person can be
    /// found in what was learned; an institution is remembered by its key. May run in the opening transaction or in a job.
    public static func learn(
        _ c: any SQLConnection, _ symbol: ClassSymbol, title: String, sender: Correspondent? = nil, by officer: OfficerID, at now: Instant
    ) throws {
        try c.execute(
            """
            INSERT INTO file_plan_use (officer_id, symbol, used_at) VALUES (\(officer), \(symbol), \(now))
            ON CONFLICT (officer_id, symbol) DO UPDATE SET used_at = excluded.used_at
            """)
        let names = Set(ClassWords.of(sender?.label ?? "").map(\.stem))
        var words = ClassWords.of(title).filter { !names.contains($0.stem) }
        if let key = sender.flatMap(senderWord) { words.append((key, "")) }
        guard !words.isEmpty else { return }
        var rows: SQL = ""
        for (index, word) in words.sorted(by: { $0.stem < $1.stem }).enumerated() {
            rows += index == 0 ? "" : ", "
            rows += "(\(word.stem), \(symbol), 1)"
        }
        try c.execute(
            """
            INSERT INTO file_plan_habit (word, symbol, letters) VALUES \(sql: rows)
            ON CONFLICT (word, symbol) DO UPDATE SET letters = file_plan_habit.letters + 1
            """)
    }

    /// Institutions only; what a person writes about is not kept under that person.
    private static func senderWord(_ sender: Correspondent) -> String? {
        guard case .institution = sender.designation, sender.identifiers.pesel == nil else { return nil }
        return "@" + String(sender.key.prefix(200))
    }
}
