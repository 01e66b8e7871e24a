public import Kernel
internal import Law
public import Store

extension Organisation {
    /// Takes a person on.
    ///
    /// - Parameter account: the account's name in the journal, for example `konto:17`; given later where it is not known yet.
    @discardableResult
    public static func addOfficer(
        _ c: any SQLConnection, givenNames: String, surname: String, account: String?, from day: Day, by performer: Performer, at now: Instant
    ) throws -> OfficerID {
        let (given, surname) = try checkedName(givenNames, surname)
        try requireFreeAccount(c, account, for: nil)
        let ids = try c.query(
            """
            INSERT INTO officer (given_names, surname, sort, account, active_from)
            VALUES (\(given), \(surname), \(PolishText.sortKey("\(surname) \(given)")), \(account), \(day)) RETURNING id
            """
        ) { try $0.id("id", as: OfficerID.self) }
        guard let id = ids.first else { throw lost("officer") }
        try journal(c, performer, "pracownik-dodanie", officer: id, after: "\(given) \(surname) od \(day)", at: now)
        return id
    }

    /// Corrects a name, or changes it (after a wedding); what was signed before keeps the old one.
    public static func rename(_ c: any SQLConnection, _ id: OfficerID, givenNames: String, surname: String, by performer: Performer, at now: Instant) throws {
        let (given, surname) = try checkedName(givenNames, surname)
        guard let before = try officer(c, id) else { throw missingOfficer }
        try c.execute(
            "UPDATE officer SET given_names = \(given), surname = \(surname), sort = \(PolishText.sortKey("\(surname) \(given)")) WHERE id = \(id)")
        try journal(c, performer, "pracownik-nazwisko", officer: id, before: before.name, after: "\(given) \(surname)", at: now)
    }

    private static func checkedName(_ givenNames: String, _ surname: String) throws -> (String, String) {
        let (given, surname) = (trimmed(givenNames), trimmed(surname))
        var problems: [Problem] = []
        if given.isEmpty { problems.append(Problem(.invalidInput, "Wpisz imię", field: "imiona")) }
        if surname.isEmpty { problems.append(Problem(.invalidInput, "Wpisz nazwisko", field: "nazwisko")) }
        if given.count > 200 || surname.count > 200 { problems.append(Problem(.invalidInput, "Skróć imię i nazwisko", field: "nazwisko")) }
        guard problems.isEmpty else { throw Problems(problems) }
        return (given, surname)
    }

    /// Ties an account to an officer, or takes it away. An account belongs to one officer at most.
    public static func setAccount(_ c: any SQLConnection, _ id: OfficerID, _ account: String?, by performer: Performer, at now: Instant) throws {
        guard let before = try officer(c, id) else { throw missingOfficer }
        try requireFreeAccount(c, account, for: id)
        try c.execute("UPDATE officer SET account = \(account) WHERE id = \(id)")
        try journal(c, performer, "pracownik-konto", officer: id, before: before.account, after: account, at: now)
    }

    /// Puts an officer on a post. A unit has one head at a time.
    @discardableResult
    public static func appoint(
        _ c: any SQLConnection, _ id: OfficerID, to unitID: UnitID, title: String, isHead: Bool = false, from day: Day, by performer: Performer, at now: Instant
    ) throws -> PostID {
        guard let officer = try officer(c, id) else { throw missingOfficer }
        guard let unit = try unit(c, unitID, on: day) else {
            throw Problems([Problem(.invalidInput, "Tej komórki nie ma w dniu \(day). Wybierz inną", field: "komorka")])
        }
        let title = try required(title, field: "stanowisko", "Wpisz stanowisko", most: 200)
        guard officer.isActive(on: day) else { throw Problems([Problem(.invalidInput, "\(officer.name) nie pracuje w dniu \(day)", field: "od")]) }
        if isHead, let head = try head(c, of: unitID, from: day), head != id {
            let name = try Self.officer(c, head)?.name ?? ""
            throw Problems([Problem(.conflict, "Komórką \(unit.code) kieruje \(name). Najpierw zakończ to stanowisko", field: "kierownik")])
        }
        let ids = try c.query(
            """
            INSERT INTO officer_post (officer_id, unit_id, title, is_head, valid_from)
            VALUES (\(id), \(unitID), \(title), \(isHead), \(day)) RETURNING id
            """
        ) { try $0.id("id", as: PostID.self) }
        guard let post = ids.first else { throw lost("post") }
        try journal(c, performer, "stanowisko", officer: id, after: "\(title), \(unit.code)\(isHead ? ", kieruje" : ""), od \(day)", at: now)
        return post
    }

