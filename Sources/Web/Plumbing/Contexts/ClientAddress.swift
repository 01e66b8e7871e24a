public import NIOCore

/// Where a request came from.
public struct ClientAddress: Sendable, Hashable, CustomStringConvertible {
    /// The numeric address; `nieznany` in tests without a socket.
    public let description: String

    public init(_ text: String) {
        // A proxy's header is foreign text: keep what an address can hold.
        description = String(text.prefix(45).filter { $0.isHexDigit || $0 == "." || $0 == ":" })
    }

    public init(_ socket: SocketAddress?) { description = socket?.ipAddress ?? "nieznany" }

    /// What tries are counted by: the address, of IPv6 only the network (/64), because one house holds all of it.
    public var counted: String {
        guard description.contains(":") else { return description }
        if description.lowercased().hasPrefix("::ffff:"), description.contains(".") { return String(description.dropFirst(7)) }
        let halves = description.split(separator: ":", omittingEmptySubsequences: false)
        let gap = halves.indices.first { $0 > 0 && halves[$0].isEmpty }
        let head = halves[..<(gap ?? halves.endIndex)].map { $0.isEmpty ? "0" : $0.lowercased() }
        return (head + ["0", "0", "0", "0"]).prefix(4).joined(separator: ":") + "::/64"
    }
}
