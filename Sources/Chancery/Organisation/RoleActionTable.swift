/// What may be done in the chancery, as the table of roles knows it.
public enum ChanceryAction: String, Sendable, CaseIterable {
    case register = "rejestrowanie"
    case assign = "dekretowanie"
    case workCase = "prowadzenie"
    case read = "czytanie"
    case approve = "akceptowanie"
    case destroy = "brakowanie"
    case editFilePlan = "wykaz-akt"
    case editPermissions = "uprawnienia"

    public var polishName: String {
        switch self {
        case .register: "Rejestrowanie pism"
        case .assign: "Dekretowanie"
        case .workCase: "Zakładanie i kończenie spraw"
        case .read: "Czytanie akt"
        case .approve: "Akceptowanie i podpisywanie"
        case .destroy: "Brakowanie"
        case .editFilePlan: "Zmiany wykazu akt"
        case .editPermissions: "Nadawanie uprawnień"
        }
    }

    var verb: String {
        switch self {
        case .register: "rejestruje pisma"
        case .assign: "dekretuje"
        case .workCase: "zakłada i kończy sprawy"
        case .read: "widzi"
        case .approve: "akceptuje i podpisuje"
        case .destroy: "prowadzi brakowanie"
        case .editFilePlan: "zmienia wykaz akt"
        case .editPermissions: "nadaje uprawnienia"
        }
    }
}

/// How much of an action a role gives: all of it, or only a side of it.
public enum PermissionExtent: String, Sendable, CaseIterable {
    case whole = "calosc"
    /// The parts of the file that the lead unit shared.
    case sharedPart = "udostepniona-czesc"
    /// Register data without content.
    case metadata = "metadane"
    /// The record of who saw and did what, without content.
    case audit = "dziennik"
    /// The act is about letters that came to the officer's own e-mail box.
    case ownMail = "wlasna-poczta"
    /// Only the class of a case is corrected.
    case fixClass = "poprawa-klasy"
    /// An opinion, no decision.
    case opinion = "opinia"
    /// To look, not to change.
    case view = "podglad"
    /// Technical side only.
    case technical = "technicznie"
    /// What the administrator handed down to the unit.
    case delegated = "w-ramach-komorki"
    case review = "przeglad"

    public var polishName: String {
        switch self {
        case .whole: "w całości"
        case .sharedPart: "udostępniona część akt"
        case .metadata: "tylko metadane"
        case .audit: "tylko dziennik zdarzeń"
        case .ownMail: "tylko własna poczta elektroniczna"
        case .fixClass: "tylko poprawa klasy"
        case .opinion: "tylko opinia"
        case .view: "tylko podgląd"
        case .technical: "tylko obsługa techniczna"
        case .delegated: "w ramach własnej komórki"
        case .review: "tylko przegląd"
        }
    }
    /// The content may be read.
    public var opensContent: Bool { self == .whole || self == .sharedPart }
    /// Numbers, titles and names may be read.
    public var showsData: Bool { opensContent || self == .metadata }
}

/// One cell of the table: how much, and how far at most.
public struct RoleAction: Sendable, Hashable {
    public var extent: PermissionExtent
    /// A grant never reaches further than this, whatever scope it names.
    public var widest: RoleScope
    /// Only what is in the archive (two years from the first of January after completion).
    public var archivedOnly = false

    init(_ extent: PermissionExtent, _ widest: RoleScope, archivedOnly: Bool = false) {
        self.extent = extent
        self.widest = widest
        self.archivedOnly = archivedOnly
    }
}

/// The table "role × action". What is not in it is refused.
///
/// Source: `ezd.md` § 8, "Role × action (compact)", for the nine roles named there; the narrower roles of § 1.10 (halves of
/// the chancery point, secretariat, approver, signer, auditor, subordinate user) are our reading of their names.
public enum RoleActionTable {
    public static func cell(_ role: ChanceryRole, _ action: ChanceryAction) -> RoleAction? { table[role]?[action] }

    private static let table: [ChanceryRole: [ChanceryAction: RoleAction]] = [
        .receivingPoint: [.register: .init(.whole, .office), .read: .init(.metadata, .office)],
        .sendingPoint: [.register: .init(.whole, .office), .read: .init(.metadata, .office)],
        // "Subtree" in the table; the subtree of the top of the structure is the whole office.
        .assigner: [
            .assign: .init(.whole, .office), .read: .init(.whole, .office), .approve: .init(.whole, .office),
        ],
        .unitHead: [
            .assign: .init(.whole, .unit), .workCase: .init(.whole, .unit), .read: .init(.whole, .unit), .approve: .init(.whole, .unit),
            .destroy: .init(.opinion, .unit), .editPermissions: .init(.delegated, .unit),
        ],
        .caseOfficer: [.register: .init(.ownMail, .own), .workCase: .init(.whole, .own), .read: .init(.whole, .own)],
        .cooperating: [.read: .init(.sharedPart, .own)],
        .archivist: [
            .read: .init(.whole, .office, archivedOnly: true), .destroy: .init(.whole, .office), .editFilePlan: .init(.view, .office),
        ],
        .coordinator: [
            .register: .init(.whole, .office), .workCase: .init(.fixClass, .office), .read: .init(.metadata, .office), .destroy: .init(.view, .office),
            .editFilePlan: .init(.whole, .office),
        ],
        .dataProtectionOfficer: [.read: .init(.audit, .office), .destroy: .init(.view, .office), .editPermissions: .init(.review, .office)],
        .technicalAdministrator: [.editFilePlan: .init(.technical, .office), .editPermissions: .init(.whole, .office)],
        .secretariat: [.register: .init(.whole, .office), .read: .init(.metadata, .subtree)],
        .approver: [.read: .init(.whole, .office), .approve: .init(.whole, .office)],
        .signer: [.read: .init(.whole, .office), .approve: .init(.whole, .office)],
        .auditor: [.read: .init(.whole, .office)],
        .subordinateUser: [.workCase: .init(.whole, .own), .read: .init(.whole, .own)],
    ]
}
