public import Kernel
internal import Law
public import Store

/// The register of taxpayers, accounts and objects of an office.
public enum TaxRegister {
    /// The number of the latest change.
    public static func revision(_ c: any SQLConnection) throws -> Int64 {
        try c.first("SELECT revision FROM tax_register WHERE one = 1") { try $0.int("revision") } ?? 0
    }

    /// The number of the change that begins. Changes of one office stand in a queue.
    static func nextRevision(_ c: any SQLConnection) throws -> Int64 {
        let rows = try c.query("UPDATE tax_register SET revision = revision + 1 WHERE one = 1 RETURNING revision") { try $0.int("revision") }
        guard let revision = rows.first else { throw Problem(.internalFault, "Ewidencja podatkowa jest uszkodzona. Powiadom administratora.", cause: "tax_register") }
        return revision
    }

    // MARK: people

    public static func addSubject(_ c: any SQLConnection, _ subject: TaxSubject) throws -> TaxSubjectID {
        if !subject.identifier.isEmpty, try self.subject(c, identifier: subject.identifier) != nil {
            throw Problem(.conflict, "Podatnik o tym numerze PESEL albo NIP już jest w ewidencji.", field: "identyfikator")
        }
        let rows = try c.query(
            """
            INSERT INTO tax_subject (kind, contact_id, identifier, name, name_sort)
            VALUES (\(subject.kind.rawValue), \(subject.contact), \(subject.identifier), \(subject.name), \(PolishText.sortKey(subject.name))) RETURNING id
            """
        ) { try $0.id("id", as: TaxSubjectID.self) }
        return try one(rows)
    }

    public static func subject(_ c: any SQLConnection, identifier: String) throws -> (id: TaxSubjectID, subject: TaxSubject)? {
        guard !identifier.isEmpty else { return nil }
        return try c.first("SELECT id, kind, contact_id, identifier, name FROM tax_subject WHERE identifier = \(identifier)", decodeSubject)
    }

    static func decodeSubject(_ row: any SQLRow) throws -> (id: TaxSubjectID, subject: TaxSubject) {
        (
            try row.id("id"),
            try TaxSubject(
                row.symbol("kind"), identifier: row.text("identifier"), name: row.text("name"), contact: row.intOrNil("contact_id"))
        )
    }

    // MARK: accounts

