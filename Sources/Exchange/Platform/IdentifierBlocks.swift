public import Store
internal import Kernel

/// Hands out whole numbers for documents, receipts and orders, a block of them at a time from the database.
///
/// Numbers are unique and fit Int32, as clients demand (epuap.md § 2 rule 6); holes after a restart are of no meaning here,
/// unlike in a register. Reserving blocks keeps signing out of the transaction, since a receipt names its own number.
public actor IdentifierBlocks {
    private let database: any Database
    private let size: Int64
    private var next: Int64 = 0
    private var end: Int64 = 0
    private var reserving: Task<Int64, any Error>?

    public init(database: any Database, blockSize: Int64 = 512) {
        self.database = database
        size = blockSize
    }

    public func take() async throws -> Int64 {
        while next == end {
            let task = reserving ?? Task { try await reserve() }
            reserving = task
            do {
                let start = try await task.value
                // Only the first to come back opens the block; the others find it open.
                if reserving == task {
                    reserving = nil
                    next = start
                    end = start + size
                }
            } catch {
                if reserving == task { reserving = nil }
                throw error
            }
        }
        defer { next += 1 }
        return next
    }

    private func reserve() async throws -> Int64 {
        let size = size
        return try await database.write { c in
            try c.execute("INSERT INTO number_block (name, next_free) VALUES ('platform', 1000) ON CONFLICT DO NOTHING")
            let after = try c.first("UPDATE number_block SET next_free = next_free + \(size) WHERE name = 'platform' RETURNING next_free") {
                try $0.int("next_free")
            }
            guard let after, after <= Int64(Int32.max) else {
                throw Problem(.unavailable, "Platforma wyczerpała numery dokumentów. Wezwij administratora.")
            }
            return after - size
        }
    }
}
