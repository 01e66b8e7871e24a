public import Chancery
public import Kernel
internal import Law
public import Store

/// Cases that come of other cases: a part that goes its own way, and a completed case that begins anew.
///
/// Source: `ezd.md` § 1.6 (R1.13 a), § 1.8.
extension CaseOpenings {
    /// Opens a case for a part of another one, in the unit that keeps that one.
    ///
    /// - Parameter version: of the case that is split, as the person saw it.
    public static func split(
        _ c: any SQLConnection, _ source: CaseFile, version: Int64, _ draft: CaseDraft, taking legacy: CaseLegacy, acting: ActingOfficer, rights: OfficerRights,
        at now: Instant
    ) throws -> OpenedCase {
        let opening = try opening(c, of: source, draft, acting: acting, rights: rights, at: now)
        let calendar = try WorkCalendar.load(c)
        let opened = try Cases.split(c, from: source.id, version: version, opening, taking: legacy, by: acting, at: now) { !calendar.isWorkingDay($0) }
        try FilePlan.learn(c, draft.symbol, title: draft.title, by: rights.officer, at: now)
        return opened
    }

    /// Begins a completed case anew under a new sign, in the unit that kept it; ex officio, or with a letter that came.
    ///
    /// - Parameters:
    ///   - version: of the completed case, as the person saw it.
    ///   - number: of the letter it begins anew with.
    public static func startAnew(
        _ c: any SQLConnection, _ former: CaseFile, version: Int64, _ draft: CaseDraft, from number: RegisterNumber?, taking legacy: CaseLegacy, reason: String,
        acting: ActingOfficer, rights: OfficerRights, at now: Instant
    ) throws -> OpenedCase {
        let work = try number.map { try letter(c, $0, acting: acting, rights: rights) }
        let opening = try opening(c, of: former, draft, acting: acting, rights: rights, at: now)
        let calendar = try WorkCalendar.load(c)
        let opened = try Cases.startAnew(
            c, former.id, version: version, in: opening, from: work.map { ($0.letter, $0.version) }, taking: legacy, reason: reason, by: acting, at: now
        ) { !calendar.isWorkingDay($0) }
        let sender = try work.flatMap { try LetterSight.letter(c, $0) }?.metadata.senders.first
        try FilePlan.learn(c, draft.symbol, title: work?.title ?? draft.title, sender: sender, by: rights.officer, at: now)
        return opened
    }

    private static func opening(
        _ c: any SQLConnection, of file: CaseFile, _ draft: CaseDraft, acting: ActingOfficer, rights: OfficerRights, at now: Instant
    ) throws -> CaseOpening {
        try Cases.sight(c, file, acting: acting, rights: rights).work.require()
        let today = PolishTime.day(of: now)
        // After a reorganisation the unit that kept it may be gone; then it begins in the unit of the one who begins it.
        let unit = rights.tree[file.unit] == nil ? acting.unit : file.unit
        let classification = try ClassChoices.forCase(c, draft.symbol, unit: unit, on: today)
        var opening = try opening(c, draft, classification, unit: unit, acting: acting, rights: rights, on: today)
        opening.description = draft.description
        opening.access = draft.access
        return opening
    }

    private static func letter(_ c: any SQLConnection, _ number: RegisterNumber, acting: ActingOfficer, rights: OfficerRights) throws -> LetterWork {
        guard let reference = try IncomingRegister.reference(c, number), let work = try LetterWork.find(c, reference) else {
            throw Problem(.invalidInput, "Nie ma pisma \(number) w rejestrze. Sprawdź numer i rok.", field: "pismo")
        }
        try LetterSight.requireFiling(c, work, acting: acting, rights: rights)
        return work
    }
}
