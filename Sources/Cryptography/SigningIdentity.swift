internal import CLibCrypto
internal import Foundation
internal import Kernel

/// A private key with its certificate: what signs in somebody's name.
public struct SigningIdentity: Sendable {
    public var key: PrivateKey
    public var certificate: Certificate
    /// Certificates up to the issuer, without the own one.
    public var chain: [Certificate]

    public init(key: PrivateKey, certificate: Certificate, chain: [Certificate] = []) {
        self.key = key
        self.certificate = certificate
        self.chain = chain
    }

    /// Reads a PEM file with a private key and certificates, the own one first.
    ///
    /// - Throws: `Problem` when others than the owner may read the file.
    public init(pemFile path: String) throws {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let mode = attributes[.posixPermissions] as? Int, let pem = try? String(contentsOfFile: path, encoding: .utf8)
        else { throw Problem(.unavailable, "Nie można odczytać klucza z „\(path)”.") }
        guard mode & 0o077 == 0 else {
            throw Problem(.forbidden, "Klucz „\(path)” mogą czytać inni. Wykonaj: chmod 600 \(path)")
        }
        let certificates = try Certificate.all(pem: pem)
        self.init(key: try PrivateKey(pem: pem), certificate: certificates[0], chain: Array(certificates.dropFirst()))
        guard certificate.publicKey.subjectPublicKeyInfo == key.publicKey.subjectPublicKeyInfo else {
            throw Problem(.invalidInput, "Certyfikat w „\(path)” nie pasuje do klucza.")
        }
    }

    /// - Parameter password: of the container; empty when it has none.
    public init(pkcs12 bytes: [UInt8], password: String) throws {
        let container = bytes.withUnsafeBufferPointer { b in
            var p = b.baseAddress
            return d2i_PKCS12(nil, &p, b.count)
        }
        guard let container else { throw cryptographyProblem("To nie jest plik PKCS#12.") }
        defer { PKCS12_free(container) }
        var key: OpaquePointer?
        var own: OpaquePointer?
        var others: OpaquePointer?
        guard PKCS12_parse(container, password, &key, &own, &others) == 1, let key, let own else {
            throw cryptographyProblem("Hasło do pliku PKCS#12 się nie zgadza albo plik nie ma klucza.")
        }
        var chain: [Certificate] = []
        if let others {
            for i in 0..<OPENSSL_sk_num(others) {
                guard let raw = OPENSSL_sk_value(others, i) else { continue }
                chain.append(try Certificate(owning: OpaquePointer(raw)))
            }
            OPENSSL_sk_free(others)
        }
        self.init(key: PrivateKey(owning: key), certificate: try Certificate(owning: own), chain: chain)
    }

    public func pkcs12(password: String, name: String) throws -> [UInt8] {
        guard let container = PKCS12_create(password, name, key.pointer, certificate.pointer, nil, 0, 0, 0, 0, 0) else {
            throw cryptographyProblem("Nie udało się zapisać pliku PKCS#12.")
        }
        defer { PKCS12_free(container) }
        var p: UnsafeMutablePointer<UInt8>?
        let n = i2d_PKCS12(container, &p)
        defer { CRYPTO_free(p, "", 0) }
        guard n > 0, let p else { throw cryptographyProblem("Nie udało się zapisać pliku PKCS#12.") }
        return [UInt8](UnsafeBufferPointer(start: p, count: Int(n)))
    }

    /// Writes key and certificates, readable by the owner alone from the first byte.
    ///
    /// - Throws: `Problem(.conflict)` when the file exists.
    public func writePEM(to path: String) throws {
        let text = ([key.pem, certificate.pem] + chain.map(\.pem)).joined()
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else {
            throw errno == EEXIST
                ? Problem(.conflict, "Plik „\(path)” już istnieje. Nie nadpisujemy kluczy.")
                : Problem(.unavailable, "Nie można zapisać klucza w „\(path)”.", cause: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            unlink(path)
            throw Problem(.unavailable, "Nie można zapisać klucza w „\(path)”.", cause: String(cString: strerror(errno)))
        }
    }
}
