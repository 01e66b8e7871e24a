/// An envelope to print on (koperta).
public struct EnvelopeSheet: Sendable, Hashable {
    public enum Format: String, Sendable, Hashable, CaseIterable {
        case c6, dl, c5
        /// Width and height, lying.
        var size: (width: Millimetres, height: Millimetres) {
            switch self {
            case .c6: (162, 114)
            case .dl: (220, 110)
            case .c5: (229, 162)
            }
        }
    }
    public var format: Format
    public var sender: [String]
    public var addressee: [String]
    /// Polecony, za potwierdzeniem odbioru, the case sign; above the addressee.
    public var notes: [String]

    public init(format: Format, sender: [String], addressee: [String], notes: [String] = []) {
        self.format = format
        self.sender = sender
        self.addressee = addressee
        self.notes = notes
    }

    public var sheet: Sheet {
        let (width, height) = format.size
        // The addressee stands in the right lower quarter, clear of the 15 mm that sorting machines read and of the stamps.
        let left = Millimetres(tenths: width.tenths / 2 - 30)
        let top = Millimetres(tenths: height.tenths * 47 / 100)
        return Sheet(
            title: "Koperta: \(addressee.first ?? "")", author: sender.first ?? "", paper: Paper(width: width, height: height, margins: .all(10)),
            body: [
                .placed(left: 10, top: 10, width: Millimetres(tenths: width.tenths / 2 - 150), height: 28, [.lines(sender, .small)]),
                .placed(left: left, top: top - 11, width: width - left - 10, height: 10, [.lines(notes, Sheet.Style(size: 85, italic: true))]),
                .placed(left: left, top: top, width: width - left - 10, height: height - top - 15, [.lines(addressee, Sheet.Style(size: 120))]),
            ])
    }
}
