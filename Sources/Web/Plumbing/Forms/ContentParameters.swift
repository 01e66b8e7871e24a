/// A header like `multipart/form-data; boundary="x"` in its parts. Source: RFC 9110 § 5.6.6, RFC 7578 § 4.2.
public struct ContentParameters: Sendable, Hashable {
    /// What stands before the first semicolon, in lower case.
    public let value: String
    /// Names in lower case; of a repeated name the first stands.
    public let parameters: [String: String]

    public init(_ text: String) {
        var rest = Substring(text)
        let head = rest.prefix { $0 != ";" }
        value = String(head).trimmingWhiteSpace.lowercased()
        rest = rest.dropFirst(head.count)
        var found: [String: String] = [:]
        while rest.first == ";" {
            rest = rest.dropFirst()
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst()
            let parameter = Self.takeValue(&rest)
            let key = String(name).trimmingWhiteSpace.lowercased()
            if !key.isEmpty, found[key] == nil { found[key] = parameter }
            rest = rest.drop { $0 != ";" }
        }
        parameters = found
    }

    /// Browsers escape only the quotation mark, and old ones send `C:\path` as it is: any other backslash is itself.
    private static func takeValue(_ rest: inout Substring) -> String {
        rest = rest.drop { $0 == " " || $0 == "\t" }
        guard rest.first == "\"" else {
            let value = rest.prefix { $0 != ";" }
            rest = rest.dropFirst(value.count)
            return String(value).trimmingWhiteSpace
        }
        rest = rest.dropFirst()
        var value = ""
        while let c = rest.popFirst(), c != "\"" {
            if c == "\\", rest.first == "\"" {
                value.append("\"")
                rest = rest.dropFirst()
            } else {
                value.append(c)
            }
        }
        return value
    }
}
