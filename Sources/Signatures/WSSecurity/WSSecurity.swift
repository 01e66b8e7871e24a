public import Cryptography
public import Kernel
public import XML

/// Signed SOAP 1.1 messages as ePUAP exchanges them (OASIS WSS 1.0, X.509 token profile; epuap.md § 3).
public enum WSSecurity {
    static let soap = "http://schemas.xmlsoap.org/soap/envelope/"
    static let wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
    static let wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
    static let x509v3 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3"
    static let base64Binary = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
    /// How far the clocks of two parties may differ.
    static let clockSkewSeconds: Int64 = 300

    /// A whole signed envelope: token first, then the signature over the body, and over a time stamp where one is wanted.
    ///
    /// - Parameters:
    ///   - body: what stands inside `soapenv:Body`, declaring every name space it uses.
    ///   - headers: further header elements, unsigned as in every known client.
    public static func envelope(
        body: String, headers: String = "", identity: SigningIdentity, now: Instant, timestamp: Bool
    ) throws -> [UInt8] {
        let id = Hex.encode(randomBytes(12))
        let open = "<soapenv:Body xmlns:soapenv=\"\(soap)\" xmlns:wsu=\"\(wsu)\" wsu:Id=\"id-\(id)\">"
        let bodyElement = open + body + "</soapenv:Body>"
        // The body is foreign text, so its canonical form is the parser's to say.
        let bodyTree = try XMLTree(parsing: Array(bodyElement.utf8))
        var references = [("id-\(id)", DigestAlgorithm.sha256.hash(try bodyTree.canonical(.exclusive)))]
        var stamp = ""
        if timestamp {
            stamp =
                "<wsu:Timestamp xmlns:wsu=\"\(wsu)\" wsu:Id=\"TS-\(id)\"><wsu:Created>\(now)</wsu:Created><wsu:Expires>\(now.adding(seconds: clockSkewSeconds))</wsu:Expires></wsu:Timestamp>"
            references.append(("TS-\(id)", DigestAlgorithm.sha256.hash(Array(stamp.utf8))))
        }
        let method = SignatureMethod(key: identity.key.kind, digest: .sha256)
        let info =
            "<ds:SignedInfo xmlns:ds=\"\(Names.ds)\"><ds:CanonicalizationMethod Algorithm=\"\(C14N.exclusive.rawValue)\"></ds:CanonicalizationMethod>"
            + "<ds:SignatureMethod Algorithm=\"\(method.uri)\"></ds:SignatureMethod>"
            + references.map { id, digest in
                "<ds:Reference URI=\"#\(id)\"><ds:Transforms><ds:Transform Algorithm=\"\(C14N.exclusive.rawValue)\"></ds:Transform></ds:Transforms>"
                    + "<ds:DigestMethod Algorithm=\"\(DigestAlgorithm.sha256.uri)\"></ds:DigestMethod><ds:DigestValue>\(Base64.encode(digest))</ds:DigestValue></ds:Reference>"
            }.joined() + "</ds:SignedInfo>"
        let value = try identity.key.sign(Array(info.utf8), digest: .sha256)
        var out = XMLWriter()
        out.raw("<soapenv:Envelope xmlns:soapenv=\"\(soap)\"><soapenv:Header><wsse:Security xmlns:wsse=\"\(wsse)\" soapenv:mustUnderstand=\"1\">")
        out.raw(stamp)
        out.raw(
            "<wsse:BinarySecurityToken xmlns:wsu=\"\(wsu)\" EncodingType=\"\(base64Binary)\" ValueType=\"\(x509v3)\" wsu:Id=\"X509-\(id)\">\(Base64.encode(identity.certificate.der))</wsse:BinarySecurityToken>"
        )
        out.raw("<ds:Signature xmlns:ds=\"\(Names.ds)\" Id=\"SIG-\(id)\">\(info)<ds:SignatureValue>\(Base64.encode(value))</ds:SignatureValue>")
        out.raw(
            "<ds:KeyInfo><wsse:SecurityTokenReference><wsse:Reference URI=\"#X509-\(id)\" ValueType=\"\(x509v3)\"></wsse:Reference></wsse:SecurityTokenReference></ds:KeyInfo></ds:Signature></wsse:Security>"
        )
        out.raw(headers)
        out.raw("</soapenv:Header>")
        out.raw(bodyElement)
        out.raw("</soapenv:Envelope>")
        return out.bytes
    }

