import Chancery
import Identity
import Kernel
import Law
import Office
import Programme
import Store

/// The programme of the demonstration: who leads, invented aims, and, where it is asked for, half a year of invented work in each office.
struct DemoProgramme {
    static let lead = "prusice"

    var house: House
    var accounts: Accounts
    var password: String
    var performer: Performer

    /// Aims of the demonstration; those of the real programme are entered by its office.
    private static let aims: [(Indicator, Int64)] = [
        (.electronicLetters, 600), (.services, 300), (.training, 850), (.awareness, 500), (.deliveries, 800), (.settling, 300), (.satisfaction, 42),
    ]

    func plant() async throws {
        guard let lead = OfficeID(Self.lead) else { return }
        let now = house.time.now, performer = performer
        let isNew = try await house.platform.write { c in
            guard try Targets.lead(c) == nil else { return false }
            try Targets.setLead(c, lead, by: performer, at: now)
            let baseline = Quarter(of: PolishTime.day(of: now).adding(days: -180))
            for (indicator, aim) in Self.aims { try Targets.set(c, Target(indicator, baseline: baseline, tenths: aim), reason: "Cel pokazu", by: performer, at: now) }
            for (code, name, planned) in [
                ("1", "Serwery i łącza", 700_000), ("2", "Oprogramowanie i wdrożenie", 1_100_000), ("3", "Szkolenia", 350_000), ("4", "Promocja i zarządzanie", 250_000),
            ] as [(String, String, Int64)] {
                try Budget.add(c, BudgetLine(code, name, planned: Money(zlotys: planned)), by: performer, at: now)
            }
            let today = PolishTime.day(of: now)
            for (name, isMilestone, days) in [("Szkolenia pierwszych czterech urzędów", false, 30), ("Odbiór e-usług", true, 90)] {
                try Budget.add(c, ProgrammeTask(name: name, isMilestone: isMilestone, due: today.adding(days: days)), by: performer, at: now)
            }
            return true
        }
        guard isNew else { return }
        for (login, office, name) in [("program.prusice", lead, "Konto programu"), ("program.wolow", OfficeID("wolow") ?? lead, "Konto programu")] {
            _ = try await accounts.add(
                NewAccount(office: office, login: login, displayName: name, post: "koordynator programu", roles: [.programme]), password: password, by: performer,
                at: now)
        }
    }

    /// - Parameter officers: by the first part of their logins.
    func liveHalfYear(_ office: OfficeHouse, _ officers: [String: OfficerID], place: Int) async throws {
        let today = PolishTime.day(of: house.time.now), now = house.time.now
        let first = Quarter(of: today.adding(days: -180)).firstDay
        let staff = try await office.database.read { c -> HalfYear.Staff? in
            func acting(_ login: String) throws -> ActingOfficer? {
                guard let id = officers[login], let account = try Organisation.officer(c, id)?.account else { return nil }
                return try Organisation.acting(c, account: account, inPlaceOf: nil, at: now)
            }
            guard let clerk = try acting("kancelaria"), let officer = try acting("inspektor"), let signer = try acting("wojt") else { return nil }
            return HalfYear.Staff(clerk: clerk.performer, officer: officer, signer: signer)
        }
        guard let staff else { return }
        try await HalfYear(
            office, staff: staff, days: first...today.adding(days: -1), seed: UInt64(2_026 + place), electronic: (first: 20 + place * 4, last: 45 + place * 4)
        ).live()
    }

    /// Counts what the offices did and, after a half-year, closes the quarters that are over.
    func count(closing: Bool) async throws {
        let counting = ProgrammeCounting(house)
        let records = try await house.records().filter { !$0.isTraining }
        for record in records { try await counting.recount(try await house.office(record.id)) }
        guard closing else { return }
        let now = house.time.now, today = PolishTime.day(of: now), performer = performer
        try await house.platform.write { c in
            for quarter in try Figures.quarters(c) where quarter.lastDay < today {
                guard try !Snapshots.isClosed(c, quarter) else { continue }
                let readings = try ProgrammeReadings.load(c, quarter, offices: records.map(\.id))
                try Snapshots.close(c, quarter, readings.items, today: today, by: performer, at: now)
            }
        }
    }
}
