internal import Cryptography
public import Kernel
internal import Law
public import Store

public struct ProfileID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// A Trusted Profile of this platform (profil zaufany). Not the state's: the state's lives in the minister's system.
///
/// Source: act on informatisation (t.j. Dz.U. 2024 poz. 307) art. 20ac–20ad; regulation on the Trusted Profile (t.j. Dz.U. 2023
/// poz. 2551) § 10.
public struct TrustedProfile: Sendable, Hashable {
    public let id: ProfileID
    /// The identifier of the profile; letters and digits, unique, never changes.
    public let designation: String
    public let account: CitizenAccountID
    public let userID: UserID
    public let person: PersonID
    public var name: PersonName
    public var birthday: Day
    public var pesel: SealedPESEL
    public var contact: ContactData
    public let factors: Set<FactorKind>
    public let confirmation: Confirmation
    public let validFrom: Instant
    public var validTo: Instant
    public var state: ProfileState

    /// How the profile was confirmed; its content beside the identity data.
    public struct Confirmation: Sendable, Hashable {
        public enum Method: String, Sendable, Hashable, CaseIterable {
            case point = "punkt"
            case qualifiedSignature = "podpis-kwalifikowany"
            case bank = "bank"
            case personalProfile = "profil-osobisty"
            /// By changing contact data of a profile confirmed before.
            case replacement = "zmiana-danych"
        }
        public var method: Method
        public var at: Instant
        /// Name of the point, with its operator; `nil` by other methods. The operator's PESEL is never here.
        public var point: String?
        public var operatorName: String?
        /// The seal or signature over the profile, by its SHA-256.
        public var seal: ContentHash?

        public init(method: Method, at: Instant, point: String? = nil, operatorName: String? = nil, seal: ContentHash? = nil) {
            self.method = method
            self.at = at
            self.point = point
            self.operatorName = operatorName
            self.seal = seal
        }
    }

    /// Whether it opens and signs at an instant, as it stands now. For the past use `TrustedProfiles.valid(at:)`.
    public func isValid(at now: Instant) -> Bool { state == .active && validFrom <= now && now < validTo }

    public var object: String { "profil:\(designation)" }

    /// Letters and digits, 80 bits, nothing of the person in it.
    static func newDesignation() -> String { "PZ" + Hex.encode(randomBytes(10)).uppercased() }
}

/// The life of a profile.
///
///     active → active (extended, updated from the register) → expired | invalidated | replaced
public enum ProfileState: Sendable, Hashable {
    case active
    case expired
    case invalidated(InvalidationReason)
    case replaced(by: ProfileID)

    /// The letter of the ePUAP service that tells about profiles. Its meaning is an inference.
    public var letter: String {
        switch self {
        case .active: "V"
        case .expired: "E"
        case .invalidated, .replaced: "I"
        }
    }

    public var polishName: String {
        switch self {
        case .active: "ważny"
        case .expired: "stracił ważność"
        case .invalidated(let reason): "unieważniony: \(reason.polishName)"
        case .replaced: "zastąpiony nowym po zmianie danych"
        }
    }
}

/// Why a profile was invalidated. Source: act, art. 20ad ust. 4a; regulation, § 13, § 14.
public enum InvalidationReason: String, Sendable, Hashable, CaseIterable {
    case holder = "posiadacz"
    case point = "punkt"
    case bank = "bank"
    case confirmationFault = "nieprawidlowosc-potwierdzenia"
    case controlLost = "utrata-kontroli"
    case unauthorisedUse = "nieuprawnione-uzycie"
    case defect = "wada-profilu"
    case death = "zgon"
    case accountDeleted = "usuniecie-konta"

    public var polishName: String {
        switch self {
        case .holder: "przez posiadacza"
        case .point: "w punkcie, na wniosek posiadacza"
        case .bank: "w systemie banku"
        case .confirmationFault: "nieprawidłowość przy potwierdzeniu lub przedłużeniu"
        case .controlLost: "dane mogły wyjść spod kontroli posiadacza"
        case .unauthorisedUse: "nieuprawnione użycie"
        case .defect: "wada profilu"
        case .death: "zgon"
        case .accountDeleted: "usunięcie konta"
        }
    }
}

/// How a profile was extended. Source: act, art. 20c ust. 1a; regulation, § 11 ust. 2. A bank alone is not enough.
public enum ExtensionWay: String, Sendable, Hashable, CaseIterable {
    case itself = "profil-zaufany"
    case personalProfile = "profil-osobisty"
    case qualifiedSignature = "podpis-kwalifikowany"
    case point = "punkt"
}

/// One event in the history of a profile, with the profile as it was after it.
public struct ProfileEvent: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case issued = "wydany"
        case extended = "przedluzony"
        case updated = "zaktualizowany"
        case expired = "wygasly"
        case invalidated = "uniewazniony"
        case replaced = "zastapiony"
    }
    public var id: Int64
    public var kind: Kind
    public var at: Instant
    public var actor: String
    /// How: the method, the way of extending, the reason.
    public var way: String
    public var isActive: Bool
    public var validTo: Instant
    public var name: PersonName
    public var contact: ContactData
}

extension TrustedProfile {
    /// What the holder's own acts on the profile are bound to.
    public var fingerprint: ContentHash { ContentHash(of: Array("\(designation)|\(validTo.milliseconds)".utf8)) }
}
