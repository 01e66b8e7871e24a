import ArgumentParser
import Foundation
import Kernel
import Revenue

/// Taxes and fees on the command line.
struct TaxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tax", abstract: "Podatki i opłaty lokalne.", subcommands: [Calculate.self, TaxYear.self])

    struct Calculate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Policz podatki, opłaty, odsetki i raty z pliku przypadków.",
            discussion: """
                eurzad tax calculate --cases PLIK.json
                  Plik to lista JSON: [{"id": …, "fn": nazwa obliczenia, "input": {…}}]. Kwoty i powierzchnie podawaj jako tekst, "12.50".
                  Wynik to lista w tej samej kolejności: {"id", "result"} albo {"id", "error"} z opisem i nazwą pola. Inne pola przypadku
                  są pomijane.
                  Z --explain: każdy wynik ma też podstawę prawną (basis) i ustawienia, od których zależy (settings).

                Obliczenia: \(TaxFunction.allCases.map(\.rawValue).sorted().joined(separator: ", ")).

                Kody wyjścia: 0 policzono wszystko, 1 choć jeden przypadek jest błędny albo pliku nie da się odczytać, 64 złe wywołanie.
                """)
        @Option(help: ArgumentHelp("Plik JSON z przypadkami; - to standardowe wejście.", valueName: "plik")) var cases: String
        @Flag(help: "Dodaj podstawę prawną i ustawienia.") var explain = false

        func run() throws {
            let bytes = cases == "-" ? try FileHandle.standardInput.readToEnd() ?? Data() : FileManager.default.contents(atPath: cases)
            guard let bytes else { throw Problem(.notFound, "Nie można odczytać pliku „\(cases)”.") }
            let answer = try TaxCalculator().cases(JSONValue(json: bytes), explained: explain)
            say(answer.json)
            if answer.failures > 0 {
                warn("eurzad: Nie policzono \(answer.failures) z \(answer.entries.count) przypadków. Opis jest w polu error.")
                throw ExitCode(1)
            }
        }
    }
}
