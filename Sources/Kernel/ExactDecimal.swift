/// A decimal number as it was written: an integer and how many of its digits follow the point.
///
/// For reading amounts, rates and areas without floating point. At most 18 digits, so that every value fits 64 bits.
public struct ExactDecimal: Sendable, Hashable, LosslessStringConvertible {
    public let digits: Int64
    /// Digits after the point, 0…18.
    public let scale: Int

    /// - Parameter scale: digits after the point; a value outside 0…18 is taken as the nearer end.
    public init(digits: Int64, scale: Int) {
        self.digits = digits
        self.scale = min(max(scale, 0), 18)
    }

    /// Reads `-12`, `12.50`; a comma serves as the point. `nil` for anything else, for an exponent and for more than 18 digits.
    public init?(_ text: String) {
        var value: Int64 = 0
        var count = 0, fraction = 0
        var pointSeen = false, negative = false
        for (index, c) in text.utf8.enumerated() {
            switch c {
            case UInt8(ascii: "-") where index == 0: negative = true
            case UInt8(ascii: "."), UInt8(ascii: ","):
                guard !pointSeen, count > 0 else { return nil }
                pointSeen = true
            case 48...57:
                guard count < 18 else { return nil }
                value = value * 10 + Int64(c - 48)
                count += 1
                if pointSeen { fraction += 1 }
            default: return nil
            }
        }
        guard count > 0, !pointSeen || fraction > 0 else { return nil }
        digits = negative ? -value : value
        scale = fraction
    }

    /// The number in units of 10⁻ˢᶜᵃˡᵉ; `nil` when that would lose a digit or does not fit.
    public func units(scale wanted: Int) -> Int64? {
        var value = digits
        if wanted >= scale {
            for _ in scale..<wanted {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                value = product
            }
        } else {
            for _ in wanted..<scale {
                guard value % 10 == 0 else { return nil }
                value /= 10
            }
        }
        return value
    }

    /// With exactly `scale` digits after the point, for example `12.50`.
    public var description: String {
        guard scale > 0 else { return String(digits) }
        let text = String(digits.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - text.count)) + text
        return (digits < 0 ? "-" : "") + padded.dropLast(scale) + "." + padded.suffix(scale)
    }

    /// Without zeros at the end of the fraction, for example `26` or `26.5`.
    public var trimmed: ExactDecimal {
        var value = digits
        var left = scale
        while left > 0, value % 10 == 0 {
            value /= 10
            left -= 1
        }
        return ExactDecimal(digits: value, scale: left)
    }
}
