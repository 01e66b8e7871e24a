import Chancery
import Kernel
import Law
import Office
import Store

/// The invented file plan of a demonstration office, and in one of them cases in every state worth showing.
struct DemoCases {
    /// Which parts of the plan a unit may start cases in; an example, not anybody's regulations.
    static let permits: [(unit: String, symbols: Set<String>)] = [
        ("KU", [FilePlan.everyClass]), ("OR", ["0", "1", "2", "4"]), ("FN", ["3"]), ("GK", ["61", "62", "63", "66", "7"]), ("PP", ["67", "68"]), ("SO", ["5", "8"]),
    ]
    static let favourites: [(unit: String, symbols: [String])] = [("GK", ["6131", "7221", "6232"]), ("FN", ["3127"]), ("PP", ["6727"])]

    var record: OfficeRecord
    var office: OfficeHouse
    var officers: [String: OfficerID]
    var performer: Performer
    /// False where the first letters of the register have cases already.
    var withCases = true

    func plant() async throws {
        try await plantPlan()
        if withCases, record.id.description == "prusice" { try await plantCases() }
    }

    private func plantPlan() async throws {
        let now = office.time.now
        let today = PolishTime.day(of: now)
        let performer = performer
        try await office.database.write { c in
            try FilePlan.apply(
                c, try DemonstrationPlan.plan(), name: DemonstrationPlan.name, from: today.adding(days: -400), basis: DemonstrationPlan.basis, isDemonstration: true,
                by: performer, at: now)
            let tree = try Organisation.tree(c, on: today)
            func unit(_ code: String) -> UnitID? { UnitCode(code).flatMap { tree.unit($0)?.id } }
            for (code, symbols) in DemoCases.permits {
                if let unit = unit(code) { try FilePlan.permit(c, unit, symbols, by: performer, at: now) }
            }
            for (code, symbols) in DemoCases.favourites {
                for symbol in symbols.compactMap({ ClassSymbol($0) }) { if let unit = unit(code) { try FilePlan.setFavourite(c, symbol, of: unit, true) } }
            }
        }
    }

    /// Who acts, as if signed in.
    private struct Desk: Sendable {
        var acting: ActingOfficer
        var rights: OfficerRights
    }

    private func desk(_ login: String) async throws -> Desk {
        let now = office.time.now
        guard let id = officers[login] else { throw Problem(.internalFault, "W pokazie nie ma pracownika \(login).") }
        return try await office.database.read { c in
            guard let account = try Organisation.officer(c, id)?.account else { throw Problem(.internalFault, "Pracownik \(login) nie ma konta.") }
            let acting = try Organisation.acting(c, account: account, at: now)
            return Desk(acting: acting, rights: try Organisation.rights(c, of: acting, at: now))
        }
    }

    private func plantCases() async throws {
        let now = office.time.now
        let today = PolishTime.day(of: now)
        let head = try await desk("wojt"), inspector = try await desk("inspektor"), junior = try await desk("podinspektor")
        // The first letters of the register go to the unit that keeps greenery and roads: two become cases, two wait for theirs.
        for (number, desk, opens) in [(1, inspector, true), (2, junior, true), (3, inspector, false), (4, inspector, false)] {
            try await office.database.write { c in
                guard let letter = try IncomingRegister.reference(c, RegisterNumber(year: today.year, number: Int64(number))), let work = try LetterWork.find(c, letter)
                else { return }
                let recipient = AssignmentRecipient(
                    Holder(unit: desk.acting.unit, officer: desk.acting.officer), label: "\(desk.acting.name), \(desk.acting.post)", isLead: true)
                try Assignments.assign(
                    c, letter, version: work.version, AssignmentOrder([recipient], disposition: "proszę załatwić"), by: head.acting, at: now)
                guard opens, let assigned = try LetterWork.find(c, letter) else { return }
                let fits = try FilePlan.suggest(c, text: work.title, unit: desk.acting.unit, on: today).first { $0.hit.isPermitted }?.hit.planClass.symbol
                guard let symbol = fits ?? ClassSymbol("7221") else { return }
                let opened = try CaseOpenings.open(
                    c, CaseDraft(symbol, title: work.title), from: (letter, assigned.version), acting: desk.acting, rights: desk.rights, at: now)
                let note = CaseElementContent(.note, title: "Notatka z rozmowy", date: PartialDate(today), text: "Wnioskodawca prosi o telefon przed oględzinami.")
                try Cases.add(c, note, to: opened.id, by: desk.acting, at: now)
            }
        }
        try await plantOlder(inspector, today, now)
        try await plantArchive(inspector, today)
    }

