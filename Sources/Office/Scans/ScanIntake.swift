public import Chancery
public import Kernel
internal import Store

/// What was read on a scan.
public struct ScanContent: Sendable {
    /// Words of the first pages; empty where there are none or where the server has no program that reads.
    public var text: String
    /// Picture of the first page (PNG or JPEG), `nil` where it cannot be drawn.
    public var preview: (bytes: [UInt8], mediaType: String)?

    public init(text: String, preview: (bytes: [UInt8], mediaType: String)? = nil) {
        self.text = text
        self.preview = preview
    }
}

/// Reads scans; the programs that do it live outside, for a picture from anywhere is hostile.
public protocol ScanReader: Sendable {
    /// - Throws: `Problem` `.unavailable` where reading is worth another try.
    func read(_ bytes: [UInt8], mediaType: String) async throws -> ScanContent
}

/// Scans on their way into the tray and what is read on them.
public enum ScanIntake {
    /// Takes files that came from a scanner or a clerk into the tray.
    ///
    /// - Returns: what became of each file, in order.
    public static func take(_ files: [(name: String, bytes: [UInt8])], into office: OfficeHouse, by performer: Performer) async throws -> [Outcome] {
        var out: [Outcome] = []
        for file in files {
            guard let type = ScanType.recognise(file.bytes) else {
                out.append(.refused(name: file.name))
                continue
            }
            let staged = try await office.blobs.stage(file.bytes)
            let now = office.time.now, blobs = office.blobs
            let id = try await office.database.write { c in
                let hash = try blobs.record(c, staged, mediaType: type, at: now)
                return try ScanTray.add(c, name: file.name, mediaType: type, size: staged.size, hash: hash, by: performer, at: now)
            }
            out.append(id.map { .added($0) } ?? .known(name: file.name))
        }
        return out
    }

    public enum Outcome: Sendable, Hashable {
        case added(ScanID)
        /// The same file waits already.
        case known(name: String)
        /// No picture and no PDF.
        case refused(name: String)
    }

    /// Reads each scan once, soon after it came; one that cannot be read waits without words.
    public static func handler(_ reader: any ScanReader) -> JobHandler {
        JobHandler(kind: ScanTray.jobKind, policy: RetryPolicy(attempts: 4, firstPauseSeconds: 5, longestPauseSeconds: 300), leaseSeconds: 300) { job, office in
            guard let number = Int64(job.payload) else { throw HopelessJob("payload is no number") }
            let id = ScanID(number)
            guard let scan = try await office.database.read({ try ScanTray.find($0, id) }) else { return { _ in } }
            let content = try await reader.read(try await office.blobs.bytes(office.database, scan.hash), mediaType: scan.mediaType)
            var staged: StagedBlob?
            if let preview = content.preview { staged = try await office.blobs.stage(preview.bytes) }
            let now = office.time.now, blobs = office.blobs, picture = staged
            return { c in
                var preview: ContentHash?
                if let picture, let type = content.preview?.mediaType { preview = try blobs.record(c, picture, mediaType: type, at: now) }
                try ScanTray.note(c, id, text: content.text, preview: preview)
            }
        }
    }
}

/// The kind of a scan by its first bytes, never by its name.
public enum ScanType {
    public static func recognise(_ b: [UInt8]) -> String? {
        if b.starts(with: Array("%PDF-".utf8)) { return "application/pdf" }
        if b.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if b.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if b.starts(with: [0x49, 0x49, 0x2A, 0x00]) || b.starts(with: [0x4D, 0x4D, 0x00, 0x2A]) { return "image/tiff" }
        return nil
    }
}
