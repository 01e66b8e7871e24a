public import Store

/// How one kind of work for later is done.
///
/// The effect on the outside happens first and outside any transaction; what it came to is written together with the job's end.
public struct JobHandler: Sendable {
    /// What came of the effect, to be written in the transaction that ends the job.
    public typealias Result = @Sendable (any SQLConnection) throws -> Void

    public var kind: String
    public var policy: RetryPolicy
    /// After that time without an answer another worker may take the job.
    public var leaseSeconds: Int
    public var run: @Sendable (Job, OfficeHouse) async throws -> Result

    public init(
        kind: String, policy: RetryPolicy = .standard, leaseSeconds: Int = 120, run: @escaping @Sendable (Job, OfficeHouse) async throws -> Result
    ) {
        self.kind = kind
        self.policy = policy
        self.leaseSeconds = leaseSeconds
        self.run = run
    }
}

/// Thrown by a handler where trying again cannot help: the job goes among the dead ones and waits for a person.
public struct HopelessJob: Error, Sendable {
    /// For the administrator; no personal data.
    public var reason: String
    public init(_ reason: String) { self.reason = reason }
}
