internal import Cryptography
internal import Kernel
internal import Signatures
internal import XML

/// What can be written and signed by itself.
protocol Writable {
    var id: MessageID { get }
    /// - Parameter signature: to stand right after the issuer, where the schema wants it; empty for the text that is signed.
    func write(signature: String) -> [UInt8]
}

extension Writable {
    /// The element with a signature in it.
    func signedBytes(by identity: SigningIdentity) throws -> [UInt8] {
        let plain = write(signature: "")
        return write(signature: try EnvelopedSignature.make(over: plain, id: id.description, identity: identity))
    }
}

extension XMLWriter {
    /// An element of the protocol or an assertion, declaring the prefixes it uses.
    mutating func message(
        _ name: String, id: MessageID, at instant: Instant, issuer: String, signature: String,
        _ attributes: [(String, String?)] = [], _ body: (inout XMLWriter) -> Void
    ) {
        var open = "<saml2p:\(name) xmlns:saml2p=\"\(Space.protocols)\" xmlns:saml2=\"\(Space.assertion)\""
        let all = [("ID", id.description), ("Version", "2.0"), ("IssueInstant", instant.wholeSeconds)] + attributes
        for (key, value) in all { if let value { open += " \(key)=\"\(value.attributeText)\"" } }
        raw(open + ">")
        element("saml2:Issuer", text: issuer)
        raw(signature)
        body(&self)
        raw("</saml2p:\(name)>")
    }
}

extension String {
    /// Escaped for a quoted attribute.
    var attributeText: String {
        var writer = XMLWriter(declaration: false)
        writer.empty("a", ["b": self])
        return String(decoding: writer.bytes.dropFirst(6).dropLast(3), as: UTF8.self)
    }
}

extension Instant {
    /// `xs:dateTime` in UTC; SAML counts no finer than a receiver would (SAML 2.0 Core § 1.3.3).
    var wholeSeconds: String { String(description.prefix(19)) + "Z" }
}
