public import Kernel

/// Why a SAML message is not accepted. Carries nothing of the message's content.
public struct SAMLError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case malformed, doctype
        case tooLarge = "too-large"
        case duplicateID = "duplicate-id"
        /// Another kind of message than this address takes.
        case unexpected
        case version
        case unsigned
        case signature
        /// The signature stands over another element than the one that would be read.
        case wrapping
        case weakAlgorithm = "weak-algorithm"
        case unknownIssuer = "unknown-issuer"
        case issuer, destination, audience, recipient
        case inResponseTo = "in-response-to"
        case notYetValid = "not-yet-valid"
        case expired, replayed
        case levelTooLow = "level-too-low"
        /// The other side says no.
        case refused
        case noAssertion = "no-assertion"
        case encryption
        case notEncrypted = "not-encrypted"
        case unknownArtifact = "unknown-artifact"
        case providerName = "provider-name"
        case consumerAddress = "consumer-address"
        case unsupported
        /// The assertion does not say who the person is.
        case noPerson = "no-person"
    }
    public var code: Code
    /// English, for the log; which part of the message it was.
    public var detail: String

    public init(_ code: Code, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }

    public var description: String { detail.isEmpty ? "saml \(code.rawValue)" : "saml \(code.rawValue): \(detail)" }

    /// What the person in front of the browser is told.
    public var problem: Problem {
        Problem(kind, "\(words) Zacznij logowanie jeszcze raz, a gdy to wróci, powiadom administratora usługi.", cause: description)
    }

    private var kind: Problem.Code {
        switch code {
        case .malformed, .doctype, .duplicateID, .unexpected, .version, .unsupported, .encryption, .notEncrypted, .noAssertion, .noPerson: .invalidInput
        case .tooLarge: .tooLarge
        case .replayed, .unknownArtifact, .expired, .notYetValid: .conflict
        default: .forbidden
        }
    }

    private var words: String {
        switch code {
        case .malformed, .duplicateID, .unexpected, .version, .doctype: "Komunikat logowania jest uszkodzony."
        case .tooLarge: "Komunikat logowania jest zbyt rozległy."
        case .unsigned: "Komunikat logowania nie jest podpisany."
        case .signature, .wrapping: "Podpis komunikatu logowania nie zgadza się z treścią."
        case .weakAlgorithm: "Komunikat logowania podpisano słabym algorytmem."
        case .unknownIssuer: "Ta usługa nie jest zarejestrowana."
        case .issuer: "Odpowiedź logowania pochodzi od kogoś innego."
        case .destination, .audience, .recipient: "Komunikat logowania jest przeznaczony dla kogoś innego."
        case .inResponseTo: "Odpowiedź logowania nie należy do tego logowania."
        case .notYetValid: "Komunikat logowania ma datę z przyszłości."
        case .expired: "Logowanie trwało za długo."
        case .replayed, .unknownArtifact: "To logowanie już wykorzystano."
        case .levelTooLow: "Poziom bezpieczeństwa logowania jest za niski."
        case .refused: "Logowanie się nie powiodło."
        case .noAssertion, .noPerson: "Odpowiedź logowania nie mówi, kim jesteś."
        case .encryption: "Odpowiedzi logowania nie da się odszyfrować."
        case .notEncrypted: "Odpowiedź logowania nie jest zaszyfrowana."
        case .providerName: "Nazwa usługi jest inna niż zarejestrowana."
        case .consumerAddress: "Adres powrotu nie jest zarejestrowany."
        case .unsupported: "Komunikat logowania używa czegoś, czego nie obsługujemy."
        }
    }
}
