public import Kernel
public import XML

/// The name of a part as a `cid:` reference writes it: percent-encoded (RFC 2392 § 2).
enum ContentIdentifier {
    static func decoded(_ text: String) -> String {
        var out: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        func digit(_ c: UInt8) -> UInt8? {
            switch c {
            case 48...57: c - 48
            case 65...70: c - 55
            case 97...102: c - 87
            default: nil
            }
        }
        while let c = bytes.popFirst() {
            if c == UInt8(ascii: "%"), let a = bytes.first.flatMap(digit), let b = bytes.dropFirst().first.flatMap(digit) {
                out.append(a << 4 | b)
                bytes = bytes.dropFirst(2)
            } else {
                out.append(c)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

/// A message with its attachments beside it (MTOM, RFC 2387).
public struct MultipartRelated: Sendable {
    /// The SOAP envelope.
    public var root: [UInt8]
    /// Contents by `Content-ID`, without angle brackets.
    public var parts: [String: [UInt8]]

    static let maximumParts = 64

    /// Puts every part in the place of its `xop:Include`, as it stood when the message was signed: a signature covers the content,
    /// not the mark that stands for it (XOP 1.0 § 3).
    ///
    /// - Throws: `Problem` for a mark without its part, a part used twice, or a mark with company.
    public func restore(_ tree: XMLTree) throws(Problem) {
        var left = parts
        var places: [(XMLNode, [UInt8])] = []
        for mark in tree.root.descendants(named: "Include", namespace: SoapNames.xop) {
            guard let place = mark.parent, place.children.count == 1, mark.children.isEmpty, let reference = mark.attribute("href"), reference.hasPrefix("cid:"),
                let part = left.removeValue(forKey: ContentIdentifier.decoded(String(reference.dropFirst(4))))
            else { throw MultipartRelated.missing }
            places.append((place, part))
        }
        for (place, part) in places { place.setText(Base64.encode(part)) }
    }

    static let missing = Problem(.invalidInput, "Komunikat wskazuje część MTOM, której nie ma.")

    /// - Returns: `nil` when the content type is not multipart.
    /// - Throws: `Problem` when the parts cannot be told apart.
    public static func read(_ bytes: [UInt8], contentType: String) throws(Problem) -> MultipartRelated? {
        guard contentType.lowercased().hasPrefix("multipart/related") else { return nil }
        let broken = Problem(.invalidInput, "Komunikatu wieloczęściowego nie da się odczytać.")
        guard let boundary = parameter("boundary", contentType), (1...70).contains(boundary.utf8.count) else { throw broken }
        let start = parameter("start", contentType).map(bare)
        let mark = Array("--\(boundary)".utf8)
        var marks: [Int] = []
        var i = 0
        while i + mark.count <= bytes.count {
            if bytes[i] == mark[0], i == 0 || bytes[i - 1] == 0x0A, bytes[i..<(i + mark.count)].elementsEqual(mark) {
                marks.append(i)
                i += mark.count
            } else {
                i += 1
            }
        }
        guard marks.count >= 2, marks.count <= maximumParts + 1 else { throw broken }
        var out = MultipartRelated(root: [], parts: [:])
        var foundRoot = false
        for (a, b) in zip(marks, marks.dropFirst()) {
            let part = Array(bytes[(a + mark.count)..<b])
            guard let (headers, content) = split(part) else { throw broken }
            let id = headers["content-id"].map(bare) ?? ""
            if !foundRoot, start == nil || start == id {
                out.root = content
                foundRoot = true
            } else {
                guard out.parts.updateValue(content, forKey: id) == nil else { throw broken }
            }
        }
        guard foundRoot else { throw broken }
        return out
    }

    private static func bare(_ id: String) -> String {
        var s = id
        if s.hasPrefix("<") { s.removeFirst() }
        if s.hasSuffix(">") { s.removeLast() }
        return s
    }

    private static func parameter(_ name: String, _ contentType: String) -> String? {
        for piece in contentType.split(separator: ";").dropFirst() {
            let pair = piece.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            if pair.count == 2, pair[0].lowercased() == name {
                return pair[1].hasPrefix("\"") && pair[1].hasSuffix("\"") && pair[1].count > 1 ? String(pair[1].dropFirst().dropLast()) : pair[1]
            }
        }
        return nil
    }

    private static func split(_ part: [UInt8]) -> ([String: String], [UInt8])? {
        let blank: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        guard let end = part.indices.first(where: { $0 + 4 <= part.count && $0 < 8_192 && part[$0..<($0 + 4)].elementsEqual(blank) }) else { return nil }
        var headers: [String: String] = [:]
        for line in String(decoding: part[..<end], as: UTF8.self).split(whereSeparator: \.isNewline) {
            let pair = line.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
            if pair.count == 2 { headers[pair[0].lowercased()] = pair[1] }
        }
        var content = Array(part[(end + 4)...])
        if content.suffix(2).elementsEqual([0x0D, 0x0A]) { content.removeLast(2) }
        return (headers, content)
    }

    /// A signed message whose element `file` travels beside it.
    ///
    /// - Returns: `nil` when the message holds no such element.
    public static func write(_ message: [UInt8], beside content: [UInt8], boundary: String) -> (contentType: String, body: [UInt8])? {
        let open = Array("<file>".utf8), inside = Array(Base64.encode(content).utf8)
        guard let start = message.firstRange(of: open)?.upperBound, message[start...].starts(with: inside) else { return nil }
        let mark = Array("<xop:Include xmlns:xop=\"\(SoapNames.xop)\" href=\"cid:plik\"/>".utf8)
        let root = message[..<start] + mark + message[(start + inside.count)...]
        return write(root: Array(root), part: content, identifier: "plik", boundary: boundary)
    }

    /// A message with one attachment.
    static func write(root: [UInt8], part: [UInt8], identifier: String, boundary: String) -> (contentType: String, body: [UInt8]) {
        var body: [UInt8] = []
        func add(_ s: String) { body.append(contentsOf: s.utf8) }
        add(
            "--\(boundary)\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"text/xml\"\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root>\r\n\r\n"
        )
        body.append(contentsOf: root)
        add("\r\n--\(boundary)\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <\(identifier)>\r\n\r\n")
        body.append(contentsOf: part)
        add("\r\n--\(boundary)--\r\n")
        return ("multipart/related; type=\"application/xop+xml\"; start=\"<root>\"; start-info=\"text/xml\"; boundary=\"\(boundary)\"", body)
    }
}
