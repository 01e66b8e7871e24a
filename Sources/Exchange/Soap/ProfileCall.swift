internal import Kernel
internal import XML

/// One call of a service of people and profiles, read from its message (epuap.md § 4.8–4.11).
public enum ProfileCall: Sendable {
    case addToSigning(Signing)
    /// `id` is the very address that adding answered.
    case signedDocument(id: String)
    case signedDocuments(id: String)
    case verify([UInt8])
    case userInfo(session: String)
    case userID(session: String)
    case profile(Query)

    /// Documents to be signed in one act.
    public struct Signing: Sendable, Hashable {
        public var documents: [[UInt8]]
        public var successAddress: String
        public var failureAddress: String
        /// Words for the person who signs.
        public var note: String
        /// Whether it came by the call for one document.
        public var isSingle: Bool

        public init(documents: [[UInt8]], successAddress: String, failureAddress: String, note: String, isSingle: Bool = true) {
            self.documents = documents
            self.successAddress = successAddress
            self.failureAddress = failureAddress
            self.note = note
            self.isSingle = isSingle
        }
    }

    public struct Query: Sendable, Hashable {
        public var pesel: String
        /// MOST_RECENT instead of VALID_ONLY.
        public var isMostRecent: Bool
        /// Given back with the answer.
        public var callID: String

        public init(pesel: String, isMostRecent: Bool, callID: String) {
            self.pesel = pesel
            self.isMostRecent = isMostRecent
            self.callID = callID
        }
    }

    public var operation: String {
        switch self {
        case .addToSigning(let s): s.isSingle ? "addDocumentToSigning" : "addDocumentsToSigning"
        case .signedDocument: "getSignedDocument"
        case .signedDocuments: "getSignedDocuments"
        case .verify: "verifySignedDocument"
        case .userInfo: "getTpUserInfo"
        case .userID: "ResolveUserId"
        case .profile: "getTrustedProfileInfoForPESEL"
        }
    }

    static func read(_ call: XMLNode, service: PlatformService) throws(Problem) -> ProfileCall {
        switch (service, call.name) {
        case (.tpSigning, "addDocumentToSigning"), (.tpSigning5, "addDocumentToSigning"):
            return .addToSigning(try signing(call, documents: [document(call, "doc")], isSingle: true))
        case (.tpSigning5, "addDocumentsToSigning"):
            var documents: [[UInt8]] = []
            for node in call.children("doc") { documents.append(try content(node, "doc")) }
            guard !documents.isEmpty else { throw MessageReader.missing("doc") }
            return .addToSigning(try signing(call, documents: documents, isSingle: false))
        case (.tpSigning, "getSignedDocument"), (.tpSigning5, "getSignedDocument"): return .signedDocument(id: try MessageReader.required(call, "id"))
        case (.tpSigning5, "getSignedDocuments"): return .signedDocuments(id: try MessageReader.required(call, "id"))
        case (.tpSigning, "verifySignedDocument"), (.tpSigning5, "verifySignedDocument"): return .verify(try document(call, "document"))
        case (.tpUserInfo, "getTpUserInfo"): return .userInfo(session: try session(call, "tgsid"))
        case (.idpIdentityInfo, "reqResolveUserId"): return .userID(session: try session(call, "assertionId"))
        case (.tpUserObjectsInfo, "reqGetTrustedProfileInfoForPESEL"):
            let isMostRecent: Bool
            switch call.childText("profileInfo")?.trimmed ?? "" {
            case "VALID_ONLY": isMostRecent = false
            case "MOST_RECENT": isMostRecent = true
            default: throw Problem(.invalidInput, "Element profileInfo to VALID_ONLY albo MOST_RECENT.")
            }
            let callID = String((call.attribute("callId") ?? "").prefix(100))
            return .profile(Query(pesel: try MessageReader.required(call, "PESEL"), isMostRecent: isMostRecent, callID: callID))
        default: throw Problem(.invalidInput, "Usługa \(service.rawValue) nie ma operacji „\(call.name.prefix(100))”.")
        }
    }

    private static func signing(_ call: XMLNode, documents: [[UInt8]], isSingle: Bool) throws(Problem) -> Signing {
        Signing(
            documents: documents, successAddress: try MessageReader.required(call, "successURL"), failureAddress: try MessageReader.required(call, "failureURL"),
            note: call.childText("additionalInfo")?.trimmed ?? "", isSingle: isSingle)
    }

    private static func document(_ call: XMLNode, _ name: String) throws(Problem) -> [UInt8] {
        guard let node = call.child(name) else { throw MessageReader.missing(name) }
        return try content(node, name)
    }

    private static func content(_ node: XMLNode, _ name: String) throws(Problem) -> [UInt8] {
        let bytes = try MessageReader.content(node)
        guard !bytes.isEmpty else { throw MessageReader.missing(name) }
        return bytes
    }

    private static func session(_ call: XMLNode, _ name: String) throws(Problem) -> String {
        let text = try MessageReader.required(call, name)
        guard text.utf8.count <= 200 else { throw Problem(.invalidInput, "Element \(name) jest za długi.") }
        return text
    }
}
