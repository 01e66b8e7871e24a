/// A means by which a person proves to be the one (czynnik uwierzytelniania).
public enum FactorKind: String, Sendable, Hashable, CaseIterable {
    case password = "haslo"
    case totp = "aplikacja"
    case phoneCode = "kod-sms"
    case mailCode = "kod-mail"
    case recoveryCode = "kod-zapasowy"
    case certificate = "certyfikat"
    /// Węzeł Krajowy vouched for the person, at a level; it is never enrolled, it only stands in a session.
    case nodeLow = "wezel-niski", nodeSubstantial = "wezel-sredni", nodeHigh = "wezel-wysoki"
    /// The password of the office's directory (LDAP).
    case directory = "katalog"
    /// An OpenID provider vouched for the person: by something, or by two factors of its own (RFC 8176, `mfa`).
    case openID = "openid", openIDStrong = "openid-dwa"

    /// What somebody else vouches for; never enrolled here, it only stands in a session.
    static let vouched: Set<FactorKind> = [.nodeLow, .nodeSubstantial, .nodeHigh, .directory, .openID, .openIDStrong]

    /// Whether it is the first step of a sign-in, or stands beside one.
    public var isFirst: Bool { self == .password || Self.vouched.contains(self) }

    /// Whether its codes travel to an address.
    public static func isSent(_ kind: FactorKind) -> Bool { kind == .phoneCode || kind == .mailCode }

    static func node(_ level: AssuranceLevel) -> FactorKind {
        switch level {
        case .low: .nodeLow
        case .substantial: .nodeSubstantial
        case .high: .nodeHigh
        }
    }

    /// What the person has to know, or to have.
    ///
    /// Source: Commission implementing regulation 2015/1502, annex, 1(2); regulation on the Trusted Profile § 10 ust. 4–5.
    public enum Category: Sendable, Hashable { case knowledge, possession }

    public var category: Category { [.password, .directory, .openID].contains(self) ? .knowledge : .possession }

    public var polishName: String {
        switch self {
        case .password: "hasło"
        case .totp: "kod z aplikacji"
        case .phoneCode: "kod SMS"
        case .mailCode: "kod z e-maila"
        case .recoveryCode: "kod zapasowy"
        case .certificate: "certyfikat"
        case .nodeLow, .nodeSubstantial, .nodeHigh: "login.gov.pl"
        case .directory: "hasło z katalogu (LDAP)"
        case .openID: "konto OpenID"
        case .openIDStrong: "konto OpenID z dwoma składnikami"
        }
    }
}

/// How sure the house is that the person is the one (poziom bezpieczeństwa środka identyfikacji elektronicznej).
///
/// Source: eIDAS art. 8 ust. 2.
public enum AssuranceLevel: Int, Sendable, Hashable, Comparable, CaseIterable {
    case low = 1
    case substantial = 2
    case high = 3

    public static func < (a: AssuranceLevel, b: AssuranceLevel) -> Bool { a.rawValue < b.rawValue }

    public var polishName: String {
        switch self {
        case .low: "niski"
        case .substantial: "średni"
        case .high: "wysoki"
        }
    }

    /// The name in SAML (eIDAS SAML attribute profile).
    public var uri: String {
        switch self {
        case .low: "http://eidas.europa.eu/LoA/low"
        case .substantial: "http://eidas.europa.eu/LoA/substantial"
        case .high: "http://eidas.europa.eu/LoA/high"
        }
    }

    /// What these factors together give: one gives low, two of two categories give substantial. None of ours gives high; the node says
    /// itself what its proof is worth.
    public static func given(by factors: Set<FactorKind>) -> AssuranceLevel? {
        guard !factors.isEmpty else { return nil }
        if factors.contains(.nodeHigh) { return .high }
        if factors.contains(.nodeSubstantial) || factors.contains(.openIDStrong) { return .substantial }
        return Set(factors.map(\.category)).count > 1 ? .substantial : .low
    }
}

/// Whose factor it is.
public enum FactorOwner: Sendable, Hashable, LosslessStringConvertible {
    case officer(AccountID)
    case citizen(CitizenAccountID)

    /// As the journal names the account.
    public var description: String {
        switch self {
        case .officer(let id): "konto:\(id)"
        case .citizen(let id): "obywatel:\(id)"
        }
    }

    var isOfficer: Bool { if case .officer = self { true } else { false } }

    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let number = Int64(parts[1]) else { return nil }
        switch parts[0] {
        case "konto": self = .officer(AccountID(number))
        case "obywatel": self = .citizen(CitizenAccountID(number))
        default: return nil
        }
    }
}
