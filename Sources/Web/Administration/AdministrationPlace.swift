internal import Chancery
internal import Identity
internal import struct Hummingbird.RouterPath

/// Addresses of the pages by which the office is run.
enum AdministrationPlace: Address, Hashable {
    case overview
    case structure, newUnit, unit(UnitID), changeUnit(UnitID), closeUnit(UnitID)
    case reorganisation, plan(ReorganisationForm.Kind)
    case people, newOfficer, officer(OfficerID), officerName(OfficerID), newPost(OfficerID), endPost(OfficerID, PostID), newRole(OfficerID)
    case revokeRole(OfficerID, RoleGrantID), officerAccount(OfficerID), leaving(OfficerID)
    case accounts, account(AccountID), accountRoles(AccountID), accountPassword(AccountID), accountUnlock(AccountID), accountClosing(AccountID)
    case substitutions, endSubstitution(SubstitutionID), ownSubstitution, switchOver, endOwnSubstitution(SubstitutionID)
    case rights, calendar, withdrawDay, journal, journalCSV, platformJournal

    var link: String {
        switch self {
        case .unit(let id): "/admin/struktura/\(id)"
        case .changeUnit(let id): "/admin/struktura/\(id)/zmien"
        case .closeUnit(let id): "/admin/struktura/\(id)/zamknij"
        case .plan(let kind): "/admin/reorganizacja/\(kind.rawValue)"
        case .officer(let id): "/admin/osoby/\(id)"
        case .officerName(let id): "/admin/osoby/\(id)/nazwisko"
        case .newPost(let id): "/admin/osoby/\(id)/stanowisko"
        case .endPost(let id, let post): "/admin/osoby/\(id)/stanowisko/\(post)/koniec"
        case .newRole(let id): "/admin/osoby/\(id)/rola"
        case .revokeRole(let id, let grant): "/admin/osoby/\(id)/rola/\(grant)/odbierz"
        case .officerAccount(let id): "/admin/osoby/\(id)/konto"
        case .leaving(let id): "/admin/osoby/\(id)/odejscie"
        case .account(let id): "/admin/konta/\(id)"
        case .accountRoles(let id): "/admin/konta/\(id)/role"
        case .accountPassword(let id): "/admin/konta/\(id)/haslo"
        case .accountUnlock(let id): "/admin/konta/\(id)/odblokuj"
        case .accountClosing(let id): "/admin/konta/\(id)/zamknij"
        case .endSubstitution(let id): "/admin/zastepstwa/\(id)/koniec"
        case .endOwnSubstitution(let id): "/ja/zastepstwo/\(id)/koniec"
        default: pattern.rawValue
        }
    }

    var pattern: Pattern {
        switch self {
        case .overview: .overview
        case .structure: .structure
        case .newUnit: .newUnit
        case .unit: .unit
        case .changeUnit: .changeUnit
        case .closeUnit: .closeUnit
        case .reorganisation: .reorganisation
        case .plan: .plan
        case .people: .people
        case .newOfficer: .newOfficer
        case .officer: .officer
        case .officerName: .officerName
        case .newPost: .newPost
        case .endPost: .endPost
        case .newRole: .newRole
        case .revokeRole: .revokeRole
        case .officerAccount: .officerAccount
        case .leaving: .leaving
        case .accounts: .accounts
        case .account: .account
        case .accountRoles: .accountRoles
        case .accountPassword: .accountPassword
        case .accountUnlock: .accountUnlock
        case .accountClosing: .accountClosing
        case .substitutions: .substitutions
        case .endSubstitution: .endSubstitution
        case .ownSubstitution: .ownSubstitution
        case .switchOver: .switchOver
        case .endOwnSubstitution: .endOwnSubstitution
        case .rights: .rights
        case .calendar: .calendar
        case .withdrawDay: .withdrawDay
        case .journal: .journal
        case .journalCSV: .journalCSV
        case .platformJournal: .platformJournal
        }
    }

    enum Pattern: String, CaseIterable {
        case overview = "/admin"
        case structure = "/admin/struktura"
        case newUnit = "/admin/struktura/nowa"
        case unit = "/admin/struktura/{id}"
        case changeUnit = "/admin/struktura/{id}/zmien"
        case closeUnit = "/admin/struktura/{id}/zamknij"
        case reorganisation = "/admin/reorganizacja"
        case plan = "/admin/reorganizacja/{rodzaj}"
        case people = "/admin/osoby"
        case newOfficer = "/admin/osoby/nowa"
        case officer = "/admin/osoby/{id}"
        case officerName = "/admin/osoby/{id}/nazwisko"
        case newPost = "/admin/osoby/{id}/stanowisko"
        case endPost = "/admin/osoby/{id}/stanowisko/{nr}/koniec"
        case newRole = "/admin/osoby/{id}/rola"
        case revokeRole = "/admin/osoby/{id}/rola/{nr}/odbierz"
        case officerAccount = "/admin/osoby/{id}/konto"
        case leaving = "/admin/osoby/{id}/odejscie"
        case accounts = "/admin/konta"
        case account = "/admin/konta/{id}"
        case accountRoles = "/admin/konta/{id}/role"
        case accountPassword = "/admin/konta/{id}/haslo"
        case accountUnlock = "/admin/konta/{id}/odblokuj"
        case accountClosing = "/admin/konta/{id}/zamknij"
        case substitutions = "/admin/zastepstwa"
        case endSubstitution = "/admin/zastepstwa/{id}/koniec"
        case ownSubstitution = "/ja/zastepstwo"
        case switchOver = "/ja/zastepstwo/przelacz"
        case endOwnSubstitution = "/ja/zastepstwo/{id}/koniec"
        case rights = "/admin/uprawnienia"
        case calendar = "/admin/kalendarz"
        case withdrawDay = "/admin/kalendarz/usun"
        case journal = "/admin/dziennik"
        case journalCSV = "/admin/dziennik.csv"
        case platformJournal = "/admin/dziennik/platforma"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
