/// The number of posting of a registered letter (numer nadania), as it stands on the sticker and the return slip.
///
/// Spaces, hyphens and brackets are left out; letters are upper case. Two forms are known: thirteen signs of the Universal Postal Union
/// (standard S10, `RR123456785PL`) and twenty digits beginning with `00` (GS1 serial shipping container code).
public struct PostingNumber: Sendable, Hashable, LosslessStringConvertible {
    public let description: String

    public init?(_ text: String) {
        let kept = text.uppercased().filter { !$0.isWhitespace && $0 != "-" && $0 != "(" && $0 != ")" }
        guard (4...40).contains(kept.count), kept.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }) else { return nil }
        description = kept
    }

    public enum Check: Sendable, Hashable {
        case correct, wrong
        /// Another operator's form; nothing can be said.
        case unknownForm
    }

    /// A control digit that disagrees by a rule we have not seen confirmed (`docs/law.md`): the page warns, nothing is refused.
    public var warning: String? {
        check == .wrong && !isUniversal ? "Sprawdź numer nadania, cyfra kontrolna zwykle jest inna" : nil
    }
    /// In the form of the standard S10.
    private var isUniversal: Bool { description.utf8.count == 13 }
    /// A number that cannot be right.
    var isRefused: Bool { check == .wrong && isUniversal }

    /// Whether the control digit agrees.
    public var check: Check {
        let signs = Array(description.utf8)
        func digits(_ range: Range<Int>) -> [Int]? {
            let part = signs[range]
            return part.allSatisfy { (48...57).contains($0) } ? part.map { Int($0) - 48 } : nil
        }
        if signs.count == 13, signs[0...1].allSatisfy({ $0 >= 65 }), signs[11...12].allSatisfy({ $0 >= 65 }), let d = digits(2..<11) {
            let rest = 11 - zip(d, [8, 6, 4, 2, 3, 5, 9, 7]).reduce(0) { $0 + $1.0 * $1.1 } % 11
            return d[8] == (rest == 10 ? 0 : rest == 11 ? 5 : rest) ? .correct : .wrong
        }
        if signs.count == 20, description.hasPrefix("00"), let d = digits(2..<20) {
            // Weights 3 and 1 in turn, from the digit before the control digit.
            let sum = d.dropLast().reversed().enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 3 : 1) }
            return d[17] == (10 - sum % 10) % 10 ? .correct : .wrong
        }
        return .unknownForm
    }
}
