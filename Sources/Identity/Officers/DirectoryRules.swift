internal import Cryptography
public import Kernel
internal import Law
internal import Store

/// The directory with what it may open here.
public struct DirectoryDoor: Sendable {
    public var service: any OfficerDirectory
    public var rules: DirectoryRules

    public init(service: any OfficerDirectory, rules: DirectoryRules) {
        self.service = service
        self.rules = rules
    }

    /// Whom to ask the directory about.
    struct Asked: Sendable {
        /// The login there.
        var name: String
        /// The link that is to be used; `nil` for a person who may get an account now.
        var link: AccountLink?
    }
}

/// Which accounts the directory opens, and which roles its groups give.
public struct DirectoryRules: Sendable, Hashable {
    public struct RoleOfGroup: Sendable, Hashable {
        public var role: OfficeRole
        /// The group's name (DN), compared without regard to letter case and to spaces after commas.
        public var group: String

        public init(_ role: OfficeRole, group: String) {
            self.role = role
            self.group = group
        }
    }

    /// Whose accounts are made at the first sign-in; `nil` makes none, an administrator links accounts beforehand.
    public var createsIn: OfficeID?
    /// Empty leaves roles as the administrator set them.
    public var roles: [RoleOfGroup]

    public init(createsIn: OfficeID? = nil, roles: [RoleOfGroup] = []) {
        self.createsIn = createsIn
        self.roles = roles
    }

    /// The roles that the groups give.
    public func roles(of groups: Set<String>) -> Set<OfficeRole> {
        let held = Set(groups.map(Self.comparable))
        return Set(roles.filter { held.contains(Self.comparable($0.group)) }.map(\.role))
    }

    private static func comparable(_ name: String) -> String {
        name.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingPrefix { $0.isWhitespace }.lowercased() }.joined(separator: ",")
    }

    private static let performer = Performer(id: "system:katalog", name: "katalog kont (LDAP)")

    /// Whom to ask about at a typed login; `nil` where the own hash is asked. An account without a link never asks the directory, so that
    /// the local administrator gets in while it is down, and a like login there opens nothing here.
    func asked(_ c: any SQLConnection, _ account: Account?, login: String) throws -> DirectoryDoor.Asked? {
        if let account {
            return try AccountLinks.list(c, of: account.id).first { $0.provider == AccountLinks.directory }.map { DirectoryDoor.Asked(name: $0.name, link: $0) }
        }
        if let link = try AccountLinks.find(c, provider: AccountLinks.directory, name: login) { return DirectoryDoor.Asked(name: link.name, link: link) }
        return createsIn == nil ? nil : DirectoryDoor.Asked(name: login, link: nil)
    }

    /// The account that a proved person opens: linked, or made now.
    func account(_ c: any SQLConnection, of person: DirectoryPerson, asked: DirectoryDoor.Asked, login: String, at now: Instant) throws -> Ruling<Account> {
        func refuse(_ words: String, _ cause: String, _ object: String) throws -> Ruling<Account> {
            try Journal.append(c, JournalEntry(actor: Self.performer.id, act: "sign-in-refused", object: object, after: cause), at: now)
            return .refused(Problem(.forbidden, words, cause: cause))
        }
        // The account may have been unlinked while the directory was asked.
        let link = try asked.link.flatMap { asked in try AccountLinks.list(c, of: asked.account).first { $0.id == asked.id } }
        if asked.link != nil, link == nil { return try refuse("To konto odłączono od katalogu. Zapytaj administratora.", "unlinked meanwhile", "konto:nieznane") }
        let bySubject = try AccountLinks.find(c, provider: AccountLinks.directory, subject: person.id)
        if let link {
            guard link.subject == nil || link.subject == person.id, bySubject == nil || bySubject?.id == link.id else {
                return try refuse(
                    "W katalogu pod tym loginem jest teraz inny wpis. Poproś administratora, żeby połączył konto od nowa.", "another entry", "konto:\(link.account)")
            }
            if link.subject == nil { try AccountLinks.bind(c, link.id, subject: person.id) }
        }
        let granted = roles(of: person.groups)
        let known = link ?? bySubject
        if !roles.isEmpty, granted.isEmpty {
            return try refuse(
                "Twoje konto w katalogu nie należy do żadnej grupy, która daje tu dostęp. Zapytaj administratora.", "no group",
                known.map { "konto:\($0.account)" } ?? "konto:nieznane")
        }
        guard let known else {
            guard let office = createsIn, !granted.isEmpty else {
                return try refuse("Nie masz jeszcze konta w urzędzie. Poproś administratora o założenie.", "no account", "konto:nieznane")
            }
            return try make(c, office, person, login: login, roles: granted, at: now).map { .done($0) }
                ?? refuse("Konta o takim loginie nie da się założyć samo. Poproś administratora.", "login not free", "konto:nieznane")
        }
        guard var account = try AccountStore.find(c, id: known.account), !account.isClosed else {
            return try refuse("To konto jest zamknięte. Zapytaj administratora.", "closed", "konto:\(known.account)")
        }
        if !roles.isEmpty, account.roles != granted {
            try AccountStore.setRoles(c, account.id, granted)
            try Journal.append(
                c,
                JournalEntry(
                    actor: Self.performer.id, act: "roles-changed", object: account.performer.id, before: AccountStore.text(account.roles),
                    after: AccountStore.text(granted), reason: "grupy katalogu"), at: now)
            account = try AccountStore.find(c, id: account.id) ?? account
        }
        return .done(account)
    }

    private func make(
        _ c: any SQLConnection, _ office: OfficeID, _ person: DirectoryPerson, login: String, roles: Set<OfficeRole>, at now: Instant
    ) throws -> Account? {
        let new = NewAccount(office: office, login: login, displayName: person.displayName, post: person.post, roles: roles)
        guard new.problems.isEmpty, try AccountStore.find(c, login: new.tidy.login) == nil else { return nil }
        // No password opens it here: the text is no hash of any.
        let account = try AccountStore.insert(c, new.tidy, passwordHash: "katalog", at: now)
        try Journal.append(
            c,
            JournalEntry(
                actor: Self.performer.id, act: "account-added", object: account.performer.id,
                after: "\(account.office) \(account.login): \(AccountStore.text(account.roles))"), at: now)
        try AccountLinks.add(c, account.id, provider: AccountLinks.directory, name: login, subject: person.id, by: Self.performer, at: now)
        return account
    }
}
