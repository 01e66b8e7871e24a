public import Kernel

/// Who looks at a person's data: an officer with the office the look is made for.
public struct Onlooker: Sendable, Hashable {
    public var performer: Performer
    /// `nil` for the person themselves and for the house's own machinery.
    public var office: OfficeID?
    public var post: String

    public init(performer: Performer, office: OfficeID?, post: String = "") {
        self.performer = performer
        self.office = office
        self.post = post
    }
}

/// One look at a person's data, as that person may read it.
///
/// The person sees the office, the post, what was looked at and why; the officer's name stays with the office.
public struct PersonLook: Sendable, Hashable {
    public enum What: String, Sendable, Hashable, CaseIterable {
        case found = "wyszukanie"
        case card = "karta-osoby"
        case pesel = "numer-PESEL"
        case profile = "profil-zaufany"
        case application = "wniosek"
        case power = "pelnomocnictwo"
        /// Told to a service that the person logged in at.
        case service = "przekazanie-usludze"
        /// Told to a system of the service that the person is logged in at.
        case session = "osoba-sesji"

        public var polishName: String {
            switch self {
            case .found: "wyszukanie po numerze PESEL"
            case .card: "karta osoby"
            case .pesel: "odsłonięcie numeru PESEL"
            case .profile: "profil zaufany"
            case .application: "wniosek o profil zaufany"
            case .power: "pełnomocnictwa"
            case .service: "dane przekazane usłudze przy logowaniu"
            case .session: "dane osoby zalogowanej w usłudze"
            }
        }
    }

    public var id: Int64
    public var at: Instant
    public var office: OfficeID?
    public var post: String
    public var what: What
    public var why: String
}
