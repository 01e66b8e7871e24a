internal import Kernel
internal import Logging
internal import Store

/// Does the work for later of one office: claims, runs, and writes the end with the result.
public struct JobRunner: Sendable {
    let handlers: [String: JobHandler]
    let kinds: [String]
    let worker: String

    /// - Parameter worker: names this process among all nodes.
    public init(_ handlers: [JobHandler], worker: String) {
        self.handlers = Dictionary(handlers.map { ($0.kind, $0) }) { first, _ in first }
        kinds = self.handlers.keys.sorted()
        self.worker = worker
    }

    /// Works until nothing is due, or until `limit` jobs are done, so that offices take turns.
    /// - Returns: how many were tried.
    @discardableResult
    public func run(_ office: OfficeHouse, limit: Int = 100) async throws -> Int {
        guard !kinds.isEmpty else { return 0 }
        var done = 0
        while done < limit, !Task.isCancelled, let job = try await claim(office) {
            try await attempt(job, office)
            done += 1
        }
        return done
    }

    private func claim(_ office: OfficeHouse) async throws -> Job? {
        let now = office.time.now
        let kinds = kinds, worker = worker
        // A read first: an idle office costs no write.
        let due = try await office.database.read { try Jobs.nextDue($0, kinds: kinds) }
        guard let due, due <= now else { return nil }
        let lease = handlers.values.map(\.leaseSeconds).max() ?? 120
        // A job is given up by its own handler's policy; here only what was tried more often than any of them allows.
        var policy = RetryPolicy.standard
        policy.attempts = handlers.values.map(\.policy.attempts).max() ?? policy.attempts
        let longest = policy
        let leases = handlers.mapValues(\.leaseSeconds)
        return try await office.database.write { c in
            guard let job = try Jobs.claim(c, kinds: kinds, now: now, leaseSeconds: lease, worker: worker, policy: longest) else { return nil }
            guard let own = leases[job.kind], own < lease else { return job }
            return try Jobs.extend(c, job, now: now, leaseSeconds: own)
        }
    }

    private func attempt(_ job: Job, _ office: OfficeHouse) async throws {
        guard let handler = handlers[job.kind] else { return }
        do {
            let result = try await handler.run(job, office)
            let now = office.time.now
            try await office.database.write { c in
                try result(c)
                try Jobs.finish(c, job, now: now)
            }
        } catch {
            Logger(label: "eurzad.jobs").warning(
                "job failed", metadata: ["office": "\(office.record.id)", "kind": "\(job.kind)", "attempt": "\(job.attempts)", "error": "\(JobRunner.code(error))"])
            let now = office.time.now
            let policy = handler.policy
            try await office.database.write { c in
                if let hopeless = error as? HopelessJob {
                    try Jobs.bury(c, job, error: hopeless.reason, now: now)
                } else {
                    try Jobs.fail(c, job, error: ConnectorRound.words(error), now: now, policy: policy)
                }
            }
        }
    }

    private static func code(_ error: any Error) -> String {
        switch error {
        case let problem as Problem: "\(problem.code) \(problem.cause)"
        default: "\(type(of: error))"
        }
    }
}
