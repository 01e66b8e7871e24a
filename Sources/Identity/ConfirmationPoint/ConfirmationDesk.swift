public import Kernel
internal import Law
public import Store

/// The counter of a confirmation point: every step of the procedure, with its guards.
///
/// Each step asks anew whether the operator may go on (authorisation valid today, point open, not himself), whether the application is still
/// his, and whether the step before was made. Refusals are kept in the journal. Source: regulation on the Trusted Profile (t.j. Dz.U. 2023
/// poz. 2551) § 4, § 12; act on informatisation art. 20c.
public struct ConfirmationDesk: Sendable {
    let keys: IdentityKeys
    let profiles: TrustedProfiles
    let applications: ProfileApplications
    let people: People
    var rules: ProfileRules { profiles.rules }

    public init(keys: IdentityKeys, rules: ProfileRules = .standard) {
        self.keys = keys
        profiles = TrustedProfiles(keys: keys, rules: rules)
        applications = ProfileApplications(rules: rules)
        people = People(keys: keys)
    }

    /// Who works at which point now.
    public struct Clerk: Sendable, Hashable {
        public var account: Account
        public var point: PointID
        public init(account: Account, point: PointID) {
            self.account = account
            self.point = point
        }
        var onlooker: Onlooker { Onlooker(performer: account.performer, office: account.office, post: account.post) }
    }

    /// Takes an application to the counter for a time, so that nobody else works on it.
    public func claim(_ c: any SQLConnection, _ id: ApplicationID, by clerk: Clerk, at now: Instant) throws -> Ruling<ServiceAct> {
        try step("profile-claim", c, id, by: clerk, at: now) { application, _, authorisation in
            let today = PolishTime.day(of: now)
            if application.state.isInService, let claim = application.claim {
                if claim.account == clerk.account.id, let act = try ServiceActStore.underWay(c, id), claim.until > now { return act }
                guard claim.until <= now else {
                    throw Problem(.conflict, "Ten wniosek ma teraz przy okienku \(claim.name).", cause: "claimed")
                }
                try abandon(c, &application, at: now)
            }
            guard application.lastDay >= today else {
                throw Problem(
                    .conflict, "Minął termin: wniosek można było załatwić do \(application.lastDay). Osoba może złożyć nowy.", cause: "term passed")
            }
            try checkProfile(c, application, at: now)
            try application.take(.claimed, at: now)
            try hold(c, &application, clerk, at: now)
            if let person = application.applicant?.person {
                try people.look(c, person, .application, by: clerk.onlooker, why: application.number, at: now)
            }
            return try ServiceActStore.insert(c, id, clerk.point, clerk.account.id, authorisation, at: now)
        }
    }

    /// Leaves the application to whoever comes next.
    public func release(_ c: any SQLConnection, _ id: ApplicationID, by clerk: Clerk, at now: Instant) throws {
        guard var application = try ApplicationStore.lock(c, id), application.claim?.account == clerk.account.id else { return }
        try abandon(c, &application, at: now)
        try journal(c, application, "profile-application-released", by: clerk.account.performer, at: now)
    }

    /// Gives back what was left at the counter; to be called every few minutes, before terms are counted.
    @discardableResult
    public func releaseLapsed(_ c: any SQLConnection, limit: Int = 200, at now: Instant) throws -> Int {
        let lapsed = try ApplicationStore.lapsed(c, at: now, limit: limit)
        for var application in lapsed {
            try abandon(c, &application, at: now)
            try journal(c, application, "profile-application-released", after: "czas", by: TrustedProfiles.clock, at: now)
        }
        return lapsed.count
    }

    /// The sign of the case, and the document compared field by field. Where all agree, the application goes on; where not, the finding names
    /// the grounds for refusal and the document may be checked again.
    public func check(
        _ c: any SQLConnection, _ id: ApplicationID, caseSign: String, document: DocumentReading, by clerk: Clerk, at now: Instant
    ) throws -> Ruling<DocumentFinding> {
        try step("profile-document", c, id, by: clerk, at: now) { application, _, _ in
            guard document.problems.isEmpty else { throw document.problems[0] }
            let sign = caseSign.trimmedSpace
            guard (1...100).contains(sign.count) else { throw Problem(.invalidInput, "Wpisz znak sprawy.", field: "caseSign") }
            var act = try held(c, application, clerk, at: now)
            guard application.state == .inService, let applicant = application.applicant else { throw Self.wrongStep(application) }
            let finding = DocumentFinding.compare(
                document, name: applicant.name, pesel: try keys.open(applicant.pesel), on: PolishTime.day(of: now))
            act.caseSign = sign
            act.documentKind = document.kind
            act.documentUntil = document.validUntil
            act.differing = finding.differing
            switch document.identity {
            case .pesel:
                act.hasPESEL = true
                act.documentCountry = nil
                act.documentNumber = nil
            case .withoutPESEL(_, let country, let number):
                act.hasPESEL = false
                act.documentCountry = country
                act.documentNumber = number.trimmedSpace
            }
            try ServiceActStore.save(c, act)
            if finding.agrees { try application.take(.documentAgrees, at: now) }
            try hold(c, &application, clerk, at: now)
            let differing = finding.differing.map(\.rawValue).joined(separator: ",")
            try journal(c, application, "profile-document-checked", after: finding.agrees ? "zgodny" : differing, by: clerk.account.performer, at: now)
            return finding
        }
    }

