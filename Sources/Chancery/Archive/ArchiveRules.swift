public import Kernel

/// When cases come under the archive, and what a change of their category must not do.
public enum ArchiveRules {
    /// The day on which a completed case becomes documentation of the archive: two years counted from the first of January after the year of
    /// completion. Completed in 2023: 1 January 2026.
    ///
    /// Source: chancery instruction, transfer to the archive (`ezd.md` § 1.12).
    public static func transferDay(completed: Day) -> Day? { Day(year: completed.year + 3, month: 1, day: 1) }

    /// Cases completed before this day are the archive's on the day asked about.
    public static func completedBefore(_ today: Day) -> Day? { Day(year: today.year - 2, month: 1, day: 1) }

    /// The first day on which a case may be proposed for destruction; `nil` where counting gives none.
    public static func disposableFrom(_ category: ArchivalCategory?, completed: Day) -> Day? {
        switch category?.retention(completed: completed) {
        case .destructible(let day), .destructibleAfterOpinion(let day): day
        case .keptForEver, .afterUse, .bySpecialAct, nil: nil
        }
    }

    /// Whether the archivist may set another category: a longer time, or for ever after a decision of the state archive (R1.21).
    public static func mayChange(from old: ArchivalCategory?, to new: ArchivalCategory) -> Bool {
        guard let old else { return true }
        return length(new) > length(old)
    }

    /// Kinds whose length no counting gives lie below every counted one: giving them a length is a decision of the archivist.
    private static func length(_ category: ArchivalCategory) -> Int {
        switch category {
        case .permanent: 10_000
        // With an expert's opinion the same number of years may become permanent.
        case .yearsThenExpert(let n): 2 * n + 1
        case .years(let n): 2 * n
        case .brief, .special: 0
        }
    }
}
