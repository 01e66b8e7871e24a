/// Who talks to a part of the server, and so in what form it answers and what it accepts.
public enum Area: Sendable, Hashable {
    /// People with browsers: HTML, forms with tokens.
    case page
    /// Citizens with browsers: the same, with sessions of their own.
    case citizen
    /// Programs: JSON, no cookies.
    case api
    /// Registered systems: SOAP, signed messages.
    case soap
    /// Browsers that come from another site on purpose, with a message that proves itself: no session, no form token.
    case handOver
    /// Style sheets, fonts, health: no session is looked up.
    case plain

    /// HTML for people, forms with tokens.
    public var isPage: Bool { self == .page || self == .citizen }
}

/// Tells the area by the path.
public struct Areas: Sendable {
    public let of: @Sendable (_ path: String) -> Area

    public init(_ of: @escaping @Sendable (_ path: String) -> Area) { self.of = of }

    /// - Parameter soap: beginnings of the paths of the SOAP services.
    public static func standard(soap: [String]) -> Areas {
        Areas { path in
            if path.hasPrefix("/zasoby/") || path.hasPrefix("/health/") { return .plain }
            if path.hasPrefix("/api/") { return .api }
            if FederationPath.isBackChannel(path) { return .soap }
            if FederationPath.isHandOver(path) { return .handOver }
            if path == "/konto" || path.hasPrefix("/konto/") { return .citizen }
            return soap.contains { path.hasPrefix($0) } ? .soap : .page
        }
    }
}
