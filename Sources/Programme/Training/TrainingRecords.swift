public import Kernel
public import Store

/// A person's place in the training office, and what he did there; in the `platform` database, so that a reset of the training office loses nothing.
public enum TrainingRecords {
    public static let migrations: [Migration] = [
        Migration("programme-0004-training") { d in
            [
                """
                CREATE TABLE trainee (
                    account \(sql: d.integer) NOT NULL, role TEXT NOT NULL, training_office TEXT NOT NULL, training_account \(sql: d.integer) NOT NULL UNIQUE,
                    enrolled_at \(sql: d.integer) NOT NULL, PRIMARY KEY (account, role, training_office)
                )\(sql: d.strict)
                """,
                """
                CREATE TABLE exercise_attempt (
                    id \(sql: d.identity), account \(sql: d.integer) NOT NULL, role TEXT NOT NULL, exercise TEXT NOT NULL, training_office TEXT NOT NULL,
                    training_account \(sql: d.integer) NOT NULL, from_seq \(sql: d.integer) NOT NULL, started_at \(sql: d.integer) NOT NULL,
                    checks \(sql: d.integer) NOT NULL, done_at \(sql: d.integer), last_words TEXT NOT NULL
                )\(sql: d.strict)
                """,
                "CREATE INDEX exercise_attempt_of ON exercise_attempt (account, role, id)",
                """
                CREATE TABLE training_test (
                    id \(sql: d.identity), account \(sql: d.integer) NOT NULL, role TEXT NOT NULL, at \(sql: d.integer) NOT NULL,
                    right_answers \(sql: d.integer) NOT NULL, questions \(sql: d.integer) NOT NULL, passed \(sql: d.integer) NOT NULL CHECK (passed IN (0, 1))
                )\(sql: d.strict)
                """,
                "CREATE INDEX training_test_of ON training_test (account, role, id)",
                """
                CREATE TABLE training_certificate (
                    number TEXT NOT NULL PRIMARY KEY, account \(sql: d.integer) NOT NULL, office TEXT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL,
                    title TEXT NOT NULL, issued_day TEXT NOT NULL, valid_until TEXT NOT NULL, file_hash TEXT NOT NULL, issued_at \(sql: d.integer) NOT NULL
                )\(sql: d.strict)
                """,
                "CREATE INDEX training_certificate_of ON training_certificate (office, valid_until)",
            ] + d.appendOnly("training_test") + d.appendOnly("training_certificate")
        }
    ]

    public struct Place: Sendable, Hashable {
        public var office: OfficeID
        public var account: Int64

        public init(office: OfficeID, account: Int64) {
            self.office = office
            self.account = account
        }
    }

    /// The trainee's account in a training office; `nil` where he has none there.
    public static func place(_ c: any SQLConnection, account: Int64, role: CourseRole, in office: OfficeID) throws -> Place? {
        try c.first(
            "SELECT training_account FROM trainee WHERE account = \(account) AND role = \(role.rawValue) AND training_office = \(office)"
        ) { Place(office: office, account: try $0.int("training_account")) }
    }

    /// Whose training account it is, and for which role; `nil` for an account that works.
    public static func owner(_ c: any SQLConnection, of training: Int64) throws -> (account: Int64, role: CourseRole)? {
        try c.first("SELECT account, role FROM trainee WHERE training_account = \(training)") { (try $0.int("account"), try $0.symbol("role")) }
    }

