public import Kernel
public import Programme
public import Store

/// Every indicator of every office in one quarter, and of the partnership as a whole.
public struct ProgrammeReadings: Sendable {
    /// Where a reading comes from.
    public enum Origin: Sendable, Hashable {
        /// Counted by the program up to a day.
        case counted(to: Day)
        /// Entered by a person, with proof.
        case outside(OutsideFigure)
        /// Kept when the quarter was closed, or corrected since.
        case kept(Snapshot)
        case none
    }

    public struct Cell: Sendable, Hashable {
        public var reading: IndicatorReading
        public var origin: Origin
        /// Versions before the one that counts, oldest first.
        public var earlier: [Snapshot] = []
        /// What a count would say today, where it differs from the reading that was kept.
        public var today: IndicatorReading?
    }

    public var quarter: Quarter
    public var offices: [OfficeID]
    public var isClosed: Bool
    public var gatheredAt: Instant?
    private var cells: [Snapshots.Key: Cell] = [:]
    /// As they are counted now, whatever was kept.
    private var live: [Snapshots.Key: IndicatorReading] = [:]

    public func cell(_ office: OfficeID?, _ indicator: Indicator) -> Cell { cells[Snapshots.Key(office, indicator)] ?? Cell(reading: .missing, origin: .none) }
    public func reading(_ office: OfficeID?, _ indicator: Indicator) -> IndicatorReading { cell(office, indicator).reading }

    /// What closing or correcting the quarter would keep.
    public var items: [Snapshots.Item] { live.map { Snapshots.Item($0.key.office, $0.key.indicator, $0.value) }.sorted { "\($0)" < "\($1)" } }

    /// Offices that gave nothing for the indicator.
    public func missing(_ indicator: Indicator) -> [OfficeID] { offices.filter { reading($0, indicator).absence == .missing } }

    /// Whether the counts of today differ from those that were kept.
    public var hasDrifted: Bool { cells.values.contains { $0.today != nil } }

    /// - Parameter offices: those of the partnership; figures of others are passed over.
    public static func load(_ c: any SQLConnection, _ quarter: Quarter, offices: [OfficeID]) throws -> ProgrammeReadings {
        let gathered = try Figures.of(c, quarter).filter { offices.contains($0.key) }
        let outside = try OutsideFigures.of(c, quarter)
        let snapshots = try Snapshots.all(c, quarter)
        let kept = Snapshots.newest(snapshots)
        var out = ProgrammeReadings(quarter: quarter, offices: offices, isClosed: !snapshots.isEmpty, gatheredAt: gathered.values.map(\.at).max())
        for indicator in Indicator.allCases {
            var parts: [IndicatorReading] = []
            for office in offices {
                var cell = Cell(reading: .missing, origin: .none)
                if let g = gathered[office] { cell = Cell(reading: indicator.reading(g.tally), origin: .counted(to: g.to)) }
                if cell.reading.absence == .missing, let f = outside.first(where: { $0.office == office && $0.indicator == indicator }) {
                    cell = Cell(reading: f.reading, origin: .outside(f))
                }
                if cell.reading.absence != .missing { parts.append(cell.reading) }
                out.keep(cell, Snapshots.Key(office, indicator), kept, snapshots)
            }
            let total = total(indicator, parts: parts, tallies: gathered.values.map(\.tally))
            let day = gathered.values.map(\.to).max() ?? quarter.lastDay
            out.keep(Cell(reading: total, origin: total.absence == .missing ? .none : .counted(to: day)), Snapshots.Key(nil, indicator), kept, snapshots)
        }
        return out
    }

    private mutating func keep(_ cell: Cell, _ key: Snapshots.Key, _ kept: [Snapshots.Key: Snapshot], _ all: [Snapshot]) {
        live[key] = cell.reading
        guard let newest = kept[key] else {
            cells[key] = cell
            return
        }
        cells[key] = Cell(
            reading: newest.reading, origin: .kept(newest),
            earlier: all.filter { $0.office == key.office && $0.indicator == key.indicator && $0.version < newest.version },
            today: newest.reading == cell.reading ? nil : cell.reading)
    }

    /// Sums the counts behind the offices' readings; a middle value cannot be made of middle values and comes from the counts themselves.
    static func total(_ indicator: Indicator, parts: [IndicatorReading], tallies: [Tally]) -> IndicatorReading {
        guard indicator != .settling else { return Figures.total(indicator, of: tallies) }
        let whole = parts.filter { $0.numerator != nil && (indicator.unit == .count || $0.denominator != nil) }
        guard !whole.isEmpty else { return .missing }
        let numerator = whole.reduce(0) { $0 + ($1.numerator ?? 0) }, denominator = whole.reduce(0) { $0 + ($1.denominator ?? 0) }
        switch indicator.unit {
        case .count: return .count(numerator)
        case .percent: return .share(numerator, of: denominator)
        case .mark, .days:
            guard denominator > 0 else { return IndicatorReading(tenths: nil, numerator: 0, denominator: 0, absence: .nothingToCount) }
            return IndicatorReading(tenths: (numerator * 20 + denominator) / (2 * denominator), numerator: numerator, denominator: denominator)
        }
    }
}
