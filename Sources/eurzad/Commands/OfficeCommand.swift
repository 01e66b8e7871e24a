import ArgumentParser
import Exchange
import Foundation
import Kernel
import Office

struct OfficeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "office", abstract: "Urzędy: dodaj, wypisz.", subcommands: [Add.self, List.self], defaultSubcommand: List.self)

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Dodaj urząd razem z kontem na platformie, skrytką i kluczem.")
        @OptionGroup var options: HouseOptions
        @Argument(help: "Krótka nazwa: małe litery, cyfry, łączniki.") var id: String
        @Option(help: "Pełna nazwa, na przykład „Gmina Prusice”.") var name: String
        @Option(help: "gmina albo powiat.") var kind = "gmina"
        @Option(help: "Identyfikator podmiotu na platformie.") var podmiot: String
        @Option(help: "Miejscowość.") var town: String
        @Option(help: "Kod pocztowy.") var postCode: String
        @Option(help: "Ulica z numerem.") var street: String

        func run() async throws {
            guard let id = OfficeID(id) else {
                throw Problem(.invalidInput, "Krótka nazwa urzędu ma małe litery łacińskie, cyfry i łączniki, na przykład „wisznia-mala”.")
            }
            guard let kind = OfficeRecord.Kind(rawValue: kind) else { throw Problem(.invalidInput, "Rodzaj urzędu to „gmina” albo „powiat”.") }
            let record = OfficeRecord(id: id, name: name, kind: kind, podmiot: podmiot, town: town, postCode: postCode, street: street)
            try await options.withHouse { house, _ in
                try await OfficeFounding.found(record, in: house, by: administrator)
                say("Dodano urząd „\(record.name)” (\(record.id)). Skrytka: /\(record.podmiot)/SkrytkaESP.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Wypisz urzędy.")
        @OptionGroup var options: HouseOptions
        @Flag(help: "Wynik jako JSON.") var json = false

        func run() async throws {
            try await options.withHouse { house, _ in
                let records = try await house.records()
                if json {
                    let encoder = JSONEncoder()
                    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
                    say(String(decoding: try encoder.encode(records), as: UTF8.self))
                } else if records.isEmpty {
                    say("Nie ma jeszcze żadnego urzędu. Dodaj go: eurzad office add.")
                } else {
                    for r in records { say("\(r.id)\t\(r.name)\t/\(r.podmiot)/SkrytkaESP") }
                }
            }
        }
    }
}
