internal import Law

/// How text becomes words by which classes are found and suggested.
///
/// Words are folded and cut to a stem, so that `wycinkę drzew` meets `wycinka drzewa`. The stemmer is small on purpose: it
/// takes off one ending of nouns, adjectives and participles; what it joins wrongly only lowers a rank.
enum ClassWords {
    /// A letter's title is shorter; of a long text its beginning counts.
    static let most = 40

    /// Stems of a text in the order of appearance, each once, with the word they came from.
    static func of(_ text: String, most: Int = most) -> [(stem: String, form: String)] {
        var out: [(stem: String, form: String)] = []
        var known: Set<String> = []
        for word in text.prefix(4_000).split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            let form = word.lowercased()
            let folded = PolishText.folded(form).filter { $0.isASCII }
            // Numbers are parcels, dates and people's identifiers: they say nothing about the class.
            guard folded.count >= 3, folded.count <= 40, !folded.contains(where: \.isNumber), !emptyWords.contains(folded) else { continue }
            let stem = stem(folded)
            if known.insert(stem).inserted { out.append((stem, form)) }
            if out.count == most { break }
        }
        return out
    }

    /// Words of a class by stem: in the title 8, in synonyms 6, in notes 2, together where a word stands in several.
    static func weights(of entry: PlanEntry) -> [String: Int] {
        var out: [String: Int] = [:]
        func add(_ text: String, _ weight: Int) {
            for word in of(text, most: 400) { out[word.stem, default: 0] += weight }
        }
        add(entry.title, 8)
        add(entry.synonyms.joined(separator: " "), 6)
        add(entry.notes, 2)
        return out
    }

    /// - Parameter word: folded, ASCII letters.
    static func stem(_ word: String) -> String {
        for ending in endings where word.utf8.count - ending.utf8.count >= 3 && word.hasSuffix(ending) {
            let rest = String(word.dropLast(ending.count))
            return rest.hasSuffix("ek") && rest.utf8.count > 4 ? String(rest.dropLast(2)) + "k" : rest
        }
        // A fleeting vowel: podatek, podatku.
        return word.hasSuffix("ek") && word.utf8.count > 4 ? String(word.dropLast(2)) + "k" : word
    }

    /// Longest first.
    private static let endings = [
        "owego", "owemu", "owych", "owymi", "owania", "owanie", "owaniu", "eniem", "aniem", "iego", "iemu", "iach", "iami", "owie", "owej", "owym", "enia", "enie",
        "eniu", "ania", "anie", "aniu", "ami", "ach", "ego", "emu", "ych", "ymi", "ich", "imi", "owy", "owa", "owe", "iej", "iem", "ia", "ie", "ii", "iu", "io", "om",
        "ow", "em", "ej", "ym", "im", "a", "e", "i", "o", "u", "y",
    ].sorted { ($0.count, $1) > ($1.count, $0) }

    /// Words that stand in every letter.
    private static let emptyWords: Set<String> = [
        "oraz", "lub", "dla", "przez", "przy", "pod", "nad", "bez", "aby", "zeby", "jest", "sie", "nie", "tego", "tej", "ten", "ktory", "ktora", "ktore", "innych",
        "inne", "tym", "jak", "albo", "sprawie", "sprawa", "sprawy", "spraw", "prosze", "dotyczy", "dotyczace", "dotyczacy", "moja", "moj", "pan", "pani", "burmistrz",
        "urzad", "gmina", "gminy", "roku", "przyklad",
    ]
}
