internal import Kernel
internal import Synchronization

/// A file writer that crosses from thread to thread while a stream is read.
final class BlobUpload: Sendable {
    private let writer: Mutex<BlobWriter>

    init(_ writer: consuming sending BlobWriter) { self.writer = Mutex(writer) }

    func write(_ chunk: [UInt8]) throws { try writer.withLock { try $0.write(chunk) } }
    func commit() throws -> ContentHash { try writer.withLock { try $0.commit() } }
    func abandon() { writer.withLock { $0.abandon() } }
}
