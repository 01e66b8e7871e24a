public import Kernel
public import Law

/// How long the office has for settling a case, and on what basis.
public struct SettlingTerm: Sendable, Hashable {
    /// `nil`: no length is named (niezwłocznie), or nothing is known.
    public var term: CaseTerm?
    /// For people: `KPA art. 217 § 3`; empty where nobody said.
    public var basis: String

    public init(_ term: CaseTerm? = nil, basis: String = "") {
        self.term = term
        self.basis = basis
    }

    /// The term of law of a kind of case, as it is in force on the day the case begins.
    public init(_ kind: StatutoryTermKind, on day: Day) {
        let law = StatutoryTerm.inForce(kind, on: day)
        let source = law.map { $0.isConfirmed ? $0.source : "\($0.source) – sprawdź przepis" } ?? ""
        self.init(law?.length.flatMap { CaseTerm($0) }, basis: law?.length == nil && law != nil ? "niezwłocznie, \(source)" : source)
    }
}

extension CaseFile {
    public var settling: SettlingTerm { SettlingTerm(term, basis: termBasis) }
}

extension CaseTerm {
    /// A length of the law as a case keeps it; `nil` where it is longer than any case's.
    public init?(_ term: Term) {
        let unit: Unit =
            switch term.unit {
            case .day: .day
            case .week: .week
            case .month: .month
            case .year: .year
            }
        self.init(term.count, unit)
    }

    init?(_ term: ClassTerm) {
        let unit: Unit =
            switch term.unit {
            case .day: .day
            case .week: .week
            case .month: .month
            case .year: .year
            }
        self.init(term.amount, unit)
    }
}

extension ClassSetting {
    /// What a case of the class gets on a day: the office's own length where one is set, else the term of law of its kind.
    public func settling(on day: Day) -> SettlingTerm {
        if let own = term.flatMap({ CaseTerm($0) }) { return SettlingTerm(own, basis: "termin ustalony dla klasy") }
        return kind.map { SettlingTerm($0, on: day) } ?? SettlingTerm()
    }
}
