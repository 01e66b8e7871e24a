public import Kernel
import Law

/// What a line of the property tax is counted from.
///
/// Land and buildings: area; waters: hectares; structures: value, first rounded to whole złote. Source: UPOL art. 4 ust. 1;
/// Ordynacja podatkowa art. 63 § 1 for the value.
public enum PropertyBase: Sendable, Hashable {
    case area(Area)
    case waters(Hectares)
    case value(Money)

    /// Largest value of a structure, 100 billion złote.
    public static let largestValue = Money(zlotys: 100_000_000_000)

    /// Reads a base in the unit of the line: m², ha or zł.
    /// - Throws: `Problem` with the field when it has too many digits or is out of range.
    public init(_ number: ExactDecimal, for line: PropertyLine, field: String = "base") throws(Problem) {
        switch line.unit {
        case .squareMetre: self = .area(try Area(squareMetres: number, field: field))
        case .hectare: self = .waters(try Hectares(number, field: field))
        case .value:
            guard let grosze = number.units(scale: 2) else { throw Problem(.invalidInput, "Podaj wartość budowli w złotych i groszach.", field: field) }
            self = .value(Money(grosze: grosze))
        }
    }

    var unit: PropertyLine.Unit {
        switch self {
        case .area: .squareMetre
        case .waters: .hectare
        case .value: .value
        }
    }

    /// Whole units of the base: thousandths of m², ten-thousandths of ha, whole złote.
    var units: Int64 {
        switch self {
        case .area(let area): area.thousandths
        case .waters(let area): area.tenThousandths
        case .value(let value): value.wholeZlotys.grosze / 100
        }
    }

    public var polishText: String {
        switch self {
        case .area(let area): "\(area) m²"
        case .waters(let area): "\(area) ha"
        case .value(let value): "\(units) zł\(value.grosze % 100 == 0 ? "" : " (wartość \(value) zł po zaokrągleniu)")"
        }
    }
}
