internal import Cryptography
internal import Kernel

/// What is kept of a password: `$scrypt$ln=15,r=8,p=1$<salt>$<hash>`, both in base64 without padding.
///
/// The cost stands in the text, so that it can grow: old hashes stay readable and are made anew at the next sign-in.
/// The form follows the PHC string format.
struct PasswordHash: LosslessStringConvertible {
    var cost: PasswordCost
    var salt: [UInt8]
    var hash: [UInt8]

    /// Slow on purpose; only `PasswordHasher` calls it, off the cooperative threads.
    init(of password: String, cost: PasswordCost, salt: [UInt8] = randomBytes(16)) throws {
        self.cost = cost
        self.salt = salt
        hash = try Self.derive(password, cost, salt, length: 32)
    }

    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        var values: [Substring: Int] = [:]
        for item in parts[2].split(separator: ",") {
            let pair = item.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let value = Int(pair[1]) else { return nil }
            values[pair[0]] = value
        }
        guard let logN = values["ln"], let r = values["r"], let p = values["p"], values.count == 3,
            let salt = Self.decode(parts[3]), let hash = Self.decode(parts[4]), salt.count >= 8, hash.count >= 16
        else { return nil }
        cost = PasswordCost(logN: logN, r: r, p: p)
        guard cost.isSane else { return nil }
        self.salt = salt
        self.hash = hash
    }

    var description: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(Self.encode(salt))$\(Self.encode(hash))"
    }

    /// Slow on purpose, like `init(of:)`.
    func matches(_ password: String) throws -> Bool {
        constantTimeEqual(try Self.derive(password, cost, salt, length: hash.count), hash)
    }

    private static func derive(_ password: String, _ cost: PasswordCost, _ salt: [UInt8], length: Int) throws -> [UInt8] {
        try Scrypt.derive(
            password: Array(PasswordPolicy.normalised(password).utf8), salt: salt, n: cost.n, r: cost.r, p: cost.p, length: length
        )
    }

    private static func encode(_ bytes: [UInt8]) -> String { Base64.encode(bytes).replacing("=", with: "") }

    private static func decode(_ text: Substring) -> [UInt8]? {
        Base64.decode(text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4))
    }
}
