internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Office

/// Somebody who keeps a part of the office's order: accounts by the account's permission, the rest by the roles of an officer.
///
/// Source: `ezd.md` § 8, "Role × action".
struct OfficeKeeper: Sendable {
    enum Duty: Sendable, CaseIterable {
        case accounts, structure, roles, explanations, substitutions, filePlan, filePlanView, rules, calendar, journal

        var refusal: String {
            switch self {
            case .accounts: "Konta prowadzi administrator. Poproś go o pomoc."
            case .structure, .roles: "Strukturę, stanowiska i role prowadzi administrator. Poproś go o zmianę."
            case .explanations: "Uprawnienia innych osób widzi administrator i inspektor ochrony danych."
            case .substitutions: "Zastępstwa wpisuje administrator albo kierownik komórki. Własne wpiszesz na stronie „Moje zastępstwo”."
            case .filePlan, .filePlanView: "Wykaz akt prowadzi koordynator czynności kancelaryjnych. Poproś go o zmianę."
            case .rules: "Reguły dekretacji ustala osoba, która dekretuje w całym urzędzie."
            case .calendar: "Dni wolne wpisuje administrator albo koordynator czynności kancelaryjnych."
            case .journal: "Dziennik urzędu czyta administrator i inspektor ochrony danych."
            }
        }
    }

    var office: OfficeHouse
    var account: Account
    /// The officer whose account it is, where it is one's.
    var worker: OfficerAtWork?

    var performer: Performer { worker?.acting.performer ?? account.performer }

    func may(_ duty: Duty) -> Bool {
        let permissions = extent(.editPermissions)
        return switch duty {
        case .accounts: account.may(.manageUsers)
        case .structure, .roles: account.may(.manageUsers) || permissions == .whole
        case .explanations: may(.roles) || isDataProtectionOfficer
        case .substitutions: may(.structure) || permissions == .delegated
        case .filePlan: extent(.editFilePlan) == .whole || extent(.editFilePlan) == .technical
        case .filePlanView: extent(.editFilePlan) != nil || account.may(.manageUsers)
        case .rules: worker.map { $0.rights.decide(.assign, on: AccessSubject(unit: nil)).isAllowed } ?? false
        case .calendar: may(.structure) || extent(.editFilePlan) == .whole
        case .journal: may(.roles) || isDataProtectionOfficer
        }
    }

    func require(_ duty: Duty) throws {
        guard may(duty) else { throw Problem(.forbidden, duty.refusal) }
    }

    /// The front page belongs to everybody who keeps something of the whole office.
    var seesOverview: Bool { account.may(.manageUsers) || account.may(.manageJobs) || may(.structure) || may(.filePlan) }

    /// Units in which substitutions may be recorded; `nil` for all.
    var substitutionUnits: Set<UnitID>? { may(.structure) ? nil : worker?.rights.reach(of: .editPermissions) ?? [] }

    /// Who saw and did what; by the table of roles only the data protection officer sees it with its content.
    var isDataProtectionOfficer: Bool {
        worker.map { w in w.rights.grants.contains { $0.role == .dataProtectionOfficer && $0.isValid(on: w.rights.day) } } ?? false
    }

    /// Nobody gives rights to himself, nor to the person in whose place he works.
    func requireNotSelf(_ officer: Officer) throws {
        guard officer.account != account.performer.id, worker?.acting.inPlaceOf?.officer != officer.id else {
            throw Problem(.forbidden, "Nikt nie zmienia własnych uprawnień. Poproś innego administratora.")
        }
    }

    private func extent(_ action: ChanceryAction) -> PermissionExtent? { worker?.rights.decide(action).extent }
}

extension Desk {
    func keeper(_ request: Request, _ context: SignedInContext) async throws -> OfficeKeeper {
        let account = context.account
        // An account that belongs to no officer keeps what its own permissions give.
        let worker = account.may(.workInOffice) ? try? await officer(request, account, at: context.now) : nil
        return OfficeKeeper(office: try await house.office(account.office), account: account, worker: worker)
    }

    func keeper(_ request: Request, _ context: SignedInContext, _ duty: OfficeKeeper.Duty) async throws -> OfficeKeeper {
        let keeper = try await keeper(request, context)
        try keeper.require(duty)
        return keeper
    }

    func frame(_ context: SignedInContext, _ keeper: OfficeKeeper, _ request: Request, _ section: DeskFrame.Section) async throws -> DeskFrame {
        try await frame(context, keeper.account, request, section, worker: keeper.worker)
    }
}
