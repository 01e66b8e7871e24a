internal import Foundation
public import Store

/// Databases as files of one directory: `<directory>/<name>.sqlite`.
public struct SQLiteProvider: DatabaseProvider {
    private let directory: String

    public init(directory: String) { self.directory = directory }

    /// - Throws: `SQLError` when the directory or the file cannot be made or read.
    public func open(_ name: DatabaseName) async throws -> any Store.Database {
        try await open(file: "\(name).sqlite")
    }

    /// Opens one file of the directory by name.
    func open(file: String) async throws -> SQLiteDatabase {
        let directory = directory
        return try await SQLiteDatabase.onThread {
            do {
                try FileManager.default.createDirectory(
                    atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw SQLError(code: .connection, message: "the data directory cannot be made", nativeCode: "")
            }
            return try SQLiteDatabase(path: directory + "/" + file)
        }
    }
}
