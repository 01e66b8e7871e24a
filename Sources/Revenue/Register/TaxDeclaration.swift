public import Kernel
internal import Law
public import Store

/// The forms by which taxpayers tell what they hold.
///
/// Source: Dz.U. 2019 poz. 1104, 1105, 1126 (IN-1 to DL-1); DT-1 by its own regulation; DO-1 by the council's resolution.
public enum DeclarationForm: String, Sendable, Hashable, CaseIterable {
    case propertyInformation = "IN-1"
    case propertyDeclaration = "DN-1"
    case agriculturalInformation = "IR-1"
    case agriculturalDeclaration = "DR-1"
    case forestInformation = "IL-1"
    case forestDeclaration = "DL-1"
    case transportDeclaration = "DT-1"
    case wasteDeclaration = "DO-1"

    public var levy: Levy {
        switch self {
        case .propertyInformation, .propertyDeclaration: .property
        case .agriculturalInformation, .agriculturalDeclaration: .agricultural
        case .forestInformation, .forestDeclaration: .forest
        case .transportDeclaration: .transport
        case .wasteDeclaration: .waste
        }
    }

    /// Who files it; `nil` where both do.
    public var taxpayer: Taxpayer? {
        switch self {
        case .propertyInformation, .agriculturalInformation, .forestInformation: .naturalPerson
        case .propertyDeclaration, .agriculturalDeclaration, .forestDeclaration: .legalPerson
        case .transportDeclaration, .wasteDeclaration: nil
        }
    }

    public var polishName: String {
        switch self {
        case .propertyInformation: "informacja o nieruchomościach i obiektach budowlanych"
        case .propertyDeclaration: "deklaracja na podatek od nieruchomości"
        case .agriculturalInformation: "informacja o gruntach"
        case .agriculturalDeclaration: "deklaracja na podatek rolny"
        case .forestInformation: "informacja o lasach"
        case .forestDeclaration: "deklaracja na podatek leśny"
        case .transportDeclaration: "deklaracja na podatek od środków transportowych"
        case .wasteDeclaration: "deklaracja o wysokości opłaty za odpady"
        }
    }
}

/// What a taxpayer declared: everything of one levy that the account holds from a month on.
public struct TaxDeclaration: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        public var kind: TaxObject.Kind
        public var mark: String
        public var matter: TaxedMatter
        public var exempt: Share
        public var exemptionBasis: String

        public init(_ kind: TaxObject.Kind, mark: String, _ matter: TaxedMatter, exempt: Share = .none, exemptionBasis: String = "") {
            self.kind = kind
            self.mark = mark
            self.matter = matter
            self.exempt = exempt
            self.exemptionBasis = exemptionBasis
        }
    }

    public var form: DeclarationForm
    public var from: TaxMonth
    public var entries: [Entry]
    /// What it came by: the number of the letter, or paper.
    public var source: String

    public init(_ form: DeclarationForm, from: TaxMonth, entries: [Entry], source: String) {
        self.form = form
        self.from = from
        self.entries = entries
        self.source = source
    }
}

/// Where a declaration says something else than the register, with what it changes in a whole year.
public struct DeclarationDifference: Sendable, Hashable {
    public var mark: String
    public var line: String
    public var detail: String
    /// `nil` for what is new.
    public var before: String?
    /// `nil` for what is no longer there.
    public var after: String?
    public var yearBefore: Money
    public var yearAfter: Money

    public var change: Money { yearAfter - yearBefore }
}

/// A declaration that was taken in.
public struct AcceptedDeclaration: Sendable, Hashable {
    public var form: DeclarationForm
    public var from: TaxMonth
    public var received: Day
    public var source: String
    public var changes: Int
    public var by: String
}

