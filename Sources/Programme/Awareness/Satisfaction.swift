public import Kernel
public import Store

/// Answers to the question asked after a matter was dealt with: a mark and, if the person wishes, words. Nothing of who answered is kept.
public enum Satisfaction {
    public static let migrations: [Migration] = [
        Migration("programme-0006-satisfaction") { d in
            [
                """
                CREATE TABLE satisfaction_answer (
                    id \(sql: d.identity), office TEXT NOT NULL, day TEXT NOT NULL, mark \(sql: d.integer) NOT NULL CHECK (mark BETWEEN 1 AND 5), words TEXT NOT NULL
                )\(sql: d.strict)
                """,
                "CREATE INDEX satisfaction_answer_of ON satisfaction_answer (office, day)",
            ] + d.appendOnly("satisfaction_answer")
        }
    ]

    public static let marks: [(mark: Int, words: String)] = [(5, "bardzo dobrze"), (4, "dobrze"), (3, "średnio"), (2, "źle"), (1, "bardzo źle")]
    public static let longestWords = 500

    public static func keep(_ c: any SQLConnection, _ office: OfficeID, mark: Int, words: String, on day: Day) throws {
        guard (1...5).contains(mark) else { throw Problem(.invalidInput, "Zaznacz jedną odpowiedź", field: "ocena") }
        guard words.count <= longestWords else { throw Problem(.invalidInput, "Skróć uwagi do \(longestWords) znaków", field: "uwagi") }
        try c.execute("INSERT INTO satisfaction_answer (office, day, mark, words) VALUES (\(office), \(day), \(mark), \(words))")
    }

    public static func counts(_ c: any SQLConnection, _ office: OfficeID, _ days: ClosedRange<Day>) throws -> [DailyCount] {
        try c.query(
            """
            SELECT day, mark, count(*) AS n FROM satisfaction_answer
            WHERE office = \(office) AND day >= \(days.lowerBound) AND day <= \(days.upperBound) GROUP BY day, mark
            """
        ) { DailyCount(.satisfaction, on: try $0.parsed("day"), bucket: try $0.int("mark"), value: try $0.int("n")) }
    }
}

/// How far a share of a sample may lie from that of all inhabitants.
public enum SurveyMargin {
    /// The half-width of the 95 % interval in tenths of a percentage point, rounded up.
    ///
    /// z = 1,96; simple random sample without correction for a small population, so it is never too small.
    public static func tenths(numerator: Int64, denominator: Int64) -> Int64? {
        guard (1...1_000_000).contains(denominator), (0...denominator).contains(numerator) else { return nil }
        // 1960² · p·(1−p)/n, with p a fraction of n: whole numbers throughout.
        let cube = denominator * denominator * denominator
        let scaled = (3_841_600 * numerator * (denominator - numerator) + cube - 1) / cube
        var root: Int64 = 0
        while root * root < scaled { root += 1 }
        return root
    }
}
