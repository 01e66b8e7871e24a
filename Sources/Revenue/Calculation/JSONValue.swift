import Foundation
public import Kernel

/// A JSON value whose numbers are exact.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(ExactDecimal)
    /// A number with an exponent that does not settle, or with more digits than are kept.
    case unreadableNumber
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
}

extension JSONValue: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([String: JSONValue].self) {
            self = .object(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Decimal.self), let exact = ExactDecimal(value.description) {
            // Foundation reads a Decimal from the digits of the document, never through a floating-point number; a test holds it to that.
            self = .number(exact)
        } else {
            self = .unreadableNumber
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null, .unreadableNumber: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value):
            if let whole = value.units(scale: 0) { try container.encode(whole) } else { try container.encode(value.description) }
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }

    /// Reads a document.
    /// - Throws: `Problem` when it is not JSON.
    public init(json bytes: some Sequence<UInt8>) throws(Problem) {
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        } catch {
            throw Problem(.invalidInput, "To nie jest poprawny dokument JSON. Popraw go i spróbuj ponownie.", cause: "\(error)")
        }
    }

    /// One line, keys in order. A number with a fraction is written as text, so that nobody reads it as a floating-point number.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return "null" }
        return String(decoding: data, as: UTF8.self)
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByDictionaryLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(Dictionary(elements) { _, last in last }) }

    public static func int(_ value: Int) -> JSONValue { .number(ExactDecimal(digits: Int64(value), scale: 0)) }
    /// The text of a value, the form of every amount and day.
    static func text(_ value: some CustomStringConvertible) -> JSONValue { .string(value.description) }
    /// Whole złote without grosze, `934`.
    static func zlotys(_ value: Money) -> JSONValue { .string(String(value.grosze / 100)) }
    /// A fixed number of digits after the point.
    static func fixed(_ digits: Int64, _ scale: Int) -> JSONValue { .text(ExactDecimal(digits: digits, scale: scale)) }
}
