internal import CLibLDAP
internal import Foundation
internal import NIOPosix
internal import Synchronization

/// A person found in a directory whose password was right.
public struct LDAPPerson: Sendable, Hashable {
    public var dn: String
    /// By `LDAPSettings.idAttribute`; binary marks as hexadecimal digits.
    public var id: String
    public var name: String
    public var post: String
    public var groups: Set<String>
}

/// Asks a directory about a person: search, then a bind as that person. Every call blocks, so it runs on threads of its own.
public final class LDAPClient: Sendable {
    public let settings: LDAPSettings
    private let waiting = Mutex(0)
    /// More than these wait for no thread: a directory that hangs must not take the memory.
    private static let waitingLimit = 64

    private static let threads: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 4)
        pool.start()
        return pool
    }()

    public init(_ settings: LDAPSettings) { self.settings = settings }

    /// - Parameter password: never empty; an empty one would be an anonymous bind (RFC 4513 § 5.1.2).
    /// - Returns: `nil` for an unknown login, one that two entries have, and a wrong password.
    /// - Throws: `LDAPFailure` where the directory does not answer or refuses the searching account.
    public func prove(login: String, password: String) async throws -> LDAPPerson? {
        guard !login.isEmpty, !password.isEmpty else { return nil }
        let isTaken = waiting.withLock { count in
            guard count < Self.waitingLimit else { return false }
            count += 1
            return true
        }
        guard isTaken else { throw LDAPFailure(step: .connection, code: LDAP_BUSY, words: "too many wait") }
        defer { waiting.withLock { $0 -= 1 } }
        let settings = settings
        return try await Self.threads.runIfActive { try LDAPConnection.prove(settings, login: login, password: password) }
    }
}

/// One connection; opened, used and closed on one thread.
private final class LDAPConnection {
    private let handle: OpaquePointer

    static func prove(_ settings: LDAPSettings, login: String, password: String) throws -> LDAPPerson? {
        let search = try LDAPConnection(settings)
        if let searcher = settings.searcher {
            let code = search.bind(searcher.dn, searcher.password)
            guard code == LDAP_SUCCESS else { throw failure(.searcher, code) }
        }
        guard let found = try search.person(settings, login: login) else { return nil }
        // On a connection of its own, so that the searching account's rights read the groups.
        let own = try LDAPConnection(settings)
        switch own.bind(found.dn, password) {
        case LDAP_SUCCESS: break
        // Wrong, locked or expired: the directory says which only to those who ask it.
        case LDAP_INVALID_CREDENTIALS, LDAP_UNWILLING_TO_PERFORM, LDAP_CONSTRAINT_VIOLATION, LDAP_INAPPROPRIATE_AUTH, LDAP_NO_SUCH_OBJECT, LDAP_INSUFFICIENT_ACCESS:
            return nil
        case let code: throw failure(.bind, code)
        }
        var person = found
        if let base = settings.groupBase { person.groups = try search.groups(base, settings.groupFilter.filled(person.dn)) }
        return person
    }

    private init(_ settings: LDAPSettings) throws {
        var opened: OpaquePointer?
        let code = ldap_initialize(&opened, settings.address)
        guard code == LDAP_SUCCESS, let opened else { throw Self.failure(.settings, code) }
        handle = opened
        var version: Int32 = LDAP_VERSION3, demand = Int32(CLDAP_TLS_DEMAND), least = Int32(CLDAP_TLS_1_2), context: Int32 = 0
        var time = timeval(tv_sec: settings.timeoutSeconds, tv_usec: 0)
        var results = [
            ldap_set_option(opened, Int32(CLDAP_VERSION), &version), cldap_switch_off(opened, Int32(CLDAP_REFERRALS)),
            ldap_set_option(opened, Int32(CLDAP_NETWORK_TIMEOUT), &time), ldap_set_option(opened, Int32(CLDAP_TIMEOUT), &time),
        ]
        if settings.protection != .none {
            if let path = settings.authorities { results.append(path.withCString { ldap_set_option(opened, Int32(CLDAP_TLS_CACERTFILE), $0) }) }
            results.append(ldap_set_option(opened, Int32(CLDAP_TLS_REQUIRE_CERT), &demand))
            results.append(ldap_set_option(opened, Int32(CLDAP_TLS_PROTOCOL_MIN), &least))
            results.append(ldap_set_option(opened, Int32(CLDAP_TLS_NEWCTX), &context))
        }
        guard results.allSatisfy({ $0 == LDAP_SUCCESS }) else { throw Self.failure(.settings, results.first { $0 != LDAP_SUCCESS } ?? -1) }
        if settings.protection == .startTLS {
            let code = ldap_start_tls_s(opened, nil, nil)
            guard code == LDAP_SUCCESS else { throw Self.failure(.tls, code) }
        }
    }

