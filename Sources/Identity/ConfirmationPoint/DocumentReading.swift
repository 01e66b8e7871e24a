public import Kernel
public import Law

/// What the operator reads from the document the person shows.
///
/// A document that carries the PESEL has no place for its number here: the law wants kind, country and number recorded only where there is
/// no PESEL on it. Source: regulation on the Trusted Profile (Dz.U. 2020 poz. 1194), annex 1; act, art. 20c ust. 1 pkt 1.
public struct DocumentReading: Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case identityCard = "dowod-osobisty"
        case passport = "paszport"
        case residenceCard = "karta-pobytu"
        case foreignIdentityCard = "dokument-panstwa-UE"
        case other = "inny"

        public var polishName: String {
            switch self {
            case .identityCard: "dowód osobisty"
            case .passport: "paszport"
            case .residenceCard: "karta pobytu"
            case .foreignIdentityCard: "dokument tożsamości państwa UE"
            case .other: "inny dokument"
            }
        }
    }

    public enum Identity: Sendable, Hashable {
        /// The PESEL as it stands on the document.
        case pesel(PESEL)
        /// - Parameter country: ISO 3166, three letters.
        case withoutPESEL(birthday: Day, country: String, number: String)
    }

    public var kind: Kind
    /// `nil` for a document without an end.
    public var validUntil: Day?
    public var name: PersonName
    public var identity: Identity
    public var looksGenuine: Bool
    public var isThePerson: Bool

    public init(kind: Kind, validUntil: Day?, name: PersonName, identity: Identity, looksGenuine: Bool, isThePerson: Bool) {
        self.kind = kind
        self.validUntil = validUntil
        self.name = name
        self.identity = identity
        self.looksGenuine = looksGenuine
        self.isThePerson = isThePerson
    }

    /// Without anything a log must not hold.
    public var description: String { "DocumentReading(\(kind.rawValue))" }

    public var problems: [Problem] {
        guard case .withoutPESEL(_, let country, let number) = identity else { return [] }
        var found: [Problem] = []
        if country.utf8.count != 3 || !country.utf8.allSatisfy({ (65...90).contains($0) }) {
            found.append(Problem(.invalidInput, "Wpisz kod państwa, trzy wielkie litery, na przykład DEU.", field: "country"))
        }
        if number.trimmedSpace.isEmpty || number.count > 30 { found.append(Problem(.invalidInput, "Wpisz numer dokumentu.", field: "number")) }
        return found
    }
}

/// The comparison of a document with the application, field by field.
public struct DocumentFinding: Sendable, Hashable {
    public enum Field: String, Sendable, Hashable, CaseIterable {
        case validity = "waznosc"
        case authenticity = "autentycznosc"
        case likeness = "wizerunek"
        case givenNames = "imiona"
        case surname = "nazwisko"
        case pesel = "PESEL"
        case birthday = "data-urodzenia"

        public var polishName: String {
            switch self {
            case .validity: "ważność dokumentu"
            case .authenticity: "cechy autentyczności"
            case .likeness: "podobieństwo do zdjęcia"
            case .givenNames: "imię lub imiona"
            case .surname: "nazwisko"
            case .pesel: "numer PESEL"
            case .birthday: "data urodzenia"
            }
        }

        /// The refusal that a difference gives ground for.
        public var reason: RefusalReason {
            switch self {
            case .validity: .documentInvalid
            case .authenticity, .likeness: .identityNotClear
            case .givenNames, .surname: .nameDiffers
            case .pesel: .peselDiffers
            case .birthday: .birthdayDiffers
            }
        }
    }

    /// In the order of looking.
    public let differing: [Field]

    public var agrees: Bool { differing.isEmpty }
    /// Grounds for refusal, each once.
    public var reasons: [RefusalReason] {
        differing.map(\.reason).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Compares names, surname and PESEL, or the birth date where the document has no PESEL. E-mail and telephone are not compared.
    ///
    /// The birth date is read from the PESEL with its century, so that people born from 2000 on match. Source: regulation, § 4, § 12.
    static func compare(_ document: DocumentReading, name: PersonName, pesel: PESEL, on day: Day) -> DocumentFinding {
        var differing: [Field] = []
        if let until = document.validUntil, until < day { differing.append(.validity) }
        if !document.looksGenuine { differing.append(.authenticity) }
        if !document.isThePerson { differing.append(.likeness) }
        if !document.name.agreesInGivenNames(with: name) { differing.append(.givenNames) }
        if !document.name.agreesInSurname(with: name) { differing.append(.surname) }
        switch document.identity {
        case .pesel(let shown): if shown != pesel { differing.append(.pesel) }
        case .withoutPESEL(let birthday, _, _): if birthday != pesel.birthday { differing.append(.birthday) }
        }
        return DocumentFinding(differing: differing)
    }
}
