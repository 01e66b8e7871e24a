public import Kernel
internal import Law
public import Store

public struct ApplicationID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// What an applicant fills in (wniosek, część wnioskodawcy).
///
/// Source: regulation on the Trusted Profile (Dz.U. 2020 poz. 1194), annexes 1, 3, 4.
public struct ApplicationDraft: Sendable {
    public var kind: ApplicationKind
    public var account: CitizenAccountID
    public var contact: ContactData
    public var factors: Set<FactorKind>
    public var declarations: Set<Declaration>

    public init(kind: ApplicationKind, account: CitizenAccountID, contact: ContactData, factors: Set<FactorKind>, declarations: Set<Declaration>) {
        self.kind = kind
        self.account = account
        self.contact = contact
        self.factors = factors
        self.declarations = declarations
    }

    /// Every field that has to be mended.
    public var problems: [Problem] {
        var found: [Problem] = []
        if kind != .invalidate {
            if contact.mail == nil { found.append(Problem(.invalidInput, "Wpisz adres e-mail.", field: "mail")) }
            if contact.phone == nil { found.append(Problem(.invalidInput, "Wpisz numer telefonu komórkowego.", field: "phone")) }
            if AssuranceLevel.given(by: factors) != .substantial {
                found.append(Problem(.invalidInput, "Wybierz hasło i jeszcze jeden sposób, na przykład kod SMS.", field: "factors"))
            }
        }
        if !declarations.isSuperset(of: Declaration.required(for: kind)) {
            found.append(Problem(.invalidInput, "Zaznacz wszystkie oświadczenia. Bez nich wniosku nie można złożyć.", field: "declarations"))
        }
        return found
    }
}

/// An application as it is kept. After its term its personal data are gone and only number, dates and state stay.
public struct ProfileApplication: Sendable, Hashable {
    /// The data of the applicant as they were at submission.
    public struct Applicant: Sendable, Hashable {
        public var person: PersonID
        public var account: CitizenAccountID
        public var userID: UserID
        public var name: PersonName
        public var pesel: SealedPESEL
        public var birthday: Day
        public var contact: ContactData
        public var factors: Set<FactorKind>
    }

    public let id: ApplicationID
    /// For example `PZ/2026/17`.
    public let number: String
    public let kind: ApplicationKind
    /// `nil` after the data were erased.
    public let applicant: Applicant?
    /// The profile the application is about, or made.
    public var profile: ProfileID?
    public let submittedAt: Instant
    /// The last day on which the point may carry it out.
    public let lastDay: Day
    public var state: ApplicationState
    public var stateAt: Instant
    public var reason: RefusalReason?
    public var claim: Claim?

    /// Who has it at the counter, and until when.
    public struct Claim: Sendable, Hashable {
        public var account: AccountID
        public var name: String
        public var until: Instant
    }

    /// What the person authorises and the print shows: one hash of everything that was applied for.
    public var object: String { ProfileApplication.object(id) }
    static func object(_ id: ApplicationID) -> String { "wniosek-pz:\(id)" }
}
