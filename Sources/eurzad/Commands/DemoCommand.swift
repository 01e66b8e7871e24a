import ArgumentParser
import Cryptography
import Exchange
import Foundation
import Identity
import Kernel
import Law
import Office
import Signatures
import Store

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Załóż pokaz: osiem urzędów, zmyśleni ludzie i pisma. Drugi raz niczego nie zmienia.")
    @OptionGroup var options: HouseOptions
    @Option(help: "Ile pism na urząd.") var letters = 12
    @Flag(help: "Zmyślone pół roku pracy każdego urzędu, dla wskaźników programu.") var halfYear = false
    @Flag(help: "Potem uruchom serwer.") var start = false

    /// Marks a data directory as a demonstration; nothing else may be seeded.
    static let marker = HouseLayout.demonstrationMarker

    func run() async throws {
        let configuration = try await options.configuration()
        let logins = try await options.withHouse { house, _ in
            try await DemoSeed(house: house, letters: letters, halfYear: halfYear, configuration: configuration).plant()
        }
        let address = configuration.publicAddress
        let text = """

            e-Urząd – pokaz. Osoby, pisma i numery są zmyślone.
              Strona pracownika:   \(address)/logowanie
              Usługi ePUAP (WSDL): \(address)/pk_external_ws/services/skrytka?wsdl
              Książka adresowa:    \(address)/ksiazka-adresowa.csv
              Stan:                \(address)/health/ready
            Loginy pokazu (hasło: \(DemoSeed.password)):
            \(logins.map { "  \($0)" }.joined(separator: "\n"))

            """
        say(text)
        if start { try await RunCommand.serve(configuration) {} }
    }
}
