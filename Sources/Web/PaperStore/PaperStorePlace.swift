internal import Chancery
internal import struct Hummingbird.RouterPath

/// Addresses of the chronological store of paper.
enum PaperStorePlace: Address, Hashable {
    case list
    case take(RegisterNumber)
    case giveBack(PaperLoanID)

    /// Only what is overdue.
    static let overdueField = "po-terminie"

    var link: String {
        switch self {
        case .list: Pattern.list.rawValue
        case .take(let n): "/ezd/wplywy/\(n.year)/\(n.number)/wyjecie"
        case .giveBack(let id): "/ezd/sklad/\(id)/zwrot"
        }
    }

    enum Pattern: String {
        case list = "/ezd/sklad"
        case take = "/ezd/wplywy/{rok}/{nr}/wyjecie"
        case giveBack = "/ezd/sklad/{id}/zwrot"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
