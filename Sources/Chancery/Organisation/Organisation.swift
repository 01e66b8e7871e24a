internal import Foundation
public import Kernel
internal import Law
public import Store

/// The office as an organisation: units, people, posts, roles and substitutions; the acts that change them.
///
/// Each act runs in the caller's transaction and writes its journal entry there. Days are inclusive on both ends.
public enum Organisation {
    // MARK: units

    /// Opens a unit (komórka).
    ///
    /// - Throws: `Problems` when the code is malformed or was used by another unit in one of the same calendar years (I11).
    @discardableResult
    public static func openUnit(
        _ c: any SQLConnection, code: String, name: String, parent: UnitID? = nil, from day: Day, by performer: Performer, at now: Instant
    ) throws -> UnitID {
        let name = trimmed(name)
        var problems = UnitRules.problems(code: code, name: name)
        if let parent, try unit(c, parent, on: day) == nil {
            problems.append(Problem(.invalidInput, "Komórka nadrzędna nie istnieje w dniu \(day). Wybierz inną", field: "nadrzedna"))
        }
        guard problems.isEmpty, let code = UnitCode(code) else { throw Problems(problems) }
        try requireFreeCode(c, code, for: nil, from: day, to: nil)
        let ids = try c.query("INSERT INTO office_unit (opened_at) VALUES (\(now)) RETURNING id") { try $0.id("id", as: UnitID.self) }
        guard let id = ids.first else { throw lost("unit") }
        try insertDesignation(c, OfficeUnit(id: id, code: code, name: name, parent: parent, validFrom: day))
        try journal(c, performer, "komorka-utworzenie", unit: id, after: "\(code) \(name) od \(day)", at: now)
        return id
    }

    /// Gives a unit another code, name or place from a day on; what it was before stays.
    public static func changeUnit(
        _ c: any SQLConnection, _ id: UnitID, code: String, name: String, parent: UnitID?, from day: Day, by performer: Performer, at now: Instant
    ) throws {
        let name = trimmed(name)
        guard let before = try latestDesignation(c, id) else { throw missingUnit }
        var problems = UnitRules.problems(code: code, name: name)
        if let parent {
            let tree = try tree(c, on: day)
            if tree[parent] == nil { problems.append(Problem(.invalidInput, "Komórka nadrzędna nie istnieje w dniu \(day). Wybierz inną", field: "nadrzedna")) }
            if tree.subtree(of: id).contains(parent) {
                problems.append(Problem(.invalidInput, "Komórka nie może podlegać sobie ani własnym komórkom podległym", field: "nadrzedna"))
            }
        }
        if before.validTo != nil { problems.append(Problem(.conflict, "Komórkę \(before.code) zamknięto. Zamkniętej nie można zmieniać", field: "od")) }
        if day < before.validFrom {
            problems.append(Problem(.invalidInput, "Zmiana nie może być wcześniejsza niż poprzednia, z dnia \(before.validFrom)", field: "od"))
        }
        guard problems.isEmpty, let code = UnitCode(code) else { throw Problems(problems) }
        try requireFreeCode(c, code, for: id, from: day, to: nil)
        let after = OfficeUnit(id: id, code: code, name: name, parent: parent, validFrom: day)
        if day == before.validFrom {
            try c.execute("DELETE FROM unit_designation WHERE unit_id = \(id) AND valid_from = \(day)")
        } else {
            try endDesignation(c, id, from: before.validFrom, on: day.adding(days: -1))
        }
        try insertDesignation(c, after)
        try journal(
            c, performer, "komorka-zmiana", unit: id, before: "\(before.code) \(before.name)", after: "\(code) \(name) od \(day)", at: now)
    }

    /// Closes a unit with its last day. Posts in it end with it; its code is free again from the next calendar year.
    public static func closeUnit(_ c: any SQLConnection, _ id: UnitID, lastDay: Day, reason: String, by performer: Performer, at now: Instant) throws {
        guard let unit = try latestDesignation(c, id) else { throw missingUnit }
        let reason = try required(reason, field: "powod", "Podaj powód zamknięcia komórki")
        guard unit.validTo == nil else { throw Problem(.conflict, "Komórka \(unit.code) jest już zamknięta.") }
        guard lastDay >= unit.validFrom else {
            throw Problems([Problem(.invalidInput, "Ostatni dzień nie może być wcześniejszy niż \(unit.validFrom)", field: "do")])
        }
        let below = try tree(c, on: lastDay.adding(days: 1)).children(of: id)
        guard below.isEmpty else {
            let codes = below.map(\.code.description).joined(separator: ", ")
            throw Problem(.conflict, "Komórce \(unit.code) podlegają: \(codes). Najpierw zamknij je albo przenieś.")
        }
        try endDesignation(c, id, from: unit.validFrom, on: lastDay)
        try c.execute("DELETE FROM officer_post WHERE unit_id = \(id) AND valid_from > \(lastDay)")
        try c.execute("UPDATE officer_post SET valid_to = \(lastDay) WHERE unit_id = \(id) AND (valid_to IS NULL OR valid_to > \(lastDay))")
        try journal(c, performer, "komorka-zamkniecie", unit: id, before: unit.code.description, after: "do \(lastDay)", reason: reason, at: now)
    }

