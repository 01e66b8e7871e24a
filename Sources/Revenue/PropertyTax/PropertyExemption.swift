import Kernel

/// An exemption of a part of an object for some months (zwolnienie).
///
/// Source: UPOL art. 7 ust. 1–2 (statutory), ust. 3 (by resolution of the council). An exempt line is declared all the same.
public struct PropertyExemption: Sendable, Hashable {
    /// A code of the register of exemptions, for example `7-1-4b`.
    public var code: String
    /// The provision or resolution.
    public var basis: String
    public var share: Share
    public var span: MonthSpan
    /// Whether it is public aid, so that a certificate and a report are due.
    public var isPublicAid: Bool

    public init(code: String, basis: String, share: Share = .whole, span: MonthSpan = .wholeYear, isPublicAid: Bool = false) {
        self.code = code
        self.basis = basis
        self.share = share
        self.span = span
        self.isPublicAid = isPublicAid
    }

    /// The part of the base that the exemptions free in a month; parts of several are added.
    static func share(of exemptions: [PropertyExemption], in month: Int) throws(Problem) -> Share {
        let held = exemptions.filter { $0.span.first <= month && month <= $0.span.last && !$0.share.isNone }
        guard let first = held.first else { return .none }
        guard held.count > 1 else { return first.share }
        let tooMuch = Problem(.invalidInput, "Zwolnienia obejmują razem więcej niż całość albo mają zbyt drobne ułamki. Popraw ich części.", field: "exempt")
        var n: Int64 = 0, d: Int64 = 1
        for share in held.map(\.share) {
            // Denominators are at most 10⁹; the sum is kept in lowest terms so that the next fits.
            let numerator = Int128(n) * Int128(share.denominator) + Int128(share.numerator) * Int128(d)
            let denominator = Int128(d) * Int128(share.denominator)
            let divisor = gcd(numerator, denominator)
            guard let nn = Int64(exactly: numerator / divisor), let dd = Int64(exactly: denominator / divisor), nn <= dd, dd <= Share.largest else {
                throw tooMuch
            }
            n = nn
            d = dd
        }
        return try Share(n, of: d, field: "exempt")
    }

    private static func gcd(_ a: Int128, _ b: Int128) -> Int128 { b == 0 ? max(a, 1) : gcd(b, a % b) }
}
