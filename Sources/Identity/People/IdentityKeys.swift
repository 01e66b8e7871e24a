internal import Cryptography
internal import Foundation
public import Kernel
public import Law

/// The keys that protect identity data: one seals, one makes the hashes that things are looked up by.
///
/// They live in a file outside the database, so that a copied database tells no PESEL and lets none be guessed by trying all of them.
/// The file holds lines `szyfrowanie NUMER KLUCZ` and one line `wyszukiwanie KLUCZ`; keys are 32 bytes in Base64. What is sealed says
/// by which key, so a new key with the next number may be added; the key for look-up never changes, or nobody is found any more.
public struct IdentityKeys: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    private let sealing: [UInt8: [UInt8]]
    private let current: UInt8
    private let lookup: [UInt8]

    /// - Throws: `Problem` that says what is wrong with the file, without any of its content.
    public init(file text: String) throws {
        var sealing: [UInt8: [UInt8]] = [:]
        var lookup: [UInt8]?
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let words = line.split(separator: " ").map(String.init)
            switch (words.first, words.count) {
            case ("szyfrowanie", 3):
                guard let number = UInt8(words[1]), number > 0, let key = Base64.decode(words[2]), key.count == AESGCM.keyLength, sealing[number] == nil
                else { throw Self.damaged }
                sealing[number] = key
            case ("wyszukiwanie", 2):
                guard lookup == nil, let key = Base64.decode(words[1]), key.count == 32 else { throw Self.damaged }
                lookup = key
            default: throw Self.damaged
            }
        }
        guard let current = sealing.keys.max(), let lookup else { throw Self.damaged }
        self.sealing = sealing
        self.current = current
        self.lookup = lookup
    }

    private init(sealing: [UInt8: [UInt8]], current: UInt8, lookup: [UInt8]) {
        self.sealing = sealing
        self.current = current
        self.lookup = lookup
    }

    private static let damaged = Problem(
        .invalidInput, "Plik kluczy danych osobowych jest uszkodzony. Przywróć go z kopii.", cause: "identity key file")

    /// New keys for a new platform.
    public static func generate() -> IdentityKeys {
        IdentityKeys(sealing: [1: randomBytes(32)], current: 1, lookup: randomBytes(32))
    }

    /// What to write to the key file; a secret.
    public var fileText: String {
        let lines = sealing.keys.sorted().map { "szyfrowanie \($0) \(Base64.encode(sealing[$0] ?? []))" }
        return (lines + ["wyszukiwanie \(Base64.encode(lookup))", ""]).joined(separator: "\n")
    }

    /// The same keys with a fresh one for sealing; what was sealed before still opens.
    ///
    /// - Throws: `Problem` where the numbers of keys, one byte each, have run out.
    public func withNewSealingKey() throws(Problem) -> IdentityKeys {
        guard current < .max else {
            throw Problem(.conflict, "Skończyły się numery kluczy szyfrowania. Zaszyfruj dane na nowo nowym plikiem kluczy.", cause: "255 sealing keys")
        }
        var sealing = sealing
        sealing[current + 1] = randomBytes(32)
        return IdentityKeys(sealing: sealing, current: current + 1, lookup: lookup)
    }

    public var description: String { "IdentityKeys(\(sealing.count) kluczy)" }
    public var debugDescription: String { description }

    // ── PESEL ──

    public func hash(_ pesel: PESEL) -> PESELHash { PESELHash(mac: mac("pesel", Array(pesel.description.utf8))) }

    public func seal(_ pesel: PESEL) throws -> SealedPESEL {
        let hash = hash(pesel)
        return SealedPESEL(box: try seal(Array(pesel.description.utf8), place: hash.description), hash: hash)
    }

    /// For the few acts that compare numbers inside the house. What is shown to a person goes through `People.reveal`.
    func open(_ sealed: SealedPESEL) throws -> PESEL {
        guard let pesel = PESEL(String(decoding: try open(sealed.box, place: sealed.hash.description), as: UTF8.self)) else {
            throw Problem(.internalFault, "Zapisany PESEL jest uszkodzony. Powiadom administratora.", cause: "sealed PESEL does not parse")
        }
        return pesel
    }

    // ── other secrets ──

    /// - Parameter place: where the secret belongs; it opens nowhere else.
    func seal(_ bytes: [UInt8], place: String) throws -> [UInt8] {
        [current] + (try AESGCM.seal(bytes, key: sealing[current] ?? [], associated: Array(place.utf8)))
    }

    func open(_ box: [UInt8], place: String) throws -> [UInt8] {
        guard let number = box.first, let key = sealing[number] else {
            throw Problem(.internalFault, "Brakuje klucza do danych osobowych. Powiadom administratora.", cause: "no sealing key of that number")
        }
        return try AESGCM.open(Array(box.dropFirst()), key: key, associated: Array(place.utf8))
    }

    /// A keyed hash for one use; hashes of two uses never meet.
    func mac(_ use: String, _ bytes: [UInt8]) -> [UInt8] { HMAC.sha256(key: lookup, Array(use.utf8) + [0] + bytes) }
}
