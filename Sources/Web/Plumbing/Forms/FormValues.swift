internal import Hummingbird
public import Kernel

/// What a person typed, in the order of the fields; also the query of an address.
///
/// Values are kept as typed, so that a form with a mistake can be shown again with every word; reading trims them.
public struct FormValues: Sendable, Hashable {
    public struct Field: Sendable, Hashable {
        public var name: String
        public var value: String
    }

    public private(set) var fields: [Field] = []

    static let mostFields = 2000

    /// What was typed, to be shown again; of a field that came twice, the first.
    var byName: [String: String] { Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first } }

    public init() {}

    /// For tests and for forms filled in by the program.
    public init(_ pairs: KeyValuePairs<String, String>) { fields = pairs.map { Field(name: $0, value: $1) } }

    /// Reads `application/x-www-form-urlencoded`.
    /// - Throws: `Problem` `.invalidInput` for text that is not UTF-8, a NUL, a broken `%`, or too many fields.
    public init(urlEncoded bytes: some Collection<UInt8>) throws(Problem) {
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            let name = pair[pair.startIndex..<(equals ?? pair.endIndex)]
            let value = equals.map { pair[pair.index(after: $0)..<pair.endIndex] } ?? pair[pair.endIndex..<pair.endIndex]
            guard let n = PercentCoding.decode(name, plusIsSpace: true), let v = PercentCoding.decode(value, plusIsSpace: true) else {
                throw Self.unreadable("broken percent-encoding")
            }
            try append(name: n, value: v)
        }
    }

    /// The query of an address, `nil` meaning none.
    public init(query: String?) throws(Problem) { try self.init(urlEncoded: (query ?? "").utf8) }

    /// Adds a field read from the wire.
    mutating func append(name: [UInt8], value: [UInt8]) throws(Problem) {
        guard fields.count < Self.mostFields else {
            throw Problem(.tooLarge, "Formularz ma za dużo pól. Podziel go na części.", cause: "more than \(Self.mostFields) fields")
        }
        fields.append(Field(name: try Self.text(name), value: try Self.text(value)))
    }

    private static func text(_ bytes: [UInt8]) throws(Problem) -> String {
        guard !bytes.contains(0) else { throw unreadable("NUL") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw unreadable("not UTF-8") }
        // Line ends as one sign; other control signs cannot be typed and no document may hold them.
        let clean = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        guard clean.unicodeScalars.contains(where: Self.isForeign) else { return clean }
        return String(String.UnicodeScalarView(clean.unicodeScalars.filter { !isForeign($0) }))
    }

    private static func isForeign(_ s: Unicode.Scalar) -> Bool {
        (s.value < 0x20 && s != "\n" && s != "\t") || (0x7F...0x9F).contains(s.value) || s.value == 0xFFFE || s.value == 0xFFFF
    }

    private static func unreadable(_ cause: String) -> Problem {
        Problem(.invalidInput, "Tekst w formularzu ma znaki, których nie da się odczytać. Wpisz go jeszcze raz.", cause: cause)
    }

    /// The first value of a field without white space around it; `nil` when the field is absent or blank.
    public subscript(name: String) -> String? {
        guard let value = fields.first(where: { $0.name == name })?.value else { return nil }
        let trimmed = value.trimmingWhiteSpace
        return trimmed.isEmpty ? nil : trimmed
    }

    /// As typed, for showing the form again; empty when absent.
    public func typed(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

    /// Every value of a repeated field, trimmed, blank ones left out.
    public func all(_ name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value.trimmingWhiteSpace).filter { !$0.isEmpty }
    }

    public func has(_ name: String) -> Bool { fields.contains { $0.name == name } }
}

extension String {
    var trimmingWhiteSpace: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
