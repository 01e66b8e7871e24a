public import Kernel
internal import Law
public import Store

/// Making lists of disposal, the opinions of heads, the consent of the state archive (brakowanie).
///
/// Source: `ezd.md` § 1.12 "Brakowanie", § 3.3; I9. Destruction itself is no act of this program: after the consent the list says what may be destroyed.
public enum DisposalLists {
    static let longest = 500

    /// Puts everything that may be proposed today on a new list, up to its length.
    ///
    /// - Throws: `Problem(.conflict)` where there is nothing.
    @discardableResult
    public static func make(_ c: any SQLConnection, by officer: ActingOfficer, at now: Instant) throws -> DisposalListID {
        let today = PolishTime.day(of: now)
        let found = try Archive.disposable(c, on: today, limit: longest)
        guard !found.isEmpty else { throw Problem(.conflict, "Dziś żadna sprawa nie nadaje się do brakowania.") }
        let number = try Counter.next(c, "spis-brakowania", year: today.year)
        let ids: [DisposalListID] = try c.query(
            """
            INSERT INTO disposal_list (year, number, state, created_at, created_by)
            VALUES (\(today.year), \(number), \(DisposalList.State.opinions.rawValue), \(now), \(officer.signedName)) RETURNING id
            """
        ) { try $0.id("id") }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się założyć spisu. Spróbuj ponownie.", cause: "no id") }
        for (index, kept) in found.enumerated() {
            try c.execute(
                """
                INSERT INTO disposal_item (list_id, position, case_id, unit_id, category)
                VALUES (\(id), \(index + 1), \(kept.file.id), \(kept.file.unit), \(kept.category?.description ?? ""))
                """)
            try c.execute("UPDATE archive_standing SET is_listed = 1 WHERE case_id = \(kept.file.id)")
        }
        try note(c, id, "spis-do-brakowania", after: "\(found.count)", by: officer, at: now)
        return id
    }

    /// Takes a case off a list that is not agreed yet.
    public static func remove(_ c: any SQLConnection, _ id: DisposalListID, position: Int64, reason: String, by officer: ActingOfficer, at now: Instant) throws {
        let reason = try FormText.reason(reason)
        _ = try open(c, id)
        guard let item = try items(c, id).first(where: { $0.position == position }), !item.isRemoved else {
            throw Problem(.conflict, "Tej sprawy nie ma już na spisie.")
        }
        try c.execute(
            """
            UPDATE disposal_item SET removed_at = \(now), removed_by = \(officer.signedName), remove_reason = \(reason)
            WHERE list_id = \(id) AND position = \(position) AND removed_at IS NULL
            """)
        try c.execute("UPDATE archive_standing SET is_listed = 0 WHERE case_id = \(item.caseID)")
        try note(c, id, "wyjęcie-ze-spisu", after: item.sign.description, reason: reason, by: officer, at: now)
    }

    /// The opinion of a unit's head; a later one replaces an earlier one, both stay.
    public static func opine(
        _ c: any SQLConnection, _ id: DisposalListID, unit: UnitID, agrees: Bool, words: String, by officer: ActingOfficer, at now: Instant
    ) throws {
        _ = try open(c, id)
        let words = agrees ? FormText.trimmed(words) : try FormText.required(words, field: "uwagi", ask: "Napisz, które sprawy trzeba zachować i dlaczego")
        guard try items(c, id).contains(where: { $0.unit == unit && !$0.isRemoved }) else { throw Problem(.conflict, "Na spisie nie ma spraw tej komórki.") }
        try c.execute(
            "INSERT INTO disposal_opinion (list_id, unit_id, agrees, words, by_name, at) VALUES (\(id), \(unit), \(agrees), \(words), \(officer.signedName), \(now))")
        try note(c, id, "opinia-o-brakowaniu", after: agrees ? "zgoda" : "sprzeciw", reason: words.isEmpty ? nil : words, by: officer, at: now)
    }

    /// Writes down the consent of the state archive.
    ///
    /// - Throws: `Problems` with everything that stands in the way.
    public static func consent(
        _ c: any SQLConnection, _ id: DisposalListID, number: String, day: Day, expertise: String, by officer: ActingOfficer, at now: Instant
    ) throws {
        let list = try open(c, id)
        let number = try FormText.required(number, field: "numer", ask: "Podaj numer zgody archiwum państwowego", max: 100)
        let expertise = FormText.trimmed(expertise)
        guard day <= PolishTime.day(of: now), day >= PolishTime.day(of: list.createdAt) else {
            throw Problems([Problem(.invalidInput, "Zgoda nie może być z przyszłości ani starsza niż spis", field: "dzien")])
        }
        let found = try obstacles(c, id, expertise: expertise)
        guard found.isEmpty else { throw Problems(found.map { Problem(.conflict, $0, field: "numer") }) }
        try c.execute(
            """
            UPDATE disposal_list SET state = \(DisposalList.State.consented.rawValue), consent_number = \(number), consent_day = \(day), expertise = \(expertise),
                closed_at = \(now), closed_by = \(officer.signedName) WHERE id = \(id)
            """)
        try note(c, id, "zgoda-na-brakowanie", after: "\(number); \(day)", by: officer, at: now)
    }

