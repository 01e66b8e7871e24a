internal import CLibCrypto
internal import Kernel

/// The ciphers by which XML Encryption hides content (XML Encryption 1.1 § 5.2).
public enum ContentCipher: Sendable, Hashable, CaseIterable {
    case aes128GCM, aes256GCM
    /// Without a seal of their own: a changed text may decrypt to something else. Only for content whose signature was checked before.
    case aes128CBC, aes256CBC

    /// In bytes.
    public var keyLength: Int {
        switch self {
        case .aes128GCM, .aes128CBC: 16
        case .aes256GCM, .aes256CBC: 32
        }
    }

    /// Whether a changed text is noticed by the cipher itself.
    public var isAuthenticated: Bool { self == .aes128GCM || self == .aes256GCM }

    private var evp: OpaquePointer? {
        switch self {
        case .aes128GCM: EVP_aes_128_gcm()
        case .aes256GCM: EVP_aes_256_gcm()
        case .aes128CBC: EVP_aes_128_cbc()
        case .aes256CBC: EVP_aes_256_cbc()
        }
    }

    private var vectorLength: Int { isAuthenticated ? 12 : 16 }
    private static let tagLength = 16
    private static let block = 16

    /// - Returns: initialisation vector, ciphertext and, for GCM, the tag, one after another.
    public func seal(_ plain: [UInt8], key: [UInt8]) throws -> [UInt8] {
        guard key.count == keyLength else { throw Self.wrongKey() }
        let vector = randomBytes(vectorLength)
        let padding = isAuthenticated ? 0 : Self.block - plain.count % Self.block
        // The last byte of the padding tells its length, the others are free (XML Encryption § 5.2).
        let text = padding == 0 ? plain : plain + randomBytes(padding - 1) + [UInt8(padding)]
        let context = try CipherContext()
        var out = [UInt8](repeating: 0, count: text.count + Self.block)
        var rest = [UInt8](repeating: 0, count: 2 * Self.block)
        var n: Int32 = 0
        var last: Int32 = 0
        guard EVP_EncryptInit_ex(context.pointer, evp, nil, key, vector) == 1, EVP_CIPHER_CTX_set_padding(context.pointer, 0) == 1,
            EVP_EncryptUpdate(context.pointer, &out, &n, text, Int32(text.count)) == 1, EVP_EncryptFinal_ex(context.pointer, &rest, &last) == 1
        else { throw cryptographyProblem("Nie udało się zaszyfrować danych.") }
        var tag = [UInt8](repeating: 0, count: isAuthenticated ? Self.tagLength : 0)
        if isAuthenticated, EVP_CIPHER_CTX_ctrl(context.pointer, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagLength), &tag) != 1 {
            throw cryptographyProblem("Nie udało się zaszyfrować danych.")
        }
        return vector + out[..<Int(n)] + tag
    }

    /// - Throws: `Problem` for another key and, with GCM, for any changed bit; nothing of the content is given then.
    public func open(_ box: [UInt8], key: [UInt8]) throws -> [UInt8] {
        guard key.count == keyLength else { throw Self.wrongKey() }
        let tagLength = isAuthenticated ? Self.tagLength : 0
        guard box.count >= vectorLength + tagLength, isAuthenticated || (box.count % Self.block == 0 && box.count >= 2 * Self.block) else {
            throw Self.damaged()
        }
        let vector = Array(box[..<vectorLength])
        let text = Array(box[vectorLength..<(box.count - tagLength)])
        var tag = Array(box[(box.count - tagLength)...])
        let context = try CipherContext()
        var out = [UInt8](repeating: 0, count: text.count + Self.block)
        var rest = [UInt8](repeating: 0, count: 2 * Self.block)
        var n: Int32 = 0
        var last: Int32 = 0
        let isOpen =
            EVP_DecryptInit_ex(context.pointer, evp, nil, key, vector) == 1 && EVP_CIPHER_CTX_set_padding(context.pointer, 0) == 1
            && (text.isEmpty || EVP_DecryptUpdate(context.pointer, &out, &n, text, Int32(text.count)) == 1)
            && (tagLength == 0 || EVP_CIPHER_CTX_ctrl(context.pointer, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), &tag) == 1)
            && EVP_DecryptFinal_ex(context.pointer, &rest, &last) == 1
        guard isOpen else { throw Self.damaged() }
        out.removeSubrange(Int(n)...)
        guard !isAuthenticated else { return out }
        guard let padding = out.last.map(Int.init), (1...Self.block).contains(padding), padding <= out.count else { throw Self.damaged() }
        return Array(out.dropLast(padding))
    }

    private static func wrongKey() -> Problem { cryptographyProblem("Klucz szyfrowania ma złą długość.") }
    private static func damaged() -> Problem { cryptographyProblem("Zaszyfrowane dane są uszkodzone albo klucz jest inny.") }
}

/// A key kept under another key: AES key wrap (RFC 3394).
public enum KeyWrap {
    /// - Parameters:
    ///   - key: 16 or 32 bytes to be hidden.
    ///   - wrapping: 16 or 32 bytes that hide it.
    public static func wrap(_ key: [UInt8], under wrapping: [UInt8]) throws -> [UInt8] { try run(key, wrapping, encrypt: true) }

    /// - Throws: `Problem` when the key was wrapped under another one or was changed.
    public static func unwrap(_ wrapped: [UInt8], under wrapping: [UInt8]) throws -> [UInt8] { try run(wrapped, wrapping, encrypt: false) }

    private static func run(_ bytes: [UInt8], _ wrapping: [UInt8], encrypt: Bool) throws -> [UInt8] {
        let cipher: OpaquePointer? =
            switch wrapping.count {
            case 16: EVP_aes_128_wrap()
            case 32: EVP_aes_256_wrap()
            default: throw cryptographyProblem("Klucz szyfrowania ma złą długość.")
            }
        guard bytes.count % 8 == 0, (16...72).contains(bytes.count) else { throw cryptographyProblem("Zaszyfrowany klucz ma złą długość.") }
        let context = try CipherContext()
        EVP_CIPHER_CTX_set_flags(context.pointer, Int32(EVP_CIPHER_CTX_FLAG_WRAP_ALLOW))
        var out = [UInt8](repeating: 0, count: bytes.count + 16)
        var n: Int32 = 0
        guard EVP_CipherInit_ex(context.pointer, cipher, nil, wrapping, nil, encrypt ? 1 : 0) == 1,
            EVP_CipherUpdate(context.pointer, &out, &n, bytes, Int32(bytes.count)) == 1, n > 0
        else { throw cryptographyProblem("Zaszyfrowany klucz jest uszkodzony albo jest dla kogoś innego.") }
        return Array(out[..<Int(n)])
    }
}

private final class CipherContext {
    let pointer: OpaquePointer
    init() throws {
        guard let pointer = EVP_CIPHER_CTX_new() else { throw cryptographyProblem("Zabrakło pamięci na szyfrowanie.") }
        self.pointer = pointer
    }
    deinit { EVP_CIPHER_CTX_free(pointer) }
}
