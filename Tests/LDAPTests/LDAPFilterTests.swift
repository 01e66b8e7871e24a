import LDAP
import Testing

@Suite struct LDAPFilterTests {
    @Test(
        "A value is never read as a part of the filter",
        arguments: [
            ("anna.nowak", "(uid=anna.nowak)"), ("*", "(uid=\\2a)"), ("a)(uid=*", "(uid=a\\29\\28uid=\\2a)"), ("a\\2a", "(uid=a\\5c2a)"), ("a\u{0}b", "(uid=a\\00b)"),
            ("żuk", "(uid=\\c5\\bcuk)"), ("{login}", "(uid=\\7blogin\\7d)"), ("a&|!<>~", "(uid=a\\26\\7c\\21\\3c\\3e\\7e)"),
        ])
    func escaping(_ value: String, _ filter: String) throws {
        #expect(try #require(LDAPFilter("(uid={login})", place: "login")).filled(value) == filter)
    }

    @Test("A template needs its place and even brackets", arguments: ["uid={login}", "(uid=x)", "((uid={login})", "(uid={login}))(", "(a)){login}(("])
    func templates(_ template: String) { #expect(LDAPFilter(template, place: "login") == nil) }

    @Test("Settings never print a password") func description() throws {
        let settings = LDAPSettings(
            host: "ldap.example", port: 636, protection: .ldaps, searcher: ("cn=x", "tajne"), base: "dc=x",
            filter: try #require(LDAPFilter("(uid={login})", place: "login")),
            groupFilter: try #require(LDAPFilter("(member={dn})", place: "dn")))
        #expect(!"\(settings)".contains("tajne"))
    }
}
