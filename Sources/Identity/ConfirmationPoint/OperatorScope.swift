/// What an authorised person may do at a confirmation point (zakres upoważnienia).
public enum OperatorScope: String, Sendable, Hashable, CaseIterable {
    case confirm = "potwierdzanie"
    case extend = "przedluzanie"
    case invalidate = "uniewaznianie"
    case changeContact = "zmiana-danych"

    public var polishName: String {
        switch self {
        case .confirm: "potwierdzanie"
        case .extend: "przedłużanie ważności"
        case .invalidate: "unieważnianie"
        case .changeContact: "zmiana danych kontaktowych"
        }
    }
}
