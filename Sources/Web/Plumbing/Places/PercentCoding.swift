/// Percent-encoding of RFC 3986 and of HTML forms.
enum PercentCoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Encodes everything but unreserved signs.
    static func encode(_ text: String) -> String {
        var out: [UInt8] = []
        for b in text.utf8 {
            let plain = (97...122).contains(b) || (65...90).contains(b) || (48...57).contains(b) || b == 45 || b == 46 || b == 95 || b == 126
            if plain {
                out.append(b)
            } else {
                out += [UInt8(ascii: "%"), digits[Int(b >> 4)], digits[Int(b & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// - Parameter plusIsSpace: as in forms and queries.
    /// - Returns: `nil` for a `%` without two hexadecimal digits.
    static func decode(_ bytes: some Sequence<UInt8>, plusIsSpace: Bool) -> [UInt8]? {
        var out: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let b = iterator.next() {
            switch b {
            case UInt8(ascii: "+") where plusIsSpace: out.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(value), let low = iterator.next().flatMap(value) else { return nil }
                out.append(high << 4 | low)
            default: out.append(b)
            }
        }
        return out
    }

    private static func value(_ b: UInt8) -> UInt8? {
        switch b {
        case 48...57: b - 48
        case 65...70: b - 55
        case 97...102: b - 87
        default: nil
        }
    }
}