    /// Gives a list up; its cases can be proposed again.
    public static func withdraw(_ c: any SQLConnection, _ id: DisposalListID, reason: String, by officer: ActingOfficer, at now: Instant) throws {
        let reason = try FormText.reason(reason)
        _ = try open(c, id)
        for item in try items(c, id) where !item.isRemoved { try c.execute("UPDATE archive_standing SET is_listed = 0 WHERE case_id = \(item.caseID)") }
        try c.execute(
            "UPDATE disposal_item SET removed_at = \(now), removed_by = \(officer.signedName), remove_reason = \(reason) WHERE list_id = \(id) AND removed_at IS NULL")
        try c.execute(
            """
            UPDATE disposal_list SET state = \(DisposalList.State.withdrawn.rawValue), closed_at = \(now), closed_by = \(officer.signedName), reason = \(reason)
            WHERE id = \(id)
            """)
        try note(c, id, "wycofanie-spisu", reason: reason, by: officer, at: now)
    }

    // MARK: reading

    /// Newest first.
    public static func page(_ c: any SQLConnection, after: DisposalListID? = nil, limit: Int) throws -> [DisposalList] {
        try lists(c, after.map { "id < \($0)" } ?? "id > 0", limit: limit)
    }

    public static func find(_ c: any SQLConnection, _ id: DisposalListID) throws -> DisposalList? { try lists(c, "id = \(id)", limit: 1).first }

    /// A list holds at most 500 cases, so it is read whole.
    public static func items(_ c: any SQLConnection, _ id: DisposalListID) throws -> [DisposalItem] {
        try c.query(
            """
            SELECT i.position, i.case_id, f.sign, i.unit_id, f.class_title, f.title, f.start_day, f.closed_day, i.category, i.removed_by, i.remove_reason
            FROM disposal_item i JOIN case_file f ON f.id = i.case_id WHERE i.list_id = \(id) ORDER BY i.position \(sql: c.dialect.ascending)
            """
        ) { row in
            let first: Day = try row.parsed("start_day")
            let last: Day? = try row.parsedOrNil("closed_day")
            return DisposalItem(
                position: try row.int("position"), caseID: try row.id("case_id"), sign: try row.parsed("sign"), unit: try row.id("unit_id"),
                className: try row.text("class_title"), title: try row.text("title"), firstYear: first.year, lastYear: (last ?? first).year,
                category: try row.text("category"), removedBy: try row.text("removed_by"), removeReason: try row.text("remove_reason"))
        }
    }

    /// Every opinion, oldest first.
    public static func opinions(_ c: any SQLConnection, _ id: DisposalListID) throws -> [DisposalOpinion] {
        try c.query(
            "SELECT unit_id, agrees, words, by_name, at FROM disposal_opinion WHERE list_id = \(id) ORDER BY at \(sql: c.dialect.ascending), unit_id \(sql: c.dialect.ascending)"
        ) { row in
            DisposalOpinion(
                unit: try row.id("unit_id"), agrees: try row.int("agrees") == 1, words: try row.text("words"), by: try row.text("by_name"), at: try row.instant("at"))
        }
    }

    /// What stands in the way of the consent.
    public static func obstacles(_ c: any SQLConnection, _ id: DisposalListID, expertise: String = "") throws -> [String] {
        let listed = try items(c, id)
        let held: [CaseSign] = try c.query(
            """
            SELECT f.sign FROM disposal_item i JOIN archive_standing s ON s.case_id = i.case_id JOIN case_file f ON f.id = i.case_id
            WHERE i.list_id = \(id) AND i.removed_at IS NULL AND s.is_held = 1 ORDER BY i.position \(sql: c.dialect.ascending)
            """
        ) { try $0.parsed("sign") }
        let last = Dictionary(try opinions(c, id).map { ($0.unit, $0) }) { $1 }
        var codes: [UnitID: String] = [:]
        for unit in Set(listed.map(\.unit)) { codes[unit] = try Organisation.history(c, unit: unit).first?.code.description }
        return DisposalList.obstacles(items: listed, opinions: last, codes: codes, held: held, expertise: expertise)
    }

    private static func open(_ c: any SQLConnection, _ id: DisposalListID) throws -> DisposalList {
        guard let list = try find(c, id) else { throw Problem(.notFound, "Nie ma takiego spisu.") }
        guard list.state == .opinions else { throw Problem(.conflict, "Spis \(list.name) jest już zamknięty (\(list.state.polishName)).") }
        return list
    }

    private static func lists(_ c: any SQLConnection, _ condition: SQL, limit: Int) throws -> [DisposalList] {
        try c.query(
            """
            SELECT id, year, number, state, created_at, created_by, consent_number, consent_day, expertise FROM disposal_list WHERE \(sql: condition)
            ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) { row in
            DisposalList(
                id: try row.id("id"), year: Int(try row.int("year")), sequence: try row.int("number"), state: try row.symbol("state"),
                createdAt: try row.instant("created_at"), createdBy: try row.text("created_by"), consentNumber: try row.text("consent_number"),
                consentDay: try row.parsedOrNil("consent_day"), expertise: try row.text("expertise"))
        }
    }

    private static func note(
        _ c: any SQLConnection, _ id: DisposalListID, _ act: String, after: String? = nil, reason: String? = nil, by officer: ActingOfficer, at now: Instant
    ) throws {
        try Journal.append(c, JournalEntry(actor: officer.account, act: act, object: "spis-brakowania:\(id)", after: after, reason: reason), at: now)
    }
}
