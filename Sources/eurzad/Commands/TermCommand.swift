import ArgumentParser
import Foundation
import Kernel
import Law

/// The calculator of terms: one term with its reasons, or a file of them.
struct TermCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "term", abstract: "Policz koniec terminu (art. 57 KPA).",
        discussion: """
            Dnia zdarzenia nie liczy się; koniec w sobotę albo dzień wolny przesuwa się na najbliższy dzień roboczy.

            eurzad term --from 2026-04-24 --days 7
              Pierwszy wiersz to koniec terminu, dalej po wierszu na każdy pominięty dzień z powodem.
              Z --json: obiekt z polami from, unit, count, rawEnd, end, skipped (lista: day, reason).
            eurzad term --batch PLIK.csv
              Nagłówek from,unit,count; unit to day, week, month albo year. Na wyjściu jeden koniec w wierszu, w kolejności pliku.
              Gdy któryś wiersz jest zły, polecenie nie wypisuje żadnej daty, tylko błąd z numerem wiersza.

            Kody wyjścia: 0 policzono, 1 złe dane w pliku albo termin poza kalendarzem, 64 złe wywołanie.
            """)
    @Option(help: ArgumentHelp("Dzień zdarzenia.", valueName: "rrrr-mm-dd")) var from: String?
    @Option(help: ArgumentHelp("Termin w dniach.", valueName: "liczba")) var days: Int?
    @Option(help: ArgumentHelp("Termin w tygodniach.", valueName: "liczba")) var weeks: Int?
    @Option(help: ArgumentHelp("Termin w miesiącach.", valueName: "liczba")) var months: Int?
    @Option(help: ArgumentHelp("Termin w latach.", valueName: "liczba")) var years: Int?
    @Option(help: ArgumentHelp("Plik CSV; - to standardowe wejście.", valueName: "plik")) var batch: String?
    @Option(help: ArgumentHelp("Dodatkowy dzień wolny ustanowiony jednorazowo; można podać wiele razy.", valueName: "rrrr-mm-dd"))
    var dayOff: [String] = []
    @Flag(help: "Wynik jako JSON.") var json = false

    private var terms: [Term] {
        [days.map(Term.days), weeks.map(Term.weeks), months.map(Term.months), years.map(Term.years)].compactMap { $0 }
    }

    func validate() throws {
        if let bad = dayOff.first(where: { Day($0) == nil }) { throw ValidationError("„\(bad)” nie jest datą. Wpisz ją tak: 2026-04-30.") }
        if batch != nil {
            guard from == nil, terms.isEmpty, !json else { throw ValidationError("Z --batch nie podawaj --from, długości terminu ani --json.") }
            return
        }
        guard let from else { throw ValidationError("Podaj dzień zdarzenia: --from RRRR-MM-DD, albo plik: --batch PLIK.csv.") }
        guard Day(from) != nil else { throw ValidationError("„\(from)” nie jest datą. Wpisz ją tak: 2026-04-30.") }
        guard terms.count == 1 else { throw ValidationError("Podaj jedną długość terminu: --days, --weeks, --months albo --years.") }
    }

    func run() throws {
        let calendar = OfficialCalendar.statutory(and: dayOff.compactMap(Day.init).map { OneOffHoliday($0, "dzień wolny (--day-off)", source: "--day-off") })
        if let batch { return try TermBatch(calendar: calendar).run(path: batch) }
        guard let event = from.flatMap(Day.init), let term = terms.first else { return }
        let end = try TermRules.end(of: term, from: event, calendar: calendar)
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            say(String(decoding: try encoder.encode(Report(event, term, end)), as: UTF8.self))
        } else {
            say(end.end.description)
            for skipped in end.skipped { say("pominięto \(skipped.day): \(skipped.reason.polishName)") }
        }
    }

    /// The stable form of `--json`.
    private struct Report: Encodable {
        struct Skipped: Encodable {
            var day: Day
            var reason: String
        }
        var from: Day
        var unit: Term.Unit
        var count: Int
        var rawEnd: Day
        var end: Day
        var skipped: [Skipped]

        init(_ event: Day, _ term: Term, _ end: TermEnd) {
            from = event
            unit = term.unit
            count = term.count
            rawEnd = end.rawEnd
            self.end = end.end
            skipped = end.skipped.map { Skipped(day: $0.day, reason: $0.reason.polishName) }
        }
    }
}

/// A file of terms. Dates are written only after every row was read, so that a bad row leaves no half of an answer.
private struct TermBatch {
    let calendar: OfficialCalendar

    func run(path: String) throws {
        var reader = try LineReader(path: path)
        var output = LineWriter()
        var number = 0
        var blank: Int?
        try reader.read { line in
            number += 1
            if number == 1 {
                let header = line.unicodeScalars.first == "\u{FEFF}" ? String(line.unicodeScalars.dropFirst()) : line
                guard fields(header).map(String.init) == ["from", "unit", "count"] else { throw bad(1, "nagłówek musi brzmieć: from,unit,count") }
                return
            }
            if line.utf8.allSatisfy({ $0 == UInt8(ascii: " ") }) {
                blank = blank ?? number
                return
            }
            if let blank { throw bad(blank, "jest pusty") }
            output.line(try end(line, number).description)
        }
        if number == 0 { throw bad(1, "nagłówek musi brzmieć: from,unit,count") }
        try output.flush()
    }

    private func end(_ line: String, _ number: Int) throws -> Day {
        let f = fields(line)
        guard f.count == 3 else { throw bad(number, "ma mieć 3 pola: from,unit,count") }
        guard let event = Day(String(f[0])) else { throw bad(number, "„\(f[0])” nie jest datą RRRR-MM-DD") }
        guard let unit = Term.Unit(rawValue: String(f[1])) else { throw bad(number, "„\(f[1])” to nie day, week, month ani year") }
        guard f[2].utf8.allSatisfy({ (48...57).contains($0) }), let count = Int(f[2]) else {
            throw bad(number, "„\(f[2])” nie jest liczbą od 1 do \(TermRules.longestCount)")
        }
        do {
            return try TermRules.end(of: Term(count, unit), from: event, calendar: calendar).end
        } catch {
            throw bad(number, error.message)
        }
    }

    /// The fields of a row; none of them can hold a comma or a quote, so that quotes are only taken off.
    private func fields(_ line: String) -> [Substring] {
        line.split(separator: ",", omittingEmptySubsequences: false).map { field in
            var field = field
            while field.first == " " { field.removeFirst() }
            while field.last == " " { field.removeLast() }
            return field.count >= 2 && field.first == "\"" && field.last == "\"" ? field.dropFirst().dropLast() : field
        }
    }

    private func bad(_ number: Int, _ what: String) -> Problem { Problem(.invalidInput, "Wiersz \(number): \(what)") }
}