    /// - Throws: `Problem` where the number is taken or has no form.
    public static func openAccount(_ c: any SQLConnection, number: String, kind: TaxAccountKind, by performer: Performer, at now: Instant) throws -> TaxAccountID {
        let revision = try nextRevision(c)
        let id = try insertAccount(c, number: number, kind: kind, revision: revision)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "podatki-konto", object: object(id), after: number), at: now)
        return id
    }

    static func insertAccount(_ c: any SQLConnection, number: String, kind: TaxAccountKind, revision: Int64) throws -> TaxAccountID {
        guard (1...40).contains(number.utf8.count), number.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw Problem(.invalidInput, "Numer konta to od 1 do 40 liter łacińskich, cyfr i znaków bez odstępów.", field: "konto")
        }
        guard try account(c, number: number) == nil else { throw Problem(.conflict, "Konto \(number) już istnieje.", field: "konto") }
        return try one(
            c.query("INSERT INTO tax_account (number, kind, since) VALUES (\(number), \(kind.rawValue), \(revision)) RETURNING id") { try $0.id("id") })
    }

    public static func account(_ c: any SQLConnection, number: String) throws -> TaxAccount? {
        try c.first("SELECT id, number, kind FROM tax_account WHERE number = \(number)", decodeAccount)
    }

    public static func account(_ c: any SQLConnection, _ id: TaxAccountID) throws -> TaxAccount? {
        try c.first("SELECT id, number, kind FROM tax_account WHERE id = \(id)", decodeAccount)
    }

    static func decodeAccount(_ row: any SQLRow) throws -> TaxAccount {
        TaxAccount(id: try row.id("id"), number: try row.text("number"), kind: try row.symbol("kind"))
    }

    /// Who held an account on a day, by name.
    public static func holders(_ c: any SQLConnection, of account: TaxAccountID, on day: Day) throws -> [(subject: TaxSubject, share: AccountShare)] {
        try shares(c, of: account).filter { $0.share.holds(on: day) }.map { ($0.subject, $0.share) }
    }

    struct StoredShare {
        var id: Int64
        var subjectID: TaxSubjectID
        var subject: TaxSubject
        var share: AccountShare
    }

    static func shares(_ c: any SQLConnection, of account: TaxAccountID) throws -> [StoredShare] {
        try c.query(
            """
            SELECT s.id AS share_id, s.subject_id, s.numerator, s.denominator, s.jointly, s.from_day, s.to_day, p.id, p.kind, p.contact_id, p.identifier, p.name
            FROM tax_share s JOIN tax_subject p ON p.id = s.subject_id WHERE s.account_id = \(account) AND s.until IS NULL
            ORDER BY s.id \(sql: c.dialect.ascending)
            """
        ) { row in
            StoredShare(
                id: try row.int("share_id"), subjectID: try row.id("subject_id"), subject: try decodeSubject(row).subject,
                share: try AccountShare(
                    Share(row.int("numerator"), of: row.int("denominator")), jointly: row.text("jointly"), from: row.parsed("from_day"), to: row.parsedOrNil("to_day")))
        }
    }

    /// Gives a taxpayer a share in an account.
    /// - Throws: `Problem` that names everybody who then holds more than the whole.
    public static func addShare(
        _ c: any SQLConnection, _ subject: TaxSubjectID, in account: TaxAccountID, _ share: AccountShare, by performer: Performer, at now: Instant
    ) throws {
        let (number, subjectName) = try names(c, account, subject)
        let before = try shares(c, of: account)
        guard !before.contains(where: { $0.subjectID == subject && overlap($0.share, share) }) else {
            throw Problem(.conflict, "\(subjectName) ma już udział w koncie \(number) w tym czasie. Zakończ tamten udział.", field: "od")
        }
        if let problem = ShareRules.problem(before.map { ($0.subject.name, $0.share) } + [(subjectName, share)], account: number) { throw problem }
        try insertShare(c, subject, in: account, share, revision: try nextRevision(c))
        try Journal.append(c, JournalEntry(actor: performer.id, act: "podatki-udzial", object: object(account), after: share.share.description), at: now)
    }

    static func overlap(_ a: AccountShare, _ b: AccountShare) -> Bool { b.to.map { a.from <= $0 } ?? true && a.to.map { b.from <= $0 } ?? true }

    static func insertShare(_ c: any SQLConnection, _ subject: TaxSubjectID, in account: TaxAccountID, _ share: AccountShare, revision: Int64) throws {
        try c.execute(
            """
            INSERT INTO tax_share (account_id, subject_id, numerator, denominator, jointly, from_day, to_day, since) VALUES
            (\(account), \(subject), \(share.share.numerator), \(share.share.denominator), \(share.jointly), \(share.from), \(share.to), \(revision))
            """)
    }

    private static func names(_ c: any SQLConnection, _ account: TaxAccountID, _ subject: TaxSubjectID) throws -> (String, String) {
        guard let found = try self.account(c, account) else { throw Problem(.notFound, "Nie ma takiego konta podatkowego.") }
        guard let name = try c.first("SELECT name FROM tax_subject WHERE id = \(subject)", { try $0.text("name") }) else {
            throw Problem(.notFound, "Nie ma takiego podatnika w ewidencji.")
        }
        return (found.number, name)
    }

    // MARK: objects

    public static func addObject(
        _ c: any SQLConnection, _ kind: TaxObject.Kind, mark: String, landRegister: String = "", in account: TaxAccountID, by performer: Performer, at now: Instant
    ) throws -> TaxObjectID {
        let id = try insertObject(c, kind, mark: mark, landRegister: landRegister, in: account, revision: try nextRevision(c))
        try Journal.append(c, JournalEntry(actor: performer.id, act: "podatki-przedmiot", object: object(account), after: mark), at: now)
        return id
    }

    static func insertObject(
        _ c: any SQLConnection, _ kind: TaxObject.Kind, mark: String, landRegister: String, in account: TaxAccountID, revision: Int64
    ) throws -> TaxObjectID {
        let mark = try checkedMark(kind, mark)
        if !landRegister.isEmpty, LandRegisterNumber(landRegister) == nil {
            throw Problem(.invalidInput, "Numer księgi wieczystej wygląda tak: WR1T/00012345/6. Popraw go.", field: "kw")
        }
        guard try c.first("SELECT id FROM tax_object WHERE account_id = \(account) AND kind = \(kind.rawValue) AND mark = \(mark)", { try $0.int("id") }) == nil
        else { throw Problem(.conflict, "Ten przedmiot już jest na koncie.", field: "przedmiot") }
        return try one(
            c.query(
                """
                INSERT INTO tax_object (account_id, kind, mark, land_register, since)
                VALUES (\(account), \(kind.rawValue), \(mark), \(landRegister), \(revision)) RETURNING id
                """
            ) { try $0.id("id") })
    }

    /// Plots and vehicles by the form of their registers; other things by any words.
    static func checkedMark(_ kind: TaxObject.Kind, _ text: String) throws(Problem) -> String {
        let mark = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard (1...200).contains(mark.count) else { throw Problem(.invalidInput, "Podaj oznaczenie przedmiotu (do 200 znaków).", field: "przedmiot") }
        switch kind {
        case .plot:
            do { return try ParcelIdentifier(checking: mark).description } catch {
                throw Problem(.invalidInput, error.message + ".", field: "przedmiot")
            }
        default: return mark
        }
    }

    /// Enters what an object is from a month on; a state that goes on ends with the month before.
    ///
    /// - Throws: `Problem` where the state would overlap another.
    public static func addState(_ c: any SQLConnection, of object: TaxObjectID, _ state: ObjectState, by performer: Performer, at now: Instant) throws {
        guard
            let (account, kind) = try c.first(
                "SELECT account_id, kind FROM tax_object WHERE id = \(object)",
                { (try $0.id("account_id", as: TaxAccountID.self), try $0.symbol("kind", as: TaxObject.Kind.self)) })
        else { throw Problem(.notFound, "Nie ma takiego przedmiotu w ewidencji.") }
        guard let holder = try self.account(c, account) else { throw Problem(.notFound, "Nie ma takiego konta podatkowego.") }
        try check(state, kind, holder)
        let change = try StateChange.of(state, among: states(c, of: object).map(\.state))
        let revision = try nextRevision(c)
        try apply(c, change, object: object, account: account, state, revision: revision)
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "podatki-stan", object: self.object(account), after: "\(state.slot) od \(state.from)"), at: now)
    }

    static func check(_ state: ObjectState, _ kind: TaxObject.Kind, _ account: TaxAccount) throws(Problem) {
        guard kind.levies.contains(state.matter.levy) else {
            throw Problem(.invalidInput, "Przedmiot „\(kind.rawValue)” nie podlega podatkowi „\(state.matter.levy.rawValue)”.", field: "pozycja")
        }
        guard account.kind.levies.contains(state.matter.levy) else {
            throw Problem(.invalidInput, "Konto \(account.number) („\(account.kind.rawValue)”) nie obejmuje podatku „\(state.matter.levy.rawValue)”.", field: "podatek")
        }
    }

    static func apply(_ c: any SQLConnection, _ change: StateChange, object: TaxObjectID, account: TaxAccountID, _ state: ObjectState, revision: Int64) throws {
        func supersede(_ old: ObjectState) throws {
            try c.execute(
                """
                UPDATE tax_object_state SET until = \(revision) WHERE object_id = \(object) AND levy = \(old.matter.levy.rawValue)
                AND line = \(old.matter.line) AND detail = \(old.matter.detail) AND from_month = \(old.from) AND until IS NULL
                """)
        }
        switch change {
        case .same: return
        case .new: break
        case .replaces(let old): try supersede(old)
        case .ends(let old):
            try supersede(old)
            var ended = old
            ended.to = state.from.previous
            try insertState(c, ended, object: object, account: account, revision: revision)
        }
        try insertState(c, state, object: object, account: account, revision: revision)
    }

    static func insertState(_ c: any SQLConnection, _ s: ObjectState, object: TaxObjectID, account: TaxAccountID, revision: Int64) throws {
        try c.execute(
            """
            INSERT INTO tax_object_state (object_id, account_id, levy, line, detail, quantity, exempt_numerator, exempt_denominator, exempt_basis, from_month,
            to_month, source, since) VALUES (\(object), \(account), \(s.matter.levy.rawValue), \(s.matter.line), \(s.matter.detail), \(s.matter.quantity),
            \(s.exempt.numerator), \(s.exempt.denominator), \(s.exemptionBasis), \(s.from), \(s.to), \(s.source), \(revision))
            """)
    }

    /// What an object was, is and will be, by line and month.
    public static func states(_ c: any SQLConnection, of object: TaxObjectID) throws -> [(state: ObjectState, since: Int64)] {
        try c.query(
            """
            SELECT \(sql: stateColumns), since FROM tax_object_state WHERE object_id = \(object) AND until IS NULL
            ORDER BY levy \(sql: c.dialect.ascending), line \(sql: c.dialect.ascending), from_month \(sql: c.dialect.ascending)
            """
        ) { (try decodeState($0), try $0.int("since")) }
    }

    static let stateColumns: SQL =
        "levy, line, detail, quantity, exempt_numerator, exempt_denominator, exempt_basis, from_month, to_month, source"

    static func decodeState(_ row: any SQLRow) throws -> ObjectState {
        try ObjectState(
            TaxedMatter(levy: row.symbol("levy"), line: row.text("line"), detail: row.text("detail"), quantity: row.int("quantity")),
            exempt: Share(row.int("exempt_numerator"), of: row.int("exempt_denominator")), exemptionBasis: row.text("exempt_basis"),
            from: row.taxMonth("from_month"), to: row.taxMonthOrNil("to_month"), source: row.text("source"))
    }

    static func object(_ id: TaxAccountID) -> String { "konto-podatkowe:\(id)" }

    static func one<T>(_ rows: [T]) throws -> T {
        guard let first = rows.first else { throw Problem(.internalFault, "Nie udało się zapisać. Spróbuj ponownie.", cause: "no row returned") }
        return first
    }
}

/// What entering a state does to those that an object has.
public enum StateChange: Sendable, Hashable {
    case new
    /// The same state is there.
    case same
    /// Takes the place of a state that began in the same month (a correction).
    case replaces(ObjectState)
    /// The state before ends with the month before.
    case ends(ObjectState)

    /// - Throws: `Problem` where the state overlaps another that neither began with it nor goes on.
    public static func of(_ state: ObjectState, among others: [ObjectState]) throws(Problem) -> StateChange {
        let overlapping = others.filter { $0.overlaps(state) }
        guard let old = overlapping.first else { return .new }
        if overlapping.count == 1 {
            var unsourced = old
            unsourced.source = state.source
            if unsourced == state { return .same }
            if old.from == state.from { return .replaces(old) }
            if old.to == nil, old.from < state.from { return .ends(old) }
        }
        let span = "od \(old.from)" + (old.to.map { " do \($0)" } ?? "")
        throw Problem(.conflict, "Stan „\(state.matter.line)” od \(state.from) zachodzi na stan \(span). Popraw miesiące.", field: "od")
    }
}
