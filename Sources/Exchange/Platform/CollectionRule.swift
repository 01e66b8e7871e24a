public import Kernel
internal import Law

/// How long an addressee has to collect a delivery and what happens when the time has passed.
///
/// The rule for a delivery is the one in force on the day it was sent. The legacy rule is that of KPA art. 46 § 4–6 as it
/// stood until 4 October 2021: a second notice after 7 days, deemed delivered after 14 days from the first. Whether it still binds
/// letters exchanged on an ePUAP-compatible platform after that day is not confirmed, so it is a dated setting and is named in
/// `docs/law.md`.
public struct CollectionRule: Sendable, Hashable {
    public var validFrom: Day
    /// The last day; `nil` while it is in force.
    public var validTo: Day?
    /// Days from the first notice to the second; `nil` when there is none.
    public var secondNoticeAfter: Int?
    /// Days from the first notice after which the letter counts as delivered; `nil` when the law says nothing.
    public var deemedDeliveredAfter: Int?
    public var source: String

    public init(validFrom: Day, validTo: Day?, secondNoticeAfter: Int?, deemedDeliveredAfter: Int?, source: String) {
        self.validFrom = validFrom
        self.validTo = validTo
        self.secondNoticeAfter = secondNoticeAfter
        self.deemedDeliveredAfter = deemedDeliveredAfter
        self.source = source
    }

    public static let defaults: [CollectionRule] = [
        CollectionRule(
            // Day 2010-06-17, written as a count so that it cannot fail.
            validFrom: Day(daysSince1970: 14_777), validTo: nil, secondNoticeAfter: 7, deemedDeliveredAfter: 14,
            source: "KPA art. 46 § 4–6 (brzmienie do 4.10.2021)")
    ]

    public static func inForce(_ rules: [CollectionRule], on day: Day) -> CollectionRule? {
        rules.last { $0.validFrom <= day && ($0.validTo.map { day <= $0 } ?? true) }
    }
}

/// Where a delivery stands.
public enum DeliveryState: String, Sendable, CaseIterable {
    /// Waits for the addressee; the first notice lies in the box.
    case waiting = "oczekuje"
    /// Waits; the second notice was placed.
    case noticedAgain = "powtornie-zawiadomiono"
    /// Collected: the addressee signed the receipt.
    case collected = "odebrano"
    /// The time passed and the law counts the letter as delivered.
    case deemedDelivered = "uznano-za-doreczone"
    /// The time the sender gave passed and no rule makes it delivered.
    case lapsed = "termin-minal"

    public var isOpen: Bool { self == .waiting || self == .noticedAgain }

    public var polishName: String {
        switch self {
        case .waiting: "czeka na odbiór"
        case .noticedAgain: "zawiadomiono drugi raz"
        case .collected: "odebrano"
        case .deemedDelivered: "uznano za doręczone"
        case .lapsed: "termin minął"
        }
    }
}

/// What time does to a delivery: a pure step from one state to the next.
public enum DeliveryWorkflow {
    public enum Step: Sendable, Hashable {
        case placeSecondNotice
        case close(DeliveryState)
    }

    /// The step due at `now`, and when to look again.
    ///
    /// Days are Polish days; the day of the notice is not counted (KPA art. 57 § 1), and a period ends with the end of its last day.
    public static func due(
        _ state: DeliveryState, noticedAt: Instant, deadline: Instant, rule: CollectionRule?, now: Instant
    ) -> (step: Step?, next: Instant?) {
        guard state.isOpen else { return (nil, nil) }
        let noticed = PolishTime.day(of: noticedAt)
        func endOfPeriod(_ days: Int) -> Instant { PolishTime.start(of: noticed.adding(days: days + 1)) }
        if let days = rule?.deemedDeliveredAfter {
            let end = endOfPeriod(days)
            if now >= end { return (.close(.deemedDelivered), nil) }
            if state == .waiting, let second = rule?.secondNoticeAfter {
                let at = endOfPeriod(second)
                return now >= at ? (.placeSecondNotice, end) : (nil, at)
            }
            return (nil, end)
        }
        return now >= deadline ? (.close(.lapsed), nil) : (nil, deadline)
    }
}
