/// Why a message is not taken as signed.
public struct WSSError: Error, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case missing, tooManySignatures, bodyNotSigned, duplicateID, digestMismatch, signatureValue, algorithm, weakAlgorithm
        case expired, timestampNotSigned, timestampMissing, unknownToken, malformed
    }
    public var code: Code
    /// Polish, for the fault.
    public var message: String

    init(_ code: Code) {
        self.code = code
        message =
            switch code {
            case .missing: "Komunikat nie jest podpisany. Podpisz element Body certyfikatem systemu."
            case .tooManySignatures: "Komunikat ma więcej niż jeden podpis."
            case .bodyNotSigned: "Podpis nie obejmuje treści komunikatu (element Body)."
            case .duplicateID: "Ten sam identyfikator mają dwa elementy komunikatu."
            case .digestMismatch: "Treść komunikatu zmieniono po podpisaniu."
            case .signatureValue: "Wartość podpisu komunikatu nie zgadza się z certyfikatem."
            case .algorithm: "Komunikat podpisano algorytmem, którego nie obsługujemy."
            case .weakAlgorithm: "Komunikat podpisano słabym algorytmem SHA-1. Użyj SHA-256."
            case .expired: "Znacznik czasu komunikatu stracił ważność. Sprawdź zegar."
            case .timestampNotSigned: "Znacznik czasu komunikatu nie jest podpisany."
            case .timestampMissing: "Komunikat nie ma znacznika czasu, a system ma go podawać."
            case .unknownToken: "Nie wiadomo, którym certyfikatem podpisano komunikat."
            case .malformed: "Nagłówek bezpieczeństwa komunikatu jest uszkodzony."
            }
    }
    public var description: String { "WS-Security \(code.rawValue)" }
}

/// A certificate named, not carried.
public enum TokenReference: Sendable {
    case subjectKeyIdentifier([UInt8])
    /// SHA-1 of the certificate.
    case thumbprint([UInt8])
    case issuerSerial(issuer: String, serialDecimal: String)
}

/// A message whose signature holds.
public struct WSSVerified: Sendable {
    public var certificateDER: [UInt8]
    public var usedSHA1: Bool
    public var hasSignedTimestamp: Bool
}
