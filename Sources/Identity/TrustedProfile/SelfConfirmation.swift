public import Kernel
public import Law
public import Store

/// What a qualified certificate says of its holder, as the room of signatures read and verified it.
public struct CertificateEvidence: Sendable, Hashable {
    public var name: PersonName
    public var pesel: PESEL
    /// The signature over the data of the application, by its SHA-256; kept by the caller.
    public var signature: ContentHash
    /// The signature is valid, covers the data, and leads to a trusted issuer.
    public var isTrusted: Bool

    public init(name: PersonName, pesel: PESEL, signature: ContentHash, isTrusted: Bool) {
        self.name = name
        self.pesel = pesel
        self.signature = signature
        self.isTrusted = isTrusted
    }
}

extension TrustedProfiles {
    /// Confirmation by the person's own qualified signature, whose certificate holds given names, surname and PESEL.
    ///
    /// So the first operators of a point come by their profiles. Source: act on informatisation (t.j. Dz.U. 2024 poz. 307) art. 20c ust. 1 pkt 2.
    public func confirm(
        _ c: any SQLConnection, by evidence: CertificateEvidence, of account: CitizenAccount, contact: ContactData, factors: Set<FactorKind>, at now: Instant
    ) throws -> TrustedProfile {
        guard evidence.isTrusted else { throw Problem(.forbidden, "Podpis nie jest ważny albo nie jest kwalifikowany.", cause: "untrusted signature") }
        guard let person = try PersonStore.find(c, account.person), let pesel = person.pesel else {
            throw Problem(.invalidInput, "Profil może mieć tylko osoba z numerem PESEL.", field: "pesel")
        }
        guard evidence.name.agrees(with: person.name), keys.hash(evidence.pesel) == pesel.hash else {
            throw Problem(.forbidden, "Certyfikat należy do innej osoby niż konto.", cause: "certificate of another person")
        }
        guard AssuranceLevel.given(by: factors) == .substantial else {
            throw Problem(.invalidInput, "Wybierz hasło i jeszcze jeden sposób, na przykład kod SMS.", field: "factors")
        }
        return try issue(
            c, account: account, person: person, contact: contact, factors: factors,
            confirmation: .init(method: .qualifiedSignature, at: now, seal: evidence.signature), by: account.performer, at: now)
    }
}
