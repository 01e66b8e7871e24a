public import Kernel
public import Store

extension Cases {
    /// What of a case may be changed while it is open.
    public struct Edit: Sendable, Hashable {
        public var title: String?
        public var description: String?
        public var remarks: String?
        public var access: Access?
        public init(title: String? = nil, description: String? = nil, remarks: String? = nil, access: Access? = nil) {
            self.title = title
            self.description = description
            self.remarks = remarks
            self.access = access
        }
    }

    /// Changes title, description, remarks or access; the old values stay in the journal.
    public static func edit(_ c: any SQLConnection, _ id: CaseID, version: Int64, _ edit: Edit, by officer: ActingOfficer, at now: Instant) throws {
        let file = try seen(c, id, version: version)
        _ = try writable(c, id)
        let title = try edit.title.map { try FormText.required($0, field: "tytul", ask: "Wpisz tytuł sprawy", max: CaseRules.maximumTitle) } ?? file.title
        let description = edit.description ?? file.description
        let remarks = edit.remarks ?? file.remarks
        let access = edit.access ?? file.access
        for (field, text) in [("opis", description), ("uwagi", remarks)] where text.count > CaseRules.maximumText {
            throw Problems([Problem(.invalidInput, "Skróć tekst do \(CaseRules.maximumText) znaków", field: field)])
        }
        let changes = [
            ("tytul", file.title, title), ("opis", file.description, description), ("uwagi", file.remarks, remarks), ("dostep", file.access.rawValue, access.rawValue),
        ].filter { $0.1 != $0.2 }
        guard !changes.isEmpty else { return }
        try update(
            c, file, set: "title = \(title), description = \(description), remarks = \(remarks), access = \(access.rawValue)", by: officer.signedName, at: now)
        for (field, before, after) in changes {
            try Journal.append(
                c, JournalEntry(actor: officer.account, act: "sprawa-zmiana:\(field)", object: CaseFile.object(id), before: before, after: after), at: now)
        }
        try FullText.index(c, document: id.number, kind: searchKind, text: searchText(file.sign, title, description, try counterpart(c, file)))
    }

    /// Gives the case to another officer (prowadzący).
    public static func reassign(
        _ c: any SQLConnection, _ id: CaseID, version: Int64, to keeper: OfficerID, name: String, by officer: ActingOfficer, at now: Instant
    ) throws {
        let name = try FormText.required(name, field: "prowadzacy", ask: "Wskaż prowadzącego")
        let file = try seen(c, id, version: version)
        _ = try writable(c, id)
        guard file.officer != keeper else { return }
        try update(c, file, set: "officer_id = \(keeper), officer_name = \(name)", by: officer.signedName, at: now)
        try Metryka.enter(c, case: id, "Wyznaczono prowadzącego: \(name)", key: "prowadzacy:\(file.version)", by: officer, at: now)
        try Journal.append(
            c, JournalEntry(actor: officer.account, act: "zmiana-prowadzącego", object: CaseFile.object(id), before: file.officerName, after: name), at: now)
    }

    private static func counterpart(_ c: any SQLConnection, _ file: CaseFile) throws -> String {
        try file.origin.flatMap { try LetterWork.find(c, $0)?.counterpart } ?? ""
    }
}
