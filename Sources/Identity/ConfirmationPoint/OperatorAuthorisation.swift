public import Kernel
public import Store

public struct OperatorAuthorisationID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// The authorisation of an officer to confirm profiles (upoważnienie).
///
/// Source: regulation on the Trusted Profile (t.j. Dz.U. 2023 poz. 2551) § 16 ust. 4 (procedure of granting rights); KRI (Dz.U. 2024
/// poz. 773) § 19 ust. 2 pkt 4–6: adequate rights, changed at once, training.
public struct OperatorAuthorisation: Sendable, Hashable {
    public let id: OperatorAuthorisationID
    public let point: PointID
    public let account: AccountID
    public let pesel: SealedPESEL
    public let name: PersonName
    /// Post, printed on every record (stanowisko służbowe).
    public let post: String
    public let number: String
    public let from: Day
    public let to: Day
    public let scopes: Set<OperatorScope>
    /// Day of the declaration of no conviction for an intentional crime; a setting of the office (law until 2018).
    public let noConvictionOn: Day?
    public let trainedOn: Day?
    /// Until when the operator's own podpis zaufany or qualified certificate is valid.
    public var signingUntil: Day
    public let requestedBy: AccountID
    public var approvedBy: AccountID?
    public var state: State

    /// requested → approved → (active on its days) ⇄ suspended → withdrawn
    public enum State: String, Sendable, Hashable {
        case requested = "wniosek"
        case approved = "zatwierdzone"
        case suspended = "zawieszone"
        case withdrawn = "cofniete"
        case declined = "odrzucone"
    }

    /// What the authorisation is worth on a day; nothing waits for a night job to end it.
    public enum Standing: Sendable, Hashable { case waiting, notYet, active, suspended, expired, withdrawn }

    public func standing(on day: Day) -> Standing {
        switch state {
        case .requested: .waiting
        case .suspended: .suspended
        case .withdrawn, .declined: .withdrawn
        case .approved: day < from ? .notYet : day > to ? .expired : .active
        }
    }

    public var object: String { "upowaznienie:\(id)" }
}

/// A request for an authorisation.
public struct NewOperatorAuthorisation: Sendable {
    public var point: PointID
    public var account: AccountID
    public var person: PersonID
    public var post: String
    public var number: String
    public var from: Day
    public var to: Day
    public var scopes: Set<OperatorScope>
    public var noConvictionOn: Day?
    public var trainedOn: Day?
    public var signingUntil: Day

    public init(
        point: PointID, account: AccountID, person: PersonID, post: String, number: String, from: Day, to: Day, scopes: Set<OperatorScope>,
        noConvictionOn: Day?, trainedOn: Day?, signingUntil: Day
    ) {
        self.point = point
        self.account = account
        self.person = person
        self.post = post
        self.number = number
        self.from = from
        self.to = to
        self.scopes = scopes
        self.noConvictionOn = noConvictionOn
        self.trainedOn = trainedOn
        self.signingUntil = signingUntil
    }

    public var problems: [Problem] {
        var found: [Problem] = []
        if post.trimmedSpace.isEmpty { found.append(Problem(.invalidInput, "Wpisz stanowisko. Stoi na każdym wydruku.", field: "post")) }
        if number.trimmedSpace.isEmpty { found.append(Problem(.invalidInput, "Wpisz numer upoważnienia.", field: "number")) }
        if to < from { found.append(Problem(.invalidInput, "Koniec upoważnienia jest przed początkiem.", field: "to")) }
        if scopes.isEmpty { found.append(Problem(.invalidInput, "Zaznacz, co osoba może robić.", field: "scopes")) }
        if trainedOn == nil { found.append(Problem(.invalidInput, "Wpisz dzień szkolenia.", field: "trainedOn")) }
        return found
    }
}
