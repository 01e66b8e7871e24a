internal import CLibArchive
internal import Kernel

/// Reads a ZIP in memory, within limits that stop archive bombs.
enum Archive {
    static let maximumEntries = 10_000
    static let maximumContent = 512 * 1024 * 1024

    /// Contents by path; folders and links are left out, and nothing is written to disk.
    static func files(zip bytes: [UInt8]) throws(Problem) -> [String: [UInt8]] {
        let broken = Problem(.invalidInput, "Paczki nie da się otworzyć. Pobierz ją ze skrytki jeszcze raz.")
        guard let reader = archive_read_new() else { throw broken }
        defer { archive_read_free(reader) }
        archive_read_support_format_zip(reader)
        var out: [String: [UInt8]] = [:]
        var total = 0
        var problem: Problem?
        bytes.withUnsafeBytes { raw in
            guard archive_read_open_memory(reader, raw.baseAddress, raw.count) == ARCHIVE_OK else {
                problem = broken
                return
            }
            var entry: OpaquePointer?
            while true {
                let status = archive_read_next_header(reader, &entry)
                if status == ARCHIVE_EOF { return }
                guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
                    problem = broken
                    return
                }
                guard out.count < maximumEntries else {
                    problem = Problem(.tooLarge, "Paczka ma ponad \(maximumEntries) plików.")
                    return
                }
                // 0o100000 is a regular file (S_IFREG).
                guard archive_entry_filetype(entry) == 0o100000, let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else { continue }
                var content: [UInt8] = []
                var chunk = [UInt8](repeating: 0, count: 65_536)
                while true {
                    let n = archive_read_data(reader, &chunk, chunk.count)
                    if n == 0 { break }
                    guard n > 0 else {
                        problem = broken
                        return
                    }
                    total += n
                    guard total <= maximumContent else {
                        problem = Problem(.tooLarge, "Paczka po rozpakowaniu jest większa niż 512 MB.")
                        return
                    }
                    content.append(contentsOf: chunk[0..<n])
                }
                out[String(cString: name)] = content
            }
        }
        if let problem { throw problem }
        return out
    }
}
