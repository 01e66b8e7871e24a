internal import Kernel
internal import Law
internal import Store

/// The SQL of people; the `platform` database.
enum PersonStore {
    static let columns: SQL = "p.id, p.given_names, p.surname, p.birthday, p.pesel_box, p.pesel_hash, p.mail, p.phone, p.died_on"

    static func decode(_ row: any SQLRow) throws -> Person {
        Person(
            id: try row.id("id"), name: PersonName(kept: try row.text("given_names"), try row.text("surname")), birthday: try row.parsed("birthday"),
            pesel: try row.sealedPESELOrNil(), contact: ContactData(mail: try row.parsedOrNil("mail"), phone: try row.parsedOrNil("phone")),
            diedOn: try row.parsedOrNil("died_on")
        )
    }

    static func insert(_ c: any SQLConnection, _ new: NewPerson, pesel: SealedPESEL?, at now: Instant) throws -> Person {
        let id = try c.first(
            """
            INSERT INTO person (given_names, surname, sort_key, birthday, pesel_box, pesel_hash, mail, phone, created_at)
            VALUES (\(new.name.givenNames), \(new.name.surname), \(sortKey(new.name)), \(new.birthday), \(pesel?.box), \(pesel?.hash),
                \(new.contact.mail?.description), \(new.contact.phone?.description), \(now))
            RETURNING id
            """
        ) { try $0.id("id", as: PersonID.self) }
        guard let id else { throw Problem(.internalFault, "Nie udało się dodać osoby. Spróbuj jeszcze raz.", cause: "INSERT returned no id") }
        return Person(id: id, name: new.name, birthday: new.birthday, pesel: pesel, contact: new.contact, diedOn: nil)
    }

    static func find(_ c: any SQLConnection, _ id: PersonID) throws -> Person? {
        try c.first("SELECT \(sql: columns) FROM person p WHERE p.id = \(id)", decode)
    }

    static func find(_ c: any SQLConnection, hash: PESELHash) throws -> Person? { try c.first(search(hash), decode) }

    static func search(_ hash: PESELHash) -> SQL { "SELECT \(sql: columns) FROM person p WHERE p.pesel_hash = \(hash)" }

    static func save(_ c: any SQLConnection, _ p: Person) throws {
        try c.execute(
            """
            UPDATE person SET given_names = \(p.name.givenNames), surname = \(p.name.surname), sort_key = \(sortKey(p.name)), birthday = \(p.birthday),
                pesel_box = \(p.pesel?.box), pesel_hash = \(p.pesel?.hash), mail = \(p.contact.mail?.description),
                phone = \(p.contact.phone?.description), died_on = \(p.diedOn)
            WHERE id = \(p.id)
            """
        )
    }

    static func note(
        _ c: any SQLConnection, _ person: PersonID, _ field: PersonChange.Field, _ before: String, _ after: String, actor: String, source: String,
        at now: Instant
    ) throws {
        try c.execute(
            """
            INSERT INTO person_change (person, at, actor, field, before, after, source)
            VALUES (\(person), \(now), \(actor), \(field.rawValue), \(before), \(after), \(source))
            """
        )
    }

    static func changes(_ c: any SQLConnection, _ person: PersonID, limit: Int, before: Int64?) throws -> [PersonChange] {
        try c.query(
            """
            SELECT id, at, actor, field, before, after, source FROM person_change
            WHERE person = \(person) AND id < \(before ?? .max) ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) {
            PersonChange(
                id: try $0.int("id"), at: try $0.instant("at"), actor: try $0.text("actor"), field: try $0.symbol("field"),
                before: try $0.text("before"), after: try $0.text("after"), source: try $0.text("source"))
        }
    }

    // ── consents ──

    static func consents(_ c: any SQLConnection, _ person: PersonID) throws -> [Consent] {
        try c.query(
            "SELECT id, kind, wording, given_at, withdrawn_at FROM consent WHERE person = \(person) ORDER BY id \(sql: c.dialect.descending)"
        ) {
            Consent(
                id: try $0.int("id"), kind: try $0.symbol("kind"), wording: try $0.text("wording"), givenAt: try $0.instant("given_at"),
                withdrawnAt: try $0.instantOrNil("withdrawn_at"))
        }
    }

    static func give(_ c: any SQLConnection, _ person: PersonID, _ kind: Consent.Kind, wording: String, at now: Instant) throws {
        try c.execute("INSERT INTO consent (person, kind, wording, given_at) VALUES (\(person), \(kind.rawValue), \(wording), \(now))")
    }

    static func withdraw(_ c: any SQLConnection, _ person: PersonID, _ kind: Consent.Kind, at now: Instant) throws -> Bool {
        try c.execute("UPDATE consent SET withdrawn_at = \(now) WHERE person = \(person) AND kind = \(kind.rawValue) AND withdrawn_at IS NULL") > 0
    }

    // ── looks ──

    static func look(_ c: any SQLConnection, _ person: PersonID, _ what: PersonLook.What, by onlooker: Onlooker, why: String, at now: Instant) throws {
        try c.execute(
            """
            INSERT INTO person_look (person, at, actor, office, post, what, why)
            VALUES (\(person), \(now), \(onlooker.performer.id), \(onlooker.office), \(onlooker.post), \(what.rawValue), \(why))
            """
        )
    }

    static func looks(_ c: any SQLConnection, _ person: PersonID, limit: Int, before: Int64?) throws -> [PersonLook] {
        try c.query(
            """
            SELECT id, at, office, post, what, why FROM person_look
            WHERE person = \(person) AND id < \(before ?? .max) ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) {
            PersonLook(
                id: try $0.int("id"), at: try $0.instant("at"), office: try $0.parsedOrNil("office"), post: try $0.text("post"),
                what: try $0.symbol("what"), why: try $0.text("why"))
        }
    }

    private static func sortKey(_ name: PersonName) -> String { PolishText.sortKey("\(name.surname) \(name.givenNames)") }
}
