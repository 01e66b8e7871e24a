internal import Cryptography
public import Kernel
public import Store

/// Codes for the day the telephone is lost (kody zapasowe): ten, shown once, each good once.
///
/// A code has fifty bits, so a keyed hash is enough to keep it; the key is not in the database.
public struct RecoveryCodes: Sendable {
    let keys: IdentityKeys

    public init(keys: IdentityKeys) { self.keys = keys }

    public static let count = 10
    private static let letters = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ")

    /// A new set; the old one is void. The only time the codes can be read.
    public func make(
        _ c: any SQLConnection, _ owner: FactorOwner, stepUp: Authorisation? = nil, by performer: Performer, at now: Instant
    ) throws -> [String] {
        try FactorChange.makeRecoveryCodes.admit(c, owner, stepUp, at: now)
        return try replace(c, owner, by: performer, at: now)
    }

    /// A new set for a person who has just proved to be the one.
    func replace(_ c: any SQLConnection, _ owner: FactorOwner, by performer: Performer, at now: Instant) throws -> [String] {
        let codes = (0..<Self.count).map { _ in Self.random() }
        try c.execute("DELETE FROM recovery_code WHERE owner = \(owner.description)")
        for code in codes {
            try c.execute("INSERT INTO recovery_code (owner, code_hash, made_at) VALUES (\(owner.description), \(hash(code, owner)), \(now))")
        }
        try Journal.append(c, JournalEntry(actor: performer.id, act: "recovery-codes-made", object: owner.description), at: now)
        return codes
    }

    /// Spends a code.
    func use(_ c: any SQLConnection, _ owner: FactorOwner, code: String, at now: Instant) throws -> Bool {
        try c.execute(
            "UPDATE recovery_code SET used_at = \(now) WHERE owner = \(owner.description) AND code_hash = \(hash(code, owner)) AND used_at IS NULL") == 1
    }

    /// How many are left; below three the person should make new ones.
    public static func left(_ c: any SQLConnection, _ owner: FactorOwner) throws -> Int {
        try c.first("SELECT count(*) AS n FROM recovery_code WHERE owner = \(owner.description) AND used_at IS NULL") { Int(try $0.int("n")) } ?? 0
    }

    private func hash(_ code: String, _ owner: FactorOwner) -> String {
        let tidy = TOTPFactors.tidy(code).uppercased()
        return Hex.encode(keys.mac("kod-zapasowy", Array("\(owner)|\(tidy)".utf8)))
    }

    /// `ABCDE-FGHJK`; 31 letters, bytes beyond a whole number of alphabets are thrown away.
    private static func random() -> String {
        var out = ""
        while out.count < 10 {
            for byte in randomBytes(16) where byte < 248 && out.count < 10 { out.append(letters[Int(byte) % 31]) }
        }
        return "\(out.prefix(5))-\(out.suffix(5))"
    }
}
