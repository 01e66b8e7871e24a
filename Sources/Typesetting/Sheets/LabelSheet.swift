/// Address labels on A4 (etykiety adresowe).
public struct LabelSheet: Sendable, Hashable {
    /// How a sheet of labels is cut.
    public struct Grid: Sendable, Hashable {
        public var columns: Int, rows: Int
        public var width: Millimetres, height: Millimetres
        /// Of the first label, from the sheet's upper left corner.
        public var left: Millimetres, top: Millimetres
        /// From one label's edge to the next one's.
        public var gapAcross: Millimetres, gapDown: Millimetres

        public init(
            columns: Int, rows: Int, width: Millimetres, height: Millimetres, left: Millimetres, top: Millimetres, gapAcross: Millimetres = 0,
            gapDown: Millimetres = 0
        ) {
            self.columns = columns
            self.rows = rows
            self.width = width
            self.height = height
            self.left = left
            self.top = top
            self.gapAcross = gapAcross
            self.gapDown = gapDown
        }
        /// 24 labels of 70 × 37 mm without gaps.
        public static let labels70x37 = Grid(columns: 3, rows: 8, width: 70, height: 37, left: 0, top: Millimetres(tenths: 5))
        /// 14 labels of 99,1 × 38,1 mm.
        public static let labels99x38 = Grid(
            columns: 2, rows: 7, width: Millimetres(tenths: 991), height: Millimetres(tenths: 381), left: Millimetres(tenths: 47),
            top: Millimetres(tenths: 151), gapAcross: Millimetres(tenths: 25))
    }
    public var grid: Grid
    /// A label each, lines of text.
    public var labels: [[String]]
    /// Labels already used on the first sheet.
    public var skipped: Int

    public init(grid: Grid = .labels70x37, labels: [[String]], skipped: Int = 0) {
        self.grid = grid
        self.labels = labels
        self.skipped = skipped
    }

    public var sheet: Sheet {
        let perPage = max(1, grid.columns * grid.rows)
        var body: [Sheet.Block] = []
        for (i, label) in labels.enumerated() {
            let position = (max(0, skipped) + i) % perPage
            if position == 0, i > 0 { body.append(.pageBreak) }
            let column = position % max(1, grid.columns), row = position / max(1, grid.columns)
            body.append(
                .placed(
                    left: grid.left + (grid.width + grid.gapAcross) * column + 5, top: grid.top + (grid.height + grid.gapDown) * row + 5,
                    width: grid.width - 10, height: grid.height - 10, [.lines(label, Sheet.Style(size: 100))]))
        }
        return Sheet(title: "Etykiety adresowe", paper: Paper(width: 210, height: 297, margins: .all(5)), body: body)
    }
}
