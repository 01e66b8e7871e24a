public import Chancery
public import Kernel
internal import Law
internal import Revenue
public import Store

/// Decisions and reminders of taxes as letters of the electronic office: written here, approved, signed and sent as every other letter.
public enum TaxLetters {
    public enum Kind: String, Sendable {
        case decision = "decyzja"
        case reminder = "upomnienie"
    }

    public static let migrations: [Migration] = [
        Migration("office-0010-tax-letters") { d in
            [
                """
                CREATE TABLE tax_letter (
                    kind TEXT NOT NULL CHECK (kind IN ('decyzja', 'upomnienie')), year \(sql: d.integer) NOT NULL, number \(sql: d.integer) NOT NULL,
                    letter_id \(sql: d.integer) NOT NULL UNIQUE REFERENCES outgoing_letter (id), PRIMARY KEY (kind, year, number)
                )\(sql: d.strict)
                """
            ] + d.appendOnly("tax_letter")
        }
    ]

    /// Who writes the letters, with what stands in their head.
    public struct Author: Sendable {
        public var office: OfficeRecord
        public var officer: ActingOfficer
        public var unit: UnitID
        public var unitName: String

        public init(office: OfficeRecord, officer: ActingOfficer, unit: UnitID, unitName: String) {
            self.office = office
            self.officer = officer
            self.unit = unit
            self.unitName = unitName
        }
    }

    /// The letter of a decision or a reminder; `nil` where none was written.
    public static func letter(_ c: any SQLConnection, _ kind: Kind, year: Int, number: Int64) throws -> OutgoingLetter? {
        let id = try c.first("SELECT letter_id FROM tax_letter WHERE kind = \(kind.rawValue) AND year = \(year) AND number = \(number)") {
            try $0.id("letter_id", as: OutgoingLetterID.self)
        }
        return try id.flatMap { try OutgoingLetters.find(c, $0) }
    }

