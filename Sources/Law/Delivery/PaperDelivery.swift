public import Kernel

/// What the proof of a paper delivery says.
public enum PaperOutcome: Sendable, Hashable {
    /// Taken by the addressee at home or where he is met. Art. 42 § 1, 3.
    case personally(on: Day)
    /// Taken at the place of work by a person entitled to receive letters. Art. 42 § 1.
    case atWorkplace(on: Day)
    /// Taken at the seat of a body by a person entitled to receive letters. Art. 45.
    case atSeat(on: Day)
    /// Taken by an adult of the household. Art. 43.
    case householdMember(on: Day)
    /// Taken by a neighbour or the caretaker who undertook to hand it over; a notice has to be left. Art. 43.
    case neighbourOrCaretaker(on: Day, noticeLeft: Bool)
    /// Refused by the addressee. Art. 47.
    case refused(on: Day)
    /// Kept at the post or the municipal office. Art. 44.
    case deposited(Deposit)
    /// Returned: the addressee moved or is unknown.
    case addresseeUnknown(movedWithoutNotice: Bool, attemptedOn: Day)
    /// Published instead of delivered. Art. 49, 49a.
    case publicNotice(publishedOn: Day)
}

/// A letter kept for the addressee.
public struct Deposit: Sendable, Hashable {
    public var firstNotice: Day
    public var secondNotice: Day?
    /// The day the addressee took it from the post or the office.
    public var collectedOn: Day?

    public init(firstNotice: Day, secondNotice: Day? = nil, collectedOn: Day? = nil) {
        self.firstNotice = firstNotice
        self.secondNotice = secondNotice
        self.collectedOn = collectedOn
    }
}

/// The periods of a paper delivery in force in a time; the rule of the day of the first notice or publication counts.
public struct PaperDeliveryRule: Sendable, Hashable, Codable {
    public var validFrom: Day?
    public var validTo: Day?
    /// Days a letter is kept, counted from the first notice.
    public var keptFor: Int
    /// Days from the first notice after which the second may be left.
    public var secondNoticeAfter: Int
    /// Days after which a public notice works.
    public var publicNoticeAfter: Int
    public var source: String

    public init(validFrom: Day?, validTo: Day?, keptFor: Int, secondNoticeAfter: Int, publicNoticeAfter: Int, source: String) {
        self.validFrom = validFrom
        self.validTo = validTo
        self.keptFor = keptFor
        self.secondNoticeAfter = secondNoticeAfter
        self.publicNoticeAfter = publicNoticeAfter
        self.source = source
    }

    public static let all = [
        PaperDeliveryRule(validFrom: nil, validTo: nil, keptFor: 14, secondNoticeAfter: 7, publicNoticeAfter: 14, source: "KPA art. 42–49")
    ]

    public static func inForce(_ rules: [PaperDeliveryRule], on day: Day) -> PaperDeliveryRule? {
        rules.last { $0.validFrom.map { $0 <= day } ?? true && $0.validTo.map { day <= $0 } ?? true }
    }
}

