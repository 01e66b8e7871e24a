/// A sheet's size and margins.
public struct Paper: Sendable, Hashable {
    public struct Margins: Sendable, Hashable {
        public var top: Millimetres, right: Millimetres, bottom: Millimetres, left: Millimetres
        public init(top: Millimetres, right: Millimetres, bottom: Millimetres, left: Millimetres) {
            self.top = top
            self.right = right
            self.bottom = bottom
            self.left = left
        }
        public static func all(_ m: Millimetres) -> Margins { Margins(top: m, right: m, bottom: m, left: m) }
    }
    public var width: Millimetres
    public var height: Millimetres
    public var margins: Margins

    public init(width: Millimetres, height: Millimetres, margins: Margins) {
        self.width = width
        self.height = height
        self.margins = margins
    }

    /// A4 upright.
    public static func a4(_ margins: Margins = Margins(top: 18, right: 20, bottom: 20, left: 25)) -> Paper { Paper(width: 210, height: 297, margins: margins) }
    /// A4 on its side, for wide tables.
    public static func a4Wide(_ margins: Margins = Margins(top: 20, right: 15, bottom: 15, left: 15)) -> Paper { Paper(width: 297, height: 210, margins: margins) }
}
