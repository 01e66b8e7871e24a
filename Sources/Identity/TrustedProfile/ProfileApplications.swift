public import Kernel
internal import Law
public import Store

/// Submitting, checking and ending applications; what happens at the counter is `ConfirmationDesk`'s.
public struct ProfileApplications: Sendable {
    public let rules: ProfileRules

    public init(rules: ProfileRules = .standard) { self.rules = rules }

    /// Files an application of the account's holder.
    ///
    /// - Throws: `Problems` for the form; `Problem` `.conflict` where a valid profile stands in the way, is missing, or another application waits.
    public func submit(_ c: any SQLConnection, _ draft: ApplicationDraft, by performer: Performer, at now: Instant) throws -> ProfileApplication {
        guard draft.problems.isEmpty else { throw Problems(draft.problems) }
        guard let account = try CitizenAccountStore.find(c, draft.account), account.state.opens, let person = try PersonStore.find(c, account.person) else {
            throw Problem(.notFound, "Nie ma takiego konta.")
        }
        guard let pesel = person.pesel else { throw Problem(.invalidInput, "Profil może mieć tylko osoba z numerem PESEL.", field: "pesel") }
        let today = PolishTime.day(of: now)
        guard person.age(on: today) >= rules.minimumAge else {
            throw Problem(.forbidden, "Profil zaufany może mieć osoba, która skończyła \(rules.minimumAge) lat.", cause: "too young")
        }
        guard try !ApplicationStore.list(c, pesel.hash).contains(where: { $0.state.isOpen && $0.lastDay >= today }) else {
            throw Problem(.conflict, "Jeden wniosek już czeka. Wycofaj go albo przyjdź z nim do punktu.", cause: "application exists")
        }
        let profile = try ProfileStore.active(c, pesel.hash).flatMap { $0.isValid(at: now) ? $0 : nil }
        switch draft.kind {
        case .confirm:
            guard profile == nil else {
                throw Problem(.conflict, "Masz już ważny profil zaufany. Możesz go przedłużyć albo zmienić w nim dane.", cause: "profile exists")
            }
        case .extend, .invalidate, .changeContact:
            guard profile?.account == account.id else {
                throw Problem(.conflict, "Na tym koncie nie ma ważnego profilu zaufanego. Złóż wniosek o nowy.", cause: "no profile")
            }
        }
        if draft.kind != .invalidate { try checkFactors(c, draft, account.owner) }
        let number = "PZ/\(today.year)/\(try Counter.next(c, "wniosek-pz", year: today.year))"
        let applicant = ProfileApplication.Applicant(
            person: person.id, account: account.id, userID: account.userID, name: person.name, pesel: pesel, birthday: person.birthday,
            contact: draft.contact, factors: draft.factors)
        var application = try ApplicationStore.insert(
            c, number: number, draft.kind, applicant, profile: profile?.id, lastDay: rules.lastDay(submittedOn: today), state: .submitted, at: now)
        // Losing a profile must not wait for a register.
        if draft.kind == .invalidate {
            try application.take(.registerAgrees, at: now)
            try ApplicationStore.save(c, application)
        }
        try note(c, application, "profile-applied", after: draft.kind.rawValue, by: performer, at: now)
        return application
    }

    /// The factors the applicant chose are there, and codes go to the addresses of the application.
    private func checkFactors(_ c: any SQLConnection, _ draft: ApplicationDraft, _ owner: FactorOwner) throws {
        let held = try FactorChange.held(c, owner)
        let addresses = Set(try ContactFactors.list(c, owner).map(\.address))
        var problems: [Problem] = []
        for kind in draft.factors.sorted(by: { $0.rawValue < $1.rawValue }) {
            switch kind {
            case .password: break
            case .phoneCode where draft.contact.phone.map { addresses.contains(.phone($0)) } != true:
                problems.append(Problem(.invalidInput, "Potwierdź numer telefonu kodem, zanim złożysz wniosek.", field: "phone"))
            case .mailCode where draft.contact.mail.map { addresses.contains(.mail($0)) } != true:
                problems.append(Problem(.invalidInput, "Potwierdź adres e-mail kodem, zanim złożysz wniosek.", field: "mail"))
            default:
                if !held.contains(kind) { problems.append(Problem(.invalidInput, "Najpierw dodaj: \(kind.polishName).", field: "factors")) }
            }
        }
        guard problems.isEmpty else { throw Problems(problems) }
    }

