/// An act that a person authorises by a second factor each time anew.
///
/// Source: regulation on the Trusted Profile (t.j. Dz.U. 2023 poz. 2551) § 10 ust. 7; signing in does not stand for it.
public enum AuthorisedAct: String, Sendable, Hashable, CaseIterable {
    case signIn = "logowanie"
    case signDocument = "podpis-zaufany"
    case confirmContact = "potwierdzenie-kontaktu"
    case changeFactors = "zmiana-czynnikow"
    case resetPassword = "nowe-haslo"
    case fileApplication = "wniosek-o-profil"
    /// By an operator of a confirmation point.
    case confirmProfile = "potwierdzenie-profilu"
    case extendProfile = "przedluzenie-profilu"
    case invalidateProfile = "uniewaznienie-profilu"
    case changeProfileContact = "zmiana-danych-profilu"
    case grantPower = "pelnomocnictwo"

    /// To be put after „Kod do: ”.
    public var polishName: String {
        switch self {
        case .signIn: "logowania"
        case .signDocument: "podpisu zaufanego"
        case .confirmContact: "potwierdzenia adresu lub numeru"
        case .changeFactors: "zmiany sposobu logowania"
        case .resetPassword: "ustawienia nowego hasła"
        case .fileApplication: "złożenia wniosku o profil zaufany"
        case .confirmProfile: "potwierdzenia profilu zaufanego"
        case .extendProfile: "przedłużenia profilu zaufanego"
        case .invalidateProfile: "unieważnienia profilu zaufanego"
        case .changeProfileContact: "zmiany danych w profilu zaufanym"
        case .grantPower: "udzielenia pełnomocnictwa"
        }
    }

    /// What the person has to read before the code is asked for; `nil` where nothing is prescribed.
    ///
    /// Source for signing: the regulation, § 15 (before signing the system tells that a podpis zaufany is about to be placed).
    public func notice(document title: String) -> String? {
        guard self == .signDocument else { return nil }
        return Self.notice(documents: [title])
    }

    /// The notice before signing one document or several.
    public static func notice(documents titles: [String]) -> String {
        guard titles.count > 1 else {
            return "Za chwilę złożysz podpis zaufany pod dokumentem „\(titles.first ?? "")”. Ma on taką samą moc jak podpis własnoręczny. "
                + "Przeczytaj dokument. Jeżeli się zgadza, wpisz kod."
        }
        return "Za chwilę złożysz podpis zaufany pod każdym z tych dokumentów (\(titles.count)): "
            + titles.map { "„\($0)”" }.joined(separator: ", ") + ". Ma on taką samą moc jak podpis własnoręczny. "
            + "Przeczytaj wszystkie dokumenty. Jeżeli się zgadzają, wpisz kod."
    }
}
