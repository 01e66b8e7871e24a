public import Kernel
internal import Law
internal import XML

/// The answers of the services of people and profiles, as what stands inside `soapenv:Body` (epuap.md § 4.8–4.11).
public enum ProfileAnswer {
    private static func body(_ name: String, _ namespace: String, _ content: (inout XMLWriter) -> Void) -> String {
        var w = XMLWriter(declaration: false)
        w.element("p:\(name)", ["xmlns:p": namespace]) { w in content(&w) }
        return String(decoding: w.bytes, as: UTF8.self)
    }

    /// - Parameter address: where the browser has to go.
    public static func added(_ address: String, isSingle: Bool) -> String {
        let name = isSingle ? "addDocumentToSigning" : "addDocumentsToSigning"
        return body("\(name)Response", SoapNames.sig) { w in w.element("\(name)Return", text: address) }
    }

    public static func signed(_ document: [UInt8]) -> String {
        body("getSignedDocumentResponse", SoapNames.sig) { w in w.element("getSignedDocumentReturn") { w in w.base64(document) } }
    }

    /// In the order they were given.
    public static func signed(all documents: [[UInt8]]) -> String {
        body("getSignedDocumentsResponse", SoapNames.sig) { w in
            for document in documents { w.element("getSignedDocumentsReturn") { w in w.base64(document) } }
        }
    }

    /// - Parameter result: the document VerifyResult; it travels as text.
    public static func verified(_ result: String) -> String {
        body("verifySignedDocumentResponse", SoapNames.sig) { w in w.element("verifySignedDocumentReturn", text: result) }
    }

    /// Who is behind a session.
    public struct UserInfo: Sendable, Hashable {
        public var mail: String?
        /// The element PodpisZP, or nothing where the person has no valid profile.
        public var claimedRole: String?

        public init(mail: String?, claimedRole: String?) {
            self.mail = mail
            self.claimedRole = claimedRole
        }
    }

    public static func userInfo(_ info: UserInfo) -> String {
        body("getTpUserInfoResponse", SoapNames.ui) { w in
            w.element("getTpUserInfoReturn", ["xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"]) { w in
                for (name, value) in [("accountEmailAddress", info.mail), ("claimedRole", info.claimedRole)] {
                    if let value { w.element(name, text: value) } else { w.empty(name, ["xsi:nil": "true"]) }
                }
            }
        }
    }

    public static func userID(_ id: String) -> String { body("respResolveUserId", SoapNames.idp) { w in w.element("userId", text: id) } }

    /// A profile as TpUserObjectsInfo tells of it.
    public struct ProfileFacts: Sendable, Hashable {
        /// V valid, I ended before its time, E expired.
        public var status: String
        public var profile: String
        public var userID: String
        public var givenNames: String
        public var surname: String
        public var pesel: String
        public var mail: String
        public var phone: String
        public var method: String
        public var methodAddress: String
        public var createdAt: Instant
        public var expiresAt: Instant

        public init(
            status: String, profile: String, userID: String, givenNames: String, surname: String, pesel: String, mail: String, phone: String, method: String,
            methodAddress: String, createdAt: Instant, expiresAt: Instant
        ) {
            self.status = status
            self.profile = profile
            self.userID = userID
            self.givenNames = givenNames
            self.surname = surname
            self.pesel = pesel
            self.mail = mail
            self.phone = phone
            self.method = method
            self.methodAddress = methodAddress
            self.createdAt = createdAt
            self.expiresAt = expiresAt
        }
    }

    /// - Parameter facts: `nil` where there is no such profile; the answer then names none.
    public static func profile(_ facts: ProfileFacts?, callID: String, at now: Instant) -> String {
        var w = XMLWriter(declaration: false)
        w.element("p:respTrustedProfileInfoForPESEL", ["xmlns:p": SoapNames.oi, "callId": callID, "responseTimestamp": PolishTime.iso8601(now)]) { w in
            guard let f = facts else { return }
            let names = f.givenNames.split(separator: " ").map(String.init)
            let rows: KeyValuePairs<String, String> = [
                "status": f.status, "profileId": f.profile, "userId": f.userID, "firstName": names.first ?? "", "secondName": names.dropFirst().joined(separator: " "),
                "lastName": f.surname, "PESEL": f.pesel, "email": f.mail, "PhoneNumber": f.phone, "authMethodId": f.method, "authParam": f.methodAddress,
                "creationDate": PolishTime.iso8601(f.createdAt), "expirationDate": PolishTime.iso8601(f.expiresAt),
            ]
            w.element("p:profile") { w in for (name, value) in rows { w.element("p:\(name)", text: value) } }
        }
        return String(decoding: w.bytes, as: UTF8.self)
    }
}
