internal import Cryptography
public import Kernel
public import Law
public import Store

public struct PowerID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// In whose name somebody acts (mocodawca, reprezentowany).
public enum Principal: Sendable, Hashable {
    case person(PersonID)
    case organisation(Organisation)

    /// A company or another body, by its numbers.
    public struct Organisation: Sendable, Hashable {
        public let name: String
        public let nip: NIP
        /// Where it is in that register.
        public let krs: KRSNumber?

        /// - Throws: `Problems` with the field `organisation`.
        public init(name: String, nip: NIP, krs: KRSNumber? = nil) throws {
            let tidy = name.trimmedSpace
            guard (1...250).contains(tidy.count) else {
                throw Problems([Problem(.invalidInput, "Wpisz nazwę firmy lub instytucji.", field: "organisation")])
            }
            self.name = tidy
            self.nip = nip
            self.krs = krs
        }

        init(kept name: String, _ nip: NIP, _ krs: KRSNumber?) {
            self.name = name
            self.nip = nip
            self.krs = krs
        }
    }
}

/// A right to act in another's name: a power of attorney or a representation by law (pełnomocnictwo, przedstawicielstwo).
///
/// Source: KPA art. 32–34 (attorney, form of the power, scope); Civil Code art. 98, 101 (scope, end), art. 38 (bodies of legal persons);
/// family and guardianship code art. 98 (parents), art. 155 (guardian).
public struct Power: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case attorney = "pelnomocnictwo"
        case body = "reprezentacja"
        case parent = "rodzic"
        case guardian = "opiekun"

        public var polishName: String {
            switch self {
            case .attorney: "pełnomocnictwo"
            case .body: "reprezentacja firmy lub instytucji"
            case .parent: "rodzic dziecka"
            case .guardian: "opiekun lub kurator"
            }
        }

        /// Given by the principal's own will; the rest comes from the law or a register and needs an officer's eye.
        public var isGranted: Bool { self == .attorney }
    }

    /// What the power covers.
    public enum Scope: Sendable, Hashable {
        /// Everything before the office (pełnomocnictwo ogólne).
        case everything
        /// Only certain services, by their ids in the catalogue.
        case services(Set<String>)
        /// Only receiving letters (pełnomocnictwo do doręczeń).
        case deliveries

        public func covers(_ need: Need) -> Bool {
            switch (self, need) {
            case (.everything, _), (.deliveries, .deliveries): true
            case (.services(let ids), .service(let id)): ids.contains(id)
            default: false
            }
        }
    }

    /// What somebody wants to do in another's name.
    public enum Need: Sendable, Hashable {
        case service(String)
        case deliveries
    }

    /// Ground on which the power is believed.
    public struct Proof: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            /// Granted here by the principal, by a second factor or a signature.
            case grantedHere = "udzielone-tutaj"
            case document = "dokument"
            case register = "rejestr"
            case certificate = "akt-stanu-cywilnego"
            case court = "orzeczenie"
        }
        public var kind: Kind
        /// The document, by its SHA-256.
        public var document: ContentHash?
        /// What it is: number, day, register.
        public var text: String
        public init(kind: Kind, document: ContentHash? = nil, text: String) {
            self.kind = kind
            self.document = document
            self.text = text
        }
    }

    public enum State: String, Sendable, Hashable {
        case requested = "zgloszone"
        case inForce = "obowiazuje"
        case declined = "odrzucone"
        case withdrawn = "cofniete"
    }

    public let id: PowerID
    public let kind: Kind
    public let principal: Principal
    /// Who acts (pełnomocnik, przedstawiciel).
    public let agent: PersonID
    public let scope: Scope
    public let proof: Proof
    public let from: Day
    /// The last day; `nil` until withdrawn.
    public let to: Day?
    public var state: State
    /// Why it was declined or taken back, where somebody wrote it.
    public let reason: String

    public func isInForce(on day: Day) -> Bool { state == .inForce && from <= day && to.map { day <= $0 } ?? true }
    public var object: String { "pelnomocnictwo:\(id)" }
}

/// A power to be noted.
public struct NewPower: Sendable {
    public var kind: Power.Kind
    public var principal: Principal
    public var agent: PersonID
    public var scope: Power.Scope
    public var proof: Power.Proof
    public var from: Day
    public var to: Day?

    public init(kind: Power.Kind, principal: Principal, agent: PersonID, scope: Power.Scope, proof: Power.Proof, from: Day, to: Day?) {
        self.kind = kind
        self.principal = principal
        self.agent = agent
        self.scope = scope
        self.proof = proof
        self.from = from
        self.to = to
    }

    /// What the principal authorises: every word of the power.
    public var fingerprint: ContentHash {
        let whom: String =
            switch principal {
            case .person(let id): "osoba \(id)"
            case .organisation(let o): "organizacja \(o.nip) \(o.krs?.description ?? "") \(o.name)"
            }
        let text = [
            kind.rawValue, whom, "\(agent)", PowerStore.text(scope), proof.kind.rawValue, proof.document?.description ?? "", proof.text, "\(from)",
            to.map { "\($0)" } ?? "",
        ].joined(separator: "\n")
        return ContentHash(of: Array(text.utf8))
    }

    var problems: [Problem] {
        var found: [Problem] = []
        if case .person(let id) = principal, id == agent {
            found.append(Problem(.invalidInput, "Nikt nie jest własnym pełnomocnikiem. Wybierz inną osobę.", field: "agent"))
        }
        if let to, to < from { found.append(Problem(.invalidInput, "Koniec jest przed początkiem.", field: "to")) }
        if case .services(let ids) = scope, ids.isEmpty { found.append(Problem(.invalidInput, "Zaznacz co najmniej jedną usługę.", field: "scope")) }
        if proof.kind != .grantedHere, proof.text.trimmedSpace.isEmpty, proof.document == nil {
            found.append(Problem(.invalidInput, "Dołącz dokument albo wpisz, z czego wynika prawo do działania.", field: "proof"))
        }
        switch (kind, principal) {
        case (.body, .person): found.append(Problem(.invalidInput, "Reprezentacja dotyczy firmy lub instytucji.", field: "principal"))
        case (.parent, .organisation), (.guardian, .organisation):
            found.append(Problem(.invalidInput, "Rodzic i opiekun działają za osobę.", field: "principal"))
        default: break
        }
        return found
    }
}
