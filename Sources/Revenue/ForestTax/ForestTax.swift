public import Kernel
import Law

/// The forest tax of one taxpayer for one year (podatek leśny).
public enum ForestTax {
    public struct Assessment: Sendable, Hashable {
        public let forest: Hectares
        public let reserve: Hectares
        public let months: Int
        /// Hundred-thousandths of a złoty for a hectare; never rounded.
        public let rate: Int64
        /// Ten-thousandths of a złoty.
        public let beforeRounding: Int64
        public let tax: Money
    }

    public static let basis = ["UPL art. 4, 5", "Ordynacja podatkowa art. 63 § 1"]

    /// The tax in whole złote: hectares × the money's worth of 0.220 m³ of timber; half of it in reserves and national parks.
    ///
    /// Protective forests pay in full since 2013. Source: UPL art. 4 ust. 1–3, art. 5 ust. 3 for months.
    /// - Parameters:
    ///   - forest: taxed forest outside reserves and parks; exempt stands (UPL art. 7) left out.
    ///   - reserve: forest in nature reserves and national parks.
    ///   - timber: the price of a cubic metre that counts.
    public static func assess(forest: Hectares, reserve: Hectares = .zero, timber: Money, months: Int = 12) throws(Problem) -> Assessment {
        guard (0...12).contains(months) else { throw Problem(.invalidInput, "Liczba miesięcy musi być od 0 do 12.", field: "months") }
        guard timber >= .zero, timber <= TimberPrice.mostPrice else {
            throw Problem(.invalidInput, "Cena drewna musi być od 0 do 10 000 zł.", field: "wood")
        }
        let rate = timber.grosze * 220
        // In halves of 10⁻⁹ zł · months.
        let exact = Int128(2 * forest.tenThousandths + reserve.tenThousandths) * Int128(rate) * Int128(months)
        let unit = Int128(2 * 12)
        return Assessment(
            forest: forest, reserve: reserve, months: months, rate: rate,
            beforeRounding: Int64(Rounding.halfUp.quotient(exact, by: unit * 100_000)),
            tax: Money(zlotys: Int64(Rounding.halfUp.quotient(exact, by: unit * 1_000_000_000))))
    }
}

extension ForestTax.Assessment {
    public var rateText: String { ExactDecimal(digits: rate, scale: 5).description }

    public var sheet: CalculationSheet {
        let before = ExactDecimal(digits: beforeRounding, scale: 4).description
        func row(_ label: String, _ area: Hectares, _ half: String) -> CalculationSheet.Row { .init(label, "\(area) ha × \(rateText) zł", half) }
        var rows: [CalculationSheet.Row] = []
        if forest > .zero { rows.append(row("lasy", forest, "cała stawka")) }
        if reserve > .zero { rows.append(row("lasy w rezerwatach i parkach narodowych", reserve, "połowa stawki")) }
        return CalculationSheet(
            title: "Podatek leśny, \(months) mies.", basis: ForestTax.basis, rows: rows, sum: before, result: tax, settings: [])
    }
}
