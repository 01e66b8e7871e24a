public import Kernel

/// A delivery through ePUAP by the rules that KPA art. 46 § 4–6 held: two notices, fiction after fourteen days.
///
/// Only for deliveries of its time; since 2026 there is no fiction for it. Source: KPA art. 46 § 4–6 in the wording to 4 October
/// 2021, kept for ePUAP by the transitional rules of UDE until the end of 2025 (from memory).
public struct LegacyElectronicDelivery: Sendable, Hashable {
    /// The day of the first notice in the box.
    public var firstNotice: Day
    /// The day the addressee signed the receipt (UPD).
    public var signedOn: Day?

    public init(firstNotice: Day, signedOn: Day? = nil) {
        self.firstNotice = firstNotice
        self.signedOn = signedOn
    }

    public struct Rule: Sendable, Hashable {
        public var validFrom: Day
        public var validTo: Day
        public var secondNoticeAfter: Int
        public var deemedAfter: Int
        public var source: String

        public init(validFrom: Day, validTo: Day, secondNoticeAfter: Int, deemedAfter: Int, source: String) {
            self.validFrom = validFrom
            self.validTo = validTo
            self.secondNoticeAfter = secondNoticeAfter
            self.deemedAfter = deemedAfter
            self.source = source
        }

        /// Days 2010-06-17 and 2025-12-31, written as counts so that they cannot fail.
        public static let all = [
            Rule(
                validFrom: Day(daysSince1970: 14_777), validTo: Day(daysSince1970: 20_453), secondNoticeAfter: 7, deemedAfter: 14,
                source: "KPA art. 46 § 4–6 (brzmienie do 4.10.2021)")
        ]
    }

    /// The effect seen on a day; a signature after the fourteen days changes nothing.
    public func effect(
        today: Day, shift: FictionShift = .none, calendar: OfficialCalendar = .statutory, rules: [Rule] = Rule.all
    ) -> DeliveryEffect {
        let rule = rules.last { $0.validFrom <= firstNotice && firstNotice <= $0.validTo }
        guard let rule else {
            if let signedOn { return .delivered(on: signedOn, isFiction: false, basis: "UPD podpisane przez adresata", assumption: nil) }
            return .waiting(deemedOn: nil, basis: "Przez ePUAP nie ma już skutku doręczenia bez odbioru.", assumption: nil)
        }
        let last = firstNotice.adding(days: rule.deemedAfter)
        let deemed = shift.day(last, calendar)
        if let signedOn, signedOn <= deemed { return .delivered(on: signedOn, isFiction: false, basis: rule.source, assumption: nil) }
        let assumption = shift.assumption(last, calendar)
        return today > deemed
            ? .delivered(on: deemed, isFiction: true, basis: rule.source, assumption: assumption)
            : .waiting(deemedOn: deemed, basis: rule.source, assumption: assumption)
    }

    /// The day of the second notice; `nil` when no rule gives one.
    public func secondNotice(rules: [Rule] = Rule.all) -> Day? {
        rules.last { $0.validFrom <= firstNotice && firstNotice <= $0.validTo }.map { firstNotice.adding(days: $0.secondNoticeAfter) }
    }
}
