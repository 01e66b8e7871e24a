/// One thing a person may do. What no role gives, nobody may.
public enum Permission: String, Sendable, Hashable, CaseIterable {
    case readRegister = "read-register"
    case registerLetter = "register-letter"
    case correctLetter = "correct-letter"
    case cancelNumber = "cancel-number"
    case exportRegister = "export-register"
    /// Enter the electronic office; rights to single letters and cases are given there.
    case workInOffice = "work-in-office"
    /// Add, change, unlock and close accounts of one's own office.
    case manageUsers = "manage-users"
    /// See the queues of one's own office and start hopeless work again.
    case manageJobs = "manage-jobs"
    /// Keep taxes and fees: register, assessment, payments, arrears, reports.
    case keepTaxes = "keep-taxes"
    /// Let domain systems in and out of one's own office, and tell them of what happens.
    case manageSystems = "manage-systems"
    /// Enter the programme's pages; whose figures a person may change, the office that leads decides.
    case workInProgramme = "work-in-programme"

    /// Deny by default: the union of what each role names.
    public static func granted(to roles: some Sequence<OfficeRole>) -> Set<Permission> {
        roles.reduce(into: []) { $0.formUnion(granted(to: $1)) }
    }

    public static func granted(to role: OfficeRole) -> Set<Permission> {
        switch role {
        case .chanceryPoint: [.readRegister, .registerLetter, .correctLetter, .cancelNumber, .exportRegister, .workInOffice]
        case .officer: [.workInOffice]
        case .taxClerk: [.keepTaxes]
        case .reader: [.readRegister]
        case .administrator: [.manageUsers, .manageJobs, .manageSystems]
        case .programme: [.workInProgramme]
        }
    }
}
