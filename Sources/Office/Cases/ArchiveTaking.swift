internal import Chancery
internal import Kernel
internal import Store

/// Moves completed cases to the archive when their time is there, by itself.
public enum ArchiveTaking {
    /// A piece a unit of work, so that nobody waits for a whole year's cases.
    ///
    /// - Returns: how many cases came.
    @discardableResult
    public static func round(_ office: OfficeHouse) async throws -> Int {
        var taken = 0
        while true {
            let now = office.time.now
            // Most rounds find nothing, and then nothing is written.
            guard try await office.database.read({ try Archive.hasDue($0, at: now) }) else { return taken }
            taken += try await office.database.write { try Archive.takeOver($0, at: now) }
        }
    }
}
