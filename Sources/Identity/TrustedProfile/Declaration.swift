/// What an applicant declares, all four or none.
///
/// Source: regulation on the Trusted Profile (Dz.U. 2020 poz. 1194), annexes 1 and 3.
public enum Declaration: String, Sendable, Hashable, CaseIterable {
    case dataTrue = "dane"
    case keepsSecret = "poufnosc"
    case sharesNot = "konto"
    case willInvalidate = "uniewaznienie"

    /// The text of our own; its version stands with each declaration.
    public var polishText: String {
        switch self {
        case .dataTrue: "Dane, które podaję, są prawdziwe i aktualne."
        case .keepsSecret: "Nie ujawnię nikomu danych, którymi ktoś mógłby się za mnie zalogować albo podpisać."
        case .sharesNot: "Nie udostępnię swojego konta innej osobie."
        case .willInvalidate: "Gdy stracę kontrolę nad kontem, nawet w części, od razu unieważnię profil zaufany."
        }
    }

    /// Which declarations a kind of application has. Source: annexes 1, 3 and 4.
    public static func required(for kind: ApplicationKind) -> [Declaration] { kind == .invalidate ? [.dataTrue] : allCases }

    public static let wording = "2026-1"
}

/// What is applied for (rodzaj wniosku).
public enum ApplicationKind: String, Sendable, Hashable, CaseIterable {
    case confirm = "potwierdzenie"
    case extend = "przedluzenie"
    case invalidate = "uniewaznienie"
    case changeContact = "zmiana-danych"

    public var polishName: String {
        switch self {
        case .confirm: "potwierdzenie profilu zaufanego"
        case .extend: "przedłużenie ważności profilu zaufanego"
        case .invalidate: "unieważnienie profilu zaufanego"
        case .changeContact: "zmiana adresu e-mail lub telefonu w profilu zaufanym"
        }
    }

    /// What the operator authorises by the second factor.
    public var act: AuthorisedAct {
        switch self {
        case .confirm: .confirmProfile
        case .extend: .extendProfile
        case .invalidate: .invalidateProfile
        case .changeContact: .changeProfileContact
        }
    }

    public var scope: OperatorScope {
        switch self {
        case .confirm: .confirm
        case .extend: .extend
        case .invalidate: .invalidate
        case .changeContact: .changeContact
        }
    }
}
