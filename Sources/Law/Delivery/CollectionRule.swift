public import Kernel

/// How long an addressee has to collect a delivery through an ePUAP-compatible platform and what happens when the time has passed.
///
/// The rule for a delivery is the one in force on the day of its first notice. KPA art. 46 § 4–6 held two notices and the fiction of
/// delivery after fourteen days; the transitional rules of UDE kept them for ePUAP until the end of 2025 (from memory, named in
/// `docs/law.md`). Since 2026 there is no fiction: who does not collect has not been delivered to.
public struct CollectionRule: Sendable, Hashable, Codable {
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

    /// Days 2010-06-17 and 2025-12-31, written as counts so that they cannot fail.
    public static let all: [CollectionRule] = [
        CollectionRule(
            validFrom: Day(daysSince1970: 14_777), validTo: Day(daysSince1970: 20_453), secondNoticeAfter: 7, deemedDeliveredAfter: 14,
            source: "KPA art. 46 § 4–6 (brzmienie do 4.10.2021)")
    ]

    public static func inForce(_ rules: [CollectionRule] = all, on day: Day) -> CollectionRule? {
        rules.last { $0.validFrom <= day && ($0.validTo.map { day <= $0 } ?? true) }
    }
}
