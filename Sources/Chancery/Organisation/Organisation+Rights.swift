public import Kernel
internal import Law
public import Store

extension Organisation {
    // MARK: roles

    /// Gives a role to an officer.
    @discardableResult
    public static func grant(_ c: any SQLConnection, _ grant: RoleGrant, to id: OfficerID, by performer: Performer, at now: Instant) throws -> RoleGrantID {
        guard let officer = try officer(c, id) else { throw missingOfficer }
        var problems = grant.problems()
        if let unit = grant.unit, try latestDesignation(c, unit) == nil { problems.append(Problem(.invalidInput, "Nie ma takiej komórki", field: "komorka")) }
        if !officer.isActive(on: max(grant.validFrom, officer.activeFrom)) {
            problems.append(Problem(.conflict, "\(officer.name) nie pracuje już w dniu \(grant.validFrom)", field: "od"))
        }
        guard problems.isEmpty else { throw Problems(problems) }
        let ids = try c.query(
            """
            INSERT INTO role_grant (officer_id, role, scope, unit_id, classes, highest_access, sees_confidential, valid_from, valid_to, granted_by, granted_at)
            VALUES (\(id), \(grant.role.rawValue), \(grant.scope.rawValue), \(grant.unit), \(grant.classes.joined(separator: " ")),
                \(grant.highestAccess.rawValue), \(grant.seesConfidential), \(grant.validFrom), \(grant.validTo), \(performer.name), \(now))
            RETURNING id
            """
        ) { try $0.id("id", as: RoleGrantID.self) }
        guard let new = ids.first else { throw lost("role grant") }
        try journal(c, performer, "rola-nadanie", officer: id, after: summary(grant), at: now)
        return new
    }

    /// Takes a role away: the day given is the last on which it holds.
    public static func revoke(_ c: any SQLConnection, _ id: RoleGrantID, lastDay: Day, reason: String, by performer: Performer, at now: Instant) throws {
        let reason = try required(reason, field: "powod", "Podaj powód odebrania roli")
        let officer = try c.first("SELECT officer_id FROM role_grant WHERE id = \(id)") { try $0.id("officer_id", as: OfficerID.self) }
        guard let officer, let grant = try grants(c, of: officer).first(where: { $0.id == id }) else { throw Problem(.notFound, "Nie ma takiej roli.") }
        guard grant.validTo.map({ $0 > lastDay }) ?? true else { throw Problem(.conflict, "Ta rola już się skończyła.") }
        if lastDay < grant.validFrom {
            try c.execute("DELETE FROM role_grant WHERE id = \(id)")
        } else {
            try c.execute("UPDATE role_grant SET valid_to = \(lastDay) WHERE id = \(id)")
        }
        try journal(c, performer, "rola-odebranie", officer: officer, before: summary(grant), after: "do \(lastDay)", reason: reason, at: now)
    }

    private static func summary(_ grant: RoleGrant) -> String {
        var parts = [grant.role.rawValue, grant.scope.rawValue]
        if let unit = grant.unit { parts.append("komorka:\(unit)") }
        if !grant.classes.isEmpty { parts.append("klasy " + grant.classes.joined(separator: ",")) }
        parts.append(grant.highestAccess.rawValue)
        if grant.seesConfidential { parts.append("poufne") }
        parts.append("od \(grant.validFrom)")
        if let to = grant.validTo { parts.append("do \(to)") }
        return parts.joined(separator: "; ")
    }

    // MARK: substitutions

    /// Records who does the duties of somebody absent (zastępstwo).
    ///
    /// - Throws: `Problems` where the dates are wrong, either does not work then, or the substitute is absent himself.
    @discardableResult
    public static func substitute(
        _ c: any SQLConnection, absent: OfficerID, by substitute: OfficerID, from: Day, to: Day, reason: String = "", recordedBy performer: Performer,
        at now: Instant
    ) throws -> SubstitutionID {
        guard let away = try officer(c, absent), let stand = try officer(c, substitute) else { throw missingOfficer }
        var problems: [Problem] = []
        func add(_ field: String, _ message: String) { problems.append(Problem(.invalidInput, message, field: field)) }
        if absent == substitute { add("zastepca", "Nikt nie zastępuje sam siebie. Wybierz inną osobę") }
        if to < from { add("do", "Data końca nie może być wcześniejsza niż data początku") }
        if to >= from.adding(days: 366 * 2) { add("do", "Zastępstwo może trwać najwyżej dwa lata. Podaj wcześniejszą datę końca") }
        if !away.isActive(on: from) { add("zastepowany", "\(away.name) nie pracuje w dniu \(from)") }
        if !stand.isActive(on: from) || !stand.isActive(on: to) { add("zastepca", "\(stand.name) nie pracuje przez cały ten czas") }
        let overlapping = try c.first(
            "SELECT id FROM substitution WHERE absent_id = \(substitute) AND valid_to >= \(from) AND valid_from <= \(to)"
        ) { try $0.int("id") }
        if overlapping != nil { add("zastepca", "\(stand.name) jest w tym czasie nieobecny i ma zastępcę. Wybierz inną osobę") }
        guard problems.isEmpty else { throw Problems(problems) }
        let ids = try c.query(
            """
            INSERT INTO substitution (absent_id, substitute_id, valid_from, valid_to, reason, recorded_by, recorded_at)
            VALUES (\(absent), \(substitute), \(from), \(to), \(String(trimmed(reason).prefix(500))), \(performer.name), \(now)) RETURNING id
            """
        ) { try $0.id("id", as: SubstitutionID.self) }
        guard let id = ids.first else { throw lost("substitution") }
        try journal(c, performer, "zastepstwo", officer: absent, after: "\(object(substitute)) od \(from) do \(to)", reason: reason.isEmpty ? nil : reason, at: now)
        return id
    }

