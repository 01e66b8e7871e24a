public import Chancery
public import Store

/// What the rights to a letter of the office's own depend on: who writes it, the case it belongs to, and whoever is asked about it.
public enum OutgoingAccess {
    /// The best answer of all the ways in which the letter can be reached.
    public static func decide(
        _ c: any SQLConnection, _ action: ChanceryAction, on letter: OutgoingLetter, by rights: OfficerRights
    ) throws -> PermissionDecision {
        var best: PermissionDecision?
        for subject in try subjects(c, letter) {
            let decision = rights.decide(action, on: subject)
            if decision.isAllowed { return decision }
            if best?.extent == nil { best = decision }
        }
        return best ?? rights.decide(action)
    }

    /// Reading, also by whoever was asked to accept or sign, and by those to whom an internal letter came.
    public static func read(_ c: any SQLConnection, _ letter: OutgoingLetter, by rights: OfficerRights) throws {
        let decision = try decide(c, .read, on: letter, by: rights)
        if decision.extent?.opensContent != true { try decision.require() }
    }

    public static func mayRead(_ c: any SQLConnection, _ letter: OutgoingLetter, by rights: OfficerRights) throws -> Bool {
        try decide(c, .read, on: letter, by: rights).extent?.opensContent == true
    }

    public static func subjects(_ c: any SQLConnection, _ letter: OutgoingLetter) throws -> [AccessSubject] {
        var asked: Set<OfficerID> = []
        for approver in try OutgoingLetters.path(c, letter.id, round: letter.round) + [letter.signer, letter.waitingFor].compactMap(\.self) {
            if case .officer(let id) = approver { asked.insert(id) }
        }
        var units: Set<UnitID> = []
        if letter.kind == .inside, letter.finalVersion != nil {
            for addressee in letter.version.content.addressees {
                if let officer = addressee.officer { asked.insert(officer) }
                if let unit = addressee.unit { units.insert(unit) }
            }
        }
        let access = letter.version.content.metadata.access
        var out = [AccessSubject(unit: letter.unit, access: access, leadOfficer: letter.author, assignedOfficers: asked, sharedUnits: units)]
        if let id = letter.caseReference?.id, let file = try Cases.find(c, id) { out.append(file.accessSubject()) }
        return out
    }
}
