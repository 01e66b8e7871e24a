public import Kernel
public import Law

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
