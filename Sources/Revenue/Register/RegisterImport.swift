public import Kernel
internal import Law
public import Store

/// A line of an imported file that cannot be taken.
public struct ImportRefusal: Sendable, Hashable, CustomStringConvertible {
    /// In the file, from 1.
    public var line: Int
    public var message: String
    public var field: String?

    public var description: String { "Wiersz \(line): \(message)" }
}

/// A change that an import would make.
public struct ImportDifference: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case account = "nowe konto"
        case subject = "nowy podatnik"
        case share = "nowy udział"
        case object = "nowy przedmiot"
        case state = "nowy stan"
        /// The state of the same month had other data.
        case correction = "poprawka stanu"
        /// The state before ends.
        case change = "zmiana stanu"
    }
    public var line: Int
    public var kind: Kind
    public var account: String
    /// What was and what would be.
    public var before: String?
    public var after: String
}

/// Taxpayers and objects read from a file, compared with the register; nothing is written until `apply`.
///
/// CSV with the columns, by name and in any order: `wiersz` (`udzial` or `stan`), `konto`, `rodzaj_konta`, then for shares `osoba`
/// (`osoba-fizyczna`, `osoba-prawna`), `identyfikator`, `nazwa`, `podmiot`, `udzial`, `wspolnie`, `od`, `do` (days), and for states `przedmiot_rodzaj`,
/// `przedmiot`, `kw`, `podatek`, `pozycja`, `szczegol`, `ilosc`, `zwolnienie`, `podstawa`, `od`, `do` (months), `zrodlo`. Other columns are left alone.
public struct RegisterImport: Sendable {
    enum Act: Sendable {
        case openAccount(String, TaxAccountKind)
        case addSubject(TaxSubject)
        case addShare(account: String, subject: TaxSubject, AccountShare)
        case addObject(account: String, TaxObject.Kind, mark: String, landRegister: String)
        case addState(account: String, TaxObject.Kind, mark: String, ObjectState, StateChange)
    }

    public private(set) var differences: [ImportDifference] = []
    public private(set) var refusals: [ImportRefusal] = []
    /// Lines that say what the register holds already.
    public private(set) var unchanged = 0
    private var acts: [Act] = []
    /// The register that the comparison was made with.
    private let revision: Int64

    public static let largest = 128 * 1024 * 1024
    public static let mostLines = 2_000_000

    /// Reads a file and compares it with the register.
    /// - Throws: `Problem` where the file as a whole cannot be read.
    public init(_ c: any SQLConnection, csv bytes: [UInt8]) throws {
        revision = try TaxRegister.revision(c)
        let lines = try DelimitedText.lines(bytes, largest: Self.largest, mostLines: Self.mostLines)
        guard let header = lines.first else { throw Problem(.invalidInput, "Plik jest pusty. Wybierz plik CSV ewidencji.", field: "plik") }
        let columns = Dictionary(
            header.fields.enumerated().map { (PolishText.folded($1.trimmed), $0) }, uniquingKeysWith: { first, _ in first })
        guard columns["wiersz"] != nil, columns["konto"] != nil else {
            throw Problem(.invalidInput, "W pierwszym wierszu nie ma kolumn „wiersz” i „konto”. Dopisz nazwy kolumn.", field: "plik")
        }
        var known = try Known(c)
        for line in lines.dropFirst() {
            let row = Row(fields: line.fields, columns: columns)
            do {
                try take(row, line.number, &known)
            } catch {
                refusals.append(ImportRefusal(line: line.number, message: error.message, field: error.field))
            }
        }
    }

