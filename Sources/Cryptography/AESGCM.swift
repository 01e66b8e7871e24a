internal import CLibCrypto
internal import Kernel

/// Authenticated encryption for what is kept: AES with a 256-bit key in Galois/Counter Mode (NIST SP 800-38D).
///
/// One key may seal about 2³² values with random nonces before two of them are likely to meet; keep one key for one kind of data.
public enum AESGCM {
    /// In bytes.
    public static let keyLength = 32
    static let nonceLength = 12
    static let tagLength = 16

    /// Encrypts and seals.
    ///
    /// - Parameters:
    ///   - nonce: never twice under one key; random unless a test vector asks for its own.
    ///   - associated: not encrypted and not kept, but the box opens only with the same bytes: bind the box to its place with them.
    /// - Returns: nonce, ciphertext and tag, one after another.
    public static func seal(
        _ plain: [UInt8], key: [UInt8], nonce: [UInt8] = randomBytes(12), associated: [UInt8] = []
    ) throws -> [UInt8] {
        guard key.count == keyLength, nonce.count == nonceLength else { throw cryptographyProblem("Klucz szyfrowania ma złą długość.") }
        let context = try Context()
        var box = nonce + [UInt8](repeating: 0, count: plain.count)
        var tag = [UInt8](repeating: 0, count: tagLength)
        var n: Int32 = 0
        let sealed = box.withUnsafeMutableBufferPointer { out in
            let body = out.baseAddress.map { $0 + nonceLength }
            return EVP_EncryptInit_ex(context.pointer, EVP_aes_256_gcm(), nil, key, nonce) == 1
                && (associated.isEmpty || EVP_EncryptUpdate(context.pointer, nil, &n, associated, Int32(associated.count)) == 1)
                && (plain.isEmpty || EVP_EncryptUpdate(context.pointer, body, &n, plain, Int32(plain.count)) == 1)
                && EVP_EncryptFinal_ex(context.pointer, body, &n) == 1
        }
        guard sealed, EVP_CIPHER_CTX_ctrl(context.pointer, EVP_CTRL_AEAD_GET_TAG, Int32(tagLength), &tag) == 1 else {
            throw cryptographyProblem("Nie udało się zaszyfrować danych.")
        }
        return box + tag
    }

    /// Checks the seal and decrypts.
    ///
    /// - Throws: `Problem` for another key, other associated bytes and any changed bit; nothing of the content is given then.
    public static func open(_ box: [UInt8], key: [UInt8], associated: [UInt8] = []) throws -> [UInt8] {
        guard key.count == keyLength else { throw cryptographyProblem("Klucz szyfrowania ma złą długość.") }
        guard box.count >= nonceLength + tagLength else { throw cryptographyProblem("Zaszyfrowane dane są uszkodzone.") }
        let context = try Context()
        let nonce = Array(box[..<nonceLength])
        let cipher = Array(box[nonceLength..<(box.count - tagLength)])
        var tag = Array(box[(box.count - tagLength)...])
        // One byte more, so that an empty text has a place too.
        var plain = [UInt8](repeating: 0, count: cipher.count + 1)
        // GCM writes nothing at the end; the place is only asked for.
        var rest = [UInt8](repeating: 0, count: 16)
        var n: Int32 = 0
        let isOpen =
            EVP_DecryptInit_ex(context.pointer, EVP_aes_256_gcm(), nil, key, nonce) == 1
            && (associated.isEmpty || EVP_DecryptUpdate(context.pointer, nil, &n, associated, Int32(associated.count)) == 1)
            && (cipher.isEmpty || EVP_DecryptUpdate(context.pointer, &plain, &n, cipher, Int32(cipher.count)) == 1)
            && EVP_CIPHER_CTX_ctrl(context.pointer, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), &tag) == 1
            && EVP_DecryptFinal_ex(context.pointer, &rest, &n) == 1
        guard isOpen else { throw cryptographyProblem("Zaszyfrowane dane są uszkodzone albo klucz jest inny.") }
        return Array(plain.dropLast())
    }

    private final class Context {
        let pointer: OpaquePointer
        init() throws {
            guard let pointer = EVP_CIPHER_CTX_new() else { throw cryptographyProblem("Zabrakło pamięci na szyfrowanie.") }
            self.pointer = pointer
        }
        deinit { EVP_CIPHER_CTX_free(pointer) }
    }
}
