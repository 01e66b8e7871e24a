public import Kernel
public import Store

/// A citizen's own change of the telephone or the e-mail (zmiana danych kontaktowych).
///
/// The new address is confirmed by a code sent to it, the change by a factor the account had before. A valid profile is replaced by a new
/// one, since its contact data are part of it. Source: regulation on the Trusted Profile (t.j. Dz.U. 2023 poz. 2551) § 10 ust. 7, § 13 ust. 2.
public struct ContactChanges: Sendable {
    let challenges: AuthorisationChallenges
    let profiles: TrustedProfiles
    let people: People

    public init(keys: IdentityKeys, challenges: AuthorisationChallenges, rules: ProfileRules = .standard) {
        self.challenges = challenges
        profiles = TrustedProfiles(keys: keys, rules: rules)
        people = People(keys: keys)
    }

    /// Two challenges that wait for their codes.
    public struct Asked: Sendable, Hashable {
        /// For the code that went to the new address.
        public var confirming: ChallengeID
        /// For the code of a factor the account has.
        public var stepUp: ChallengeID
        public var messages: [CodeMessage]
    }

    /// What the step-up of a change is bound to.
    public static func document(_ account: CitizenAccount, _ address: CodeAddress) -> ContentHash {
        FactorChange.setContact.document(account.owner, address.description)
    }

    /// Asks for both codes; hand the messages to the gateway after the commit.
    ///
    /// - Parameter kind: the factor the account has that the person will answer by.
    public func ask(
        _ c: any SQLConnection, _ account: CitizenAccount, to address: CodeAddress, by kind: FactorKind, at now: Instant
    ) throws -> Ruling<Asked> {
        try .keeping(c, "contact-change", object: account.owner.description, by: account.performer, at: now) {
            let known = try ContactFactors.list(c, account.owner).map(\.address)
            guard !known.contains(address) else {
                throw Problem(.conflict, "Ten adres lub numer jest już na Twoim koncie. Wpisz nowy.", field: "address", cause: "same address")
            }
            guard try FactorChange.held(c, account.owner).contains(kind) else {
                throw Problem(.forbidden, "Najpierw potwierdź telefon albo dodaj aplikację.", field: "code", cause: "no second factor")
            }
            let confirming = try challenges.open(c, confirming: address, of: account.owner, at: now)
            let stepUp = try challenges.open(
                c, account.owner, .changeFactors, document: Self.document(account, address), title: "zmiana adresu kodów", at: now)
            try challenges.shown(c, stepUp, of: account.owner, at: now)
            var messages = [try challenges.send(c, confirming, of: account.owner, to: address, at: now).get()]
            if let old = known.first(where: { $0.kind == kind }) { messages.append(try challenges.send(c, stepUp, of: account.owner, to: old, at: now).get()) }
            return Asked(confirming: confirming, stepUp: stepUp, messages: messages)
        }
    }

    /// Puts the new address in the place of the old one; uses both authorisations up.
    ///
    /// - Returns: notices to every address the account had before, also to the one that goes.
    public func carryOut(
        _ c: any SQLConnection, _ account: CitizenAccount, to address: CodeAddress, confirmed: Authorisation, stepUp: Authorisation, at now: Instant
    ) throws -> [CodeMessage] {
        let before = try ContactFactors.list(c, account.owner).map(\.address)
        try ContactFactors.add(c, account.owner, address, by: confirmed, stepUp: stepUp, performer: account.performer, at: now)
        var replaced = ""
        if let profile = try profiles.valid(c, of: account.id, at: now) {
            let contact = ContactData(try ContactFactors.list(c, account.owner).map(\.address))
            let new = try profiles.replace(
                c, profile.id, contact: contact, confirmation: .init(method: .replacement, at: now), by: account.performer, at: now)
            try people.correct(c, account.person, PersonCorrection(contact: contact), source: "konto", by: account.performer, at: now)
            replaced = " Profil \(profile.designation) zastąpił nowy: \(new.designation)."
        }
        let what = address.kind == .mailCode ? "adres e-mail" : "numer telefonu"
        let words =
            "Na koncie \(account.userID) zmieniono \(what).\(replaced) Jeżeli to nie Twoja zmiana, od razu przyjdź do punktu potwierdzającego z dokumentem."
        return before.map { CodeMessage(to: $0, text: words, madeAt: now) }
    }
}

extension ContactData {
    /// The first address of each kind.
    init(_ addresses: [CodeAddress]) {
        self.init()
        for address in addresses.reversed() {
            switch address {
            case .mail(let found): mail = found
            case .phone(let found): phone = found
            }
        }
    }
}
