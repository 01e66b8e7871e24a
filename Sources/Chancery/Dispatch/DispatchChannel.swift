/// The way a letter leaves the office (sposób wysyłki, metadata table B item 14).
public enum DispatchChannel: String, Sendable, CaseIterable, Codable {
    /// The party's account in the office's own system (konto w systemie organu).
    case account = "konto"
    /// Registered electronic delivery between addresses for electronic delivery (PURDE).
    case eDelivery = "e-doreczenia"
    /// Letter sent electronically and printed by the operator (publiczna usługa hybrydowa).
    case hybrid = "puh"
    /// The deliverer (doręczyciel) of ePUAP: collected against a signed UPD.
    case epuapDelivery = "epuap-doreczyciel"
    /// From box to box of ePUAP, between public bodies: submission with UPP.
    case epuapBox = "epuap-skrytka"
    /// The office's own employees or other authorised persons (pracownik, osoba upoważniona).
    case courier = "pracownik"
    /// Registered letter with a return slip (list polecony za zwrotnym potwierdzeniem odbioru).
    case registeredWithSlip = "polecony-zpo"
    case registered = "polecony"
    case ordinary = "zwykly"
    /// Handed over in the office (odbiór osobisty).
    case inPerson = "odbior-osobisty"
    case email = "e-mail"
    /// Publication with effect of delivery (obwieszczenie, KPA art. 49).
    case publicNotice = "obwieszczenie"
    /// Between units of the office, inside the system.
    case inside = "wewnatrz"

    public var polishName: String {
        switch self {
        case .account: "konto w systemie urzędu"
        case .eDelivery: "e-Doręczenia"
        case .hybrid: "list hybrydowy (PUH)"
        case .epuapDelivery: "ePUAP – doręczenie z UPD"
        case .epuapBox: "ePUAP – skrytka"
        case .courier: "pracownik urzędu"
        case .registeredWithSlip: "list polecony z potwierdzeniem odbioru"
        case .registered: "list polecony"
        case .ordinary: "list zwykły"
        case .inPerson: "odbiór osobisty"
        case .email: "zawiadomienie e-mail"
        case .publicNotice: "obwieszczenie"
        case .inside: "wewnątrz urzędu"
        }
    }

    /// Sent by the program itself, as work for later.
    public var isElectronic: Bool {
        switch self {
        case .account, .eDelivery, .hybrid, .epuapDelivery, .epuapBox, .email: true
        default: false
        }
    }
    /// Carries the signed file; a notice by e-mail only tells that there is a letter.
    public var carriesFile: Bool { isElectronic && self != .email }
    /// Handed to the post office with a posting book.
    public var isPostal: Bool { self == .registeredWithSlip || self == .registered || self == .ordinary }
    /// Has a number of posting.
    public var hasPostingNumber: Bool { self == .registeredWithSlip || self == .registered }
    /// Evidence of delivery will come; the other ways end with sending.
    public var bringsProofOfDelivery: Bool {
        switch self {
        case .registered, .ordinary, .email: false
        default: true
        }
    }
}
