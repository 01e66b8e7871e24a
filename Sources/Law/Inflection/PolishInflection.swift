internal import Foundation

/// Brings the forms of a Polish word together: what a person looks for as `umowy` is found as `umowa` and `umowami`.
///
/// With the dictionary by its base forms, and by cut endings where the dictionary does not know the word (most names) or is absent.
public struct PolishInflection: Sendable {
    /// Changes whenever the same text would give other roots; an index made with another one is made anew.
    public internal(set) var version: String
    private let dictionary: MorphologicalDictionary?

    public init(dictionary: MorphologicalDictionary?) {
        self.dictionary = dictionary
        version = dictionary == nil ? "endings-1" : "morfologik-2.1-1"
    }

    public var hasDictionary: Bool { dictionary != nil }

    /// The one of this process, from the file named by `EURZAD_SEARCH_DICTIONARY`, or from where `scripts/setup` and a package put it.
    public static let shared: PolishInflection = {
        let named = ProcessInfo.processInfo.environment["EURZAD_SEARCH_DICTIONARY"].map { [$0] }
        let places = named ?? [".dictionary/polish.dict", "/usr/local/share/eurzad/polish.dict", "/usr/share/eurzad/polish.dict"]
        return PolishInflection(dictionary: places.lazy.compactMap { MorphologicalDictionary(path: $0) }.first)
    }()

    /// What a word of a document has in common with its other forms, folded; at least one.
    ///
    /// - Parameter word: small letters, with the Polish ones where they were written.
    public func roots(of word: String) -> [String] {
        var bases = dictionary?.baseForms(of: word, ignoringMarks: false) ?? []
        if bases.isEmpty { bases = dictionary?.baseForms(of: word, ignoringMarks: true) ?? [] }
        return roots(bases, of: word)
    }

    /// The same for a word that a person typed to find something: without Polish letters it stands for every word it may mean.
    public func roots(ofTyped word: String) -> [String] {
        guard word.utf8.allSatisfy({ $0 < 128 }) else { return roots(of: word) }
        return roots(dictionary?.baseForms(of: word, ignoringMarks: true) ?? [], of: word)
    }

    private func roots(_ bases: [String], of word: String) -> [String] {
        guard !bases.isEmpty else { return [LightStemmer.stem(PolishText.folded(word))] }
        var roots: [String] = []
        for base in bases {
            let root = PolishText.folded(base)
            if !roots.contains(root) { roots.append(root) }
        }
        return roots
    }
}
