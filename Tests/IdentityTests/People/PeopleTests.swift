import Foundation
@testable import Identity
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct PeopleTests {
    static let keys = IdentityKeys.generate()
    let people = People(keys: keys)

    @Test("The database holds no PESEL in the clear, and shows it masked", arguments: Backend.available) func sealed(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let people = people
            let added = try await db.write { c in try people.add(c, try person("Zofia Maria", "Kowalska-Żyła", kowalska), by: chief, at: noon) }
            #expect(added.pesel.map(String.init(describing:)) == "***********")
            #expect(added.birthday == Day("1985-07-12"))
            let row = try await db.read { c in
                try c.query("SELECT pesel_box, pesel_hash FROM person") { (try $0.bytes("pesel_box"), try $0.text("pesel_hash")) }
            }
            #expect(!String(decoding: row[0].0, as: UTF8.self).contains(kowalska.description))
            #expect(row[0].1.count == 64)
            #expect(try await db.read { c in try people.find(c, pesel: kowalska)?.id } == added.id)
            #expect(try await db.read { c in try people.find(c, pesel: nowak) } == nil)
            let strangers = People(keys: .generate())
            #expect(try await db.read { c in try strangers.find(c, pesel: kowalska) } == nil, "another key finds nobody")
        }
    }

    @Test("One PESEL is one person", arguments: Backend.available) func unique(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let people = people
            try await db.write { c in _ = try people.add(c, try person("Jan", "Nowak", nowak), by: chief, at: noon) }
            await #expect(throws: Problem.self) {
                try await db.write { c in _ = try people.add(c, try person("Jan", "Nowak", nowak), by: chief, at: noon) }
            }
        }
    }

    @Test("Every reveal names who, whom and why, and the person reads it", arguments: Backend.available) func reveal(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let people = people
            let id = try await db.write { c in try people.add(c, try person("Jan", "Nowak", nowak), by: chief, at: noon).id }
            await #expect(throws: Problem.self) { try await db.write { c in try people.reveal(c, id, by: clerk, why: "  ", at: noon) } }
            let shown = try await db.write { c in try people.reveal(c, id, by: clerk, why: "wniosek 12", at: noon) }
            #expect(shown == nowak)
            let entry = try await db.read { c in try Journal.entries(c, object: "osoba:\(id)").first?.entry }
            #expect(entry == JournalEntry(actor: "konto:7", act: "person-looked-at", object: "osoba:\(id)", after: "numer-PESEL", reason: "wniosek 12"))
            let looks = try await db.read { c in try people.looks(c, at: id) }
            #expect(looks.map(\.what) == [.pesel])
            #expect(looks[0].office == gmina && looks[0].post == "inspektor" && looks[0].why == "wniosek 12")
            let journal = try await db.read { c in try Journal.latest(c).map { "\($0.entry)" }.joined() }
            #expect(!journal.contains(nowak.description))
        }
    }

    @Test("An officer who tries numbers one after another has to wait, and it is journalled", arguments: Backend.available)
    func bruteForce(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let people = People(
                keys: Self.keys, limits: .init(all: RateLimit([.init(8, inSeconds: 600)]), misses: RateLimit([.init(3, inSeconds: 600)])))
            try await db.write { c in _ = try people.add(c, try person("Jan", "Nowak", nowak), by: chief, at: noon) }
            func search(_ pesel: PESEL, at now: Instant = noon) async throws -> Ruling<Person?> {
                try await db.write { c in try people.search(c, pesel: pesel.description, by: clerk, why: "test", at: now) }
            }
            for serial in 0..<3 {
                let number = try #require(PESEL.synthetic(birthday: Day("1990-01-01")!, serial: serial))
                #expect(try await search(number).get() == nil)
            }
            let refused = try await search(nowak)
            #expect(refused.problem?.message == "Za dużo wyszukiwań po numerze PESEL. Następne za 10 min.")
            #expect(try await db.acts().last == "person-search-refused")
            #expect(try await search(nowak, at: noon.adding(seconds: 600)).get()?.name.surname == "Nowak")
            for _ in 0..<7 { _ = try await search(nowak, at: noon.adding(seconds: 601)).get() }
            #expect(try await search(nowak, at: noon.adding(seconds: 602)).problem != nil, "right numbers are counted too")
        }
    }

    @Test("A wrong PESEL is told apart from an unknown one and counts for nothing", arguments: Backend.available)
    func typo(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let people = people
            let ruling = try await db.write { c in try people.search(c, pesel: "85071299927", by: clerk, why: "", at: noon) }
            #expect(ruling.problem?.field == "pesel")
        }
    }

    @Test("What changed stays readable, a PESEL only masked", arguments: Backend.available) func history(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let people = people
            let id = try await db.write { c in try people.add(c, try person("Anna", "Lis", lis, mail: "a@poczta.example"), by: chief, at: noon).id }
            try await db.write { c in
                let name = try PersonName(given: "Anna", surname: "Wilk")
                try people.correct(
                    c, id, PersonCorrection(name: name, pesel: kowalska, contact: ContactData(mail: "b@poczta.example", phone: "600 700 800")),
                    source: "rejestr PESEL", by: chief, at: noon)
            }
            let changes = try await db.read { c in try people.history(c, of: id) }
            #expect(Set(changes.map(\.field)) == [.surname, .mail, .phone, .pesel, .birthday])
            #expect(changes.first { $0.field == .surname }.map { [$0.before, $0.after] } == ["Lis", "Wilk"])
            #expect(changes.first { $0.field == .pesel }?.after == "***********")
            let found = try await db.read { c in try people.find(c, pesel: kowalska) }
            #expect(found?.id == id && found?.birthday == Day("1985-07-12") && found?.contact.phone?.description == "+48600700800")
            #expect(try await db.read { c in try people.find(c, pesel: lis) } == nil)
        }
    }

    @Test("Consents are given, replaced by a newer wording and withdrawn", arguments: Backend.available) func consents(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let people = people
            let id = try await db.write { c in try people.add(c, try person("Anna", "Lis", lis), by: chief, at: noon).id }
            try await db.write { c in
                try people.give(c, .messagesByMail, wording: "2026-1", of: id, by: chief, at: noon)
                try people.give(c, .messagesByMail, wording: "2026-2", of: id, by: chief, at: noon.adding(seconds: 60))
            }
            #expect(try await db.write { c in try people.withdraw(c, .messagesByMail, of: id, by: chief, at: noon.adding(seconds: 90)) })
            #expect(try await !db.write { c in try people.withdraw(c, .messagesByMail, of: id, by: chief, at: noon.adding(seconds: 91)) })
            let all = try await db.read { c in try people.consents(c, of: id) }
            #expect(all.map(\.wording) == ["2026-2", "2026-1"] && all.allSatisfy { $0.withdrawnAt != nil })
        }
    }

    @Test("Looking up a PESEL uses the index", arguments: Backend.available) func plan(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let plan = try await db.plan(PersonStore.search(Self.keys.hash(nowak)))
            #expect(plan.contains(db.dialect == .postgres ? "person_pesel_hash_key" : "pesel_hash=?"), "\(plan)")
        }
    }

    /// `EURZAD_MILLION=1`: a million rows take a minute to make.
    @Test(
        "Among a million people one is found in under 5 ms (p95)", .enabled(if: ProcessInfo.processInfo.environment["EURZAD_MILLION"] != nil),
        arguments: Backend.available)
    func million(_ backend: Backend) async throws {
        try await backend.withIdentity { db in
            let people = people
            try await db.write { c in
                let fill: SQL =
                    c.dialect == .sqlite
                    ? """
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
                    INSERT INTO person (given_names, surname, sort_key, birthday, pesel_box, pesel_hash, created_at)
                    SELECT 'Jan', 'Nowak', 'nowak', '1990-01-01', randomblob(40), lower(hex(randomblob(32))), 0 FROM n
                    """
                    : """
                    INSERT INTO person (given_names, surname, sort_key, birthday, pesel_box, pesel_hash, created_at)
                    SELECT 'Jan', 'Nowak', 'nowak', '1990-01-01', '\\x00', md5(i::text) || md5((i + 1)::text), 0 FROM generate_series(1, 1000000) i
                    """
                try c.execute(fill)
                _ = try people.add(c, try person("Anna", "Lis", lis), by: chief, at: noon)
            }
            var times: [Duration] = []
            for i in 0..<400 {
                let pesel = i % 2 == 0 ? lis : try #require(PESEL.synthetic(birthday: Day("1970-01-01")!, serial: i))
                let clock = ContinuousClock()
                let time = try await clock.measure { _ = try await db.read { c in try people.find(c, pesel: pesel) } }
                times.append(time)
            }
            let p95 = times.sorted()[379]
            #expect(p95 < .milliseconds(5), "p95 \(p95)")
        }
    }
}

