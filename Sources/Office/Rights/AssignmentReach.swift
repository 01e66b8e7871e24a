public import Chancery

extension OfficerRights {
    /// The units an action reaches, whatever it is done on; `nil` for the whole office, empty where it is not given.
    public func reach(of action: ChanceryAction) -> Set<UnitID>? {
        var out: Set<UnitID> = []
        for grant in grants where grant.isValid(on: day) {
            guard let cell = RoleActionTable.cell(grant.role, action) else { continue }
            switch min(grant.scope, cell.widest) {
            case .office: return nil
            case .unit, .subtree:
                for unit in grant.unit.map({ [$0] }) ?? postUnits { out.formUnion(min(grant.scope, cell.widest) == .unit ? [unit] : tree.subtree(of: unit)) }
            case .own: break
            }
        }
        return out
    }
}
