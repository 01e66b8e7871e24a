public import Kernel

/// What the law, or its reading, lets vary about Trusted Profiles; dated where the law changed.
public struct ProfileRules: Sendable, Hashable {
    /// How many days after its submission an application may be confirmed, by the day of submission.
    ///
    /// Source: 14 days in the regulations of 2014, 2018 and 2020; 30 days since 17 June 2021 (Dz.U. 2021 poz. 1101 as consolidated in
    /// Dz.U. 2023 poz. 2551, § 4). Applications under way on that day follow the day of their submission.
    public struct Term: Sendable, Hashable {
        public var from: Day
        public var days: Int
        public init(from: Day, days: Int) {
            self.from = from
            self.days = days
        }
    }

    public enum ExtensionStart: String, Sendable, Hashable {
        /// The new period runs from the act of extending.
        case act
        /// It runs from the end of the old period.
        case oldEnd
    }

    public var terms: [Term]
    public var validityYears: Int
    public var extensionStart: ExtensionStart
    /// A profile made by changing contact data ends when the one before would have.
    public var replacementKeepsEnd: Bool
    public var minimumAge: Int
    /// How long an application stays with one operator, in seconds.
    public var lockSeconds: Int64
    /// Before the end of validity the holder is told so many days.
    public var noticeDays: [Int]
    /// Paper and records of a profile are kept so long. Source: regulation, § 17 ust. 1.
    public var retentionYears: Int

    public init(
        terms: [Term] = Self.standardTerms, validityYears: Int = 3, extensionStart: ExtensionStart = .act, replacementKeepsEnd: Bool = true,
        minimumAge: Int = 13, lockSeconds: Int64 = 1800, noticeDays: [Int] = [30, 7], retentionYears: Int = 20
    ) {
        self.terms = terms
        self.validityYears = validityYears
        self.extensionStart = extensionStart
        self.replacementKeepsEnd = replacementKeepsEnd
        self.minimumAge = minimumAge
        self.lockSeconds = lockSeconds
        self.noticeDays = noticeDays
        self.retentionYears = retentionYears
    }

    public static let standardTerms = [
        Term(from: Day(daysSince1970: 0), days: 14), Term(from: Day(daysSince1970: 18_795), days: 30),
    ]
    public static let standard = ProfileRules()

    /// The last day on which an application of that day may be confirmed.
    public func lastDay(submittedOn day: Day) -> Day {
        let days = terms.filter { $0.from <= day }.max { $0.from < $1.from }?.days ?? terms.first?.days ?? 30
        return day.adding(days: days)
    }

    /// The end of a profile that begins then.
    func end(from start: Instant) -> Instant { start.adding(years: validityYears) }

    public func extendedEnd(_ oldEnd: Instant, at now: Instant) -> Instant {
        switch extensionStart {
        case .act: max(oldEnd, now.adding(years: validityYears))
        case .oldEnd: oldEnd.adding(years: validityYears)
        }
    }
}