@Suite struct IdentityKeyTests {
    @Test("The key file is read back, and a damaged one is refused without telling its content") func file() throws {
        let keys = IdentityKeys.generate()
        let again = try IdentityKeys(file: keys.fileText)
        #expect(again.hash(nowak) == keys.hash(nowak))
        #expect(try again.open(keys.seal(nowak)) == nowak)
        #expect(!"\(keys)".contains(keys.fileText.split(separator: " ")[2]))
        for bad in ["", "szyfrowanie 1 AAAA\nwyszukiwanie AAAA", String(keys.fileText.dropLast(8)), keys.fileText + keys.fileText, "klucz"] {
            #expect(throws: Problem.self) { try IdentityKeys(file: bad) }
        }
    }

    @Test("A new sealing key seals anew and opens the old") func rotation() throws {
        let old = IdentityKeys.generate()
        let new = try IdentityKeys(file: old.withNewSealingKey().fileText)
        var last = old
        for _ in 2...255 { last = try last.withNewSealingKey() }
        #expect(throws: Problem.self) { try last.withNewSealingKey() }
        let sealed = try old.seal(lis)
        #expect(try new.open(sealed) == lis)
        #expect(new.hash(lis) == old.hash(lis))
        let fresh = try new.seal(lis)
        #expect(throws: Problem.self) { try old.open(fresh) }
    }

