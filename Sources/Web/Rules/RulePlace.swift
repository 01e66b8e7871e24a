internal import struct Hummingbird.RouterPath

/// Addresses of the automatic rules of assignment.
enum RulePlace: Address, Hashable {
    case rules, newRule, rule(Int64), move(Int64), end(Int64)

    var link: String {
        switch self {
        case .rules: Pattern.rules.rawValue
        case .newRule: Pattern.newRule.rawValue
        case .rule(let id): "/admin/reguly/\(id)"
        case .move(let id): "/admin/reguly/\(id)/przesun"
        case .end(let id): "/admin/reguly/\(id)/koniec"
        }
    }

    enum Pattern: String, CaseIterable {
        case rules = "/admin/reguly"
        case newRule = "/admin/reguly/nowa"
        case rule = "/admin/reguly/{id}"
        case move = "/admin/reguly/{id}/przesun"
        case end = "/admin/reguly/{id}/koniec"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
