internal import CLibXML2
internal import Synchronization

/// The schemas that lie ready while one that names them is compiled; libxml2 asks for them by an address that only we answer.
///
/// libxml2 knows one list of input callbacks for the process, so the shelf is one too; each compilation has a number of its own in its addresses.
enum SchemaShelf {
    private struct Content { var byAddress: [String: [UInt8]] = [:], lastNumber = 0 }
    private static let content = Mutex(Content())
    static let scheme = "eurzad-schema:"

    private static let isRegistered: Bool =
        xmlRegisterInputCallbacks(
            { address in
                guard let address else { return 0 }
                return String(cString: address).hasPrefix(SchemaShelf.scheme) ? 1 : 0
            },
            { address in
                guard let address, let bytes = SchemaShelf.content.withLock({ $0.byAddress[String(cString: address)] }) else { return nil }
                return Unmanaged.passRetained(Reading(bytes)).toOpaque()
            },
            { reading, buffer, count in
                guard let reading, let buffer, count >= 0 else { return -1 }
                return Int32(Unmanaged<Reading>.fromOpaque(reading).takeUnretainedValue().read(into: buffer, Int(count)))
            },
            { reading in
                if let reading { Unmanaged<Reading>.fromOpaque(reading).release() }
                return 0
            }) >= 0

    /// Where a reader stands in a schema; used by one parser on one thread.
    private final class Reading {
        private let bytes: [UInt8]
        private var at = 0
        init(_ bytes: [UInt8]) { self.bytes = bytes }
        func read(into buffer: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
            let n = min(count, bytes.count - at)
            bytes.withUnsafeBytes { source in
                guard n > 0, let start = source.baseAddress else { return }
                UnsafeMutableRawPointer(buffer).copyMemory(from: start + at, byteCount: n)
            }
            at += n
            return n
        }
    }

    /// Lays schemas ready by name while the body runs; it gets the address of each name.
    static func with<T>(_ schemas: [String: [UInt8]], _ body: ((String) -> String) throws(XMLError) -> T) throws(XMLError) -> T {
        guard isRegistered else { throw XMLError(.schema, "libxml2 takes no input callbacks") }
        let number = content.withLock { c in
            c.lastNumber += 1
            return c.lastNumber
        }
        func address(_ name: String) -> String { "\(scheme)//\(number)/\(name)" }
        content.withLock { c in for (name, bytes) in schemas { c.byAddress[address(name)] = bytes } }
        defer { content.withLock { c in for name in schemas.keys { c.byAddress[address(name)] = nil } } }
        return try body(address)
    }
}
