public import Kernel

/// What a person typed into the search: words, and operators that narrow it.
///
/// `znak:GK.6131.4.2026`, `numer:RPW/12/2026`, `nadawca:kowalski`, `od:2026-01-01`, `do:2026-03-31`, `klasa:6131`, `komorka:GK`, `stan:w-toku`,
/// `co:sprawy`. A value with blanks stands in quotation marks. What is no operator is a word to be found.
public struct SearchQuery: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case letters = "pisma", cases = "sprawy", outgoing = "wychodzace", contacts = "osoby"

        public var polishName: String {
            switch self {
            case .letters: "Pisma wpływające"
            case .cases: "Sprawy"
            case .outgoing: "Pisma wychodzące"
            case .contacts: "Osoby i instytucje"
            }
        }
    }

    /// Words of the content, the subject or a name.
    public var words = ""
    public var kind: Kind?
    public var sign: String?
    public var number: String?
    public var sender: String?
    public var from: Day?
    public var to: Day?
    public var symbol: String?
    public var unitCode: String?
    public var state: String?

    public init() {}

    /// - Throws: `Problems` that name the operator whose value cannot be read.
    public init(_ text: String) throws(Problems) {
        var problems: [Problem] = []
        func day(_ value: String, _ name: String) -> Day? {
            if let day = Day(value) { return day }
            let parts = value.split(separator: ".")
            if parts.count == 3, let d = Int(parts[0]), let m = Int(parts[1]), let y = Int(parts[2]), let day = Day(year: y, month: m, day: d) { return day }
            problems.append(Problem(.invalidInput, "Po „\(name):” wpisz datę, na przykład \(name):12.03.2026", field: "q"))
            return nil
        }
        var words: [String] = []
        for token in SearchQuery.tokens(text) {
            guard let colon = token.firstIndex(of: ":"), colon != token.startIndex else {
                words.append(token)
                continue
            }
            let name = token[..<colon].lowercased(), value = String(token[token.index(after: colon)...])
            guard !value.isEmpty else {
                if SearchQuery.operators.contains(name) {
                    problems.append(Problem(.invalidInput, "Po „\(name):” wpisz, czego szukać", field: "q"))
                } else {
                    words.append(token)
                }
                continue
            }
            switch name {
            case "znak": sign = value
            case "numer", "nr": number = value
            case "nadawca", "adresat": sender = value
            case "od": from = day(value, "od")
            case "do": to = day(value, "do")
            case "klasa": symbol = value
            case "komorka", "komórka": unitCode = value
            case "stan": state = value.lowercased()
            case "co":
                kind = Kind(rawValue: value.lowercased())
                if kind == nil {
                    let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
                    problems.append(Problem(.invalidInput, "Po „co:” wpisz jedno z: \(known)", field: "q"))
                }
            default: words.append(token)
            }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        self.words = words.joined(separator: " ")
    }

    public static let operators: Set<String> = ["znak", "numer", "nr", "nadawca", "adresat", "od", "do", "klasa", "komorka", "komórka", "stan", "co"]

    /// Nothing is asked for.
    public var isEmpty: Bool {
        words.isEmpty && sign == nil && number == nil && sender == nil && from == nil && to == nil && symbol == nil && unitCode == nil && state == nil
    }

    /// Whether this kind can hold what the operators ask for.
    public func concerns(_ kind: Kind) -> Bool {
        if let wanted = self.kind, wanted != kind { return false }
        switch kind {
        case .letters: return sign == nil && symbol == nil && unitCode == nil
        case .cases: return number == nil && sender == nil
        case .outgoing: return number == nil && symbol == nil && unitCode == nil
        case .contacts: return sign == nil && number == nil && from == nil && to == nil && symbol == nil && unitCode == nil && state == nil
        }
    }

    /// Parts between blanks; a value after an operator may stand in `"…"` or `„…”`.
    private static func tokens(_ text: String) -> [String] {
        var out: [String] = []
        var current = ""
        var isQuoted = false
        for c in text.prefix(1_000) {
            switch c {
            case "\"", "„", "”": isQuoted.toggle()
            case _ where c.isWhitespace && !isQuoted:
                if !current.isEmpty { out.append(current) }
                current = ""
            default: current.append(c)
            }
        }
        if !current.isEmpty { out.append(current) }
        return out
    }
}