    /// Numbers of the year that have no letter yet, the first of them.
    public static func unwritten(_ c: any SQLConnection, _ kind: Kind, year: Int, limit: Int = 100) throws -> [Int64] {
        let table: SQL = kind == .decision ? "tax_decision" : "tax_reminder"
        return try c.query(
            """
            SELECT t.number FROM \(sql: table) t LEFT JOIN tax_letter l ON l.kind = \(kind.rawValue) AND l.year = t.year AND l.number = t.number
            WHERE t.year = \(year) AND l.number IS NULL AND t.delivered_day IS NULL ORDER BY t.number \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) { try $0.int("number") }
    }

    /// Writes the letters of decisions or reminders that have none, and puts them forward for approval.
    /// A decision that no longer agrees with the register, or was changed by a later one, is left without a letter.
    /// - Returns: how many were written.
    public static func write(_ c: any SQLConnection, _ kind: Kind, year: Int, limit: Int = 100, by author: Author, at now: Instant) throws -> Int {
        let today = PolishTime.day(of: now)
        let subject = AccessSubject(unit: author.unit, access: .notPublic, leadOfficer: author.officer.officer)
        let proposed = try ApprovalChoices.load(c, for: subject, unit: author.unit, author: author.officer.officer, kind: .outgoing, on: today).proposed
        guard !proposed.isEmpty else {
            throw Problem(.conflict, "Nikt w urzędzie nie może zaakceptować tych pism. Poproś administratora o rolę akceptującego i podpisującego.")
        }
        let numbers = try unwritten(c, kind, year: year, limit: limit)
        var written = 0
        for number in numbers {
            if kind == .decision, try !agrees(c, year: year, number: number) { continue }
            let content =
                switch kind {
                case .decision: try decision(c, year: year, number: number, author: author)
                case .reminder: try reminder(c, year: year, number: number, author: author)
                }
            let id = try OutgoingLetters.create(
                c, OutgoingDraft(unit: author.unit, unitName: author.unitName, content: content), by: author.officer, at: now)
            try c.execute("INSERT INTO tax_letter (kind, year, number, letter_id) VALUES (\(kind.rawValue), \(year), \(number), \(id))")
            try OutgoingLetters.submit(c, id, revision: 1, path: ApprovalPath(proposed), by: author.officer, at: now)
            written += 1
        }
        return written
    }

    /// The lines of a letter are counted by the register of today; where they no longer come to what was decided, a person has to look first.
    private static func agrees(_ c: any SQLConnection, year: Int, number: Int64) throws -> Bool {
        guard let decision = try Assessments.decision(c, year: year, number: number),
            let last = try Assessments.decisions(c, of: decision.account).last(where: { $0.year == year }), last.number == number,
            let explained = try Assessments().explained(c, decision.account, year: year)
        else { return false }
        return explained.assessment.total == decision.total
    }

    // MARK: words

    private static func decision(_ c: any SQLConnection, year: Int, number: Int64, author: Author) throws -> LetterContent {
        guard let decision = try Assessments.decision(c, year: year, number: number), let account = try TaxRegister.account(c, decision.account) else {
            throw Problem(.notFound, "Nie ma decyzji \(number)/\(year).")
        }
        let assessments = Assessments()
        guard let explained = try assessments.explained(c, decision.account, year: year) else {
            throw Problem(.conflict, "Wymiar na \(year) rok nie jest zatwierdzony.")
        }
        let a = explained.assessment
        let levies = Levy.allCases.filter { a.taxes[$0] != nil }
        var metadata = OutgoingMetadata(
            title: "Decyzja nr \(number)/\(year) w sprawie \(decision.change == 0 ? "ustalenia" : "zmiany") wysokości podatku na \(year) rok")
        metadata.kinds = [LetterTemplateKind.decision.polishName]
        var body = """
            Na podstawie art. 21 § 1 pkt 2 i § 5, art. 207\(decision.change == 0 ? "" : " i art. 254") Ordynacji podatkowej oraz \(a.basis.joined(separator: ", "))

            \(decision.change == 0 ? "ustalam" : "zmieniam i ustalam") na \(year) rok podatek w kwocie **\(amount(decision.total))** (konto \(account.number)).

            | Pozycja | Podstawa | Stawka | Miesiące | Kwota |
            |---|--:|--:|--:|--:|

            """
        for line in a.lines {
            let exempt = line.exempt.isNone ? "" : ", zwolnione \(line.exempt)"
            body += "| \(TaxArticle.name(line.levy, line: line.line, detail: line.detail))\(exempt) | \(line.base) | \(line.rate) | \(line.months) | "
            body += "\(line.amount.map(amount) ?? "") |\n"
        }
        body += "\n" + levies.map { "- \($0.polishName): \(amount(a.taxes[$0] ?? .zero))" }.joined(separator: "\n")
        let due = try Ledger.instalments(c, of: decision.account, document: decision.name)
        if !due.isEmpty {
            body += "\n\nTerminy płatności:\n\n" + due.map { "- \(PolishDates.long($0.due)): \(amount($0.amount))" }.joined(separator: "\n")
            body += "\n\nRata nie jest płatna przed upływem 14 dni od doręczenia decyzji (art. 47 § 1 Ordynacji podatkowej)."
        }
        if let pool = try IndividualAccounts.load(c), let first = levies.first {
            body += "\n\nWpłać na rachunek \(try pool.number(decision.account, first).grouped). Ten rachunek jest tylko dla tego konta podatkowego."
        }
        body += """


            Od decyzji możesz się odwołać do samorządowego kolegium odwoławczego, za pośrednictwem naszego urzędu, w 14 dni od doręczenia. Wniesienie \
            odwołania nie wstrzymuje obowiązku zapłaty.
            """
        return LetterContent(metadata: metadata, body: body, addressees: try addressees(c, decision.account, on: decision.issued, isParty: true))
    }

    private static func reminder(_ c: any SQLConnection, year: Int, number: Int64, author: Author) throws -> LetterContent {
        guard let r = try Reminders.content(c, year: year, number: number), let account = try TaxRegister.account(c, r.account) else {
            throw Problem(.notFound, "Nie ma upomnienia \(number)/\(year).")
        }
        let cost = ReminderRule.cost(on: r.issued)
        let rate = InterestRates.statutory.steps.last { $0.from <= r.issued }.map { ExactDecimal(digits: Int64($0.tenths), scale: 1) }
        var metadata = OutgoingMetadata(title: "Upomnienie nr \(number)/\(year)")
        metadata.kinds = [LetterTemplateKind.call.polishName]
        var body = """
            Wierzyciel: \(author.office.name), \(author.office.street), \(author.office.postCode) \(author.office.town). Konto podatkowe \(account.number).

            Do dnia \(PolishDates.long(r.issued)) nie wpłynęły kwoty:

            | Należność | Dokument | Termin | Kwota | Odsetki |
            |---|---|---|--:|--:|

            """
        for line in r.lines {
            body += "| \(line.levy.polishName) | \(line.document) | \(PolishDates.long(line.due)) | \(amount(line.open)) | \(amount(line.interest)) |\n"
        }
        body += """

            Razem należności **\(amount(r.principal))**, odsetki za zwłokę **\(amount(r.interest))**, koszty upomnienia **\(amount(cost))**.

            Zapłać w 7 dni od doręczenia tego upomnienia. Odsetki rosną od \(PolishDates.long(r.issued.adding(days: 1)))\
            \(rate.map { " według stawki \($0.description.replacing(".", with: ","))% rocznie" } ?? "").
            """
        if let pool = try IndividualAccounts.load(c), let first = r.lines.first {
            body += " Rachunek: \(try pool.number(r.account, first.levy).grouped)."
        }
        body += """


            Po tym terminie sprawa trafi do egzekucji administracyjnej, której koszty zapłaci zobowiązany. O każdej zmianie adresu lub siedziby trzeba nas \
            zawiadomić; pismo wysłane na dawny adres będzie skutecznie doręczone. Podstawa: art. 15 ustawy o postępowaniu egzekucyjnym w administracji.
            """
        return LetterContent(metadata: metadata, body: body, addressees: try addressees(c, r.account, on: r.issued, isParty: false))
    }

    /// Each holder gets his own copy: a decision binds those to whom it was delivered.
    private static func addressees(_ c: any SQLConnection, _ account: TaxAccountID, on day: Day, isParty: Bool) throws -> [Addressee] {
        try TaxRegister.holders(c, of: account, on: day).map { holder in
            let card = try holder.subject.contact.flatMap { try Contacts.find(c, ContactID($0))?.card }
            var addressee = Addressee(card?.correspondent ?? correspondent(holder.subject))
            addressee.isParty = isParty
            addressee.electronicAddress = card?.channels.first { $0.kind == .eDelivery }?.value
            return addressee
        }
    }

    private static func correspondent(_ subject: TaxSubject) -> Correspondent {
        guard subject.kind == .naturalPerson else {
            return Correspondent(.institution(name: subject.name), identifiers: CorrespondentIdentifiers(nip: subject.identifier.isEmpty ? nil : subject.identifier))
        }
        let words = subject.name.split(separator: " ", maxSplits: 1).map(String.init)
        return Correspondent(
            .person(surname: words.first ?? subject.name, givenNames: words.count > 1 ? words[1] : ""),
            identifiers: CorrespondentIdentifiers(pesel: subject.identifier.isEmpty ? nil : subject.identifier))
    }

    private static func amount(_ money: Money) -> String { money.description.replacing(".", with: ",") + " zł" }
}

/// The delivery of a letter of taxes, told to the register: it sets due days and the costs of a reminder.
enum TaxDeliveries {
    /// Of several addressees the last delivery counts, so that nobody's term is shortened.
    static func record(_ c: any SQLConnection, _ id: DispatchID, by performer: Performer, at now: Instant) throws {
        guard let row = try Dispatch.find(c, id) else { return }
        let found = try c.first("SELECT kind, year, number FROM tax_letter WHERE letter_id = \(row.letter)") {
            (try $0.symbol("kind", as: TaxLetters.Kind.self), Int(try $0.int("year")), try $0.int("number"))
        }
        guard let (kind, year, number) = found else { return }
        let days = try Dispatch.dispatches(c, of: row.letter).filter(\.isCurrent).map(\.state.effectiveDay)
        let known = days.compactMap(\.self)
        guard let day = known.max(), known.count == days.count else { return }
        let today = PolishTime.day(of: now)
        switch kind {
        case .decision:
            guard let decision = try Assessments.decision(c, year: year, number: number), decision.delivered == nil, day >= decision.issued else { return }
            try Assessments().deliver(c, year: year, number: number, on: day, booked: today, by: performer, at: now)
        case .reminder:
            guard let content = try Reminders.content(c, year: year, number: number), content.delivered == nil, day >= content.issued else { return }
            try Reminders().deliver(c, year: year, number: number, on: day, booked: today, by: performer, at: now)
        }
    }
}
