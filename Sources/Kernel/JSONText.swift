/// Writes JSON by hand where it is written often: an encoder that knows no types costs twenty times as much.
///
/// Keys are literals and stand in the order they are written in; values are escaped as RFC 8259 asks, in UTF-8, `/` as it is.
public struct JSONText: ~Copyable {
    private var bytes: [UInt8] = []
    private var isFirst = true

    private init() { bytes.reserveCapacity(512) }

    /// One object as text.
    public static func object(_ body: (inout JSONText) -> Void) -> String {
        var json = JSONText()
        json.braces(body)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    public mutating func member(_ key: StaticString, _ value: String) {
        name(key)
        quoted(value)
    }

    /// Nothing where there is no value.
    public mutating func member(_ key: StaticString, _ value: String?) {
        if let value { member(key, value) }
    }

    public mutating func member(_ key: StaticString, _ value: Int?) {
        guard let value else { return }
        name(key)
        bytes.append(contentsOf: String(value).utf8)
    }

    public mutating func member(_ key: StaticString, _ values: [String]) {
        name(key)
        brackets(values) { json, value in json.quoted(value) }
    }

    public mutating func member(_ key: StaticString, _ body: (inout JSONText) -> Void) {
        name(key)
        braces(body)
    }

    /// An array of objects.
    public mutating func member<T>(_ key: StaticString, objects values: [T], _ body: (inout JSONText, T) -> Void) {
        name(key)
        brackets(values) { json, value in json.braces { body(&$0, value) } }
    }

    private mutating func braces(_ body: (inout JSONText) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
        body(&self)
        bytes.append(UInt8(ascii: "}"))
        isFirst = false
    }

    private mutating func brackets<T>(_ values: [T], _ body: (inout JSONText, T) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for (i, value) in values.enumerated() {
            if i > 0 { bytes.append(UInt8(ascii: ",")) }
            body(&self, value)
        }
        bytes.append(UInt8(ascii: "]"))
        isFirst = false
    }

    private mutating func name(_ key: StaticString) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func quoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 8: escaped("b")
            case 9: escaped("t")
            case 10: escaped("n")
            case 12: escaped("f")
            case 13: escaped("r")
            case 0..<32:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(contentsOf: Hex.encode(CollectionOfOne(byte)).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escaped(_ letter: Unicode.Scalar) {
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(UInt8(ascii: letter))
    }
}
