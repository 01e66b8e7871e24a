public import Exchange
public import Identity
public import Kernel
internal import Law
internal import Signatures
internal import Store

/// What registered systems may learn of people: TpUserInfo, IdpIdentityInfo, TpUserObjectsInfo (epuap.md § 4.9–4.11).
///
/// Every answer leaves a trace in the journal and one that the person reads; what was not found leaves one in the journal.
public struct ProfileInformation: Sendable {
    let identity: RegionalIdentity

    public init(_ identity: RegionalIdentity) { self.identity = identity }

    /// Who is behind a session (TGSID) of the system's own service.
    public func userInfo(session: String, by caller: Platform.Caller, at now: Instant) async throws -> ProfileAnswer.UserInfo {
        try await identity.platform.write { c in
            let found = try self.session(c, session, caller, at: now)
            let account = found.account
            try look(c, account.person, .session, caller, why: "TpUserInfo, usługa „\(found.serviceName)”", at: now)
            let mail = try ContactFactors.list(c, account.owner).compactMap { if case .mail(let mail) = $0.address { mail } else { nil } }.first
            let hasProfile = try identity.profiles.valid(c, of: account.id, at: now) != nil
            let role = try hasProfile ? identity.profiles.signer(c, of: account.id, at: now).role.xml : nil
            return ProfileAnswer.UserInfo(mail: mail?.description, claimedRole: role)
        }
    }

    /// The word the person of a session signs in with.
    public func userID(session: String, by caller: Platform.Caller, at now: Instant) async throws -> UserID {
        try await identity.platform.write { c in
            let found = try self.session(c, session, caller, at: now)
            try look(c, found.account.person, .session, caller, why: "IdpIdentityInfo, usługa „\(found.serviceName)”", at: now)
            return found.account.userID
        }
    }

    /// The profile of a person by PESEL; counted and limited like every search by that number.
    /// - Returns: `nil` where there is no such person or profile.
    public func profile(_ query: ProfileCall.Query, by caller: Platform.Caller, at now: Instant) async throws -> ProfileAnswer.ProfileFacts? {
        try await identity.platform.write { c -> Ruling<ProfileAnswer.ProfileFacts?> in
            try PlatformDirectory.permissions(c, of: caller.system.id).require(.profileByPESEL)
            let ruling = try identity.people.search(c, pesel: query.pesel, by: onlooker(caller), why: "TpUserObjectsInfo", at: now)
            switch ruling {
            case .refused(let problem): return .refused(problem)
            case .done(let person):
                guard person != nil, let pesel = PESEL(query.pesel),
                    let profile = try identity.profiles.find(c, pesel: pesel, query.isMostRecent ? .mostRecent : .validOnly, at: now)
                else { return .done(nil) }
                try look(c, profile.person, .profile, caller, why: "TpUserObjectsInfo", at: now)
                return .done(facts(profile, pesel, at: now))
            }
        }.get()
    }

    private func facts(_ p: TrustedProfile, _ pesel: PESEL, at now: Instant) -> ProfileAnswer.ProfileFacts {
        let method = [FactorKind.phoneCode, .mailCode, .totp].first(where: p.factors.contains)
        let address = method == .phoneCode ? p.contact.phone?.description : method == .mailCode ? p.contact.mail?.description : nil
        let isPast = p.state == .active && now >= p.validTo
        return ProfileAnswer.ProfileFacts(
            status: isPast ? ProfileState.expired.letter : p.state.letter, profile: p.designation, userID: p.userID.description, givenNames: p.name.givenNames,
            surname: p.name.surname, pesel: pesel.description, mail: p.contact.mail?.description ?? "", phone: p.contact.phone?.description ?? "",
            method: method?.rawValue ?? "", methodAddress: address ?? "", createdAt: p.validFrom, expiresAt: p.validTo)
    }

    /// The session, if it belongs to a service that the system may ask about; any other does not exist for it.
    private func session(_ c: any SQLConnection, _ index: String, _ caller: Platform.Caller, at now: Instant) throws -> ServiceSessions.Found {
        let permissions = try PlatformDirectory.permissions(c, of: caller.system.id)
        try permissions.require(.sessionPerson)
        guard let found = try ServiceSessions.find(c, index: index, at: now), permissions.services.contains(found.service.number) else {
            throw Problem(.notFound, "Nie ma takiej sesji w usługach tego systemu. Osoba mogła się wylogować.", cause: "no such session")
        }
        return found
    }

    private func look(
        _ c: any SQLConnection, _ person: PersonID, _ what: PersonLook.What, _ caller: Platform.Caller, why: String, at now: Instant
    ) throws {
        try identity.people.look(c, person, what, by: onlooker(caller), why: why, at: now)
    }

    /// The person reads the name of the system.
    private func onlooker(_ caller: Platform.Caller) -> Onlooker {
        Onlooker(performer: Performer(id: "system:\(caller.system.id)", name: caller.system.name), office: nil, post: "system „\(caller.system.name)”")
    }
}
