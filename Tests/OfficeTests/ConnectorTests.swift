import Cryptography
import Exchange
import Kernel
import Office
import Store
import StoreTesting
import Synchronization
import Testing

@Suite("Connector") struct ConnectorTests {
    /// A platform that answers with what it is told to.
    final class Line: SoapTransport {
        private let words: Mutex<String>
        init(_ words: String) { self.words = Mutex(words) }
        func says(_ new: String) { words.withLock { $0 = new } }
        func post(_ url: String, contentType: String, action: String, body: [UInt8]) async throws -> SoapExchangeAnswer {
            throw Problem(.unavailable, words.withLock { $0 })
        }
        func get(_ url: String, limit: Int) async throws -> SoapExchangeAnswer { throw Problem(.unavailable, words.withLock { $0 }) }
    }

    @Test("A failing box stands in the journal once, and again only when the words change", arguments: Backend.available)
    func failures(_ backend: Backend) async throws {
        try await withOffice(backend) { office, _ in
            let key = try PrivateKey.generateP256()
            let now = office.time.now
            let identity = SigningIdentity(
                key: key, certificate: try CertificateIssuer.selfSigned(subject: [("CN", "Urząd")], key: key, notBefore: now, days: 9, isAuthority: false))
            let line = Line("Platforma nie odpowiada.")
            let client = PlatformClient(
                connection: PlatformConnection(address: "http://127.0.0.1", podmiot: "ugprusice", identity: identity, pinned: nil), transport: line, time: office.time)
            let round = ConnectorRound(office: office, client: client, boxes: [try #require(BoxAddress("/ugprusice/SkrytkaESP"))])
            for _ in 1...3 { #expect(await round.run().problems == ["/ugprusice/SkrytkaESP: Platforma nie odpowiada."]) }
            line.says("Certyfikat wygasł.")
            for _ in 1...2 { _ = await round.run() }
            try await office.database.write { try ConnectorStore.succeeded($0, box: "/ugprusice/SkrytkaESP", fetched: 0, at: now.adding(seconds: 1)) }
            _ = await round.run()
            #expect(
                try await journal(office, "pobieranie-nieudane") == ["Platforma nie odpowiada.", "Certyfikat wygasł.", "Certyfikat wygasł."])
        }
    }

    @Test("A package that cannot be taken is refused as a whole and stands in the journal", arguments: Backend.available)
    func packages(_ backend: Backend) async throws {
        try await withOffice(backend) { office, _ in
            let intake = IncomingCorrespondence(office: office)
            let performer = Performer(id: "system:test", name: "test")
            await #expect(throws: (any Error).self) { try await intake.take(package: Array("to nie jest ZIP".utf8), of: "ugprusice", by: performer) }
            let entries = try await journal(office, "paczka-odrzucona")
            #expect(entries.count == 1 && entries.allSatisfy { !$0.isEmpty })
        }
    }

    private func journal(_ office: OfficeHouse, _ act: String) async throws -> [String] {
        try await office.database.read { c in
            try c.query("SELECT COALESCE(after, reason) AS words FROM journal WHERE act = \(act) ORDER BY seq \(sql: c.dialect.ascending)") { try $0.text("words") }
        }
    }
}
