internal import struct Hummingbird.RouterPath
internal import Identity
internal import Office
internal import Store

/// Addresses of letting domain systems in and telling them of events.
enum SystemsPlace: Address, Hashable {
    case list
    case newToken
    case revocation(SystemTokenID)
    case newWebhook
    case trial(WebhookID)
    case removal(WebhookID)
    /// The documentation of the API, for people.
    case help

    var link: String {
        switch self {
        case .list: Pattern.list.rawValue
        case .newToken: Pattern.newToken.rawValue
        case .revocation(let id): "/admin/systemy/klucze/\(id)/odwolaj"
        case .newWebhook: Pattern.newWebhook.rawValue
        case .trial(let id): "/admin/systemy/powiadomienia/\(id)/proba"
        case .removal(let id): "/admin/systemy/powiadomienia/\(id)/usun"
        case .help: "/api/v1/"
        }
    }

    enum Pattern: String {
        case list = "/admin/systemy"
        case newToken = "/admin/systemy/nowy-klucz"
        case revocation = "/admin/systemy/klucze/{id}/odwolaj"
        case newWebhook = "/admin/systemy/nowy-adres"
        case trial = "/admin/systemy/powiadomienia/{id}/proba"
        case removal = "/admin/systemy/powiadomienia/{id}/usun"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
