/// What a person typed, ready for checking: ASCII capitals and digits without separators.
struct TypedText {
    /// A character outside ASCII stands as 0, which is neither a digit nor a letter.
    private(set) var bytes: [UInt8] = []

    /// - Parameter kept: separators that belong to the form of this identifier.
    init(_ text: String, keeping kept: StaticString = "") {
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.value < 128 {
                let byte = UInt8(scalar.value)
                if TypedText.isSeparator(byte), !kept.has(byte) { continue }
                bytes.append((97...122).contains(byte) ? byte - 32 : byte)
            } else if let plain = TypedText.plain(scalar) {
                if kept.has(plain) { bytes.append(plain) }
            } else {
                bytes.append(0)
            }
        }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), 9...13: true
        default: false
        }
    }

    /// The ASCII separator that a typographic one stands for.
    private static func plain(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0xA0, 0x2002...0x200B, 0x202F, 0x2060, 0xFEFF: UInt8(ascii: " ")
        case 0xAD, 0x2010...0x2015, 0x2212: UInt8(ascii: "-")
        default: nil
        }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var isEmpty: Bool { bytes.isEmpty }

    mutating func drop(prefix: StaticString) {
        if bytes.count >= prefix.utf8CodeUnitCount, prefix.bytes.elementsEqual(bytes.prefix(prefix.utf8CodeUnitCount)) {
            bytes.removeFirst(prefix.utf8CodeUnitCount)
        }
    }

    /// The values of the characters when all are digits and as many as asked.
    func digits(_ count: Int) -> [Int]? {
        guard bytes.count == count, bytes.allSatisfy(\.isDigit) else { return nil }
        return bytes.map { Int($0) - 48 }
    }

    /// Whether the characters follow a pattern: `9` a digit, `A` a letter, anything else itself.
    func follows(_ pattern: StaticString) -> Bool {
        guard bytes.count == pattern.utf8CodeUnitCount else { return false }
        return zip(bytes, pattern.bytes).allSatisfy { byte, place in
            switch place {
            case UInt8(ascii: "9"): byte.isDigit
            case UInt8(ascii: "A"): byte.isCapital
            default: byte == place
            }
        }
    }
}

extension UInt8 {
    var isDigit: Bool { (48...57).contains(self) }
    var isCapital: Bool { (65...90).contains(self) }
    /// 0–9 for digits, A = 10 … Z = 35.
    var alphanumericValue: Int { isDigit ? Int(self) - 48 : Int(self) - 55 }
}

extension StaticString {
    fileprivate var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount) }
    fileprivate func has(_ byte: UInt8) -> Bool { bytes.contains(byte) }
}

/// The sum of values multiplied by weights, as every control digit here is made.
func weightedSum(_ values: some Sequence<Int>, _ weights: [Int]) -> Int {
    zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
}
