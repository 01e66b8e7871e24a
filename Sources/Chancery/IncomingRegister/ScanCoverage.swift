/// How much of a paper letter was scanned, why not all of it, and how large the rest is (odwzorowanie cyfrowe pełne, częściowe, brak).
///
/// Source: chancery instruction § 44–46; `ezd.md` § 1.3 item 9, R1.7.
public struct ScanCoverage: Sendable, Hashable, Codable {
    public enum Extent: String, Sendable, CaseIterable, Codable {
        case full = "pelne"
        case partial = "czesciowe"
        case none = "brak"

        public var polishName: String {
            switch self {
            case .full: "całe pismo"
            case .partial: "tylko część"
            case .none: "bez skanu"
            }
        }
    }
    public var extent: Extent
    /// Why not the whole letter: size, number of pages, content or form.
    public var reason: String
    /// What was not scanned: pages, sheets, carriers.
    public var volume: String

    public init(_ extent: Extent, reason: String = "", volume: String = "") {
        self.extent = extent
        self.reason = reason
        self.volume = volume
    }

    static let reasonOfHaste = "nie zeskanowano przy rejestracji"

    /// What is known where nobody said it: a letter on paper with a scan was scanned whole, one without a scan was not; others need none.
    public init?(channel: Channel, files: [LetterFile]) {
        guard channel == .paper || channel == .inPerson else { return nil }
        self = files.contains { $0.role == .scan } ? ScanCoverage(.full) : ScanCoverage(.none, reason: Self.reasonOfHaste)
    }

    /// As a person reads it.
    public var text: String {
        ([extent.polishName] + [reason, volume.isEmpty ? "" : "objętość: \(volume)"].filter { !$0.isEmpty }).joined(separator: "; ")
    }
}

extension ScanCoverage.Extent {
    /// Extents of the list of letters that are not wholly scanned.
    static let unscanned: [ScanCoverage.Extent] = [.partial, .none]
}