public enum TaxDeclarations {
    /// Compares with the register; equal lines are left out.
    /// - Throws: `Problem` or `Problems` where the declaration cannot be right.
    public static func differences(_ c: any SQLConnection, _ d: TaxDeclaration, account: TaxAccountID, rates: RateSet) throws -> [DeclarationDifference] {
        let taxpayer = try check(c, d, account: account)
        let held = try held(c, d, account: account)
        func year(_ matter: TaxedMatter, _ exempt: Share, _ basis: String) -> Money {
            guard let from = try? TaxMonth(year: rates.year, month: 1),
                let state = try? ObjectState(matter, exempt: exempt, exemptionBasis: basis, from: from, source: ""),
                let assessed = try? AccountAssessment.assess([state], taxpayer: taxpayer, rates: rates)
            else { return .zero }
            return assessed.lines.first?.amount ?? assessed.total
        }
        var out: [DeclarationDifference] = []
        for entry in d.entries {
            let old = held.first { $0.matches(entry) }
            if let old, old.state.matter == entry.matter, old.state.exempt == entry.exempt { continue }
            out.append(
                DeclarationDifference(
                    mark: entry.mark, line: entry.matter.line, detail: entry.matter.detail, before: old?.state.matter.quantityText,
                    after: entry.matter.quantityText, yearBefore: old.map { year($0.state.matter, $0.state.exempt, $0.state.exemptionBasis) } ?? .zero,
                    yearAfter: year(entry.matter, entry.exempt, entry.exemptionBasis)))
        }
        for old in held where old.state.matter.quantity > 0 && !d.entries.contains(where: old.matches) {
            out.append(
                DeclarationDifference(
                    mark: old.object.mark, line: old.state.matter.line, detail: old.state.matter.detail, before: old.state.matter.quantityText, after: nil,
                    yearBefore: year(old.state.matter, old.state.exempt, old.state.exemptionBasis), yearAfter: .zero))
        }
        return out
    }

