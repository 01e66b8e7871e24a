/// Writes JSON for the worker; words of people go in only as escaped strings.
struct JSONText {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    mutating func object(_ body: (inout JSONText) -> Void) { enclosed("{", "}", body) }
    mutating func array(_ body: (inout JSONText) -> Void) { enclosed("[", "]", body) }

    mutating func key(_ name: StaticString) {
        comma()
        string(name.description)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func value(_ text: String) {
        comma()
        string(text)
    }
    mutating func value(_ number: Int) {
        comma()
        bytes += String(number).utf8
    }
    mutating func value(_ flag: Bool) {
        comma()
        bytes += (flag ? "true" : "false").utf8
    }

    mutating func pair(_ name: StaticString, _ text: String) {
        key(name)
        value(text)
    }
    /// A key that is not the program's own word.
    mutating func pair(dynamic name: String, _ text: String) {
        comma()
        string(name)
        bytes.append(UInt8(ascii: ":"))
        string(text)
    }
    mutating func pair(_ name: StaticString, _ number: Int) {
        key(name)
        value(number)
    }
    mutating func pair(_ name: StaticString, _ flag: Bool) {
        key(name)
        value(flag)
    }
    mutating func array<C: Collection>(_ name: StaticString, _ items: C, _ body: (inout JSONText, C.Element) -> Void) {
        key(name)
        array { j in for item in items { body(&j, item) } }
    }

    private mutating func enclosed(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONText) -> Void) {
        comma()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Control signs and signs that turn the direction of writing have no place on paper; tabs are blanks.
    private mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: bytes += "\\\"".utf8
            case 0x5C: bytes += "\\\\".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x09: bytes.append(0x20)
            case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFF, 0xFEFF: break
            default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