    /// Cases of earlier years, done to the end: two lie in the archive, of one the time of keeping is over.
    private func plantArchive(_ desk: Desk, _ today: Day) async throws {
        let acting = desk.acting, code = desk.rights.tree.code(of: desk.acting.unit)
        try await office.database.write { c in
            for (symbol, title, years) in [
                ("6132", "Nasadzenia klonów przy szkole w Skokowej", 8), ("7221", "Naprawa przepustu pod drogą do Pawłowa", 4),
                ("6140", "Bezpański pies w parku", 1),
            ] {
                guard let symbol = ClassSymbol(symbol), let begun = Day(year: today.year - years, month: 3, day: 4) else { continue }
                let then = PolishTime.start(of: begun).adding(seconds: 9 * 3_600)
                let opening = CaseOpening(
                    unit: acting.unit, unitCode: code, classification: try ClassChoices.forCase(c, symbol, unit: acting.unit, on: today), title: title)
                let id = try Cases.open(c, opening, by: acting, at: then) { _ in false }.id
                let note = CaseElementContent(.note, title: "Załatwienie", date: PartialDate(begun), text: "Załatwiono na miejscu, bez uwag.")
                try Cases.add(c, note, to: id, by: acting, at: then)
                guard let file = try Cases.find(c, id) else { continue }
                try CaseClosing.close(c, id, version: file.version, on: begun, warningsRead: true, by: acting, at: then)
            }
        }
        try await ArchiveTaking.round(office)
    }

    /// Cases begun ex officio some time ago: overdue, near its day, suspended, closed.
    private func plantOlder(_ desk: Desk, _ today: Day, _ now: Instant) async throws {
        try await office.database.write { c in
            let calendar = try WorkCalendar.load(c)
            let acting = desk.acting, code = desk.rights.tree.code(of: desk.acting.unit)
            func isDayOff(_ day: Day) -> Bool { !calendar.isWorkingDay(day) }
            func open(_ symbol: String, _ title: String, daysAgo: Int, term: CaseTerm?) throws -> CaseFile? {
                guard let symbol = ClassSymbol(symbol) else { return nil }
                var opening = CaseOpening(
                    unit: acting.unit, unitCode: code, classification: try ClassChoices.forCase(c, symbol, unit: acting.unit, on: today), title: title)
                (opening.startDay, opening.term) = (today.adding(days: -daysAgo), term)
                return try Cases.find(c, try Cases.open(c, opening, by: acting, at: now, isDayOff: isDayOff).id)
            }
            _ = try open("7221", "Oględziny drogi gminnej po ulewie", daysAgo: 45, term: CaseTerm(1, .month))
            _ = try open("6140", "Bezpański pies przy ul. Szkolnej", daysAgo: 26, term: CaseTerm(30, .day))
            if let file = try open("6331", "Naruszenie stosunków wodnych na działce 88/1", daysAgo: 20, term: CaseTerm(1, .month)) {
                try Cases.suspend(
                    c, file.id, version: file.version, from: today.adding(days: -5), basis: "art. 97 § 1 pkt 4 KPA", by: acting, at: now, isDayOff: isDayOff)
            }
            if let file = try open("6132", "Nasadzenia lip wzdłuż ul. Ogrodowej", daysAgo: 60, term: nil) {
                let note = CaseElementContent(.note, title: "Odbiór nasadzeń", date: PartialDate(today), text: "Posadzono 12 lip. Odbiór bez uwag.")
                try Cases.add(c, note, to: file.id, by: acting, at: now)
                try CaseClosing.close(c, file.id, version: file.version, on: today.adding(days: -2), warningsRead: true, by: acting, at: now)
            }
        }
    }
}