    /// The print for the applicant to read and sign by hand.
    public func print(_ c: any SQLConnection, _ id: ApplicationID, by clerk: Clerk, at now: Instant) throws -> Ruling<ApplicationPrint> {
        try step("profile-print", c, id, by: clerk, at: now) { application, point, _ in
            var act = try held(c, application, clerk, at: now)
            let print = try makePrint(c, application, act, point, by: clerk, at: now)
            // A print lost in the printer is printed again; the first one counts.
            if application.state != .printed, application.state != .signed {
                try application.take(.printed, at: now)
                act.printedAt = now
                act.print = print.hash
                try ServiceActStore.save(c, act)
            }
            try hold(c, &application, clerk, at: now)
            return print
        }
    }

    /// The applicant signed the print.
    public func signed(_ c: any SQLConnection, _ id: ApplicationID, by clerk: Clerk, at now: Instant) throws -> Ruling<ServiceAct> {
        try step("profile-applicant-signature", c, id, by: clerk, at: now) { application, _, _ in
            var act = try held(c, application, clerk, at: now)
            try application.take(.signedByApplicant, at: now)
            act.signedAt = now
            try ServiceActStore.save(c, act)
            try hold(c, &application, clerk, at: now)
            return act
        }
    }

    /// What the operator authorises by the second factor before `carryOut`: the print.
    public func toAuthorise(_ c: any SQLConnection, _ id: ApplicationID) throws -> (act: AuthorisedAct, document: ContentHash) {
        guard let application = try ApplicationStore.find(c, id), let print = try ServiceActStore.underWay(c, id)?.print else {
            throw ProfileApplications.unknown
        }
        return (application.kind.act, print)
    }

    /// Confirms, extends, invalidates or changes, as was applied for.
    ///
    /// - Parameters:
    ///   - authorisation: the operator's second factor for this print.
    ///   - signature: the operator's podpis zaufany or qualified signature under the print.
    /// - Returns: the profile made or changed.
    public func carryOut(
        _ c: any SQLConnection, _ id: ApplicationID, authorisation: Authorisation, signature: OperatorSignature, by clerk: Clerk, at now: Instant
    ) throws -> Ruling<TrustedProfile> {
        try step("profile-carry-out", c, id, by: clerk, at: now) { application, point, right in
            var act = try held(c, application, clerk, at: now)
            guard application.state == .signed else { throw Self.wrongStep(application) }
            guard let print = act.print, act.caseSign != nil, act.differing == [], act.signedAt != nil, let applicant = application.applicant else {
                throw Self.wrongStep(application)
            }
            guard signature.isValid, signature.content == print else {
                throw Problem(.forbidden, "Podpis osoby upoważnionej nie zgadza się z wydrukiem. Podpisz jeszcze raz.", cause: "signature invalid")
            }
            guard signature.signer == right.pesel.hash else {
                throw Problem(.forbidden, "Podpisała inna osoba niż ta, która obsługuje wniosek.", cause: "foreign signature")
            }
            guard authorisation.owner == .officer(clerk.account.id) else { throw Authorisation.foreign }
            try authorisation.spend(c, for: application.kind.act, document: print, at: now)
            try checkProfile(c, application, at: now)
            let confirmation = TrustedProfile.Confirmation(
                method: .point, at: now, point: point.name, operatorName: act.operatorName, seal: signature.signature)
            let profile = try effect(c, application, applicant, confirmation, by: clerk.account.performer, at: now)
            try application.take(.carriedOut, at: now)
            application.profile = profile.id
            application.claim = nil
            try ApplicationStore.save(c, application)
            act.result = .carriedOut
            act.actedAt = now
            act.signature = signature.signature
            try ServiceActStore.save(c, act)
            try Visits.close(c, id, as: .served, at: now)
            try journal(c, application, "profile-application-carried-out", after: profile.designation, by: clerk.account.performer, at: now)
            return profile
        }
    }

