internal import Cryptography

/// Algorithm names of XML Encryption 1.1 that this house reads. RSA with the padding of PKCS #1 v1.5 is not among them: it answers
/// the questions of an attacker (Bleichenbacher).
enum Encryption {
    static let elementType = "http://www.w3.org/2001/04/xmlenc#Element"
    static let oaepMGF1P = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"
    static let oaep = "http://www.w3.org/2009/xmlenc11#rsa-oaep"
    static let wrap128 = "http://www.w3.org/2001/04/xmlenc#kw-aes128"
    static let wrap256 = "http://www.w3.org/2001/04/xmlenc#kw-aes256"
    static let ecdhES = "http://www.w3.org/2009/xmlenc11#ECDH-ES"
    static let concatKDF = "http://www.w3.org/2009/xmlenc11#ConcatKDF"
    static let p256 = "urn:oid:1.2.840.10045.3.1.7"
}

extension ContentCipher {
    init?(uri: String?) {
        guard let found = Self.allCases.first(where: { $0.uri == uri }) else { return nil }
        self = found
    }

    var uri: String {
        switch self {
        case .aes128GCM: "http://www.w3.org/2009/xmlenc11#aes128-gcm"
        case .aes256GCM: "http://www.w3.org/2009/xmlenc11#aes256-gcm"
        case .aes128CBC: "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
        case .aes256CBC: "http://www.w3.org/2001/04/xmlenc#aes256-cbc"
        }
    }

    /// The same mode for a key of another length: a node once sent a shorter key than it announced (epuap.md § 9.2).
    func fitting(keyLength: Int) -> ContentCipher? {
        Self.allCases.first { $0.isAuthenticated == isAuthenticated && $0.keyLength == keyLength }
    }
}

extension DigestAlgorithm {
    /// The digests of OAEP and key derivation.
    init?(encryptionURI uri: String?) {
        switch uri {
        case "http://www.w3.org/2000/09/xmldsig#sha1": self = .sha1
        case "http://www.w3.org/2001/04/xmlenc#sha256": self = .sha256
        case "http://www.w3.org/2001/04/xmldsig-more#sha384": self = .sha384
        case "http://www.w3.org/2001/04/xmlenc#sha512": self = .sha512
        default: return nil
        }
    }

    /// The mask functions of OAEP (XML Encryption 1.1 § 5.5.2).
    init?(maskURI uri: String?) {
        switch uri {
        case "http://www.w3.org/2009/xmlenc11#mgf1sha1": self = .sha1
        case "http://www.w3.org/2009/xmlenc11#mgf1sha256": self = .sha256
        case "http://www.w3.org/2009/xmlenc11#mgf1sha384": self = .sha384
        case "http://www.w3.org/2009/xmlenc11#mgf1sha512": self = .sha512
        default: return nil
        }
    }
}
