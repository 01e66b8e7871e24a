internal import Kernel

/// Builds XML as text, escaping what is written; the way every message and document of ours is made.
///
/// Names are the program's own. Characters that XML 1.0 forbids are dropped.
public struct XMLWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init(declaration: Bool = true) {
        if declaration { raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>") }
    }

    public mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ body: (inout XMLWriter) throws -> Void
    ) rethrows {
        open(name, attributes)
        bytes.append(UInt8(ascii: ">"))
        try body(&self)
        raw("</")
        raw(name)
        bytes.append(UInt8(ascii: ">"))
    }

    public mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], text: String) {
        element(name, attributes) { $0.text(text) }
    }

    public mutating func empty(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:]) {
        open(name, attributes)
        raw("/>")
    }

    private mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String?>) {
        bytes.append(UInt8(ascii: "<"))
        raw(name)
        for (key, value) in attributes {
            guard let value else { continue }
            bytes.append(UInt8(ascii: " "))
            raw(key)
            raw("=\"")
            escape(value, inAttribute: true)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    public mutating func text(_ s: String) { escape(s, inAttribute: false) }
    public mutating func base64(_ content: [UInt8]) { raw(Base64.encode(content)) }
    /// XML that is well-formed already.
    public mutating func raw(_ xml: String) { bytes.append(contentsOf: xml.utf8) }
    public mutating func raw(_ xml: [UInt8]) { bytes.append(contentsOf: xml) }
    public mutating func processingInstruction(_ target: String, _ data: String) {
        raw("<?\(target) \(data.replacing("?>", with: ""))?>")
    }

    private mutating func escape(_ s: String, inAttribute: Bool) {
        // Most text needs nothing; 0xEF may begin a character that XML forbids.
        var s = s
        let isPlain = s.withUTF8 { text in
            text.allSatisfy {
                $0 >= 0x20 && $0 != 0xEF && $0 != UInt8(ascii: "&") && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "\"")
            }
        }
        if isPlain { return bytes.append(contentsOf: s.utf8) }
        for scalar in s.unicodeScalars {
            switch scalar {
            case "&": raw("&amp;")
            case "<": raw("&lt;")
            case ">": raw("&gt;")
            case "\"" where inAttribute: raw("&quot;")
            case "\t" where inAttribute: raw("&#x9;")
            case "\n" where inAttribute: raw("&#xA;")
            case "\r": raw("&#xD;")
            case "\t", "\n": bytes.append(UInt8(scalar.value))
            default:
                guard scalar.value >= 0x20, scalar.value != 0xFFFE, scalar.value != 0xFFFF else { continue }
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }
}
