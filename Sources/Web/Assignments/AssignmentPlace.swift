internal import Chancery
internal import struct Hummingbird.RouterPath

/// Addresses of assigning letters and of one's own letters.
enum AssignmentPlace: Address, Hashable {
    /// The first letter that waits, full screen, with the suggestion.
    case queue
    /// Everything that waits, for bulk work.
    case list
    /// What the person assigned, newest first.
    case given
    case letter(RegisterNumber)
    case undo(AssignmentID)
    case withdraw(AssignmentID)
    case take(RegisterNumber)
    case giveBack(RegisterNumber)
    case settle(RegisterNumber)
    case finish(RegisterNumber)
    /// The assignment copied by hand on paper (dekretacja zastępcza).
    case replacement(AssignmentID)
    case tray

    var link: String {
        switch self {
        case .queue: Pattern.queue.rawValue
        case .list: Pattern.list.rawValue
        case .given: Pattern.given.rawValue
        case .letter(let n): "/ezd/wplywy/\(n.year)/\(n.number)/dekretacja"
        case .undo(let id): "/ezd/dekretacja/\(id)/cofnij"
        case .withdraw(let id): "/ezd/dekretacja/\(id)/wycofaj"
        case .take(let n): "/ezd/wplywy/\(n.year)/\(n.number)/przejmij"
        case .giveBack(let n): "/ezd/wplywy/\(n.year)/\(n.number)/zwroc"
        case .settle(let n): "/ezd/wplywy/\(n.year)/\(n.number)/zalatwione"
        case .finish(let n): "/ezd/wplywy/\(n.year)/\(n.number)/zapoznano"
        case .replacement(let id): "/ezd/dekretacja/\(id)/zastepcza"
        case .tray: Pattern.tray.rawValue
        }
    }

    enum Pattern: String {
        case queue = "/ezd/dekretacja"
        case list = "/ezd/dekretacja/lista"
        case given = "/ezd/dekretacja/moje"
        case letter = "/ezd/wplywy/{rok}/{nr}/dekretacja"
        case undo = "/ezd/dekretacja/{id}/cofnij"
        case withdraw = "/ezd/dekretacja/{id}/wycofaj"
        case take = "/ezd/wplywy/{rok}/{nr}/przejmij"
        case giveBack = "/ezd/wplywy/{rok}/{nr}/zwroc"
        case settle = "/ezd/wplywy/{rok}/{nr}/zalatwione"
        case finish = "/ezd/wplywy/{rok}/{nr}/zapoznano"
        case replacement = "/ezd/dekretacja/{id}/zastepcza"
        case tray = "/ezd/skrzynka"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
