/// A length on paper, in tenths of a millimetre.
public struct Millimetres: Sendable, Hashable, Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    public var tenths: Int

    public init(tenths: Int) { self.tenths = tenths }
    public init(_ whole: Int) { tenths = whole * 10 }
    public init(integerLiteral value: Int) { tenths = value * 10 }

    public static func < (a: Millimetres, b: Millimetres) -> Bool { a.tenths < b.tenths }
    public static func + (a: Millimetres, b: Millimetres) -> Millimetres { Millimetres(tenths: a.tenths + b.tenths) }
    public static func - (a: Millimetres, b: Millimetres) -> Millimetres { Millimetres(tenths: a.tenths - b.tenths) }
    public static func * (a: Millimetres, n: Int) -> Millimetres { Millimetres(tenths: a.tenths * n) }

    public var description: String { "\(tenths / 10),\(abs(tenths % 10)) mm" }
}
