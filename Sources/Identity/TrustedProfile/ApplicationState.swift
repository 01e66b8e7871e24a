/// The life of an application to a confirmation point (wniosek o potwierdzenie, przedłużenie, unieważnienie lub zmianę danych).
///
///     draft → submitted → ready → inService → documentChecked → printed → signed → carriedOut → archived
///                   ↘ rejectedData   ↘ expired, withdrawn      ↘ refused → archived
///
/// No step is skipped. Whoever leaves the counter unfinished goes back to `ready`. Source: regulation on the Trusted Profile
/// (t.j. Dz.U. 2023 poz. 2551) § 4, § 12.
public enum ApplicationState: String, Sendable, Hashable, CaseIterable {
    case draft = "szkic"
    case submitted = "zlozony"
    case rejectedData = "odrzucony-dane"
    case ready = "gotowy"
    case expired = "usuniety"
    case withdrawn = "wycofany"
    case inService = "w-obsludze"
    case documentChecked = "dokument-sprawdzony"
    case printed = "wydrukowany"
    case signed = "podpisany"
    case carriedOut = "wykonany"
    case refused = "odmowa"
    case archived = "w-archiwum"

    public enum Event: Sendable, Hashable, CaseIterable {
        case submitted, registerAgrees, registerDiffers, termPassed, withdrawn, claimed, released, documentAgrees, printed, signedByApplicant, carriedOut,
            refused, archived
    }

    /// The next state; `nil` where the event has no place.
    public func after(_ event: Event) -> ApplicationState? {
        switch (self, event) {
        case (.draft, .submitted): .submitted
        case (.submitted, .registerAgrees): .ready
        case (.submitted, .registerDiffers): .rejectedData
        case (.submitted, .termPassed), (.ready, .termPassed): .expired
        case (.submitted, .withdrawn), (.ready, .withdrawn): .withdrawn
        case (.ready, .claimed): .inService
        case (.inService, .released), (.documentChecked, .released), (.printed, .released), (.signed, .released): .ready
        case (.inService, .documentAgrees): .documentChecked
        case (.documentChecked, .printed): .printed
        case (.printed, .signedByApplicant): .signed
        case (.signed, .carriedOut): .carriedOut
        case (.inService, .refused), (.documentChecked, .refused), (.printed, .refused), (.signed, .refused): .refused
        case (.carriedOut, .archived), (.refused, .archived): .archived
        default: nil
        }
    }

    /// At the counter, held by one operator.
    public var isInService: Bool {
        switch self {
        case .inService, .documentChecked, .printed, .signed: true
        default: false
        }
    }

    public var isOpen: Bool { self == .submitted || self == .ready || isInService }

    public var polishName: String {
        switch self {
        case .draft: "szkic"
        case .submitted: "złożony, sprawdzamy dane"
        case .rejectedData: "odrzucony z powodu niezgodności danych"
        case .ready: "czeka na wizytę w punkcie"
        case .expired: "usunięty po terminie"
        case .withdrawn: "wycofany"
        case .inService: "przy okienku"
        case .documentChecked: "dokument sprawdzony"
        case .printed: "wydrukowany"
        case .signed: "podpisany przez wnioskodawcę"
        case .carriedOut: "wykonany"
        case .refused: "odmowa"
        case .archived: "w archiwum"
        }
    }
}
