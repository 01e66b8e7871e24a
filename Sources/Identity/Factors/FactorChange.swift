internal import Cryptography
public import Kernel
public import Store

/// Changing the means of signing in: who has a second factor proves it first, so that an open session alone changes nothing.
///
/// Source: ASVS 5.0, 6.4.3–6.4.4, 7.5.1. Who lost every factor comes to the counter, shows the document, and begins anew (`reset`).
public enum FactorChange: String, Sendable, Hashable, CaseIterable {
    case addApp = "dodanie-aplikacji"
    case removeApp = "usuniecie-aplikacji"
    case makeRecoveryCodes = "nowe-kody-zapasowe"
    case bindCertificate = "dodanie-certyfikatu"
    case removeCertificate = "usuniecie-certyfikatu"
    case setContact = "zmiana-adresu-kodow"
    case setPassword = "zmiana-hasla"

    /// What the authorisation (`AuthorisedAct.changeFactors`) is bound to.
    /// - Parameter thing: which address or certificate, where the change is about one.
    public func document(_ owner: FactorOwner, _ thing: String = "") -> ContentHash { ContentHash(of: Array("\(rawValue)|\(owner)|\(thing)".utf8)) }

    /// The second factors an account has.
    public static func held(_ c: any SQLConnection, _ owner: FactorOwner) throws -> Set<FactorKind> {
        var held = Set(try ContactFactors.list(c, owner).map(\.address.kind))
        if try TOTPStore.list(c, owner).contains(where: { $0.confirmedAt != nil }) { held.insert(.totp) }
        if try RecoveryCodes.left(c, owner) > 0 { held.insert(.recoveryCode) }
        if try !CertificateFactors.list(c, owner).isEmpty { held.insert(.certificate) }
        return held
    }

    /// Takes away every second factor and ends every session; by an officer who checked the person's document, or the keeper of users.
    public static func reset(_ c: any SQLConnection, _ owner: FactorOwner, by performer: Performer, reason: String, at now: Instant) throws {
        guard !reason.trimmedSpace.isEmpty else { throw Problem(.invalidInput, "Napisz, jak sprawdzono tożsamość.", field: "reason") }
        let who = owner.description
        try c.execute("UPDATE totp_factor SET removed_at = \(now) WHERE owner = \(who) AND removed_at IS NULL")
        try c.execute("DELETE FROM recovery_code WHERE owner = \(who)")
        try c.execute("UPDATE certificate_factor SET removed_at = \(now) WHERE owner = \(who) AND removed_at IS NULL")
        try ContactFactors.removeAll(c, owner, at: now)
        try PendingSignIn.endAll(c, owner)
        switch owner {
        case .officer(let id): try SessionStore.endAll(c, account: id)
        case .citizen(let id): try SessionStore.endAll(c, citizen: id)
        }
        try Journal.append(c, JournalEntry(actor: performer.id, act: "factors-reset", object: who, reason: reason), at: now)
    }

    /// - Throws: `Problem` `.forbidden` where the account has a factor and the authorisation is missing or for something else.
    func admit(_ c: any SQLConnection, _ owner: FactorOwner, about thing: String = "", _ stepUp: Authorisation?, at now: Instant) throws {
        guard try !Self.held(c, owner).isEmpty else { return }
        guard let stepUp, stepUp.owner == owner else {
            throw Problem(.forbidden, "Najpierw potwierdź zmianę kodem, którego używasz do logowania.", cause: "factor change without step-up")
        }
        try stepUp.spend(c, for: .changeFactors, document: document(owner, thing), at: now)
    }
}
