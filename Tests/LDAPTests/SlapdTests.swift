import LDAP
import Testing

/// Against Debian's slapd on loopback.
@Suite(.serialized, .enabled(if: Slapd.isInstalled, "slapd is not installed: scripts/setup test installs it")) struct SlapdTests {
    private func client(
        _ slapd: Slapd, _ protection: LDAPSettings.Protection = .none, host: String = "127.0.0.1", searcher: String = "tajne-szukanie", authorities: Bool = true,
        port: Int? = nil
    ) throws -> LDAPClient {
        LDAPClient(
            LDAPSettings(
                host: host, port: port ?? (protection == .ldaps ? slapd.tlsPort : slapd.port), protection: protection, authorities: authorities ? slapd.authorities : nil,
                searcher: ("cn=admin,dc=prusice,dc=example", searcher), base: "ou=osoby,dc=prusice,dc=example",
                filter: try #require(LDAPFilter("(&(objectClass=inetOrgPerson)(uid={login}))", place: "login")), groupBase: "ou=osoby,dc=prusice,dc=example",
                groupFilter: try #require(LDAPFilter("(&(objectClass=groupOfNames)(member={dn}))", place: "dn")), timeoutSeconds: 3))
    }

    @Test("A right password gives the person with groups; wrong, unknown, empty and hostile ones give nobody") func proof() async throws {
        try await Slapd.with { slapd in
            let client = try client(slapd)
            let anna = try #require(try await client.prove(login: "anna.nowak", password: "zielony rower nad stawem"))
            #expect(anna.name == "Anna Nowak" && anna.post == "inspektor" && anna.id.count == 36)
            #expect(anna.groups == ["cn=rejestracja,ou=osoby,dc=prusice,dc=example"])
            // A name with a comma, brackets and Polish letters, both in the entry and in the filter of groups.
            let jan = try #require(try await client.prove(login: "jan.zuk", password: "mokry kot liczy schody"))
            #expect(jan.name == "Żuk, Jan (stażysta)" && jan.groups.count == 1 && jan.id != anna.id)
            for (login, password) in [
                ("anna.nowak", "zle haslo"), ("anna.nowak", ""), ("", "zielony rower nad stawem"), ("nikt", "zielony rower nad stawem"),
                ("*", "zielony rower nad stawem"),
                ("anna.nowak)(uid=*", "zielony rower nad stawem"), ("a*", "zielony rower nad stawem"), ("rejestracja", "x"),
            ] { #expect(try await client.prove(login: login, password: password) == nil, "\(login)") }
        }
    }

    @Test("StartTLS and LDAPS with a checked certificate; a foreign one is refused", arguments: [LDAPSettings.Protection.startTLS, .ldaps])
    func tls(_ protection: LDAPSettings.Protection) async throws {
        try await Slapd.with { slapd in
            let known = try client(slapd, protection, host: "127.0.0.1")
            #expect(try await known.prove(login: "anna.nowak", password: "zielony rower nad stawem") != nil)
            let unknown = try client(slapd, protection, host: "127.0.0.1", authorities: false)
            await #expect(throws: LDAPFailure.self) { _ = try await unknown.prove(login: "anna.nowak", password: "zielony rower nad stawem") }
            // The certificate is of another name.
            let misnamed = try client(slapd, protection, host: "localhost")
            await #expect(throws: LDAPFailure.self) { _ = try await misnamed.prove(login: "anna.nowak", password: "zielony rower nad stawem") }
        }
    }

    @Test("A server that is down and a searching account with a wrong password are failures, not refusals; nothing of them tells a password")
    func down() async throws {
        try await Slapd.with { slapd in
            let wrong = try client(slapd, searcher: "nie-to-haslo")
            let failure = await #expect(throws: LDAPFailure.self) { _ = try await wrong.prove(login: "anna.nowak", password: "zielony rower nad stawem") }
            #expect(failure?.step == .searcher && failure.map { !"\($0)".contains("nie-to") && !"\($0)".contains("rower") } == true)
            try await slapd.stop()
            let gone = await #expect(throws: LDAPFailure.self) { _ = try await client(slapd).prove(login: "anna.nowak", password: "zielony rower nad stawem") }
            #expect(gone.map { $0.code < 0 } == true)
        }
    }
}
