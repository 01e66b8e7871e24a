/// Tax districts by the natural and economic conditions of municipalities (okręgi podatkowe). Source: UPR art. 5.
public enum TaxDistrict: Int, Sendable, Hashable, CaseIterable, Codable {
    case first = 1, second, third, fourth
}

/// What a hectare is worth in converted hectares (przeliczniki), in hundredths.
///
/// Source: UPR art. 4 ust. 5; ust. 6 for orchards, ponds, ditches and built-up land; ust. 7 where no factor can be established.
/// The factor 0.20 of ditches and wooded land is from memory.
public enum ConversionFactors {
    private static let arable: [SoilClass: [Int]] = [
        .i: [195, 180, 165, 145], .ii: [180, 165, 150, 135], .iiia: [165, 150, 140, 125], .iiib: [135, 125, 115, 100],
        .iva: [110, 100, 90, 80], .ivb: [80, 75, 65, 60], .v: [35, 30, 25, 20], .vi: [20, 15, 10, 5], .viz: [20, 15, 10, 5],
    ]
    private static let grass: [SoilClass: [Int]] = [
        .i: [175, 160, 145, 135], .ii: [145, 135, 125, 110], .iii: [125, 115, 105, 95], .iv: [75, 70, 60, 55], .v: [20, 20, 15, 15],
        .vi: [15, 15, 10, 5],
    ]
    /// A hectare for a hectare.
    public static let none = 100

    /// - Parameter soil: `nil` where the register gives no class.
    public static func factor(_ use: LandUse, _ soil: SoilClass?, in district: TaxDistrict) -> Int {
        switch use.factors {
        case .flat(let factor): return factor
        case .grass: return soil.flatMap { grass[$0] }?[district.rawValue - 1] ?? none
        case .arable:
            // Orchards of classes III and IV count as IIIa and IVa (ust. 6 pkt 1).
            let effective: SoilClass? =
                switch (use, soil) {
                case (.orchard, .iii): .iiia
                case (.orchard, .iv): .iva
                default: soil
                }
            return effective.flatMap { arable[$0] }?[district.rawValue - 1] ?? none
        }
    }
}
