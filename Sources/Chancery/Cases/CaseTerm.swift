public import Kernel
internal import Law

/// A length of time the law gives for settling. Source: KPA art. 35–37 and art. 57.
public struct CaseTerm: Sendable, Hashable, LosslessStringConvertible {
    public enum Unit: String, Sendable, CaseIterable { case day = "d", week = "w", month = "m", year = "y" }
    public let count: Int
    public let unit: Unit

    public init?(_ count: Int, _ unit: Unit) {
        // No term of the law is longer; so its end stays inside the calendar for every day that a case can have.
        guard (1...(unit == .year ? 100 : unit == .month ? 1_200 : 10_000)).contains(count) else { return nil }
        self.count = count
        self.unit = unit
    }

    /// As it is stored: `30d`, `1m`.
    public var description: String { "\(count)\(unit.rawValue)" }
    public init?(_ text: String) {
        guard let last = text.last, let unit = Unit(rawValue: String(last)), let count = Int(text.dropLast()), String(count) == text.dropLast() else { return nil }
        self.init(count, unit)
    }

    /// The last day before any day off is considered; the day of the event is not counted (art. 57 § 1, 3, 3a).
    ///
    /// Where the month has no such day, its last day.
    public func rawEnd(from event: Day) -> Day {
        let length: Term =
            switch unit {
            case .day: .days(count)
            case .week: .weeks(count)
            case .month: .months(count)
            case .year: .years(count)
            }
        // Refused only past the year 9998, which the bounds of `init` keep out of reach of any day of work.
        return (try? TermRules.rawEnd(of: length, from: event)) ?? event
    }

    /// The last day, moved past Saturdays and days off (art. 57 § 4).
    public func end(from event: Day, isDayOff: (Day) -> Bool) -> Day { CaseTerm.working(rawEnd(from: event), isDayOff: isDayOff) }

    static func working(_ day: Day, isDayOff: (Day) -> Bool) -> Day {
        var day = day
        // No calendar has a year of days off; the bound keeps a wrong closure from running for ever.
        for _ in 0..<366 where isDayOff(day) { day = day.adding(days: 1) }
        return day
    }
}

/// A time that is not counted into the term (art. 35 § 5): suspension, delay caused by the party, and the like.
public struct CaseExclusion: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// KPA art. 97 or 98.
        case suspension = "zawieszenie"
        case partyDelay = "opoznienie-strony"
        /// Reasons independent of the authority.
        case independent = "przyczyny-niezalezne"
        /// A term the law gives for a certain act.
        case statutory = "termin-ustawowy"
        case mediation = "mediacja"

        public var polishName: String {
            switch self {
            case .suspension: "zawieszenie postępowania"
            case .partyDelay: "opóźnienie z winy strony"
            case .independent: "przyczyny niezależne od organu"
            case .statutory: "termin przewidziany w przepisach na czynność"
            case .mediation: "mediacja"
            }
        }
    }
    public var kind: Kind
    /// First day that is not counted.
    public var from: Day
    /// Last day that is not counted; `nil` while it goes on.
    public var to: Day?
    /// Legal basis in words: `art. 97 § 1 pkt 4 KPA`.
    public var basis: String
    /// Identifier of the document that shows it.
    public var document: String

    public init(_ kind: Kind, from: Day, to: Day? = nil, basis: String, document: String = "") {
        self.kind = kind
        self.from = from
        self.to = to
        self.basis = basis
        self.document = document
    }
}

/// The clock of a case (R4.1): its term, when it began, what is not counted, and the notice of delay.
///
/// A pure value: the same case always ends on the same day. Source: KPA art. 35 § 5, art. 36, art. 57 § 4.
public struct CaseClock: Sendable, Hashable {
    /// A new day for settling, given to the parties with the cause of the delay (KPA art. 36).
    public struct Extension: Sendable, Hashable {
        public var noticedOn: Day
        public var newDue: Day

        public init(noticedOn: Day, newDue: Day) {
            self.noticedOn = noticedOn
            self.newDue = newDue
        }
    }

    /// The day of commencement: delivery of the request to the authority (KPA art. 61 § 3, 3a), or of the act ex officio.
    public var start: Day
    /// `nil` for a case without a term of law; then only a notice gives it a last day.
    public var term: CaseTerm?
    public var exclusions: [CaseExclusion]
    public var `extension`: Extension?

    public init(start: Day, term: CaseTerm?, exclusions: [CaseExclusion] = [], extension: Extension? = nil) {
        self.start = start
        self.term = term
        self.exclusions = exclusions
        self.`extension` = `extension`
    }

    /// The last day for settling; `nil` while the clock stands.
    ///
    /// A notice names a day of its own, which only what is not counted after it moves. Each excluded day that lies within the term moves
    /// its end by one day; days excluded twice count once; what begins after the end moves nothing.
    public func due(isDayOff: (Day) -> Bool) -> Day? {
        guard var end = `extension`?.newDue ?? term?.rawEnd(from: start) else { return nil }
        var counted = `extension`?.noticedOn ?? start
        for e in exclusions.sorted(by: { $0.from < $1.from }) {
            let first = max(e.from, counted.adding(days: 1))
            if let last = e.to, last < first { continue }
            let moved = CaseTerm.working(end, isDayOff: isDayOff)
            if first > moved { continue }
            guard let last = e.to else { return nil }
            // A term that a day off had moved into the excluded time has not ended before it.
            end = max(end, min(first, moved)).adding(days: last.daysSince1970 - first.daysSince1970 + 1)
            counted = last
        }
        return CaseTerm.working(end, isDayOff: isDayOff)
    }
}

/// How near the end of a term is (R4.1).
public enum CaseLight: String, Sendable {
    case green = "zielone", amber = "zolte", red = "czerwone"

    /// Green: more than 7 days left; amber: 7 or fewer; red: after the term.
    public static func of(due: Day, today: Day) -> CaseLight { due < today ? .red : due.daysSince1970 - today.daysSince1970 <= 7 ? .amber : .green }
}
