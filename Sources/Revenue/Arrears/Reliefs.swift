public import Kernel
public import Store

/// Reliefs in payment (ulgi, Ordynacja podatkowa art. 67a) as the ledger sees them.
public enum Reliefs {
    /// Puts a charge off to a later day (odroczenie, § 1 pkt 1), with the prolongation fee where the council introduced it.
    ///
    /// Limitation stands still from the decision to the new day (art. 70 § 2 pkt 1).
    /// - Parameter fee: the part of the interest rate, 1/2 at most; `nil` where there is none.
    /// - Throws: `Problem` where nothing is open, or the new day is not later.
    public static func postpone(
        _ c: any SQLConnection, _ item: LedgerEntryID, to due: Day, decided: Day, fee: Share?, document: String, rates: InterestRates = .statutory,
        by performer: Performer, at now: Instant
    ) throws {
        let (entry, standing) = try open(c, item, on: decided)
        guard due > standing.due, due > decided else { throw Problem(.invalidInput, "Nowy termin musi być późniejszy niż \(max(standing.due, decided)).", field: "due") }
        let source = "ulga:\(document):\(item)"
        try Ledger.moveDue(c, of: item, to: due, booked: decided, reason: "odroczenie, \(document)", source: source, by: performer, at: now)
        if let fee, let account = entry.posting.account, let levy = entry.posting.levy {
            let counted = try ProlongationFee.on(standing.open, from: decided, to: due, share: fee, rates: rates)
            if counted.fee > .zero {
                try Ledger.post(
                    c, Posting(.charge, counted.fee, account: account, levy: levy, part: .prolongation, booked: decided, due: due, document: document, source: source),
                    by: performer, at: now)
            }
        }
        try note(c, item, .suspended(from: decided, to: due), reason: "odroczenie", source: source, by: performer, at: now)
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "ulga-odroczenie", object: "zapis:\(item)", before: "\(standing.due)", after: "\(due)", reason: document), at: now)
    }

    /// Cancels a charge or a part of it (umorzenie, § 1 pkt 3).
    /// - Throws: `Problem` where less is open.
    public static func cancel(
        _ c: any SQLConnection, _ item: LedgerEntryID, _ amount: Money, decided: Day, document: String, by performer: Performer, at now: Instant
    ) throws {
        let source = "umorzenie:\(document):\(item)"
        guard try Ledger.entry(c, source: source) == nil else { return }
        let (entry, standing) = try open(c, item, on: decided)
        guard amount <= standing.open else { throw Problem(.conflict, "Do zapłaty zostało \(standing.open) zł, nie można umorzyć \(amount) zł.", field: "amount") }
        let posting = Posting(
            .reduction, amount, account: entry.posting.account, levy: entry.posting.levy, part: entry.posting.part, booked: decided, item: item, document: document,
            source: source)
        try Ledger.post(c, posting, by: performer, at: now)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "ulga-umorzenie", object: "zapis:\(item)", after: "\(amount)", reason: document), at: now)
    }

    private static func open(_ c: any SQLConnection, _ item: LedgerEntryID, on day: Day) throws -> (LedgerEntry, AccountStanding.Item) {
        guard let entry = try Ledger.entry(c, item), let account = entry.posting.account,
            let found = try Ledger.standing(c, of: account, on: day).openItems.first(where: { $0.id == item })
        else { throw Problem(.conflict, "Ta należność nie jest otwarta. Nie ma czego objąć ulgą.", field: "item") }
        return (entry, found)
    }

    // MARK: limitation

    /// Keeps an event of limitation; the same source twice is kept once.
    public static func note(
        _ c: any SQLConnection, _ item: LedgerEntryID, _ event: LimitationEvent, reason: String, source: String, by performer: Performer, at now: Instant
    ) throws {
        let (kind, from, to): (String, Day, Day?) =
            switch event {
            case .interrupted(let day): ("przerwanie", day, nil)
            case .suspended(let from, let to): ("zawieszenie", from, to)
            }
        try c.execute(
            """
            INSERT INTO limitation_event (item_id, kind, from_day, to_day, reason, source_key, posted_at, posted_by)
            VALUES (\(item), \(kind), \(from), \(to), \(reason), \(source), \(now), \(performer.id)) ON CONFLICT (source_key) DO NOTHING
            """)
    }

    /// The last day on which a charge can be collected; `nil` while its limitation stands still.
    public static func collectionEnd(_ c: any SQLConnection, of item: LedgerEntryID) throws -> Day? {
        guard let entry = try Ledger.entry(c, item), let due = entry.posting.due else { throw Problem(.notFound, "Nie ma takiej należności w księdze.") }
        let events = try c.query("SELECT kind, from_day, to_day FROM limitation_event WHERE item_id = \(item) ORDER BY id \(sql: c.dialect.ascending)") { row in
            try row.text("kind") == "przerwanie"
                ? LimitationEvent.interrupted(try row.parsed("from_day")) : .suspended(from: try row.parsed("from_day"), to: try row.parsedOrNil("to_day"))
        }
        return try Limitation.collectionEnd(due: due, events: events)
    }
}
