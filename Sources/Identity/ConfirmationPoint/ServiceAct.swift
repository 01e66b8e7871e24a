public import Kernel
public import Store

public struct ServiceActID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// What an operator did with one application at the counter (adnotacje osoby potwierdzającej).
///
/// Source: regulation on the Trusted Profile (Dz.U. 2020 poz. 1194), annexes 1, 3, 4.
public struct ServiceAct: Sendable, Hashable {
    public enum Result: String, Sendable, Hashable {
        case carriedOut = "wykonano"
        case refused = "odmowa"
        /// The person left, or the lock ran out.
        case abandoned = "przerwano"
    }

    public let id: ServiceActID
    public let application: ApplicationID
    public let point: PointID
    public let operatorAccount: AccountID
    public let operatorName: String
    public let post: String
    /// Sign of the case (znak sprawy), given before anything is checked.
    public var caseSign: String?
    public let startedAt: Instant
    public var documentKind: DocumentReading.Kind?
    public var hasPESEL: Bool?
    /// Only of a document without PESEL.
    public var documentCountry: String?
    public var documentNumber: String?
    public var documentUntil: Day?
    public var differing: [DocumentFinding.Field]?
    public var printedAt: Instant?
    public var print: ContentHash?
    public var signedAt: Instant?
    public var result: Result?
    public var reason: RefusalReason?
    public var actedAt: Instant?
    public var signature: ContentHash?
    public var notes: String

    public var object: String { "czynnosc-pz:\(id)" }
}

/// The operator's signature under the act, as the room of signatures verified it.
public struct OperatorSignature: Sendable, Hashable {
    /// What was signed: the hash of the print.
    public var content: ContentHash
    /// Where the signature is kept.
    public var signature: ContentHash
    public var isValid: Bool
    /// Whose it is; `IdentityKeys.hash` of the PESEL in the certificate or profile.
    public var signer: PESELHash

    public init(content: ContentHash, signature: ContentHash, isValid: Bool, signer: PESELHash) {
        self.content = content
        self.signature = signature
        self.isValid = isValid
        self.signer = signer
    }
}