    /// Refuses for one of the reasons of § 12; the record shows reason, hour and minute.
    public func refuse(
        _ c: any SQLConnection, _ id: ApplicationID, _ reason: RefusalReason, caseSign: String, notes: String = "", by clerk: Clerk, at now: Instant
    ) throws -> Ruling<ApplicationPrint> {
        try step("profile-refusal", c, id, by: clerk, at: now) { application, point, _ in
            guard RefusalReason.atPoint.contains(reason) else { throw Problem(.invalidInput, "Wybierz przyczynę odmowy z listy.", field: "reason") }
            var act = try held(c, application, clerk, at: now)
            let sign = act.caseSign ?? caseSign.trimmedSpace
            guard (1...100).contains(sign.count) else { throw Problem(.invalidInput, "Wpisz znak sprawy.", field: "caseSign") }
            try application.take(.refused, at: now)
            application.reason = reason
            application.claim = nil
            act.caseSign = sign
            act.result = .refused
            act.reason = reason
            act.actedAt = now
            act.notes = String(notes.trimmedSpace.prefix(2000))
            try ApplicationStore.save(c, application)
            try ServiceActStore.save(c, act)
            try Visits.close(c, id, as: .served, at: now)
            try journal(c, application, "profile-application-refused", after: reason.rawValue, by: clerk.account.performer, at: now)
            return try makePrint(c, application, act, point, by: clerk, at: now)
        }
    }

    /// The print of what was done, with the operator's annotations, for the archive.
    public func record(_ c: any SQLConnection, _ id: ServiceActID, by clerk: Clerk, at now: Instant) throws -> ApplicationPrint {
        guard let act = try ServiceActStore.find(c, id), act.point == clerk.point, let application = try ApplicationStore.find(c, act.application),
            let point = try PointStore.find(c, act.point)
        else { throw ProfileApplications.unknown }
        return try makePrint(c, application, act, point, by: clerk, at: now)
    }

    /// The sign of the case this clerk wrote last this year, to be offered for the next person: the papers of a year lie in one case.
    public func offeredSign(_ c: any SQLConnection, by clerk: Clerk, at now: Instant) throws -> String? {
        let year = PolishTime.day(of: now).year
        guard let first = Day(year: year, month: 1, day: 1) else { return nil }
        return try ServiceActStore.lastSign(c, clerk.point, clerk.account.id, since: PolishTime.start(of: first))
    }

    /// All that was done about an application, newest first.
    public func acts(_ c: any SQLConnection, of id: ApplicationID) throws -> [ServiceAct] { try ServiceActStore.list(c, of: id) }

    // ── inside ──

    /// One guarded step: who may do it, on an application that exists; what is refused stays in the journal.
    private func step<T: Sendable>(
        _ act: String, _ c: any SQLConnection, _ id: ApplicationID, by clerk: Clerk, at now: Instant,
        _ body: (inout ProfileApplication, ConfirmationPoint, OperatorAuthorisation) throws -> T
    ) throws -> Ruling<T> {
        let ruling = try Ruling<T>.keeping(c, act, object: ProfileApplication.object(id), by: clerk.account.performer, at: now) {
            guard var application = try ApplicationStore.lock(c, id), let applicant = application.applicant else { throw ProfileApplications.unknown }
            let (point, authorisation) = try ConfirmationPoints.admit(
                c, clerk.account.id, at: clerk.point, application.kind.scope, applicant: applicant.pesel.hash, now: now)
            return try body(&application, point, authorisation)
        }
        if let problem = ruling.problem { try PointEvents.note(c, clerk.point, act, id, problem, by: clerk.account.performer, at: now) }
        return ruling
    }

    /// The act under way, if the application is this clerk's and the lock has not run out.
    private func held(_ c: any SQLConnection, _ application: ProfileApplication, _ clerk: Clerk, at now: Instant) throws -> ServiceAct {
        guard application.state.isInService, let claim = application.claim, claim.account == clerk.account.id, let act = try ServiceActStore.underWay(c, application.id),
            act.point == clerk.point
        else { throw Problem(.conflict, "Ten wniosek nie jest przy twoim okienku. Otwórz go jeszcze raz.", cause: "not claimed") }
        guard now < claim.until else {
            throw Problem(.conflict, "Minął czas obsługi wniosku. Otwórz go jeszcze raz i powtórz sprawdzenie.", cause: "lock ran out")
        }
        return act
    }

