internal import XML

/// A message in a SOAP 1.1 envelope (SAML 2.0 Bindings § 3.2).
public enum SoapEnvelope {
    public static let contentType = "text/xml; charset=utf-8"
    /// What known clients and servers write into the header `SOAPAction`.
    public static let action = "http://www.oasis-open.org/committees/security"

    public static func around(_ message: [UInt8]) -> [UInt8] {
        var out = XMLWriter()
        out.raw("<soap:Envelope xmlns:soap=\"\(Space.soap)\"><soap:Body>")
        out.raw(message)
        out.raw("</soap:Body></soap:Envelope>")
        return out.bytes
    }

    /// A fault without details of ours (SOAP 1.1 § 4.4).
    ///
    /// - Parameter isOurs: whether the fault lies with the server.
    public static func fault(_ words: String, isOurs: Bool) -> [UInt8] {
        var out = XMLWriter(declaration: false)
        out.element("soap:Fault", ["xmlns:soap": Space.soap]) { out in
            out.element("faultcode", text: isOurs ? "soap:Server" : "soap:Client")
            out.element("faultstring", text: words)
        }
        return around(out.bytes)
    }
}
