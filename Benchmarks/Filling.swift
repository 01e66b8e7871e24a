import Chancery
import Cryptography
import Foundation
import Kernel
import Law
import Store
import StoreSQLite

/// An office after years of work: letters in the register, every fifth of them the beginning of a case, nine cases of ten closed.
enum Filling {
    static let symbol = "6131"

    /// - Parameters:
    ///   - directory: data directory of a planted demonstration; its server stands.
    ///   - from: letters that are there already, by this command.
    static func office(_ directory: String, from: Int, to count: Int) async throws {
        guard let officeID = OfficeID("prusice") else { return }
        let db = try await SQLiteProvider(directory: directory + "/databases").open(.office(officeID))
        let clerk = Performer(id: "konto:1", name: "Ewa Rybak")
        let now = TimeSource.system.now
        let today = PolishTime.day(of: now)
        let (unit, staff) = try await db.read { c in
            let unit = try UnitCode("GK").flatMap { try Organisation.unit(c, code: $0, in: today.year) }
            return (unit, try unit.map { try Organisation.staff(c, of: $0, on: today) } ?? [])
        }
        guard let unit, !staff.isEmpty else { return Measure.line("office", "no unit GK") }
        let officers = staff.map { ActingOfficer(officer: $0.officer.id, name: $0.officer.name, post: $0.post.title, unit: unit, account: "konto:1") }
        let calendar = OfficialCalendar.statutory
        var n = from
        while n < count {
            let first = n, last = min(n + 500, count)
            try await db.write { c in
                var random = SeededGenerator(seed: UInt64(first))
                for k in first..<last {
                    var r = Registering.registration(k, &random, document: ContentHash(of: []), size: 0)
                    r.files = []
                    r.arrivalDay = today.adding(days: -(k % 20))
                    guard case .registered(let number) = try IncomingRegister.register(c, r, by: clerk, at: now),
                        let letter = try IncomingRegister.reference(c, number)
                    else { continue }
                    guard k % 5 == 0 else {
                        // Some wait; the rest were dealt with long ago.
                        if k % 500 != 1 { try c.execute("UPDATE letter_work SET state = 'zalatwione' WHERE letter_kind = 'wplywajaca' AND letter_id = \(letter.id)") }
                        continue
                    }
                    let officer = officers[k / 5 % officers.count]
                    var opening = CaseOpening(
                        unit: unit, unitCode: "GK", classification: CaseClass(symbol: symbol, title: "Zezwolenia na usunięcie drzew", category: "B5"),
                        title: r.metadata.title)
                    opening.term = CaseTerm(1, .month)
                    let opened = try Cases.open(c, opening, from: (letter, 1), by: officer, at: now) { !calendar.isWorkingDay($0) }
                    if k % 50 != 0, let file = try Cases.find(c, opened.id) {
                        try Cases.settle(c, opened.id, version: file.version, on: today, by: officer, at: now)
                        try CaseClosing.close(c, opened.id, version: file.version + 1, on: today, warningsRead: true, by: officer, at: now)
                    }
                }
            }
            n = last
        }
        Measure.line("letters", String(n))
        try await db.close()
    }
}