    private func hold(_ c: any SQLConnection, _ application: inout ProfileApplication, _ clerk: Clerk, at now: Instant) throws {
        application.claim = ProfileApplication.Claim(
            account: clerk.account.id, name: clerk.account.displayName, until: now.adding(seconds: rules.lockSeconds))
        try ApplicationStore.save(c, application)
    }

    private func abandon(_ c: any SQLConnection, _ application: inout ProfileApplication, at now: Instant) throws {
        if var act = try ServiceActStore.underWay(c, application.id) {
            act.result = .abandoned
            act.actedAt = now
            try ServiceActStore.save(c, act)
        }
        try application.take(.released, at: now)
        application.claim = nil
        try ApplicationStore.save(c, application)
    }

    /// Whether the profile the application is about is still as it was: none for a confirmation, a valid one for the rest.
    private func checkProfile(_ c: any SQLConnection, _ application: ProfileApplication, at now: Instant) throws {
        guard let applicant = application.applicant else { throw ProfileApplications.unknown }
        let profile = try ProfileStore.active(c, applicant.pesel.hash).flatMap { $0.isValid(at: now) ? $0 : nil }
        if application.kind == .confirm {
            guard profile == nil else {
                throw Problem(.conflict, "Ta osoba ma już ważny profil zaufany. Można go przedłużyć albo unieważnić.", cause: "profile exists")
            }
        } else {
            guard let profile, profile.id == application.profile else {
                throw Problem(.conflict, "Profil, którego dotyczy wniosek, nie jest już ważny. Trzeba złożyć wniosek o nowy.", cause: "profile not valid")
            }
        }
    }

    private func effect(
        _ c: any SQLConnection, _ application: ProfileApplication, _ applicant: ProfileApplication.Applicant, _ confirmation: TrustedProfile.Confirmation,
        by performer: Performer, at now: Instant
    ) throws -> TrustedProfile {
        if application.kind == .confirm {
            guard let account = try CitizenAccountStore.find(c, applicant.account), account.state.opens, let person = try PersonStore.find(c, applicant.person)
            else { throw Problem(.conflict, "Konto wnioskodawcy jest zablokowane.", cause: "account shut") }
            // What the register changed since the document was compared is not confirmed by this visit.
            guard person.name.agrees(with: applicant.name), person.pesel?.hash == applicant.pesel.hash else {
                throw Problem(.conflict, "Dane tej osoby zmieniły się w rejestrze PESEL. Trzeba złożyć nowy wniosek.", cause: "person changed")
            }
            return try profiles.issue(
                c, account: account, person: person, contact: applicant.contact, factors: applicant.factors, confirmation: confirmation, by: performer, at: now)
        }
        guard let id = application.profile else { throw ProfileApplications.unknown }
        switch application.kind {
        case .confirm: break
        case .extend: return try profiles.extend(c, id, way: .point, by: performer, at: now)
        case .invalidate: try profiles.invalidate(c, id, .point, by: performer, at: now)
        case .changeContact: return try profiles.replace(c, id, contact: applicant.contact, confirmation: confirmation, by: performer, at: now)
        }
        guard let profile = try profiles.find(c, id) else { throw ProfileApplications.unknown }
        return profile
    }

    /// The paper needs the number; showing it is noted.
    private func makePrint(
        _ c: any SQLConnection, _ application: ProfileApplication, _ act: ServiceAct, _ point: ConfirmationPoint, by clerk: Clerk, at now: Instant
    ) throws -> ApplicationPrint {
        let pesel = try application.applicant.map {
            try people.look(c, $0.person, .pesel, by: clerk.onlooker, why: "wydruk wniosku \(application.number)", at: now)
            return try keys.open($0.pesel)
        }
        let profile = try application.profile.flatMap { try profiles.find(c, $0) }
        return ApplicationPrint.make(application, act, point, pesel: pesel, profile: profile)
    }

    private static func wrongStep(_ application: ProfileApplication) -> Problem {
        Problem(.conflict, "Tego kroku nie można teraz zrobić. Wniosek: \(application.state.polishName). Odśwież stronę.", cause: "step out of order")
    }

    private func journal(
        _ c: any SQLConnection, _ application: ProfileApplication, _ act: String, after: String? = nil, by performer: Performer, at now: Instant
    ) throws {
        try Journal.append(c, JournalEntry(actor: performer.id, act: act, object: application.object, after: after), at: now)
    }
}
