public import Chancery
public import Kernel
public import Law
public import Store

/// What a person decides when a case is opened.
public struct CaseDraft: Sendable, Hashable {
    public var symbol: ClassSymbol
    public var title: String
    public var description = ""
    public var access: Access = .notPublic
    /// Another officer of the unit than the one who opens it.
    public var officer: OfficerID?
    public var subFile: CaseID?
    /// What the case is for the law, where that differs from its class; it gives the term.
    public var kind: StatutoryTermKind?
    /// Whether the sender of the letter becomes a party.
    public var takesSender = true

    public init(_ symbol: ClassSymbol, title: String) {
        self.symbol = symbol
        self.title = title
    }
}

/// Opening cases and sorting letters into them, where the file plan, the register, the calendar and the cases meet.
///
/// Source: `ezd.md` § 1.7, § 1.8 item 1; R1.12, R1.14.
public enum CaseOpenings {
    /// Opens a case from a letter, or ex officio: the class is checked against the plan and the unit, the term counted, the
    /// sender made a party, and the plan learns from the choice.
    ///
    /// - Parameter letter: the letter and the version of its work that the person saw.
    public static func open(
        _ c: any SQLConnection, _ draft: CaseDraft, from letter: (ref: LetterRef, version: Int64)? = nil, acting: ActingOfficer, rights: OfficerRights,
        at now: Instant
    ) throws -> OpenedCase {
        let today = PolishTime.day(of: now)
        let work = try letter.map { try existing(c, $0.ref) }
        if let work { try LetterSight.requireFiling(c, work, acting: acting, rights: rights) }
        let classification = try ClassChoices.forCase(c, draft.symbol, unit: acting.unit, on: today)
        var opening = try opening(c, draft, classification, acting: acting, rights: rights, on: today)
        opening.description = draft.description
        opening.access = draft.access
        opening.subFile = draft.subFile
        if let kind = draft.kind {
            let settling = SettlingTerm(kind, on: work?.arrivalDay ?? today)
            (opening.term, opening.termBasis) = (settling.term, settling.basis)
        }
        let calendar = try WorkCalendar.load(c)
        let opened = try Cases.open(c, opening, from: letter, by: acting, at: now) { !calendar.isWorkingDay($0) }
        let incoming = try work.flatMap { try LetterSight.letter(c, $0) }
        let sender = incoming?.metadata.senders.first
        try FilePlan.learn(c, draft.symbol, title: work?.title ?? draft.title, sender: sender, by: rights.officer, at: now)
        if draft.takesSender {
            for sender in incoming?.metadata.senders ?? [] { try SendersAsParties.add(c, sender, to: opened.id, by: acting, at: now) }
        }
        return opened
    }

    /// Opens a sub-file (podteczka) in a class.
    public static func openSubFile(
        _ c: any SQLConnection, _ symbol: ClassSymbol, title: String, acting: ActingOfficer, rights: OfficerRights, at now: Instant
    ) throws -> SubFile {
        let today = PolishTime.day(of: now)
        let classification = try ClassChoices.forCase(c, symbol, unit: acting.unit, on: today)
        let draft = CaseDraft(symbol, title: title)
        let opening = try opening(c, draft, classification, acting: acting, rights: rights, on: today)
        return try Cases.openSubFile(c, unit: opening.unit, unitCode: opening.unitCode, classification: classification, title: title, by: acting, at: now)
    }

    /// Joins a letter to a case that goes on.
    public static func join(
        _ c: any SQLConnection, _ letter: (ref: LetterRef, version: Int64), to id: CaseID, acting: ActingOfficer, rights: OfficerRights, at now: Instant
    ) throws -> CaseFile {
        let work = try existing(c, letter.ref)
        try LetterSight.requireFiling(c, work, acting: acting, rights: rights)
        guard let file = try Cases.find(c, id) else { throw Problem(.notFound, "Nie ma takiej sprawy.") }
        try Cases.sight(c, file, acting: acting, rights: rights).requireAdding()
        try Cases.join(c, letter.ref, version: letter.version, to: id, by: acting, at: now)
        return file
    }

    /// Keeps a letter by its class alone (nie tworzy akt sprawy).
    public static func fileWithoutCase(
        _ c: any SQLConnection, _ letter: (ref: LetterRef, version: Int64), in symbol: ClassSymbol, acting: ActingOfficer, rights: OfficerRights, at now: Instant
    ) throws {
        let work = try existing(c, letter.ref)
        try LetterSight.requireFiling(c, work, acting: acting, rights: rights)
        try rights.decide(.workCase).require()
        let classification = try ClassChoices.forFiling(c, symbol, on: PolishTime.day(of: now))
        try DocumentsWithoutCase.file(c, letter.ref, version: letter.version, in: classification, by: acting, at: now)
    }

    private static func existing(_ c: any SQLConnection, _ letter: LetterRef) throws -> LetterWork {
        guard let work = try LetterWork.find(c, letter) else { throw Problem(.notFound, "Nie ma takiego pisma.") }
        return work
    }

    /// Unit, code and officer of a new case, with the right to open it so.
    ///
    /// - Parameter unit: that opens it; the acting person's own where none is named.
    static func opening(
        _ c: any SQLConnection, _ draft: CaseDraft, _ classification: CaseClass, unit: UnitID? = nil, acting: ActingOfficer, rights: OfficerRights, on day: Day
    ) throws -> CaseOpening {
        let keeper = draft.officer ?? rights.officer, unit = unit ?? acting.unit
        try rights.decide(.workCase, on: AccessSubject(unit: unit, symbol: classification.symbol, access: draft.access, leadOfficer: keeper)).require()
        guard let code = rights.tree[unit]?.code else {
            let whose = unit == acting.unit ? "Twoja komórka" : "Komórka prowadząca sprawę"
            throw Problem(.conflict, "\(whose) nie ma dziś kodu. Poproś administratora, żeby go wpisał.")
        }
        var opening = CaseOpening(unit: unit, unitCode: code.description, classification: classification, title: draft.title)
        opening.officer = keeper
        opening.officerName = rights.name
        if keeper != rights.officer {
            guard let other = try Organisation.staff(c, of: unit, on: day).first(where: { $0.officer.id == keeper }) else {
                throw Problem(.invalidInput, "Ta osoba nie pracuje w komórce, która poprowadzi sprawę. Wybierz kogoś z listy.", field: "prowadzacy")
            }
            opening.officerName = other.officer.name
        }
        return opening
    }
}