    /// Writes the declaration into the register: new states from its month on, nothing left of what it no longer names.
    /// - Returns: how many states changed.
    @discardableResult
    public static func accept(
        _ c: any SQLConnection, _ d: TaxDeclaration, account: TaxAccountID, received: Day, by performer: Performer, at now: Instant
    ) throws -> Int {
        _ = try check(c, d, account: account)
        let held = try held(c, d, account: account)
        var changes = 0
        for entry in d.entries {
            let old = held.first { $0.matches(entry) }
            if let old, old.state.matter == entry.matter, old.state.exempt == entry.exempt { continue }
            let mark = try TaxRegister.checkedMark(entry.kind, entry.mark)
            let known = try c.first(
                "SELECT id FROM tax_object WHERE account_id = \(account) AND kind = \(entry.kind.rawValue) AND mark = \(mark)",
                { try $0.id("id", as: TaxObjectID.self) })
            let object = try known ?? TaxRegister.addObject(c, entry.kind, mark: mark, in: account, by: performer, at: now)
            let state = try ObjectState(entry.matter, exempt: entry.exempt, exemptionBasis: entry.exemptionBasis, from: d.from, source: d.source)
            try TaxRegister.addState(c, of: object, state, by: performer, at: now)
            changes += 1
        }
        for old in held where old.state.matter.quantity > 0 && !d.entries.contains(where: old.matches) {
            try TaxRegister.endState(c, of: old.object.id, old.state, from: d.from, source: d.source, by: performer, at: now)
            changes += 1
        }
        try c.execute(
            """
            INSERT INTO tax_declaration (account_id, form, from_month, received_day, source, changes, posted_at, posted_by)
            VALUES (\(account), \(d.form.rawValue), \(d.from), \(received), \(d.source), \(changes), \(now), \(performer.name))
            """)
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "podatki-deklaracja", object: TaxRegister.object(account), after: "\(d.form.rawValue) od \(d.from)"), at: now)
        return changes
    }

    /// Declarations of an account, newest first.
    public static func accepted(_ c: any SQLConnection, of account: TaxAccountID, limit: Int = 20) throws -> [AcceptedDeclaration] {
        try c.query(
            """
            SELECT form, from_month, received_day, source, changes, posted_by FROM tax_declaration WHERE account_id = \(account)
            ORDER BY id \(sql: c.dialect.descending) LIMIT \(limit)
            """
        ) {
            AcceptedDeclaration(
                form: try $0.symbol("form"), from: try $0.taxMonth("from_month"), received: try $0.parsed("received_day"), source: try $0.text("source"),
                changes: Int(try $0.int("changes")), by: try $0.text("posted_by"))
        }
    }

    private struct Held {
        var object: TaxObject
        var state: ObjectState

        func matches(_ entry: TaxDeclaration.Entry) -> Bool {
            object.kind == entry.kind && PolishText.folded(object.mark) == PolishText.folded(entry.mark) && state.matter.line == entry.matter.line
                && state.matter.detail == entry.matter.detail
        }
    }

    /// What the account holds of the levy in the declaration's month.
    private static func held(_ c: any SQLConnection, _ d: TaxDeclaration, account: TaxAccountID) throws -> [Held] {
        try TaxRegister.objects(c, of: account).flatMap { held in
            held.states.filter { $0.matter.levy == d.form.levy && $0.from <= d.from && $0.to.map { d.from <= $0 } ?? true }
                .map { Held(object: held.object, state: $0) }
        }
    }

    private static func check(_ c: any SQLConnection, _ d: TaxDeclaration, account id: TaxAccountID) throws -> Taxpayer {
        guard let account = try TaxRegister.account(c, id) else { throw Problem(.notFound, "Nie ma takiego konta podatkowego.") }
        guard account.kind.levies.contains(d.form.levy) else {
            throw Problem(.invalidInput, "Konto \(account.number) nie obejmuje tego podatku. Wybierz inny formularz.", field: "formularz")
        }
        let holders = try TaxRegister.holders(c, of: id, on: d.from.firstDay)
        guard !holders.isEmpty else { throw Problem(.invalidInput, "Konto nie ma podatnika w miesiącu \(d.from). Popraw miesiąc albo udziały.", field: "od") }
        let taxpayer = Taxpayer.ofCoOwners(holders.map(\.subject.kind))
        if let expected = d.form.taxpayer, expected != taxpayer {
            throw Problem(
                .invalidInput,
                expected == .naturalPerson
                    ? "Formularz \(d.form.rawValue) składają osoby fizyczne, a konto ma osobę prawną. Wybierz deklarację."
                    : "Formularz \(d.form.rawValue) składają osoby prawne. Dla osoby fizycznej wybierz informację.", field: "formularz")
        }
        for entry in d.entries {
            guard entry.matter.levy == d.form.levy else { throw Problem(.invalidInput, "Pozycja „\(entry.mark)” należy do innego formularza.", field: "pozycja") }
            guard entry.kind.levies.contains(entry.matter.levy) else {
                throw Problem(.invalidInput, "Pozycja „\(entry.mark)” nie pasuje do rodzaju przedmiotu.", field: "pozycja")
            }
        }
        return taxpayer
    }
}

extension TaxRegister {
    /// What is no longer there counts nothing from a month on.
    static func endState(
        _ c: any SQLConnection, of object: TaxObjectID, _ old: ObjectState, from: TaxMonth, source: String, by performer: Performer, at now: Instant
    ) throws {
        guard case .vehicle = old.matter else {
            let none = try TaxedMatter(levy: old.matter.levy, line: old.matter.line, detail: old.matter.detail, quantity: Int64(0))
            return try addState(c, of: object, ObjectState(none, from: from, source: source), by: performer, at: now)
        }
        // A vehicle is there or not: its state ends with the month before.
        guard old.from < from, let account = try c.first("SELECT account_id FROM tax_object WHERE id = \(object)", { try $0.id("account_id", as: TaxAccountID.self) })
        else { throw Problem(.conflict, "Pojazd nie może ubyć w miesiącu, w którym przybył. Popraw miesiąc.", field: "od") }
        let revision = try nextRevision(c)
        try c.execute(
            """
            UPDATE tax_object_state SET until = \(revision) WHERE object_id = \(object) AND levy = \(old.matter.levy.rawValue)
            AND line = \(old.matter.line) AND detail = \(old.matter.detail) AND from_month = \(old.from) AND until IS NULL
            """)
        var ended = old
        ended.to = from.previous
        try insertState(c, ended, object: object, account: account, revision: revision)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "podatki-stan", object: self.object(account), after: "\(old.slot) do \(from.previous)"), at: now)
    }
}
