public import Cryptography
internal import Kernel
internal import XML

/// For whom an assertion is encrypted, and how.
public struct Recipient: Sendable {
    public var certificate: Certificate
    public var cipher: ContentCipher
    /// Names of the sender and of the recipient, bound into the key that both agree on.
    public var parties: (sender: String, recipient: String)

    public init(certificate: Certificate, cipher: ContentCipher = .aes256GCM, sender: String, recipient: String) {
        self.certificate = certificate
        self.cipher = cipher
        parties = (sender, recipient)
    }

    /// `saml2:EncryptedAssertion` around an assertion.
    ///
    /// For a key of P-256 the content key is wrapped under an agreed one (ECDH-ES, ConcatKDF, AES-256 key wrap), for RSA it is hidden with
    /// OAEP. Source: epuap.md § 9.2.
    public func encrypt(_ assertion: [UInt8]) throws -> [UInt8] {
        let contentKey = randomBytes(cipher.keyLength)
        let box = try cipher.seal(assertion, key: contentKey)
        var out = XMLWriter(declaration: false)
        try out.element("saml2:EncryptedAssertion", ["xmlns:saml2": Space.assertion]) { out in
            try out.element("xenc:EncryptedData", ["xmlns:xenc": Space.xenc, "Type": Encryption.elementType]) { out in
                out.empty("xenc:EncryptionMethod", ["Algorithm": cipher.uri])
                try out.element("ds:KeyInfo", ["xmlns:ds": Space.ds]) { out in
                    try out.element("xenc:EncryptedKey") { out in
                        if certificate.publicKey.kind == .p256 { try agree(contentKey, &out) } else { try transport(contentKey, &out) }
                    }
                }
                value(box, &out)
            }
        }
        return out.bytes
    }

    private func transport(_ key: [UInt8], _ out: inout XMLWriter) throws {
        let hidden = try certificate.publicKey.encrypt(key)
        out.element("xenc:EncryptionMethod", ["Algorithm": Encryption.oaepMGF1P]) { out in
            out.empty("ds:DigestMethod", ["Algorithm": "http://www.w3.org/2000/09/xmldsig#sha1"])
        }
        value(hidden, &out)
    }

    private func agree(_ key: [UInt8], _ out: inout XMLWriter) throws {
        let own = try PrivateKey.generateP256()
        guard let point = own.publicKey.p256Point else { throw SAMLError(.encryption, "own key") }
        let parts = [Encryption.wrap256, parties.sender, parties.recipient].map(Self.counted)
        let secret = try own.agree(with: certificate.publicKey)
        let wrapping = ConcatKDF.derive(secret: secret, otherInfo: parts.flatMap(\.self), length: 32)
        let wrapped = try KeyWrap.wrap(key, under: wrapping)
        out.empty("xenc:EncryptionMethod", ["Algorithm": Encryption.wrap256])
        out.element("ds:KeyInfo") { out in
            out.element("xenc:AgreementMethod", ["Algorithm": Encryption.ecdhES]) { out in
                out.element("xenc11:KeyDerivationMethod", ["xmlns:xenc11": Space.xenc11, "Algorithm": Encryption.concatKDF]) { out in
                    let hex = parts.map { Hex.encode($0).uppercased() }
                    out.element("xenc11:ConcatKDFParams", ["AlgorithmID": hex[0], "PartyUInfo": hex[1], "PartyVInfo": hex[2]]) { out in
                        out.empty("ds:DigestMethod", ["Algorithm": "http://www.w3.org/2001/04/xmlenc#sha256"])
                    }
                }
                out.element("xenc:OriginatorKeyInfo") { out in
                    out.element("ds:KeyValue") { out in
                        out.element("dsig11:ECKeyValue", ["xmlns:dsig11": Space.ds11]) { out in
                            out.empty("dsig11:NamedCurve", ["URI": Encryption.p256])
                            out.element("dsig11:PublicKey") { $0.base64(point) }
                        }
                    }
                }
            }
        }
        value(wrapped, &out)
    }

    /// Four bytes of length, then the words.
    private static func counted(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return (0..<4).reversed().map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes
    }

    private func value(_ bytes: [UInt8], _ out: inout XMLWriter) {
        out.element("xenc:CipherData") { out in out.element("xenc:CipherValue") { $0.base64(bytes) } }
    }
}
