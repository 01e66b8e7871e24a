/// Uses of farmland in the land register (użytki rolne), as far as the tax tells them apart.
///
/// Source: UPR art. 1 and art. 4 ust. 5–7; regulation on the land register for the signs. The raw values are the codes of the house.
public enum LandUse: String, Sendable, Hashable, CaseIterable, Codable {
    /// R, arable land.
    case arable = "R"
    /// S, orchards; they take the factors of arable land.
    case orchard = "S"
    /// Ł, meadows.
    case meadow = "L"
    /// Ps, pastures.
    case pasture = "Ps"
    /// Br, built-up farmland.
    case builtUp = "zabudowane"
    /// Wsr with salmon, sea trout, huchen, char or trout.
    case salmonidPond = "stawy_losos"
    /// Wsr with other fish or none.
    case otherPond = "stawy_inne"
    /// W, ditches.
    case ditch = "rowy"
    /// Lzr, wooded and bushy land on farmland.
    case wooded = "zadrzewione"
    /// Land for which no factor can be established (UPR art. 4 ust. 7).
    case withoutFactor = "bez_przelicznika"

    /// Reads a code of the house or a sign of the land register.
    public init?(code: String) {
        switch code {
        case "Ł": self = .meadow
        case "Br": self = .builtUp
        case "Wsr": self = .otherPond
        case "W": self = .ditch
        case "Lzr": self = .wooded
        default: self.init(rawValue: code)
        }
    }

    var factors: FactorColumn {
        switch self {
        case .arable, .orchard: .arable
        case .meadow, .pasture: .grass
        case .builtUp, .salmonidPond: .flat(100)
        case .otherPond, .ditch, .wooded: .flat(20)
        case .withoutFactor: .flat(100)
        }
    }

    enum FactorColumn: Equatable { case arable, grass, flat(Int) }
}

/// Soil classes of the valuation of land (klasy bonitacyjne).
public enum SoilClass: String, Sendable, Hashable, CaseIterable, Codable {
    case i = "I", ii = "II", iii = "III", iiia = "IIIa", iiib = "IIIb", iv = "IV", iva = "IVa", ivb = "IVb", v = "V", vi = "VI", viz = "VIz"

    /// Classes that are free of the tax. Source: UPR art. 12 ust. 1 pkt 1 (from memory).
    public var isExempt: Bool { self == .v || self == .vi || self == .viz }

    /// By how many per cent the tax falls in the mountains. Source: UPR art. 13b ust. 1.
    public var mountainReduction: Int {
        switch self {
        case .i, .ii, .iii, .iiia, .iiib: 30
        case .iv, .iva, .ivb: 60
        case .v, .vi, .viz: 0
        }
    }
}
