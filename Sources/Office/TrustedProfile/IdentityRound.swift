public import Identity
public import Kernel
internal import Law
internal import Markup
internal import Store

/// What identities need by the clock: the register asked, terms counted, holders warned, old things swept.
///
/// Every step is its own transaction and may be repeated; validity never waits for it.
public struct IdentityRound: Sendable {
    let identity: RegionalIdentity

    public init(_ identity: RegionalIdentity) { self.identity = identity }

    public struct Summary: Sendable, Hashable {
        public var released = 0
        public var expiredApplications = 0
        public var expiredProfiles = 0
        public var notices = 0
        public var deletedAccounts = 0
        /// Why something waits.
        public var problem: String?
    }

    /// The register alone; asked more often than the rest.
    @discardableResult
    public func register(at now: Instant) async throws -> RegisterWatch.Summary {
        let settings = identity.settings
        return try await RegisterWatch(platform: identity.platform, register: settings.register, keys: settings.keys, rules: settings.rules).round(at: now)
    }

    /// Everything else.
    public func run(at now: Instant) async throws -> Summary {
        var summary = Summary()
        let i = identity
        summary.released = try await i.platform.write { c in try i.desk.releaseLapsed(c, at: now) }
        while true {
            let gone = try await i.platform.write { c in try i.applications.expire(c, at: now) }
            summary.expiredApplications += gone
            if gone < 200 { break }
        }
        while true {
            let gone = try await i.platform.write { c in try i.profiles.expire(c, at: now) }
            summary.expiredProfiles += gone
            if gone < 200 { break }
        }
        _ = try await i.platform.write { c in try i.challenges.sweep(c, at: now) }
        _ = try await i.platform.write { c in try Visits().sweep(c, at: now) }
        while try await i.platform.write({ c in try i.signingActs.wipe(c, at: now) }) == 200 {}
        do {
            summary.notices += try await warnHolders(at: now)
            summary.notices += try await warnUnused(at: now)
            summary.notices += try await remindVisitors(at: now)
        } catch let problem as Problem where problem.code == .unavailable {
            // Who cannot be told now is told in the next round; nothing is marked as told.
            summary.problem = problem.message
        }
        summary.deletedAccounts = try await deleteUnused(at: now)
        return summary
    }

    private func warnHolders(at now: Instant) async throws -> Int {
        let due = try await identity.platform.read { c in try identity.profiles.toNotice(c, at: now) }
        for (profile, days) in due {
            let end = PolishTypography.short(PolishTime.day(of: profile.validTo))
            let words =
                "Profil zaufany \(profile.designation) straci ważność \(end). Przedłuż go na swoim koncie albo w punkcie potwierdzającym. "
                + TrustedProfiles.label
            if let address = Self.address(profile.contact) { try await identity.deliver(CodeMessage(to: address, text: words, madeAt: now)) }
            try await identity.platform.write { c in try identity.profiles.noticed(c, profile.id, days: days, at: now) }
        }
        return due.count
    }

    private func warnUnused(at now: Instant) async throws -> Int {
        var count = 0
        for duty in [AccountState.Duty.firstNotice, .secondNotice] {
            for account in try await identity.platform.read({ c in try identity.accounts.duties(c, duty, at: now) }) {
                let addresses = try await identity.platform.read { c in try ContactFactors.list(c, account.owner).map(\.address) }
                let words = "Konto \(account.userID) było długo nieużywane. Zaloguj się, żeby je zachować. Inaczej je usuniemy."
                if let address = addresses.first(where: { $0.kind == .mailCode }) ?? addresses.first {
                    try await identity.deliver(CodeMessage(to: address, text: words, madeAt: now))
                }
                try await identity.platform.write { c in try identity.accounts.noticed(c, account.id, duty, at: now) }
                count += 1
            }
        }
        return count
    }

    private func deleteUnused(at now: Instant) async throws -> Int {
        let due = try await identity.platform.read { c in try identity.accounts.duties(c, .deletion, at: now) }
        for account in due {
            try await identity.platform.write { c in
                try identity.profiles.accountDeleted(c, account.id, by: Self.clock, at: now)
                try identity.accounts.delete(c, account.id, by: Self.clock, reason: "konto nieużywane, dwa powiadomienia", at: now)
            }
        }
        return due.count
    }

    /// The day before, once: when and where.
    private func remindVisitors(at now: Instant) async throws -> Int {
        let due = try await identity.platform.read { c in
            try Visits().toRemind(c, at: now).map { ($0.visit, $0.contact, try identity.points.find(c, $0.visit.point)) }
        }
        for (visit, contact, point) in due {
            if let address = Self.address(contact), let point {
                let words =
                    "Przypominamy o wizycie: \(PolishTypography.short(visit.day)) o \(visit.time ?? ""), \(point.name), \(point.information.address). "
                    + "Weź dokument tożsamości. Nie możesz przyjść? Odwołaj wizytę na swoim koncie."
                try await identity.deliver(CodeMessage(to: address, text: words, madeAt: now))
            }
            try await identity.platform.write { c in try Visits().reminded(c, visit.id, at: now) }
        }
        return due.count
    }

    static let clock = Performer(id: "system:konta", name: "przegląd kont")

    private static func address(_ contact: ContactData) -> CodeAddress? { contact.mail.map(CodeAddress.mail) ?? contact.phone.map(CodeAddress.phone) }
}
