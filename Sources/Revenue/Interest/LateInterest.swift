public import Kernel
import Law

/// Interest on tax arrears (odsetki za zwłokę).
public enum LateInterest {
    /// Days of one rate, both ends included.
    public struct Segment: Sendable, Hashable {
        public let from: Day
        public let through: Day
        /// Tenths of a per cent a year, before any reduction.
        public let tenths: Int

        public var days: Int { through.daysSince1970 - from.daysSince1970 + 1 }
    }

    public struct Result: Sendable, Hashable {
        public let principal: Money
        public let segments: [Segment]
        /// Ten-thousandths of a złoty, a half up.
        public let raw: Int64
        /// What is charged, in whole złote; nothing when not above the threshold.
        public let charged: Money
        /// The amount up to which nothing is charged.
        public let threshold: Money
        /// Whether the last rate was taken beyond the day up to which the table was checked.
        public let isBeyondCheckedRates: Bool
        public let settings: TaxSettings

        public var days: Int { segments.reduce(0) { $0 + $1.days } }
    }

    public static let basis = ["Ordynacja podatkowa art. 53, 54 § 1 pkt 5, 55, 56, 63 § 1", "rozporządzenie MF z 22.12.2015 (Dz.U. 2015 poz. 2233)"]
    /// A year of interest has 365 days always. Source: as above, § 2.
    static let year = 365

    /// Interest on one arrear: each period of a rate on its own, the sum rounded to whole złote once.
    ///
    /// Counted from the day after the due date to the day of payment. Each instalment is an arrear of its own.
    /// Source: Ordynacja podatkowa art. 53 § 4, art. 54 § 1 pkt 5, art. 56; regulation Dz.U. 2015 poz. 2233 § 2–4.
    /// - Parameters:
    ///   - share: 1/2 for a correction filed within six months and paid within seven days (art. 56a); the whole otherwise.
    public static func on(
        _ principal: Money, due: Day, paid: Day, share: Share = .whole, rates: InterestRates = .statutory, settings: TaxSettings = .standard
    ) throws(Problem) -> Result {
        guard principal >= .zero, principal <= .largest else {
            throw Problem(.invalidInput, "Zaległość musi być kwotą od 0 zł do 10 mld zł.", field: "principal")
        }
        let threshold = InterestThreshold.amount(on: paid)
        let segments = try segments(after: due, through: paid, rates: rates)
        // grosze · tenths of a per cent · days · share.
        let exact = segments.reduce(Int128(0)) { $0 + Int128(principal.grosze) * Int128($1.tenths * $1.days) } * Int128(share.numerator)
        let unit = Int128(1_000 * year) * Int128(share.denominator)
        let rounded = Money(grosze: Int64(Rounding.halfUp.quotient(exact, by: unit * 100) * 100))
        let isAbove =
            switch settings.thresholdBase {
            case .unrounded: exact > Int128(threshold.grosze) * unit
            case .rounded: rounded > threshold
            }
        return Result(
            principal: principal, segments: segments, raw: Int64(Rounding.halfUp.quotient(exact * 100, by: unit)), charged: isAbove ? rounded : .zero,
            threshold: threshold, isBeyondCheckedRates: paid > due && paid > rates.checkedThrough, settings: settings)
    }

    private static func segments(after due: Day, through paid: Day, rates: InterestRates) throws(Problem) -> [Segment] {
        guard paid > due else { return [] }
        let first = due.adding(days: 1)
        guard let start = rates.steps.lastIndex(where: { $0.from <= first }) else { throw rates.missing(first, "due") }
        var out: [Segment] = []
        for index in start..<rates.steps.count {
            let step = rates.steps[index]
            guard step.from <= paid else { break }
            let next = index + 1 < rates.steps.count ? rates.steps[index + 1].from.adding(days: -1) : paid
            out.append(Segment(from: max(step.from, first), through: min(next, paid), tenths: step.tenths))
        }
        return out
    }
}

extension LateInterest.Result {
    public var sheet: CalculationSheet {
        var notes = settings.notes([.thresholdBase])
        notes.append(SettingNote("Odsetek nie pobiera się do", "\(threshold) zł", "Ordynacja podatkowa art. 54 § 1 pkt 5"))
        if isBeyondCheckedRates { notes.append(SettingNote("Stawka odsetek", "ostatnia znana, do sprawdzenia", "Ordynacja podatkowa art. 56")) }
        return CalculationSheet(
            title: "Odsetki za zwłokę od \(principal) zł", basis: LateInterest.basis,
            rows: segments.map { .init("\($0.from) – \($0.through)", "\($0.days) dni", "\(ExactDecimal(digits: Int64($0.tenths), scale: 1))%") },
            sum: ExactDecimal(digits: raw, scale: 4).description, result: charged, settings: notes)
    }
}
