internal import Cryptography
internal import Glibc
internal import Kernel

/// One temporary file on its way to its name.
struct BlobWriter: ~Copyable {
    private let files: BlobFiles
    private let temporary: String
    private var descriptor: Int32
    private var digest = RunningDigest(.sha256)

    init(_ files: BlobFiles, temporary: String) throws {
        self.files = files
        self.temporary = temporary
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BlobFiles.problem(errno, "open") }
    }

    deinit { if descriptor >= 0 { close(descriptor); unlink(temporary) } }

    mutating func write(_ bytes: [UInt8]) throws {
        digest.update(bytes)
        let descriptor = descriptor
        try bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                // Inside the buffer, since `done` is less than its count.
                let n = Glibc.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
                if n < 0, errno == EINTR { continue }
                guard n > 0 else { throw BlobFiles.problem(n == 0 ? ENOSPC : errno, "write") }
                done += n
            }
        }
    }

    /// Bytes on disk, then the name, then the directory that holds the name.
    mutating func commit() throws -> ContentHash {
        guard let hash = ContentHash(digest: digest.finish()) else {
            throw Problem(.internalFault, "Nie udało się zapisać pliku. Spróbuj ponownie.", cause: "digest length")
        }
        guard fsync(descriptor) == 0 else {
            let code = errno
            abandon()
            throw BlobFiles.problem(code, "fsync")
        }
        close(descriptor)
        descriptor = -1
        do { try files.place(temporary, as: hash) } catch {
            unlink(temporary)
            throw error
        }
        return hash
    }

    mutating func abandon() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
        unlink(temporary)
    }
}
