import Chancery
import Kernel
import Law
import Store
import StoreTesting
import Testing

/// What the pages by which an office is run ask of the domains.
@Suite struct OfficeRunningTests {
    typealias D = OfficeDesk
    typealias O = OrganisationTests

    private func run(_ backend: Backend, _ body: @escaping @Sendable (any SQLConnection) throws -> Void) async throws {
        try await backend.withDatabase(migrations: D.migrations) { db in try await db.write(body) }
    }

    private static func rule(_ title: String, position: Int = 10) -> AutomaticRule {
        AutomaticRule(
            position: position, name: title, owner: AutomaticRule.Owner(officer: D.mayor.officer, name: D.mayor.name, post: D.mayor.post, unit: D.office),
            validFrom: D.today, condition: AutomaticRule.Condition(title: [title]), recipients: [D.toRoads])
    }

    @Test("A rule is tried on the last letters and assigns none of them; an earlier rule is named", arguments: Backend.available)
    func trial(_ backend: Backend) async throws {
        try await run(backend) { c in
            let invoice = try D.letter(c, "Faktura za prąd"), other = try D.letter(c, "Wniosek")
            let new = Self.rule("faktura", position: 20)
            let trial = try AutomaticRules.trial(c, new, today: D.today)
            #expect(trial.map(\.work.letter) == [other, invoice] && trial.map(\.holds) == [false, true] && trial.allSatisfy { $0.earlier == nil })
            #expect(try D.work(c, invoice).state == .new)
            let first = try AutomaticRules.add(c, Self.rule("faktura", position: 10), by: D.mayor, at: D.noon)
            #expect(try AutomaticRules.trial(c, new, today: D.today).last?.earlier?.id == first)
        }
    }

    @Test("Rules change places, and each keeps the trace of what it did", arguments: Backend.available) func order(_ backend: Backend) async throws {
        try await run(backend) { c in
            let a = try AutomaticRules.add(c, Self.rule("faktura"), by: D.mayor, at: D.noon)
            let b = try AutomaticRules.add(c, Self.rule("prąd"), by: D.mayor, at: D.noon)
            try AutomaticRules.move(c, b, up: true, by: D.mayor, at: D.noon)
            #expect(try AutomaticRules.list(c, from: D.today).map(\.id) == [b, a])
            // The first has nowhere to rise to.
            try AutomaticRules.move(c, b, up: true, by: D.mayor, at: D.noon)
            #expect(try AutomaticRules.list(c, from: D.today).map(\.id) == [b, a])
            let letter = try D.letter(c, "Faktura za prąd")
            try AutomaticRules.apply(c, to: letter, at: D.noon) { _ in false }
            #expect(try AutomaticRules.trace(c, b).map(\.work.letter) == [letter] && AutomaticRules.trace(c, a).isEmpty)
            try AutomaticRules.end(c, b, on: D.today, reason: "nowa organizacja", by: D.mayor, at: D.noon)
            #expect(try AutomaticRules.find(c, b)?.validTo == D.today)
        }
    }

    @Test("A day off entered by mistake is taken back with a reason", arguments: Backend.available) func dayOff(_ backend: Backend) async throws {
        try await run(backend) { c in
            let day = try #require(Day("2026-03-16"))
            try WorkCalendar.enter(c, day, name: "Próba", source: "ustawa", by: D.registry, at: D.noon)
            #expect(try !WorkCalendar.load(c).isWorkingDay(day))
            #expect(problem { try WorkCalendar.withdraw(c, day, reason: " ", by: D.registry, at: D.noon) }?.field == "powod")
            try WorkCalendar.withdraw(c, day, reason: "pomyłka", by: D.registry, at: D.noon)
            #expect(try WorkCalendar.load(c).isWorkingDay(day))
            #expect(problem { try WorkCalendar.withdraw(c, day, reason: "pomyłka", by: D.registry, at: D.noon) }?.code == .notFound)
        }
    }

    @Test("Hand-overs are listed with what came of them; the directory tells each officer's first post", arguments: Backend.available)
    func lists(_ backend: Backend) async throws {
        try await run(backend) { c in
            let or = try O.open(c, "OR"), gk = try O.open(c, "GK")
            let ewa = try O.officer(c, "Ewa", "Żak", account: nil, unit: gk, head: true)
            try Organisation.appoint(c, ewa, to: or, title: "Archiwistka", from: O.start, by: O.admin, at: O.noon)
            let jan = try Organisation.addOfficer(c, givenNames: "Jan", surname: "Adamski", account: nil, from: O.start, by: O.admin, at: O.noon)
            let directory = try Organisation.directory(c, on: O.today)
            #expect(directory.map(\.officer.id) == [jan, ewa] && directory[0].post == nil && directory[1].post?.unit == gk)
            try Organisation.record(
                c, CaseHandOver(from: gk, to: or, onDay: O.today, reason: "zarządzenie 1", classes: ["61"]), by: O.admin, at: O.noon)
            let one = try #require(try Organisation.handOvers(c).first)
            #expect(one.doneAt == nil && one.handOver.classes == ["61"] && one.recordedBy == O.admin.name)
            try Organisation.finish(c, one.id, cases: 3, at: O.noon)
            #expect(try Organisation.handOver(c, one.id)?.cases == 3)
            #expect(try Organisation.handOvers(c, from: gk, onDay: O.today).count == 1)
        }
    }

    @Test("Readings of a person and of the PESEL are journalled, and changes tell what they changed", arguments: Backend.available)
    func readings(_ backend: Backend) async throws {
        try await run(backend) { c in
            var card = ContactCard(.person(surname: "Łoś", givenNames: "Jan"), identifiers: ContactIdentifiers(pesel: "44051401359"))
            let id = try Contacts.create(c, card, by: D.registry, at: D.noon)
            try Contacts.noteReading(c, id, by: D.registry, at: D.noon)
            try Contacts.noteReveal(c, id, by: D.registry, at: D.noon)
            card.note = "prosi o telefon"
            try Contacts.change(c, id, to: card, revision: 1, by: D.registry, at: D.noon)
            #expect(
                try Journal.entries(c, object: Contacts.journalObject(id)).map(\.entry.act)
                    == ["podmiot-zmiana", "podmiot-odczyt-pesel", "podmiot-odczyt", "podmiot-dodanie"])
            let before = try #require(try Contacts.history(c, id).first)
            #expect(before.number == 1 && Contacts.difference(before.card, card) == "uwagi" && before.changedBy == D.registry.name)
            let letter = try D.letter(c, "Pismo", from: "Łoś")
            #expect(try IncomingRegister.letters(c, ofSender: card.senderKeys).map(\.id) == [letter.id])
            #expect(try IncomingRegister.letters(c, ofSender: []).isEmpty)
        }
    }
}