    /// Checks the signature of a message; whether the certificate may call is the caller's question.
    ///
    /// - Parameter resolve: finds a certificate that the message only names.
    public static func verify(
        _ tree: XMLTree, now: Instant, allowSHA1: Bool = true, resolve: (TokenReference) -> Certificate? = { _ in nil }
    ) throws(WSSError) -> WSSVerified {
        guard tree.root.is("Envelope", soap), let header = tree.root.child("Header", soap) else { throw WSSError(.missing) }
        let bodies = tree.root.children.filter { $0.is("Body", soap) }
        guard bodies.count == 1, let body = bodies.first else { throw WSSError(.malformed) }
        let security = header.children.filter { $0.is("Security", wsse) }
        let signatures = security.flatMap { $0.children.filter { $0.is("Signature", Names.ds) } }
        guard let signature = signatures.first, let holder = signature.parent else { throw WSSError(.missing) }
        guard signatures.count == 1 else { throw WSSError(.tooManySignatures) }
        guard let info = signature.child("SignedInfo", Names.ds), let value = signature.child("SignatureValue", Names.ds).flatMap({ Base64.decode($0.text) })
        else { throw WSSError(.malformed) }

        let certificate = try token(signature, holder, tree, resolve)
        guard let method = SignatureMethod(uri: info.child("SignatureMethod", Names.ds)?.attribute("Algorithm")),
            method.fits(certificate.publicKey.kind), let c14n = info.child("CanonicalizationMethod", Names.ds),
            let form = C14N(rawValue: c14n.attribute("Algorithm") ?? "")
        else { throw WSSError(.algorithm) }

        let stamps = holder.children.filter { $0.is("Timestamp", wsu) }
        var usedSHA1 = method.digest == .sha1
        var signsBody = false
        var signedStamps: [XMLNode] = []
        let references = info.children.filter { $0.is("Reference", Names.ds) }
        guard (1...32).contains(references.count) else { throw WSSError(.malformed) }
        for reference in references {
            let (target, digest) = try check(reference, in: tree)
            if digest == .sha1 { usedSHA1 = true }
            if target == body { signsBody = true }
            if stamps.contains(target) { signedStamps.append(target) }
        }
        guard let bytes = try? tree.canonical(form, of: info, inclusivePrefixes: SignatureVerifier.inclusivePrefixes(c14n)) else {
            throw WSSError(.malformed)
        }
        guard certificate.publicKey.verify(value, of: bytes, digest: method.digest) else { throw WSSError(.signatureValue) }
        guard signsBody else { throw WSSError(.bodyNotSigned) }
        if usedSHA1, !allowSHA1 { throw WSSError(.weakAlgorithm) }
        for stamp in stamps {
            guard signedStamps.contains(stamp) else { throw WSSError(.timestampNotSigned) }
            try checkTime(stamp, now)
        }
        return WSSVerified(certificateDER: certificate.der, usedSHA1: usedSHA1, hasSignedTimestamp: !signedStamps.isEmpty)
    }

