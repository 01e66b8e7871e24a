/// What a person does in the chancery (rola). Several may be held at once.
///
/// Source: `ezd.md` § 1.10; the names in brackets there are the raw values.
public enum ChanceryRole: String, Sendable, CaseIterable, Codable {
    case technicalAdministrator = "administrator"
    case coordinator = "koordynator"
    case receivingPoint = "punkt-przyjmowanie"
    case sendingPoint = "punkt-wysylka"
    case secretariat = "sekretariat"
    case assigner = "dekretujacy"
    case unitHead = "kierownik"
    case caseOfficer = "prowadzacy"
    case cooperating = "wspolpracujacy"
    case approver = "akceptujacy"
    case signer = "podpisujacy"
    case archivist = "archiwista"
    case dataProtectionOfficer = "iod"
    case auditor = "kontroler"
    case subordinateUser = "jednostka-podlegla"
    case party = "interesant"
    case domainSystem = "system-dziedzinowy"

    public var polishName: String {
        switch self {
        case .technicalAdministrator: "Administrator techniczny"
        case .coordinator: "Koordynator czynności kancelaryjnych"
        case .receivingPoint: "Punkt kancelaryjny – przyjmowanie"
        case .sendingPoint: "Punkt kancelaryjny – wysyłka"
        case .secretariat: "Sekretariat"
        case .assigner: "Dekretujący"
        case .unitHead: "Kierownik komórki"
        case .caseOfficer: "Prowadzący sprawy"
        case .cooperating: "Współpracujący"
        case .approver: "Akceptujący"
        case .signer: "Podpisujący"
        case .archivist: "Archiwista"
        case .dataProtectionOfficer: "Inspektor ochrony danych"
        case .auditor: "Kontroler"
        case .subordinateUser: "Użytkownik jednostki podległej"
        case .party: "Interesant"
        case .domainSystem: "System dziedzinowy"
        }
    }

    /// The end of "widzi, bo …".
    func because(in place: String) -> String {
        switch self {
        case .technicalAdministrator: "jest administratorem technicznym"
        case .coordinator: "jest koordynatorem czynności kancelaryjnych"
        case .receivingPoint: "przyjmuje pisma w punkcie kancelaryjnym"
        case .sendingPoint: "wysyła pisma w punkcie kancelaryjnym"
        case .secretariat: "prowadzi sekretariat komórki \(place)"
        case .assigner: "dekretuje w komórce \(place)"
        case .unitHead: "jest kierownikiem komórki \(place)"
        case .caseOfficer: "prowadzi tę sprawę"
        case .cooperating: "współpracuje przy tej sprawie"
        case .approver: "akceptuje pisma komórki \(place)"
        case .signer: "podpisuje pisma komórki \(place)"
        case .archivist: "jest archiwistą"
        case .dataProtectionOfficer: "jest inspektorem ochrony danych"
        case .auditor: "jest kontrolerem"
        case .subordinateUser: "pracuje w jednostce podległej"
        case .party: "jest stroną sprawy"
        case .domainSystem: "jest systemem dziedzinowym"
        }
    }

    /// Parties and systems have no post in the office; their roles are not given to officers.
    public var isForOfficers: Bool { self != .party && self != .domainSystem }
    /// Given for a time only.
    public var needsEnd: Bool { self == .auditor }
    public static let forOfficers = allCases.filter(\.isForOfficers)
}

/// How far a role reaches (zakres).
public enum RoleScope: String, Sendable, CaseIterable, Codable, Comparable {
    case own = "wlasne"
    case unit = "komorka"
    case subtree = "komorka-i-podlegle"
    case office = "urzad"

    public var polishName: String {
        switch self {
        case .own: "własne sprawy"
        case .unit: "komórka"
        case .subtree: "komórka i podległe"
        case .office: "cały urząd"
        }
    }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    public static func < (a: RoleScope, b: RoleScope) -> Bool { a.rank < b.rank }
}
