internal import Foundation
internal import Kernel
public import Law

/// What is wrong with a line of an imported plan.
public struct PlanIssue: Sendable, Hashable {
    public enum Weight: Sendable, Hashable {
        /// The plan cannot be taken.
        case error
        /// The coordinator should look at it.
        case warning
    }
    /// In the file, from 1.
    public var line: Int
    public var symbol: String
    public var weight: Weight
    public var message: String

    public var description: String { "Wiersz \(line)" + (symbol.isEmpty ? "" : ", klasa \(symbol)") + ": \(message)" }
}

/// A plan read from a file, with everything that is wrong with it; nothing is written yet.
///
/// Source: R2.1. Columns by their names in any order: symbol, hasło, kategoria, uwagi, and optional tryb, synonimy, termin.
public struct FilePlanImport: Sendable {
    /// In the order of the plan; only lines without errors.
    public var entries: [PlanEntry]
    /// Ways of keeping that the file names; classes it does not name keep theirs.
    public var modes: [ClassSymbol: ClassMode]
    /// Default terms that the file names.
    public var terms: [ClassSymbol: ClassTerm]
    /// Kinds of cases that the file names in place of a term.
    public var kinds: [ClassSymbol: StatutoryTermKind]
    public var issues: [PlanIssue]

    public var errors: [PlanIssue] { issues.filter { $0.weight == .error } }
    public var warnings: [PlanIssue] { issues.filter { $0.weight == .warning } }

    /// - Throws: `Problem` where the file as a whole cannot be read: too large, not UTF-8, no columns `symbol` and `hasło`.
    public init(csv bytes: [UInt8]) throws {
        let lines = try DelimitedText.lines(bytes)
        guard let header = lines.first else { throw Problem(.invalidInput, "Plik jest pusty. Wybierz plik CSV z wykazem akt.", field: "plik") }
        let columns = Columns(header.fields)
        guard let symbolColumn = columns.symbol, let titleColumn = columns.title else {
            throw Problem(
                .invalidInput, "W pierwszym wierszu nie ma kolumn „symbol” i „hasło”. Dopisz nazwy kolumn: symbol, hasło, kategoria, uwagi.", field: "plik")
        }
        entries = []
        modes = [:]
        terms = [:]
        kinds = [:]
        issues = []
        var lineOf: [ClassSymbol: Int] = [:]
        for line in lines.dropFirst() {
            func cell(_ index: Int?) -> String {
                index.flatMap { $0 < line.fields.count ? line.fields[$0] : nil }?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
            }
            let text = cell(symbolColumn)
            func add(_ weight: PlanIssue.Weight, _ message: String) {
                issues.append(PlanIssue(line: line.number, symbol: text, weight: weight, message: message))
            }
            guard let symbol = ClassSymbol(text) else {
                add(.error, "symbol klasy to od 1 do \(ClassSymbol.deepest) cyfr. Arkusz mógł obciąć zera na początku")
                continue
            }
            if let first = lineOf[symbol] {
                add(.error, "ten symbol jest już w wierszu \(first)")
                continue
            }
            let title = cell(titleColumn)
            if title.isEmpty { add(.error, "brakuje hasła") }
            if title.count > 1_000 { add(.error, "hasło ma więcej niż 1000 znaków") }
            var entry = PlanEntry(symbol, title, notes: cell(columns.notes))
            let category = cell(columns.category)
            if !category.isEmpty {
                entry.category = ArchivalCategory(category)
                if entry.category == nil { add(.error, "nieznana kategoria „\(category.prefix(20))”. Wpisz A, B5, BE10, Bc albo B*") }
            }
            entry.synonyms = Self.list(cell(columns.synonyms))
            let mode = cell(columns.mode)
            if !mode.isEmpty {
                if let known = ClassMode(mode) {
                    modes[symbol] = known
                } else {
                    add(.error, "nieznany tryb „\(mode.prefix(40))”. Wpisz EZD, PAPIER albo DEDYKOWANY: nazwa systemu")
                }
            }
            let term = cell(columns.term)
            if !term.isEmpty {
                if let known = ClassTerm(term) {
                    terms[symbol] = known
                } else if let kind = StatutoryTermKind(rawValue: term), StatutoryTermKind.ofCases.contains(kind) {
                    kinds[symbol] = kind
                } else {
                    add(.error, "nieznany termin „\(term.prefix(20))”. Wpisz na przykład 30 dni, 1 miesiąc albo zaswiadczenie")
                }
            }
            lineOf[symbol] = line.number
            entries.append(entry)
        }
        entries.sort { $0.symbol < $1.symbol }
        if entries.isEmpty, issues.isEmpty { throw Problem(.invalidInput, "W pliku nie ma żadnej klasy.", field: "plik") }
        issues += Self.structure(entries, lineOf)
        issues.sort { ($0.line, $0.message) < ($1.line, $1.message) }
    }

    /// Parents exist, two to ten classes on each level, leaf classes have a category and only they.
    static func structure(_ entries: [PlanEntry], _ lineOf: [ClassSymbol: Int]) -> [PlanIssue] {
        var out: [PlanIssue] = []
        let known = Set(entries.map(\.symbol))
        var children: [ClassSymbol: Int] = [:]
        for entry in entries { if let parent = entry.symbol.parent { children[parent, default: 0] += 1 } }
        for entry in entries {
            func add(_ weight: PlanIssue.Weight, _ message: String) {
                out.append(PlanIssue(line: lineOf[entry.symbol] ?? 0, symbol: entry.symbol.description, weight: weight, message: message))
            }
            if let parent = entry.symbol.parent, !known.contains(parent) { add(.error, "nie ma klasy nadrzędnej \(parent)") }
            switch children[entry.symbol] ?? 0 {
            case 0: if entry.category == nil { add(.warning, "klasa końcowa nie ma kategorii") }
            case 1:
                add(.warning, "ma tylko jedną klasę podrzędną, a powinna mieć od 2 do 10")
                fallthrough
            default: if entry.category != nil { add(.warning, "ma klasy podrzędne, więc jej kategoria nic nie znaczy") }
            }
        }
        return out
    }

    private static func list(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == ";" || $0 == "|" || $0 == "," }).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// Columns by what people call them.
    private struct Columns {
        var symbol, title, category, notes, mode, synonyms, term: Int?

        init(_ names: [String]) {
            let folded = names.map { PolishText.folded($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
            func index(_ names: String...) -> Int? { names.lazy.compactMap { folded.firstIndex(of: $0) }.first }
            symbol = index("symbol", "symbol klasy")
            title = index("haslo", "haslo klasyfikacyjne", "tytul", "title", "title_pl")
            category = index("kategoria", "kategoria archiwalna", "kat", "category")
            notes = index("uwagi", "uszczegolowienie hasla", "note", "notes")
            mode = index("tryb", "mode")
            synonyms = index("synonimy", "synonyms")
            term = index("termin", "term")
        }
    }
}
