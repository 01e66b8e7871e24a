/// Every address of the pages. A page links through `link`, a router listens through `pattern`: two functions of one case.
///
/// Addresses carry no office: the account says it.
public enum Place: Address, Sendable, Hashable {
    case signIn
    case signOut
    case desk
    case letters
    /// One letter of the register, by year and number of the incoming register (RPW).
    case letter(year: Int, number: Int64)
    case correction(year: Int, number: Int64)
    case cancellation(year: Int, number: Int64)
    /// The printed confirmation that the letter was received.
    case confirmation(year: Int, number: Int64)
    /// The sticker with number, date and bar code, for the first page of the letter or its envelope (pieczęć wpływu).
    case label(year: Int, number: Int64)
    /// A file of a letter; `file` counts from 1 in the order of the letter.
    case file(year: Int, number: Int64, file: Int)
    case registration
    /// People and bodies whose names begin so, for the field that fills in a sender.
    case knownSenders
    /// Scans that wait for registration, and of one of them: the form, the picture, the file, putting it aside.
    case scans
    case scan(Int64)
    case scanPreview(Int64)
    case scanFile(Int64)
    case scanRefusal(Int64)
    case lettersPrint
    case lettersCSV
    case lettersXML
    case search
    /// Receipts (UPP, UPD) that came back for what the office sent.
    case receipts
    /// The list of keys and the switch of single-letter keys.
    case shortcuts
    case admin
    case people
    case queues
    case status
    case live
    case ready

    /// The address with its values, to be printed as it is.
    public var link: String {
        switch self {
        case .letter(let year, let number): "/ezd/wplywy/\(year)/\(number)"
        case .correction(let year, let number): "/ezd/wplywy/\(year)/\(number)/popraw"
        case .cancellation(let year, let number): "/ezd/wplywy/\(year)/\(number)/anuluj"
        case .confirmation(let year, let number): "/ezd/wplywy/\(year)/\(number)/potwierdzenie"
        case .label(let year, let number): "/ezd/wplywy/\(year)/\(number)/etykieta"
        case .file(let year, let number, let file): "/ezd/wplywy/\(year)/\(number)/plik/\(file)"
        case .scan(let id): "/ezd/rejestracja?skan=\(id)"
        case .scanPreview(let id): "/ezd/rejestracja/skany/\(id)/podglad"
        case .scanFile(let id): "/ezd/rejestracja/skany/\(id)/plik"
        case .scanRefusal(let id): "/ezd/rejestracja/skany/\(id)/odrzuc"
        default: pattern.rawValue
        }
    }

    public var pattern: PlacePattern {
        switch self {
        case .signIn: .signIn
        case .signOut: .signOut
        case .desk: .desk
        case .letters: .letters
        case .letter: .letter
        case .correction: .correction
        case .cancellation: .cancellation
        case .confirmation: .confirmation
        case .label: .label
        case .file: .file
        case .registration: .registration
        case .knownSenders: .knownSenders
        case .scans: .scans
        case .scan: .registration
        case .scanPreview: .scanPreview
        case .scanFile: .scanFile
        case .scanRefusal: .scanRefusal
        case .lettersPrint: .lettersPrint
        case .lettersCSV: .lettersCSV
        case .lettersXML: .lettersXML
        case .search: .search
        case .receipts: .receipts
        case .shortcuts: .shortcuts
        case .admin: .admin
        case .people: .people
        case .queues: .queues
        case .status: .status
        case .live: .live
        case .ready: .ready
        }
    }
}
