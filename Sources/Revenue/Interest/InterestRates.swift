public import Kernel

/// The yearly rates of interest on tax arrears, by the day from which each holds.
///
/// Source: Ordynacja podatkowa art. 56 § 1 and § 3; announcements of the Minister of Finance, from 2025 derived from the lombard rate of
/// the NBP. The steps of March–July 2022 and September–October 2023 are from memory.
public struct InterestRates: Sendable, Hashable {
    public struct Step: Sendable, Hashable {
        public let from: Day
        /// Tenths of a per cent a year.
        public let tenths: Int

        public init(from: Day, tenths: Int) {
            self.from = from
            self.tenths = tenths
        }
    }

    public let steps: [Step]
    /// The last day up to which somebody checked that no further step is missing; after it the last rate is taken.
    public let checkedThrough: Day

    /// - Throws: `Problem` when the steps are not in order or a rate makes no sense.
    public init(_ steps: [Step], checkedThrough: Day) throws(Problem) {
        guard !steps.isEmpty, zip(steps, steps.dropFirst()).allSatisfy({ $0.from < $1.from }), steps.allSatisfy({ (0...1_000).contains($0.tenths) }) else {
            throw Problem(.invalidInput, "Stawki odsetek muszą iść po kolei, każda od 0 do 100%. Popraw tabelę.", field: "interest")
        }
        self.init(unchecked: steps, checkedThrough)
    }

    private init(unchecked steps: [Step], _ checkedThrough: Day) {
        self.steps = steps
        self.checkedThrough = checkedThrough
    }

    /// The table with a further step, entered when the NBP changes the lombard rate.
    public func adding(_ step: Step, checkedThrough: Day) throws(Problem) -> InterestRates {
        try InterestRates((steps + [step]).sorted { $0.from < $1.from }, checkedThrough: checkedThrough)
    }

    /// Day as yyyymmdd and tenths of a per cent.
    private static let table: [(Int, Int)] = [
        (2006_03_01, 110), (2007_04_26, 115), (2007_06_28, 120), (2007_08_30, 125), (2007_11_29, 130), (2008_01_31, 135), (2008_02_28, 140),
        (2008_03_27, 145), (2008_06_26, 150), (2008_11_27, 145), (2008_12_24, 130), (2009_01_28, 115), (2009_02_26, 110), (2009_03_26, 105),
        (2009_06_25, 100), (2010_11_09, 120), (2011_01_20, 125), (2011_04_06, 130), (2011_05_12, 135), (2011_06_09, 140), (2012_05_10, 145),
        (2012_11_08, 140), (2012_12_06, 135), (2013_01_10, 130), (2013_02_07, 125), (2013_03_07, 115), (2013_05_09, 110), (2013_06_06, 105),
        (2013_07_04, 100), (2014_10_09, 80), (2022_02_09, 85), (2022_03_09, 100), (2022_04_07, 120), (2022_05_06, 135), (2022_06_09, 150),
        (2022_07_08, 160), (2022_09_08, 165), (2023_09_07, 150), (2023_10_05, 145), (2025_05_08, 135), (2025_07_03, 130), (2025_09_04, 125),
        (2025_10_09, 120), (2025_11_06, 115), (2025_12_04, 110), (2026_03_05, 105),
    ]

    static func day(_ number: Int) -> Day {
        // The numbers are constants of this room; a test holds that each is a day.
        Day(year: number / 10_000, month: number / 100 % 100, day: number % 100) ?? Day(daysSince1970: 0)
    }

    public static let statutory = InterestRates(unchecked: table.map { Step(from: day($0.0), tenths: $0.1) }, day(2026_08_22))

    /// The rate on a day.
    public func rate(on day: Day, field: String = "due") throws(Problem) -> Int {
        guard let step = steps.last(where: { $0.from <= day }) else { throw missing(day, field) }
        return step.tenths
    }

    func missing(_ day: Day, _ field: String) -> Problem {
        Problem(
            .invalidInput, "Nie ma stawki odsetek na \(day) (tabela zaczyna się \(steps[0].from)). Sprawdź datę albo uzupełnij tabelę.", field: field)
    }
}

/// The rate that follows from the lombard rate of the National Bank of Poland.
public enum LombardRule {
    /// 200 % of the lombard rate and 2 percentage points, at least 8 %. Source: Ordynacja podatkowa art. 56 § 1.
    /// - Parameter lombard: hundredths of a per cent; the answer too.
    public static func rate(lombard: Int) throws(Problem) -> Int {
        guard (0...10_000).contains(lombard) else {
            throw Problem(.invalidInput, "Stopa lombardowa musi być od 0 do 100%.", field: "lombard")
        }
        return max(2 * lombard + 200, minimum)
    }

    /// Hundredths of a per cent.
    public static let minimum = 800
}
