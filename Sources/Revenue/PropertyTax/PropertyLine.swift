/// The lines of the property tax, each with a rate of its own.
///
/// Source: UPOL art. 5 ust. 1 pkt 1–3. The raw values are the codes of the house, stored with objects and rates.
public enum PropertyLine: String, Sendable, Hashable, CaseIterable, Codable {
    /// Land used in business, whatever its class in the land register (pkt 1 lit. a).
    case businessLand = "grunt_dg"
    /// Land under standing waters, running waters of lakes and reservoirs, by the hectare (pkt 1 lit. b).
    case waters = "woda"
    /// Other land, also that of public-benefit organisations (pkt 1 lit. c).
    case otherLand = "grunt_poz"
    /// Undeveloped land of a revitalisation area after four years without building (pkt 1 lit. d).
    case revitalisationLand = "rewit"
    case residential = "mieszk"
    /// Buildings used in business, and residential ones taken for it (pkt 2 lit. b).
    case businessBuildings = "bud_dg"
    /// Buildings taken for trade in certified seed (pkt 2 lit. c).
    case certifiedSeed = "siew"
    /// Buildings taken for health services (pkt 2 lit. d).
    case healthServices = "zdrow"
    case otherBuildings = "bud_poz"
    /// Structures used in business, by their value (pkt 3).
    case structures = "budowle"

    public enum Unit: Sendable, Hashable {
        case squareMetre, hectare
        /// Whole złote of value; the rate is a part of it.
        case value
    }

    public var unit: Unit {
        switch self {
        case .waters: .hectare
        case .structures: .value
        default: .squareMetre
        }
    }

    public var polishName: String {
        switch self {
        case .businessLand: "grunty związane z działalnością gospodarczą"
        case .waters: "grunty pod wodami jezior i zbiorników"
        case .otherLand: "grunty pozostałe"
        case .revitalisationLand: "grunty niezabudowane na obszarze rewitalizacji"
        case .residential: "budynki mieszkalne"
        case .businessBuildings: "budynki związane z działalnością gospodarczą"
        case .certifiedSeed: "budynki zajęte na obrót materiałem siewnym"
        case .healthServices: "budynki zajęte na świadczenia zdrowotne"
        case .otherBuildings: "budynki pozostałe"
        case .structures: "budowle"
        }
    }
}
