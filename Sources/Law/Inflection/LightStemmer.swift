/// Cuts the endings of Polish nouns and adjectives off, for words that no dictionary knows.
///
/// Coarse on purpose: it takes folded words (`umowami` → `umow`) and knows nothing of what a word means. Names of people and places are the use.
enum LightStemmer {
    /// Longest first; each with the least number of letters that must stay.
    private static let endings: [(ending: [UInt8], rest: Int)] = [
        ("skiego", 2), ("skiemu", 2), ("ckiego", 2), ("ckiemu", 2), ("skimi", 2), ("ckimi", 2), ("skich", 2), ("ckich", 2), ("skiej", 2), ("ckiej", 2),
        ("iami", 3), ("iach", 3), ("skim", 2), ("ckim", 2), ("owie", 3), ("iego", 3), ("iemu", 3), ("ami", 3), ("ach", 3), ("owi", 3), ("iem", 3),
        ("iom", 3), ("ego", 3), ("emu", 3), ("ymi", 3), ("imi", 3), ("ych", 3), ("ich", 3), ("iej", 3), ("iec", 3), ("ski", 2), ("cki", 2), ("ska", 2),
        ("cka", 2), ("ium", 3), ("em", 3), ("om", 3), ("ow", 3), ("ej", 3), ("ym", 3), ("im", 3), ("ie", 3), ("ia", 3), ("iu", 3), ("io", 3), ("a", 3),
        ("e", 3), ("i", 3), ("o", 3), ("u", 3), ("y", 3),
    ].map { (Array($0.0.utf8), $0.1) }

    /// - Parameter word: folded, small letters.
    static func stem(_ word: String) -> String {
        let letters = Array(word.utf8)
        guard letters.count > 3, letters.allSatisfy({ (97...122).contains($0) }) else { return word }
        for (ending, rest) in endings where letters.count - ending.count >= rest && letters.suffix(ending.count).elementsEqual(ending) {
            // -ski keeps its first letters: it is the ending of a name, not of a case.
            let kept = ending.count > 2 && (ending[0] == 115 || ending[0] == 99) && ending[1] == 107 ? 2 : 0
            return String(decoding: hardened(letters.dropLast(ending.count - kept)), as: UTF8.self)
        }
        return String(decoding: hardened(letters[...]), as: UTF8.self)
    }

    /// The last consonant as before other endings: `wniosek` and `wniosk-`, `droga` and `drodz-`, `sprawca` and `sprawc-`.
    private static func hardened(_ stem: ArraySlice<UInt8>) -> [UInt8] {
        var out = Array(stem)
        let n = out.count
        guard n >= 4 else { return out }
        let text = String(decoding: out.suffix(3), as: UTF8.self)
        if text.hasSuffix("ek") {
            out.remove(at: n - 2)
        } else if text.hasSuffix("dz") {
            out.replaceSubrange((n - 2)..<n, with: [UInt8(ascii: "g")])
        } else if text.hasSuffix("rz"), n > 4 {
            out.removeLast()
        }
        return out
    }
}
