public import Kernel
internal import XML

/// What an identity provider demands of a message that was sent to it.
public enum RequestRules {
    /// The address it was meant for (SAML 2.0 Bindings § 3.5.5.2): a signed message has to say it.
    public static func checkDestination(_ destination: String?, isOneOf addresses: [String]) throws(SAMLError) {
        guard let destination, addresses.contains(destination) else { throw SAMLError(.destination) }
    }

    /// The time it was made: no more than five minutes ago, give or take the clocks.
    public static func checkTime(_ issueInstant: Instant, at now: Instant) throws(SAMLError) {
        guard issueInstant <= now.adding(seconds: clockSkewSeconds) else { throw SAMLError(.notYetValid) }
        guard now <= issueInstant.adding(seconds: 300 + clockSkewSeconds) else { throw SAMLError(.expired) }
    }
}
