public import Kernel

/// What an officer may see and do, and why, for the page "co widzi Kowalska i dlaczego".
public struct PermissionExplanation: Sendable, Hashable {
    /// One role as it stands on the day.
    public struct Source: Sendable, Hashable {
        public var role: ChanceryRole
        /// For example `Kierownik komórki: komórka OR, wszystkie klasy, do „niepubliczny”, od 2026-01-01 bezterminowo (ze stanowiska)`.
        public var text: String
        public var isInForce: Bool
    }
    /// One action, with the best that any role gives.
    public struct Line: Sendable, Hashable {
        public var action: ChanceryAction
        public var decision: PermissionDecision
        /// Where: `komórka OR`, `cały urząd`, `własne sprawy`; empty where nothing is given.
        public var places: [String]
    }

    public var name: String
    public var day: Day
    public var sources: [Source]
    public var lines: [Line]

    public init(_ rights: OfficerRights) {
        name = rights.name
        day = rights.day
        sources = rights.grants.map { grant in
            Source(role: grant.role, text: Self.text(grant, rights), isInForce: grant.isValid(on: rights.day))
        }
        lines = ChanceryAction.allCases.map { action in
            var places: [String] = []
            for grant in rights.grants where grant.isValid(on: rights.day) {
                guard let cell = RoleActionTable.cell(grant.role, action) else { continue }
                let place = Self.place(grant, min(grant.scope, cell.widest), rights) + (cell.extent == .whole ? "" : " – \(cell.extent.polishName)")
                if !places.contains(place) { places.append(place) }
            }
            return Line(action: action, decision: rights.decide(action), places: places)
        }
    }

    private static func place(_ grant: RoleGrant, _ scope: RoleScope, _ rights: OfficerRights) -> String {
        let codes = (grant.unit.map { [$0] } ?? rights.postUnits).map { rights.tree.code(of: $0) }.joined(separator: ", ")
        return switch scope {
        case .own: "własne sprawy"
        case .unit: "komórka \(codes)"
        case .subtree: "komórka \(codes) i podległe"
        case .office: "cały urząd"
        }
    }

    private static func text(_ grant: RoleGrant, _ rights: OfficerRights) -> String {
        var parts = [place(grant, grant.scope, rights)]
        parts.append(grant.classes.isEmpty ? "wszystkie klasy" : "klasy \(grant.classes.joined(separator: ", "))")
        parts.append("do „\(grant.highestAccess.polishName)”")
        if grant.seesConfidential { parts.append("także poufne") }
        parts.append("od \(grant.validFrom) " + (grant.validTo.map { "do \($0)" } ?? "bezterminowo"))
        return "\(grant.role.polishName): \(parts.joined(separator: ", "))" + (grant.id == nil ? " (ze stanowiska)" : "")
    }
}
