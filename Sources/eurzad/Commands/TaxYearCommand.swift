import ArgumentParser
import Foundation
import Kernel
import Law
import Revenue
import Store
import StoreSQLite

extension TaxCommand {
    /// A whole year of taxes of an invented municipality.
    struct TaxYear: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "year", abstract: "Przeprowadź zmyśloną gminę przez cały rok podatkowy.",
            discussion: """
                eurzad tax year --demo
                  Ewidencja, symulacja stawek, wymiar, decyzje, doręczenia, wpłaty z wyciągów, upomnienia, zamknięcia miesięcy i sprawozdania.
                  Ten sam --seed daje te same liczby. Baza powstaje w katalogu tymczasowym i jest potem usuwana; z --directory zostaje.

                Kody wyjścia: 0 rok przeszedł i księgi się zgadzają, 1 nie, 64 złe wywołanie.
                """)
        @Flag(help: "Potwierdź, że chodzi o pokaz na zmyślonych danych.") var demo = false
        @Option(help: "Ile kont podatkowych, od 1 do 200 000.") var accounts = 20_000
        @Option(help: "Ziarno zmyślonych danych.") var seed: UInt64 = 2_026
        @Option(help: ArgumentHelp("Katalog, w którym baza zostanie; ma być pusty.", valueName: "katalog")) var directory: String?
        @Flag(help: "Nie pokazuj postępu.") var quiet = false

        func validate() throws {
            guard demo else { throw ValidationError("Dodaj --demo. Bez pokazu rok podatkowy prowadzi się na danych urzędu.") }
            guard (1...200_000).contains(accounts) else { throw ValidationError("Kont może być od 1 do 200 000.") }
        }

        func run() async throws {
            let files = FileManager.default
            let place = directory ?? NSTemporaryDirectory() + "/eurzad-rok-" + UUID().uuidString
            if let directory, let found = try? files.contentsOfDirectory(atPath: directory), !found.isEmpty {
                throw Problem(.conflict, "Katalog „\(directory)” nie jest pusty. Podaj inny.")
            }
            defer { if directory == nil { try? files.removeItem(atPath: place) } }
            let database = try await SQLiteProvider(directory: place).open(.platform)
            do {
                _ = try await Migrator(DemoTaxYear.migrations).migrate(database, now: TimeSource.system.now)
                let quiet = quiet
                let isTerminal = isatty(STDERR_FILENO) == 1
                let year = DemoTaxYear(GeneratedMunicipality(accounts: accounts, seed: seed), database: database, say: { say($0) }) { text in
                    if !quiet { FileHandle.standardError.write(Data((isTerminal ? "\r\u{1B}[K\(text)" : "\(text)\n").utf8)) }
                }
                say("Pokaz: gmina o \(accounts) kontach podatkowych, rok \(DemoTaxYear.year), ziarno \(seed). Wszystkie dane są zmyślone.")
                try await year.run()
                if isTerminal, !quiet { FileHandle.standardError.write(Data("\n".utf8)) }
                try await database.close()
            } catch {
                try? await database.close()
                throw error
            }
        }
    }
}
