internal import struct Hummingbird.RouterPath
internal import Kernel
internal import Programme

/// Addresses of the programme.
enum ProgrammePlace: Address, Hashable {
    /// For everybody: closed quarters only.
    case front
    case office(OfficeID)
    case data
    case csv
    case json
    case report
    /// For the programme's people: quarters under way as well.
    case board
    case outside
    case quarter
    case targets

    static let quarterField = "okres"
    static let indicatorField = "wskaznik"

    var link: String {
        switch self {
        case .office(let id): "/program/gminy/\(id)"
        default: pattern.rawValue
        }
    }

    private var pattern: Pattern {
        switch self {
        case .front: .front
        case .office: .office
        case .data: .data
        case .csv: .csv
        case .json: .json
        case .report: .report
        case .board: .board
        case .outside: .outside
        case .quarter: .quarter
        case .targets: .targets
        }
    }

    enum Pattern: String {
        case front = "/program"
        case office = "/program/gminy/{gmina}"
        case data = "/program/dane"
        case csv = "/program/dane.csv"
        case json = "/program/dane.json"
        case report = "/program/sprawozdanie.pdf"
        case board = "/program/pulpit"
        case outside = "/program/pulpit/liczby"
        case quarter = "/program/pulpit/kwartal"
        case targets = "/program/pulpit/cele"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
