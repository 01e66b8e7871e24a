internal import Chancery
internal import Cryptography
public import Identity
public import Kernel
internal import Law
public import Programme
internal import Store

/// Training offices: the same program with invented people, one for each office that opens one.
///
/// A reset opens a fresh one beside the old; the accounts of the old are closed and nothing of what people passed is lost, since that stands in
/// the `platform` database. A training office has no box, no registered system and no key: nothing can come in or go out.
public struct TrainingOffices: Sendable {
    let house: House
    let accounts: Accounts

    public init(_ house: House, accounts: Accounts) {
        self.house = house
        self.accounts = accounts
    }

    /// The training office in use; `nil` where none was opened.
    public func current(of office: OfficeID) async throws -> OfficeRecord? {
        try await house.records().filter { $0.trainingOf == office }.max { Self.generation($0) < Self.generation($1) }
    }

    private static func generation(_ record: OfficeRecord) -> Int { record.id.description.split(separator: "-").last.flatMap { Int($0) } ?? 0 }

    /// Opens the first one, or a fresh one in place of the one in use.
    @discardableResult
    public func open(for parent: OfficeRecord, by performer: Performer) async throws -> OfficeRecord {
        guard !parent.isTraining else { throw Problem(.forbidden, "Urząd szkoleniowy otwiera się z prawdziwego urzędu. Wyloguj się i wejdź na swoje konto.") }
        let before = try await current(of: parent.id)
        let generation = (before.map(Self.generation) ?? 0) + 1
        guard let id = OfficeID("szk-\(parent.id.description.prefix(28))-\(generation)") else {
            throw Problem(.internalFault, "Nie udało się nazwać urzędu szkoleniowego.")
        }
        let record = OfficeRecord(
            id: id, name: "SZKOLENIE \(parent.name)", kind: parent.kind, podmiot: "szkolenie-\(parent.id)-\(generation)", town: parent.town, postCode: parent.postCode,
            street: "Szkoleniowa 1", trainingOf: parent.id)
        let now = house.time.now
        try await house.platform.write { try OfficeRegistry.add($0, record, by: performer, at: now) }
        let office = try await house.office(id)
        try await office.database.write { c in try TrainingSeed.plant(c, record, at: now) }
        if let before {
            for account in try await accounts.list(office: before.id) where !account.isClosed {
                try await accounts.close(account.id, by: performer, reason: "Nowy urząd szkoleniowy", at: now)
            }
        }
        return record
    }

    /// The trainee's own account in the training office, made at the first need.
    public func enrol(_ account: Account, _ role: CourseRole, in training: OfficeRecord) async throws -> Account {
        guard training.trainingOf == account.office else { throw Problem(.forbidden, "To jest urząd szkoleniowy innej gminy.") }
        let known = try await house.platform.read { try TrainingRecords.place($0, account: account.id.number, role: role, in: training.id) }
        if let known, let found = try await accounts.find(AccountID(known.account)) { return found }
        guard let post = TrainingPost.of(role) else { throw Problem(.conflict, "Tego kursu nie da się jeszcze odbyć.") }
        let now = house.time.now
        let login = "szk.\(account.id).\(role.rawValue).\(Self.generation(training))"
        // Nobody knows the password: the way in is the button on the page of courses.
        let added = try await accounts.add(
            NewAccount(office: training.id, login: login, displayName: account.displayName, post: post.title, roles: post.accountRoles),
            password: "Szk!" + ContentHash(of: randomBytes(32)).description.prefix(40), by: account.performer, at: now)
        let office = try await house.office(training.id)
        let names = account.displayName.split(separator: " ").map(String.init)
        try await office.database.write { c in
            try post.take(c, givenNames: names.dropLast().joined(separator: " "), surname: names.last ?? account.displayName, account: added.performer.id, at: now)
        }
        try await house.platform.write { c in
            try TrainingRecords.enrol(
                c, account: account.id.number, role: role, at: .init(office: training.id, account: added.id.number), by: account.performer, now: now)
        }
        return added
    }

    /// Begins a try: what the trainee does from now on counts.
    public func begin(_ account: Account, _ role: CourseRole, _ exercise: Exercise, in training: OfficeRecord) async throws {
        let person = try await enrol(account, role, in: training)
        let office = try await house.office(training.id)
        let seq = try await office.database.read { try Journal.latest($0, limit: 1).first?.seq ?? 0 }
        let now = house.time.now
        try await house.platform.write { c in
            try TrainingRecords.begin(
                c, account: account.id.number, role: role, exercise: exercise.id, at: .init(office: training.id, account: person.id.number), fromSeq: seq, now: now)
        }
    }

    /// Looks into the journal of the training office for what the trainee did since he began.
    ///
    /// - Returns: `nil` where he has not begun.
    public func check(_ account: Account, _ role: CourseRole, _ exercise: Exercise) async throws -> Exercise.Outcome? {
        let attempts = try await house.platform.read { try TrainingRecords.attempts($0, account: account.id.number, role: role) }
        guard let attempt = attempts[exercise.id] else { return nil }
        if attempt.doneAt != nil { return .done }
        let office = try await house.office(attempt.office)
        var query = JournalQuery()
        query.actor = "konto:\(attempt.trainingAccount)"
        query.limit = 500
        let asked = query
        let records = try await office.database.read { try Journal.search($0, asked) }.filter { $0.seq > attempt.fromSeq }
        let outcome = exercise.judge(records.reversed().map { Exercise.Done(act: $0.entry.act, after: $0.entry.after ?? "") })
        let now = house.time.now
        var words = ""
        if case .notYet(_, let said) = outcome { words = said.joined(separator: " ") }
        let kept = words
        try await house.platform.write { try TrainingRecords.checked($0, attempt.id, done: outcome == .done, words: kept, at: now) }
        return outcome
    }
}
