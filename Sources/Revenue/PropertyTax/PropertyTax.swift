public import Kernel
import Law

/// The property tax of one account for one year (podatek od nieruchomości).
public enum PropertyTax {
    public struct Assessment: Sendable, Hashable {
        public let items: [PropertyItem]
        /// To the grosz each; shown also where the setting rounds only the total.
        public let lines: [Money]
        /// To the grosz.
        public let sum: Money
        /// In whole złote.
        public let tax: Money
        public let settings: TaxSettings
    }

    public static let basis = ["UPOL art. 4, 5, 6", "Ordynacja podatkowa art. 63 § 1"]

    /// The tax in whole złote: every line to the grosz, the sum to the złoty, once.
    ///
    /// Source: UPOL art. 4–6; Ordynacja podatkowa art. 63 § 1.
    public static func tax(_ items: [PropertyItem], settings: TaxSettings = .standard) -> Money {
        sum(items, settings: settings).wholeZlotys
    }

    /// The same, with the lines for the decision or declaration.
    public static func assess(_ items: [PropertyItem], settings: TaxSettings = .standard) throws(Problem) -> Assessment {
        guard items.count <= mostItems else { throw Problem(.tooLarge, "Konto ma więcej niż \(mostItems) pozycji. Podziel je.", field: "lines") }
        let sum = sum(items, settings: settings)
        return Assessment(items: items, lines: items.map(\.amount), sum: sum, tax: sum.wholeZlotys, settings: settings)
    }

    /// So many lines of the largest amount (7·10¹³ grosze) still fit 64 bits.
    public static let mostItems = 100_000

    private static func sum(_ items: [PropertyItem], settings: TaxSettings) -> Money {
        switch settings.lineRounding {
        case .grosz:
            var grosze: Int64 = 0
            for item in items { grosze += item.amount.grosze }
            return Money(grosze: grosze)
        case .none:
            var exact: Int128 = 0
            for item in items {
                let full = Int128(item.exact)
                // An exemption's denominator may be any; it is settled to 1/120 000 of a grosz, far below what can move a złoty.
                exact += item.exempt.isNone ? full : full * Int128(item.exempt.rest.numerator) / Int128(item.exempt.denominator)
            }
            return Money(grosze: Int64(Rounding.halfUp.quotient(exact, by: Int128(PropertyItem.groszUnits))))
        }
    }

    /// Lines that differ only in their months become one, in the order in which they first appear.
    ///
    /// With lines rounded to the grosz it may move the yearly tax by at most one złoty.
    public static func merged(_ items: [PropertyItem]) -> [PropertyItem] {
        var out: [PropertyItem] = []
        for item in items {
            let same = out.firstIndex {
                $0.line == item.line && $0.units == item.units && $0.rate == item.rate && $0.exempt == item.exempt && $0.months + item.months <= 12
            }
            guard let same else {
                out.append(item)
                continue
            }
            out[same] = PropertyItem(
                unchecked: item.line, units: item.units, rate: item.rate, months: out[same].months + item.months, exempt: item.exempt)
        }
        return out
    }
}

extension PropertyTax.Assessment {
    public var sheet: CalculationSheet {
        CalculationSheet(
            title: "Podatek od nieruchomości", basis: PropertyTax.basis,
            rows: zip(items, lines).map { item, amount in
                let exempt = item.exempt.isNone ? "" : ", zwolnione \(item.exempt)"
                let months = item.months == 12 ? "" : " × \(item.months)/12"
                return .init(item.line.polishName, "\(item.base.polishText) × \(item.rate.polishText(for: item.line))\(months)\(exempt)", "\(amount) zł")
            },
            sum: sum.description, result: tax, settings: settings.notes([.lineRounding]))
    }
}
