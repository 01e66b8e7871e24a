/// A search filter (RFC 4515) with places for values, such as `(&(objectClass=person)(uid={login}))`.
public struct LDAPFilter: Sendable, Hashable {
    private let template: String

    /// `nil` for a template without `{place}`, or with brackets that do not come out even.
    public init?(_ template: String, place: String) {
        guard template.hasPrefix("("), template.hasSuffix(")"), template.contains("{\(place)}") else { return nil }
        var depth = 0
        for byte in template.utf8 {
            if byte == UInt8(ascii: "(") { depth += 1 } else if byte == UInt8(ascii: ")") { depth -= 1 }
            guard depth >= 0 else { return nil }
        }
        guard depth == 0 else { return nil }
        self.template = template.replacing("{\(place)}", with: "\u{0}")
    }

    /// The filter with a value in its place; nothing in the value is read as a part of the filter.
    public func filled(_ value: String) -> String { template.replacing("\u{0}", with: Self.escaped(value)) }

    /// Source: RFC 4515 § 3, with every byte beyond plain letters, digits and a few marks escaped.
    public static func escaped(_ value: String) -> String {
        let hex = Array("0123456789abcdef")
        return value.utf8.map { byte in
            let isPlain = (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte) || [32, 44, 45, 46, 61, 64, 95].contains(byte)
            return isPlain ? String(decoding: [byte], as: UTF8.self) : "\\\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
        }.joined()
    }
}