    deinit { ldap_unbind_ext_s(handle, nil, nil) }

    private static func failure(_ step: LDAPFailure.Step, _ code: Int32) -> LDAPFailure {
        LDAPFailure(step: step, code: code, words: ldap_err2string(code).map { String(cString: $0) } ?? "")
    }

    private func bind(_ dn: String, _ password: String) -> Int32 {
        var bytes = Array(password.utf8CString)
        defer { bytes.withUnsafeMutableBytes { _ = $0.initializeMemory(as: UInt8.self, repeating: 0) } }
        return bytes.withUnsafeMutableBufferPointer { buffer in
            var secret = berval(bv_len: UInt(buffer.count - 1), bv_val: buffer.baseAddress)
            return ldap_sasl_bind_s(handle, dn, nil, &secret, nil, nil, nil)
        }
    }

    /// The entries of a search with the wanted attributes.
    private func search(_ base: String, _ filter: String, _ attributes: [String], limit: Int32) throws -> [(dn: String, values: [String: [[UInt8]]])] {
        var names: [UnsafeMutablePointer<CChar>?] = attributes.map { strdup($0) } + [nil]
        defer { for name in names { free(name) } }
        var result: OpaquePointer?
        let code = ldap_search_ext_s(handle, base, LDAP_SCOPE_SUBTREE, filter, &names, 0, nil, nil, nil, limit, &result)
        defer { ldap_msgfree(result) }
        // More than the limit: what came is enough to know that there are several.
        guard code == LDAP_SUCCESS || code == LDAP_SIZELIMIT_EXCEEDED else {
            if code == LDAP_NO_SUCH_OBJECT { return [] }
            throw Self.failure(.search, code)
        }
        var found: [(dn: String, values: [String: [[UInt8]]])] = []
        var entry = ldap_first_entry(handle, result)
        while let present = entry {
            if let dn = ldap_get_dn(handle, present) {
                var values: [String: [[UInt8]]] = [:]
                for name in attributes { values[name] = self.values(present, name) }
                found.append((String(cString: dn), values))
                ldap_memfree(dn)
            }
            entry = ldap_next_entry(handle, present)
        }
        return found
    }

    private func values(_ entry: OpaquePointer, _ name: String) -> [[UInt8]] {
        guard let list = ldap_get_values_len(handle, entry, name) else { return [] }
        defer { ldap_value_free_len(list) }
        return (0..<Int(ldap_count_values_len(list))).compactMap { i in
            list[i].flatMap { value in
                value.pointee.bv_val.map { Array(UnsafeRawBufferPointer(start: $0, count: Int(value.pointee.bv_len))) }
            }
        }
    }

    private func person(_ settings: LDAPSettings, login: String) throws -> LDAPPerson? {
        let wanted = [settings.idAttribute, settings.nameAttribute, settings.postAttribute, "memberOf"]
        let entries = try search(settings.base, settings.filter.filled(login), wanted, limit: 2)
        guard entries.count == 1, let entry = entries.first, let mark = entry.values[settings.idAttribute]?.first, !mark.isEmpty else { return nil }
        func text(_ name: String) -> String { entry.values[name]?.first.flatMap { String(validating: $0, as: UTF8.self) } ?? "" }
        let groups = entry.values["memberOf"]?.compactMap { String(validating: $0, as: UTF8.self) } ?? []
        let printable = String(validating: mark, as: UTF8.self).flatMap { $0.unicodeScalars.allSatisfy { $0.value > 31 } ? $0 : nil }
        return LDAPPerson(
            dn: entry.dn, id: printable ?? mark.map { String($0, radix: 16) }.map { $0.count == 1 ? "0" + $0 : $0 }.joined(), name: text(settings.nameAttribute),
            post: text(settings.postAttribute), groups: Set(groups))
    }

    private func groups(_ base: String, _ filter: String) throws -> Set<String> {
        Set(try search(base, filter, ["cn"], limit: 1000).map(\.dn))
    }
}
