internal import Cryptography
internal import Kernel
internal import Store

/// The SQL of failed sign-ins; the `platform` database.
enum SignInFailureStore {
    /// Logins are counted by their hash: people type passwords into the wrong field, and unknown logins lock like known ones.
    static func subject(login: String) -> String { "login:" + ContentHash(of: Array(login.utf8)).description }

    static func subject(address: String) -> String { "adres:" + address }

    static func tally(_ c: any SQLConnection, _ subject: String) throws -> FailureTally? {
        try c.first("SELECT failures, last_at FROM sign_in_failure WHERE subject = \(subject)") {
            FailureTally(failures: Int(try $0.int("failures")), lastAt: try $0.instant("last_at"))
        }
    }

    static func set(_ c: any SQLConnection, _ subject: String, _ tally: FailureTally) throws {
        try c.execute(
            """
            INSERT INTO sign_in_failure (subject, failures, last_at) VALUES (\(subject), \(tally.failures), \(tally.lastAt))
            ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at
            """
        )
    }

    @discardableResult
    static func clear(_ c: any SQLConnection, _ subject: String) throws -> Bool {
        try c.execute("DELETE FROM sign_in_failure WHERE subject = \(subject)") > 0
    }

    /// Takes back one try that turned out right.
    static func forgive(_ c: any SQLConnection, _ subject: String) throws {
        try c.execute("UPDATE sign_in_failure SET failures = failures - 1 WHERE subject = \(subject) AND failures > 0")
    }

    static func sweep(_ c: any SQLConnection, before instant: Instant) throws {
        try c.execute("DELETE FROM sign_in_failure WHERE last_at < \(instant)")
    }
}
