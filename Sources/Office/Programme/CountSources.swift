internal import Chancery
internal import Identity
public import Kernel
public import Programme
public import Store

/// Where counts of an office come from. A room that has something to count gives one more source; until then its measures are missing.
public struct CountSource: Sendable {
    public var measures: [Measure]
    /// Counts of the days, from the office's own database.
    public var count: @Sendable (any SQLConnection, ClosedRange<Day>) throws -> [DailyCount]

    public init(_ measures: [Measure], count: @escaping @Sendable (any SQLConnection, ClosedRange<Day>) throws -> [DailyCount]) {
        self.measures = measures
        self.count = count
    }
}

/// The same for what is kept about an office in the `platform` database.
public struct PlatformCountSource: Sendable {
    public var measures: [Measure]
    public var count: @Sendable (any SQLConnection, OfficeID, ClosedRange<Day>) throws -> [DailyCount]

    public init(_ measures: [Measure], count: @escaping @Sendable (any SQLConnection, OfficeID, ClosedRange<Day>) throws -> [DailyCount]) {
        self.measures = measures
        self.count = count
    }
}

/// The sources that the house has today.
public enum CountSources {
    public static let office: [CountSource] = [letters, cases, deliveries]
    public static let platform: [PlatformCountSource] = [profiles, training, satisfaction]

    static let letters = CountSource([.incoming, .incomingElectronic, .outgoing, .outgoingElectronic]) { c, days in
        try ChanceryCounts.incoming(c, days).flatMap {
            [DailyCount(.incoming, on: $0.day, value: $0.all), DailyCount(.incomingElectronic, on: $0.day, value: $0.electronic)]
        }
            + ChanceryCounts.outgoing(c, days).flatMap {
                [DailyCount(.outgoing, on: $0.day, value: $0.all), DailyCount(.outgoingElectronic, on: $0.day, value: $0.electronic)]
            }
    }

    static let cases = CountSource([.settled]) { c, days in
        // Cases of one day with different starts may have run equally long.
        var sums: [Day: [Int64: Int64]] = [:]
        for s in try ChanceryCounts.settled(c, days) { sums[s.day, default: [:]][s.days, default: 0] += s.count }
        return sums.flatMap { day, buckets in buckets.map { DailyCount(.settled, on: day, bucket: $0.key, value: $0.value) } }
    }

    static let deliveries = CountSource([.deliveriesEnded, .deliveriesCollected]) { c, days in
        try ChanceryCounts.deliveries(c, days).flatMap {
            [DailyCount(.deliveriesEnded, on: $0.day, value: $0.ended), DailyCount(.deliveriesCollected, on: $0.day, value: $0.collected)]
        }
    }

    static let training = PlatformCountSource([.officers, .officersTrained]) { c, office, days in
        let officers = try AccountSpans.officers(c, office), certificates = try TrainingCertificate.of(c, office: office)
        return (days.lowerBound.daysSince1970...days.upperBound.daysSince1970).flatMap { n -> [DailyCount] in
            let day = Day(daysSince1970: n)
            let present = officers.filter { $0.from <= day && ($0.to.map { day <= $0 } ?? true) }.map(\.account)
            let trained = Set(certificates.filter { $0.issued <= day && day <= $0.validUntil }.map(\.account))
            return [
                DailyCount(.officers, on: day, value: Int64(present.count)),
                DailyCount(.officersTrained, on: day, value: Int64(present.filter(trained.contains).count)),
            ]
        }
    }

    static let satisfaction = PlatformCountSource([.satisfaction]) { c, office, days in try Satisfaction.counts(c, office, days) }

    static let profiles = PlatformCountSource([.profiles]) { c, office, days in
        try PointCounts.carriedOut(c, office, days).map { DailyCount(.profiles, on: $0.day, value: $0.count) }
    }
}
