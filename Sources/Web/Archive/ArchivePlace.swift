internal import Chancery
internal import struct Hummingbird.RouterPath

/// Addresses of the office's archive.
enum ArchivePlace: Address, Sendable, Hashable {
    case list
    case tidying
    case file(CaseSign)
    case act(CaseSign, ArchiveAct)
    case requests
    case decide(ArchiveWithdrawalID)
    case disposals
    case disposal(DisposalListID)
    case disposalAct(DisposalListID, DisposalAct)
    case disposalPrint(DisposalListID)
    case disposalCSV(DisposalListID)

    var link: String {
        switch self {
        case .list: Pattern.list.rawValue
        case .tidying: Pattern.tidying.rawValue
        case .file(let sign): "/ezd/archiwum/sprawa/\(sign)"
        case .act(let sign, let act): "/ezd/archiwum/sprawa/\(sign)/\(act.rawValue)"
        case .requests: Pattern.requests.rawValue
        case .decide(let id): "/ezd/archiwum/wnioski/\(id)"
        case .disposals: Pattern.disposals.rawValue
        case .disposal(let id): "/ezd/archiwum/brakowanie/\(id)"
        case .disposalAct(let id, let act): "/ezd/archiwum/brakowanie/\(id)/czynnosc/\(act.rawValue)"
        case .disposalPrint(let id): "/ezd/archiwum/brakowanie/\(id)/druk"
        case .disposalCSV(let id): "/ezd/archiwum/brakowanie/\(id)/csv"
        }
    }

    enum Pattern: String {
        case list = "/ezd/archiwum"
        case tidying = "/ezd/archiwum/porzadkowanie"
        case file = "/ezd/archiwum/sprawa/{znak}"
        case act = "/ezd/archiwum/sprawa/{znak}/{czynnosc}"
        case requests = "/ezd/archiwum/wnioski"
        case decide = "/ezd/archiwum/wnioski/{id}"
        case disposals = "/ezd/archiwum/brakowanie"
        case disposal = "/ezd/archiwum/brakowanie/{id}"
        case disposalAct = "/ezd/archiwum/brakowanie/{id}/czynnosc/{czynnosc}"
        case disposalPrint = "/ezd/archiwum/brakowanie/{id}/druk"
        case disposalCSV = "/ezd/archiwum/brakowanie/{id}/csv"

        var route: RouterPath { RouterPath(rawValue) }
    }
}

/// What can be done with one case in the archive.
enum ArchiveAct: String, Sendable, Hashable {
    case category = "kategoria"
    case hold = "wstrzymanie"
    case lift = "zniesienie"
    case request = "wycofanie"
}

/// What can be done with a list of disposal.
enum DisposalAct: String, Sendable, Hashable {
    case opine = "opinia"
    case remove = "wyjecie"
    case consent = "zgoda"
    case withdraw = "wycofanie"
}
