/// Reads values from bytes. Every step is bounded by the bytes and by a depth. Source: ISO 32000-1 § 7.2 and 7.3.
struct PDFReader {
    let bytes: [UInt8]
    var at: Int
    let end: Int
    static let maximumDepth = 64

    init(_ bytes: [UInt8], at: Int = 0, end: Int? = nil) {
        self.bytes = bytes
        self.end = min(end ?? bytes.count, bytes.count)
        self.at = at
    }

    static func isSpace(_ c: UInt8) -> Bool { c == 0x20 || c == 0x0A || c == 0x0D || c == 0x09 || c == 0x0C || c == 0 }
    static func isDelimiter(_ c: UInt8) -> Bool {
        switch c {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
            UInt8(ascii: "}"), UInt8(ascii: "/"), UInt8(ascii: "%"):
            true
        default: false
        }
    }
    static func isRegular(_ c: UInt8) -> Bool { !isSpace(c) && !isDelimiter(c) }

    mutating func skipSpace() {
        while at < end {
            if PDFReader.isSpace(bytes[at]) {
                at += 1
            } else if bytes[at] == UInt8(ascii: "%") {
                while at < end, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
            } else {
                return
            }
        }
    }

    func starts(with word: StaticString) -> Bool {
        guard at >= 0, end - at >= word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { w in
            for i in 0..<w.count where bytes[at + i] != w[i] { return false }
            return true
        }
    }

    mutating func take(_ word: StaticString) -> Bool {
        skipSpace()
        guard starts(with: word) else { return false }
        let next = at + word.utf8CodeUnitCount
        if next < end, let last = word.description.utf8.last, PDFReader.isRegular(last), PDFReader.isRegular(bytes[next]) { return false }
        at = next
        return true
    }

    mutating func integer() throws(PDFError) -> Int {
        skipSpace()
        guard let n = number()?.integer else { throw PDFError(.malformed, "number expected at \(at)") }
        return n
    }

    private mutating func number() -> PDFValue? {
        let start = at
        var digits = 0, isReal = false
        if at < end, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
        while at < end {
            let c = bytes[at]
            if (48...57).contains(c) {
                digits += 1
            } else if c == UInt8(ascii: "."), !isReal {
                isReal = true
            } else {
                break
            }
            at += 1
        }
        guard digits > 0, at == end || !PDFReader.isRegular(bytes[at]) else {
            at = start
            return nil
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if !isReal, let n = Int(text) { return .integer(n) }
        return .real(text)
    }

    mutating func value(depth: Int = 0) throws(PDFError) -> PDFValue {
        guard depth < PDFReader.maximumDepth else { throw PDFError(.tooLarge, "nested too deep") }
        skipSpace()
        guard at < end else { throw PDFError(.malformed, "value expected at the end") }
        switch bytes[at] {
        case UInt8(ascii: "/"): return .name(try name())
        case UInt8(ascii: "("): return .string(try literalString())
        case UInt8(ascii: "["):
            at += 1
            var out: [PDFValue] = []
            while true {
                skipSpace()
                guard at < end else { throw PDFError(.malformed, "array without end") }
                if bytes[at] == UInt8(ascii: "]") { break }
                out.append(try value(depth: depth + 1))
            }
            at += 1
            return .array(out)
        case UInt8(ascii: "<"):
            guard at + 1 < end, bytes[at + 1] == UInt8(ascii: "<") else { return .string(try hexString()) }
            at += 2
            return .dictionary(try dictionary(depth: depth))
        case UInt8(ascii: "t") where take("true"): return .boolean(true)
        case UInt8(ascii: "f") where take("false"): return .boolean(false)
        case UInt8(ascii: "n") where take("null"): return .null
        default:
            guard let first = number() else { throw PDFError(.malformed, "value expected at \(at)") }
            // `12 0 R` needs two more words to be told from a number.
            guard let n = first.integer, n >= 0 else { return first }
            let after = at
            skipSpace()
            if let g = number()?.integer, (0...65_535).contains(g), take("R") { return .reference(PDFReference(n, g)) }
            at = after
            return first
        }
    }

    private mutating func dictionary(depth: Int) throws(PDFError) -> PDFDictionary {
        var out = PDFDictionary()
        while true {
            skipSpace()
            guard at + 1 < end else { throw PDFError(.malformed, "dictionary without end") }
            if bytes[at] == UInt8(ascii: ">"), bytes[at + 1] == UInt8(ascii: ">") {
                at += 2
                return out
            }
            guard bytes[at] == UInt8(ascii: "/") else { throw PDFError(.malformed, "name expected at \(at)") }
            let key = try name()
            let value = try value(depth: depth + 1)
            // Readers differ about which of two counts, so neither does.
            guard out[key] == nil else { throw PDFError(.malformed, "name twice in a dictionary") }
            out[key] = value
        }
    }

    private mutating func name() throws(PDFError) -> String {
        at += 1
        var out = String.UnicodeScalarView()
        while at < end, PDFReader.isRegular(bytes[at]) {
            var c = bytes[at]
            if c == UInt8(ascii: "#"), at + 2 < end, let high = hexDigit(bytes[at + 1]), let low = hexDigit(bytes[at + 2]) {
                c = high << 4 | low
                at += 2
            }
            out.append(Unicode.Scalar(c))
            at += 1
            guard out.count <= 1024 else { throw PDFError(.tooLarge, "name too long") }
        }
        return String(out)
    }

    private func hexDigit(_ c: UInt8) -> UInt8? {
        switch c {
        case 48...57: c - 48
        case 65...70: c - 55
        case 97...102: c - 87
        default: nil
        }
    }

    private mutating func hexString() throws(PDFError) -> [UInt8] {
        at += 1
        var out: [UInt8] = []
        var high: UInt8?
        while at < end {
            let c = bytes[at]
            at += 1
            if c == UInt8(ascii: ">") {
                if let high { out.append(high << 4) }
                return out
            }
            if PDFReader.isSpace(c) { continue }
            guard let digit = hexDigit(c) else { throw PDFError(.malformed, "not a hexadecimal string") }
            if let h = high {
                out.append(h << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        throw PDFError(.malformed, "string without end")
    }

    private mutating func literalString() throws(PDFError) -> [UInt8] {
        at += 1
        var out: [UInt8] = []
        var open = 1
        while at < end {
            let c = bytes[at]
            at += 1
            switch c {
            case UInt8(ascii: "("):
                open += 1
                out.append(c)
            case UInt8(ascii: ")"):
                open -= 1
                if open == 0 { return out }
                out.append(c)
            case UInt8(ascii: "\\"):
                guard at < end else { break }
                let e = bytes[at]
                at += 1
                switch e {
                case UInt8(ascii: "n"): out.append(0x0A)
                case UInt8(ascii: "r"): out.append(0x0D)
                case UInt8(ascii: "t"): out.append(0x09)
                case UInt8(ascii: "b"): out.append(0x08)
                case UInt8(ascii: "f"): out.append(0x0C)
                case 0x0D: if at < end, bytes[at] == 0x0A { at += 1 }
                case 0x0A: break
                case 48...55:
                    var n = Int(e - 48)
                    for _ in 0..<2 where at < end && (48...55).contains(bytes[at]) {
                        n = n * 8 + Int(bytes[at] - 48)
                        at += 1
                    }
                    out.append(UInt8(truncatingIfNeeded: n))
                default: out.append(e)
                }
            case 0x0D:
                if at < end, bytes[at] == 0x0A { at += 1 }
                out.append(0x0A)
            default: out.append(c)
            }
        }
        throw PDFError(.malformed, "string without end")
    }
}