/// Deliveries on paper.
public enum PaperDelivery {
    /// The effect of what the proof says, seen on a day.
    ///
    /// A letter in deposit counts as delivered with the last day of the fourteen, the day of the first notice not counted, provided
    /// that a second notice was left; a letter taken earlier is delivered when it was taken. Source: KPA art. 42–47, 49, 57 § 1.
    public static func effect(
        of outcome: PaperOutcome, today: Day, shift: FictionShift = .pastDaysOff, calendar: OfficialCalendar = .statutory,
        rules: [PaperDeliveryRule] = PaperDeliveryRule.all
    ) throws(Problem) -> DeliveryEffect {
        switch outcome {
        case .personally(let day): return taken(day, "KPA art. 42")
        case .atWorkplace(let day): return taken(day, "KPA art. 42 § 1")
        case .atSeat(let day): return taken(day, "KPA art. 45")
        case .householdMember(let day): return taken(day, "KPA art. 43")
        case .neighbourOrCaretaker(let day, let noticeLeft):
            return noticeLeft
                ? taken(day, "KPA art. 43")
                : .failed(reason: "Pismo odebrał sąsiad albo dozorca, a zawiadomienia dla adresata nie zostawiono. Doręcz jeszcze raz.")
        case .refused(let day): return .delivered(on: day, isFiction: true, basis: "KPA art. 47 § 2", assumption: nil)
        case .deposited(let deposit): return try deposited(deposit, today, shift, calendar, rules)
        case .addresseeUnknown(let moved, let day):
            return moved
                ? .delivered(on: day, isFiction: true, basis: "KPA art. 41 § 2", assumption: nil)
                : .failed(reason: "Adresat nie mieszka pod tym adresem. Ustal adres i wyślij jeszcze raz.")
        case .publicNotice(let day):
            let rule = try rule(rules, day)
            // The day on which a notice works is not the end of a term for anybody, so that it is not moved.
            let effective = day.adding(days: rule.publicNoticeAfter)
            return today > effective
                ? .delivered(on: effective, isFiction: true, basis: "KPA art. 49 § 2", assumption: nil)
                : .waiting(deemedOn: effective, basis: "KPA art. 49 § 2", assumption: nil)
        }
    }

    private static func taken(_ day: Day, _ basis: String) -> DeliveryEffect { .delivered(on: day, isFiction: false, basis: basis, assumption: nil) }

    private static func rule(_ rules: [PaperDeliveryRule], _ day: Day) throws(Problem) -> PaperDeliveryRule {
        guard let rule = PaperDeliveryRule.inForce(rules, on: day) else {
            throw Problem(.invalidInput, "Nie ma reguły doręczeń na \(day). Uzupełnij ustawienia doręczeń.", cause: "no paper delivery rule")
        }
        return rule
    }

    private static func deposited(
        _ d: Deposit, _ today: Day, _ shift: FictionShift, _ calendar: OfficialCalendar, _ rules: [PaperDeliveryRule]
    ) throws(Problem) -> DeliveryEffect {
        let rule = try rule(rules, d.firstNotice)
        let last = d.firstNotice.adding(days: rule.keptFor)
        let deemed = shift.day(last, calendar)
        let assumption = shift.assumption(last, calendar)
        let fault = try faultOfNotices(d, rule, last)
        if let collected = d.collectedOn {
            guard collected >= d.firstNotice else {
                throw Problem(.invalidInput, "Odbiór jest przed pierwszym awizem. Popraw daty.", field: "collectedOn")
            }
            // Without a fiction the letter is delivered when it really was taken, however late.
            if collected <= deemed || fault != nil || d.secondNotice == nil { return taken(collected, "KPA art. 42") }
        }
        if let fault { return .failed(reason: fault) }
        if today <= deemed { return .waiting(deemedOn: deemed, basis: "KPA art. 44 § 4", assumption: assumption) }
        guard d.secondNotice != nil else {
            return .failed(reason: "Nie ma drugiego awiza, więc pismo nie jest doręczone. Doręcz jeszcze raz albo wpisz dzień drugiego awiza.")
        }
        return .delivered(on: deemed, isFiction: true, basis: "KPA art. 44 § 4", assumption: assumption)
    }

    private static func faultOfNotices(_ d: Deposit, _ rule: PaperDeliveryRule, _ last: Day) throws(Problem) -> String? {
        guard let second = d.secondNotice else { return nil }
        guard second > d.firstNotice else {
            throw Problem(.invalidInput, "Drugie awizo nie jest po pierwszym. Popraw daty.", field: "secondNotice")
        }
        if second < d.firstNotice.adding(days: rule.secondNoticeAfter) {
            return "Drugie awizo zostawiono przed upływem \(rule.secondNoticeAfter) dni od pierwszego. Doręcz jeszcze raz."
        }
        return second > last ? "Drugie awizo zostawiono po upływie \(rule.keptFor) dni od pierwszego. Doręcz jeszcze raz." : nil
    }
}
