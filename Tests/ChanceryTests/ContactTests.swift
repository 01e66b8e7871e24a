import Chancery
import Kernel
import Law
import Store
import StoreTesting
import Testing

@Suite struct ContactRulesTests {
    @Test("A complete card has no problems; each broken rule names its field") func rules() {
        func fields(_ card: ContactCard) -> [String] { ContactRules.problems(card).compactMap(\.field) }
        var card = ContactCard(.person(surname: "Łoś", givenNames: "Jan"))
        card.identifiers = ContactIdentifiers(pesel: "02070803628", nip: "5252248481")
        card.addresses = [ContactAddress(.residence, PostalAddress(postCode: "55-110", town: "Prusice", building: "5"))]
        card.channels = [
            ContactChannel(.epuap, "/jlos/skrytka"), ContactChannel(.eDelivery, "AE:PL-12345-67890-ABCDE-12"), ContactChannel(.email, "jan@example.com"),
            ContactChannel(.phone, "+48 71 312 62 24"),
        ]
        #expect(fields(card).isEmpty)
        card.identifiers = ContactIdentifiers(pesel: "02070803629", nip: "1", regon: "2", krs: "0000123456")
        card.addresses.append(ContactAddress(.correspondence, PostalAddress(postCode: "5", street: "Polna")))
        card.channels = [ContactChannel(.epuap, "jlos"), ContactChannel(.eDelivery, "AE:PL-1"), ContactChannel(.email, "jan"), ContactChannel(.phone, "12")]
        #expect(Set(fields(card)) == ["krs", "pesel", "nip", "regon", "miejscowosc-2", "kod-2", "kanal", "kanal-2", "kanal-3", "kanal-4"])
        #expect(fields(ContactCard(.institution(""), identifiers: ContactIdentifiers(pesel: "02070803628"))) == ["nazwa", "pesel"])
    }

    @Test("A sender becomes a card; numbers that are wrong stay in the letter") func fromSender() throws {
        let sender = Correspondent(
            .person(surname: " Łoś ", givenNames: "Jan"), address: PostalAddress(town: "Prusice"), emails: ["jan@example.com", "nie"],
            identifiers: CorrespondentIdentifiers(pesel: "02070803628", nip: "123", replyBox: "/jlos/skrytka"))
        let card = try #require(ContactCard(sender))
        #expect(card.label == "Łoś Jan" && card.identifiers == ContactIdentifiers(pesel: "02070803628"))
        #expect(card.channels == [ContactChannel(.email, "jan@example.com"), ContactChannel(.epuap, "/jlos/skrytka")])
        #expect(card.correspondent.key == "pesel:02070803628" && card.senderKeys.contains("los jan"))
        #expect(ContactCard(Correspondent(.unknown)) == nil)
    }
}

@Suite struct ContactsTests {
    static let clerk = OrganisationTests.admin
    static let noon = OrganisationTests.noon
    static let migrations = OrganisationTests.migrations

    static func person(_ surname: String, _ given: String = "Jan", town: String = "", street: String = "", building: String = "", pesel: String? = nil) -> ContactCard {
        var card = ContactCard(.person(surname: surname, givenNames: given), identifiers: ContactIdentifiers(pesel: pesel))
        if !town.isEmpty { card.addresses = [ContactAddress(.residence, PostalAddress(town: town, street: street, building: building))] }
        return card
    }
    static func body(_ name: String, town: String = "", nip: String? = nil) -> ContactCard {
        var card = ContactCard(.institution(name), identifiers: ContactIdentifiers(nip: nip))
        if !town.isEmpty { card.addresses = [ContactAddress(.residence, PostalAddress(town: town))] }
        return card
    }
    static func create(_ db: any Database, _ card: ContactCard) async throws -> ContactID {
        try await db.write { try Contacts.create($0, card, by: clerk, at: noon) }
    }

