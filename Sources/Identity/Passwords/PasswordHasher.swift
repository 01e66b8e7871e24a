internal import Foundation
internal import Kernel
internal import Synchronization

/// Does the slow work of passwords beside the request threads, a few at a time.
///
/// One hash takes 32 MiB and a tenth of a second of a core. So at most `parallelism` run at once, and when `waitingLimit`
/// are waiting, newcomers are told to come back: many sign-ins at once cannot take the server's memory or its threads.
public final class PasswordHasher: Sendable {
    public let cost: PasswordCost
    private let lanes: [DispatchQueue]
    private let waiting = Mutex<(count: Int, next: Int)>((0, 0))
    private let waitingLimit: Int
    /// Compared with when the login is unknown, so that the answer takes as long.
    private let decoy: Mutex<PasswordHash?> = Mutex(nil)

    public init(cost: PasswordCost = .standard, parallelism: Int = 2, waitingLimit: Int = 64) {
        self.cost = cost
        self.waitingLimit = waitingLimit
        lanes = (0..<max(1, parallelism)).map { DispatchQueue(label: "eurzad.password.\($0)") }
    }

    /// The text to keep of a new password.
    public func hash(_ password: String) async throws -> String {
        let cost = cost
        return try await run { try PasswordHash(of: password, cost: cost).description }
    }

    public struct Verdict: Sendable {
        public var matches: Bool
        /// A hash of the present cost, when the password is right and was kept under a weaker one.
        public var renewed: String?
    }

    /// - Parameter kept: the text kept of the password, or `nil` for an unknown login; then the work is done all the same.
    public func verify(_ password: String, against kept: String?) async throws -> Verdict {
        let cost = cost
        return try await run { [self] in
            guard let kept, let hash = PasswordHash(kept) else {
                _ = try decoyHash().matches(password)
                return Verdict(matches: false, renewed: nil)
            }
            guard try hash.matches(password) else { return Verdict(matches: false, renewed: nil) }
            let renewed = hash.cost.isWeaker(than: cost) ? try PasswordHash(of: password, cost: cost).description : nil
            return Verdict(matches: true, renewed: renewed)
        }
    }

    /// Makes the decoy before the first sign-in, so that not even the first unknown login differs.
    public func warmUp() async throws { _ = try await run { [self] in try decoyHash() } }

    private func decoyHash() throws -> PasswordHash {
        if let made = decoy.withLock({ $0 }) { return made }
        let made = try PasswordHash(of: "", cost: cost)
        decoy.withLock { $0 = made }
        return made
    }

    private func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        let lane = waiting.withLock { state -> DispatchQueue? in
            guard state.count < waitingLimit else { return nil }
            state.count += 1
            state.next = (state.next + 1) % lanes.count
            return lanes[state.next]
        }
        guard let lane else {
            throw Problem(.unavailable, "Teraz loguje się zbyt wiele osób. Spróbuj za minutę.", cause: "password lanes are full")
        }
        defer { waiting.withLock { $0.count -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            lane.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