    private mutating func take(_ row: Row, _ line: Int, _ known: inout Known) throws(Problem) {
        let number = row["konto"]
        guard !number.isEmpty else { throw Problem(.invalidInput, "Brakuje numeru konta.", field: "konto") }
        var fresh: [(Act, ImportDifference)] = []
        var kind = known.accounts[number]
        if kind == nil {
            guard number.utf8.count <= 40, number.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
                throw Problem(.invalidInput, "Numer konta to od 1 do 40 liter łacińskich, cyfr i znaków bez odstępów.", field: "konto")
            }
            let asked = row["rodzaj_konta"]
            guard let new = TaxAccountKind(rawValue: asked.isEmpty ? TaxAccountKind.land.rawValue : asked) else {
                throw Problem(.invalidInput, "Rodzaj konta to: \(TaxAccountKind.allCases.map(\.rawValue).joined(separator: ", ")).", field: "rodzaj_konta")
            }
            kind = new
            fresh.append((.openAccount(number, new), ImportDifference(line: line, kind: .account, account: number, after: new.rawValue)))
        }
        guard let kind else { return }
        switch row["wiersz"] {
        case "udzial": try takeShare(row, line, number, &fresh, &known)
        case "stan": try takeState(row, line, number, kind, &fresh, &known)
        default: throw Problem(.invalidInput, "W kolumnie „wiersz” wpisz „udzial” albo „stan”.", field: "wiersz")
        }
        known.accounts[number] = kind
        if fresh.isEmpty { unchanged += 1 }
        for (act, difference) in fresh {
            acts.append(act)
            differences.append(difference)
        }
    }

    private func takeShare(
        _ row: Row, _ line: Int, _ account: String, _ fresh: inout [(Act, ImportDifference)], _ known: inout Known
    ) throws(Problem) {
        guard let kind = Taxpayer(rawValue: row["osoba"].isEmpty ? Taxpayer.naturalPerson.rawValue : row["osoba"]) else {
            throw Problem(.invalidInput, "Osoba to „osoba-fizyczna” albo „osoba-prawna”.", field: "osoba")
        }
        guard !row["identyfikator"].isEmpty else { throw Problem(.invalidInput, "Brakuje numeru PESEL albo NIP podatnika.", field: "identyfikator") }
        let contact = row["podmiot"].isEmpty ? nil : Int64(row["podmiot"])
        guard contact != nil || row["podmiot"].isEmpty else { throw Problem(.invalidInput, "Podmiot to numer z rejestru podmiotów.", field: "podmiot") }
        let subject = try TaxSubject(kind, identifier: row["identyfikator"], name: row["nazwa"], contact: contact)
        guard let from = Day(row["od"]) else { throw Problem(.invalidInput, "Początek udziału podaj jako RRRR-MM-DD.", field: "od") }
        let to = Day(row["do"])
        guard to != nil || row["do"].isEmpty else { throw Problem(.invalidInput, "Koniec udziału podaj jako RRRR-MM-DD.", field: "do") }
        let share = try AccountShare(Share(row["udzial"].isEmpty ? "1" : row["udzial"], field: "udzial"), jointly: row["wspolnie"], from: from, to: to)
        let held = known.shares[account] ?? []
        if held.contains(where: { $0.identifier == subject.identifier && $0.share == share }) { return }
        if held.contains(where: { $0.identifier == subject.identifier && TaxRegister.overlap($0.share, share) }) {
            throw Problem(.conflict, "\(subject.name) ma już udział w koncie \(account) w tym czasie.", field: "od")
        }
        if let problem = ShareRules.problem(held.map { ($0.name, $0.share) } + [(subject.name, share)], account: account) { throw problem }
        if known.subjects.insert(subject.identifier).inserted {
            fresh.append((.addSubject(subject), ImportDifference(line: line, kind: .subject, account: account, after: subject.name)))
        }
        fresh.append(
            (
                .addShare(account: account, subject: subject, share),
                ImportDifference(line: line, kind: .share, account: account, after: "\(subject.name) \(share.share) od \(share.from)")
            ))
        known.shares[account, default: []].append((subject.identifier, subject.name, share))
    }

    private func takeState(
        _ row: Row, _ line: Int, _ account: String, _ accountKind: TaxAccountKind, _ fresh: inout [(Act, ImportDifference)], _ known: inout Known
    ) throws(Problem) {
        guard let kind = TaxObject.Kind(rawValue: row["przedmiot_rodzaj"]) else {
            throw Problem(
                .invalidInput, "Rodzaj przedmiotu to: \(TaxObject.Kind.allCases.map(\.rawValue).joined(separator: ", ")).", field: "przedmiot_rodzaj")
        }
        let mark = try TaxRegister.checkedMark(kind, row["przedmiot"])
        let landRegister = row["kw"]
        if !landRegister.isEmpty, LandRegisterNumber(landRegister) == nil {
            throw Problem(.invalidInput, "Numer księgi wieczystej wygląda tak: WR1T/00012345/6. Popraw go.", field: "kw")
        }
        guard let levy = Levy(rawValue: row["podatek"]) else {
            throw Problem(.invalidInput, "Nie ma podatku „\(row["podatek"].prefix(30))”. Są: nieruchomosci, rolny, lesny, transport, odpady.", field: "podatek")
        }
        guard let quantity = ExactDecimal(row["ilosc"]), quantity.digits >= 0 else {
            throw Problem(.invalidInput, "Ilość podaj jako liczbę od zera, na przykład 142,50.", field: "ilosc")
        }
        let matter = try TaxedMatter(levy: levy, line: row["pozycja"], detail: row["szczegol"], quantity: quantity)
        guard let from = TaxMonth(row["od"]) else { throw Problem(.invalidInput, "Początek stanu podaj jako RRRR-MM.", field: "od") }
        let to = TaxMonth(row["do"])
        guard to != nil || row["do"].isEmpty else { throw Problem(.invalidInput, "Koniec stanu podaj jako RRRR-MM.", field: "do") }
        let exempt = try row["zwolnienie"].isEmpty ? Share.none : Share(row["zwolnienie"], field: "zwolnienie")
        let state = try ObjectState(
            matter, exempt: exempt, exemptionBasis: row["podstawa"], from: from, to: to, source: row["zrodlo"].isEmpty ? "import" : row["zrodlo"])
        try TaxRegister.check(state, kind, TaxAccount(id: TaxAccountID(0), number: account, kind: accountKind))
        let key = Known.Object(account: account, kind: kind, mark: mark)
        let held = known.states[key]
        let change = try StateChange.of(state, among: held ?? [])
        if case .same = change { return }
        if held == nil {
            fresh.append(
                (.addObject(account: account, kind, mark: mark, landRegister: landRegister), ImportDifference(line: line, kind: .object, account: account, after: mark)))
        }
        var states = held ?? []
        var before: ObjectState?
        var difference = ImportDifference.Kind.state
        switch change {
        case .new, .same: break
        case .replaces(let old):
            before = old
            difference = .correction
            states.removeAll { $0 == old }
        case .ends(let old):
            before = old
            difference = .change
            states.removeAll { $0 == old }
            var ended = old
            ended.to = state.from.previous
            states.append(ended)
        }
        states.append(state)
        known.states[key] = states
        fresh.append(
            (
                .addState(account: account, kind, mark: mark, state, change),
                ImportDifference(
                    line: line, kind: difference, account: account, before: before.map { "\($0.matter.line) \($0.matter.quantityText) od \($0.from)" },
                    after: "\(state.matter.line) \(state.matter.quantityText) od \(state.from)")
            ))
    }

    /// Writes what the comparison found, in one transaction.
    ///
    /// - Throws: `Problem` where a line is refused, or the register changed since the comparison. Nothing is written then.
    public func apply(_ c: any SQLConnection, by performer: Performer, at now: Instant) throws {
        if let first = refusals.first {
            throw Problem(
                .invalidInput, "Import ma błędne wiersze (\(refusals.count)). Popraw plik. Pierwszy błąd – wiersz \(first.line): \(first.message)", field: "plik")
        }
        guard !acts.isEmpty else { return }
        guard try TaxRegister.revision(c) == revision else {
            throw Problem(.conflict, "Ewidencja zmieniła się po porównaniu z plikiem. Porównaj plik jeszcze raz.", field: "plik")
        }
        let number = try TaxRegister.nextRevision(c)
        var accounts: [String: TaxAccountID] = [:]
        func account(_ text: String) throws -> TaxAccountID {
            if let known = accounts[text] { return known }
            guard let found = try TaxRegister.account(c, number: text) else { throw Problem(.notFound, "Nie ma konta \(text).", field: "konto") }
            accounts[text] = found.id
            return found.id
        }
        var objects: [Known.Object: TaxObjectID] = [:]
        func object(_ key: Known.Object) throws -> TaxObjectID {
            if let known = objects[key] { return known }
            let owner = try account(key.account)
            let found = try c.first("SELECT id FROM tax_object WHERE account_id = \(owner) AND kind = \(key.kind.rawValue) AND mark = \(key.mark)") {
                try $0.id("id", as: TaxObjectID.self)
            }
            guard let found else { throw Problem(.notFound, "Nie ma przedmiotu „\(key.mark)”.", field: "przedmiot") }
            objects[key] = found
            return found
        }
        var subjects: [String: TaxSubjectID] = [:]
        for act in acts {
            switch act {
            case .openAccount(let text, let kind): accounts[text] = try TaxRegister.insertAccount(c, number: text, kind: kind, revision: number)
            case .addSubject(let subject): subjects[subject.identifier] = try TaxRegister.addSubject(c, subject)
            case .addShare(let text, let subject, let share):
                guard let id = try subjects[subject.identifier] ?? TaxRegister.subject(c, identifier: subject.identifier)?.id else { continue }
                subjects[subject.identifier] = id
                try TaxRegister.insertShare(c, id, in: account(text), share, revision: number)
            case .addObject(let text, let kind, let mark, let landRegister):
                let key = Known.Object(account: text, kind: kind, mark: mark)
                objects[key] = try TaxRegister.insertObject(c, kind, mark: mark, landRegister: landRegister, in: account(text), revision: number)
            case .addState(let text, let kind, let mark, let state, let change):
                let key = Known.Object(account: text, kind: kind, mark: mark)
                try TaxRegister.apply(c, change, object: object(key), account: account(text), state, revision: number)
            }
        }
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "podatki-import", object: "ewidencja-podatkowa", after: "zmian: \(differences.count), zmiana ewidencji \(number)"),
            at: now)
    }

    /// A line by the names of its columns.
    private struct Row {
        var fields: [String]
        var columns: [String: Int]

        subscript(_ name: String) -> String {
            guard let index = columns[name], index < fields.count else { return "" }
            return fields[index].trimmed
        }
    }

    /// What the register holds, as far as a comparison needs it, with what the file adds line by line.
    struct Known {
        struct Object: Hashable {
            var account: String
            var kind: TaxObject.Kind
            var mark: String
        }
        var accounts: [String: TaxAccountKind] = [:]
        var subjects: Set<String> = []
        var shares: [String: [(identifier: String, name: String, share: AccountShare)]] = [:]
        var states: [Object: [ObjectState]] = [:]

        init(_ c: any SQLConnection) throws {
            for (number, kind) in try c.query("SELECT number, kind FROM tax_account", { (try $0.text("number"), try $0.symbol("kind", as: TaxAccountKind.self)) }) {
                accounts[number] = kind
            }
            subjects = Set(try c.query("SELECT identifier FROM tax_subject WHERE identifier <> ''") { try $0.text("identifier") })
            let shareRows = try c.query(
                """
                SELECT a.number, p.identifier, p.name, s.numerator, s.denominator, s.jointly, s.from_day, s.to_day FROM tax_share s
                JOIN tax_account a ON a.id = s.account_id JOIN tax_subject p ON p.id = s.subject_id WHERE s.until IS NULL
                """
            ) { row in
                (
                    try row.text("number"), try row.text("identifier"), try row.text("name"),
                    try AccountShare(
                        Share(row.int("numerator"), of: row.int("denominator")), jointly: row.text("jointly"), from: row.parsed("from_day"),
                        to: row.parsedOrNil("to_day"))
                )
            }
            for (number, identifier, name, share) in shareRows { shares[number, default: []].append((identifier, name, share)) }
            let stateRows = try c.query(
                """
                SELECT a.number, o.kind AS object_kind, o.mark, s.levy, s.line, s.detail, s.quantity, s.exempt_numerator, s.exempt_denominator, s.exempt_basis,
                s.from_month, s.to_month, s.source FROM tax_object_state s JOIN tax_object o ON o.id = s.object_id JOIN tax_account a ON a.id = s.account_id
                WHERE s.until IS NULL
                """
            ) { row in
                (Object(account: try row.text("number"), kind: try row.symbol("object_kind"), mark: try row.text("mark")), try TaxRegister.decodeState(row))
            }
            for (key, state) in stateRows { states[key, default: []].append(state) }
        }
    }
}

extension String {
    /// Without blanks at both ends.
    var trimmed: String {
        var view = self[...]
        while view.first?.isWhitespace == true { view.removeFirst() }
        while view.last?.isWhitespace == true { view.removeLast() }
        return String(view)
    }
}
