/// What came of one try to sign in.
public enum SignInOutcome: Sendable {
    case signedIn(SessionToken, Account)
    /// Wrong password or unknown login: the two are not told apart.
    case refused
    /// Too many wrong tries; whole minutes left, at least 1.
    case locked(minutes: Int)

    /// What the person reads; `nil` after signing in.
    public var message: String? {
        switch self {
        case .signedIn: nil
        case .refused: "Login lub hasło się nie zgadza. Sprawdź i wpisz jeszcze raz."
        case .locked(let minutes):
            "Za dużo nieudanych prób. Spróbuj za \(minutes) min albo poproś administratora o odblokowanie konta."
        }
    }
}
