import Foundation
@testable import Law
import Testing

@Suite struct InflectionTests {
    /// Put by `scripts/setup`; without it a server works on with endings alone.
    static let dictionary = MorphologicalDictionary(path: URL(fileURLWithPath: #filePath).path.components(separatedBy: "/Tests/")[0] + "/.dictionary/polish.dict")
    /// In CI the dictionary must be there; elsewhere tests that need it are skipped.
    static let isExpected = dictionary != nil || ProcessInfo.processInfo.environment["CI"] != nil

    /// How many of the pairs (looked for, stands in the document) come together, either way round, with Polish letters and without, in per mille.
    private func found(_ inflection: PolishInflection) -> (perMille: Int, missed: [String]) {
        var missed: [String] = []
        var all = 0
        for (base, forms) in OfficeForms.forms {
            for form in forms.split(separator: " ").map(String.init) {
                for (query, document) in [(base, form), (form, base)] {
                    for typed in [query.lowercased(), PolishText.folded(query)] {
                        all += 1
                        let isBeginning = PolishText.folded(document).hasPrefix(PolishText.folded(query))
                        let isSame = !Set(inflection.roots(ofTyped: typed)).isDisjoint(with: inflection.roots(of: document.lowercased()))
                        if !isBeginning, !isSame { missed.append("\(typed) → \(document)") }
                    }
                }
            }
        }
        return ((all - missed.count) * 1000 / all, missed)
    }

    @Test("The list holds 200 forms") func size() {
        #expect(OfficeForms.forms.map { $0.forms.split(separator: " ").count }.reduce(0, +) == 200)
    }

    @Test("With the dictionary 95 of 100 forms of office words are found", .enabled(if: InflectionTests.isExpected)) func withDictionary() {
        let (perMille, missed) = found(PolishInflection(dictionary: Self.dictionary))
        #expect(perMille >= 950, "\(missed)")
    }

    @Test("Without it cut endings find 85 of 100") func withoutDictionary() {
        let (perMille, missed) = found(PolishInflection(dictionary: nil))
        #expect(perMille >= 850, "\(missed)")
    }

    @Test("Words that only look alike stay apart", arguments: [true, false]) func different(_ withDictionary: Bool) {
        let inflection = PolishInflection(dictionary: withDictionary ? Self.dictionary : nil)
        for (query, document) in OfficeForms.different {
            let common = Set(inflection.roots(ofTyped: query.lowercased())).intersection(inflection.roots(of: document.lowercased()))
            #expect(common.isEmpty, "\(query), \(document)")
            #expect(!PolishText.folded(document).hasPrefix(PolishText.folded(query)))
        }
    }

    @Test("A word typed without Polish letters stands for all it may mean", .enabled(if: InflectionTests.isExpected)) func unmarked() {
        let inflection = PolishInflection(dictionary: Self.dictionary)
        #expect(Set(inflection.roots(ofTyped: "lodzi")).contains("lodz"))
        #expect(Set(inflection.roots(ofTyped: "umowe")).contains("umowa"))
        #expect(inflection.roots(of: "łodzi") == ["lodz"] || inflection.roots(of: "łodzi").contains("lodz"))
    }

    @Test("A file that is no dictionary, or a damaged one, is no crash", .enabled(if: InflectionTests.isExpected)) func damaged() throws {
        #expect(MorphologicalDictionary(path: "/nie/ma") == nil)
        #expect(MorphologicalDictionary(bytes: Array("\\fsa to nie jest".utf8)) == nil)
        let path = URL(fileURLWithPath: #filePath).path.components(separatedBy: "/Tests/")[0] + "/.dictionary/polish.dict"
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var random = SystemRandomNumberGenerator()
        for round in 0..<40 {
            var bytes = round % 2 == 0 ? Array(whole.prefix(Int.random(in: 9..<whole.count, using: &random))) : whole
            for _ in 0..<(round * 50) { bytes[Int.random(in: 8..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            guard let dictionary = MorphologicalDictionary(bytes: bytes) else { continue }
            for (base, _) in OfficeForms.forms { _ = dictionary.baseForms(of: base.lowercased(), ignoringMarks: true) }
        }
    }
}
