internal import Cryptography
public import Exchange
public import Identity
public import Kernel
internal import Law
internal import Store

/// Hands a citizen's signed letter in at a box of the platform, in the citizen's own name.
public struct CitizenSending: Sendable {
    let platform: Platform
    let identity: RegionalIdentity

    public init(platform: Platform, identity: RegionalIdentity) {
        self.platform = platform
        self.identity = identity
    }

    /// - Returns: the sealed receipt (UPP).
    public func send(_ document: [UInt8], to box: BoxAddress, from account: CitizenAccount, at now: Instant) async throws -> [UInt8] {
        let podmiot = Self.podmiot(account)
        let signer = try await identity.platform.read { c in try identity.profiles.signer(c, of: account.id, at: now) }
        try await identity.platform.write { c in
            guard try PlatformDirectory.podmiot(c, podmiot) == nil else { return }
            try PlatformDirectory.add(
                c,
                Podmiot(
                    id: podmiot, kind: .naturalPerson, name: signer.name.surname, givenNames: signer.name.givenNames, pesel: signer.pesel.description, street: "",
                    postCode: "", town: ""), by: account.performer, at: now)
            if let own = BoxAddress("/\(podmiot)/domyslna") {
                try PlatformDirectory.addBox(c, Box(address: own, podmiot: podmiot, isListed: false), by: account.performer, at: now)
            }
        }
        // The portal speaks for this one person; nothing in the form says for whom.
        let portal = RegisteredSystem(
            id: 0, name: "konto mieszkańca", certificateHash: identity.seal.certificate.sha256, allowsSHA1: false, requiresTimestamp: false, podmioty: [podmiot])
        let answer = try await platform.submit(
            Submission(podmiot: podmiot, box: box, replyBox: "/\(podmiot)/domyslna", fileName: "Pismo ogolne.xml", content: document),
            by: Platform.Caller(system: portal))
        guard let receipt = answer.receiptXML else {
            throw Problem(.unavailable, "Urząd nie potwierdził odbioru. Spróbuj za kilka minut.", cause: "no receipt")
        }
        return receipt
    }

    /// The account of a citizen on the platform; never given again, like the account's number.
    static func podmiot(_ account: CitizenAccount) -> String { "mieszkaniec\(account.id)" }
}
