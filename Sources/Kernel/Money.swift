/// An amount of money in whole grosze.
///
/// Amounts that come from outside are at most `largest`, so that sums of them stay far inside 64 bits; a sum that leaves them all
/// the same stops the program rather than go on with a wrong amount.
public struct Money: Sendable, Hashable, Comparable, Codable {
    public let grosze: Int64

    public init(grosze: Int64) { self.grosze = grosze }
    public init(zlotys: Int64) { grosze = zlotys * 100 }

    public static let zero = Money(grosze: 0)
    /// Ten billion złote (dziesięć miliardów), more than the yearly budget of any municipality but the capital.
    public static let largest = Money(grosze: 1_000_000_000_000)

    public static func < (a: Money, b: Money) -> Bool { a.grosze < b.grosze }
    public static func + (a: Money, b: Money) -> Money { Money(grosze: a.grosze + b.grosze) }
    public static func - (a: Money, b: Money) -> Money { Money(grosze: a.grosze - b.grosze) }
    public static prefix func - (a: Money) -> Money { Money(grosze: -a.grosze) }
    public static func += (a: inout Money, b: Money) { a = a + b }
    public static func -= (a: inout Money, b: Money) { a = a - b }

    public init(from decoder: any Decoder) throws { grosze = try decoder.singleValueContainer().decode(Int64.self) }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(grosze)
    }
}

extension Money: LosslessStringConvertible {
    /// For machines: `1259.09`.
    public var description: String { ExactDecimal(digits: grosze, scale: 2).description }

    /// Reads `1259.09`, `1259,09`, `1259`; `nil` when it is no amount, has parts of a grosz or is beyond `largest` either way.
    public init?(_ text: String) {
        guard let number = ExactDecimal(text)?.units(scale: 2), number.magnitude <= Money.largest.grosze.magnitude else { return nil }
        grosze = number
    }
}

extension Sequence<Money> {
    public var sum: Money { reduce(.zero, +) }
}
