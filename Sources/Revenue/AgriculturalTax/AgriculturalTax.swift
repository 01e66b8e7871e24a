public import Kernel
import Law

/// The agricultural tax of one taxpayer in one municipality for one year (podatek rolny).
public enum AgriculturalTax {
    /// What a taxpayer's land comes to.
    public struct Input: Sendable, Hashable {
        public var plots: [Plot]
        public var district: TaxDistrict
        /// The price of a quintal of rye that counts, lowered by the council or not.
        public var rye: Money
        /// 0…12.
        public var months: Int
        /// Whether the place is on the list of mountain places of the regional assembly (UPR art. 13b ust. 2).
        public var isMountain: Bool
        /// Farmland in other municipalities as declared; it counts for the size of the farm and is taxed there.
        public var elsewhere: Hectares

        public init(
            plots: [Plot], district: TaxDistrict, rye: Money, months: Int = 12, isMountain: Bool = false, elsewhere: Hectares = .zero
        ) throws(Problem) {
            guard (0...12).contains(months) else { throw Problem(.invalidInput, "Liczba miesięcy musi być od 0 do 12.", field: "months") }
            guard plots.count <= 10_000 else { throw Problem(.tooLarge, "Konto ma więcej niż 10 000 użytków. Podziel je.", field: "plots") }
            guard rye >= .zero, rye <= RyePrice.mostPrice else { throw Problem(.invalidInput, "Cena żyta musi być od 0 do 10 000 zł.", field: "rye") }
            self.plots = plots
            self.district = district
            self.rye = rye
            self.months = months
            self.isMountain = isMountain
            self.elsewhere = elsewhere
        }
    }

    public struct Row: Sendable, Hashable {
        public let plot: Plot
        /// Hundredths.
        public let factor: Int
        /// Millionths of a converted hectare; multiples of 100 where the setting keeps four digits.
        public let convertedMillionths: Int64
        public let isExempt: Bool

        /// Ten-thousandths, a half up.
        public var converted: Int64 { Rounding.halfUp.quotient(convertedMillionths, by: 100) }
    }

    public struct Assessment: Sendable, Hashable {
        public let input: Input
        public let rows: [Row]
        /// Ten-thousandths of a hectare, exempt land included.
        public let physical: Int64
        public let converted: Int64
        /// Whether the land is a farm (gospodarstwo rolne).
        public let isFarm: Bool
        /// Thousandths of a złoty for a converted hectare of a farm, a hectare of other land.
        public let rate: Int64
        /// Ten-thousandths of a złoty.
        public let beforeRounding: Int64
        public let tax: Money
        public let settings: TaxSettings
    }

    public static let basis = ["UPR art. 2, 4, 6, 6a, 12, 13b", "Ordynacja podatkowa art. 63 § 1"]

    /// Rye for a hectare, in tenths of a quintal. Source: UPR art. 6 ust. 1.
    static func quintals(isFarm: Bool) -> Int64 { isFarm ? 25 : 50 }

    /// The tax in whole złote.
    ///
    /// A farm is more than 1 ha or more than 1 converted ha of all land of the taxpayer, exempt land included; it pays by converted
    /// hectares, other land by hectares. Source: UPR art. 2 ust. 1, art. 4, art. 6 ust. 1; reductions art. 12 ust. 6 and art. 13b.
    public static func assess(_ input: Input, settings: TaxSettings = .standard) -> Assessment {
        let rows = input.plots.map { row($0, input.district, settings) }
        let physical = rows.reduce(0) { $0 + $1.plot.area.tenThousandths }
        let millionths = rows.reduce(0) { $0 + $1.convertedMillionths }
        // Land elsewhere is compared by its hectares: its classes are not known here.
        let isFarm = physical + input.elsewhere.tenThousandths > 10_000 || millionths + input.elsewhere.tenThousandths * 100 > 1_000_000
        let rate = input.rye.grosze * quintals(isFarm: isFarm)

        // In 10⁻⁹ zł · % · % · months, so that nothing is rounded before the end.
        var exact: Int128 = 0
        for row in rows where !row.isExempt {
            let base = isFarm ? row.convertedMillionths : row.plot.area.tenThousandths * 100
            let mountain = input.isMountain ? row.plot.soil?.mountainReduction ?? 0 : 0
            exact += Int128(base) * Int128(rate) * Int128((100 - mountain) * (100 - row.plot.reduction) * input.months)
        }
        let unit = Int128(100 * 100 * 12)
        return Assessment(
            input: input, rows: rows, physical: physical, converted: Rounding.halfUp.quotient(millionths, by: 100), isFarm: isFarm, rate: rate,
            beforeRounding: Int64(Rounding.halfUp.quotient(exact, by: unit * 100_000)),
            tax: Money(zlotys: Int64(Rounding.halfUp.quotient(exact, by: unit * 1_000_000_000))), settings: settings)
    }

    private static func row(_ plot: Plot, _ district: TaxDistrict, _ settings: TaxSettings) -> Row {
        let factor = ConversionFactors.factor(plot.use, plot.soil, in: district)
        let exact = plot.area.tenThousandths * Int64(factor)
        let kept = settings.convertedHectares == .exact ? exact : Rounding.halfUp.quotient(exact, by: 100) * 100
        return Row(plot: plot, factor: factor, convertedMillionths: kept, isExempt: plot.isFree)
    }
}

extension AgriculturalTax.Assessment {
    /// The rate as it is published: `166.050` for a farm, `332.10` for other land.
    public var rateText: String { isFarm ? ExactDecimal(digits: rate, scale: 3).description : ExactDecimal(digits: rate / 10, scale: 2).description }

    public var sheet: CalculationSheet {
        let before = ExactDecimal(digits: beforeRounding, scale: 4).description
        return CalculationSheet(
            title: "Podatek rolny, \(isFarm ? "gospodarstwo rolne" : "grunty poza gospodarstwem"), stawka \(rateText) zł/ha, \(input.months) mies.",
            basis: AgriculturalTax.basis,
            rows: rows.map {
                let name = [$0.plot.use.rawValue, $0.plot.soil?.rawValue].compactMap(\.self).joined(separator: " ")
                let factor = ExactDecimal(digits: Int64($0.factor), scale: 2)
                let free = $0.isExempt ? " (zwolnione)" : ""
                return .init(name, "\($0.plot.area) ha × \(factor)\(free)", ExactDecimal(digits: $0.converted, scale: 4).description + " ha przel.")
            },
            sum: before, result: tax, settings: settings.notes([.convertedHectares]))
    }
}
