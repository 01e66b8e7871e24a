internal import Foundation
internal import Kernel

/// A JSON text as a value (RFC 8259). Objects keep the order they were written in; numbers are whole, for nothing here is counted in fractions.
enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case string(String)
    case array([JSONValue])
    case object([Member])

    struct Member: Sendable, Hashable {
        var name: String
        var value: JSONValue
    }

    /// An object; members without a value are left out.
    static func of(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }

    static func text(_ value: (some CustomStringConvertible)?) -> JSONValue { value.map { .string($0.description) } ?? .null }

    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    var string: String? { if case .string(let s) = self { s } else { nil } }
    var int: Int64? { if case .int(let n) = self { n } else { nil } }
    var bool: Bool? { if case .bool(let b) = self { b } else { nil } }
    var items: [JSONValue]? { if case .array(let a) = self { a } else { nil } }

    var bytes: [UInt8] {
        var out: [UInt8] = []
        write(&out)
        return out
    }

    private func write(_ out: inout [UInt8]) {
        switch self {
        case .null: out += Array("null".utf8)
        case .bool(let b): out += Array((b ? "true" : "false").utf8)
        case .int(let n): out += Array(String(n).utf8)
        case .string(let s): Self.quote(s, &out)
        case .array(let items):
            out.append(UInt8(ascii: "["))
            for (i, item) in items.enumerated() {
                if i > 0 { out.append(UInt8(ascii: ",")) }
                item.write(&out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            for (i, member) in members.enumerated() {
                if i > 0 { out.append(UInt8(ascii: ",")) }
                Self.quote(member.name, &out)
                out.append(UInt8(ascii: ":"))
                member.value.write(&out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    private static let hex = Array("0123456789abcdef".utf8)

    /// `<`, `>` and `&` are escaped as well, so that no browser ever finds markup in an answer.
    private static func quote(_ s: String, _ out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for b in s.utf8 {
            switch b {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), b]
            case 0x0A: out += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0..<0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), 0x7F:
                out += Array("\\u00".utf8) + [hex[Int(b >> 4)], hex[Int(b & 15)]]
            default: out.append(b)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral {
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int64) { self = .int(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue {
    /// - Throws: `Problem` for what is no JSON, or holds a number that is not whole.
    init(parsing bytes: [UInt8]) throws(Problem) {
        // Foundation's reader lets a comma stand before the end of a list; the standard (RFC 8259) does not.
        guard !JSONValue.hasTrailingComma(bytes) else {
            throw Problem(.invalidInput, "W treści JSON jest przecinek, po którym nic nie ma. Usuń go.", cause: "JSON")
        }
        do {
            self = try JSONDecoder().decode(Reading.self, from: Data(bytes)).value
        } catch {
            throw Problem(.invalidInput, "Treść nie jest poprawnym dokumentem JSON albo ma liczbę z ułamkiem.", cause: "JSON")
        }
    }

    private static func hasTrailingComma(_ bytes: [UInt8]) -> Bool {
        var isInText = false, isEscaped = false, afterComma = false
        for b in bytes {
            if isInText {
                if isEscaped { isEscaped = false } else if b == UInt8(ascii: "\\") { isEscaped = true } else if b == UInt8(ascii: "\"") { isInText = false }
                continue
            }
            switch b {
            case 0x20, 0x09, 0x0A, 0x0D: continue
            case UInt8(ascii: "]"), UInt8(ascii: "}"): if afterComma { return true }
            case UInt8(ascii: "\""): isInText = true
            default: break
            }
            afterComma = b == UInt8(ascii: ",")
        }
        return false
    }

    private struct Reading: Decodable {
        var value: JSONValue

        struct Name: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            if let keyed = try? decoder.container(keyedBy: Name.self) {
                let names = keyed.allKeys.sorted { $0.stringValue < $1.stringValue }
                value = .object(try names.map { Member(name: $0.stringValue, value: try keyed.decode(Reading.self, forKey: $0).value) })
            } else if var list = try? decoder.unkeyedContainer() {
                var items: [JSONValue] = []
                while !list.isAtEnd { items.append(try list.decode(Reading.self).value) }
                value = .array(items)
            } else {
                let single = try decoder.singleValueContainer()
                if single.decodeNil() {
                    value = .null
                } else if let text = try? single.decode(String.self) {
                    value = .string(text)
                } else if let flag = try? single.decode(Bool.self) {
                    value = .bool(flag)
                } else {
                    value = .int(try single.decode(Int64.self))
                }
            }
        }
    }
}
