internal import Chancery
internal import struct Hummingbird.RouterPath

/// Addresses of cases. A sign stands in them as people write it: `/ezd/sprawy/GK.6131.14.2026`.
enum CasePlace: Address, Sendable, Hashable {
    case list
    case oversight
    case new
    case newSubFile
    case file(CaseSign)
    case act(CaseSign, CaseAct)
    case closing(CaseSign)
    case metryka(CaseSign)
    case clause(CaseSign)
    case element(CaseSign, position: Int64)
    case elementFile(CaseSign, position: Int64, file: Int)
    case join(RegisterNumber)
    case withoutCase(RegisterNumber)
    case withoutCaseList
    case lists
    case caseList(year: Int, symbol: String)
    case caseListPrint(year: Int, symbol: String)
    case caseListCSV(year: Int, symbol: String)
    case caseListXML(year: Int, symbol: String)
    case terms
    case overduePrint
    case overdueCSV

    var link: String {
        switch self {
        case .list: "/ezd/sprawy"
        case .oversight: "/ezd/sprawy/nadzor"
        case .new: "/ezd/sprawy/nowa"
        case .newSubFile: "/ezd/sprawy/nowa-podteczka"
        case .file(let sign): "/ezd/sprawy/\(sign)"
        case .act(let sign, let act): "/ezd/sprawy/\(sign)/\(act.rawValue)"
        case .closing(let sign): "/ezd/sprawy/\(sign)/zakoncz"
        case .metryka(let sign): "/ezd/sprawy/\(sign)/metryka"
        case .clause(let sign): "/ezd/sprawy/\(sign)/klauzula"
        case .element(let sign, let position): "/ezd/sprawy/\(sign)/akta/\(position)"
        case .elementFile(let sign, let position, let file): "/ezd/sprawy/\(sign)/akta/\(position)/plik/\(file)"
        case .join(let n): "/ezd/wplywy/\(n.year)/\(n.number)/sprawa"
        case .withoutCase(let n): "/ezd/wplywy/\(n.year)/\(n.number)/bez-sprawy"
        case .withoutCaseList: "/ezd/bez-sprawy"
        case .lists: "/ezd/spisy"
        case .caseList(let year, let symbol): "/ezd/spisy/\(year)/\(symbol)"
        case .caseListPrint(let year, let symbol): "/ezd/spisy/\(year)/\(symbol)/druk"
        case .caseListCSV(let year, let symbol): "/ezd/spisy/\(year)/\(symbol)/csv"
        case .caseListXML(let year, let symbol): "/ezd/spisy/\(year)/\(symbol)/xml"
        case .terms: "/ezd/terminy"
        case .overduePrint: "/ezd/terminy/druk"
        case .overdueCSV: "/ezd/terminy.csv"
        }
    }
}

/// The shapes of these addresses, as the router reads them.
enum CasePattern: String, Sendable, CaseIterable {
    case list = "/ezd/sprawy"
    case oversight = "/ezd/sprawy/nadzor"
    case new = "/ezd/sprawy/nowa"
    case newSubFile = "/ezd/sprawy/nowa-podteczka"
    case file = "/ezd/sprawy/{znak}"
    case act = "/ezd/sprawy/{znak}/{czynnosc}"
    case closing = "/ezd/sprawy/{znak}/zakoncz"
    case metryka = "/ezd/sprawy/{znak}/metryka"
    case clause = "/ezd/sprawy/{znak}/klauzula"
    case element = "/ezd/sprawy/{znak}/akta/{pozycja}"
    case elementFile = "/ezd/sprawy/{znak}/akta/{pozycja}/plik/{plik}"
    case join = "/ezd/wplywy/{rok}/{nr}/sprawa"
    case withoutCase = "/ezd/wplywy/{rok}/{nr}/bez-sprawy"
    case withoutCaseList = "/ezd/bez-sprawy"
    case lists = "/ezd/spisy"
    case caseList = "/ezd/spisy/{rok}/{klasa}"
    case caseListPrint = "/ezd/spisy/{rok}/{klasa}/druk"
    case caseListCSV = "/ezd/spisy/{rok}/{klasa}/csv"
    case caseListXML = "/ezd/spisy/{rok}/{klasa}/xml"
    case terms = "/ezd/terminy"
    case overduePrint = "/ezd/terminy/druk"
    case overdueCSV = "/ezd/terminy.csv"

    var route: RouterPath { RouterPath(rawValue) }
}
