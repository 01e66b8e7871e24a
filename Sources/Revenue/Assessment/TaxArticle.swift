/// The article from which a line of a calculation comes, as the page prints it beside the sum.
public enum TaxArticle {
    /// - Parameter line: the code of the line (`mieszk`, `R`, `las`).
    public static func of(_ levy: Levy, line: String) -> String {
        switch levy {
        case .property: property(line)
        case .agricultural: "art. 4–6 ustawy o podatku rolnym"
        case .forest: "art. 3–4 ustawy o podatku leśnym"
        case .transport: "art. 8–10 ustawy o podatkach i opłatach lokalnych"
        case .waste: "art. 6j–6k ustawy o utrzymaniu czystości i porządku w gminach"
        case .dogs: "art. 18a–19 ustawy o podatkach i opłatach lokalnych"
        case .alcohol: "art. 11¹ ustawy o wychowaniu w trzeźwości"
        case .usufruct: "art. 71–72 ustawy o gospodarce nieruchomościami"
        case .stamp: "ustawa o opłacie skarbowej"
        }
    }

    /// Source: UPOL art. 5 ust. 1.
    private static func property(_ code: String) -> String {
        let place =
            switch PropertyLine(rawValue: code) {
            case .businessLand: "pkt 1 lit. a"
            case .waters: "pkt 1 lit. b"
            case .otherLand: "pkt 1 lit. c"
            case .revitalisationLand: "pkt 1 lit. d"
            case .residential: "pkt 2 lit. a"
            case .businessBuildings: "pkt 2 lit. b"
            case .certifiedSeed: "pkt 2 lit. c"
            case .healthServices: "pkt 2 lit. d"
            case .otherBuildings: "pkt 2 lit. e"
            case .structures: "pkt 3"
            case nil: ""
            }
        return "art. 5 ust. 1 \(place) ustawy o podatkach i opłatach lokalnych".replacing("  ", with: " ")
    }

    /// The line in words.
    public static func name(_ levy: Levy, line: String, detail: String = "") -> String {
        let base: String =
            switch levy {
            case .property: PropertyLine(rawValue: line)?.polishName ?? line
            case .agricultural: LandUse(code: line).map(land) ?? line
            case .forest: line == TaxedMatter.reserve ? "las w rezerwacie albo parku narodowym" : "las"
            case .transport: VehicleCategory(rawValue: line).map(vehicle) ?? line
            case .waste: WasteMethod(rawValue: line).map(waste) ?? line
            default: levy.polishName
            }
        return detail.isEmpty ? base : "\(base), \(levy == .agricultural ? "klasa " : "")\(detail)"
    }

    private static func land(_ use: LandUse) -> String {
        switch use {
        case .arable: "grunty orne"
        case .orchard: "sady"
        case .meadow: "łąki"
        case .pasture: "pastwiska"
        case .builtUp: "grunty rolne zabudowane"
        case .salmonidPond: "stawy zarybione łososiem, trocią lub pstrągiem"
        case .otherPond: "inne stawy"
        case .ditch: "rowy"
        case .wooded: "grunty zadrzewione"
        case .withoutFactor: "użytki bez przelicznika"
        }
    }

    private static func vehicle(_ category: VehicleCategory) -> String {
        switch category {
        case .lorryTo5500: "samochód ciężarowy powyżej 3,5 t do 5,5 t"
        case .lorryTo9000: "samochód ciężarowy powyżej 5,5 t do 9 t"
        case .lorryBelow12000: "samochód ciężarowy powyżej 9 t, poniżej 12 t"
        case .lorryFrom12000: "samochód ciężarowy od 12 t"
        case .tractorBelow12000: "ciągnik od 3,5 t, poniżej 12 t"
        case .tractorTo36000: "ciągnik od 12 t do 36 t"
        case .tractorAbove36000: "ciągnik powyżej 36 t"
        case .trailerBelow12000: "przyczepa od 7 t, poniżej 12 t"
        case .trailerTo36000: "przyczepa od 12 t do 36 t"
        case .trailerAbove36000: "przyczepa powyżej 36 t"
        case .busBelow22Seats: "autobus do 21 miejsc"
        case .busFrom22Seats: "autobus od 22 miejsc"
        }
    }

    private static func waste(_ method: WasteMethod) -> String {
        switch method {
        case .persons: "odpady, od osób"
        case .water: "odpady, od zużytej wody"
        case .area: "odpady, od powierzchni mieszkania"
        case .household: "odpady, od gospodarstwa"
        }
    }
}
