/// Writes the few forms of DER that signatures need. Source: X.690.
enum DER {
    static func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        var length: [UInt8]
        if content.count < 128 {
            length = [UInt8(content.count)]
        } else {
            var n = content.count
            length = []
            while n > 0 {
                length.insert(UInt8(n & 255), at: 0)
                n >>= 8
            }
            length.insert(0x80 | UInt8(length.count), at: 0)
        }
        return [tag] + length + content
    }
    static func sequence(_ parts: [UInt8]...) -> [UInt8] { tagged(0x30, parts.flatMap(\.self)) }
    /// Members in the order that DER wants.
    static func set(_ members: [[UInt8]], tag: UInt8 = 0x31) -> [UInt8] {
        tagged(tag, members.sorted { $0.lexicographicallyPrecedes($1) }.flatMap(\.self))
    }
    static func octets(_ bytes: [UInt8]) -> [UInt8] { tagged(0x04, bytes) }
    static func integer(_ small: UInt8) -> [UInt8] { [0x02, 0x01, small] }
    static let null: [UInt8] = [0x05, 0x00]

    /// From its encoded arcs.
    static func oid(_ body: [UInt8]) -> [UInt8] { tagged(0x06, body) }

    /// A value at the front of some bytes: its tag, its content, and what comes after it; `nil` when it is not DER.
    static func read(_ bytes: ArraySlice<UInt8>) -> (tag: UInt8, content: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
        guard bytes.count >= 2 else { return nil }
        let tag = bytes[bytes.startIndex]
        var at = bytes.startIndex + 2
        var length = Int(bytes[bytes.startIndex + 1])
        if length >= 0x80 {
            let n = length & 0x7F
            guard (1...4).contains(n), bytes.endIndex - at >= n else { return nil }
            length = bytes[at..<(at + n)].reduce(0) { $0 << 8 | Int($1) }
            at += n
        }
        guard bytes.endIndex - at >= length else { return nil }
        return (tag, bytes[at..<(at + length)], bytes[(at + length)...])
    }
}
