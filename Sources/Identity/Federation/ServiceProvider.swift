public import Kernel
public import SAML
public import Store

/// The number of a service that logs its people in here.
public struct ServiceID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// Which of the two shapes of login a service speaks (epuap.md § 9).
public enum ServiceShape: String, Sendable, Hashable, CaseIterable {
    /// As Węzeł Krajowy: the assertion is encrypted and says who the person is; the artifact goes back by POST.
    case node = "wezel"
    /// As the older ePUAP and Trusted Profile login: a name and a session number, nothing of the person.
    case older = "dawny"
}

/// A service that the administrator registered (dostawca usług).
public struct ServiceProvider: Sendable {
    public let id: ServiceID
    public var entityID: String
    /// As people read it on the login page.
    public var name: String
    /// What the service has to call itself in its requests; `nil` where it need not.
    public var providerName: String?
    public var shape: ServiceShape
    /// The least that the service may be content with.
    public var level: AssuranceLevel
    /// What it may learn of a person.
    public var attributes: Set<PersonAttribute>
    public var metadata: EntityDescriptor
    public var closedAt: Instant?

    /// How the journal names it.
    public var object: String { "usługa-saml:\(id)" }

    /// Where the answer goes: only to an address that was registered (SAML 2.0 Profiles § 4.1.4.1).
    public func consumer(for request: AuthnRequest) throws(SAMLError) -> String {
        guard request.binding == nil || request.binding == .artifact else { throw SAMLError(.unsupported, "only HTTP-Artifact is answered") }
        let known = metadata.consumers
        if let wanted = request.consumerAddress {
            guard known.contains(where: { $0.location == wanted }) else { throw SAMLError(.consumerAddress) }
            return wanted
        }
        if let index = request.consumerIndex {
            guard let found = known.first(where: { $0.index == index }) else { throw SAMLError(.consumerAddress) }
            return found.location
        }
        let byArtifact = known.filter { $0.binding == .artifact }
        guard let found = byArtifact.first(where: \.isDefault) ?? byArtifact.first ?? known.first else { throw SAMLError(.consumerAddress) }
        return found.location
    }
}

/// A service to be registered.
public struct NewServiceProvider: Sendable {
    public var name: String
    public var providerName: String?
    public var shape: ServiceShape
    public var level: AssuranceLevel
    public var attributes: Set<PersonAttribute>
    /// As the service gave them.
    public var metadata: [UInt8]

    public init(
        name: String, providerName: String? = nil, shape: ServiceShape, level: AssuranceLevel = .substantial, attributes: Set<PersonAttribute> = [],
        metadata: [UInt8]
    ) {
        self.name = name
        self.providerName = providerName
        self.shape = shape
        self.level = level
        self.attributes = attributes
        self.metadata = metadata
    }

    /// Reads the metadata and judges the registration.
    /// - Throws: `Problems`, one for each thing to be mended.
    func check() throws -> EntityDescriptor {
        let descriptor: EntityDescriptor
        do {
            descriptor = try EntityDescriptor(parsing: metadata, role: .serviceProvider)
        } catch {
            throw Problems([Problem(.invalidInput, "Metadane usługi są uszkodzone. Poproś usługę o nowe.", field: "metadane", cause: "\(error)")])
        }
        var problems: [Problem] = []
        func refuse(_ words: String, _ field: String = "metadane") { problems.append(Problem(.invalidInput, words, field: field)) }
        if name.trimmedSpace.isEmpty || name.count > 200 { refuse("Wpisz nazwę usługi, najwyżej 200 znaków.", "nazwa") }
        if descriptor.signing.isEmpty { refuse("Metadane nie mają certyfikatu do podpisu.") }
        if descriptor.consumers.isEmpty { refuse("Metadane nie mają adresu powrotu (AssertionConsumerService).") }
        let addresses = (descriptor.consumers + descriptor.singleLogout).flatMap { [$0.location] + [$0.responseLocation].compactMap(\.self) }
        if !addresses.allSatisfy(Self.isSafe) { refuse("Adresy usługi muszą zaczynać się od https.") }
        if level == .high { refuse("Wysokiego poziomu bezpieczeństwa nie dajemy. Wybierz średni.", "poziom") }
        if shape == .older, !attributes.isEmpty { refuse("W dawnym kształcie logowania nie przekazujemy danych osoby.", "dane") }
        // What a person is goes out only to those who can read it alone.
        if shape == .node, descriptor.encryption.isEmpty { refuse("Metadane nie mają certyfikatu do szyfrowania.") }
        guard problems.isEmpty else { throw Problems(problems) }
        return descriptor
    }

    /// By https, or on this very machine for trials.
    static func isSafe(_ address: String) -> Bool {
        guard address.utf8.count <= 2000, address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3C && $0 != 0x3B && $0 != 0x2C }) else {
            return false
        }
        if address.hasPrefix("https://") { return address.utf8.count > 8 }
        return address.hasPrefix("http://127.0.0.1:") || address.hasPrefix("http://localhost:")
    }
}
