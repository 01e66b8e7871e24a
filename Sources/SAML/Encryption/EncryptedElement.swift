internal import Cryptography
internal import Kernel
internal import XML

/// An encrypted element as it came: the content, and the key hidden for somebody (XML Encryption 1.1 § 3).
///
/// Read it only where the text around it was verified: an attacker who may try ciphertexts of his own learns from the answers.
struct EncryptedElement {
    private var cipher: ContentCipher
    private var content: [UInt8]
    private var hiddenKeys: [HiddenKey]

    /// A content key, hidden for the owner of one private key.
    private enum HiddenKey {
        case rsa(OAEP, [UInt8])
        /// Wrapped under a key agreed with the key of the sender.
        case agreed(sender: PublicKey, otherInfo: [UInt8], wrapLength: Int, [UInt8])
    }

    /// - Parameter holder: `saml2:EncryptedAssertion`.
    init(reading holder: XMLNode) throws(SAMLError) {
        let data = try holder.need("EncryptedData", Space.xenc)
        guard data.attribute("Type") ?? Encryption.elementType == Encryption.elementType else { throw SAMLError(.encryption, "type") }
        guard let cipher = ContentCipher(uri: data.child("EncryptionMethod", Space.xenc)?.attribute("Algorithm")) else {
            throw SAMLError(.encryption, "content cipher")
        }
        self.cipher = cipher
        content = try Self.cipherValue(data)
        // The keys stand in the data's KeyInfo, or beside the data (SAML 2.0 Core § 2.2.4).
        let inside = data.child("KeyInfo", Space.ds)?.all("EncryptedKey", Space.xenc) ?? []
        hiddenKeys = []
        for node in (inside + holder.all("EncryptedKey", Space.xenc)).prefix(8) { hiddenKeys.append(try Self.hiddenKey(node)) }
        guard !hiddenKeys.isEmpty else { throw SAMLError(.encryption, "no key") }
    }

    /// The content, opened by the first key that fits.
    func open(_ keys: [PrivateKey]) throws(SAMLError) -> [UInt8] {
        for hidden in hiddenKeys {
            for key in keys {
                guard let contentKey = try? Self.reveal(hidden, key), let cipher = cipher.fitting(keyLength: contentKey.count),
                    let plain = try? cipher.open(content, key: contentKey)
                else { continue }
                return plain
            }
        }
        // One answer for every cause, so that it tells nothing.
        throw SAMLError(.encryption, "no key opens it")
    }

    private static func reveal(_ hidden: HiddenKey, _ key: PrivateKey) throws -> [UInt8] {
        switch hidden {
        case .rsa(let padding, let bytes): return try key.decrypt(bytes, padding)
        case .agreed(let sender, let otherInfo, let wrapLength, let bytes):
            let secret = try key.agree(with: sender)
            return try KeyWrap.unwrap(bytes, under: ConcatKDF.derive(secret: secret, otherInfo: otherInfo, length: wrapLength))
        }
    }

    private static func hiddenKey(_ node: XMLNode) throws(SAMLError) -> HiddenKey {
        let bytes = try cipherValue(node)
        guard let method = node.child("EncryptionMethod", Space.xenc) else { throw SAMLError(.encryption, "key cipher") }
        switch method.attribute("Algorithm") {
        case Encryption.oaepMGF1P: return .rsa(OAEP(digest: try digest(method), mask: .sha1), bytes)
        case Encryption.oaep:
            var mask = DigestAlgorithm.sha1
            if let node = method.child("MGF", Space.xenc11) {
                guard let named = DigestAlgorithm(maskURI: node.attribute("Algorithm")) else { throw SAMLError(.encryption, "mask") }
                mask = named
            }
            return .rsa(OAEP(digest: try digest(method), mask: mask), bytes)
        case Encryption.wrap128: return try agreed(node, wrapLength: 16, bytes)
        case Encryption.wrap256: return try agreed(node, wrapLength: 32, bytes)
        default: throw SAMLError(.encryption, "key cipher")
        }
    }

    private static func digest(_ method: XMLNode) throws(SAMLError) -> DigestAlgorithm {
        guard let node = method.child("DigestMethod", Space.ds) else { return .sha1 }
        guard let named = DigestAlgorithm(encryptionURI: node.attribute("Algorithm")) else { throw SAMLError(.encryption, "digest") }
        return named
    }

    private static func agreed(_ node: XMLNode, wrapLength: Int, _ bytes: [UInt8]) throws(SAMLError) -> HiddenKey {
        guard let agreement = node.child("KeyInfo", Space.ds)?.child("AgreementMethod", Space.xenc),
            agreement.attribute("Algorithm") == Encryption.ecdhES, let derivation = agreement.child("KeyDerivationMethod", Space.xenc11),
            derivation.attribute("Algorithm") == Encryption.concatKDF, let parameters = derivation.child("ConcatKDFParams", Space.xenc11),
            parameters.child("DigestMethod", Space.ds)?.attribute("Algorithm") == "http://www.w3.org/2001/04/xmlenc#sha256"
        else { throw SAMLError(.encryption, "key agreement") }
        guard let value = agreement.child("OriginatorKeyInfo", Space.xenc)?.child("KeyValue", Space.ds)?.child("ECKeyValue", Space.ds11),
            value.child("NamedCurve", Space.ds11)?.attribute("URI") == Encryption.p256,
            let point = value.child("PublicKey", Space.ds11)?.plainText.flatMap(Base64.decode), let sender = PublicKey(p256Point: point)
        else { throw SAMLError(.encryption, "key of the sender") }
        var otherInfo: [UInt8] = []
        // The parts as they stand, without the byte of padding bits that the standard puts before each (epuap.md § 9.2).
        for name in ["AlgorithmID", "PartyUInfo", "PartyVInfo", "SuppPubInfo", "SuppPrivInfo"] {
            guard let text = parameters.attribute(name) else { continue }
            guard let part = fromHex(text), part.count <= 1024 else { throw SAMLError(.encryption, name) }
            otherInfo += part
        }
        return .agreed(sender: sender, otherInfo: otherInfo, wrapLength: wrapLength, bytes)
    }

    private static func fromHex(_ hex: String) -> [UInt8]? {
        let digits = hex.utf8.compactMap { c -> UInt8? in
            switch c {
            case 48...57: c - 48
            case 65...70: c - 55
            case 97...102: c - 87
            default: nil
            }
        }
        guard digits.count == hex.utf8.count, digits.count % 2 == 0 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static func cipherValue(_ node: XMLNode) throws(SAMLError) -> [UInt8] {
        // A reference to a value elsewhere is never followed.
        guard let text = node.child("CipherData", Space.xenc)?.child("CipherValue", Space.xenc)?.plainText, let bytes = Base64.decode(text), !bytes.isEmpty
        else { throw SAMLError(.encryption, "cipher value") }
        return bytes
    }
}
