public import Kernel

/// A part of a whole as a fraction, between nothing and all.
public struct Share: Sendable, Hashable {
    public let numerator: Int64
    public let denominator: Int64

    /// Enough for the shares of any land and mortgage register.
    public static let largest: Int64 = 1_000_000_000
    public static let none = Share(unchecked: 0, of: 1)
    public static let whole = Share(unchecked: 1, of: 1)
    public static let half = Share(unchecked: 1, of: 2)

    public init(_ numerator: Int64, of denominator: Int64, field: String = "share") throws(Problem) {
        guard (1...Share.largest).contains(denominator), (0...denominator).contains(numerator) else {
            throw Problem(.invalidInput, "Udział musi być ułamkiem od 0 do 1, na przykład 1/2.", field: field)
        }
        self.numerator = numerator
        self.denominator = denominator
    }

    private init(unchecked numerator: Int64, of denominator: Int64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Reads `5540/123456`, `0.5` or `1`.
    public init(_ text: String, field: String = "share") throws(Problem) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, let n = Int64(parts[0]), let d = Int64(parts[1]) {
            try self.init(n, of: d, field: field)
        } else if parts.count == 1, let decimal = ExactDecimal(text), decimal.scale <= 9 {
            try self.init(decimal.digits, of: (0..<decimal.scale).reduce(1) { n, _ in n * 10 }, field: field)
        } else {
            throw Problem(.invalidInput, "Podaj udział jako ułamek, na przykład 1/2.", field: field)
        }
    }

    public var isNone: Bool { numerator == 0 }
    /// What is left of the whole.
    public var rest: Share { Share(unchecked: denominator - numerator, of: denominator) }
}

extension Share: CustomStringConvertible {
    public var description: String { "\(numerator)/\(denominator)" }
}
