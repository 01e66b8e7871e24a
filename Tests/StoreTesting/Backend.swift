internal import Foundation
internal import Kernel
public import Store
internal import StorePostgres
internal import StoreSQLite

/// The engines a test runs on: `@Test(arguments: Backend.available)`.
public enum Backend: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite, postgres

    public var description: String { rawValue }

    /// Both where PostgreSQL is installed. With `CI=true` always both, so that its absence fails and is not passed over.
    public static var available: [Backend] {
        isCI || PrivatePostgres.binaries != nil ? allCases : [.sqlite]
    }

    static var isCI: Bool {
        let value = ProcessInfo.processInfo.environment["CI"] ?? ""
        return value == "true" || value == "1"
    }

    /// A fresh, migrated database of its own, gone after the test.
    public func withDatabase<T: Sendable>(
        migrations: [Migration] = StoreMigrations.all, _ body: (any Database) async throws -> T
    ) async throws -> T {
        try await withProvider { provider in
            let db = try await provider.open(.platform)
            try await Migrator(migrations).migrate(db, now: Instant(milliseconds: 1_790_000_000_000))
            let result: Result<T, any Error>
            do { result = .success(try await body(db)) } catch { result = .failure(error) }
            try await db.close()
            return try result.get()
        }
    }

    /// A provider whose databases nobody else sees, gone after the test.
    public func withProvider<T: Sendable>(_ body: (any DatabaseProvider) async throws -> T) async throws -> T {
        switch self {
        case .sqlite:
            return try await withTemporaryDirectory { try await body(SQLiteProvider(directory: $0)) }
        case .postgres:
            let server = try await PrivatePostgres.newPlace()
            let provider = PostgresProvider(conninfo: server.conninfo, connections: 4, schemaPrefix: server.prefix)
            let result: Result<T, any Error>
            do { result = .success(try await body(provider)) } catch { result = .failure(error) }
            try await provider.close()
            return try result.get()
        }
    }
}

/// A directory of its own for a test, removed afterwards.
public func withTemporaryDirectory<T>(_ body: (String) async throws -> T) async throws -> T {
    let path = NSTemporaryDirectory() + "/eurzad-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}