    /// Ends a post with its last day.
    public static func endPost(_ c: any SQLConnection, _ id: PostID, lastDay: Day, by performer: Performer, at now: Instant) throws {
        let found = try c.first("SELECT officer_id, valid_from FROM officer_post WHERE id = \(id)") {
            (try $0.id("officer_id", as: OfficerID.self), try $0.parsed("valid_from", as: Day.self))
        }
        guard let (officer, from) = found else { throw Problem(.notFound, "Nie ma takiego stanowiska.") }
        guard lastDay >= from else { throw Problems([Problem(.invalidInput, "Ostatni dzień nie może być wcześniejszy niż \(from)", field: "do")]) }
        try c.execute("UPDATE officer_post SET valid_to = \(lastDay) WHERE id = \(id)")
        try journal(c, performer, "stanowisko-koniec", officer: officer, after: "do \(lastDay)", at: now)
    }

    /// An officer leaves. Posts, roles and substitutions end with the last day; the person stays in everything done.
    ///
    /// - Parameter openWork: what the officer still holds, counted by the caller in the same transaction.
    /// - Throws: `Problem` while work is open: it must be handed over first (acceptance test 15).
    public static func leave(
        _ c: any SQLConnection, _ id: OfficerID, lastDay: Day, openWork: OpenWork, by performer: Performer, at now: Instant
    ) throws {
        guard let officer = try officer(c, id) else { throw missingOfficer }
        guard officer.activeTo.map({ $0 > lastDay }) ?? true else { throw Problem(.conflict, "\(officer.name) już odszedł z urzędu.") }
        guard lastDay >= officer.activeFrom else {
            throw Problems([Problem(.invalidInput, "Ostatni dzień nie może być wcześniejszy niż \(officer.activeFrom)", field: "do")])
        }
        guard openWork.isEmpty else {
            throw Problem(.conflict, "\(officer.name) ma jeszcze pracę do przekazania (\(openWork.description)). Przekaż ją innym osobom, potem zamknij konto.")
        }
        try c.execute("UPDATE officer SET active_to = \(lastDay) WHERE id = \(id)")
        for table in ["officer_post", "role_grant"] {
            try c.execute("DELETE FROM \(identifier: table) WHERE officer_id = \(id) AND valid_from > \(lastDay)")
            try c.execute("UPDATE \(identifier: table) SET valid_to = \(lastDay) WHERE officer_id = \(id) AND (valid_to IS NULL OR valid_to > \(lastDay))")
        }
        try c.execute("DELETE FROM substitution WHERE (absent_id = \(id) OR substitute_id = \(id)) AND valid_from > \(lastDay)")
        try c.execute("UPDATE substitution SET valid_to = \(lastDay) WHERE (absent_id = \(id) OR substitute_id = \(id)) AND valid_to > \(lastDay)")
        try journal(c, performer, "pracownik-odejscie", officer: id, after: "do \(lastDay)", at: now)
    }

    /// The head of a unit on the day or later, where there is one.
    static func head(_ c: any SQLConnection, of unit: UnitID, from day: Day) throws -> OfficerID? {
        try c.first(
            """
            SELECT officer_id FROM officer_post WHERE unit_id = \(unit) AND is_head = 1 AND (valid_to IS NULL OR valid_to >= \(day))
            ORDER BY valid_from \(sql: c.dialect.ascending) LIMIT 1
            """
        ) { try $0.id("officer_id") }
    }

    /// The head of a unit on a day (kierownik komórki).
    public static func headOfUnit(_ c: any SQLConnection, _ unit: UnitID, on day: Day) throws -> OfficerID? {
        try c.first(
            """
            SELECT officer_id FROM officer_post WHERE unit_id = \(unit) AND is_head = 1 AND valid_from <= \(day) AND (valid_to IS NULL OR valid_to >= \(day))
            """
        ) { try $0.id("officer_id") }
    }

    private static func requireFreeAccount(_ c: any SQLConnection, _ account: String?, for officer: OfficerID?) throws {
        guard let account else { return }
        guard (1...100).contains(account.utf8.count) else { throw Problems([Problem(.invalidInput, "Wybierz konto z listy", field: "konto")]) }
        let owner = try Self.officer(c, account: account)
        guard owner == nil || owner?.id == officer else {
            throw Problems([Problem(.conflict, "To konto ma już \(owner?.name ?? ""). Wybierz inne", field: "konto")])
        }
    }

    static func journal(
        _ c: any SQLConnection, _ performer: Performer, _ act: String, officer: OfficerID, before: String? = nil, after: String? = nil,
        reason: String? = nil, at now: Instant
    ) throws {
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: act, object: object(officer), before: before, after: after, reason: reason), at: now)
    }
}
