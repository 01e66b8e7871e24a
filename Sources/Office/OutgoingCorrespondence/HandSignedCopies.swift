public import Chancery
public import Kernel
public import Store

/// Scans of letters that were printed and signed by hand (odwzorowanie podpisanego pisma). Source: `ezd.md` § 1.9.
public enum HandSignedCopies {
    /// Who may add one: whoever writes the letter or keeps its case, the signer, and the chancery point that puts it into the envelope.
    public static func mayAdd(_ c: any SQLConnection, _ letter: OutgoingLetter, acting: ActingOfficer, rights: OfficerRights) throws -> Bool {
        guard try OutgoingLetters.signature(c, letter.id)?.content.format == .paper else { return false }
        let me = [acting.officer, acting.inPlaceOf?.officer]
        if me.contains(letter.author) || rights.decide(.register).isAllowed { return true }
        if case .officer(let signer)? = letter.signer, me.contains(signer) { return true }
        return try OutgoingAccess.decide(c, .workCase, on: letter, by: rights).isAllowed
    }

    /// Keeps a scan beside the ones before it, and puts it into the file of the case.
    ///
    /// - Parameter scan: its blob is recorded by the caller in the same transaction.
    /// - Throws: `Problem` for a letter that was not signed by hand, a scan that is there already, or a case whose file is locked.
    public static func add(
        _ c: any SQLConnection, _ scan: LetterDocument, to letter: OutgoingLetter, acting: ActingOfficer, rights: OfficerRights, at now: Instant
    ) throws {
        guard try OutgoingLetters.signature(c, letter.id)?.content.format == .paper else {
            throw Problem(.conflict, "Skan dołącza się do pisma podpisanego własnoręcznie. To pismo ma inny podpis albo jeszcze go nie ma.")
        }
        guard try mayAdd(c, letter, acting: acting, rights: rights) else {
            throw Problem(.forbidden, "Skan dodaje autor pisma, osoba podpisująca, prowadzący sprawę albo punkt kancelaryjny.")
        }
        try OutgoingLetters.attachScan(c, letter.id, scan, by: acting, at: now)
        guard let origin = letter.caseReference?.id else { return }
        // What was signed keeps its sign; after a reorganisation the file goes on elsewhere.
        let file = try Cases.successor(c, of: origin)
        let content = letter.version.content.metadata
        let element = CaseElementContent(
            .file, title: "Skan podpisanego pisma: \(content.title)", reference: letter.identifier, date: letter.letterDate, access: content.access, hash: scan.hash,
            fileName: scan.name, mediaType: scan.mediaType, size: scan.size)
        try Cases.add(c, element, to: file, wording: .words("Dołączono skan podpisanego pisma"), by: acting, at: now)
    }
}
