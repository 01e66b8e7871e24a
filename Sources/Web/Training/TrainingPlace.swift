internal import struct Hummingbird.RouterPath
internal import Programme

/// Addresses of training.
enum TrainingPlace: Address, Hashable {
    case courses
    case course(CourseRole)
    case exercise(CourseRole, String)
    case test(CourseRole)
    case certify(CourseRole)
    case file(String)
    case office
    case results
    case verification(String)

    var link: String {
        switch self {
        case .courses: Pattern.courses.rawValue
        case .course(let role): "/ezd/szkolenia/kurs/\(role.rawValue)"
        case .exercise(let role, let id): "/ezd/szkolenia/kurs/\(role.rawValue)/cwiczenie/\(id)"
        case .test(let role): "/ezd/szkolenia/kurs/\(role.rawValue)/sprawdzian"
        case .certify(let role): "/ezd/szkolenia/kurs/\(role.rawValue)/zaswiadczenie"
        case .file(let number): "/ezd/szkolenia/zaswiadczenia/\(number)"
        case .office: Pattern.office.rawValue
        case .results: Pattern.results.rawValue
        case .verification(let number): "/program/zaswiadczenie/\(number)"
        }
    }

    enum Pattern: String {
        case courses = "/ezd/szkolenia"
        case course = "/ezd/szkolenia/kurs/{rola}"
        case exercise = "/ezd/szkolenia/kurs/{rola}/cwiczenie/{id}"
        case test = "/ezd/szkolenia/kurs/{rola}/sprawdzian"
        case certify = "/ezd/szkolenia/kurs/{rola}/zaswiadczenie"
        case file = "/ezd/szkolenia/zaswiadczenia/{nr}"
        case office = "/ezd/szkolenia/urzad"
        case results = "/ezd/szkolenia/wyniki"
        case verification = "/program/zaswiadczenie/{nr}"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
