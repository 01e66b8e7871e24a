public import Kernel
public import Law

/// What differs when the taxpayer counts the tax: the form, its last day, and the comparison with the office's own figure.
public enum SelfAssessment {
    /// The form of a tax: an information of natural persons, a declaration of others.
    ///
    /// Source: UPOL art. 6 ust. 6 and 9, UPR art. 6a ust. 5 and 8, UPL art. 6 ust. 2 and 5, UPOL art. 9 ust. 6 for transport.
    public static func form(_ tax: LocalTax, _ taxpayer: Taxpayer) -> String {
        switch (tax, taxpayer) {
        case (.property, .naturalPerson): "IN-1"
        case (.property, .legalPerson): "DN-1"
        case (.agricultural, .naturalPerson): "IR-1"
        case (.agricultural, .legalPerson): "DR-1"
        case (.forest, .naturalPerson): "IL-1"
        case (.forest, .legalPerson): "DL-1"
        case (.transport, _): "DT-1"
        }
    }

    /// The last day for the form of a year: a declaration at its yearly date, 14 days after an event in the year; an information 14 days
    /// after the event only.
    ///
    /// Property 31 January, agricultural and forest 15 January (the latter from memory), transport 15 February. Source: as `form`.
    /// - Parameter event: the day of a change; `nil` for the yearly declaration.
    /// - Returns: `nil` when nothing has to be filed: a natural person without a change.
    public static func filingEnd(_ tax: LocalTax, _ taxpayer: Taxpayer, year: Int, event: Day? = nil, calendar: OfficialCalendar = .statutory) -> Day? {
        if let event { return calendar.workingDay(onOrAfter: event.adding(days: 14)) }
        let date: (month: Int, day: Int)? =
            switch (tax, taxpayer) {
            case (.transport, _): (2, 15)
            case (_, .naturalPerson): nil
            case (.property, _): (1, 31)
            case (.agricultural, _), (.forest, _): (1, 15)
            }
        return date.flatMap { Day(year: year, month: $0.month, day: $0.day) }.map { calendar.workingDay(onOrAfter: $0) }
    }

    /// A difference between what was declared and what the office counts.
    public struct Difference: Sendable, Hashable {
        /// Index of the line; `nil` for the total.
        public let line: Int?
        public let declared: Money
        public let counted: Money
    }

    /// Compares a declaration with the office's own count; nothing when they agree.
    ///
    /// The declared tax binds until the office decides otherwise: a difference leads to a correction, not to another amount.
    /// Source: Ordynacja podatkowa art. 21 § 2–3, art. 272, art. 274.
    /// - Throws: `Problem` when the declaration has another number of lines.
    public static func differences(declared lines: [Money], total: Money, from assessment: PropertyTax.Assessment) throws(Problem) -> [Difference] {
        guard lines.count == assessment.lines.count else {
            throw Problem(.invalidInput, "Deklaracja ma \(lines.count) pozycji, a konto \(assessment.lines.count). Porównaj przedmioty.", field: "lines")
        }
        var out = zip(lines, assessment.lines).enumerated().compactMap { index, pair in
            pair.0 == pair.1 ? nil : Difference(line: index, declared: pair.0, counted: pair.1)
        }
        if total != assessment.tax { out.append(Difference(line: nil, declared: total, counted: assessment.tax)) }
        return out
    }

    /// The lowest cost of a registered letter with acknowledgment on 1 January, by year. The office enters each year's; only that of 2016 was read.
    public static let letterCosts: [Int: Money] = [2016: Money(grosze: 6_10)]

    /// Whether no proceedings are opened because the year's liability would not be above the cost of a registered letter with acknowledgment.
    ///
    /// For natural persons only. Source: UPOL art. 6 ust. 8a, UPR art. 6a ust. 6a, UPL art. 6 ust. 3a.
    /// - Parameter letterCost: `nil` when it is not known; then every tax is assessed.
    public static func isTooSmall(_ tax: Money, _ taxpayer: Taxpayer, letterCost: Money?) -> Bool {
        guard taxpayer == .naturalPerson, let letterCost else { return false }
        return tax <= letterCost
    }
}
