public import Kernel

/// What opening a case needs to know of its class in the file plan (JRWA); given by the caller.
public struct CaseClass: Sendable, Hashable {
    /// How the class is kept. Source: chancery instruction § 1–2; R1.1.
    public enum Mode: String, Sendable, CaseIterable {
        case electronic = "EZD"
        /// An exception kept on paper; the system helps.
        case paper = "PAPIER"
        /// Kept in a system of its own; no case is opened here.
        case dedicated = "DEDYKOWANY"
    }

    public var symbol: String
    public var title: String
    /// Only a class without sub-classes takes cases.
    public var isLeaf: Bool
    public var mode: Mode
    /// Archival category (A, B5, BE10, Bc); `nil` where it is not known, which never stops a case (R1.23).
    public var category: String?
    /// The term for settling a case of the class.
    public var defaultTerm: CaseTerm?
    /// The legal basis of that term, for people.
    public var termBasis: String

    public init(
        symbol: String, title: String, isLeaf: Bool = true, mode: Mode = .electronic, category: String? = nil, defaultTerm: CaseTerm? = nil,
        termBasis: String = ""
    ) {
        self.symbol = symbol
        self.title = title
        self.isLeaf = isLeaf
        self.mode = mode
        self.category = category
        self.defaultTerm = defaultTerm
        self.termBasis = termBasis
    }

    /// Why no case may be opened in the class (I3); `nil` where one may.
    public var refusal: Problem? {
        if !isLeaf { return Problem(.invalidInput, "Klasa \(symbol) ma klasy podrzędne. Wybierz klasę końcową", field: "klasa") }
        if mode == .dedicated {
            return Problem(.invalidInput, "Sprawy klasy \(symbol) prowadzi osobny system. Wybierz inną klasę albo załóż sprawę w tamtym systemie", field: "klasa")
        }
        if !CaseSign.isSymbol(symbol) { return Problem(.invalidInput, "Symbol klasy ma od 1 do 10 cyfr", field: "klasa") }
        return nil
    }

    /// Why nothing may be kept by the class alone (R1.14).
    public var filingRefusal: Problem? {
        isLeaf ? nil : Problem(.invalidInput, "Klasa \(symbol) ma klasy podrzędne. Wybierz klasę końcową", field: "klasa")
    }
}
