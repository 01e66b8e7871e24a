/// A bar code of symbology Code 128, drawn as inline SVG: what a reader at the desk turns back into an identifier.
///
/// Source: ISO/IEC 15417; code set B (letters, digits and signs of ASCII), check symbol modulo 103.
public struct Code128: Sendable, Hashable {
    /// What the reader types.
    public let text: String
    /// Widths of bars and gaps in turn, in modules, from the first bar of the start symbol to the last of the stop symbol.
    public let widths: [Int]

    /// Light space before and after the bars, in modules.
    public static let quietZone = 10
    static let longest = 48

    /// - Returns: `nil` for text that is empty, longer than 48 signs, or holds others than printable ASCII.
    public init?(_ text: String) {
        let values = text.unicodeScalars.map { Int($0.value) - 32 }
        guard !values.isEmpty, values.count <= Self.longest, values.allSatisfy({ (0..<95).contains($0) }) else { return nil }
        let check = values.enumerated().reduce(Self.startB) { $0 + ($1.offset + 1) * $1.element } % 103
        self.text = text
        widths = ([Self.startB] + values + [check, Self.stop]).flatMap { Self.symbols[$0].utf8.map { Int($0) - 48 } }
    }

    /// Width of the whole drawing in modules, with the light space.
    public var moduleCount: Int { widths.reduce(2 * Self.quietZone, +) }

    /// Writes the drawing; its size is that of its box on the page.
    ///
    /// - Parameter height: in modules.
    public func write(_ h: inout HTML, height: Int = 40) {
        h.el(
            "svg", .cls("barcode"), .attr("viewBox", "0 0 \(moduleCount) \(height)"), .attr("role", "img"), .label("Kod kreskowy: \(text)"),
            .attr("preserveAspectRatio", "none"), .attr("shape-rendering", "crispEdges")
        ) { h in
            h.el("rect", .attr("width", String(moduleCount)), .attr("height", String(height)), .attr("fill", "#fff"), text: "")
            h.el("path", .attr("d", path(height: height)), .attr("fill", "#000"), text: "")
        }
    }

    private func path(height: Int) -> String {
        var x = Self.quietZone, out = ""
        for (i, width) in widths.enumerated() {
            if i.isMultiple(of: 2) { out += "M\(x) 0h\(width)v\(height)h-\(width)z" }
            x += width
        }
        return out
    }

    static let startB = 104
    static let stop = 106
    /// Bars and gaps of the symbols 0 to 106.
    static let symbols = [
        "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312", "231212", "112232", "122132", "122231", "113222",
        "123122", "123221", "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321",
        "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121",
        "313121", "211331", "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224",
        "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
        "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113",
        "114311", "411113", "411311", "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
    ]
}