    /// Ends a substitution earlier, because the absent one is back; the day given is its last. Before its first day it is taken out.
    public static func endSubstitution(_ c: any SQLConnection, _ id: SubstitutionID, lastDay: Day, by performer: Performer, at now: Instant) throws {
        let found = try c.first("SELECT id, absent_id, substitute_id, valid_from, valid_to, reason FROM substitution WHERE id = \(id)", substitution)
        guard let found else { throw Problem(.notFound, "Nie ma takiego zastępstwa.") }
        guard lastDay < found.to else { throw Problem(.conflict, "To zastępstwo kończy się i tak \(found.to).") }
        if lastDay < found.from {
            try c.execute("DELETE FROM substitution WHERE id = \(id)")
        } else {
            try c.execute("UPDATE substitution SET valid_to = \(lastDay) WHERE id = \(id)")
        }
        try journal(c, performer, "zastepstwo-koniec", officer: found.absent, before: "do \(found.to)", after: "do \(lastDay)", at: now)
    }

    // MARK: who acts

    /// Who acts under an account, on his own or in the place of somebody absent.
    ///
    /// The post is that of the one who acts: a head's post before others, then the oldest.
    /// - Throws: `Problem` when the account is no officer's, the officer does not work or has no post on the day, or may not
    ///   act for that person today.
    public static func acting(
        _ c: any SQLConnection, account: String, inPlaceOf absent: OfficerID? = nil, at now: Instant
    ) throws -> ActingOfficer {
        let day = PolishTime.day(of: now)
        guard let officer = try officer(c, account: account) else {
            throw Problem(.forbidden, "To konto nie należy do pracownika urzędu. Poproś administratora, żeby je przypisał.")
        }
        guard officer.isActive(on: day) else { throw Problem(.forbidden, "To konto należy do osoby, która już nie pracuje w urzędzie.") }
        guard let post = try currentPost(c, officer.id, on: day) else {
            throw Problem(.forbidden, "Nie masz dziś stanowiska w żadnej komórce. Poproś administratora, żeby je wpisał.")
        }
        var acting = ActingOfficer(officer: officer.id, name: officer.name, post: post.title, unit: post.unit, account: account)
        if let absent, absent != officer.id {
            guard let away = try mayActFor(c, officer.id, on: day).first(where: { $0.officer == absent }) else {
                throw Problem(.forbidden, "Nie masz dziś zastępstwa za tę osobę. Zastępstwo mogło się skończyć.")
            }
            acting.inPlaceOf = away
            // What is done for somebody absent is done in that person's unit.
            if let place = try currentPost(c, absent, on: day) { acting.unit = place.unit }
        }
        return acting
    }

    /// For whom the holder of an account may act today, in the order of surnames.
    public static func mayActFor(_ c: any SQLConnection, account: String, at now: Instant) throws -> [ActingOfficer.Absent] {
        guard let officer = try officer(c, account: account) else { return [] }
        return try mayActFor(c, officer.id, on: PolishTime.day(of: now))
    }

    static func mayActFor(_ c: any SQLConnection, _ id: OfficerID, on day: Day) throws -> [ActingOfficer.Absent] {
        var known: Set<OfficerID> = []
        let people = try substitutions(c, by: id, on: day).compactMap { known.insert($0.absent).inserted ? try officer(c, $0.absent) : nil }
        return people.filter { $0.isActive(on: day) }
            .sorted { PolishText.sortKey($0.listName) < PolishText.sortKey($1.listName) }
            .map { ActingOfficer.Absent(officer: $0.id, name: $0.name) }
    }

    /// The rights under which an acting officer works now: his own, or those of the one in whose place he acts.
    ///
    /// A substitution that ended since the page was shown gives nothing.
    public static func rights(_ c: any SQLConnection, of acting: ActingOfficer, at now: Instant) throws -> OfficerRights {
        let day = PolishTime.day(of: now)
        guard let absent = acting.inPlaceOf else { return try rights(c, of: acting.officer, on: day) }
        guard try mayActFor(c, acting.officer, on: day).contains(where: { $0.officer == absent.officer }) else {
            throw Problem(.forbidden, "Zastępstwo za tę osobę już się skończyło. Wróć do własnej pracy.")
        }
        return try rights(c, of: absent.officer, on: day, inPlace: true)
    }

    /// The rights of an officer on a day; of one who does not work then, none.
    public static func rights(_ c: any SQLConnection, of id: OfficerID, on day: Day, inPlace: Bool = false) throws -> OfficerRights {
        guard let officer = try officer(c, id) else { throw missingOfficer }
        let active = officer.isActive(on: day)
        return OfficerRights(
            officer: id, name: officer.name, posts: active ? try posts(c, of: id) : [], grants: active ? try grants(c, of: id) : [],
            tree: try tree(c, on: day), day: day, inPlace: inPlace)
    }

    private static func currentPost(_ c: any SQLConnection, _ id: OfficerID, on day: Day) throws -> OfficerPost? {
        try posts(c, of: id).first { $0.validFrom <= day && $0.validTo.map { day <= $0 } ?? true }
    }
}
