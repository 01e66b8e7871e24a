public import Kernel

/// What is known of a registered electronic delivery from its evidences.
public struct ElectronicDelivery: Sendable, Hashable {
    /// Who sent and who receives, as far as the law tells them apart.
    public enum Relation: String, Sendable, CaseIterable {
        /// From a public body to a person or company: fiction after 14 days.
        case publicToOthers = "podmiot-publiczny-do-innych"
        /// To a public body: delivered on arrival.
        case toPublicBody = "do-podmiotu-publicznego"
        /// Between others: no fiction.
        case betweenOthers = "miedzy-niepublicznymi"
    }

    public var relation: Relation
    /// Evidence D.1: the message waits in the addressee's box.
    public var availableOn: Day?
    /// Evidence E.1: the addressee took it.
    public var collectedOn: Day?
    /// The day on the operator's proof of receipt (BP.OP, BP.OX); it goes before every count of ours.
    public var proofDay: Day?
    /// Evidence B.2, B.3, D.2 or E.2: it was not delivered.
    public var hasFailed: Bool

    public init(relation: Relation, availableOn: Day? = nil, collectedOn: Day? = nil, proofDay: Day? = nil, hasFailed: Bool = false) {
        self.relation = relation
        self.availableOn = availableOn
        self.collectedOn = collectedOn
        self.proofDay = proofDay
        self.hasFailed = hasFailed
    }
}

/// Electronic deliveries in force in a time.
public struct ElectronicDeliveryRule: Sendable, Hashable, Codable {
    /// On which day an uncollected message counts as delivered; used for forecasts only, the operator's day counts.
    public enum Forecast: String, Sendable, CaseIterable, Codable {
        /// The last of the 14 days, moved past days off, as the operator's technical paper counts.
        case lastDay = "ostatni-dzien"
        /// The day after the lapse, as the act says.
        case dayAfter = "nastepny-dzien"
    }

    public var validFrom: Day?
    public var validTo: Day?
    public var days: Int
    public var source: String

    public init(validFrom: Day?, validTo: Day?, days: Int, source: String) {
        self.validFrom = validFrom
        self.validTo = validTo
        self.days = days
        self.source = source
    }

    public static let all = [
        // Day 2021-10-05, written as a count so that it cannot fail.
        ElectronicDeliveryRule(validFrom: Day(daysSince1970: 18_905), validTo: nil, days: 14, source: "UDE art. 41–42")
    ]

    public static func inForce(_ rules: [ElectronicDeliveryRule], on day: Day) -> ElectronicDeliveryRule? {
        rules.last { $0.validFrom.map { $0 <= day } ?? true && $0.validTo.map { day <= $0 } ?? true }
    }
}

extension ElectronicDelivery {
    /// The effect seen on a day.
    ///
    /// The proof's day wins. Without a proof: on arrival for public bodies, on collection for others; for those a forecast is given
    /// while the message waits, never a fiction of our own making. Source: UDE art. 41, 42; Civil Code art. 111, 115 for the count.
    public func effect(
        forecast: ElectronicDeliveryRule.Forecast = .lastDay, calendar: OfficialCalendar = .statutory,
        rules: [ElectronicDeliveryRule] = ElectronicDeliveryRule.all
    ) throws(Problem) -> DeliveryEffect {
        if let proofDay {
            return .delivered(
                on: proofDay, isFiction: relation == .publicToOthers && collectedOn == nil, basis: "UDE art. 41 ust. 1, art. 42 (dowód otrzymania)",
                assumption: nil)
        }
        if hasFailed { return .failed(reason: "Operator zawiadomił, że wiadomości nie doręczono. Wyślij inną drogą.") }
        if let collectedOn { return .delivered(on: collectedOn, isFiction: false, basis: "UDE art. 42 ust. 1 pkt 1", assumption: nil) }
        guard let availableOn else { return .waiting(deemedOn: nil, basis: "UDE art. 41", assumption: nil) }
        switch relation {
        case .toPublicBody: return .delivered(on: availableOn, isFiction: false, basis: "UDE art. 41 ust. 1 pkt 1", assumption: nil)
        case .betweenOthers: return .waiting(deemedOn: nil, basis: "UDE art. 42", assumption: nil)
        case .publicToOthers:
            guard let rule = ElectronicDeliveryRule.inForce(rules, on: availableOn) else {
                throw Problem(.invalidInput, "Nie ma reguły e-Doręczeń na \(availableOn). Uzupełnij ustawienia doręczeń.", cause: "no electronic delivery rule")
            }
            let last = calendar.workingDay(onOrAfter: availableOn.adding(days: rule.days))
            return .waiting(
                deemedOn: forecast == .lastDay ? last : last.adding(days: 1), basis: rule.source,
                assumption: "To prognoza. Liczy się data z dowodu otrzymania od operatora.")
        }
    }
}
