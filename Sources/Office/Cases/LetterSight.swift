public import Chancery
internal import Kernel
public import Store

/// What a person may do with a letter that came in: by the role, by whoever holds it, and as one of those it was assigned to.
public enum LetterSight {
    /// The right to put a letter where it belongs: into a case, or among what creates no case.
    ///
    /// A letter that a unit holds and none of its officers yet is open to the officers of that unit.
    /// - Throws: `Problem` with the reason.
    public static func requireFiling(_ c: any SQLConnection, _ work: LetterWork, acting: ActingOfficer, rights: OfficerRights) throws {
        if let holder = work.holder, holder.officer == nil, holder.unit == acting.unit, rights.decide(.workCase).isAllowed { return }
        let access = try letter(c, work)?.metadata.access ?? .notPublic
        try LetterAccess.decide(c, .read, on: work.letter, access: access, by: rights).require()
    }

    /// The letter itself, where it stands in the register of incoming letters.
    public static func letter(_ c: any SQLConnection, _ work: LetterWork) throws -> IncomingLetter? {
        guard work.letter.kind == .incoming, let number = RegisterNumber(work.reference) else { return nil }
        return try IncomingRegister.find(c, number)
    }
}
