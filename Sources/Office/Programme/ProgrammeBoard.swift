public import Kernel
public import Programme
public import Store

/// What a page or a report of the programme shows: a quarter, the aims, and where each office began.
public struct ProgrammeBoard: Sendable {
    public var offices: [OfficeRecord]
    public var readings: ProgrammeReadings
    public var targets: [Indicator: Target]
    /// The readings of the quarters that growth is counted from.
    public var baselines: [Quarter: ProgrammeReadings]
    /// Up to eight quarters that end with the one shown, oldest first.
    public var history: [ProgrammeReadings]
    /// Every quarter that may be chosen, newest first.
    public var choices: [Quarter]

    public var quarter: Quarter { readings.quarter }

    /// How many quarters a line of development shows.
    public static let historyLength = 8

    /// - Parameters:
    ///   - quarter: the newest one that may be chosen, where it is absent.
    ///   - onlyClosed: what the public may see.
    /// - Returns: `nil` where there is no quarter to show.
    public static func load(_ c: any SQLConnection, offices: [OfficeRecord], quarter asked: Quarter?, onlyClosed: Bool) throws -> ProgrammeBoard? {
        let closed = try Snapshots.closedQuarters(c)
        let all = onlyClosed ? closed : try Array(Set(closed + Figures.quarters(c) + OutsideFigures.quarters(c)))
        let choices = all.sorted(by: >)
        guard let newest = choices.first else { return nil }
        let quarter = asked ?? newest
        guard choices.contains(quarter) else { throw Problem(.notFound, "Nie ma danych za \(quarter.polishName). Wybierz inny okres.") }
        let ids = offices.map(\.id)
        let targets = try Targets.all(c)
        var loaded: [Quarter: ProgrammeReadings] = [:]
        func readings(_ q: Quarter) throws -> ProgrammeReadings {
            if let known = loaded[q] { return known }
            let found = try ProgrammeReadings.load(c, q, offices: ids)
            loaded[q] = found
            return found
        }
        let shown = try readings(quarter)
        let history = try choices.filter { $0 <= quarter }.prefix(historyLength).reversed().map(readings)
        for target in targets.values { _ = try readings(target.baseline) }
        return ProgrammeBoard(offices: offices, readings: shown, targets: targets, baselines: loaded, history: history, choices: choices)
    }

    public func baseline(_ office: OfficeID?, _ indicator: Indicator) -> IndicatorReading? {
        targets[indicator].flatMap { baselines[$0.baseline] }.map { $0.reading(office, indicator) }.flatMap { $0.tenths == nil ? nil : $0 }
    }

    /// Growth since the baseline quarter, in tenths of the unit (of a percentage point).
    public func growth(_ office: OfficeID?, _ indicator: Indicator) -> Int64? {
        guard let now = readings.reading(office, indicator).tenths, let then = baseline(office, indicator)?.tenths else { return nil }
        return now - then
    }
}
