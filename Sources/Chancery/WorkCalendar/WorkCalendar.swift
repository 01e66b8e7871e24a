public import Kernel
public import Law
public import Store

/// The office's calendar: the days off of the act, and those that an administrator entered when an act made a single day off.
///
/// Source: KPA art. 57 § 4; `ezd.md` § 4.1.
public enum WorkCalendar {
    public static func load(_ c: any SQLConnection) throws -> OfficialCalendar {
        OfficialCalendar.statutory(and: try entered(c))
    }

    /// What was entered, in order.
    public static func entered(_ c: any SQLConnection) throws -> [OneOffHoliday] {
        try c.query("SELECT day, name, source FROM one_off_day_off ORDER BY day \(sql: c.dialect.ascending)") {
            OneOffHoliday(try $0.parsed("day"), try $0.text("name"), source: try $0.text("source"))
        }
    }

    /// Enters a day off of a single year, with the act that made it one.
    public static func enter(_ c: any SQLConnection, _ day: Day, name: String, source: String, by performer: Performer, at now: Instant) throws {
        let name = FormText.trimmed(name)
        guard !name.isEmpty, name.count <= 200 else { throw Problems([Problem(.invalidInput, "Wpisz nazwę dnia wolnego, najwyżej 200 znaków", field: "nazwa")]) }
        let source = FormText.trimmed(source)
        guard !source.isEmpty, source.count <= 200 else { throw Problems([Problem(.invalidInput, "Wpisz ustawę, która dała dzień wolny", field: "zrodlo")]) }
        if let reason = OfficialCalendar.statutory.dayOff(day) {
            throw Problems([Problem(.conflict, "Ten dzień jest już wolny: \(reason.polishName)", field: "dzien")])
        }
        try c.execute(
            "INSERT INTO one_off_day_off (day, name, source) VALUES (\(day), \(name), \(source)) ON CONFLICT (day) DO UPDATE SET name = excluded.name, source = excluded.source"
        )
        try Journal.append(c, JournalEntry(actor: performer.id, act: "dzień-wolny", object: "kalendarz", after: "\(day) \(name); \(source)"), at: now)
    }

    /// Takes back a day off that was entered by mistake. Terms counted meanwhile stay as they are until they are counted again.
    public static func withdraw(_ c: any SQLConnection, _ day: Day, reason: String, by performer: Performer, at now: Instant) throws {
        let reason = try FormText.reason(reason)
        let before = try entered(c).first { $0.day == day }
        guard let before else { throw Problem(.notFound, "Tego dnia nie wpisano jako wolnego. Odśwież stronę.") }
        try c.execute("DELETE FROM one_off_day_off WHERE day = \(day)")
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "dzień-wolny-usunięcie", object: "kalendarz", before: "\(day) \(before.name)", reason: reason), at: now)
    }
}

enum WorkCalendarMigrations {
    static let all: [Migration] = [
        Migration("chancery-0070-work-calendar") { d in
            ["CREATE TABLE one_off_day_off (day TEXT PRIMARY KEY, name TEXT NOT NULL, source TEXT NOT NULL)\(sql: d.strict)"]
        }
    ]
}
