internal import Chancery
public import Cryptography
internal import Exchange
internal import Foundation
internal import Identity
public import Kernel
internal import Programme
internal import Revenue
public import Signatures
public import Store

/// All that runs under one roof: the shared database and the offices, opened once each.
public actor House {
    public nonisolated let platform: any Database
    public nonisolated let platformBlobs: BlobStore
    public nonisolated let layout: HouseLayout
    public nonisolated let time: TimeSource
    public nonisolated let trust: TrustStore
    private let provider: any DatabaseProvider
    private var offices: [OfficeID: Task<OfficeHouse, any Error>] = [:]

    private init(platform: any Database, provider: any DatabaseProvider, layout: HouseLayout, trust: TrustStore, time: TimeSource) {
        self.platform = platform
        self.provider = provider
        self.layout = layout
        self.trust = trust
        self.time = time
        platformBlobs = BlobStore(directory: layout.blobs(.platform))
    }

    /// Every migration of the shared database, in order.
    public static let platformMigrations: [Migration] =
        StoreMigrations.all + OfficeRegistry.migrations + IdentityMigrations.all + ExchangeMigrations.platform + OneTimeKeyMigrations.all + SystemTokens.migrations
        + TrustedSigning.migrations + ProgrammeMigrations.platform

    /// Every migration of an office's database, in order.
    public static let officeMigrations: [Migration] =
        StoreMigrations.all + ChanceryMigrations.all + ConnectorMigrations.all + OneTimeKeyMigrations.all + PINTries.migrations
        + RequestKeys.migrations + Webhooks.migrations + RevenueMigrations.all + ProgrammeMigrations.office + TaxLetters.migrations

    /// Opens the shared database and brings it up to date.
    public static func open(provider: any DatabaseProvider, layout: HouseLayout, trust: TrustStore, time: TimeSource) async throws -> House {
        try layout.prepare()
        let platform = try await provider.open(.platform)
        try await Migrator(platformMigrations).migrate(platform, now: time.now)
        return House(platform: platform, provider: provider, layout: layout, trust: trust, time: time)
    }

    public func records() async throws -> [OfficeRecord] { try await platform.read { try OfficeRegistry.all($0) } }

    /// One office, opened and migrated at its first use.
    public func office(_ id: OfficeID) async throws -> OfficeHouse {
        if let task = offices[id] { return try await task.value }
        let provider = provider, platform = platform, layout = layout, trust = trust, time = time
        let task = Task {
            guard let record = try await platform.read({ try OfficeRegistry.find($0, id) }) else {
                throw Problem(.notFound, "Nie ma urzędu „\(id)”. Listę pokaże „eurzad office list”.")
            }
            let database = try await provider.open(.office(id))
            try await Migrator(House.officeMigrations).migrate(database, now: time.now)
            return OfficeHouse(
                record: record, database: database, blobs: BlobStore(directory: layout.blobs(.office(id))),
                verifier: SignatureVerifier(trust: trust), time: time)
        }
        offices[id] = task
        do {
            return try await task.value
        } catch {
            // A later call may find the disk or the server well again.
            offices[id] = nil
            throw error
        }
    }

    /// Brings every database up to date; the first that fails stops the rest.
    public func migrateAll() async throws {
        for record in try await records() { _ = try await office(record.id) }
    }

    public func close() async throws {
        for task in offices.values { if let office = try? await task.value { try await office.database.close() } }
        try await platform.close()
    }
}

/// One municipality's office: its walls are this value.
public struct OfficeHouse: Sendable {
    public let record: OfficeRecord
    public let database: any Database
    public let blobs: BlobStore
    public let verifier: SignatureVerifier
    public let time: TimeSource
    /// Brings the full-text index up to date; every search asks it first.
    public let search: FullTextIndexer

    public init(record: OfficeRecord, database: any Database, blobs: BlobStore, verifier: SignatureVerifier, time: TimeSource) {
        self.record = record
        self.database = database
        self.blobs = blobs
        self.verifier = verifier
        self.time = time
        search = FullTextIndexer(database, sources: OfficeSearch.sources(blobs))
    }
}

/// Where things lie on disk.
public struct HouseLayout: Sendable {
    /// Root of everything: `databases/`, `blobs/`, `keys/`, `trust/`.
    public var root: String
    public init(root: String) { self.root = root }

    public var databases: String { root + "/databases" }
    public var keys: String { root + "/keys" }
    public var trust: String { root + "/trust" }
    public func blobs(_ name: DatabaseName) -> String { root + "/blobs/\(name)" }

    /// The seal of the platform, and the key by which an office signs its messages.
    public var platformSeal: String { keys + "/platform-seal.pem" }
    /// The key from which the secrets of webhooks are made.
    public var webhookKey: String { keys + "/webhooks.key" }
    /// The keys that seal and find identity data.
    public var identityKeys: String { keys + "/identity.keys" }
    public func officeKey(_ id: OfficeID) -> String { keys + "/office-\(id).pem" }

    /// Marks a house of invented people and letters; `eurzad demo` makes it.
    public static let demonstrationMarker = "demo.txt"
    public var isDemonstration: Bool { FileManager.default.fileExists(atPath: root + "/" + HouseLayout.demonstrationMarker) }

    func prepare() throws {
        do {
            for directory in [databases, root + "/blobs"] {
                try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            }
            for directory in [keys, trust] {
                try FileManager.default.createDirectory(
                    atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
        } catch {
            throw Problem(.unavailable, "Nie można utworzyć katalogu „\(root)”. Sprawdź uprawnienia i miejsce na dysku.", cause: "\(error)")
        }
    }
}
