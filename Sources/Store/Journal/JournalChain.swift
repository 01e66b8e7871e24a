internal import Cryptography
internal import Kernel

/// How the rows of the journal are chained.
///
/// The hash of a row is the SHA-256 of the hash before it and the row's fields in a fixed order. Every field carries its
/// length, and an absent one is told from an empty one, so that no two rows have the same canonical form.
enum JournalChain {
    static let start = [UInt8](repeating: 0, count: 32)

    static func hash(after previous: [UInt8], seq: Int64, at: Instant, _ entry: JournalEntry) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        bytes.append(contentsOf: "eurzad-journal-1".utf8)
        append(previous, to: &bytes)
        append(seq, to: &bytes)
        append(at.milliseconds, to: &bytes)
        for text in [entry.actor, entry.act, entry.object, entry.before, entry.after, entry.reason] {
            if let text {
                bytes.append(1)
                append(Array(text.utf8), to: &bytes)
            } else {
                bytes.append(0)
            }
        }
        return DigestAlgorithm.sha256.hash(bytes)
    }

    private static func append(_ field: [UInt8], to bytes: inout [UInt8]) {
        append(Int64(field.count), to: &bytes)
        bytes.append(contentsOf: field)
    }

    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
