internal import Cryptography
internal import Exchange
public import Kernel
internal import Store

extension IncomingCorrespondence {
    /// Takes an emergency package through the same gate as what the connector fetches (epuap.md § 4.13).
    ///
    /// - Parameters:
    ///   - zip: the package as it was downloaded; read whole before the first document is taken.
    ///   - podmiot: the office's own; a package with a document of another box is refused as a whole.
    /// - Throws: `Problem` that names what is wrong; the refusal stands in the journal, and nothing was registered.
    public func take(package zip: [UInt8], of podmiot: String, by performer: Performer) async throws -> [Outcome] {
        let documents: [FetchedDocument]
        do {
            documents = try EmergencyPackage.read(zip: zip)
            if let foreign = documents.first(where: { $0.box.podmiot != podmiot }) {
                throw Problem(.forbidden, "Paczka jest dla skrytki \(foreign.box), nie dla tego urzędu.")
            }
        } catch {
            let now = office.time.now, hash = ContentHash(of: zip), words = ConnectorRound.words(error)
            try await office.database.write {
                try Journal.append(
                    $0, JournalEntry(actor: performer.id, act: "paczka-odrzucona", object: "paczka:\(hash)", reason: words), at: now)
            }
            throw error
        }
        var outcomes: [Outcome] = []
        for document in documents { outcomes.append(try await take(document)) }
        return outcomes
    }
}
