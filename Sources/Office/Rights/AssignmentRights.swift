public import Chancery
internal import Kernel
public import Store

/// Who may assign which letter.
public enum AssignmentRights {
    /// A letter that waits is assigned by those who have the right to it; one that was given on, by whoever holds it.
    public static func require(_ c: any SQLConnection, _ work: LetterWork, _ access: Access, _ rights: OfficerRights, _ acting: ActingOfficer) throws {
        if work.state == .assigned, work.holder?.isHeld(by: acting) == true { return try rights.decide(.assign).requireSome() }
        try LetterAccess.decide(c, .assign, on: work.letter, access: access, by: rights).require()
    }

    /// The same of a letter that is only named; one that is not in the register is secret until it is known.
    public static func require(_ c: any SQLConnection, _ letter: LetterRef, _ rights: OfficerRights, _ acting: ActingOfficer) throws {
        guard let work = try LetterWork.find(c, letter) else { throw Problem(.notFound, "Nie ma takiego pisma.") }
        let registered = try RegisterNumber(work.reference).flatMap { try IncomingRegister.find(c, $0) }
        try require(c, work, registered?.metadata.access ?? .notPublic, rights, acting)
    }

    /// The units a person may give letters to; `nil` for the whole office.
    public static func units(_ rights: OfficerRights) -> Set<UnitID>? { rights.reach(of: .assign) }

    /// Letters that nobody was given belong to no unit: those who assign for the whole office see them, a head finds his in the tray.
    public static func seesWaiting(_ rights: OfficerRights) -> Bool { rights.decide(.assign).isAllowed && units(rights) == nil }

    public static func waiting(
        _ c: any SQLConnection, _ rights: OfficerRights, after: WorkQueue.Position?, limit: Int
    ) throws -> WorkQueue.Page {
        seesWaiting(rights) ? try WorkQueue.toAssign.page(c, after: after, limit: limit) : WorkQueue.Page(rows: [])
    }

    public static func waitingCount(_ c: any SQLConnection, _ rights: OfficerRights) throws -> Int {
        seesWaiting(rights) ? try WorkQueue.toAssign.count(c) : 0
    }
}

extension PermissionDecision {
    /// Enough that some of the action is given.
    public func requireSome() throws {
        guard extent != nil else { throw Problem(.forbidden, "Nie masz do tego prawa: \(reason).") }
    }
}
