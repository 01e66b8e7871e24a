public import Kernel

/// Which ways of delivery the law opens in a period; the rule of the day of sending counts.
public struct DeliveryCascadeRule: Sendable, Hashable, Codable {
    public enum EpuapUse: String, Sendable, Codable {
        /// To everyone who has a box and corresponds through it.
        case everyone
        /// Between public bodies only.
        case publicBodies
        case nobody
    }

    /// `nil`: from the beginning.
    public var validFrom: Day?
    /// The last day; `nil` while it is in force.
    public var validTo: Day?
    public var epuap: EpuapUse
    /// Whether the hybrid service comes before a registered letter by law, or only where the office has chosen it.
    public var hybridIsDuty: Bool
    public var source: String

    public init(validFrom: Day?, validTo: Day?, epuap: EpuapUse, hybridIsDuty: Bool, source: String) {
        self.validFrom = validFrom
        self.validTo = validTo
        self.epuap = epuap
        self.hybridIsDuty = hybridIsDuty
        self.source = source
    }

    public static func inForce(_ rules: [DeliveryCascadeRule], on day: Day) -> DeliveryCascadeRule? {
        rules.last { $0.validFrom.map { $0 <= day } ?? true && $0.validTo.map { day <= $0 } ?? true }
    }

    // Days 2025-12-31, 2026-01-01, 2029-09-30 and 2029-10-01, written as counts so that they cannot fail.
    private static let lastOfTransition = Day(daysSince1970: 20_453)
    private static let firstAfterTransition = Day(daysSince1970: 20_454)
    private static let lastOfEpuap = Day(daysSince1970: 21_822)
    private static let firstOfHybridDuty = Day(daysSince1970: 21_823)

    public static let all: [DeliveryCascadeRule] = [
        DeliveryCascadeRule(
            validFrom: nil, validTo: lastOfTransition, epuap: .everyone, hybridIsDuty: false,
            source: "KPA art. 39, art. 39¹ (przepisy przejściowe UDE)"),
        DeliveryCascadeRule(
            validFrom: firstAfterTransition, validTo: lastOfEpuap, epuap: .publicBodies, hybridIsDuty: false,
            source: "KPA art. 39; ePUAP między podmiotami publicznymi do 30.09.2029"),
        DeliveryCascadeRule(
            validFrom: firstOfHybridDuty, validTo: nil, epuap: .nobody, hybridIsDuty: true,
            source: "KPA art. 39; publiczna usługa hybrydowa obowiązkowa dla samorządu od 1.10.2029"),
    ]
}
