import ArgumentParser
import Kernel
import Office
import Store

struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "journal", abstract: "Dziennik zdarzeń.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sprawdź łańcuch skrótów dzienników; wskaż pierwszy uszkodzony wpis.",
            discussion: "Kod wyjścia 0: wszystkie dzienniki całe; 1: któryś jest uszkodzony.")
        @OptionGroup var options: HouseOptions

        func run() async throws {
            let broken = try await options.withHouse { house, _ in
                var broken = 0
                var databases: [(String, any Database)] = [("platforma", house.platform)]
                for record in try await house.records() { databases.append((record.id.description, try await house.office(record.id).database)) }
                for (name, database) in databases {
                    let verdict = try await Journal.verify(database)
                    say("\(name): \(verdict.message)")
                    if !verdict.isIntact { broken += 1 }
                }
                return broken
            }
            if broken > 0 { throw ExitCode(1) }
        }
    }
}

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "migrate", abstract: "Doprowadź wszystkie bazy do tej wersji programu.")
    @OptionGroup var options: HouseOptions

    func run() async throws {
        try await options.withHouse { house, _ in
            try await house.migrateAll()
            say("Bazy są aktualne: platforma i \(try await house.records().count) urzędów.")
        }
    }
}
