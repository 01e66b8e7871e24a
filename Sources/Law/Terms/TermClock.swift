public import Kernel

/// A time that is not counted in a term of the organ: suspension, mediation, a delay by the party, an act with a term of its own.
///
/// Source: KPA art. 35 § 5, art. 103.
public struct ClockPause: Sendable, Hashable, Codable {
    /// The first day that is not counted.
    public var from: Day
    /// The last one; `nil` while the pause lasts.
    public var through: Day?
    /// The legal ground, for example `KPA art. 98 § 1`.
    public var basis: String
    /// The document that shows it.
    public var document: String

    public init(from: Day, through: Day?, basis: String, document: String = "") {
        self.from = from
        self.through = through
        self.basis = basis
        self.document = document
    }
}

/// A new day for settling the case, given to the parties with the cause of the delay. Source: KPA art. 36.
public struct ClockExtension: Sendable, Hashable, Codable {
    public var noticedOn: Day
    public var newDue: Day
    public var document: String

    public init(noticedOn: Day, newDue: Day, document: String = "") {
        self.noticedOn = noticedOn
        self.newDue = newDue
        self.document = document
    }
}

/// When people are told about a term. A setting of the office.
public struct TermWatch: Sendable, Hashable, Codable {
    public enum Recipient: String, Sendable, Codable { case officer = "prowadzący", superior = "przełożony" }
    public struct Reminder: Sendable, Hashable, Codable {
        public var daysBefore: Int
        public var recipients: [Recipient]
        public init(daysBefore: Int, recipients: [Recipient]) {
            self.daysBefore = daysBefore
            self.recipients = recipients
        }
    }

    /// The light turns amber when so many days or fewer are left.
    public var amberAt: Int
    public var reminders: [Reminder]
    /// So many days before the end the draft of the notice of art. 36 is made.
    public var draftNoticeAt: Int

    public init(amberAt: Int, reminders: [Reminder], draftNoticeAt: Int) {
        self.amberAt = amberAt
        self.reminders = reminders
        self.draftNoticeAt = draftNoticeAt
    }

    public static let standard = TermWatch(
        amberAt: 7,
        reminders: [
            Reminder(daysBefore: 7, recipients: [.officer]), Reminder(daysBefore: 3, recipients: [.officer, .superior]),
            Reminder(daysBefore: 0, recipients: [.officer, .superior]),
        ],
        draftNoticeAt: 5)
}

/// The clock of a term that binds the organ, with the times in which it stands.
///
/// A pure value: the same case on the same day always shows the same. Days are calendar days; a pause moves the end by its length,
/// days in two pauses count once, and a pause that begins after the end moves nothing. Source: KPA art. 35 § 5, art. 36, art. 57 § 4.
public struct TermClock: Sendable, Hashable {
    /// The day of the event the term is counted from; it is not counted itself.
    public var start: Day
    public var term: Term
    public var pauses: [ClockPause]
    public var extensions: [ClockExtension]

    public init(start: Day, term: Term, pauses: [ClockPause] = [], extensions: [ClockExtension] = []) {
        self.start = start
        self.term = term
        self.pauses = pauses
        self.extensions = extensions
    }

    public enum Light: String, Sendable, CaseIterable {
        case green = "zielone"
        case amber = "żółte"
        case red = "czerwone"
        /// The term does not run.
        case stopped = "wstrzymane"
    }

    public struct Reminder: Sendable, Hashable {
        public var day: Day
        public var recipients: [TermWatch.Recipient]
        public init(day: Day, recipients: [TermWatch.Recipient]) {
            self.day = day
            self.recipients = recipients
        }
    }

    /// What the clock shows on a day.
    public struct Reading: Sendable, Hashable {
        /// The last day for settling the case; while the clock stands, the earliest it can be (as if the pause ended today).
        public var due: Day
        /// Calendar days left, 0 on the last day, negative after it.
        public var daysLeft: Int
        public var workingDaysLeft: Int
        public var light: Light
        /// The pause that lasts; the term does not run and nobody is reminded.
        public var pause: ClockPause?
        public var reminders: [Reminder]
        /// The day on which the draft of the notice of delay is made; `nil` while the clock stands.
        public var draftNoticeOn: Day?

        public var isOverdue: Bool { light == .red }
    }

    /// - Throws: `Problem` when the term or a pause makes no sense.
    public func reading(today: Day, calendar: OfficialCalendar = .statutory, watch: TermWatch = .standard) throws(Problem) -> Reading {
        for pause in pauses {
            guard pause.through.map({ $0 >= pause.from }) ?? true else {
                throw Problem(.invalidInput, "Wstrzymanie terminu kończy się przed początkiem. Popraw daty.", field: "through")
            }
        }
        let (due, lasting) = try dueDay(today: today, calendar: calendar)
        let left = due.daysSince1970 - today.daysSince1970
        let light: Light = lasting != nil ? .stopped : left < 0 ? .red : left <= watch.amberAt ? .amber : .green
        func before(_ days: Int) -> Day { max(due.adding(days: -days), start) }
        return Reading(
            due: due, daysLeft: left, workingDaysLeft: calendar.workingDays(after: today, through: due), light: light, pause: lasting,
            reminders: lasting != nil ? [] : watch.reminders.map { Reminder(day: before($0.daysBefore), recipients: $0.recipients) },
            draftNoticeOn: lasting != nil ? nil : before(watch.draftNoticeAt))
    }

    /// The last day, and the pause in which the clock stands today.
    private func dueDay(today: Day, calendar: OfficialCalendar) throws(Problem) -> (Day, ClockPause?) {
        // A notice of art. 36 names a day of its own; only pauses after it move that day.
        let latest = extensions.max { $0.noticedOn < $1.noticedOn }
        var raw = if let latest { latest.newDue } else { try TermRules.rawEnd(of: term, from: start) }
        var counted = latest?.noticedOn ?? start
        var standing: ClockPause?
        for pause in pauses.sorted(by: { ($0.from, $0.through ?? Day.never) < ($1.from, $1.through ?? Day.never) }) {
            let from = max(pause.from, counted.adding(days: 1))
            if let through = pause.through, through < from { continue }
            let end = TermRules.moved(raw, calendar: calendar).end
            if from > end { break }
            // A pause that came while the end was being moved leaves at least the day after itself.
            raw = max(raw, min(from, end))
            guard let through = pause.through else {
                if from > today { continue }
                raw = raw.adding(days: today.daysSince1970 - from.daysSince1970 + 1)
                return (TermRules.moved(raw, calendar: calendar).end, pause)
            }
            raw = raw.adding(days: through.daysSince1970 - from.daysSince1970 + 1)
            counted = through
            if from <= today, today <= through { standing = pause }
        }
        return (TermRules.moved(raw, calendar: calendar).end, standing)
    }
}

extension Day {
    /// After every day of the calendar.
    fileprivate static let never = Day(daysSince1970: .max)
}
