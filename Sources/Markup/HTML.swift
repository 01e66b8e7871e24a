/// Builds a page as bytes: names are literals, text is escaped, only literals go in as they are.
///
/// A page is a function of its model that writes into this; there is no other way to make HTML in the house.
public struct HTML: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() { bytes.reserveCapacity(16 * 1024) }

    /// Text for people; escaped.
    public mutating func text(_ s: String) { escape(s, inAttribute: false) }

    /// Copies whole runs between the few signs that need care; the zero byte, which HTML forbids, is dropped.
    private mutating func escape(_ s: String, inAttribute: Bool) {
        var s = s
        s.withUTF8 { utf8 in
            var start = 0
            for i in 0..<utf8.count {
                let entity: StaticString
                switch utf8[i] {
                case UInt8(ascii: "&"): entity = "&amp;"
                case UInt8(ascii: "<"): entity = "&lt;"
                case UInt8(ascii: ">") where !inAttribute: entity = "&gt;"
                case UInt8(ascii: "\"") where inAttribute: entity = "&quot;"
                case 0: entity = ""
                default: continue
                }
                bytes.append(contentsOf: utf8[start..<i])
                literal(entity)
                start = i + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
    }

    /// Markup the program itself wrote; a literal, so that nothing of a person can be in it.
    public mutating func raw(_ s: StaticString) { literal(s) }

    private mutating func literal(_ s: StaticString) {
        s.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func open(_ name: StaticString, _ attributes: [Attribute]) {
        bytes.append(UInt8(ascii: "<"))
        literal(name)
        for a in attributes {
            switch a.value {
            case .absent: continue
            case .flag:
                bytes.append(UInt8(ascii: " "))
                literal(a.name)
            case .text(let value):
                bytes.append(UInt8(ascii: " "))
                literal(a.name)
                literal("=\"")
                escape(value, inAttribute: true)
                bytes.append(UInt8(ascii: "\""))
            }
        }
        bytes.append(UInt8(ascii: ">"))
    }

    /// An element with what its body writes.
    public mutating func el(_ name: StaticString, _ attributes: Attribute..., body: (inout HTML) -> Void) {
        open(name, attributes)
        body(&self)
        literal("</")
        literal(name)
        bytes.append(UInt8(ascii: ">"))
    }

    /// An element with text.
    public mutating func el(_ name: StaticString, _ attributes: Attribute..., text: String) {
        open(name, attributes)
        self.text(text)
        literal("</")
        literal(name)
        bytes.append(UInt8(ascii: ">"))
    }

    /// An element without content: `input`, `br`, `link`, `meta`.
    public mutating func void(_ name: StaticString, _ attributes: Attribute...) { open(name, attributes) }
}

/// An attribute with a name the program chose.
public struct Attribute: Sendable {
    enum Value: Sendable { case absent, flag, text(String) }
    let name: StaticString
    let value: Value

    /// Left out where the value is `nil`.
    public static func attr(_ name: StaticString, _ value: String?) -> Attribute {
        Attribute(name: name, value: value.map { .text($0) } ?? .absent)
    }
    /// A boolean attribute: `required`, `checked`, `hidden`.
    public static func flag(_ name: StaticString, _ isSet: Bool = true) -> Attribute { Attribute(name: name, value: isSet ? .flag : .absent) }
    public static func cls(_ value: String) -> Attribute { attr("class", value) }
    public static func id(_ value: String) -> Attribute { attr("id", value) }
    public static func href(_ value: String) -> Attribute { attr("href", value) }
    public static func name(_ value: String) -> Attribute { attr("name", value) }
    public static func value(_ value: String) -> Attribute { attr("value", value) }
    public static func type(_ value: String) -> Attribute { attr("type", value) }
    public static func label(_ value: String) -> Attribute { attr("aria-label", value) }
}
