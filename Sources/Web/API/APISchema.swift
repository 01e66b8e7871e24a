internal import Chancery
internal import Kernel

/// The shape of a value in the API: printed into the OpenAPI document, and held against what comes in. One source for both,
/// so that the document cannot promise what the server does not check.
indirect enum APISchema: Sendable {
    /// Answers only: whatever stands in the register.
    case anyText
    /// In characters; control signs but line ends and tabs are refused, for no register may hold them.
    case text(least: Int = 0, most: Int)
    case word(pattern: String, example: String, check: @Sendable (String) -> Bool)
    case choice([String])
    case integer(ClosedRange<Int64>)
    case flag
    case day
    /// A day, a month or a year, as far as it is known.
    case partialDate
    case instant
    /// Bytes in base64, at most so many.
    case base64(most: Int)
    case list(APISchema, most: Int)
    case object([Field])
    /// Answers only.
    case nullable(APISchema)
    case named(String, [Field])

    struct Field: Sendable {
        var name: String
        var schema: APISchema
        var words: String
        var isRequired: Bool

        init(_ name: String, _ schema: APISchema, _ words: String, required: Bool = true) {
            self.name = name
            self.schema = schema
            self.words = words
            isRequired = required
        }
    }

    static let texts = "^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]*$"

    // MARK: document

    /// JSON Schema, dialect 2020-12, as OpenAPI 3.1 uses it.
    var document: JSONValue {
        switch self {
        case .anyText: .of(["type": "string"])
        case .text(let least, let most):
            .of(["type": "string", "minLength": .int(Int64(least)), "maxLength": .int(Int64(most)), "pattern": .string(Self.texts)])
        case .word(let pattern, let example, _): .of(["type": "string", "pattern": .string(pattern), "examples": [.string(example)]])
        case .choice(let words): .of(["type": "string", "enum": .array(words.map { .string($0) })])
        case .integer(let range): .of(["type": "integer", "format": "int64", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)])
        case .flag: .of(["type": "boolean"])
        case .day: .of(["type": "string", "format": "date", "examples": ["2026-03-12"]])
        case .partialDate:
            .of(["type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "examples": ["2026-03-12", "2026-03", "2026"]])
        case .instant: .of(["type": "string", "format": "date-time", "examples": ["2026-03-12T13:41:00.120Z"]])
        case .base64(let most):
            .of([
                "type": "string", "contentEncoding": "base64", "maxLength": .int(Int64((most + 2) / 3 * 4)),
                "pattern": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
            ])
        case .list(let item, let most): .of(["type": "array", "items": item.document, "maxItems": .int(Int64(most))])
        case .object(let fields): Self.document(fields)
        case .nullable(let schema): .of(["oneOf": [schema.document, .of(["type": "null"])]])
        case .named(let name, _): .of(["$ref": .string("#/components/schemas/\(name)")])
        }
    }

    static func document(_ fields: [Field]) -> JSONValue {
        .of([
            "type": "object",
            "properties": .object(
                fields.map { field in
                    guard case .object(var members) = field.schema.document else { return .init(name: field.name, value: field.schema.document) }
                    if !field.words.isEmpty { members.append(.init(name: "description", value: .string(field.words))) }
                    return .init(name: field.name, value: .object(members))
                }),
            "required": .array(fields.filter(\.isRequired).map { .string($0.name) }),
            "additionalProperties": false,
        ])
    }

    /// The named schemas it is made of.
    func collect(into out: inout [String: [Field]]) {
        switch self {
        case .list(let item, _), .nullable(let item): item.collect(into: &out)
        case .object(let fields): for field in fields { field.schema.collect(into: &out) }
        case .named(let name, let fields):
            guard out[name] == nil else { return }
            out[name] = fields
            for field in fields { field.schema.collect(into: &out) }
        default: break
        }
    }

    // MARK: check

    /// Every problem of a value, each with the path of its field: `senders.0.surname`.
    func problems(_ value: JSONValue, at path: String = "") -> [Problem] {
        func refuse(_ words: String) -> [Problem] { [Problem(.invalidInput, words, field: path.isEmpty ? nil : path)] }
        func inside(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
        switch self {
        case .anyText: return value.string == nil ? refuse("Oczekiwano tekstu") : []
        case .text(let least, let most):
            guard let text = value.string else { return refuse("Oczekiwano tekstu") }
            if text.unicodeScalars.count > most { return refuse("Skróć do \(most) znaków") }
            if text.unicodeScalars.count < least { return refuse(least == 1 ? "To pole nie może być puste" : "Podaj co najmniej \(least) znaków") }
            return Self.isPrintable(text) ? [] : refuse("Usuń znaki sterujące")
        case .word(_, let example, let check):
            guard let text = value.string, Self.isPrintable(text), check(text) else { return refuse("Oczekiwano wartości takiej jak \(example)") }
            return []
        case .choice(let words):
            guard let text = value.string, words.contains(text) else { return refuse("Dozwolone wartości: \(words.joined(separator: ", "))") }
            return []
        case .integer(let range):
            guard let number = value.int, range.contains(number) else {
                return refuse("Oczekiwano liczby całkowitej od \(range.lowerBound) do \(range.upperBound)")
            }
            return []
        case .flag: return value.bool == nil ? refuse("Oczekiwano true albo false") : []
        case .day: return value.string.flatMap { Day($0) } == nil ? refuse("Oczekiwano daty RRRR-MM-DD") : []
        case .partialDate: return value.string.flatMap { PartialDate($0) } == nil ? refuse("Oczekiwano daty RRRR-MM-DD, RRRR-MM albo RRRR") : []
        case .instant: return value.string.flatMap { Instant(iso8601: $0) } == nil ? refuse("Oczekiwano chwili w zapisie ISO 8601") : []
        case .base64(let most):
            guard let text = value.string, text.utf8.count <= (most + 2) / 3 * 4 else { return refuse("Plik może mieć najwyżej \(most / 1_048_576) MB") }
            return Base64.decode(text) == nil ? refuse("Oczekiwano treści w base64") : []
        case .list(let item, let most):
            guard let items = value.items else { return refuse("Oczekiwano listy") }
            guard items.count <= most else { return refuse("Lista może mieć najwyżej \(most) pozycji") }
            return items.enumerated().flatMap { item.problems($1, at: inside(String($0))) }
        case .object(let fields), .named(_, let fields):
            guard case .object(let members) = value else { return refuse("Oczekiwano obiektu") }
            var out: [Problem] = []
            for field in fields {
                if let found = value[field.name] {
                    out += field.schema.problems(found, at: inside(field.name))
                } else if field.isRequired {
                    out.append(Problem(.invalidInput, "Tego pola brakuje", field: inside(field.name)))
                }
            }
            for member in members where !fields.contains(where: { $0.name == member.name }) {
                out.append(Problem(.invalidInput, "Nie ma takiego pola", field: inside(String(member.name.prefix(60)))))
            }
            return out
        case .nullable(let schema): return value == .null ? [] : schema.problems(value, at: path)
        }
    }

    private static func isPrintable(_ text: String) -> Bool {
        !text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n" && $0 != "\t" && $0 != "\r") || $0.value == 0x7F }
    }

    /// A value of a query or an address, read as the schema wants it.
    func read(_ text: String) -> JSONValue {
        switch self {
        case .integer:
            // As JSON writes it: no plus, no leading zero.
            guard let number = Int64(text), String(number) == text else { return .string(text) }
            return .int(number)
        case .flag: return text == "true" ? true : text == "false" ? false : .string(text)
        default: return .string(text)
        }
    }
}

/// Words of the API that have a grammar.
extension APISchema {
    static let letterNumber = APISchema.word(pattern: "^RPW-[0-9]{4}-[1-9][0-9]{0,8}$", example: "RPW-2026-17") { text in
        RegisterNumber(text).map { $0.identifier == text } ?? false
    }
    static let classSymbol = APISchema.word(pattern: "^[0-9]{1,10}$", example: "6131") { ClassSymbol($0) != nil }
    static let unitCode = APISchema.word(pattern: "^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", example: "OR") { UnitCode($0) != nil }
    static let id = APISchema.integer(1...9_007_199_254_740_991)
    static let year = APISchema.integer(1900...9999)
    static let limit = APISchema.integer(1...200)
    static let position = APISchema.text(least: 1, most: 600)
    static let access = APISchema.choice(Access.allCases.map(\.rawValue))
}
