public import Kernel

/// A contour of one use and class on a plot (użytek).
public struct Plot: Sendable, Hashable {
    public var use: LandUse
    public var soil: SoilClass?
    public var area: Hectares
    /// An exemption other than that of the class, for example new farm land in its first five years (UPR art. 12).
    public var isExempt: Bool
    /// A further reduction in per cent: 75 in the sixth year of new farm land, 50 in the seventh (UPR art. 12 ust. 6, from memory).
    public var reduction: Int

    public init(_ use: LandUse, _ soil: SoilClass?, _ area: Hectares, isExempt: Bool = false, reduction: Int = 0) throws(Problem) {
        guard (0...100).contains(reduction) else { throw Problem(.invalidInput, "Obniżka musi być od 0 do 100%.", field: "reduction") }
        self.use = use
        self.soil = soil
        self.area = area
        self.isExempt = isExempt
        self.reduction = reduction
    }

    /// Whether the plot is free of the tax. Classes V, VI and VIz and wooded farmland are by statute: UPR art. 12 ust. 1 pkt 1 (from memory).
    public var isFree: Bool { isExempt || soil?.isExempt == true || use == .wooded }
}
