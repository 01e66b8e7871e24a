public import Kernel
import Law

/// Kinds of licences to sell alcohol. Source: act of 26 October 1982 on upbringing in sobriety, art. 11¹ ust. 2.
public enum AlcoholLicence: String, Sendable, Hashable, CaseIterable, Codable {
    /// Up to 4.5 % and beer.
    case a = "A"
    /// Above 4.5 % to 18 %, without beer.
    case b = "B"
    /// Above 18 %.
    case c = "C"

    /// The fee of a first year and of sales up to the limit (ust. 2).
    public var basicFee: Money { self == .c ? Money(zlotys: 2_100) : Money(zlotys: 525) }
    /// Gross sales of the year before above which a part of them is due (ust. 5).
    public var salesLimit: Money { self == .c ? Money(zlotys: 77_000) : Money(zlotys: 37_500) }
    /// That part, in thousandths.
    public var perMille: Int64 { self == .c ? 27 : 14 }
}

/// The fee for using a licence to sell alcohol in one year (opłata za korzystanie z zezwoleń).
public enum AlcoholFee {
    public struct Assessment: Sendable, Hashable {
        public let licence: AlcoholLicence
        public let fee: Money
        /// Three equal parts, due 31 January, 31 May and 30 September.
        public let thirds: [Money]
        public let settings: TaxSettings
    }

    public static let basis = ["ustawa z 26.10.1982 o wychowaniu w trzeźwości i przeciwdziałaniu alkoholizmowi art. 11¹"]

    /// The fee to the grosz.
    ///
    /// The basic fee, or 1.4 % (A, B) or 2.7 % (C) of all gross sales of the year before when they passed the limit; in the year the licence
    /// begins or ends, in proportion to its validity. Source: art. 11¹ ust. 2, 5, 7 and 8; days or months are a setting.
    /// - Parameters:
    ///   - salesBefore: `nil` for a new licence.
    ///   - valid: first and last day of the licence in the year; `nil` for the whole year.
    public static func assess(
        _ licence: AlcoholLicence, salesBefore: Money?, valid: ClosedRange<Day>? = nil, settings: TaxSettings = .standard
    ) throws(Problem) -> Assessment {
        if let salesBefore, salesBefore < .zero || salesBefore > .largest {
            throw Problem(.invalidInput, "Wartość sprzedaży musi być kwotą od 0 zł do 10 mld zł.", field: "sales_prev")
        }
        let (part, whole) = try proportion(valid, settings)
        let fee: Int64
        if let salesBefore, salesBefore > licence.salesLimit {
            fee = Int64(Rounding.halfUp.quotient(Int128(salesBefore.grosze) * Int128(licence.perMille * part), by: Int128(1_000 * whole)))
        } else {
            fee = Rounding.halfUp.quotient(licence.basicFee.grosze * part, by: whole)
        }
        return Assessment(
            licence: licence, fee: Money(grosze: fee),
            thirds: try Instalments.split(Money(grosze: fee), into: 3, unit: Money(grosze: 1), settings: settings), settings: settings)
    }

    private static func proportion(_ valid: ClosedRange<Day>?, _ settings: TaxSettings) throws(Problem) -> (part: Int64, whole: Int64) {
        guard let valid else { return (1, 1) }
        let first = valid.lowerBound, last = valid.upperBound
        guard first.year == last.year else {
            throw Problem(.invalidInput, "Opłata jest za jeden rok. Podaj dni ważności zezwolenia w tym roku.", field: "to")
        }
        return switch settings.licencePeriod {
        case .days: (Int64(last.daysSince1970 - first.daysSince1970 + 1), Day.isLeap(first.year) ? 366 : 365)
        case .months: (Int64(last.month - first.month + 1), 12)
        }
    }

    /// When the three parts fall due. A date that passed cannot be made good, so it is not moved past days off here.
    ///
    /// Source: art. 11¹ ust. 7.
    public static func dates(_ year: Int) -> [Day] { [(1, 31), (5, 31), (9, 30)].compactMap { Day(year: year, month: $0.0, day: $0.1) } }
}

extension AlcoholFee.Assessment {
    public var sheet: CalculationSheet {
        CalculationSheet(
            title: "Opłata za korzystanie z zezwolenia na sprzedaż alkoholu, rodzaj \(licence.rawValue)", basis: AlcoholFee.basis,
            rows: thirds.enumerated().map { .init("rata \($0.offset + 1)", "1/3", "\($0.element) zł") }, sum: fee.description, result: fee,
            settings: settings.notes([.licencePeriod, .remainder]))
    }
}
