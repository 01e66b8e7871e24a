import ArgumentParser
import Cryptography
import Exchange
import Foundation
import Kernel
import Office
import Store

struct SystemCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "system", abstract: "Systemy zarejestrowane na platformie.", subcommands: [Add.self, List.self, Grant.self, Revoke.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Zarejestruj system: kto przedstawi się tym certyfikatem, działa w imieniu podmiotu.")
        @OptionGroup var options: HouseOptions
        @Option(help: "Identyfikator podmiotu.") var podmiot: String
        @Option(help: ArgumentHelp("Certyfikat PEM.", valueName: "plik")) var certificate: String
        @Option(help: "Nazwa systemu.") var name = "system dziedzinowy"
        @Flag(help: "Przyjmuj podpisy SHA-1 starych klientów.") var allowSha1 = false
        @Flag(help: "Wymagaj podpisanego znacznika czasu.") var requireTimestamp = false

        func run() async throws {
            guard let pem = try? String(contentsOfFile: certificate, encoding: .utf8) else {
                throw Problem(.notFound, "Nie można odczytać pliku „\(certificate)”.")
            }
            let parsed = try Certificate(pem: pem)
            try await options.withHouse { house, _ in
                let now = house.time.now
                let id = try await house.platform.write { [podmiot, name, allowSha1, requireTimestamp] c in
                    try PlatformDirectory.addSystem(
                        c, name: name, podmiot: podmiot, certificate: parsed, allowsSHA1: allowSha1, requiresTimestamp: requireTimestamp,
                        by: administrator, at: now)
                }
                say("System \(id) („\(name)”) działa w imieniu podmiotu \(podmiot). Odcisk certyfikatu SHA-256: \(parsed.sha256)")
            }
        }
    }
}

struct BoxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "box", abstract: "Skrytki platformy.", subcommands: [Add.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Dodaj skrytkę, a gdy trzeba, także podmiot.")
        @OptionGroup var options: HouseOptions
        @Argument(help: "Adres /podmiot/skrytka.") var address: String
        @Option(help: "Nazwa albo nazwisko podmiotu, gdy jest nowy.") var name: String?
        @Option(help: "Imiona, gdy podmiot to osoba.") var givenNames = ""
        @Option(help: "PP urząd, P osoba prawna, F osoba fizyczna.") var kind = "F"
        @Option(help: "PESEL osoby.") var pesel = ""
        @Flag(help: "Skrytka przyjmuje tylko podpisane dokumenty.") var signatureRequired = false
        @Option(help: "Największy dokument w bajtach.") var maximumSize = 5 * 1024 * 1024
        @Option(help: "Przyjmowana przestrzeń nazw wzoru; można podać wiele razy, bez niej każda.") var template: [String] = []

        func run() async throws {
            guard let box = BoxAddress(address) else { throw Problem(.invalidInput, "Adres skrytki ma postać /podmiot/skrytka.") }
            guard let kind = Podmiot.Kind(rawValue: kind) else { throw Problem(.invalidInput, "Rodzaj podmiotu to PP, P albo F.") }
            guard maximumSize > 0 else { throw Problem(.invalidInput, "Największy rozmiar musi być dodatni.") }
            try await options.withHouse { house, _ in
                let now = house.time.now
                try await house.platform.write { [name, givenNames, pesel, signatureRequired, maximumSize, template] c in
                    if let name {
                        try PlatformDirectory.add(
                            c, Podmiot(id: box.podmiot, kind: kind, name: name, givenNames: givenNames, pesel: pesel), by: administrator, at: now)
                    }
                    try PlatformDirectory.addBox(
                        c,
                        Box(
                            address: box, podmiot: box.podmiot, signatureRequired: signatureRequired, maximumSize: maximumSize,
                            acceptedTemplates: template), by: administrator, at: now)
                }
                say("Dodano skrytkę \(box).")
            }
        }
    }
}
