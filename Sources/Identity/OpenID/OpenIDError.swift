public import Kernel

/// Why a login by OpenID was refused.
public struct OpenIDError: Error, Sendable, CustomStringConvertible {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        init(_ description: String) { self.description = description }

        public static let malformed = Code("malformed")
        public static let algorithm = Code("algorithm")
        public static let signature = Code("signature")
        public static let issuer = Code("issuer")
        public static let audience = Code("audience")
        public static let nonce = Code("nonce")
        public static let time = Code("time")
        public static let state = Code("state")
        public static let browser = Code("browser")
        /// The provider said no, or the person gave up there.
        public static let refused = Code("refused")
        public static let configuration = Code("configuration")
    }

    public let code: Code
    /// What exactly, for the journal; nothing of the person.
    public let detail: String

    init(_ code: Code, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }

    public var description: String { detail.isEmpty ? code.description : "\(code): \(detail)" }

    /// In words for the person.
    public var problem: Problem {
        let words =
            switch code {
            case .state, .browser: "To logowanie już się skończyło albo zaczęło się w innej przeglądarce. Zacznij od strony logowania."
            case .time: "Odpowiedź dostawcy logowania jest przeterminowana. Zacznij jeszcze raz; jeśli się powtarza, zawiadom administratora."
            case .refused: "Dostawca logowania odmówił albo logowanie przerwano. Zacznij jeszcze raz."
            case .configuration: "Logowanie przez dostawcę jest źle ustawione. Zawiadom administratora i zaloguj się hasłem."
            default: "Odpowiedź dostawcy logowania nie przeszła sprawdzenia. Zawiadom administratora i zaloguj się hasłem."
            }
        return Problem(.forbidden, words, cause: "openid \(description)")
    }
}
