public import Kernel
public import SAML
internal import Store

/// Logging out at the node, over SOAP (epuap.md § 9.2).
extension NodeLogins {
    /// Tells the node that a person left, so that the session there ends too.
    ///
    /// - Parameters:
    ///   - name: the node's name for the person, as it came with them.
    ///   - sessionIndex: the number of the session there.
    ///   - send: sends a SOAP message to an address and gives the answer.
    /// - Returns: whether the node says that the person is out everywhere; false where it takes no such word.
    public func leave(
        name: NameID, sessionIndex: String?, at now: Instant, send: @Sendable (_ address: String, _ envelope: [UInt8]) async throws -> [UInt8]
    ) async throws -> Bool {
        guard let address = EntityDescriptor.location(service.node.singleLogout, .soap) else { return false }
        let request = LogoutRequest(
            issueInstant: now, issuer: service.entityID, destination: address, notOnOrAfter: now.adding(seconds: 300), subject: name,
            sessionIndexes: [sessionIndex].compactMap(\.self))
        let answer = try await send(address, SoapEnvelope.around(try request.signed(by: service.signing)))
        let response = try LogoutResponse(reading: SAMLMessage(soap: answer).verified(by: service.node.signing))
        guard response.issuer == service.node.entityID else { throw SAMLError(.issuer, "LogoutResponse") }
        guard response.inResponseTo == request.id else { throw SAMLError(.inResponseTo, "LogoutResponse") }
        try await platform.write { c in
            try Journal.append(
                c,
                JournalEntry(
                    actor: "system", act: "saml-node-logout", object: "wezel", after: response.status.isSuccess ? "ok" : "\(response.status.top)"), at: now)
        }
        return response.status == .success
    }
}
