public import Kernel
public import Store

public struct AssessmentRunID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// An assessment of all accounts for a year (wymiar), with what it came to so far.
public struct AssessmentRun: Sendable, Hashable {
    public enum State: String, Sendable {
        case counting = "liczenie"
        case counted = "policzony"
        case approving = "zatwierdzanie"
        case approved = "zatwierdzony"
        case abandoned = "porzucony"
    }
    public var id: AssessmentRunID
    public var year: Int
    public var rates: RateSet
    /// The register as it was when the run began.
    public var revision: Int64
    public var state: State
    /// The last account that is counted.
    var cursor: TaxAccountID
    var approveCursor: TaxAccountID
    public var summary: AssessmentSummary
    /// SHA-256 over every account in order: equal inputs give equal digests.
    public var digest: String
    public var booked: Day?
}

/// Sums of a run or a simulation.
public struct AssessmentSummary: Sendable, Hashable {
    public var accounts = 0
    public var failures = 0
    /// Accounts that differ from the year before by more than 30 %.
    public var odd = 0
    /// Accounts whose tax is not worth a letter.
    public var waived = 0
    public var total = Money.zero
    /// What rates below the ceilings cost.
    public var lowered = Money.zero
    /// Of that, what legal persons do not pay.
    public var loweredLegal = Money.zero
    public var byLevy: [Levy: Money] = [:]

    public init() {}

    mutating func add(_ a: AccountAssessment, isOdd: Bool) {
        accounts += 1
        if isOdd { odd += 1 }
        if a.isTooSmall { waived += 1 }
        total += a.total
        let lower = a.lines.map(\.lowered).sum
        lowered += lower
        if a.taxpayer == .legalPerson { loweredLegal += lower }
        for (levy, amount) in a.taxes { byLevy[levy, default: .zero] += amount }
    }

    /// As the store keeps what has no column: `podatek:grosze` joined by `;`, and what legal persons do not pay.
    var sums: String {
        (Levy.allCases.compactMap { levy in byLevy[levy].map { "\(levy.rawValue):\($0.grosze)" } } + ["\(AssessmentSummary.legal):\(loweredLegal.grosze)"])
            .joined(separator: ";")
    }

    private static let legal = "obnizenie-prawne"

    mutating func read(sums text: String) {
        for part in text.split(separator: ";") {
            let halves = part.split(separator: ":")
            guard halves.count == 2, let grosze = Int64(halves[1]) else { continue }
            if let levy = Levy(rawValue: String(halves[0])) { byLevy[levy] = Money(grosze: grosze) }
            if halves[0] == AssessmentSummary.legal { loweredLegal = Money(grosze: grosze) }
        }
    }
}

/// An account that could not be assessed.
public struct AssessmentFailure: Sendable, Hashable {
    public var account: TaxAccount
    public var reason: String
}

/// An account whose tax moved by more than 30 % against the year before.
public struct OddAssessment: Sendable, Hashable {
    public var account: TaxAccount
    public var total: Money
    public var previous: Money
}

/// Which change against the year before a person should look at.
public enum OddRule {
    /// More than 30 % either way. A choice of ours, not of law.
    public static func isOdd(_ total: Money, previous: Money?) -> Bool {
        guard let previous, previous > .zero else { return false }
        return (total - previous).grosze.magnitude * 10 > previous.grosze.magnitude * 3
    }
}

/// Two sets of rates side by side, before the council votes.
public struct RateComparison: Sendable, Hashable {
    public var first: AssessmentSummary
    public var second: AssessmentSummary
    /// Accounts that would pay more, or less, by the second set.
    public var more = 0
    public var less = 0
    /// The largest rise of one account.
    public var largestRise = Money.zero

    public var difference: Money { second.total - first.total }
}