    // MARK: helpers of the acts

    static func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }

    static func required(_ text: String, field: String, _ message: String, most: Int = 500) throws -> String {
        let text = trimmed(text)
        guard !text.isEmpty else { throw Problems([Problem(.invalidInput, message, field: field)]) }
        guard text.count <= most else { throw Problems([Problem(.invalidInput, "Skróć do \(most) znaków", field: field)]) }
        return text
    }

    static var missingUnit: Problem { Problem(.notFound, "Nie ma takiej komórki.") }
    static var missingOfficer: Problem { Problem(.notFound, "Nie ma takiego pracownika.") }
    static func lost(_ what: String) -> Problem { Problem(.internalFault, "Nie udało się zapisać. Spróbuj ponownie.", cause: "no id of \(what)") }

    /// Names of units and officers in the journal.
    public static func object(_ unit: UnitID) -> String { "komorka:\(unit)" }
    public static func object(_ officer: OfficerID) -> String { "pracownik:\(officer)" }

    private static func journal(
        _ c: any SQLConnection, _ performer: Performer, _ act: String, unit: UnitID, before: String? = nil, after: String? = nil, reason: String? = nil,
        at now: Instant
    ) throws {
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: act, object: object(unit), before: before, after: after, reason: reason), at: now)
    }

    private static func requireFreeCode(_ c: any SQLConnection, _ code: UnitCode, for unit: UnitID?, from: Day, to: Day?) throws {
        let taken = try c.first(
            """
            SELECT last_year FROM unit_designation WHERE code_folded = \(code.folded) AND unit_id <> \(unit?.number ?? 0)
            AND first_year <= \(to?.year ?? OrganisationMigrations.noEndYear) AND last_year >= \(from.year)
            ORDER BY last_year \(sql: c.dialect.descending) LIMIT 1
            """
        ) { Int(try $0.int("last_year")) }
        guard let taken else { return }
        let advice = taken == OrganisationMigrations.noEndYear ? "Wybierz inny symbol" : "Wybierz inny symbol albo zacznij od \(taken + 1) roku"
        throw Problems([Problem(.conflict, "Symbolu \(code) używa już inna komórka. Symbol może być użyty raz w roku. \(advice)", field: "symbol")])
    }

    private static func insertDesignation(_ c: any SQLConnection, _ unit: OfficeUnit) throws {
        try c.execute(
            """
            INSERT INTO unit_designation (unit_id, valid_from, valid_to, code, code_folded, first_year, last_year, name, parent_id)
            VALUES (\(unit.id), \(unit.validFrom), \(unit.validTo), \(unit.code), \(unit.code.folded), \(unit.validFrom.year),
                \(unit.validTo?.year ?? OrganisationMigrations.noEndYear), \(unit.name), \(unit.parent))
            """)
    }

    private static func endDesignation(_ c: any SQLConnection, _ id: UnitID, from: Day, on last: Day) throws {
        try c.execute("UPDATE unit_designation SET valid_to = \(last), last_year = \(last.year) WHERE unit_id = \(id) AND valid_from = \(from)")
    }
}

/// What a form about a unit must hold.
enum UnitRules {
    static func problems(code: String, name: String) -> [Problem] {
        var out: [Problem] = []
        if UnitCode(code) == nil {
            out.append(
                Problem(
                    .invalidInput,
                    "Symbol komórki to litery bez polskich znaków i cyfry, z co najmniej jedną literą i bez kropek, na przykład OR albo AB-C, najwyżej \(UnitCode.longest) znaków",
                    field: "symbol"))
        }
        if name.isEmpty { out.append(Problem(.invalidInput, "Wpisz nazwę komórki", field: "nazwa")) }
        if name.count > 200 { out.append(Problem(.invalidInput, "Skróć nazwę do 200 znaków", field: "nazwa")) }
        return out
    }
}
