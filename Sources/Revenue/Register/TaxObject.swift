public import Kernel
public import Store

public struct TaxAccountID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

public struct TaxObjectID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// What an account gathers: levies that are assessed together.
public enum TaxAccountKind: String, Sendable, Hashable, CaseIterable {
    /// Property, agricultural and forest tax of one set of people (for natural persons one decision, UPR art. 6c).
    case land = "grunty"
    case transport = "transport"
    case waste = "odpady"
    /// Charged by hand or by another register: dogs, licences, perpetual usufruct, stamp duty.
    case other = "inne"

    public var levies: [Levy] {
        switch self {
        case .land: [.property, .agricultural, .forest]
        case .transport: [.transport]
        case .waste: [.waste]
        case .other: [.dogs, .alcohol, .usufruct, .stamp]
        }
    }
}

/// An account of a taxpayer or of people who owe together (konto podatkowe).
public struct TaxAccount: Sendable, Hashable {
    public var id: TaxAccountID
    /// As the office writes it; unique.
    public var number: String
    public var kind: TaxAccountKind
}

/// A thing that is taxed (przedmiot opodatkowania).
public struct TaxObject: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case plot = "dzialka"
        case building = "budynek"
        /// A flat or other premises that are a property of their own.
        case premises = "lokal"
        case structure = "budowla"
        case vehicle = "pojazd"
        /// A property for which waste is declared.
        case wasteSite = "odpady"

        /// The levies whose states an object of this kind may have.
        var levies: Set<Levy> {
            switch self {
            case .plot: [.property, .agricultural, .forest]
            case .building, .premises, .structure: [.property]
            case .vehicle: [.transport]
            case .wasteSite: [.waste]
            }
        }
    }
    public var id: TaxObjectID
    public var account: TaxAccountID
    public var kind: Kind
    /// Parcel identifier, address of a building, registration number.
    public var mark: String
    /// Number of the land and mortgage register (księga wieczysta); may be empty.
    public var landRegister: String
}

/// What an object was from one month to another.
public struct ObjectState: Sendable, Hashable {
    public var matter: TaxedMatter
    /// The part that an exemption frees.
    public var exempt: Share
    /// The provision or resolution of the exemption; empty where there is none.
    public var exemptionBasis: String
    public var from: TaxMonth
    /// The last month; `nil` while it goes on.
    public var to: TaxMonth?
    /// Where it is from: a declaration, the land register, an inspection.
    public var source: String

    public init(_ matter: TaxedMatter, exempt: Share = .none, exemptionBasis: String = "", from: TaxMonth, to: TaxMonth? = nil, source: String) throws(Problem) {
        if let to, to < from { throw Problem(.invalidInput, "Stan nie może kończyć się przed początkiem. Popraw miesiące.", field: "do") }
        guard exempt.isNone || !exemptionBasis.isEmpty else { throw Problem(.invalidInput, "Podaj podstawę zwolnienia.", field: "podstawa") }
        if case .farmland = matter, !exempt.isNone, 100 % exempt.denominator != 0 {
            throw Problem(.invalidInput, "Zwolnienie w podatku rolnym podaj w pełnych procentach, na przykład 75/100.", field: "zwolnienie")
        }
        switch matter {
        case .vehicle, .waste:
            guard exempt.isNone || exempt.numerator == exempt.denominator else {
                throw Problem(.invalidInput, "Pojazd i odpady zwalnia się tylko w całości.", field: "zwolnienie")
            }
        default: break
        }
        self.matter = matter
        self.exempt = exempt
        self.exemptionBasis = exemptionBasis
        self.from = from
        self.to = to
        self.source = source
    }

    /// States that share this may not overlap in time.
    var slot: String { "\(matter.levy.rawValue)|\(matter.line)|\(matter.detail)" }

    public func overlaps(_ other: ObjectState) -> Bool {
        slot == other.slot && from <= (other.to ?? other.from.max(from)) && other.from <= (to ?? other.from.max(from))
    }
}

extension TaxMonth {
    fileprivate func max(_ other: TaxMonth) -> TaxMonth { self < other ? other : self }
}
