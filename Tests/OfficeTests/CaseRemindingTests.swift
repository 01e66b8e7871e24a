import Chancery
import Kernel
import Law
import Office
import Store
import StoreTesting
import Testing

@Suite("Reminders of terms") struct CaseRemindingTests {
    typealias R = OfficeRunningTests

    @Test("Each reminder is given once to whom it concerns, and five days before the end the notice of delay waits as a draft", arguments: Backend.available)
    func round(_ backend: Backend) async throws {
        try await withOffice(backend) { office, clock in
            let start = clock.now, today = PolishTime.day(of: start)
            let (people, id) = try await office.database.write { c in
                let people = try R.people(c, at: start)
                _ = try LetterTemplates.installBuiltIn(c, by: R.admin, at: start)
                let id = try R.open(c, people, "6131", "Sprawa", at: start)
                let contact = try Contacts.create(c, ContactCard(.person(surname: "Łoś", givenNames: "Jan")), by: R.admin, at: start)
                try Cases.addParty(c, to: id, contact: contact.number, role: .party, label: "Łoś Jan", address: "Polna 5", by: people.acting, at: start)
                let file = try #require(try Cases.find(c, id))
                try Cases.setTerm(c, id, version: file.version, CaseTerm(14, .day), reason: "próba", by: people.acting, at: start) {
                    !OfficialCalendar.statutory.isWorkingDay($0)
                }
                return (people, id)
            }
            let due = try #require(try await office.database.read { try Cases.find($0, id)?.due })
            func shown(_ officer: OfficerID, _ headed: [UnitID]) async throws -> [CaseReminder] {
                try await office.database.read { try CaseReminders.given($0, to: officer, headOf: headed, since: start) }.map(\.reminder)
            }
            func at(_ daysBefore: Int) { clock.now = PolishTime.start(of: due.adding(days: -daysBefore)).adding(seconds: 3600) }

            #expect(due.daysSince1970 - today.daysSince1970 >= 14)
            #expect(try await CaseReminding.round(office) == 0)
            at(7)
            #expect(try await CaseReminding.round(office) == 1)
            #expect(try await CaseReminding.round(office) == 0)
            #expect(try await shown(people.clerk, []) == [.week])
            #expect(try await shown(people.head, [people.gk]).isEmpty)
            at(5)
            #expect(try await CaseReminding.round(office) == 1)
            let drafts = try await office.database.read { try OutgoingLetters.unfinished($0, case: id) }
            #expect(drafts.count == 1 && drafts.allSatisfy { $0.state == .draft })
            let draft = try #require(try await office.database.read { c in try drafts.first.flatMap { try OutgoingLetters.find(c, $0.id) } })
            #expect(draft.version.content.addressees.map(\.correspondent.label) == ["Łoś Jan"] && draft.author == people.clerk)
            #expect(try await shown(people.clerk, []) == [.delayNotice])
            at(0)
            #expect(try await CaseReminding.round(office) == 1)
            #expect(try await shown(people.head, [people.gk]) == [.lastDay])
            let metryka = try await office.database.read { try Metryka.entries($0, case: id) }
            #expect(metryka.filter { $0.person == "Terminarz" }.map(\.act) == ["Sporządzono projekt pisma"])

            // A new day begins anew; what was said of the old one is no longer shown.
            clock.now = PolishTime.start(of: due).adding(seconds: 7200)
            let later = clock.now
            try await office.database.write { c in
                let file = try #require(try Cases.find(c, id))
                try Cases.extend(c, id, version: file.version, to: due.adding(days: 6), cause: "opinia", by: people.acting, at: later) { _ in false }
            }
            #expect(try await shown(people.clerk, []).isEmpty)
            #expect(try await CaseReminding.round(office) == 1)
            #expect(try await shown(people.clerk, []) == [.week])
        }
    }
}
