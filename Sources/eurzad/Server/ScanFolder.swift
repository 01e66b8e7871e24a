import Foundation
import Kernel
import Logging
import Office
import ServiceLifecycle

/// Takes into each office's tray what its scanner saves: `DIRECTORY/OFFICE/*.pdf`, one file a letter.
///
/// A file is taken when it has not changed for two seconds, and removed only after the tray has it; what is no scan goes to `odrzucone/` beside it.
struct ScanFolderService: Service {
    static let performer = Performer(id: "system:skaner", name: "skaner")
    static let refused = "odrzucone"
    /// Like the limit of a form.
    static let fileLimit = 64 << 20
    let directory: String
    let house: House
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                for record in (try? await house.records()) ?? [] {
                    if Task.isCancelled { return }
                    do {
                        try await round(record.id)
                    } catch {
                        logger.warning("scans not taken", metadata: ["office": "\(record.id)", "error": "\((error as? Problem)?.cause ?? "\(error)")"])
                    }
                }
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }

    func round(_ id: OfficeID) async throws {
        let folder = URL(fileURLWithPath: directory).appendingPathComponent(id.description)
        for file in Self.ready(in: folder, at: Date()) {
            let bytes = try await Self.contents(file)
            let outcome = try await ScanIntake.take([(file.lastPathComponent, bytes)], into: try await house.office(id), by: Self.performer).first
            if case .refused = outcome {
                try Self.setAside(file)
                logger.warning("a file in the folder of scans is no scan", metadata: ["office": "\(id)"])
            } else {
                try FileManager.default.removeItem(at: file)
            }
        }
    }

    /// Files that are whole, the oldest first; hidden ones and folders are no scans.
    static func ready(in folder: URL, at now: Date) -> [URL] {
        let keys: Set<URLResourceKey> = [.isRegularFileKey, .contentModificationDateKey, .fileSizeKey]
        let found = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: Array(keys), options: .skipsHiddenFiles)) ?? []
        let whole = found.compactMap { file -> (URL, Date)? in
            guard let facts = try? file.resourceValues(forKeys: keys), facts.isRegularFile == true, let changed = facts.contentModificationDate,
                now.timeIntervalSince(changed) >= 2, let size = facts.fileSize, size > 0, size <= fileLimit
            else { return nil }
            return (file, changed)
        }
        return whole.sorted { ($0.1, $0.0.lastPathComponent) < ($1.1, $1.0.lastPathComponent) }.map(\.0)
    }

    @concurrent private static func contents(_ file: URL) async throws -> [UInt8] { [UInt8](try Data(contentsOf: file)) }

    private static func setAside(_ file: URL) throws {
        let aside = file.deletingLastPathComponent().appendingPathComponent(refused)
        try FileManager.default.createDirectory(at: aside, withIntermediateDirectories: true)
        let place = aside.appendingPathComponent(file.lastPathComponent)
        try? FileManager.default.removeItem(at: place)
        try FileManager.default.moveItem(at: file, to: place)
    }
}