    @Test("A box moved to another person's row does not open") func moved() throws {
        let keys = IdentityKeys.generate()
        let a = try keys.seal(nowak), b = try keys.seal(lis)
        #expect(throws: Problem.self) { try keys.open(SealedPESEL(box: a.box, hash: b.hash)) }
    }
}

@Suite struct PersonRuleTests {
    @Test("All given names have to agree; case and spaces do not count") func names() throws {
        let a = try PersonName(given: " zofia  MARIA ", surname: "Kowalska – Żyła")
        #expect(a.agrees(with: try PersonName(given: "Zofia Maria", surname: "KOWALSKA - ŻYŁA")))
        #expect(!a.agreesInGivenNames(with: try PersonName(given: "Zofia", surname: "X")))
        #expect(!a.agreesInSurname(with: try PersonName(given: "Z", surname: "Kowalska-Zyla")))
        #expect(try PersonName(given: "Dʼarc", surname: "O’Neill").surname == "O'Neill")
        for (given, surname) in [("", "Nowak"), ("Jan", ""), ("J4n", "Nowak"), ("Jan", "<b>"), (String(repeating: "a", count: 41), "B"), ("-", "'")] {
            #expect(throws: Problems.self) { try PersonName(given: given, surname: surname) }
        }
    }

    @Test("Addresses one may write to", arguments: ["a@b.pl", "jan.nowak+x@poczta.example", "A@PRUSICE.PL"]) func mail(_ text: String) {
        #expect(MailAddress(text) != nil)
    }
    @Test("Addresses one may not", arguments: ["", "a", "a@b", "a@@b.pl", "a b@c.pl", ".a@b.pl", "a@-b.pl", "a@b..pl", "a,b@c.pl", "a@b.pl\r\nBcc: x@y.pl", "ż@b.pl"])
    func noMail(_ text: String) { #expect(MailAddress(text) == nil) }

    @Test("What is shown of an address tells whose it is and no more") func masks() throws {
        #expect(TelephoneNumber("600 700 800")?.masked == "••• 800")
        #expect(MailAddress("anna.lis@poczta.example")?.masked == "a•••@poczta.example")
        let error = #expect(throws: Problems.self) { try ContactData(mail: "a@", phone: "12") }
        #expect(error?.all.map(\.field) == ["mail", "phone"])
        #expect(try ContactData(mail: " ", phone: "") == ContactData())
    }

    @Test("Ages turn on the birthday") func age() {
        #expect(Person.age(born: Day("2013-03-12")!, on: Day("2026-03-11")!) == 12)
        #expect(Person.age(born: Day("2013-03-12")!, on: Day("2026-03-12")!) == 13)
        #expect(Person.age(born: Day("2012-02-29")!, on: Day("2025-02-27")!) == 12)
    }
}

@Suite struct RateLimitTests {
    @Test("Three in ten minutes, ten a day") func windows() {
        let limit = RateLimit([.init(3, inSeconds: 600), .init(10, inSeconds: 86_400)])
        var tallies: [RateLimit.Tally?] = [nil, nil]
        var now = noon
        for _ in 0..<3 {
            #expect(limit.wait(tallies, at: now) == 0)
            tallies = limit.counted(tallies, at: now)
        }
        #expect(limit.wait(tallies, at: now.adding(seconds: 1)) == 599)
        for _ in 0..<2 {
            now = now.adding(seconds: 600)
            for _ in 0..<3 { tallies = limit.counted(tallies, at: now) }
        }
        now = now.adding(seconds: 600)
        #expect(limit.wait(tallies, at: now) == 0)
        tallies = limit.counted(tallies, at: now)
        #expect(limit.wait(tallies, at: now) == 86_400 - 1800)
        #expect(limit.wait(tallies, at: noon.adding(seconds: 86_400)) == 0)
        #expect(limit.wait(tallies, at: noon.adding(seconds: -3600)) == 0, "a clock set back locks nobody out")
    }

    @Test(
        "Age is full at the beginning of the day; who was born on 29 February has it on the 28th",
        arguments: [
            ("2008-02-29", "2021-02-27", 12), ("2008-02-29", "2021-02-28", 13), ("2008-02-29", "2024-02-28", 15), ("2008-02-29", "2024-02-29", 16),
            ("2013-12-31", "2026-12-30", 12), ("2013-12-31", "2026-12-31", 13), ("2026-03-02", "2026-03-01", -1),
        ]) func age(_ born: String, _ day: String, _ years: Int) throws
    {
        #expect(Person.age(born: try #require(Day(born)), on: try #require(Day(day))) == years)
    }
}
