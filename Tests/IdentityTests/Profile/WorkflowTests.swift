@testable import Identity
import Kernel
import Law
import Testing

@Suite struct ApplicationWorkflow {
    private func run(_ events: ApplicationState.Event...) -> ApplicationState? {
        events.reduce(ApplicationState.draft) { state, event in state?.after(event) }
    }

    @Test("From the form to the archive") func straight() {
        #expect(
            run(.submitted, .registerAgrees, .claimed, .documentAgrees, .printed, .signedByApplicant, .carriedOut, .archived) == .archived)
        #expect(run(.submitted, .registerAgrees, .claimed, .refused, .archived) == .archived)
        #expect(run(.submitted, .registerDiffers) == .rejectedData)
        #expect(run(.submitted, .registerAgrees, .claimed, .documentAgrees, .printed, .released, .claimed) == .inService)
        #expect(run(.submitted, .registerAgrees, .termPassed) == .expired)
    }

    @Test("No step is skipped: each state takes exactly its events") func closed() {
        let allowed: [ApplicationState: Set<ApplicationState.Event>] = [
            .draft: [.submitted], .submitted: [.registerAgrees, .registerDiffers, .termPassed, .withdrawn], .ready: [.termPassed, .withdrawn, .claimed],
            .inService: [.released, .documentAgrees, .refused], .documentChecked: [.released, .printed, .refused],
            .printed: [.released, .signedByApplicant, .refused], .signed: [.released, .carriedOut, .refused], .carriedOut: [.archived], .refused: [.archived],
        ]
        for state in ApplicationState.allCases {
            for event in ApplicationState.Event.allCases {
                #expect((state.after(event) != nil) == (allowed[state]?.contains(event) ?? false), "\(state) \(event)")
            }
        }
    }

    @Test("A point opens only by consent, and what ended stays so") func point() {
        #expect(!PointState.applied.mayBecome(.open) && PointState.consented.mayBecome(.open))
        #expect(PointState.open.mayBecome(.closedForNow) && PointState.closedForNow.mayBecome(.open))
        for next in PointState.allCases { #expect(!PointState.ended.mayBecome(next) && !PointState.consentWithdrawn.mayBecome(next)) }
    }

    @Test("Every field of the document is compared, and gives its ground") func comparison() throws {
        let name = try PersonName(given: "Anna Maria", surname: "Lis"), today = Day("2026-03-12")!
        func find(_ change: (inout DocumentReading) -> Void) throws -> DocumentFinding {
            var card = try PointHouse.card("Anna Maria")
            change(&card)
            return DocumentFinding.compare(card, name: name, pesel: lis, on: today)
        }
        #expect(try find { _ in }.agrees)
        #expect(try find { $0.validUntil = Day("2026-03-11") }.reasons == [.documentInvalid])
        #expect(try find { $0.validUntil = today }.agrees)
        #expect(try find { $0.looksGenuine = false }.reasons == [.identityNotClear])
        #expect(try find { $0.isThePerson = false }.reasons == [.identityNotClear])
        let other = try PersonName(given: "Anna", surname: "Wilk")
        #expect(try find { $0.name = other }.differing == [.givenNames, .surname])
        #expect(try find { $0.name = other }.reasons == [.nameDiffers])
        #expect(try find { $0.identity = .pesel(nowak) }.reasons == [.peselDiffers])
    }

    @Test("The letters of the service that tells about profiles") func letters() {
        #expect([ProfileState.active, .expired, .invalidated(.holder), .replaced(by: ProfileID(1))].map(\.letter) == ["V", "E", "I", "I"])
    }

    @Test("Three years end on the same day, and 29 February on the 28th") func years() {
        #expect(Day("2024-02-29")!.adding(years: 3) == Day("2027-02-28")!)
        #expect(Instant(polish: "2026-03-12T09:00:00").adding(years: 3) == Instant(polish: "2029-03-12T09:00:00"))
        #expect(Instant(polish: "2026-07-01T00:00:00").adding(years: 20) == Instant(polish: "2046-07-01T00:00:00"))
    }

    @Test("An extension runs from the act, or from the old end where the office reads the law so") func extensionStart() {
        let now = Instant(polish: "2026-03-12T09:00:00"), end = Instant(polish: "2026-06-01T09:00:00")
        #expect(ProfileRules().extendedEnd(end, at: now) == Instant(polish: "2029-03-12T09:00:00"))
        #expect(ProfileRules(extensionStart: .oldEnd).extendedEnd(end, at: now) == Instant(polish: "2029-06-01T09:00:00"))
    }

    @Test("Hours are read, shown and cut into appointments") func hours() throws {
        let hours = try #require(PointHours("2 13:00-17:00; 1 08:00-09:00; 2 08:00-12:00"))
        #expect(hours.description == "1 08:00-09:00; 2 08:00-12:00; 2 13:00-17:00")
        #expect(hours.polishText == "poniedziałek 08:00–09:00, wtorek 08:00–12:00 i 13:00–17:00")
        #expect(hours.slots(on: Day("2026-03-09")!, lasting: 20) == [480, 500, 520])
        #expect(hours.slots(on: Day("2026-03-11")!, lasting: 20).isEmpty)
        #expect(hours.isOpen(on: Day("2026-03-10")!, minute: 719) && !hours.isOpen(on: Day("2026-03-10")!, minute: 720))
        for bad in ["1 09:00-08:00", "8 08:00-09:00", "1 08:00-10:00; 1 09:00-11:00", "1 08:60-09:00", "x", "1 08:00-25:00"] {
            #expect(PointHours(bad) == nil, "\(bad)")
        }
    }

    @Test("A spreadsheet gets text, never a formula") func csv() {
        let table = ReportTable(title: "T", columns: ["a", "b"], rows: [["=1+1", "x;\"y\""], ["-5", "ok"]])
        #expect(table.csv == "a;b\r\n'=1+1;\"x;\"\"y\"\"\"\r\n'-5;ok\r\n")
    }

    @Test("Who does far more than the others is named") func unusual() {
        #expect(PointReports.unusual(["A": 31, "B": 10, "C": 10]) == ["A"])
        #expect(PointReports.unusual(["A": 30, "B": 10, "C": 10]).isEmpty)
        #expect(PointReports.unusual(["A": 50]).isEmpty)
    }
}
