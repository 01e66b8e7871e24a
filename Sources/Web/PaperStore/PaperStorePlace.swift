internal import Chancery
internal import struct Hummingbird.RouterPath

/// Addresses of the chronological store of paper.
enum PaperStorePlace: Address, Hashable {
    case list
    case take(RegisterNumber)
    case shelf(RegisterNumber)
    case giveBack(PaperLoanID)

    /// Only what is overdue.
    static let overdueField = "po-terminie"

    var link: String {
        switch self {
        case .list: Pattern.list.rawValue
        case .take(let n): "/ezd/wplywy/\(n.year)/\(n.number)/wyjecie"
        case .shelf(let n): "/ezd/wplywy/\(n.year)/\(n.number)/miejsce"
        case .giveBack(let id): "/ezd/sklad/\(id)/zwrot"
        }
    }

    enum Pattern: String {
        case list = "/ezd/sklad"
        case take = "/ezd/wplywy/{rok}/{nr}/wyjecie"
        case shelf = "/ezd/wplywy/{rok}/{nr}/miejsce"
        case giveBack = "/ezd/sklad/{id}/zwrot"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
