public import Kernel

/// The highest rates that a council may adopt for a year (stawki maksymalne).
public struct PropertyCeilings: Sendable, Hashable {
    public let year: Int
    /// The notice (obwieszczenie) that published them.
    public let source: String
    private let rates: [PropertyLine: PropertyRate]

    public subscript(_ line: PropertyLine) -> PropertyRate { rates[line] ?? PropertyRate(unchecked: 0) }

    /// Grosze for a unit in the order of `PropertyLine.allCases`; of structures hundredths of a per cent.
    private init(_ year: Int, _ hundredths: [Int64], source: String) {
        self.year = year
        self.source = source
        rates = Dictionary(uniqueKeysWithValues: zip(PropertyLine.allCases, hundredths.map(PropertyRate.init(unchecked:))))
    }

    /// The ceilings of the years the house knows; a year is added when its notice is out.
    ///
    /// Source: UPOL art. 5 ust. 1 and art. 20. Every step is the year before times the index of prices, rounded up; a test holds
    /// the table to that. Confirmed in print: 2026 for five lines, 2025 and 2027 for four, 2024 for two.
    public static let all: [PropertyCeilings] = [
        PropertyCeilings(2023, [116, 579, 61, 381, 100, 28_78, 13_47, 5_87, 9_71, 200], source: "M.P. 2022 poz. 731 (z pamięci)"),
        PropertyCeilings(2024, [134, 666, 71, 439, 115, 33_10, 15_50, 6_76, 11_17, 200], source: "M.P. 2023 poz. 774 (z pamięci)"),
        PropertyCeilings(2025, [138, 684, 73, 451, 119, 34_00, 15_92, 6_95, 11_48, 200], source: "M.P. 2024 poz. 716 (z pamięci)"),
        PropertyCeilings(2026, [145, 715, 77, 472, 125, 35_53, 16_64, 7_27, 12_00, 200], source: "M.P. 2025 poz. 726"),
        PropertyCeilings(2027, [149, 735, 80, 485, 129, 36_49, 17_09, 7_47, 12_33, 200], source: "M.P. 2026 poz. 741"),
    ]

    /// - Throws: `Problem` for a year whose notice the house does not hold.
    public static func of(_ year: Int, field: String = "year") throws(Problem) -> PropertyCeilings {
        guard let found = all.first(where: { $0.year == year }) else {
            let years = "\(all.first?.year ?? 0)–\(all.last?.year ?? 0)"
            throw Problem(.invalidInput, "Nie ma stawek maksymalnych na rok \(year) (są na lata \(years)). Podaj stawkę z uchwały.", field: field)
        }
        return found
    }
}
