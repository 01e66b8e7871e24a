internal import Cryptography
public import Identity
public import Kernel
internal import Signatures
internal import Store
internal import XML

/// The signature of an authorised person under what was done at the counter: his own podpis zaufany, by one code for exactly this print.
///
/// Source: regulation on the Trusted Profile (t.j. Dz.U. 2023 poz. 2551) § 4 ust. 5, § 10 ust. 7.
public struct OperatorSigning: Sendable {
    let identity: RegionalIdentity
    public static let namespace = "urn:e-urzad:czynnosc-punktu:1"

    public init(_ identity: RegionalIdentity) { self.identity = identity }

    /// Opens the challenge of this act; its number travels in the form.
    public func begin(_ id: ApplicationID, by clerk: ConfirmationDesk.Clerk, at now: Instant) async throws -> ChallengeID {
        try await identity.platform.write { c in
            _ = try identity.desk.signer(c, for: clerk, at: now)
            let (act, print) = try identity.desk.toAuthorise(c, id)
            return try identity.challenges.open(c, .officer(clerk.account.id), act, document: print, title: "wniosek \(id)", at: now)
        }
    }

    public func send(_ challenge: ChallengeID, to address: CodeAddress, by clerk: ConfirmationDesk.Clerk, at now: Instant) async throws {
        let message = try await identity.platform.write { c in
            try identity.challenges.send(c, challenge, of: .officer(clerk.account.id), to: address, at: now)
        }.get()
        try await identity.deliver(message)
    }

    /// Checks the code, signs the print, and carries the application out.
    public func carryOut(
        _ id: ApplicationID, challenge: ChallengeID, code: String, by kind: FactorKind, clerk: ConfirmationDesk.Clerk, at now: Instant
    ) async throws -> TrustedProfile {
        let owner = FactorOwner.officer(clerk.account.id)
        let signer = try await identity.platform.read { c in try identity.desk.signer(c, for: clerk, at: now) }
        let (act, document) = try await identity.platform.read { c in try identity.desk.toAuthorise(c, id) }
        // The print anew: what is signed is what was printed, or nothing.
        let print = try await identity.platform.write { c in try identity.desk.print(c, id, by: clerk, at: now) }.get()
        guard print.hash == document else {
            throw Problem(.conflict, "Dane wniosku zmieniły się po wydruku. Otwórz go jeszcze raz i wydrukuj.", cause: "print changed")
        }
        let authorisation = try await identity.platform.write { c in
            try identity.challenges.enter(c, challenge, of: owner, code: code, by: kind, act: act, document: document, at: now)
        }.get()
        let sealed = try identity.seal(Self.statement(print, document), of: signer, at: now)
        let report = try identity.verifier.verify(sealed, at: now)
        let staged = try await identity.blobs.stage(sealed)
        return try await identity.platform.write { c in
            let hash = try identity.blobs.record(c, staged, mediaType: "text/xml", at: now)
            let signature = OperatorSignature(content: document, signature: hash, isValid: report.verdict == .valid, signer: signer.peselHash)
            return try identity.desk.carryOut(c, id, authorisation: authorisation, signature: signature, by: clerk, at: now)
        }.get()
    }

    /// The act as a document: the text of the print with its SHA-256.
    static func statement(_ print: ApplicationPrint, _ hash: ContentHash) -> [UInt8] {
        var w = XMLWriter()
        w.element("pp:Czynnosc", ["xmlns:pp": namespace]) { w in
            w.element("pp:SkrotWydruku", ["algorytm": "SHA-256"], text: hash.description)
            w.element("pp:Wydruk", text: print.text)
        }
        return w.bytes
    }
}
