/// An address inside this server, for going back after signing in. Nothing else may come from a query and end in `Location`.
///
/// It starts with exactly one `/`, holds no backslash, control sign or space, and is at most 2,000 bytes long. So it can name
/// neither another host (`//host`, `/\host`) nor another scheme.
public struct LocalPath: Sendable, Hashable, LosslessStringConvertible {
    public let description: String

    public init?(_ text: String) {
        let b = Array(text.utf8)
        guard (1...2000).contains(b.count), b[0] == UInt8(ascii: "/"), b.count == 1 || b[1] != UInt8(ascii: "/"),
            b.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
        else { return nil }
        description = text
    }

    /// The address without its query.
    public var path: Substring { description.prefix { $0 != "?" && $0 != "#" } }
}
