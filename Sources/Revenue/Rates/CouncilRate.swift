public import Kernel

/// A rate that the council adopted for a line or a part of a line.
public struct CouncilRate: Sendable, Hashable {
    public var year: Int
    public var line: PropertyLine
    /// Within a line the council may tell rates apart, for example by place or kind of use (UPOL art. 5 ust. 2–4); empty for the line itself.
    public var subCode: String
    public var rate: PropertyRate
    /// Number of the resolution and its place in the journal of the voivodeship.
    public var resolution: String
    public var journal: String

    public init(year: Int, line: PropertyLine, subCode: String = "", rate: PropertyRate, resolution: String, journal: String = "") {
        self.year = year
        self.line = line
        self.subCode = subCode
        self.rate = rate
        self.resolution = resolution
        self.journal = journal
    }
}

/// The rates of an office by year.
public struct RateBook: Sendable {
    public private(set) var rates: [CouncilRate]

    /// - Throws: `Problems` with each rate that is above its ceiling or is given twice.
    public init(_ rates: [CouncilRate]) throws(Problems) {
        var problems = RateCheck.problems(rates)
        var seen: Set<[String]> = []
        for rate in rates where !seen.insert(["\(rate.year)", rate.line.rawValue, rate.subCode]).inserted {
            problems.append(Problem(.conflict, "Stawka „\(rate.line.polishName)” na \(rate.year) rok jest podana dwa razy.", field: rate.line.rawValue))
        }
        guard problems.isEmpty else { throw Problems(problems) }
        self.rates = rates.sorted { $0.year < $1.year }
    }

    /// The rate of a year: of the part of the line if the council set one, else of the line; where it adopted nothing for the year,
    /// the latest before.
    ///
    /// Source: UPOL art. 20a.
    public func rate(_ line: PropertyLine, subCode: String = "", year: Int) throws(Problem) -> CouncilRate {
        let known = rates.last { $0.line == line && $0.subCode == subCode && $0.year <= year }
        if let found = known ?? rates.last(where: { $0.line == line && $0.subCode.isEmpty && $0.year <= year }) { return found }
        throw Problem(.notFound, "Brak stawki „\(line.polishName)” na \(year) rok. Wprowadź uchwałę rady.", field: line.rawValue)
    }
}

/// Whether rates of a council stay within the law.
public enum RateCheck {
    /// One problem for each rate above the ceiling of its year. Source: UPOL art. 5 ust. 1.
    public static func problems(_ rates: [CouncilRate]) -> [Problem] { rates.compactMap(problem) }

    public static func problem(_ rate: CouncilRate) -> Problem? {
        let ceiling: PropertyRate
        do { ceiling = try PropertyCeilings.of(rate.year)[rate.line] } catch { return error }
        guard rate.rate > ceiling else { return nil }
        return Problem(
            .invalidInput,
            "Stawka \(rate.rate.polishText(for: rate.line)) („\(rate.line.polishName)”) przekracza maksymalną na \(rate.year) rok: "
                + "\(ceiling.polishText(for: rate.line)). Popraw ją.",
            field: rate.line.rawValue)
    }

    /// What a lower rate costs the municipality: the tax at the ceiling less the tax at the rate, for the report Rb-27S.
    ///
    /// Source: regulation on budget reporting, Rb-27S, effects of lowering the upper rates.
    public static func loss(_ item: PropertyItem, year: Int) throws(Problem) -> Money {
        let ceiling = try PropertyCeilings.of(year)[item.line]
        guard ceiling > item.rate else { return .zero }
        return PropertyItem(unchecked: item.line, units: item.units, rate: ceiling, months: item.months, exempt: item.exempt).amount - item.amount
    }
}
