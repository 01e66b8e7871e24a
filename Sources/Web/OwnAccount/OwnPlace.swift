internal import struct Hummingbird.RouterPath

/// Addresses of an officer's own account, and of the second step by which it is entered.
enum OwnPlace: Address, Hashable {
    case code, codeSend, codeHelp, appKey, app
    case account, send, ownApp, ownAppKey, removeApp(Int64), recoveryCodes, password, mail, mailSend
    case endSession(Int64), endOtherSessions

    var link: String {
        switch self {
        case .removeApp(let id): "/ja/konto/aplikacja/\(id)/usun"
        case .endSession(let id): "/ja/konto/sesje/\(id)/koniec"
        default: pattern.rawValue
        }
    }

    var pattern: Pattern {
        switch self {
        case .code: .code
        case .codeSend: .codeSend
        case .codeHelp: .codeHelp
        case .appKey: .appKey
        case .app: .app
        case .account: .account
        case .send: .send
        case .ownApp: .ownApp
        case .ownAppKey: .ownAppKey
        case .removeApp: .removeApp
        case .recoveryCodes: .recoveryCodes
        case .password: .password
        case .mail: .mail
        case .mailSend: .mailSend
        case .endSession: .endSession
        case .endOtherSessions: .endOtherSessions
        }
    }

    enum Pattern: String, CaseIterable {
        case code = "/logowanie/kod"
        case codeSend = "/logowanie/kod/wyslij"
        case codeHelp = "/logowanie/kod/pomoc"
        case appKey = "/logowanie/aplikacja/klucz"
        case app = "/logowanie/aplikacja"
        case account = "/ja/konto"
        case send = "/ja/konto/wyslij"
        case ownApp = "/ja/konto/aplikacja"
        case ownAppKey = "/ja/konto/aplikacja/klucz"
        case removeApp = "/ja/konto/aplikacja/{id}/usun"
        case recoveryCodes = "/ja/konto/kody-zapasowe"
        case password = "/ja/konto/haslo"
        case mail = "/ja/konto/kody-mail"
        case mailSend = "/ja/konto/kody-mail/wyslij"
        case endSession = "/ja/konto/sesje/{id}/koniec"
        case endOtherSessions = "/ja/konto/sesje/koniec"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
