import ArgumentParser
import Foundation
import Kernel

/// The program: one file per command in `Commands/`.
@main
struct Eurzad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eurzad",
        abstract: "Elektroniczny urząd gminy i powiatu.",
        discussion: """
            Ustawienia: plik eurzad.json (albo --config PLIK) i zmienne EURZAD_…, które mają pierwszeństwo. Opis: docs/operations.md.
            Kody wyjścia: 0 dobrze, 1 błąd, 64 złe wywołanie; polecenie verify ma własne.
            """,
        subcommands: [
            RunCommand.self, DemoCommand.self, OfficeCommand.self, UserCommand.self, OperatorCommand.self, TokenCommand.self, ServiceCommand.self, SystemCommand.self,
            BoxCommand.self,
            FetchCommand.self, SendCommand.self, VerifyCommand.self, JournalCommand.self, MigrateCommand.self, TermCommand.self, IdentifierCommand.self, TaxCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let problem as Problem {
            fail(problem.message, cause: problem.cause)
        } catch let problems as Problems {
            for problem in problems.all { warn("eurzad: \(problem.message)") }
            Foundation.exit(1)
        } catch {
            exit(withError: error)
        }
    }

    private static func fail(_ message: String, cause: String) -> Never {
        warn("eurzad: \(message)\(cause.isEmpty ? "" : " [\(cause)]")")
        Foundation.exit(1)
    }
}
