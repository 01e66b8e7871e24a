public import Kernel
internal import Law

/// What is taxed in a state of an object: its line with its base.
public enum TaxedMatter: Sendable, Hashable {
    case property(PropertyLine, PropertyBase, subCode: String = "")
    case farmland(LandUse, SoilClass?, Hectares)
    case forest(Hectares, inReserve: Bool)
    case vehicle(VehicleCategory, subCode: String = "")
    /// Thousandths of the unit of the method.
    case waste(WasteMethod, quantity: Int64, isSorted: Bool = true, composts: Bool = false)

    public var levy: Levy {
        switch self {
        case .property: .property
        case .farmland: .agricultural
        case .forest: .forest
        case .vehicle: .transport
        case .waste: .waste
        }
    }

    /// Code of the line within its levy.
    public var line: String {
        switch self {
        case .property(let line, _, _): line.rawValue
        case .farmland(let use, _, _): use.rawValue
        case .forest(_, let inReserve): inReserve ? TaxedMatter.reserve : TaxedMatter.forestLine
        case .vehicle(let category, _): category.rawValue
        case .waste(let method, _, _, _): method.rawValue
        }
    }

    /// What tells states of one line apart: part of a line, class of soil, how waste is kept.
    public var detail: String {
        switch self {
        case .property(_, _, let subCode), .vehicle(_, let subCode): subCode
        case .farmland(_, let soil, _): soil?.rawValue ?? ""
        case .forest: ""
        case .waste(_, _, let isSorted, let composts):
            [isSorted ? nil : TaxedMatter.mixed, composts ? TaxedMatter.compost : nil].compactMap(\.self).joined(separator: "+")
        }
    }

    /// Whole units of the base, in the precision of the line.
    public var quantity: Int64 {
        switch self {
        case .property(_, let base, _): base.units
        case .farmland(_, _, let area), .forest(let area, _): area.tenThousandths
        case .vehicle: 1
        case .waste(_, let quantity, _, _): quantity
        }
    }

    /// The base as a person reads it.
    public var quantityText: String {
        switch self {
        case .property(_, let base, _): base.polishText
        case .farmland(_, _, let area), .forest(let area, _): "\(area) ha"
        case .vehicle: "1 pojazd"
        case .waste(let method, let quantity, _, _): "\(ExactDecimal(digits: quantity, scale: 3).trimmed) \(method.polishUnit)"
        }
    }

    static let forestLine = "las", reserve = "las_rezerwat", mixed = "zmieszane", compost = "kompost"

    /// From what the store keeps.
    init(levy: Levy, line: String, detail: String, quantity: Int64) throws(Problem) {
        switch levy {
        case .property:
            let line = try TaxedMatter.code(line, PropertyLine.self)
            switch line.unit {
            case .squareMetre: self = .property(line, .area(try Area(thousandths: quantity, field: "ilosc")), subCode: detail)
            case .hectare: self = .property(line, .waters(try Hectares(tenThousandths: quantity, field: "ilosc")), subCode: detail)
            case .value:
                guard (0...PropertyBase.largestValue.grosze / 100).contains(quantity) else {
                    throw Problem(.invalidInput, "Wartość budowli musi być od 0 do 100 mld zł.", field: "ilosc")
                }
                self = .property(line, .value(Money(zlotys: quantity)), subCode: detail)
            }
        case .agricultural:
            guard let use = LandUse(code: line) else { throw TaxedMatter.unknown(line) }
            let soil = try detail.isEmpty ? nil : TaxedMatter.code(detail, SoilClass.self, field: "szczegol")
            self = .farmland(use, soil, try Hectares(tenThousandths: quantity, field: "ilosc"))
        case .forest:
            guard line == TaxedMatter.forestLine || line == TaxedMatter.reserve else { throw TaxedMatter.unknown(line) }
            self = .forest(try Hectares(tenThousandths: quantity, field: "ilosc"), inReserve: line == TaxedMatter.reserve)
        case .transport:
            guard quantity == 1 else { throw Problem(.invalidInput, "Pojazd wpisz jako 1.", field: "ilosc") }
            self = .vehicle(try TaxedMatter.code(line, VehicleCategory.self), subCode: detail)
        case .waste:
            let words = Set(detail.split(separator: "+").map(String.init))
            guard words.isSubset(of: [TaxedMatter.mixed, TaxedMatter.compost]) else {
                throw Problem(.invalidInput, "Szczegół odpadów to „zmieszane”, „kompost” albo „zmieszane+kompost”.", field: "szczegol")
            }
            let method = try TaxedMatter.code(line, WasteMethod.self)
            _ = try WasteFee.Input(method, quantity: ExactDecimal(digits: quantity, scale: 3), rate: .zero)
            self = .waste(method, quantity: quantity, isSorted: !words.contains(TaxedMatter.mixed), composts: words.contains(TaxedMatter.compost))
        case .dogs, .alcohol, .usufruct, .stamp:
            throw Problem(.invalidInput, "\(levy.polishName.capitalizedFirst) nie ma przedmiotów w rejestrze. Przypisz ją na koncie.", field: "podatek")
        }
    }

    /// From what a person or file writes, with the base in the unit of the line: m², ha, zł, persons.
    public init(levy: Levy, line: String, detail: String, quantity: ExactDecimal) throws(Problem) {
        let scale: Int
        switch levy {
        case .property:
            let line = try TaxedMatter.code(line, PropertyLine.self)
            var base = try PropertyBase(quantity, for: line, field: "ilosc")
            // The value of a structure counts in whole złote (Ordynacja podatkowa art. 63 § 1), and so it is kept.
            if case .value(let value) = base { base = .value(value.wholeZlotys) }
            _ = try PropertyItem(line, base, rate: PropertyRate(unchecked: 0))
            self = .property(line, base, subCode: detail)
            return
        case .agricultural, .forest: scale = 4
        case .transport: scale = 0
        case .waste: scale = 3
        default: scale = 0
        }
        guard let units = quantity.units(scale: scale) else { throw Problem(.invalidInput, "Ilość ma za dużo cyfr po przecinku.", field: "ilosc") }
        try self.init(levy: levy, line: line, detail: detail, quantity: units)
    }

    private static func code<T: RawRepresentable<String> & CaseIterable>(_ text: String, _ type: T.Type, field: String = "pozycja") throws(Problem) -> T {
        guard let found = T(rawValue: text) else {
            throw Problem(
                .invalidInput, "Nie ma pozycji „\(text.prefix(30))”. Są: \(T.allCases.map(\.rawValue).joined(separator: ", ")).", field: field)
        }
        return found
    }
    private static func unknown(_ line: String) -> Problem {
        Problem(.invalidInput, "Nie ma pozycji „\(line.prefix(30))” w tym podatku.", field: "pozycja")
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
