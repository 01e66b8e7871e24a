internal import Kernel
internal import XML

/// Strict reading: what stands twice, what is missing and what is no plain text is refused, never guessed.
extension XMLNode {
    /// The one child of this name, or none.
    func one(_ name: String, _ space: String) throws(SAMLError) -> XMLNode? {
        let found = children.filter { $0.is(name, space) }
        guard found.count <= 1 else { throw SAMLError(.malformed, "\(name) twice") }
        return found.first
    }

    func need(_ name: String, _ space: String) throws(SAMLError) -> XMLNode {
        guard let found = try one(name, space) else { throw SAMLError(.malformed, "\(name) missing") }
        return found
    }

    func all(_ name: String, _ space: String) -> [XMLNode] { children.filter { $0.is(name, space) } }

    /// The text without white space around it; never empty, never with a comment in it.
    func value() throws(SAMLError) -> String {
        guard let text = plainText else { throw SAMLError(.malformed, "\(name) holds more than text") }
        let trimmed = text.trimmedXMLSpace
        guard !trimmed.isEmpty, trimmed.utf8.count <= 4096 else { throw SAMLError(.malformed, "\(name) is empty or long") }
        return trimmed
    }

    func needAttribute(_ name: String) throws(SAMLError) -> String {
        guard let value = attribute(name), !value.isEmpty, value.utf8.count <= 4096 else { throw SAMLError(.malformed, "@\(name)") }
        return value
    }

    func identifier(_ name: String = "ID") throws(SAMLError) -> MessageID {
        guard let id = MessageID(try needAttribute(name)) else { throw SAMLError(.malformed, "@\(name)") }
        return id
    }

    func identifierOrNil(_ name: String) throws(SAMLError) -> MessageID? {
        attribute(name) == nil ? nil : try identifier(name)
    }

    func instant(_ name: String) throws(SAMLError) -> Instant {
        guard let instant = Instant(iso8601: try needAttribute(name)) else { throw SAMLError(.malformed, "@\(name)") }
        return instant
    }

    func instantOrNil(_ name: String) throws(SAMLError) -> Instant? {
        attribute(name) == nil ? nil : try instant(name)
    }

    func flag(_ name: String) throws(SAMLError) -> Bool {
        switch attribute(name) {
        case nil, "false", "0": false
        case "true", "1": true
        default: throw SAMLError(.malformed, "@\(name)")
        }
    }

    /// Version 2.0 and nothing else (SAML 2.0 Core § 4.1).
    func checkVersion() throws(SAMLError) {
        guard attribute("Version") == "2.0" else { throw SAMLError(.version) }
    }
}

extension String {
    /// Without the white space of XML around it.
    var trimmedXMLSpace: String {
        func isSpace(_ c: UInt8) -> Bool { c == 0x20 || c == 0x09 || c == 0x0A || c == 0x0D }
        let bytes = Array(utf8)
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