    public static func enrol(_ c: any SQLConnection, account: Int64, role: CourseRole, at place: Place, by performer: Performer, now: Instant) throws {
        try c.execute(
            """
            INSERT INTO trainee (account, role, training_office, training_account, enrolled_at)
            VALUES (\(account), \(role.rawValue), \(place.office), \(place.account), \(now))
            """)
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "szkolenie-zapis", object: "szkolenie:\(role.rawValue)", after: place.office.description), at: now)
    }

    /// One try at an exercise.
    public struct Attempt: Sendable, Hashable {
        public var id: Int64
        public var exercise: String
        public var office: OfficeID
        public var trainingAccount: Int64
        /// Entries of the training office's journal after this one count.
        public var fromSeq: Int64
        public var checks: Int64
        public var doneAt: Instant?
        public var lastWords: String
    }

    public static func begin(
        _ c: any SQLConnection, account: Int64, role: CourseRole, exercise: String, at place: Place, fromSeq: Int64, now: Instant
    ) throws {
        try c.execute(
            """
            INSERT INTO exercise_attempt (account, role, exercise, training_office, training_account, from_seq, started_at, checks, last_words)
            VALUES (\(account), \(role.rawValue), \(exercise), \(place.office), \(place.account), \(fromSeq), \(now), 0, '')
            """)
    }

    /// The newest try at each exercise; a try that was done before counts more than a newer one.
    public static func attempts(_ c: any SQLConnection, account: Int64, role: CourseRole) throws -> [String: Attempt] {
        try c.query(
            """
            SELECT id, exercise, training_office, training_account, from_seq, checks, done_at, last_words FROM exercise_attempt
            WHERE account = \(account) AND role = \(role.rawValue) ORDER BY id \(sql: c.dialect.ascending)
            """
        ) { row in
            Attempt(
                id: try row.int("id"), exercise: try row.text("exercise"), office: try row.parsed("training_office"),
                trainingAccount: try row.int("training_account"), fromSeq: try row.int("from_seq"), checks: try row.int("checks"),
                doneAt: try row.instantOrNil("done_at"), lastWords: try row.text("last_words"))
        }.reduce(into: [:]) { out, a in
            if out[a.exercise]?.doneAt == nil { out[a.exercise] = a }
        }
    }

    public static func checked(_ c: any SQLConnection, _ attempt: Int64, done: Bool, words: String, at now: Instant) throws {
        let doneAt = done ? now : nil
        try c.execute(
            "UPDATE exercise_attempt SET checks = checks + 1, last_words = \(words), done_at = \(doneAt) WHERE id = \(attempt) AND done_at IS NULL")
    }

    public struct TestResult: Sendable, Hashable {
        public var at: Instant
        public var right: Int
        public var questions: Int
        public var passed: Bool

        public init(at: Instant, right: Int, questions: Int, passed: Bool) {
            self.at = at
            self.right = right
            self.questions = questions
            self.passed = passed
        }
    }

    public static func keep(_ c: any SQLConnection, account: Int64, role: CourseRole, _ r: TestResult) throws {
        try c.execute(
            """
            INSERT INTO training_test (account, role, at, right_answers, questions, passed)
            VALUES (\(account), \(role.rawValue), \(r.at), \(r.right), \(r.questions), \(r.passed))
            """)
    }

    /// Oldest first.
    public static func tests(_ c: any SQLConnection, account: Int64, role: CourseRole) throws -> [TestResult] {
        try c.query(
            """
            SELECT at, right_answers, questions, passed FROM training_test WHERE account = \(account) AND role = \(role.rawValue)
            ORDER BY id \(sql: c.dialect.ascending)
            """
        ) { TestResult(at: try $0.instant("at"), right: Int(try $0.int("right_answers")), questions: Int(try $0.int("questions")), passed: try $0.bool("passed")) }
    }
}

/// Proof that a person passed a whole course (zaświadczenie).
public struct TrainingCertificate: Sendable, Hashable {
    /// Hard to guess; stands in the QR code.
    public var number: String
    public var account: Int64
    public var office: OfficeID
    public var person: String
    public var role: CourseRole
    public var title: String
    public var issued: Day
    public var validUntil: Day
    /// Of the signed PDF, which the platform keeps.
    public var file: ContentHash

    public init(
        number: String, account: Int64, office: OfficeID, person: String, role: CourseRole, title: String, issued: Day, validUntil: Day, file: ContentHash
    ) {
        self.number = number
        self.account = account
        self.office = office
        self.person = person
        self.role = role
        self.title = title
        self.issued = issued
        self.validUntil = validUntil
        self.file = file
    }

    public static func keep(_ c: any SQLConnection, _ t: TrainingCertificate, by performer: Performer, at now: Instant) throws {
        try c.execute(
            """
            INSERT INTO training_certificate (number, account, office, person, role, title, issued_day, valid_until, file_hash, issued_at)
            VALUES (\(t.number), \(t.account), \(t.office), \(t.person), \(t.role.rawValue), \(t.title), \(t.issued), \(t.validUntil), \(t.file), \(now))
            """)
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "szkolenie-zaświadczenie", object: "szkolenie:\(t.role.rawValue)", after: t.number), at: now)
    }

    public static func find(_ c: any SQLConnection, number: String) throws -> TrainingCertificate? {
        try c.first("SELECT * FROM training_certificate WHERE number = \(number)", decode)
    }

    /// Of one person, newest first.
    public static func of(_ c: any SQLConnection, account: Int64) throws -> [TrainingCertificate] {
        try c.query("SELECT * FROM training_certificate WHERE account = \(account) ORDER BY issued_at \(sql: c.dialect.descending)", decode)
    }

    /// Of one office, the earliest end first: who needs renewal.
    public static func of(_ c: any SQLConnection, office: OfficeID) throws -> [TrainingCertificate] {
        try c.query("SELECT * FROM training_certificate WHERE office = \(office) ORDER BY valid_until \(sql: c.dialect.ascending)", decode)
    }

    private static func decode(_ row: any SQLRow) throws -> TrainingCertificate {
        TrainingCertificate(
            number: try row.text("number"), account: try row.int("account"), office: try row.parsed("office"), person: try row.text("person"),
            role: try row.symbol("role"), title: try row.text("title"), issued: try row.parsed("issued_day"), validUntil: try row.parsed("valid_until"),
            file: try row.parsed("file_hash"))
    }
}
