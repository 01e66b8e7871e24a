public import Kernel
import Law

/// A line of an account for whole months in which its kind, base and rate do not change.
///
/// Its parts are checked once, so that counting it cannot fail or overflow.
public struct PropertyItem: Sendable, Hashable {
    public let line: PropertyLine
    /// Thousandths of m², ten-thousandths of ha or whole złote, by the line.
    let units: Int64
    public let rate: PropertyRate
    /// 0…12.
    public let months: Int
    /// The part of the base that an exemption frees; the line is declared all the same.
    public let exempt: Share

    public init(_ line: PropertyLine, _ base: PropertyBase, rate: PropertyRate, months: Int = 12, exempt: Share = .none) throws(Problem) {
        guard base.unit == line.unit else {
            throw Problem(.invalidInput, "Podstawa nie pasuje do pozycji „\(line.polishName)”.", field: "base")
        }
        if case .value(let value) = base, value < .zero || value > PropertyBase.largestValue {
            throw Problem(.invalidInput, "Wartość budowli musi być od 0 do 100 mld zł.", field: "base")
        }
        guard (0...12).contains(months) else { throw Problem(.invalidInput, "Liczba miesięcy musi być od 0 do 12.", field: "months") }
        guard line.unit != .value || rate.hundredths <= PropertyRate.largestPercentage else {
            throw Problem(.invalidInput, "Stawka od budowli musi być od 0 do 100%.", field: "rate")
        }
        self.init(unchecked: line, units: base.units, rate: rate, months: months, exempt: exempt)
    }

    init(unchecked line: PropertyLine, units: Int64, rate: PropertyRate, months: Int, exempt: Share) {
        self.line = line
        self.units = units
        self.rate = rate
        self.months = months
        self.exempt = exempt
    }

    /// One grosz in the units of `exact`.
    static let groszUnits: Int64 = 120_000

    /// The tax of the line, without rounding and without the exemption, in 1/120 000 of a grosz.
    ///
    /// That unit holds thousandths of m², ten-thousandths of ha and twelfths of a year alike. The largest inputs give 8.4·10¹⁸,
    /// which fits 64 bits.
    var exact: Int64 {
        let product = units * rate.hundredths * Int64(months)
        return switch line.unit {
        case .squareMetre: product * 10
        case .hectare: product
        case .value: product * 100
        }
    }

    /// The tax of the line to the grosz: base × rate × months / 12, a half up. Source: UPOL art. 6 ust. 5; rounding is a setting.
    public var amount: Money {
        if exempt.isNone { return Money(grosze: Rounding.halfUp.quotient(exact, by: PropertyItem.groszUnits)) }
        let taxed = Int128(exact) * Int128(exempt.rest.numerator)
        return Money(grosze: Int64(Rounding.halfUp.quotient(taxed, by: Int128(PropertyItem.groszUnits) * Int128(exempt.denominator))))
    }

    /// What the exemption frees: the amount without it less the amount with it. For the report on revenue forgone.
    public var forgone: Money {
        exempt.isNone ? .zero : PropertyItem(unchecked: line, units: units, rate: rate, months: months, exempt: .none).amount - amount
    }

    public var base: PropertyBase {
        switch line.unit {
        case .squareMetre: .area(Area(unchecked: units))
        case .hectare: .waters(Hectares(unchecked: units))
        case .value: .value(Money(zlotys: units))
        }
    }
}
