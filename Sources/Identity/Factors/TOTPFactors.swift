public import Kernel
public import Store

/// Authenticator apps of accounts.
public struct TOTPFactors: Sendable {
    let keys: IdentityKeys
    let totp: TOTP

    public init(keys: IdentityKeys, totp: TOTP = .standard) {
        self.keys = keys
        self.totp = totp
    }

    /// An app as its owner sees it.
    public struct App: Sendable, Hashable {
        public var id: Int64
        public var label: String
        public var createdAt: Instant
        public var confirmedAt: Instant?
    }

    /// More apps than these are refused.
    public static let most = 3

    /// Begins adding an app; it counts after the first right code (`confirm`).
    public func enrol(_ c: any SQLConnection, _ owner: FactorOwner, label: String, stepUp: Authorisation? = nil, at now: Instant) throws -> (
        id: Int64, secret: TOTPSecret
    ) {
        try FactorChange.addApp.admit(c, owner, stepUp, at: now)
        return try begin(c, owner, label: label, at: now)
    }

    /// The same for a person who has just proved to be the one.
    func begin(_ c: any SQLConnection, _ owner: FactorOwner, label: String, at now: Instant) throws -> (id: Int64, secret: TOTPSecret) {
        let secret = TOTPSecret()
        guard try TOTPStore.list(c, owner).filter({ $0.confirmedAt != nil }).count < Self.most else {
            throw Problem(.conflict, "Możesz mieć najwyżej \(Self.most) aplikacje. Usuń jedną z nich.")
        }
        try TOTPStore.dropUnconfirmed(c, owner)
        let box = try keys.seal(secret.bytes, place: Self.place(owner))
        let id = try TOTPStore.insert(c, owner, box: box, label: String(label.trimmedSpace.prefix(60)), at: now)
        return (id, secret)
    }

    /// Ends adding an app by its first code.
    public func confirm(_ c: any SQLConnection, _ owner: FactorOwner, _ id: Int64, code: String, by performer: Performer, at now: Instant) throws {
        guard let kept = try TOTPStore.kept(c, owner).first(where: { $0.id == id && !$0.isConfirmed }) else {
            throw Problem(.notFound, "Nie ma takiej aplikacji. Zacznij dodawanie od nowa.")
        }
        guard case .accepted(let step) = totp.check(Self.tidy(code), secret: try keys.open(kept.box, place: Self.place(owner)), lastStep: nil, at: now) else {
            throw Problem(.invalidInput, "Kod się nie zgadza. Poczekaj na następny i wpisz go.", field: "code")
        }
        try TOTPStore.confirm(c, id, step: step, at: now)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "totp-added", object: owner.description), at: now)
    }

    /// Checks a code and spends its step, so that it opens nothing again.
    func verify(_ c: any SQLConnection, _ owner: FactorOwner, code: String, at now: Instant) throws -> TOTP.Verdict {
        var verdict = TOTP.Verdict.wrong
        for kept in try TOTPStore.kept(c, owner) where kept.isConfirmed {
            switch totp.check(Self.tidy(code), secret: try keys.open(kept.box, place: Self.place(owner)), lastStep: kept.lastStep, at: now) {
            case .accepted(let step):
                // The condition stands in the statement too, for two that come at once.
                return try TOTPStore.spend(c, kept.id, step: step) ? .accepted(step: step) : .replayed
            case .replayed: verdict = .replayed
            case .wrong: break
            }
        }
        return verdict
    }

    public func list(_ c: any SQLConnection, _ owner: FactorOwner) throws -> [App] { try TOTPStore.list(c, owner).filter { $0.confirmedAt != nil } }

    public func remove(
        _ c: any SQLConnection, _ owner: FactorOwner, _ id: Int64, stepUp: Authorisation? = nil, by performer: Performer, at now: Instant
    ) throws {
        try FactorChange.removeApp.admit(c, owner, stepUp, at: now)
        guard try TOTPStore.remove(c, owner, id, at: now) else { throw Problem(.notFound, "Nie ma takiej aplikacji.") }
        try Journal.append(c, JournalEntry(actor: performer.id, act: "totp-removed", object: owner.description), at: now)
    }

    private static func place(_ owner: FactorOwner) -> String { "totp:\(owner)" }

    static func tidy(_ code: String) -> String { code.filter { !$0.isWhitespace && $0 != "-" } }
}

/// The SQL of authenticator apps.
enum TOTPStore {
    struct Kept {
        var id: Int64
        var box: [UInt8]
        var lastStep: Int64?
        var isConfirmed: Bool
    }

    static func insert(_ c: any SQLConnection, _ owner: FactorOwner, box: [UInt8], label: String, at now: Instant) throws -> Int64 {
        try c.first(
            "INSERT INTO totp_factor (owner, secret_box, label, created_at) VALUES (\(owner.description), \(box), \(label), \(now)) RETURNING id"
        ) { try $0.int("id") } ?? 0
    }

    static func dropUnconfirmed(_ c: any SQLConnection, _ owner: FactorOwner) throws {
        try c.execute("DELETE FROM totp_factor WHERE owner = \(owner.description) AND confirmed_at IS NULL")
    }

    static func kept(_ c: any SQLConnection, _ owner: FactorOwner) throws -> [Kept] {
        try c.query(
            """
            SELECT id, secret_box, last_step, confirmed_at FROM totp_factor
            WHERE owner = \(owner.description) AND removed_at IS NULL ORDER BY id \(sql: c.dialect.ascending) \(sql: c.dialect.forUpdate)
            """
        ) {
            Kept(
                id: try $0.int("id"), box: try $0.bytes("secret_box"), lastStep: try $0.intOrNil("last_step"),
                isConfirmed: try $0.intOrNil("confirmed_at") != nil)
        }
    }

    static func list(_ c: any SQLConnection, _ owner: FactorOwner) throws -> [TOTPFactors.App] {
        try c.query(
            """
            SELECT id, label, created_at, confirmed_at FROM totp_factor
            WHERE owner = \(owner.description) AND removed_at IS NULL ORDER BY id \(sql: c.dialect.ascending)
            """
        ) {
            TOTPFactors.App(
                id: try $0.int("id"), label: try $0.text("label"), createdAt: try $0.instant("created_at"), confirmedAt: try $0.instantOrNil("confirmed_at"))
        }
    }

    static func confirm(_ c: any SQLConnection, _ id: Int64, step: Int64, at now: Instant) throws {
        try c.execute("UPDATE totp_factor SET confirmed_at = \(now), last_step = \(step) WHERE id = \(id)")
    }

    static func spend(_ c: any SQLConnection, _ id: Int64, step: Int64) throws -> Bool {
        try c.execute("UPDATE totp_factor SET last_step = \(step) WHERE id = \(id) AND (last_step IS NULL OR last_step < \(step))") == 1
    }

    static func remove(_ c: any SQLConnection, _ owner: FactorOwner, _ id: Int64, at now: Instant) throws -> Bool {
        try c.execute("UPDATE totp_factor SET removed_at = \(now) WHERE id = \(id) AND owner = \(owner.description) AND removed_at IS NULL") == 1
    }
}
