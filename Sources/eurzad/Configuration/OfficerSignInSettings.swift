import Configuration
import Identity
import Kernel
import LDAP

/// Where else officers' passwords are asked about, as the administrator sets it (`docs/operations.md`).
struct OfficerSignInSettings: Sendable {
    struct Directory: Sendable {
        var settings: LDAPSettings
        var rules: DirectoryRules
        var label: String
    }

    /// `nil` leaves the directory switched off.
    var directory: Directory?
    /// `nil` leaves OpenID switched off.
    var openID: OpenIDSettings?

    init(
        reader: ConfigReader, publicAddress: String, problems: inout [String], whole: (ConfigKey, Int, ClosedRange<Int>) -> Int, flag: (ConfigKey, Bool) -> Bool
    ) {
        directory = Self.directory(reader, &problems, whole, flag)
        openID = Self.openID(reader, publicAddress, &problems, whole, flag)
    }

    private static func directory(
        _ reader: ConfigReader, _ problems: inout [String], _ whole: (ConfigKey, Int, ClosedRange<Int>) -> Int, _ flag: (ConfigKey, Bool) -> Bool
    ) -> Directory? {
        guard let host = reader.string(forKey: "ldap.host") else { return nil }
        let word = reader.string(forKey: "ldap.security", default: "starttls")
        let protection = LDAPSettings.Protection(rawValue: word)
        if protection == nil { problems.append("ldap.security: „\(word)” nie jest ani starttls, ani ldaps, ani none") }
        if protection == LDAPSettings.Protection.none, !LDAPSettings.isLoopback(host) {
            problems.append("ldap.security: none wysłałoby hasła otwartym tekstem; wolno tylko na tej samej maszynie")
        }
        let base = reader.string(forKey: "ldap.base", default: "")
        if base.isEmpty { problems.append("ldap.base: podaj, gdzie w katalogu są osoby") }
        let filter = LDAPFilter(reader.string(forKey: "ldap.filter", default: "(uid={login})"), place: "login")
        if filter == nil { problems.append("ldap.filter: oczekiwano filtru w nawiasach z miejscem {login}") }
        let groups = LDAPFilter(reader.string(forKey: "ldap.groupFilter", default: "(member={dn})"), place: "dn")
        if groups == nil { problems.append("ldap.groupFilter: oczekiwano filtru w nawiasach z miejscem {dn}") }
        let dn = reader.string(forKey: "ldap.bindDN"), password = reader.string(forKey: "ldap.bindPassword", isSecret: true)
        if (dn == nil) != ((password ?? "").isEmpty) { problems.append("ldap.bindDN i ldap.bindPassword: podaj oba albo żadnego") }
        var roles: [DirectoryRules.RoleOfGroup] = []
        for part in (reader.string(forKey: "ldap.roles") ?? "").split(separator: ";") {
            let pair = part.split(separator: ":", maxSplits: 1).map { String($0.trimmingPrefix(while: \.isWhitespace)) }
            if pair.count == 2, let role = OfficeRole(rawValue: pair[0]), !pair[1].isEmpty {
                roles.append(.init(role, group: pair[1]))
            } else {
                problems.append("ldap.roles: oczekiwano par rola:DN grupy, oddzielonych średnikiem; role: \(OfficeRole.allCases.map(\.rawValue).joined(separator: ", "))")
            }
        }
        var office: OfficeID?
        if let name = reader.string(forKey: "ldap.createIn") {
            office = OfficeID(name)
            if office == nil { problems.append("ldap.createIn: „\(name)” nie jest krótką nazwą urzędu") }
            if roles.isEmpty { problems.append("ldap.createIn: konta można zakładać tylko z rolami z grup, ustaw ldap.roles") }
        }
        guard let protection, let filter, let groups else { return nil }
        let settings = LDAPSettings(
            host: host, port: whole("ldap.port", protection == .ldaps ? 636 : 389, 1...65_535), protection: protection,
            authorities: reader.string(forKey: "ldap.authorities"), searcher: dn.flatMap { dn in password.map { (dn, $0) } }, base: base, filter: filter,
            idAttribute: reader.string(forKey: "ldap.idAttribute", default: "entryUUID"), nameAttribute: reader.string(forKey: "ldap.nameAttribute", default: "cn"),
            postAttribute: reader.string(forKey: "ldap.postAttribute", default: "title"), groupBase: reader.string(forKey: "ldap.groupBase"), groupFilter: groups,
            timeoutSeconds: whole("ldap.timeoutSeconds", 5, 1...60))
        return Directory(
            settings: settings, rules: DirectoryRules(createsIn: office, roles: roles), label: reader.string(forKey: "ldap.label", default: "to samo co do komputera"))
    }

    private static func openID(
        _ reader: ConfigReader, _ publicAddress: String, _ problems: inout [String], _ whole: (ConfigKey, Int, ClosedRange<Int>) -> Int,
        _ flag: (ConfigKey, Bool) -> Bool
    ) -> OpenIDSettings? {
        guard let issuer = reader.string(forKey: "openid.issuer") else { return nil }
        if !OpenIDSettings.isSafe(issuer) { problems.append("openid.issuer: oczekiwano adresu https (http tylko na tej samej maszynie)") }
        let client = reader.string(forKey: "openid.clientID", default: "")
        if client.isEmpty { problems.append("openid.clientID: podaj nazwę tej usługi u dostawcy") }
        return OpenIDSettings(
            issuer: issuer, client: client, secret: reader.string(forKey: "openid.clientSecret", isSecret: true), redirect: publicAddress + "/logowanie/openid/powrot",
            label: reader.string(forKey: "openid.label", default: "konto służbowe"), skewSeconds: Int64(whole("openid.clockSkewSeconds", 60, 0...300)),
            trustsTwoFactors: flag("openid.trustTwoFactors", false))
    }
}
