import Kernel
import Revenue
import Testing

@Suite struct LandTaxTests {
    static func plot(_ use: LandUse, _ soil: SoilClass?, _ ha: String, isExempt: Bool = false, reduction: Int = 0) throws -> Plot {
        try Plot(use, soil, Hectares(decimal(ha)), isExempt: isExempt, reduction: reduction)
    }

    static func farm(_ plots: [Plot], _ district: TaxDistrict = .second, months: Int = 12, mountain: Bool = false, elsewhere: String = "0") throws
        -> AgriculturalTax.Assessment
    {
        AgriculturalTax.assess(
            try AgriculturalTax.Input(
                plots: plots, district: district, rye: RyePrice.of(2026).price, months: months, isMountain: mountain, elsewhere: Hectares(decimal(elsewhere))))
    }

    @Test("A farm is more than one hectare, converted or not") func farmSize() throws {
        let one = try Self.farm([Self.plot(.arable, .iva, "1.0000")])
        #expect(!one.isFarm && one.rateText == "332.10" && one.tax == Money(zlotys: 332))
        let more = try Self.farm([Self.plot(.arable, .iva, "1.0001")])
        #expect(more.isFarm && more.rateText == "166.050" && more.tax == Money(zlotys: 166))
        let converted = try Self.farm([Self.plot(.arable, .ii, "0.9000")], .first)
        #expect(converted.isFarm)
    }

    @Test("Exempt classes count for the size of the farm and pay nothing") func exemptClasses() throws {
        let result = try Self.farm([Self.plot(.arable, .vi, "0.9000"), Self.plot(.arable, .iva, "0.2000")])
        #expect(result.isFarm)
        #expect(result.rows.map(\.isExempt) == [true, false])
        #expect(result.tax == Money(zlotys: 33))
        #expect(try Self.farm([Self.plot(.wooded, nil, "3")]).tax == .zero)
        #expect(try Self.farm([Self.plot(.arable, .i, "3", isExempt: true)]).tax == .zero)
    }

    @Test("Land in another municipality makes a farm and is taxed there") func elsewhere() throws {
        let result = try Self.farm([Self.plot(.arable, .iva, "0.5000")], elsewhere: "0.6")
        #expect(result.isFarm && result.tax == Money(zlotys: 83))
    }

    @Test("Orchards of classes III and IV take the factors of IIIa and IVa") func orchards() {
        for district in TaxDistrict.allCases {
            #expect(ConversionFactors.factor(.orchard, .iii, in: district) == ConversionFactors.factor(.arable, .iiia, in: district))
            #expect(ConversionFactors.factor(.orchard, .iv, in: district) == ConversionFactors.factor(.arable, .iva, in: district))
        }
        #expect(ConversionFactors.factor(.arable, nil, in: .first) == 100)
        #expect(ConversionFactors.factor(.meadow, .v, in: .third) == 15)
        #expect(ConversionFactors.factor(.salmonidPond, nil, in: .fourth) == 100)
        #expect(ConversionFactors.factor(.ditch, nil, in: .fourth) == 20)
    }

    @Test("Factors fall from district to district and from class to class") func factorsFall() {
        for use in [LandUse.arable, .pasture] {
            let classes = SoilClass.allCases.filter { use == .arable ? $0 != .iii && $0 != .iv : [.i, .ii, .iii, .iv, .v, .vi].contains($0) }
            for soil in classes {
                let row = TaxDistrict.allCases.map { ConversionFactors.factor(use, soil, in: $0) }
                #expect(zip(row, row.dropFirst()).allSatisfy { $0 >= $1 }, "\(use) \(soil)")
            }
            for district in TaxDistrict.allCases {
                let column = classes.map { ConversionFactors.factor(use, $0, in: district) }
                #expect(zip(column, column.dropFirst()).allSatisfy { $0 >= $1 }, "\(use) \(district)")
            }
        }
    }

    @Test("In the mountains good classes pay 30 % less, middling ones 60 %; new farm land 75 % less in its sixth year") func reductions() throws {
        let plots = try [Self.plot(.arable, .iiib, "2"), Self.plot(.arable, .iva, "3")]
        #expect(try Self.farm(plots, .third, mountain: true).beforeRounding == 446_6745)
        #expect(try Self.farm([Self.plot(.arable, .iva, "2", reduction: 75)]).beforeRounding == 83_0250)
        #expect(throws: Problem.self) { try Self.plot(.arable, .iva, "2", reduction: 101) }
    }

    @Test("Four digits of a converted hectare are a setting") func precision() throws {
        let input = try AgriculturalTax.Input(
            plots: [Self.plot(.meadow, .iv, "1.2345"), Self.plot(.meadow, .iv, "1.2345")], district: .first, rye: RyePrice.of(2026).price)
        var settings = TaxSettings.standard
        #expect(AgriculturalTax.assess(input, settings: settings).converted == 18_518)
        settings.convertedHectares = .exact
        #expect(AgriculturalTax.assess(input, settings: settings).converted == 18_518)
        #expect(AgriculturalTax.assess(input, settings: settings).beforeRounding < AgriculturalTax.assess(input).beforeRounding)
    }

    @Test("The price of rye is dated and may only be lowered") func rye() throws {
        #expect(try RyePrice.of(2026).price.description == "66.42")
        #expect(throws: Problem.self) { try RyePrice.of(2027) }
        #expect(try RyePrice.lowered(to: Money(zlotys: 60), year: 2026) == Money(zlotys: 60))
        #expect(throws: Problem.self) { try RyePrice.lowered(to: Money(zlotys: 67), year: 2026) }
        #expect(try RyePrice.lowered(to: Money(zlotys: 67), year: 2027) == Money(zlotys: 67))
    }

    @Test("Forest pays for 0.220 m³ a hectare, in reserves and parks half; the rate is never rounded") func forest() throws {
        let timber = try TimberPrice.of(2026).price
        let result = try ForestTax.assess(forest: Hectares(decimal("2.35")), timber: timber)
        #expect(result.rateText == "61.90140" && result.tax == Money(zlotys: 145))
        #expect(try ForestTax.assess(forest: .zero, reserve: Hectares(decimal("10")), timber: timber).tax == Money(zlotys: 310))
        #expect(try ForestTax.assess(forest: Hectares(decimal("1")), timber: Money(zlotys: 196)).tax == Money(zlotys: 43))
        #expect(throws: Problem.self) { try TimberPrice.lowered(to: Money(zlotys: 282), year: 2026) }
        #expect(throws: Problem.self) { try ForestTax.assess(forest: .zero, timber: timber, months: 13) }
    }

    @Test("The largest land is counted without overflow") func largest() throws {
        let plots = try (0..<100).map { _ in try Self.plot(.arable, .i, "70000") }
        let result = AgriculturalTax.assess(try AgriculturalTax.Input(plots: plots, district: .first, rye: Money(zlotys: 10_000)))
        #expect(result.tax == Money(zlotys: 100 * 70_000 * 195 / 100 * 25_000))
    }

    @Test("Sheets show every row, the sum and the basis") func sheets() throws {
        let text = try Self.farm([Self.plot(.meadow, .iv, "2")]).sheet.text
        #expect(text.contains { $0.hasPrefix("L IV: 2.0000 ha × 0.70 = 1.4000 ha przel.") })
        #expect(text.contains("Do zapłaty: 232.00 zł"))
        #expect(
            try ForestTax.assess(forest: Hectares(decimal("1")), timber: TimberPrice.of(2026).price).sheet.text.contains("lasy: 1.0000 ha × 61.90140 zł = cała stawka"))
    }
}
