public import Chancery
public import Store

/// What the rights to a letter depend on: who holds it, who was given a part, and the cases it lies in.
public enum LetterAccess {
    /// The best answer of all the ways in which the letter can be reached: by its work, and by each case it lies in.
    public static func decide(
        _ c: any SQLConnection, _ action: ChanceryAction, on letter: LetterRef, access: Access, by rights: OfficerRights
    ) throws -> PermissionDecision {
        var best: PermissionDecision?
        for subject in try subjects(c, letter, access: access) {
            let decision = rights.decide(action, on: subject)
            if decision.isAllowed { return decision }
            if best?.extent == nil { best = decision }
        }
        return best ?? rights.decide(action)
    }

    public static func subjects(_ c: any SQLConnection, _ letter: LetterRef, access: Access) throws -> [AccessSubject] {
        let work = try LetterWork.find(c, letter)
        var officers: Set<OfficerID> = [], units: Set<UnitID> = []
        for assignment in try Assignments.history(c, letter) where assignment.state == .valid {
            for delivery in assignment.deliveries where delivery.returnedAt == nil {
                if let officer = delivery.recipient.holder.officer { officers.insert(officer) } else { units.insert(delivery.recipient.holder.unit) }
            }
        }
        var out = [
            AccessSubject(
                unit: work?.holder?.unit, access: access, leadOfficer: work?.holder?.officer, assignedOfficers: officers, sharedUnits: units)
        ]
        for id in try Cases.cases(c, of: letter) {
            if let file = try Cases.find(c, id) { out.append(file.accessSubject()) }
        }
        return out
    }
}
