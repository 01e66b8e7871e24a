import Cryptography
@testable import Exchange
import Kernel
import Store
import StoreTesting
import Testing

@Suite struct SystemPermissionTests {
    @Test(
        "Only a whole address with a host of its own may be registered",
        arguments: [
            ("https://ezd.example", true), ("https://ezd.example/", true), ("https://ezd.example:8443/podpis/", true), ("http://127.0.0.1:8080/x", true),
            ("http://localhost/x", true), ("http://ezd.example/x", false), ("https://", false), ("https://ezd.example/?a=1", false), ("https://ezd.example/#a", false),
            ("https://ala@ezd.example/", false), ("https://ezd.example/a/../b", false), ("ftp://ezd.example/", false), ("https://ezd.exa mple/", false), ("", false),
            ("http://127.0.0.1.zly.example/", false), ("http://localhost.zly.example/", false),
        ]) func registered(_ address: String, _ isGood: Bool)
    {
        #expect((ReturnAddress(address) != nil) == isGood)
    }

    @Test(
        "An address is covered by one of the same scheme, host and port above it in the path",
        arguments: [
            ("https://ezd.example/podpis/", "https://ezd.example/podpis/ok?id=1", true), ("https://ezd.example/podpis", "https://ezd.example/podpis", true),
            ("https://ezd.example/podpis", "https://ezd.example/podpis/ok", true), ("https://ezd.example/podpis", "https://ezd.example/podpisy", false),
            ("https://ezd.example/podpis/", "https://ezd.example/podpis", false), ("https://ezd.example", "https://EZD.example/cokolwiek", true),
            ("https://ezd.example", "https://ezd.example.zly.example/", false), ("https://ezd.example", "https://ezd.example:443/", false),
            ("https://ezd.example/podpis/", "https://ezd.example/podpis/./x", false), ("https://ezd.example/podpis/", "https://ezd.example/podpis/%2E%2e/x", false),
            ("https://ezd.example/podpis/", "https://ezd.example/podpis/%252e/x", false), ("https://ezd.example", "https://ezd.example\\@zly.example/", false),
        ]) func covers(_ registered: String, _ address: String, _ isCovered: Bool) throws
    {
        #expect(try #require(ReturnAddress(registered)).covers(address) == isCovered)
    }

    @Test("A system has nothing until it is given, and loses it at once", arguments: Backend.available) func grants(_ backend: Backend) async throws {
        let now = Instant(milliseconds: 1_773_316_800_000), performer = Performer(id: "test", name: "test")
        try await backend.withDatabase(migrations: StoreMigrations.all + ExchangeMigrations.platform) { db in
            let key = try PrivateKey.generateP256()
            let certificate = try CertificateIssuer.selfSigned(
                subject: [("CN", "EZD")], key: key, notBefore: now.adding(seconds: -60), days: 30, isAuthority: false)
            let address = try #require(ReturnAddress("https://ezd.example/podpis/"))
            let all: [SystemGrant] = [.right(.signing), .returnAddress(address), .service(3)]
            let id = try await db.write { c in
                try PlatformDirectory.add(c, Podmiot(id: "urzad", kind: .publicBody, name: "Urząd"), by: performer, at: now)
                return try PlatformDirectory.addSystem(c, name: "EZD", podmiot: "urzad", certificate: certificate, by: performer, at: now)
            }
            #expect(try await db.read { c in try PlatformDirectory.permissions(c, of: id) } == .none)
            for right in SystemRight.allCases { #expect(throws: Problem.self) { try SystemPermissions.none.require(right) } }
            try await db.write { c in
                try PlatformDirectory.allow(c, system: id, all, by: performer, at: now)
                try PlatformDirectory.allow(c, system: id, all, by: performer, at: now)
            }
            let given = try await db.read { c in try PlatformDirectory.permissions(c, of: id) }
            #expect(given == SystemPermissions(rights: [.signing], returnAddresses: [address], services: [3]))
            #expect(given.allowsReturn(to: "https://ezd.example/podpis/ok") && !given.allowsReturn(to: "https://ezd.example/inne"))
            try await db.write { c in try PlatformDirectory.withdraw(c, system: id, all, by: performer, at: now) }
            #expect(try await db.read { c in try PlatformDirectory.permissions(c, of: id) } == .none)
            let acts = try await db.read { c in try Journal.latest(c, limit: 20).map(\.entry.act) }
            #expect(acts.filter { $0 == "system-grant-given" }.count == 3 && acts.filter { $0 == "system-grant-withdrawn" }.count == 3)
            await #expect(throws: Problem.self) { try await db.write { c in try PlatformDirectory.allow(c, system: 99, all, by: performer, at: now) } }
        }
    }
}
