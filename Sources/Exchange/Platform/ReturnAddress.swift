/// The registered beginning of the addresses that a system may have browsers sent back to.
///
/// Covers an address of the same scheme, host and port whose path lies under its own. What could be read in two ways (a user name before
/// the host, dot segments, percent-coded dots and slashes, backslashes) is covered by nothing.
public struct ReturnAddress: Sendable, Hashable, LosslessStringConvertible {
    public let description: String
    private let address: WebAddress

    /// Only `https`, or this very machine for trials; without a query or fragment.
    public init?(_ text: String) {
        guard let address = WebAddress(text), address.rest.isEmpty, address.isSafe else { return nil }
        description = text
        self.address = address
    }

    public func covers(_ text: String) -> Bool {
        guard let other = WebAddress(text), other.isSafe, other.origin == address.origin else { return false }
        let base = address.path.isEmpty ? "/" : address.path, path = other.path.isEmpty ? "/" : other.path
        return path == base || path.hasPrefix(base.hasSuffix("/") ? base : base + "/")
    }
}

/// An address of the web in the parts that the comparison needs.
private struct WebAddress: Sendable, Hashable {
    /// Scheme, host and port in lower case.
    var origin: String
    var path: String
    /// Query and fragment.
    var rest: String

    init?(_ text: String) {
        let allowed = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && ![0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B, 0x7C, 0x7D].contains($0) }
        guard allowed, text.utf8.count <= 2000, let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) else { return nil }
        let after = text.dropFirst(scheme.count)
        let authority = after.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let isPlain = authority.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || [45, 46, 58, 91, 93].contains($0)
        }
        guard !authority.isEmpty, isPlain, authority.first != ":" else { return nil }
        origin = scheme + authority.lowercased()
        let tail = after.dropFirst(authority.count)
        path = String(tail.prefix { $0 != "?" && $0 != "#" })
        rest = String(tail.dropFirst(path.count))
        let coded = path.lowercased()
        guard !["%2e", "%2f", "%5c", "%25"].contains(where: coded.contains), !path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
            return nil
        }
    }

    var isSafe: Bool {
        if origin.hasPrefix("https://") { return true }
        return ["http://127.0.0.1", "http://localhost"].contains { origin == $0 || origin.hasPrefix($0 + ":") }
    }
}
