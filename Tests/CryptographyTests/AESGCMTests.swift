import Cryptography
import Kernel
import Testing

@Suite struct AESGCMTests {
    struct Vector: Sendable, CustomStringConvertible {
        var description: String
        var key, nonce, associated, plain, cipher, tag: String
    }

    /// The 256-bit cases of the GCM specification submitted to NIST (McGrew, Viega, annex B, cases 13–16).
    static let vectors: [Vector] = [
        Vector(
            description: "13", key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12), associated: "", plain: "", cipher: "",
            tag: "530f8afbc74536b9a963b4f1c4cb738b"),
        Vector(
            description: "14", key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12), associated: "",
            plain: String(repeating: "00", count: 16), cipher: "cea7403d4d606b6e074ec5d3baf39d18", tag: "d0d1c8a799996bf0265b98b5d48ab919"),
        Vector(
            description: "15", key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", nonce: "cafebabefacedbaddecaf888", associated: "",
            plain: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
            cipher: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
            tag: "b094dac5d93471bdec1a502270e3cc6c"),
        Vector(
            description: "16", key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", nonce: "cafebabefacedbaddecaf888",
            associated: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            plain: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            cipher: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
    ]

    @Test("Known answers of the GCM specification", arguments: vectors) func known(_ v: Vector) throws {
        let box = try AESGCM.seal(hex(v.plain), key: hex(v.key), nonce: hex(v.nonce), associated: hex(v.associated))
        #expect(Hex.encode(box) == v.nonce + v.cipher + v.tag)
        #expect(try AESGCM.open(box, key: hex(v.key), associated: hex(v.associated)) == hex(v.plain))
    }

    @Test("Every changed bit, another key and another place are refused") func tampering() throws {
        let key = randomBytes(32)
        let box = try AESGCM.seal(Array("85071299928".utf8), key: key, associated: Array("osoba".utf8))
        for i in box.indices {
            var changed = box
            changed[i] ^= 1
            #expect(throws: Problem.self, "byte \(i)") { try AESGCM.open(changed, key: key, associated: Array("osoba".utf8)) }
        }
        #expect(throws: Problem.self) { try AESGCM.open(box, key: randomBytes(32), associated: Array("osoba".utf8)) }
        #expect(throws: Problem.self) { try AESGCM.open(box, key: key, associated: Array("konto".utf8)) }
        #expect(throws: Problem.self) { try AESGCM.open(Array(box.dropLast()), key: key, associated: Array("osoba".utf8)) }
        #expect(throws: Problem.self) { try AESGCM.open([], key: key) }
        #expect(throws: Problem.self) { try AESGCM.seal([1], key: Array(key.dropLast())) }
    }

    @Test("One text sealed twice looks different") func nonces() throws {
        let key = randomBytes(32)
        #expect(try AESGCM.seal([1, 2, 3], key: key) != AESGCM.seal([1, 2, 3], key: key))
    }

    @Test("HMAC under other hashes (RFC 2202 case 2, RFC 4231 case 2)") func hmac() {
        func mac(_ a: DigestAlgorithm) -> String { Hex.encode(Cryptography.HMAC.digest(a, key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))) }
        #expect(mac(.sha1) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
        #expect(mac(.sha256) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(mac(.sha512).hasPrefix("164b7a7bfcf819e2e395fbe73b56e0a3"))
    }

    private func hex(_ text: String) -> [UInt8] {
        stride(from: 0, to: text.count, by: 2).compactMap { i in
            let start = text.index(text.startIndex, offsetBy: i)
            return UInt8(text[start..<text.index(start, offsetBy: 2)], radix: 16)
        }
    }
}
