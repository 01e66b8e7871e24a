public import Kernel
internal import XML

/// How far the clocks of two parties may differ, in seconds.
public let clockSkewSeconds: Int64 = 180

/// What a service that asked for a login demands of the answer.
public struct LoginExpectation: Sendable, Hashable {
    /// The name of the identity provider that was asked.
    public var issuer: String
    /// Our own name.
    public var audience: String
    /// Where the answer came to.
    public var recipient: String
    public var inResponseTo: MessageID
    /// Addresses of the levels that are enough.
    public var levels: Set<String>
    /// The oldest proof that counts; `nil` where a session is enough.
    public var authenticatedAfter: Instant?

    public init(
        issuer: String, audience: String, recipient: String, inResponseTo: MessageID, levels: Set<String>, authenticatedAfter: Instant? = nil
    ) {
        self.issuer = issuer
        self.audience = audience
        self.recipient = recipient
        self.inResponseTo = inResponseTo
        self.levels = levels
        self.authenticatedAfter = authenticatedAfter
    }

    /// Judges the answer around the assertion (SAML 2.0 Profiles § 4.1.4.3).
    public func check(_ response: Response, at now: Instant) throws(SAMLError) {
        guard response.issuer == issuer else { throw SAMLError(.issuer, "Response") }
        guard response.inResponseTo == inResponseTo else { throw SAMLError(.inResponseTo, "Response") }
        if let destination = response.destination, destination != recipient { throw SAMLError(.destination, "Response") }
        guard response.issueInstant <= now.adding(seconds: clockSkewSeconds) else { throw SAMLError(.notYetValid, "Response") }
        guard now <= response.issueInstant.adding(seconds: 300 + clockSkewSeconds) else { throw SAMLError(.expired, "Response") }
        guard response.status.isSuccess else { throw SAMLError(.refused, response.status.second.map { "\($0)" } ?? "\(response.status.top)") }
    }

    /// Judges the assertion (SAML 2.0 Profiles § 4.1.4.3, Core § 2.5.1). Whether it came before is the store's to say.
    public func check(_ assertion: Assertion, at now: Instant) throws(SAMLError) {
        let early = now.adding(seconds: clockSkewSeconds)
        let late = now.adding(seconds: -clockSkewSeconds)
        guard assertion.issuer == issuer else { throw SAMLError(.issuer, "Assertion") }
        guard assertion.issueInstant <= early else { throw SAMLError(.notYetValid, "Assertion") }
        guard assertion.audiences.contains(audience) else { throw SAMLError(.audience) }
        if let from = assertion.notBefore, early < from { throw SAMLError(.notYetValid, "Conditions") }
        if let to = assertion.notOnOrAfter, late >= to { throw SAMLError(.expired, "Conditions") }
        try checkConfirmation(assertion, late)
        guard let level = assertion.contextClass, levels.contains(level) else { throw SAMLError(.levelTooLow) }
        guard assertion.authnInstant <= early else { throw SAMLError(.notYetValid, "AuthnInstant") }
        if let after = authenticatedAfter, assertion.authnInstant < after.adding(seconds: -clockSkewSeconds) { throw SAMLError(.expired, "AuthnInstant") }
    }

    /// One confirmation that fits is enough; where none fits, the first one's fault is told.
    private func checkConfirmation(_ assertion: Assertion, _ late: Instant) throws(SAMLError) {
        var fault = SAMLError(.malformed, "no bearer confirmation")
        for (i, confirmation) in assertion.confirmations.enumerated() {
            let found: SAMLError?
            if confirmation.recipient != recipient {
                found = SAMLError(.recipient)
            } else if confirmation.inResponseTo != inResponseTo {
                found = SAMLError(.inResponseTo, "SubjectConfirmationData")
            } else if late >= confirmation.notOnOrAfter {
                found = SAMLError(.expired, "SubjectConfirmationData")
            } else {
                found = nil
            }
            guard let found else { return }
            if i == 0 { fault = found }
        }
        throw fault
    }

    /// Until when an assertion has to be remembered as used.
    public static func rememberUntil(_ assertion: Assertion, at now: Instant) -> Instant {
        let ends = assertion.confirmations.map(\.notOnOrAfter) + [assertion.notOnOrAfter].compactMap(\.self) + [now]
        return (ends.max() ?? now).adding(seconds: 2 * clockSkewSeconds)
    }
}

/// A person as an identity provider vouches for them.
public struct AssertedPerson: Sendable, Hashable, CustomStringConvertible {
    public var givenNames: String
    public var familyName: String
    public var birthday: Day
    /// The national identifier, PESEL at the Polish node; as it was written.
    public var identifier: String

    public init(_ assertion: Assertion) throws(SAMLError) {
        func need(_ attribute: PersonAttribute) throws(SAMLError) -> String {
            guard let value = try assertion.value(attribute.name) else { throw SAMLError(.noPerson, attribute.rawValue) }
            return value
        }
        givenNames = try need(.firstName)
        familyName = try need(.familyName)
        identifier = try need(.personIdentifier)
        // xs:date may carry a zone; the day is the day.
        let date = try need(.dateOfBirth)
        guard let day = Day(String(date.prefix(10))), ["", "Z", "+00:00", "+01:00", "+02:00"].contains(String(date.dropFirst(10))) else {
            throw SAMLError(.noPerson, "date of birth")
        }
        birthday = day
    }

    /// Nothing of the person, so that no log tells it.
    public var description: String { "AssertedPerson" }
}
