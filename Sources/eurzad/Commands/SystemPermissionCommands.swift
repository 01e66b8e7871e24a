import ArgumentParser
import Exchange
import Foundation
import Identity
import Kernel
import Office
import Store

/// What may be given to a system or taken from it.
struct GrantOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Uprawnienie: \(SystemRight.allCases.map(\.rawValue).joined(separator: ", ")); można podać wiele razy.", valueName: "prawo"))
    var right: [String] = []
    @Option(help: ArgumentHelp("Początek adresów, na które wraca przeglądarka po podpisie; można podać wiele razy.", valueName: "adres"))
    var returnAddress: [String] = []
    @Option(help: ArgumentHelp("Numer usługi (eurzad service list), o której sesje system może pytać; można podać wiele razy.", valueName: "numer"))
    var service: [Int64] = []

    func grants() throws -> [SystemGrant] {
        let rights = try right.map { text in
            guard let right = SystemRight(rawValue: text) else { throw Problem(.invalidInput, "Nie ma uprawnienia „\(text)”.") }
            return SystemGrant.right(right)
        }
        let addresses = try returnAddress.map { text in
            guard let address = ReturnAddress(text) else {
                throw Problem(.invalidInput, "Adres powrotu „\(text)” musi zaczynać się od https i nie może mieć zapytania.")
            }
            return SystemGrant.returnAddress(address)
        }
        let all = rights + addresses + service.map(SystemGrant.service)
        guard !all.isEmpty else { throw Problem(.invalidInput, "Podaj --right, --return-address albo --service.") }
        return all
    }
}

extension SystemCommand {
    struct Grant: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Nadaj systemowi uprawnienie, adres powrotu albo usługę.")
        @OptionGroup var options: HouseOptions
        @Argument(help: "Numer systemu z listy.") var system: Int64
        @OptionGroup var what: GrantOptions

        func run() async throws {
            let grants = try what.grants(), system = system
            try await options.withHouse { house, _ in
                let now = house.time.now
                try await house.platform.write { c in
                    for case .service(let number) in grants where try ServiceProviders.find(c, ServiceID(number)) == nil {
                        throw Problem(.notFound, "Nie ma usługi nr \(number). Listę pokaże „eurzad service list”.")
                    }
                    try PlatformDirectory.allow(c, system: system, grants, by: administrator, at: now)
                }
                say("System \(system) dostał to, o co chodziło. Wszystko pokaże „eurzad system list”.")
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Odbierz systemowi uprawnienie, adres powrotu albo usługę; działa od razu.")
        @OptionGroup var options: HouseOptions
        @Argument(help: "Numer systemu z listy.") var system: Int64
        @OptionGroup var what: GrantOptions

        func run() async throws {
            let grants = try what.grants(), system = system
            try await options.withHouse { house, _ in
                let now = house.time.now
                try await house.platform.write { try PlatformDirectory.withdraw($0, system: system, grants, by: administrator, at: now) }
                say("Odebrano. Systemowi \(system) zostało to, co pokaże „eurzad system list”.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Pokaż systemy i to, co im wolno.")
        @OptionGroup var options: HouseOptions
        @Flag(help: "Wypisz JSON.") var json = false

        private struct Line: Encodable {
            var id: Int64
            var name: String
            var certificate: String
            var podmioty: [String]
            var rights: [String]
            var returnAddresses: [String]
            var services: [Int64]
        }

        func run() async throws {
            try await options.withHouse { house, _ in
                let lines = try await house.platform.read { try PlatformDirectory.systems($0) }.map { system, permissions in
                    Line(
                        id: system.id, name: system.name, certificate: system.certificateHash.description, podmioty: system.podmioty.sorted(),
                        rights: permissions.rights.map(\.rawValue).sorted(), returnAddresses: permissions.returnAddresses.map(\.description),
                        services: permissions.services.sorted())
                }
                if json {
                    let encoder = JSONEncoder()
                    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                    return say(String(decoding: try encoder.encode(lines), as: UTF8.self))
                }
                for l in lines {
                    let may = l.rights + l.returnAddresses + l.services.map { "usługa \($0)" }
                    say("\(l.id)\t\(l.name)\t\(l.podmioty.joined(separator: ", "))\t\(may.joined(separator: ", "))")
                }
            }
        }
    }
}
