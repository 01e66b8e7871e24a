import ArgumentParser
import Foundation
import Identity
import Kernel
import Office
import SAML
import Store

struct ServiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service", abstract: "Usługi, które logują przez nas swoich ludzi (SAML).",
        subcommands: [Add.self, List.self, Renew.self, Close.self, Metadata.self])

    private static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw Problem(.invalidInput, "Nie można odczytać pliku „\(path)”.") }
        return [UInt8](data)
    }

    private static func id(_ text: String) throws -> ServiceID {
        guard let id = ServiceID(text) else { throw Problem(.invalidInput, "Numer usługi to liczba z listy: eurzad service list.") }
        return id
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Zarejestruj usługę.",
            discussion: "Dane osoby do przekazania: \(PersonAttribute.allCases.map(\.rawValue).joined(separator: ", ")).")
        @OptionGroup var options: HouseOptions
        @Argument(help: "Plik metadanych usługi.") var metadata: String
        @Option(help: "Nazwa, którą zobaczy osoba przy logowaniu.") var name: String
        @Option(help: "Nazwa, którą usługa ma podawać w prośbie (ProviderName).") var providerName: String?
        @Option(help: "Kształt logowania: wezel albo dawny.") var shape = "wezel"
        @Option(help: "Najniższy poziom: niski albo sredni.") var level = "sredni"
        @Option(help: "Dana osoby; można podać wiele razy.") var attribute: [String] = []

        func run() async throws {
            guard let shape = ServiceShape(rawValue: shape) else { throw Problem(.invalidInput, "Kształt to wezel albo dawny.") }
            guard let level = ["niski": AssuranceLevel.low, "sredni": .substantial][level] else { throw Problem(.invalidInput, "Poziom to niski albo sredni.") }
            let attributes = try attribute.map { text in
                guard let found = PersonAttribute(rawValue: text) else { throw Problem(.invalidInput, "Nie ma danej „\(text)”.") }
                return found
            }
            let new = NewServiceProvider(
                name: name, providerName: providerName, shape: shape, level: level, attributes: Set(attributes), metadata: try ServiceCommand.bytes(metadata))
            try await options.withHouse { house, _ in
                let now = house.time.now
                let service = try await house.platform.write { try ServiceProviders.register($0, new, by: administrator, at: now) }
                say("Zarejestrowano usługę nr \(service.id): \(service.entityID)")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Pokaż usługi.")
        @OptionGroup var options: HouseOptions
        @Flag(help: "Wypisz JSON.") var json = false

        private struct Line: Encodable {
            var id: Int64
            var entityID: String
            var name: String
            var shape: String
            var level: String
            var attributes: [String]
            var closed: String?
        }

        func run() async throws {
            try await options.withHouse { house, _ in
                let lines = try await house.platform.read { try ServiceProviders.list($0) }.map { s in
                    Line(
                        id: s.id.number, entityID: s.entityID, name: s.name, shape: s.shape.rawValue, level: s.level.polishName,
                        attributes: s.attributes.map(\.rawValue).sorted(), closed: s.closedAt?.description)
                }
                if json {
                    let encoder = JSONEncoder()
                    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                    say(String(decoding: try encoder.encode(lines), as: UTF8.self))
                } else {
                    for l in lines { say("\(l.id)\t\(l.closed == nil ? "czynna" : "zamknięta")\t\(l.shape)\t\(l.level)\t\(l.entityID)\t\(l.name)") }
                }
            }
        }
    }

    struct Renew: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Wymień metadane usługi, na przykład po zmianie certyfikatu.")
        @OptionGroup var options: HouseOptions
        @Argument(help: "Numer usługi z listy.") var id: String
        @Argument(help: "Plik nowych metadanych.") var metadata: String

        func run() async throws {
            let id = try ServiceCommand.id(id), bytes = try ServiceCommand.bytes(metadata)
            try await options.withHouse { house, _ in
                let now = house.time.now
                try await house.platform.write { try ServiceProviders.renew($0, id, metadata: bytes, by: administrator, at: now) }
                say("Wymieniono metadane usługi nr \(id).")
            }
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Zamknij usługę; od razu jest obca.")
        @OptionGroup var options: HouseOptions
        @Argument(help: "Numer usługi z listy.") var id: String
        @Option(help: "Powód.") var reason: String

        func run() async throws {
            let id = try ServiceCommand.id(id)
            try await options.withHouse { house, _ in
                let now = house.time.now
                try await house.platform.write { try ServiceProviders.close($0, id, reason: reason, by: administrator, at: now) }
                say("Zamknięto usługę nr \(id).")
            }
        }
    }

    struct Metadata: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Wypisz nasze metadane dla usług albo dla węzła.")
        @OptionGroup var options: HouseOptions
        @Flag(help: "Dla węzła, w którym logujemy się my.") var node = false

        func run() async throws {
            try await options.withHouse { house, configuration in
                guard node else { return say(String(decoding: try Assembly.identityProvider(house, configuration).metadata, as: UTF8.self)) }
                guard let settings = configuration.federation.node else {
                    throw Problem(.invalidInput, "Węzeł jest wyłączony. Ustaw node.metadata i node.providerName.")
                }
                say(String(decoding: try Assembly.nodeService(house, configuration, settings).metadata, as: UTF8.self))
            }
        }
    }
}
