/// The headers of one part of a multipart body.
public struct MultipartHeaders: Sendable, Hashable {
    /// Names in lower case.
    public let fields: [String: String]

    /// - Parameter bytes: lines, each begun by CRLF.
    init?(_ bytes: some Collection<UInt8>) {
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var found: [String: String] = [:]
        for line in text.split(separator: "\r\n") {
            // A line begun by white space continues the one before; nobody sends it, and it hides things.
            guard let colon = line.firstIndex(of: ":"), let first = line.first, first != " ", first != "\t" else { return nil }
            let name = line[..<colon].lowercased()
            guard found[name] == nil, !name.isEmpty, !name.contains(" ") else { return nil }
            found[name] = String(line[line.index(after: colon)...]).trimmingWhiteSpace
        }
        fields = found
    }

    public subscript(name: String) -> String? { fields[name] }
}