    @Test("A change keeps the card before, refuses a stale form, and shows no values in the journal", arguments: Backend.available)
    func change(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let id = try await Self.create(db, Self.person("Łoś", town: "Prusice", pesel: "02070803628"))
            let married = Self.person("Łoś-Bąk", town: "Trzebnica", pesel: "02070803628")
            try await db.write { try Contacts.change($0, id, to: married, revision: 1, by: Self.clerk, at: Self.noon) }
            await #expect(throws: Problem.self) {
                try await db.write { try Contacts.change($0, id, to: Self.person("X"), revision: 1, by: Self.clerk, at: Self.noon) }
            }
            let (now, before, found, old) = try await db.read { c in
                (
                    try Contacts.find(c, id), try Contacts.revisions(c, id), try Contacts.search(c, "los-b"), try Contacts.withIdentifier(c, .pesel, "0207 0803628")
                )
            }
            #expect(now?.card == married && now?.revision == 2 && before.map(\.label) == ["Łoś Jan"] && found.map(\.id) == [id] && old.map(\.id) == [id])
            let journal = try await db.read { try Journal.latest($0) }
            #expect(journal.first?.entry.after == "nazwa, adresy")
            #expect(!journal.contains { "\($0.entry)".contains("02070803628") || "\($0.entry)".contains("Łoś") })
            await #expect(throws: Problems.self) { _ = try await Self.create(db, Self.person("")) }
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    @Test("A sender that is known is found, another one is entered", arguments: Backend.available) func fromLetter(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            func arrive(_ designation: Correspondent.Designation, _ address: PostalAddress = PostalAddress(), _ ids: CorrespondentIdentifiers = .init()) async throws
                -> ContactID?
            {
                try await db.write { try Contacts.fromLetter($0, Correspondent(designation, address: address, identifiers: ids), by: Self.clerk, at: Self.noon) }
            }
            let jan = Correspondent.Designation.person(surname: "Łoś", givenNames: "Jan")
            let home = PostalAddress(postCode: "55-110", town: "Prusice", street: "Polna", building: "5")
            let first = try #require(try await arrive(jan, home, CorrespondentIdentifiers(pesel: "02070803628", replyBox: "/jlos/skrytka")))
            // The same number under another name; the same name at the same address; the same name and box.
            #expect(try await arrive(.person(surname: "Nowak", givenNames: "J."), .init(), CorrespondentIdentifiers(pesel: "02070803628")) == first)
            #expect(try await arrive(.person(surname: "ŁOŚ", givenNames: "JAN"), PostalAddress(town: "prusice", street: "POLNA", building: "5")) == first)
            #expect(try await arrive(jan, .init(), CorrespondentIdentifiers(replyBox: "/JLos/skrytka")) == first)
            // The name alone, or another number with the same name and address, is somebody else.
            let namesake = try await arrive(jan)
            let son = try await arrive(jan, home, CorrespondentIdentifiers(pesel: "44051401359"))
            #expect(namesake != first && son != first && son != namesake)
            #expect(try await arrive(.unknown) == nil)
            // A body with the number of a person's firm is not that person.
            let firm = try await arrive(.institution(name: "Łoś i Syn"), .init(), CorrespondentIdentifiers(nip: "5252248481"))
            #expect(try await arrive(jan, .init(), CorrespondentIdentifiers(nip: "5252248481")) != firm)
            // A letter with an address no form would take is taken all the same.
            #expect(try await arrive(.institution(name: "Firma"), PostalAddress(postCode: "x", street: "Polna")) != nil)
        }
    }

    @Test("Duplicates are found by number, by name and town, and by a slip of the finger", arguments: Backend.available)
    func duplicates(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let anna = try await Self.create(db, Self.person("Kowalska", "Anna", town: "Prusice"))
            func found(_ card: ContactCard) async throws -> [String] {
                try await db.read { try Contacts.duplicates($0, of: card) }.map { "\($0.contact.id == anna ? "Anna" : "inny") \($0.strength) \($0.reasons.joined())" }
            }
            let same = ["Anna 2 to samo nazwisko, imiona i miejscowość"], near = ["Anna 1 podobna nazwa: różnica jednej lub dwóch liter"]
            #expect(try await found(Self.person("KOWALSKA", "anna", town: "PRUSICE")) == same)
            #expect(try await found(Self.person("Anna", "Kowalska", town: "Prusice")) == same)
            #expect(try await found(Self.person("Kowalska", "Ana", town: "Prusice")) == near)
            #expect(try await found(Self.person("Kowaslka", "Anna", town: "Prusice")) == near)
            #expect(try await found(Self.person("Kowalzka", "Anna", town: "Prusice")) == near)
            #expect(try await found(Self.person("Kowalska", "Anna")) == ["Anna 1 to samo nazwisko i imiona"])
            #expect(try await found(Self.person("Kowalska", "Anna", town: "Wrocław")).isEmpty)
            #expect(try await found(Self.person("Kowalczyk", "Anna", town: "Prusice")).isEmpty)
            #expect(try await found(Self.body("Kowalska Anna", town: "Prusice")).isEmpty)

            let firm = try await Self.create(db, Self.body("Zakład „Klon” sp. z o.o.", nip: "5252248481"))
            let other = try await db.read { try Contacts.duplicates($0, of: Self.body("KLON Zakład Spółka z ograniczoną odpowiedzialnością")) }
            #expect(other.map(\.contact.id) == [firm] && other.first?.reasons == ["ta sama nazwa"])
            let byNumber = try await db.read { try Contacts.duplicates($0, of: Self.body("Zupełnie inna nazwa", nip: "525-224-84-81")) }
            #expect(byNumber.map(\.reasons) == [["ten sam NIP"]])
            // Different numbers tell apart whatever the name is.
            #expect(try await db.read { try Contacts.duplicates($0, of: Self.body("Zakład Klon", nip: "1060000062")) }.isEmpty)
        }
    }

    @Test("Pairs wait to be looked at until they are declared different", arguments: Backend.available) func suspicions(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let a = try await Self.create(db, Self.person("Kowalska", "Anna", town: "Prusice"))
            let b = try await Self.create(db, Self.person("Kowalska", "Ana", town: "Prusice"))
            let c = try await Self.create(db, Self.person("Lis", "Ewa", town: "Prusice", pesel: "02070803628"))
            let d = try await Self.create(db, Self.person("Lisek", "Ewa", pesel: "02070803628"))
            let pairs = try await db.read { try Contacts.suspicions($0) }
            #expect(pairs.map { [$0.first.id, $0.second.id] } == [[c, d], [a, b]] && pairs.map(\.strength) == [3, 1])
            try await db.write { try Contacts.declareDifferent($0, b, a, by: Self.clerk, at: Self.noon) }
            #expect(try await db.read { try Contacts.suspicions($0) }.count == 1)
            #expect(try await db.read { try Contacts.duplicates($0, of: a) }.isEmpty)
            // Changed again, the pair stays decided.
            try await db.write { try Contacts.change($0, a, to: Self.person("Kowalska", "Anna Ewa", town: "Prusice"), revision: 1, by: Self.clerk, at: Self.noon) }
            #expect(try await db.read { try Contacts.suspicions($0) }.count == 1)
        }
    }

    @Test("Two entries are joined, the alias finds the survivor, and undoing gives both back", arguments: Backend.available)
    func merging(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let first = Self.person("Kowalska", "Anna", town: "Prusice", pesel: "02070803628")
            var second = Self.person("Kowalska", "Ana", town: "Trzebnica")
            second.channels = [ContactChannel(.email, "anna@example.com")]
            second.note = "dzwoni rano"
            let other = second
            let (a, b) = (try await Self.create(db, first), try await Self.create(db, other))
            let plan = ContactMergePlan(survivor: first, merged: other)
            #expect(plan.obstacles.isEmpty && plan.result.addresses.count == 2 && plan.result.label == "Kowalska Anna")
            let merge = try await db.write { try Contacts.merge($0, b, into: a, revisions: (1, 1), by: Self.clerk, at: Self.noon) }
            let (alias, kept, list, found) = try await db.read { c in
                (try Contacts.find(c, b), try Contacts.stored(c, b), try Contacts.page(c, ContactQuery()), try Contacts.search(c, "ana"))
            }
            #expect(alias?.id == a && alias?.card == plan.result && kept?.mergedInto == a && kept?.card == other)
            #expect(list.contacts.map(\.id) == [a] && found.isEmpty)
            #expect(try await db.read { try Contacts.merges($0, of: a) }.map(\.merged) == [b])
            await #expect(throws: Problem.self) { try await db.write { try Contacts.merge($0, b, into: a, revisions: (2, 2), by: Self.clerk, at: Self.noon) } }
            await #expect(throws: Problem.self) { try await db.write { try Contacts.change($0, b, to: first, revision: 2, by: Self.clerk, at: Self.noon) } }

            // Something added meanwhile stays with the survivor.
            var grown = plan.result
            grown.channels.append(ContactChannel(.phone, "71 312 62 24"))
            let wanted = grown
            try await db.write { try Contacts.change($0, a, to: wanted, revision: 2, by: Self.clerk, at: Self.noon) }
            try await db.write { try Contacts.undo($0, merge, by: Self.clerk, at: Self.noon) }
            var expected = first
            expected.channels = [ContactChannel(.phone, "71 312 62 24")]
            let (back, survivor) = try await db.read { (try Contacts.find($0, b), try Contacts.find($0, a)) }
            #expect(back?.id == b && back?.card == other && survivor?.card == expected)
            #expect(try await db.read { try Contacts.suspicions($0) }.isEmpty)
            await #expect(throws: Problem.self) { try await db.write { try Contacts.undo($0, merge, by: Self.clerk, at: Self.noon) } }
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    @Test("Entries with different numbers are not joined, and a chain is parted backwards", arguments: Backend.available) func obstacles(_ backend: Backend) async throws
    {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let a = try await Self.create(db, Self.person("Lis", pesel: "02070803628")), b = try await Self.create(db, Self.person("Lis", pesel: "44051401359"))
            let problem = await #expect(throws: Problem.self) {
                try await db.write { try Contacts.merge($0, b, into: a, revisions: (1, 1), by: Self.clerk, at: Self.noon) }
            }
            #expect(problem?.message.contains("różne numery PESEL") == true)
            let firm = try await Self.create(db, Self.body("Lis"))
            await #expect(throws: Problem.self) { try await db.write { try Contacts.merge($0, firm, into: a, revisions: (1, 1), by: Self.clerk, at: Self.noon) } }
            await #expect(throws: Problem.self) { try await db.write { try Contacts.merge($0, a, into: a, revisions: (1, 1), by: Self.clerk, at: Self.noon) } }

            let (x, y, z) = (
                try await Self.create(db, Self.person("Wilk")), try await Self.create(db, Self.person("Wilk")), try await Self.create(db, Self.person("Wilk"))
            )
            let inner = try await db.write { try Contacts.merge($0, x, into: y, revisions: (1, 1), by: Self.clerk, at: Self.noon) }
            let outer = try await db.write { try Contacts.merge($0, y, into: z, revisions: (1, 1), by: Self.clerk, at: Self.noon) }
            #expect(try await db.read { try Contacts.find($0, x) }?.id == z)
            await #expect(throws: Problem.self) { try await db.write { try Contacts.undo($0, inner, by: Self.clerk, at: Self.noon) } }
            try await db.write { try Contacts.undo($0, outer, by: Self.clerk, at: Self.noon) }
            #expect(try await db.read { try Contacts.find($0, x) }?.id == y)
            try await db.write { try Contacts.undo($0, inner, by: Self.clerk, at: Self.noon) }
            #expect(try await db.read { try Contacts.find($0, x) }?.id == x)
        }
    }

    @Test("The list runs page by page in the Polish order, and by the beginning of a name", arguments: Backend.available) func paging(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: Self.migrations) { db in
            let names = ["Łaska", "Las", "Mama", "Ćma", "Cma", "Czub", "Żuk", "Zuk", "Źrebak", "Ósmy", "Osa", "Łabędź", "Lis", "łoś"]
            try await db.write { c in
                for (n, name) in names.enumerated() {
                    try Contacts.create(c, n % 3 == 0 ? Self.body(name) : Self.person(name, "Adam"), by: Self.clerk, at: Self.noon)
                }
            }
            func all(_ change: (inout ContactQuery) -> Void) async throws -> [String] {
                var q = ContactQuery()
                q.limit = 4
                change(&q)
                var out: [String] = []
                while true {
                    let asked = q
                    let page = try await db.read { try Contacts.page($0, asked) }
                    out += page.contacts.map { String($0.card.label.split(separator: " ")[0]) }
                    guard let next = page.next else { return out }
                    q.after = RegisterQuery.Position(next.description)
                }
            }
            #expect(try await all { _ in } == ["Cma", "Czub", "Ćma", "Las", "Lis", "Łabędź", "Łaska", "łoś", "Mama", "Osa", "Ósmy", "Zuk", "Źrebak", "Żuk"])
            #expect(try await all { $0.prefix = "ŁA" } == ["Łabędź", "Las", "Łaska"])
            #expect(try await all { $0.isPerson = false }.count == 5)
            #expect(try await all { $0.prefix = "'%_" }.isEmpty == false)
            #expect(try await all { $0.prefix = "qq" }.isEmpty)
            let found = try await db.read { try Contacts.search($0, "adam l") }.map(\.card.label)
            #expect(found == ["Łabędź Adam", "Las Adam", "łoś Adam"])
        }
    }
}
