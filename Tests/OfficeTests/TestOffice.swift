import Cryptography
import Foundation

import Kernel
import Office
import Signatures
import Store
import StoreTesting
import Synchronization

/// A clock the test moves.
final class TestClock: Sendable {
    private let value: Mutex<Instant>
    init(_ start: Instant) { value = Mutex(start) }
    var now: Instant {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}

/// One office with a migrated database of its own, gone after the test.
func withOffice(_ backend: Backend, at start: Instant = Instant(milliseconds: 1_773_316_800_000), _ body: (OfficeHouse, TestClock) async throws -> Void) async throws {
    let clock = TestClock(start)
    try await backend.withDatabase(migrations: House.officeMigrations) { db in
        try await withTemporaryDirectory { folder in
            let record = OfficeRecord(
                id: OfficeID("prusice")!, name: "Gmina Prusice", kind: .commune, podmiot: "ugprusice", town: "Prusice", postCode: "55-110",
                street: "Rynek 1")
            try await body(
                OfficeHouse(
                    record: record, database: db, blobs: BlobStore(directory: folder), verifier: SignatureVerifier(trust: TrustStore(lists: [])),
                    time: TimeSource { clock.now }), clock)
        }
    }
}
