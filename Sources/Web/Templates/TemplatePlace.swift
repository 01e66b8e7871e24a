internal import Chancery
internal import struct Hummingbird.RouterPath

/// Addresses of the office's templates of letters.
enum TemplatePlace: Address, Hashable {
    case list
    case new
    case template(LetterTemplateID)
    case versions(LetterTemplateID)

    var link: String {
        switch self {
        case .list: Pattern.list.rawValue
        case .new: Pattern.new.rawValue
        case .template(let id): "/admin/szablony/\(id)"
        case .versions(let id): "/admin/szablony/\(id)/wersje"
        }
    }

    enum Pattern: String {
        case list = "/admin/szablony"
        case new = "/admin/szablony/nowy"
        case template = "/admin/szablony/{id}"
        case versions = "/admin/szablony/{id}/wersje"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
