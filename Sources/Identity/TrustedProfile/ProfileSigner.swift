public import Kernel
public import Law
public import Store

/// What the seal of the platform says of the person whose Trusted Profile signs.
///
/// Source: regulation on the Trusted Profile (t.j. Dz.U. 2023 poz. 2551) § 15; shape in `epuap.md` § 8.3.
public struct ProfileSigner: Sendable, Hashable, CustomStringConvertible {
    public let profile: ProfileID
    public let designation: String
    public let name: PersonName
    public let pesel: PESEL
    public let peselHash: PESELHash
    public let userID: UserID

    public var description: String { "ProfileSigner(\(designation))" }
}

extension TrustedProfiles {
    /// The valid profile of an account; `nil` where there is none.
    public func valid(_ c: any SQLConnection, of account: CitizenAccountID, at now: Instant) throws -> TrustedProfile? {
        try ProfileStore.list(c, of: account).first { $0.isValid(at: now) }
    }

    /// All profiles of an account, newest first.
    public func list(_ c: any SQLConnection, of account: CitizenAccountID) throws -> [TrustedProfile] {
        try ProfileStore.list(c, of: account).sorted { $0.id > $1.id }
    }

    /// The data for a signature of the account's holder.
    /// - Throws: `Problem` `.conflict` where the account has no valid profile now.
    public func signer(_ c: any SQLConnection, of account: CitizenAccountID, at now: Instant) throws -> ProfileSigner {
        guard let profile = try valid(c, of: account, at: now) else { throw Self.noProfile }
        return try signer(profile)
    }

    func signer(_ c: any SQLConnection, of hash: PESELHash, at now: Instant) throws -> ProfileSigner {
        guard let profile = try ProfileStore.active(c, hash), profile.isValid(at: now) else {
            throw Problem(.conflict, "Twój profil zaufany nie jest ważny. Odnów go, zanim obsłużysz następną osobę.", cause: "operator without a profile")
        }
        return try signer(profile)
    }

    private func signer(_ profile: TrustedProfile) throws -> ProfileSigner {
        ProfileSigner(
            profile: profile.id, designation: profile.designation, name: profile.name, pesel: try keys.open(profile.pesel), peselHash: profile.pesel.hash,
            userID: profile.userID)
    }

    /// Notes that a document was signed; uses the holder's authorisation for exactly this document up.
    ///
    /// - Parameters:
    ///   - document: the SHA-256 of the bytes the person was shown.
    ///   - signed: the SHA-256 of the signed document.
    public func signed(
        _ c: any SQLConnection, _ signer: ProfileSigner, document: ContentHash, signed: ContentHash, by authorisation: Authorisation, of account: CitizenAccount,
        at now: Instant
    ) throws {
        try self.signed(c, signer, documents: [(document, signed)], binding: document, by: authorisation, of: account, at: now)
    }

    /// The same for several documents in one act; every one leaves its own entry.
    ///
    /// - Parameters:
    ///   - documents: the SHA-256 of the bytes shown, and of the signed document, one pair each.
    ///   - binding: what the code was bound to.
    public func signed(
        _ c: any SQLConnection, _ signer: ProfileSigner, documents: [(document: ContentHash, signed: ContentHash)], binding: ContentHash,
        by authorisation: Authorisation, of account: CitizenAccount, at now: Instant
    ) throws {
        guard authorisation.owner == account.owner else { throw Authorisation.foreign }
        // Between the code and this moment the profile may have ended.
        guard try valid(c, of: account.id, at: now)?.id == signer.profile else { throw Self.noProfile }
        try authorisation.spend(c, for: .signDocument, document: binding, at: now)
        for (document, signed) in documents {
            try Journal.append(
                c,
                JournalEntry(
                    actor: account.performer.id, act: "document-signed", object: "profil:\(signer.designation)", before: document.description,
                    after: signed.description), at: now)
        }
    }

    private static let noProfile = Problem(
        .conflict, "Na tym koncie nie ma ważnego profilu zaufanego. Złóż wniosek i potwierdź go w punkcie.", cause: "no valid profile")
}

extension ConfirmationDesk {
    /// Whose podpis zaufany the operator signs with.
    /// - Throws: `Problem` where the officer has no authorisation in force, or no valid profile.
    public func signer(_ c: any SQLConnection, for clerk: Clerk, at now: Instant) throws -> ProfileSigner {
        let today = PolishTime.day(of: now)
        guard let right = try PointStore.list(c, clerk.point, account: clerk.account.id).first(where: { $0.standing(on: today) == .active }) else {
            throw Problem(.forbidden, "Nie masz dziś upoważnienia w tym punkcie. Zapytaj kierownika.", cause: "no-authorisation")
        }
        return try profiles.signer(c, of: right.pesel.hash, at: now)
    }
}
