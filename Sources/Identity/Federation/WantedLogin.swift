public import Kernel
public import SAML

/// What a service asked for, as far as this house can give it.
public struct WantedLogin: Sendable, Hashable {
    public var level: AssuranceLevel
    /// A session is not enough: the person has to prove who they are after the service asked.
    public var isFresh: Bool
    public var isPassive: Bool
    /// What the assertion has to say of the way of proof, where the service named exactly that.
    public var contextClass: String?

    /// Contexts of older services, and the level that gives them (SAML 2.0 Authentication Context § 3.4).
    static let olderContexts: [String: AssuranceLevel] = [
        "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified": .low,
        "urn:oasis:names:tc:SAML:2.0:ac:classes:Password": .low,
        "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport": .low,
        "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorUnregistered": .substantial,
    ]

    static func level(_ name: String) -> AssuranceLevel? { AssuranceLevel.allCases.first { $0.uri == name } ?? olderContexts[name] }

    public init(level: AssuranceLevel, isFresh: Bool, isPassive: Bool = false, contextClass: String? = nil) {
        self.level = level
        // Substantial and above are proved anew for each service, whatever session there is (issue of single sign-on across trust).
        self.isFresh = isFresh || level >= .substantial
        self.isPassive = isPassive
        self.contextClass = contextClass
    }

    /// - Throws: `SAMLError` `.unsupported` for a demand that nothing here can meet; the service is told `NoAuthnContext`.
    public init(_ request: AuthnRequest, of service: ServiceProvider) throws(SAMLError) {
        var level = service.level
        var exact: String?
        if let context = request.context, !context.classes.isEmpty {
            let known = context.classes.compactMap { name in Self.level(name).map { (name, $0) } }
            guard !known.isEmpty else { throw SAMLError(.unsupported, "authentication context") }
            switch context.comparison {
            case .exact:
                // The easiest of what was named that the service itself may be content with.
                let enough = known.filter { $0.1 >= service.level }.min { $0.1 < $1.1 }
                guard let found = enough else { throw SAMLError(.unsupported, "authentication context") }
                (exact, level) = (found.0, found.1)
            case .minimum: level = max(level, known.map(\.1).min() ?? level)
            case .better:
                guard let above = known.map(\.1).max(), let next = AssuranceLevel(rawValue: above.rawValue + 1) else {
                    throw SAMLError(.unsupported, "authentication context")
                }
                level = max(level, next)
            case .maximum: throw SAMLError(.unsupported, "authentication context")
            }
        }
        // None of the means of this house gives the high level.
        guard level < .high else { throw SAMLError(.unsupported, "authentication context") }
        self.init(level: level, isFresh: request.forcesAuthn, isPassive: request.isPassive, contextClass: exact)
    }

    public enum Decision: Sendable, Hashable {
        case answer
        case ask
        /// The service forbade asking.
        case refusePassive
    }

    /// Whether a proof is enough.
    ///
    /// - Parameters:
    ///   - level: what the person proved so far; `nil` where nobody is signed in.
    ///   - provedAt: when.
    ///   - askedAt: when the service's request came.
    ///   - isUsed: the proof has served another login already.
    public func decide(level given: AssuranceLevel?, provedAt: Instant?, askedAt: Instant, isUsed: Bool) -> Decision {
        let isEnough = given.map { $0 >= level } ?? false
        let isNew = provedAt.map { $0 >= askedAt && !isUsed } ?? false
        if isEnough, !isFresh || isNew { return .answer }
        return isPassive ? .refusePassive : .ask
    }
}
