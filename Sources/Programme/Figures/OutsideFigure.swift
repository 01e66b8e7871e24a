public import Kernel
public import Store

/// A figure that the program cannot count by itself, entered by a person with its proof: the state before the programme, a survey done by others.
public struct OutsideFigure: Sendable, Hashable {
    public var office: OfficeID
    public var quarter: Quarter
    public var indicator: Indicator
    public var reading: IndicatorReading
    /// Where it comes from, in words: „sprawozdanie OR.0642.3.2024”.
    public var source: String
    public var proofName: String
    public var proof: ContentHash
    public var enteredAt: Instant
    public var enteredBy: String

    public init(
        office: OfficeID, quarter: Quarter, indicator: Indicator, reading: IndicatorReading, source: String, proofName: String, proof: ContentHash,
        enteredAt: Instant, enteredBy: String
    ) {
        self.office = office
        self.quarter = quarter
        self.indicator = indicator
        self.reading = reading
        self.source = source
        self.proofName = proofName
        self.proof = proof
        self.enteredAt = enteredAt
        self.enteredBy = enteredBy
    }

    /// What was typed into a form, as a reading; each problem names its field.
    ///
    /// - Parameters:
    ///   - value: for medians and marks, with a comma: `14,5`.
    ///   - numerator: for shares and counts.
    ///   - denominator: for shares.
    public static func reading(_ indicator: Indicator, value: String, numerator: String, denominator: String) -> Result<IndicatorReading, Problems> {
        func whole(_ text: String, _ field: String, _ words: String) -> Result<Int64, Problem> {
            let digits = text.filter { !$0.isWhitespace }
            guard !digits.isEmpty, digits.count <= 9, digits.utf8.allSatisfy({ (48...57).contains($0) }), let n = Int64(digits) else {
                return .failure(Problem(.invalidInput, words, field: field))
            }
            return .success(n)
        }
        var problems: [Problem] = []
        func take(_ r: Result<Int64, Problem>) -> Int64? {
            switch r {
            case .success(let n): return n
            case .failure(let p):
                problems.append(p)
                return nil
            }
        }
        switch indicator.unit {
        case .percent:
            let n = take(whole(numerator, "licznik", "Wpisz licznik: liczbę bez przecinka, na przykład 312"))
            let d = take(whole(denominator, "mianownik", "Wpisz mianownik: liczbę bez przecinka, na przykład 1200"))
            if let n, let d {
                if d == 0 { problems.append(Problem(.invalidInput, "Mianownik musi być większy od zera", field: "mianownik")) }
                if n > d { problems.append(Problem(.invalidInput, "Licznik nie może być większy od mianownika", field: "licznik")) }
                if problems.isEmpty { return .success(.share(n, of: d)) }
            }
        case .count:
            if let n = take(whole(numerator, "licznik", "Wpisz liczbę, na przykład 12")) { return .success(.count(n)) }
        case .days, .mark:
            let parts = value.filter { !$0.isWhitespace }.replacing(".", with: ",").split(separator: ",", omittingEmptySubsequences: false)
            let isNumber = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
            if (1...2).contains(parts.count), isNumber, parts[0].count <= 5, parts.count == 1 || parts[1].count == 1, let a = Int64(parts[0]),
                let b = Int64(parts.count == 2 ? parts[1] : "0")
            {
                return .success(IndicatorReading(tenths: a * 10 + b))
            }
            problems.append(Problem(.invalidInput, "Wpisz liczbę z najwyżej jedną cyfrą po przecinku, na przykład 14,5", field: "wartosc"))
        }
        return .failure(Problems(problems))
    }
}

/// The SQL of figures from outside; a newer one counts, the older stay.
public enum OutsideFigures {
    public static func enter(_ c: any SQLConnection, _ f: OutsideFigure, by performer: Performer) throws {
        guard f.source.contains(where: { !$0.isWhitespace }) else { throw Problem(.invalidInput, "Wpisz, skąd jest ta liczba", field: "zrodlo") }
        guard let tenths = f.reading.tenths else { throw Problem(.invalidInput, "Wpisz liczbę", field: "wartosc") }
        try c.execute(
            """
            INSERT INTO programme_outside (office, quarter, indicator, tenths, numerator, denominator, source, proof_name, proof_hash, entered_at, entered_by)
            VALUES (\(f.office), \(f.quarter.description), \(f.indicator.rawValue), \(tenths), \(f.reading.numerator), \(f.reading.denominator), \(f.source),
                \(f.proofName), \(f.proof), \(f.enteredAt), \(f.enteredBy))
            """)
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "program-liczba-z-zewnątrz", object: "program:\(f.office):\(f.quarter):\(f.indicator.rawValue)", after: String(tenths),
                reason: f.source), at: f.enteredAt)
    }

    /// Of a quarter, newest first.
    public static func of(_ c: any SQLConnection, _ quarter: Quarter) throws -> [OutsideFigure] {
        try c.query("SELECT * FROM programme_outside WHERE quarter = \(quarter.description) ORDER BY id \(sql: c.dialect.descending)") { row in
            OutsideFigure(
                office: try row.parsed("office"), quarter: try row.parsed("quarter"), indicator: try row.symbol("indicator"),
                reading: IndicatorReading(
                    tenths: try row.int("tenths"), numerator: try row.intOrNil("numerator"), denominator: try row.intOrNil("denominator")),
                source: try row.text("source"), proofName: try row.text("proof_name"), proof: try row.parsed("proof_hash"),
                enteredAt: try row.instant("entered_at"), enteredBy: try row.text("entered_by"))
        }
    }

    public static func quarters(_ c: any SQLConnection) throws -> [Quarter] {
        try c.query("SELECT DISTINCT quarter FROM programme_outside ORDER BY quarter \(sql: c.dialect.ascending)") { try $0.parsed("quarter") }
    }
}
