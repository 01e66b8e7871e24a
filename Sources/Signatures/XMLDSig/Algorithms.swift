internal import Cryptography
internal import XML

/// Namespaces and algorithm names of XML Signature and XAdES.
enum Names {
    static let ds = "http://www.w3.org/2000/09/xmldsig#"
    static let xades = "http://uri.etsi.org/01903/v1.3.2#"
    static let xadesOlder = ["http://uri.etsi.org/01903/v1.2.2#", "http://uri.etsi.org/01903/v1.1.1#"]
    static let signedPropertiesType = "http://uri.etsi.org/01903#SignedProperties"
    static let enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
    static let xpath = "http://www.w3.org/TR/1999/REC-xpath-19991116"
    static let base64 = "http://www.w3.org/2000/09/xmldsig#base64"
    static let exclusiveNamespace = "http://www.w3.org/2001/10/xml-exc-c14n#"
    static let podpisZP = "http://crd.gov.pl/xml/schematy/ppzp/"
    static let person2009 = "http://crd.gov.pl/xml/schematy/osoba/2009/03/06/"
    static let epSignature = "http://crd.gov.pl/xml/schematy/podpis_zaufany/"

    static func isXAdES(_ namespace: String?) -> Bool { namespace == xades || namespace.map(xadesOlder.contains) ?? false }
}

extension DigestAlgorithm {
    init?(uri: String?) {
        switch uri {
        case "http://www.w3.org/2000/09/xmldsig#sha1": self = .sha1
        case "http://www.w3.org/2001/04/xmlenc#sha256": self = .sha256
        case "http://www.w3.org/2001/04/xmldsig-more#sha384": self = .sha384
        case "http://www.w3.org/2001/04/xmlenc#sha512": self = .sha512
        default: return nil
        }
    }

    var uri: String {
        switch self {
        case .sha1: "http://www.w3.org/2000/09/xmldsig#sha1"
        case .sha256: "http://www.w3.org/2001/04/xmlenc#sha256"
        case .sha384: "http://www.w3.org/2001/04/xmldsig-more#sha384"
        case .sha512: "http://www.w3.org/2001/04/xmlenc#sha512"
        }
    }
}

/// A signature method of XML Signature: a kind of key and a digest (RFC 9231).
struct SignatureMethod: Hashable {
    enum Family: Hashable { case rsa, ecdsa }
    var family: Family
    var digest: DigestAlgorithm

    init?(uri: String?) {
        switch uri {
        case "http://www.w3.org/2000/09/xmldsig#rsa-sha1": self.init(.rsa, .sha1)
        case "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256": self.init(.rsa, .sha256)
        case "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": self.init(.rsa, .sha384)
        case "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": self.init(.rsa, .sha512)
        case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1": self.init(.ecdsa, .sha1)
        case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256": self.init(.ecdsa, .sha256)
        case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384": self.init(.ecdsa, .sha384)
        case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512": self.init(.ecdsa, .sha512)
        default: return nil
        }
    }

    init(_ family: Family, _ digest: DigestAlgorithm) {
        self.family = family
        self.digest = digest
    }

    init(key: KeyKind, digest: DigestAlgorithm) {
        switch key {
        case .p256, .p384, .p521: self.init(.ecdsa, digest)
        case .rsa, .other: self.init(.rsa, digest)
        }
    }

    var uri: String {
        switch (family, digest) {
        case (.rsa, .sha1): "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
        case (.rsa, let d): "http://www.w3.org/2001/04/xmldsig-more#rsa-\(d.rawValue)"
        case (.ecdsa, let d): "http://www.w3.org/2001/04/xmldsig-more#ecdsa-\(d.rawValue)"
        }
    }

    func fits(_ key: KeyKind) -> Bool {
        switch (family, key) {
        case (.rsa, .rsa), (.ecdsa, .p256), (.ecdsa, .p384), (.ecdsa, .p521): true
        default: false
        }
    }
}