    /// The applicant changes his mind.
    public func withdraw(_ c: any SQLConnection, _ id: ApplicationID, by account: CitizenAccount, at now: Instant) throws {
        guard var application = try ApplicationStore.lock(c, id), application.applicant?.account == account.id else { throw Self.unknown }
        try application.take(.withdrawn, at: now)
        try ApplicationStore.save(c, application)
        try Visits.close(c, id, as: .cancelled, at: now)
        try note(c, application, "profile-application-withdrawn", by: account.performer, at: now)
    }

    public func find(_ c: any SQLConnection, _ id: ApplicationID) throws -> ProfileApplication? { try ApplicationStore.find(c, id) }
    public func find(_ c: any SQLConnection, number: String) throws -> ProfileApplication? {
        try ApplicationStore.find(c, number: number.trimmedSpace.uppercased())
    }
    public func list(_ c: any SQLConnection, of account: CitizenAccountID) throws -> [ProfileApplication] { try ApplicationStore.list(c, of: account) }

    /// Applications an officer has at the counter now.
    public func claimed(_ c: any SQLConnection, by account: AccountID, limit: Int = 20) throws -> [ProfileApplication] {
        try ApplicationStore.claimed(c, by: account, limit: limit)
    }

    /// Applications that wait for the register's answer, those nearest their term first.
    public func toCheck(_ c: any SQLConnection, limit: Int = 50) throws -> [ProfileApplication] {
        try ApplicationStore.waiting(c, .submitted, limit: limit)
    }

    /// Notes the register's answer. An application that moved on meanwhile stays as it is.
    public func checked(_ c: any SQLConnection, _ id: ApplicationID, _ answer: PopulationAnswer, at now: Instant) throws {
        guard var application = try ApplicationStore.lock(c, id), application.state == .submitted else { return }
        switch answer {
        case .agrees: try application.take(.registerAgrees, at: now)
        case .differs, .unknown, .dead:
            try application.take(.registerDiffers, at: now)
            application.reason = .registerDiffers
        }
        try ApplicationStore.save(c, application)
        try note(c, application, "profile-application-checked", after: answer.word, by: Self.register, at: now)
    }

    /// Applications that end within some days, for the report.
    public func endingSoon(_ c: any SQLConnection, withinDays days: Int, limit: Int = 100, at now: Instant) throws -> [ProfileApplication] {
        try ApplicationStore.waiting(c, .ready, lastDayBefore: PolishTime.day(of: now).adding(days: days + 1), limit: limit)
    }

    /// Deletes what passed its term: the personal data go, number and dates stay (A2). An application at the counter is left to the operator.
    ///
    /// - Returns: how many; call again while it is `limit`.
    @discardableResult
    public func expire(_ c: any SQLConnection, limit: Int = 200, at now: Instant) throws -> Int {
        let today = PolishTime.day(of: now)
        var gone = 0
        for state in [ApplicationState.submitted, .ready] {
            for var application in try ApplicationStore.waiting(c, state, lastDayBefore: today, limit: limit - gone) {
                try application.take(.termPassed, at: now)
                application.reason = .termPassed
                try ApplicationStore.save(c, application)
                try ApplicationStore.erase(c, application.id)
                try note(c, application, "profile-application-expired", by: TrustedProfiles.clock, at: now)
                gone += 1
            }
        }
        return gone
    }

    static let register = Performer(id: "system:rejestr-PESEL", name: "rejestr PESEL")
    static let unknown = Problem(.notFound, "Nie ma takiego wniosku. Osoba może go złożyć teraz, na telefonie.", cause: "no such application")

    private func note(
        _ c: any SQLConnection, _ application: ProfileApplication, _ act: String, after: String? = nil, by performer: Performer, at now: Instant
    ) throws {
        try Journal.append(c, JournalEntry(actor: performer.id, act: act, object: application.object, after: after), at: now)
    }
}
