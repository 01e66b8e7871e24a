internal import XML

/// The person whose Trusted Profile signed (`PodpisZP`).
public struct TrustedProfileSigner: Sendable, Hashable, Codable {
    public var givenName: String
    public var surname: String
    public var pesel: String
    public var accountID: String

    public init(givenName: String, surname: String, pesel: String, accountID: String) {
        self.givenName = givenName
        self.surname = surname
        self.pesel = pesel
        self.accountID = accountID
    }
}

/// The person of an `EPSignature`, the shape used from 2022 to March 2025.
public struct EPSignature: Sendable, Hashable, Codable {
    public var givenName: String
    public var surname: String
    /// `yyyy-MM-dd`.
    public var dateOfBirth: String
    public var personalIdentifier: String
    public var identityIssuer: String
    public var identityIssuedAt: String

    public init(
        givenName: String, surname: String, dateOfBirth: String, personalIdentifier: String, identityIssuer: String, identityIssuedAt: String
    ) {
        self.givenName = givenName
        self.surname = surname
        self.dateOfBirth = dateOfBirth
        self.personalIdentifier = personalIdentifier
        self.identityIssuer = identityIssuer
        self.identityIssuedAt = identityIssuedAt
    }
}

/// Who the profile system says has signed, since the certificate is the system's own (epuap.md § 8.3).
public enum ClaimedRole: Sendable, Hashable {
    case trustedProfile(TrustedProfileSigner)
    case epSignature(EPSignature)

    /// In canonical form: name spaces where they are first used, attributes in order.
    func write(into w: inout XMLWriter) {
        switch self {
        case .trustedProfile(let s):
            w.element("ppZP:PodpisZP", ["xmlns:ppZP": Names.podpisZP]) { w in
                w.element("ppZP:DaneZP") { w in
                    w.element("ppZP:DaneZPOsobyFizycznej") { w in
                        w.element("os:Nazwisko", ["xmlns:os": Names.person2009, "os:rodzajCzlonu": "pierwszy"], text: s.surname)
                        w.element("os:Imie", ["xmlns:os": Names.person2009], text: s.givenName)
                        w.element("os:PESEL", ["xmlns:os": Names.person2009], text: s.pesel)
                        w.element("ppZP:IdKontaUzytkownikaEpuap", text: s.accountID)
                    }
                }
            }
        case .epSignature(let s):
            w.element("pz:EPSignature", ["xmlns:pz": Names.epSignature]) { w in
                w.element("pz:NaturalPerson") { w in
                    w.element("pz:CurrentFamilyName", text: s.surname)
                    w.element("pz:FirstName", text: s.givenName)
                    w.element("pz:DateOfBirth", text: s.dateOfBirth)
                    w.element("pz:PersonalIdentifier", text: s.personalIdentifier)
                }
                w.element("pz:SignatureData") { w in
                    w.element("pz:IdentityIssuer", text: s.identityIssuer)
                    w.element("pz:IdentityIssueTimestamp", text: s.identityIssuedAt)
                }
            }
        }
    }

    /// The element as a text of its own, as services send it (epuap.md § 4.9).
    public var xml: String {
        var w = XMLWriter(declaration: false)
        write(into: &w)
        return String(decoding: w.bytes, as: UTF8.self)
    }

    /// Reads both shapes, and the account id from either place where it occurs.
    static func read(_ claimed: XMLNode) -> RoleReport? {
        if let zp = claimed.children.first(where: { $0.is("PodpisZP", Names.podpisZP) }) {
            let person = zp.first("DaneZPOsobyFizycznej")
            return RoleReport(
                shape: "PodpisZP", givenName: person?.childText("Imie"), surname: person?.childText("Nazwisko"), pesel: person?.childText("PESEL"),
                accountID: zp.first("IdKontaUzytkownikaEpuap")?.text)
        }
        if let ep = claimed.children.first(where: { $0.is("EPSignature", Names.epSignature) }) {
            let person = ep.child("NaturalPerson")
            return RoleReport(
                shape: "EPSignature", givenName: person?.childText("FirstName"), surname: person?.childText("CurrentFamilyName"),
                pesel: person?.childText("PersonalIdentifier"), accountID: nil)
        }
        return nil
    }
}
