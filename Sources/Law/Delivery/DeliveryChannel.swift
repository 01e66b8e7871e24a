/// The ways in which an organ delivers a letter. Source: KPA art. 39.
public enum DeliveryChannel: String, Sendable, CaseIterable, Codable {
    /// The addressee's account in the organ's own system.
    case officeAccount = "konto"
    /// Handed over in the office.
    case handedOver = "osobiscie"
    /// Registered electronic delivery to the addressee's address (e-Doręczenia).
    case electronic = "e-doreczenia"
    /// ePUAP, where it may still be used.
    case epuap
    /// The public hybrid service: sent as a file, delivered on paper (PUH).
    case hybrid = "hybrydowa"
    /// Registered letter with a proof of delivery.
    case registeredPost = "polecony"
    /// The office's own employees or other authorised persons.
    case messenger = "goniec"

    public var polishName: String {
        switch self {
        case .officeAccount: "konto w systemie urzędu"
        case .handedOver: "wręczenie w urzędzie"
        case .electronic: "e-Doręczenia"
        case .epuap: "ePUAP"
        case .hybrid: "przesyłka hybrydowa"
        case .registeredPost: "list polecony za potwierdzeniem odbioru"
        case .messenger: "pracownik urzędu albo osoba uprawniona"
        }
    }
}
