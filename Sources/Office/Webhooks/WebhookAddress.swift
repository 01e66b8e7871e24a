internal import Foundation
public import Kernel

/// Where a domain system listens: `https`, or `http` on the machine itself.
public struct WebhookAddress: Sendable, Hashable, CustomStringConvertible {
    public static let longest = 500
    public let description: String
    /// Without the brackets of IPv6.
    public let host: String
    public let port: Int
    public let isSecure: Bool

    /// - Throws: `Problem` of the field `adres` that says what to mend.
    public init(_ text: String) throws(Problem) {
        func refusal(_ message: String) -> Problem { Problem(.invalidInput, message, field: "adres") }
        guard text.utf8.count <= Self.longest, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let parts = URLComponents(string: text),
            let scheme = parts.scheme?.lowercased(), let host = parts.host?.lowercased(), !host.isEmpty
        else { throw refusal("Wpisz pełny adres, na przykład https://system.example.pl/powiadomienia") }
        guard parts.user == nil, parts.password == nil else { throw refusal("Adres nie może zawierać nazwy użytkownika ani hasła") }
        guard parts.fragment == nil else { throw refusal("Usuń z adresu znak # i to, co po nim") }
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        let isLoopback = bare == "localhost" || (NetworkAddress(bare)?.isLoopback ?? false)
        guard scheme == "https" || (scheme == "http" && isLoopback) else {
            throw refusal("Adres musi zaczynać się od https:// (http:// wolno tylko na tym samym komputerze)")
        }
        if let port = parts.port, !(1...65_535).contains(port) { throw refusal("Numer portu musi być od 1 do 65535") }
        description = text
        self.host = bare
        isSecure = scheme == "https"
        port = parts.port ?? (isSecure ? 443 : 80)
    }
}

/// A numeric address of IPv4 or IPv6, as far as rules about networks need it.
public struct NetworkAddress: Sendable, Hashable {
    /// Four or sixteen; of IPv6 that carries IPv4 only the four.
    public let bytes: [UInt8]

    public init?(_ text: String) {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: &four) { Array($0) }
            return
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let all = withUnsafeBytes(of: &six) { Array($0) }
        // ::ffff:a.b.c.d, and the translation prefix 64:ff9b::/96, reach the same host as a.b.c.d.
        let mapped = all[0..<10].allSatisfy { $0 == 0 } && all[10] == 0xFF && all[11] == 0xFF
        let translated = all[0..<12].elementsEqual([0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0])
        bytes = mapped || translated ? Array(all[12...]) : all
    }

    public var isLoopback: Bool { bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1 }

    /// Not reachable from the internet: private, shared, link-local, documentation, multicast, reserved. Source: RFC 6890.
    public var isPrivate: Bool {
        guard bytes.count == 4 else {
            // Of IPv6 only 2000::/3 is given out; of it, 2001:db8::/32 is for documents and 2002::/16 wraps IPv4.
            if bytes[0] & 0xE0 != 0x20 { return true }
            if bytes[0] == 0x20, bytes[1] == 0x02 { return true }
            return bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8]) || bytes.starts(with: [0x20, 0x01, 0x00, 0x00])
        }
        switch (bytes[0], bytes[1]) {
        case (0, _), (10, _), (127, _), (169, 254), (192, 168), (192, 0), (198, 51), (203, 0): return true
        case (100, 64...127), (172, 16...31), (198, 18...19): return true
        case (224..., _): return true
        default: return false
        }
    }
}

/// Which networks messages may go to; a setting of the whole house, because its administrator knows the network.
public struct WebhookPolicy: Sendable, Hashable {
    public var allowsLoopback: Bool
    public var allowsPrivate: Bool

    public init(allowsLoopback: Bool, allowsPrivate: Bool) {
        self.allowsLoopback = allowsLoopback
        self.allowsPrivate = allowsPrivate
    }

    /// Asked for the address that a name leads to at the moment of sending, so that a name cannot be turned later.
    public func allows(_ address: NetworkAddress) -> Bool {
        if address.isLoopback { return allowsLoopback }
        return allowsPrivate || !address.isPrivate
    }
}

/// Thrown where an address leads to a network that messages may not go to.
public struct ForbiddenNetwork: Error, Sendable { public init() {} }
