internal import Cryptography
internal import Glibc
internal import Kernel

/// The directory tree of large blobs. Everything here blocks.
struct BlobFiles: Sendable {
    let directory: String
    private var temporaries: String { directory + "/tmp" }

    func path(_ hash: ContentHash) -> String {
        let name = hash.description
        return "\(folder(hash))/\(name)"
    }
    private func folder(_ hash: ContentHash) -> String {
        let name = hash.description
        return "\(directory)/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))"
    }

    func begin() throws -> BlobWriter {
        try makeDirectory(temporaries)
        return try BlobWriter(self, temporary: "\(temporaries)/\(Hex.encode(randomBytes(16)))")
    }

    /// Gives a finished file its name; where the same bytes have it already, the new copy is dropped.
    func place(_ temporary: String, as hash: ContentHash) throws {
        let folder = folder(hash)
        try makeDirectory(folder)
        try locked(LOCK_SH) {
            var facts = stat()
            if stat(path(hash), &facts) == 0 {
                // Young again, so that a sweep does not take what is about to be recorded.
                guard utimensat(AT_FDCWD, path(hash), nil, 0) == 0 else { throw Self.problem(errno, "utimensat") }
                unlink(temporary)
            } else {
                guard rename(temporary, path(hash)) == 0 else { throw Self.problem(errno, "rename") }
            }
            // Also where the name was there: whoever made it may not have got this far.
            try syncDirectory(folder)
        }
    }

    func read(_ hash: ContentHash, size: Int) throws -> [UInt8] {
        let descriptor = open(path(hash), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw Self.damaged(hash) }
            throw Self.problem(errno, "open")
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw Self.problem(errno, "fstat") }
        guard Int(facts.st_size) == size else { throw Self.damaged(hash) }
        return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                // `size` is greater than 0 here, so the buffer has an address.
                let n = Glibc.read(descriptor, buffer.baseAddress! + count, size - count)
                if n < 0, errno == EINTR { continue }
                guard n > 0 else { throw n == 0 ? Self.damaged(hash) : Self.problem(errno, "read") }
                count += n
            }
        }
    }

    /// Named files last touched before an instant.
    func candidates(olderThan limit: Instant) throws -> [ContentHash] {
        var out: [ContentHash] = []
        for first in list(directory) where first.utf8.count == 2 {
            for second in list("\(directory)/\(first)") where second.utf8.count == 2 {
                for name in list("\(directory)/\(first)/\(second)") {
                    if let hash = ContentHash(name), isOlder(path(hash), than: limit) { out.append(hash) }
                }
            }
        }
        return out
    }

    /// Removes those of the files that are still old, and old temporary files.
    func remove(_ hashes: [ContentHash], olderThan limit: Instant) throws -> Int {
        var n = 0
        for hash in hashes {
            try locked(LOCK_EX) {
                if isOlder(path(hash), than: limit), unlink(path(hash)) == 0 { n += 1 }
            }
        }
        for name in list(temporaries) where isOlder("\(temporaries)/\(name)", than: limit) {
            if unlink("\(temporaries)/\(name)") == 0 { n += 1 }
        }
        return n
    }

    static func damaged(_ hash: ContentHash) -> Problem {
        Problem(
            .internalFault,
            "Plik \(hash) jest uszkodzony albo zaginął. Powiadom administratora, aby odtworzył go z kopii.",
            cause: "blob \(hash) does not match its hash"
        )
    }

    static func problem(_ code: Int32, _ act: String) -> Problem {
        let cause = "\(act): errno \(code)"
        return switch code {
        case ENOSPC, EDQUOT, EFBIG:
            Problem(.unavailable, "Na dysku serwera zabrakło miejsca, nic nie zapisano. Spróbuj później albo powiadom administratora.", cause: cause)
        default:
            Problem(.unavailable, "Dysk serwera nie odpowiada. Spróbuj później albo powiadom administratora.", cause: cause)
        }
    }

    // MARK: directories

    private func isOlder(_ path: String, than limit: Instant) -> Bool {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return false }
        return Int64(facts.st_mtim.tv_sec) * 1000 + Int64(facts.st_mtim.tv_nsec) / 1_000_000 < limit.milliseconds
    }

    private func list(_ path: String) -> [String] {
        guard let handle = opendir(path) else { return [] }
        defer { closedir(handle) }
        var out: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { out.append(name) }
        }
        return out
    }

    /// Makes the directory and those above it, each name synced into its parent.
    private func makeDirectory(_ path: String) throws {
        if mkdir(path, 0o700) == 0 { return try syncDirectory(parent(path)) }
        switch errno {
        case EEXIST: return
        case ENOENT:
            try makeDirectory(parent(path))
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.problem(errno, "mkdir") }
            try syncDirectory(parent(path))
        default: throw Self.problem(errno, "mkdir")
        }
    }

    private func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private func syncDirectory(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.problem(errno, "open directory") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.problem(errno, "fsync directory") }
    }

    /// Sweeping and placing never meet, also between processes.
    private func locked(_ operation: Int32, _ body: () throws -> Void) throws {
        let descriptor = open(directory + "/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.problem(errno, "open lock") }
        defer { close(descriptor) }
        while flock(descriptor, operation) != 0 {
            guard errno == EINTR else { throw Self.problem(errno, "flock") }
        }
        try body()
    }
}
