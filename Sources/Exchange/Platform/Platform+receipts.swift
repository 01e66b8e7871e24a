public import Kernel
internal import Store

extension Platform {
    /// The receipt (UPP) given for a document that was put into a box; `nil` where this platform gave none.
    ///
    /// The sender has it already. The addressed office keeps a copy beside the letter, as proof of the moment from which the letter was its own.
    public func receipt(box: BoxAddress, document: ContentHash) async throws -> [UInt8]? {
        let found: ContentHash? = try await database.read { c in
            try c.first(
                """
                SELECT r.hash AS hash FROM box_document d JOIN submission_receipt r ON r.document_id = d.id
                WHERE d.hash = \(document) AND d.box = \(box.description) ORDER BY d.id \(sql: c.dialect.descending) LIMIT 1
                """
            ) { try $0.parsed("hash") }
        }
        guard let found else { return nil }
        return try await blobs.bytes(database, found)
    }
}
