public import Kernel

/// What an object was for some months of the year: its line, base, rate and exemption.
public struct PropertyState: Sendable, Hashable {
    public var line: PropertyLine
    public var base: PropertyBase
    public var rate: PropertyRate
    public var span: MonthSpan
    public var exemptions: [PropertyExemption]

    public init(_ line: PropertyLine, _ base: PropertyBase, rate: PropertyRate, span: MonthSpan = .wholeYear, exemptions: [PropertyExemption] = []) {
        self.line = line
        self.base = base
        self.rate = rate
        self.span = span
        self.exemptions = exemptions
    }
}

/// Cuts the states of an object into lines of whole months.
public enum PropertyTimeline {
    /// Items in the order of time; neighbouring months in which nothing changes are one item.
    ///
    /// A change in the year counts from the first day of the next month, which the spans of the states already say.
    /// Source: UPOL art. 6 ust. 3 and 5.
    /// - Throws: `Problem` when two exemptions together free more than the whole.
    public static func items(of states: [PropertyState]) throws(Problem) -> [PropertyItem] {
        var out: [PropertyItem] = []
        for state in states {
            var run: (exempt: Share, months: Int)?
            func close(_ out: inout [PropertyItem]) throws(Problem) {
                guard let run else { return }
                out.append(try PropertyItem(state.line, state.base, rate: state.rate, months: run.months, exempt: run.exempt))
            }
            for month in state.span.isEmpty ? [] : Array(state.span.first...state.span.last) {
                let exempt = try PropertyExemption.share(of: state.exemptions, in: month)
                if let open = run, open.exempt == exempt {
                    run = (exempt, open.months + 1)
                } else {
                    try close(&out)
                    run = (exempt, 1)
                }
            }
            try close(&out)
        }
        return out
    }
}
