public import Kernel

/// What is counted in an office day by day; indicators are made of it.
///
/// The raw value stands in databases and files; it is never changed.
public enum Measure: String, Sendable, CaseIterable {
    /// Letters entered in the register of incoming letters, without cancelled numbers, by day of registration.
    case incoming = "wplywy"
    case incomingElectronic = "wplywy-elektroniczne"
    /// Entries of the register of outgoing letters, without cancelled ones, by day of handing over.
    case outgoing = "wysylki"
    case outgoingElectronic = "wysylki-elektroniczne"
    /// Cases settled on the day; the bucket is the number of days from the start of the case.
    case settled = "sprawy-zalatwione"
    /// Deliveries against UPD that ended on the day.
    case deliveriesEnded = "doreczenia-zakonczone"
    /// Of them those that the addressee collected himself, in time.
    case deliveriesCollected = "doreczenia-odebrane"
    /// Profiles confirmed at the office's confirmation point.
    case profiles = "profile-potwierdzone"
    /// E-services in the catalogue at the end of the day; the bucket is the level of maturity 1…5.
    case servicesOffered = "uslugi-oferowane"
    /// Forms sent through the portal.
    case servicesUsed = "uslugi-zlozone"
    case portalStarted = "portal-rozpoczete"
    case portalCompleted = "portal-zlozone"
    /// Answers to the question after a matter; the bucket is the mark 1…5.
    case satisfaction = "zadowolenie"
    /// Officers with an account at the end of the day.
    case officers = "urzednicy"
    /// Of them those with a valid certificate of a whole course.
    case officersTrained = "urzednicy-przeszkoleni"
    /// Inhabitants asked in the yearly survey, and of them those who named an e-service unprompted.
    case surveyed = "badani"
    case surveyedAware = "badani-swiadomi"

    /// A stock is how many there are at the end of the day: of a period its last day counts, not the sum.
    public var isStock: Bool { self == .servicesOffered || self == .officers || self == .officersTrained }
}

/// So many of a measure on a day.
public struct DailyCount: Sendable, Hashable {
    public var day: Day
    public var measure: Measure
    /// What the measure is divided by: days, level, mark; 0 where it is not.
    public var bucket: Int64
    public var value: Int64

    public init(_ measure: Measure, on day: Day, bucket: Int64 = 0, value: Int64) {
        self.day = day
        self.measure = measure
        self.bucket = bucket
        self.value = value
    }
}

/// Counts of a period by measure and bucket. A measure that is not there was not counted: it is missing, not zero.
public typealias Tally = [Measure: [Int64: Int64]]

extension Tally {
    public func sum(_ measure: Measure) -> Int64? { self[measure].map { $0.values.reduce(0, +) } }

    /// Both together; a measure that only one of them has is kept as it is.
    public func adding(_ other: Tally) -> Tally { merging(other) { $0.merging($1, uniquingKeysWith: +) } }
}
