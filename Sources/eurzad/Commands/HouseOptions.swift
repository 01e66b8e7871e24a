import ArgumentParser
import Cryptography
import Foundation
import Kernel
import Office
import Store
import StorePostgres
import StoreSQLite

/// What every command that works on data needs.
struct HouseOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Plik ustawień JSON.", valueName: "plik"))
    var config: String?

    func configuration() async throws -> ServerConfiguration { try await ServerConfiguration.load(file: config) }

    /// Opens the house, does the work and closes it, whatever happens.
    func withHouse<T>(_ body: (House, ServerConfiguration) async throws -> T) async throws -> T {
        let configuration = try await configuration()
        let house = try await HouseOptions.open(configuration)
        do {
            let result = try await body(house, configuration)
            try await house.close()
            return result
        } catch {
            try? await house.close()
            throw error
        }
    }

    static func open(_ configuration: ServerConfiguration) async throws -> House {
        let layout = HouseLayout(root: configuration.dataDirectory)
        let provider: any DatabaseProvider
        switch configuration.engine {
        case .sqlite: provider = SQLiteProvider(directory: layout.databases)
        case .postgres(let conninfo, let connections): provider = PostgresProvider(conninfo: conninfo, connections: connections)
        }
        return try await House.open(provider: provider, layout: layout, trust: try trust(layout), time: .system)
    }

    /// Anchors in `trust/*.pem`; each file is a list of its own, named after the file.
    static func trust(_ layout: HouseLayout) throws -> TrustStore {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: layout.trust)) ?? []).filter { $0.hasSuffix(".pem") }.sorted()
        return TrustStore(
            lists: try names.map { name in
                let path = layout.trust + "/" + name
                guard let pem = try? String(contentsOfFile: path, encoding: .utf8) else {
                    throw Problem(.unavailable, "Nie można odczytać zaufanych certyfikatów z „\(path)”.")
                }
                return TrustList(name: String(name.dropLast(4)), anchors: try Certificate.all(pem: pem))
            })
    }
}

/// Who acts from the command line.
let administrator = Performer(id: "system:administrator", name: "administrator (wiersz poleceń)")
