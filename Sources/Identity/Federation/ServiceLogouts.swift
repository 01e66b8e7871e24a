internal import Cryptography
public import Kernel
public import SAML
internal import Store

/// Single logout: a service ends the person's session here, and the others hear of it (SAML 2.0 Profiles § 4.4).
extension ServiceLogins {
    /// Word to another service that the person's session is over; sent over SOAP after the session was ended.
    public struct LogoutNotice: Sendable {
        public var address: String
        /// In its envelope, signed.
        public var envelope: [UInt8]
        public var request: MessageID
        let service: ServiceID
        let signers: [Certificate]
    }

    /// A logout that was carried out; the answer is made when it is known whether every service heard of it.
    public struct Logout: Sendable {
        public var notices: [LogoutNotice]
        /// Services that cannot be told by SOAP.
        public var unreached: Int
        let request: LogoutRequest?
        let service: ServiceProvider?
        let isKnown: Bool
    }

    /// Carries out a logout that a service asks for.
    ///
    /// - Parameter message: as it came, by SOAP or by the browser.
    public func logout(_ message: SAMLMessage, at now: Instant) async throws -> Logout {
        let service = try await service(message.issuer)
        let request: LogoutRequest
        do {
            request = try LogoutRequest(reading: message.verified(by: service.metadata.signing))
            let addresses = provider.addresses(IdentityProvider.Path.logoutBySoap + IdentityProvider.Path.logoutByPost)
            try RequestRules.checkDestination(request.destination ?? addresses[0], isOneOf: addresses)
            try RequestRules.checkTime(request.issueInstant, at: now)
            if let ends = request.notOnOrAfter, ends.adding(seconds: clockSkewSeconds) <= now { throw SAMLError(.expired, "LogoutRequest") }
        } catch { throw try await noted(error, service, at: now) }
        let ended = try await platform.write { c -> [ServiceSession]? in
            let named = try LoginStore.open(c, of: service.id, name: request.subject.value)
            let own = named.filter { request.sessionIndexes.isEmpty || request.sessionIndexes.contains($0.index) }
            guard !own.isEmpty else { return nil }
            var others: [ServiceSession] = []
            for number in Set(own.map(\.session)) {
                others += try LoginStore.open(c, session: number).filter { $0.service != service.id }
                try LoginStore.end(c, session: number, at: now)
            }
            for session in Dictionary(grouping: own, by: \.session).compactMap(\.value.first) {
                try SessionStore.end(c, id: session.session, citizen: session.account)
                let person = FactorOwner.citizen(session.account).description
                try Journal.append(c, JournalEntry(actor: service.object, act: "saml-logout", object: person, after: service.object), at: now)
            }
            return others
        }
        let (notices, unreached) = try await self.notices(ended ?? [], at: now)
        return Logout(notices: notices, unreached: unreached, request: request, service: service, isKnown: ended != nil)
    }

    /// The person signs out at this house: the services of the session are to be told.
    ///
    /// Call it before or after the session itself is ended; both ways are safe.
    public func leave(session: Int64, at now: Instant) async throws -> Logout {
        let open = try await platform.write { c in
            let open = try LoginStore.open(c, session: session)
            try LoginStore.end(c, session: session, at: now)
            return open
        }
        let (notices, unreached) = try await notices(open, at: now)
        return Logout(notices: notices, unreached: unreached, request: nil, service: nil, isKnown: true)
    }

    /// The answer to the service that asked.
    ///
    /// - Parameters:
    ///   - unheard: how many of the notices came to nothing.
    ///   - address: where the answer goes through the browser; `nil` by SOAP.
    public func answer(_ logout: Logout, unheard: Int, address: String? = nil, at now: Instant) throws -> [UInt8] {
        guard let request = logout.request, let service = logout.service else { throw SAMLError(.unexpected, "nobody asked") }
        var status = Status.success
        if !logout.isKnown {
            status = Status(.requester, .unknownPrincipal)
        } else if unheard + logout.unreached > 0 {
            status = Status(.success, .partialLogout)
        }
        let response = LogoutResponse(inResponseTo: request.id, issueInstant: now, issuer: provider.entityID, destination: address, status: status)
        return try response.signed(by: provider.signing(service))
    }

    /// Where a service takes the answer to a logout through the browser.
    public func returnAddress(_ logout: Logout) -> String? {
        let endpoint = logout.service?.metadata.singleLogout.first { $0.binding == .post }
        return endpoint?.responseLocation ?? endpoint?.location
    }

    /// Whether a service answered a notice as it should.
    public func isHeard(_ notice: LogoutNotice, answer: [UInt8]) -> Bool {
        guard let message = try? SAMLMessage(soap: answer), let response = try? LogoutResponse(reading: message.verified(by: notice.signers)) else { return false }
        return response.inResponseTo == notice.request && response.status.isSuccess
    }

    private func notices(_ sessions: [ServiceSession], at now: Instant) async throws -> (notices: [LogoutNotice], unreached: Int) {
        var notices: [LogoutNotice] = []
        var unreached = 0
        for session in sessions {
            guard let service = try await platform.read({ try ServiceStore.find($0, session.service) }),
                let address = EntityDescriptor.location(service.metadata.singleLogout, .soap)
            else {
                unreached += 1
                continue
            }
            let request = LogoutRequest(
                issueInstant: now, issuer: provider.entityID, destination: address, notOnOrAfter: now.adding(seconds: 300), subject: session.name,
                sessionIndexes: [session.index])
            notices.append(
                LogoutNotice(
                    address: address, envelope: SoapEnvelope.around(try request.signed(by: provider.signing(service))), request: request.id,
                    service: service.id, signers: service.metadata.signing))
        }
        return (notices, unreached)
    }
}
