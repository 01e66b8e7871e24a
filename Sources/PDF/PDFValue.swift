/// The number of an indirect object.
public struct PDFReference: Sendable, Hashable {
    public var number: Int
    public var generation: Int
    public init(_ number: Int, _ generation: Int = 0) {
        self.number = number
        self.generation = generation
    }
}

/// A value of a PDF document. Source: ISO 32000-1 § 7.3.
public indirect enum PDFValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    case integer(Int)
    /// As it is written; nothing here counts with it.
    case real(String)
    /// Every byte is a scalar of the string.
    case name(String)
    case string([UInt8])
    case array([PDFValue])
    case dictionary(PDFDictionary)
    case reference(PDFReference)

    public var integer: Int? { if case .integer(let n) = self { n } else { nil } }
    public var name: String? { if case .name(let n) = self { n } else { nil } }
    public var string: [UInt8]? { if case .string(let s) = self { s } else { nil } }
    public var array: [PDFValue]? { if case .array(let a) = self { a } else { nil } }
    public var dictionary: PDFDictionary? { if case .dictionary(let d) = self { d } else { nil } }
    public var reference: PDFReference? { if case .reference(let r) = self { r } else { nil } }

    /// A text string: Latin where that is enough, else UTF-16. Source: § 7.9.2.2.
    public static func text(_ text: String) -> PDFValue {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return .string(Array(text.utf8)) }
        return .string([0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
    }

    /// The words of a text string; bytes outside ASCII of an eight-bit one are read as Latin-1.
    public var textString: String? {
        guard let bytes = string else { return nil }
        if bytes.starts(with: [0xFE, 0xFF]) {
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
            return String(decoding: units, as: UTF16.self)
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(decoding: bytes.dropFirst(3), as: UTF8.self) }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    /// The value with every reference changed.
    func mapReferences(_ change: (PDFReference) throws(PDFError) -> PDFValue) throws(PDFError) -> PDFValue {
        switch self {
        case .reference(let r): return try change(r)
        case .array(let all):
            var out: [PDFValue] = []
            out.reserveCapacity(all.count)
            for v in all { out.append(try v.mapReferences(change)) }
            return .array(out)
        case .dictionary(let d):
            var out = PDFDictionary()
            for (key, value) in d.entries { out[key] = try value.mapReferences(change) }
            return .dictionary(out)
        case .null, .boolean, .integer, .real, .name, .string: return self
        }
    }
}

/// Names with values, in the order of the document.
public struct PDFDictionary: Sendable, Hashable {
    private var keys: [String] = []
    private var values: [String: PDFValue] = [:]

    public init() {}
    public init(_ entries: [(String, PDFValue)]) { for (key, value) in entries { self[key] = value } }

    public subscript(key: String) -> PDFValue? {
        get { values[key] }
        set {
            if let newValue {
                if values.updateValue(newValue, forKey: key) == nil { keys.append(key) }
            } else if values.removeValue(forKey: key) != nil {
                keys.removeAll { $0 == key }
            }
        }
    }
    public var entries: [(key: String, value: PDFValue)] { keys.map { ($0, values[$0] ?? .null) } }
    public var names: [String] { keys }
    /// What it means does not depend on the order.
    public static func == (a: PDFDictionary, b: PDFDictionary) -> Bool { a.values == b.values }
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

/// An indirect object: a value, and the bytes of its stream as they lie in the file (encoded).
public struct PDFObject: Sendable {
    public var value: PDFValue
    public var stream: ArraySlice<UInt8>?
    /// Of the object in the file, from its number to after `endobj`; `nil` inside an object stream.
    public var range: Range<Int>?

    public init(_ value: PDFValue, stream: ArraySlice<UInt8>? = nil, range: Range<Int>? = nil) {
        self.value = value
        self.stream = stream
        self.range = range
    }
}