    private static func check(_ reference: XMLNode, in tree: XMLTree) throws(WSSError) -> (XMLNode, DigestAlgorithm) {
        guard let uri = reference.attribute("URI"), uri.hasPrefix("#"), uri.count > 1 else { throw WSSError(.malformed) }
        let found = tree.elements(id: String(uri.dropFirst()))
        guard let target = found.first else { throw WSSError(.malformed) }
        guard found.count == 1 else { throw WSSError(.duplicateID) }
        guard let digest = DigestAlgorithm(uri: reference.child("DigestMethod", Names.ds)?.attribute("Algorithm")) else { throw WSSError(.algorithm) }
        var form = C14N.inclusive
        var prefixes: [String] = []
        let transforms = reference.child("Transforms", Names.ds)?.children ?? []
        guard transforms.count <= 1 else { throw WSSError(.algorithm) }
        if let transform = transforms.first {
            guard let c14n = C14N(rawValue: transform.attribute("Algorithm") ?? "") else { throw WSSError(.algorithm) }
            form = c14n
            prefixes = SignatureVerifier.inclusivePrefixes(transform)
        }
        guard let bytes = try? tree.canonical(form, of: target, inclusivePrefixes: prefixes),
            let expected = reference.child("DigestValue", Names.ds).flatMap({ Base64.decode($0.text) })
        else { throw WSSError(.malformed) }
        guard constantTimeEqual(digest.hash(bytes), expected) else { throw WSSError(.digestMismatch) }
        return (target, digest)
    }

    private static func token(
        _ signature: XMLNode, _ holder: XMLNode, _ tree: XMLTree, _ resolve: (TokenReference) -> Certificate?
    ) throws(WSSError) -> Certificate {
        guard let reference = signature.child("KeyInfo", Names.ds)?.child("SecurityTokenReference", wsse) else { throw WSSError(.unknownToken) }
        if let direct = reference.child("Reference", wsse) {
            guard let uri = direct.attribute("URI"), uri.hasPrefix("#") else { throw WSSError(.unknownToken) }
            let found = tree.elements(id: String(uri.dropFirst()))
            guard found.count <= 1 else { throw WSSError(.duplicateID) }
            guard let token = found.first, token.is("BinarySecurityToken", wsse), token.parent == holder, let der = Base64.decode(token.text),
                let certificate = try? CertificateCache.certificate(der: der)
            else { throw WSSError(.unknownToken) }
            return certificate
        }
        var named: TokenReference?
        if let identifier = reference.child("KeyIdentifier", wsse), let bytes = Base64.decode(identifier.text) {
            let type = identifier.attribute("ValueType") ?? ""
            if type.hasSuffix("#ThumbprintSHA1") {
                named = .thumbprint(bytes)
            } else if type.hasSuffix("#X509v3"), let certificate = try? CertificateCache.certificate(der: bytes) {
                return certificate
            } else {
                named = .subjectKeyIdentifier(bytes)
            }
        } else if let pair = reference.child("X509Data", Names.ds)?.child("X509IssuerSerial", Names.ds) {
            named = .issuerSerial(issuer: pair.childText("X509IssuerName") ?? "", serialDecimal: pair.childText("X509SerialNumber") ?? "")
        }
        guard let named, let certificate = resolve(named) else { throw WSSError(.unknownToken) }
        return certificate
    }

    private static func checkTime(_ stamp: XMLNode, _ now: Instant) throws(WSSError) {
        guard let created = stamp.childText("Created").flatMap({ Instant(iso8601: $0) }) else { throw WSSError(.malformed) }
        guard created <= now.adding(seconds: clockSkewSeconds) else { throw WSSError(.expired) }
        if let text = stamp.childText("Expires") {
            guard let expires = Instant(iso8601: text) else { throw WSSError(.malformed) }
            guard now <= expires.adding(seconds: clockSkewSeconds) else { throw WSSError(.expired) }
        }
    }

    /// Finds a certificate among known ones by what a message names.
    public static func find(_ reference: TokenReference, among certificates: [Certificate]) -> Certificate? {
        certificates.first { c in
            switch reference {
            case .subjectKeyIdentifier(let bytes): c.subjectKeyIdentifier == bytes
            case .thumbprint(let bytes): constantTimeEqual(DigestAlgorithm.sha1.hash(c.der), bytes)
            case .issuerSerial(let issuer, let serial):
                c.serialDecimal == serial && c.issuer.filter { $0 != " " } == issuer.filter { $0 != " " }
            }
        }
    }
}
