public import Identity
internal import Kernel
public import Law

/// How the SMS gateway of an operator is spoken to over HTTP, by its own documentation: an address, headers and a body with places to fill.
///
/// Places are `{to}` (the number with its `+`), `{digits}` (without), `{text}` and `{secret}`. They are written as the place asks:
/// percent-encoded in the address and in `application/x-www-form-urlencoded`, as the inside of a JSON string in `application/json`.
public struct SMSTemplate: Sendable, Hashable, CustomStringConvertible {
    public enum Method: String, Sendable, Hashable { case post = "POST", get = "GET" }

    public let method: Method
    let address: String
    let body: String
    let contentType: String
    let headers: [Header]
    let secret: String

    public struct Header: Sendable, Hashable {
        public var name: String
        public var value: String
    }

    /// One message ready to go. Holds a code and the secret; never to be logged.
    public struct Request: Sendable, Hashable, CustomStringConvertible {
        public var method: Method
        public var url: String
        public var headers: [Header]
        public var body: String
        public var description: String { "SMSTemplate.Request" }
    }

    /// - Parameters:
    ///   - headers: one `Name: value` a line.
    ///   - secret: the key of the operator, from a file of its own.
    /// - Throws: `Problem` with the name of the setting that is wrong.
    public init(method: String, address: String, body: String, contentType: String, headers: String, secret: String) throws {
        guard let method = Method(rawValue: method.uppercased()) else { throw Self.wrong("method: wpisz POST albo GET") }
        let isLocal = ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { address.hasPrefix($0 + ":") || address.hasPrefix($0 + "/") }
        guard address.hasPrefix("https://") || isLocal else { throw Self.wrong("url: adres bramki musi zaczynać się od https") }
        guard method == .post || body.isEmpty else { throw Self.wrong("body: zapytanie GET nie ma treści") }
        let whole = address + body
        guard whole.contains("{text}"), whole.contains("{to}") || whole.contains("{digits}") else {
            throw Self.wrong("body: brakuje miejsca na numer {to} albo na treść {text}")
        }
        let lines = try headers.split(separator: "\n").map { line in
            guard let colon = line.firstIndex(of: ":") else { throw Self.wrong("headers: oczekiwano „Nazwa: wartość”") }
            let parts = [String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " })]
            guard !parts[0].isEmpty, parts[0].utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { throw Self.wrong("headers: oczekiwano „Nazwa: wartość”") }
            return Header(name: parts[0], value: parts[1])
        }
        if (whole + headers).contains("{secret}"), secret.isEmpty { throw Self.wrong("secretFile: szablon używa {secret}, a pliku z kluczem nie ma") }
        if secret.utf8.contains(where: { $0 < 32 || $0 == 127 }) { throw Self.wrong("secretFile: klucz nie może mieć znaków sterujących") }
        self.method = method
        self.address = address
        self.body = body
        self.contentType = contentType
        self.headers = lines
        self.secret = secret
    }

    public func request(to number: TelephoneNumber, _ text: String) -> Request {
        var filled = headers.map { Header(name: $0.name, value: fill($0.value, number, text) { $0 }) }
        if method == .post { filled.append(Header(name: "Content-Type", value: contentType)) }
        return Request(method: method, url: fill(address, number, text, Self.percent), headers: filled, body: fill(body, number, text, inBody))
    }

    private func inBody(_ value: String) -> String {
        if contentType.hasPrefix("application/json") { return Self.json(value) }
        if contentType.hasPrefix("application/x-www-form-urlencoded") { return Self.percent(value) }
        return value
    }

    /// The address without what fills it, and nothing secret.
    public var description: String { "SMSTemplate(\(method.rawValue))" }

    /// In one pass, so that a text with braces in it fills nothing more.
    private func fill(_ template: String, _ number: TelephoneNumber, _ text: String, _ written: (String) -> String) -> String {
        var out = "", rest = Substring(template)
        while let open = rest.firstIndex(of: "{") {
            out += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}") else { break }
            switch rest[rest.index(after: open)..<close] {
            case "to": out += written(number.description)
            case "digits": out += written(number.description.filter { $0 != "+" })
            case "text": out += written(text)
            case "secret": out += written(secret)
            default:
                // Not a place: JSON has braces of its own.
                out += "{"
                rest = rest[rest.index(after: open)...]
                continue
            }
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }

    private static func percent(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            let isLetter = (65...90).contains(byte) || (97...122).contains(byte)
            if isLetter || (48...57).contains(byte) || byte == 45 || byte == 46 || byte == 95 || byte == 126 {
                out.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                out += byte < 16 ? "%0" : "%"
                out += String(byte, radix: 16, uppercase: true)
            }
        }
        return out
    }

    /// The inside of a JSON string. Source: RFC 8259, 7.
    private static func json(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case _ where scalar.value < 32:
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    private static func wrong(_ words: String) -> Problem { Problem(.invalidInput, "identity.sms.\(words)") }
}

/// Carries one filled request; of the answer only the status is read.
public protocol SMSTransport: Sendable {
    /// - Throws: anything where no answer came.
    func send(_ request: SMSTemplate.Request) async throws -> Int
}

/// Codes to telephones by an HTTP gateway, everything else by the gateway beneath (e-mail).
public struct SMSCodeGateway: CodeGateway {
    let template: SMSTemplate
    let transport: any SMSTransport
    let others: any CodeGateway

    public init(_ template: SMSTemplate, transport: any SMSTransport, others: any CodeGateway) {
        self.template = template
        self.transport = transport
        self.others = others
    }

    public func send(_ message: CodeMessage) async throws {
        guard case .phone(let number) = message.to else { return try await others.send(message) }
        let status: Int
        do {
            status = try await transport.send(template.request(to: number, message.text))
        } catch {
            throw Self.down("\(type(of: error))")
        }
        guard (200...299).contains(status) else { throw Self.down("status \(status)") }
    }

    /// The cause names no address and no error text, which could hold the secret of the address.
    private static func down(_ cause: String) -> Problem {
        Problem(
            .unavailable, "SMS teraz nie wyszedł. Spróbuj za kilka minut albo wybierz kod z e-maila lub z aplikacji.", cause: "sms: \(cause)")
    }
}
