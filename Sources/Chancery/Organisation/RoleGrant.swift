public import Kernel
public import Store

public struct RoleGrantID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// A role given to an officer: how far, for which classes, up to which access, from when to when.
///
/// Source: `ezd.md` § 1.10 (permission = role × scope × class × access flag × confidentiality flag × time).
public struct RoleGrant: Sendable, Hashable {
    /// `nil` for what comes with a post (a head of unit).
    public var id: RoleGrantID?
    public var role: ChanceryRole
    public var scope: RoleScope
    /// The unit that scopes `unit` and `subtree` start from.
    public var unit: UnitID?
    /// Symbol prefixes; empty for every class.
    public var classes: [String]
    public var highestAccess: Access
    /// Cases kept from everybody but those who lead them (koszulka wrażliwa).
    public var seesConfidential: Bool
    public var validFrom: Day
    public var validTo: Day?

    public init(
        id: RoleGrantID? = nil, _ role: ChanceryRole, scope: RoleScope, unit: UnitID? = nil, classes: [String] = [], highestAccess: Access = .notPublic,
        seesConfidential: Bool = false, validFrom: Day, validTo: Day? = nil
    ) {
        self.id = id
        self.role = role
        self.scope = scope
        self.unit = unit
        self.classes = classes
        self.highestAccess = highestAccess
        self.seesConfidential = seesConfidential
        self.validFrom = validFrom
        self.validTo = validTo
    }

    public func isValid(on day: Day) -> Bool { validFrom <= day && validTo.map { day <= $0 } ?? true }

    /// Every problem of the form, each with its field.
    public func problems() -> [Problem] {
        var out: [Problem] = []
        func add(_ field: String, _ message: String) { out.append(Problem(.invalidInput, message, field: field)) }
        if !role.isForOfficers { add("rola", "Rola „\(role.polishName)” nie jest dla pracowników. Wybierz inną") }
        if scope == .unit || scope == .subtree, unit == nil { add("komorka", "Wybierz komórkę, której rola dotyczy") }
        if classes.count > 50 { add("klasy", "Podaj najwyżej 50 klas") }
        for prefix in classes where prefix.isEmpty || prefix.utf8.count > 10 || !prefix.utf8.allSatisfy({ (48...57).contains($0) }) {
            add("klasy", "Symbol klasy to same cyfry, na przykład 6131 albo 61")
        }
        if let validTo, validTo < validFrom { add("do", "Data końca nie może być wcześniejsza niż data początku") }
        if role.needsEnd, validTo == nil { add("do", "Rolę „\(role.polishName)” daje się na czas. Podaj datę końca") }
        return out
    }
}

extension Access {
    /// Higher is more closed.
    var secrecy: Int {
        switch self {
        case .fullyPublic: 0
        case .partlyPublic: 1
        case .notPublic: 2
        }
    }
}
