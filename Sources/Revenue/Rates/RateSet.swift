internal import Cryptography
internal import Foundation
public import Kernel

/// Everything that a year's taxes are counted with: the council's rates and prices, the district, the settings of fees.
///
/// One value, so that two sets can be compared before the council votes; its hash stands on every assessment.
public struct RateSet: Sendable, Hashable {
    public struct Waste: Sendable, Hashable, Codable {
        /// For a unit a month.
        public var rate: Money
        /// Hundredths; for waste that is not sorted, 200…400 (UCPG art. 6k ust. 3).
        public var raised: Int64
        public var compostPerPerson: Money
        public var compostPerHousehold: Money
        /// The most a month may cost, for the water method.
        public var limit: Money?

        public init(rate: Money, raised: Int64 = 200, compostPerPerson: Money = .zero, compostPerHousehold: Money = .zero, limit: Money? = nil) {
            self.rate = rate
            self.raised = raised
            self.compostPerPerson = compostPerPerson
            self.compostPerHousehold = compostPerHousehold
            self.limit = limit
        }
    }

    public var year: Int
    /// For example `uchwała XII/87/2026` or `wariant B`.
    public var name: String
    /// By line, or line and part of it: `mieszk`, `grunt_poz/rod`.
    public private(set) var property: [String: Int64]
    public var rye: Money?
    public var timber: Money?
    public var district: TaxDistrict
    public var isMountain: Bool
    public private(set) var vehicles: [String: Money]
    public private(set) var waste: [String: Waste]
    /// The cost of a registered letter with acknowledgment on 1 January; a smaller tax of natural persons is not assessed.
    public var letterCost: Money?

    public init(year: Int, name: String, district: TaxDistrict = .first, isMountain: Bool = false) {
        self.year = year
        self.name = name
        self.district = district
        self.isMountain = isMountain
        property = [:]
        vehicles = [:]
        waste = [:]
    }

    private static func key(_ line: String, _ subCode: String) -> String { subCode.isEmpty ? line : "\(line)/\(subCode)" }

    public mutating func set(_ line: PropertyLine, subCode: String = "", _ rate: PropertyRate) { property[Self.key(line.rawValue, subCode)] = rate.hundredths }
    public mutating func set(_ category: VehicleCategory, subCode: String = "", _ rate: Money) { vehicles[Self.key(category.rawValue, subCode)] = rate }
    public mutating func set(_ method: WasteMethod, _ rate: Waste) { waste[method.rawValue] = rate }

    /// Rates at the ceilings of a year, prices as GUS published them.
    /// - Throws: `Problem` for a year whose ceilings are not known; a price that is not known stays open.
    public static func ceilings(_ year: Int, name: String = "stawki maksymalne") throws(Problem) -> RateSet {
        var out = RateSet(year: year, name: name)
        let ceilings = try PropertyCeilings.of(year)
        for line in PropertyLine.allCases { out.set(line, ceilings[line]) }
        out.rye = RyePrice.all.first { $0.year == year }?.price
        out.timber = TimberPrice.all.first { $0.year == year }?.price
        if let transport = TransportCeilings.all.first(where: { $0.year == year }) {
            for category in VehicleCategory.allCases { out.set(category, transport[category]) }
        }
        return out
    }

    /// The rate of a whole line, where there is one.
    public func propertyRate(_ line: PropertyLine) -> PropertyRate? { property[line.rawValue].map { PropertyRate(unchecked: $0) } }

    func rate(_ line: PropertyLine, _ subCode: String) throws(Problem) -> PropertyRate {
        guard let hundredths = property[Self.key(line.rawValue, subCode)] ?? property[line.rawValue] else {
            throw Problem(.notFound, "Brak stawki „\(line.polishName)” na \(year) rok. Wprowadź uchwałę rady.", field: line.rawValue)
        }
        return PropertyRate(unchecked: hundredths)
    }

    func rate(_ category: VehicleCategory, _ subCode: String) throws(Problem) -> Money {
        guard let rate = vehicles[Self.key(category.rawValue, subCode)] ?? vehicles[category.rawValue] else {
            throw Problem(.notFound, "Brak stawki pojazdu „\(category.rawValue)” na \(year) rok. Wprowadź uchwałę rady.", field: category.rawValue)
        }
        return rate
    }

    func rate(_ method: WasteMethod) throws(Problem) -> Waste {
        guard let rate = waste[method.rawValue] else {
            throw Problem(.notFound, "Brak stawki opłaty za odpady („\(method.rawValue)”) na \(year) rok. Wprowadź uchwałę rady.", field: method.rawValue)
        }
        return rate
    }

    func ryePrice() throws(Problem) -> Money {
        guard let rye else { throw Problem(.notFound, "Brak ceny żyta na \(year) rok. Wprowadź komunikat Prezesa GUS albo uchwałę rady.", field: "rye") }
        return rye
    }

    func timberPrice() throws(Problem) -> Money {
        guard let timber else { throw Problem(.notFound, "Brak ceny drewna na \(year) rok. Wprowadź komunikat Prezesa GUS albo uchwałę rady.", field: "wood") }
        return timber
    }

    /// Each rate that leaves the law, with its line. Source: UPOL art. 5, 10, UPR art. 6 ust. 3, UPL art. 4 ust. 5.
    public var problems: [Problem] {
        var out: [Problem] = []
        for (key, hundredths) in property.sorted(by: { $0.key < $1.key }) {
            let parts = key.split(separator: "/", maxSplits: 1).map(String.init)
            guard let line = parts.first.flatMap(PropertyLine.init(rawValue:)) else {
                out.append(Problem(.invalidInput, "Nie ma pozycji „\(key)”.", field: key))
                continue
            }
            let rate = CouncilRate(
                year: year, line: line, subCode: parts.count > 1 ? parts[1] : "", rate: PropertyRate(unchecked: hundredths), resolution: name)
            if let problem = RateCheck.problem(rate) { out.append(problem) }
        }
        for (key, rate) in vehicles.sorted(by: { $0.key < $1.key }) {
            guard let category = key.split(separator: "/", maxSplits: 1).first.flatMap({ VehicleCategory(rawValue: String($0)) }) else {
                out.append(Problem(.invalidInput, "Nie ma rodzaju pojazdu „\(key)”.", field: key))
                continue
            }
            if let problem = TransportCeilings.problem(rate, category, year: year) { out.append(problem) }
        }
        if let rye { do { _ = try RyePrice.lowered(to: rye, year: year) } catch { out.append(error) } }
        if let timber { do { _ = try TimberPrice.lowered(to: timber, year: year) } catch { out.append(error) } }
        if let income = WasteCaps.incomes[year - 1], let caps = try? WasteCaps(income: income) {
            for method in WasteMethod.allCases { if let rate = waste[method.rawValue], let problem = caps.problem(rate.rate, method) { out.append(problem) } }
        }
        return out
    }

    /// SHA-256 of the set in one fixed form; equal sets have equal hashes.
    public var hash: ContentHash { ContentHash(of: Array(json.utf8)) }
}

extension RateSet: Codable {
    private enum CodingKeys: String, CodingKey { case year, name, property, rye, timber, district, isMountain, vehicles, waste, letterCost }

    /// One fixed form with sorted keys.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Every member is text, number or money; encoding cannot fail.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    init(json: String) throws(Problem) {
        do { self = try JSONDecoder().decode(RateSet.self, from: Data(json.utf8)) } catch {
            throw Problem(.internalFault, "Zapisanych stawek nie można odczytać. Powiadom administratora.", cause: "rate set")
        }
    }
}
