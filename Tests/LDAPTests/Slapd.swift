import Foundation
import Glibc
import LDAP
import Testing

/// A real slapd with a small office, on a loopback port of its own; gone after the test.
struct Slapd {
    static let binary = "/usr/sbin/slapd", adding = "/usr/sbin/slapadd"
    /// Debian's packages `slapd` and `openssl`; where they are missing the tests are passed over. With `CI=true` their absence fails.
    static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: binary) || ["true", "1"].contains(ProcessInfo.processInfo.environment["CI"] ?? "")
    }

    let port: Int
    let tlsPort: Int
    let authorities: String
    let process: Process

    static func with<T>(_ body: (Slapd) async throws -> T) async throws -> T {
        let folder = NSTemporaryDirectory() + "slapd-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/db", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let slapd = try await start(folder)
        let result: Result<T, any Error>
        do { result = .success(try await body(slapd)) } catch { result = .failure(error) }
        try await slapd.stop()
        return try result.get()
    }

    /// Waiting for a process must not hold a thread of the tests. Killed, since a thread that starts it may hold back gentler signals.
    func stop() async throws {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    }

    private static func run(_ program: String, _ arguments: [String], in folder: String) async throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.currentDirectoryURL = URL(filePath: folder)
        try process.run()
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        try #require(process.terminationStatus == 0, "\(program)")
    }

    private static func start(_ folder: String) async throws -> Slapd {
        try await run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=slapd.example", "-addext",
                "subjectAltName=IP:127.0.0.1",
            ],
            in: folder)
        let configuration = """
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            modulepath /usr/lib/ldap
            moduleload back_mdb
            pidfile \(folder)/pid
            TLSCertificateFile \(folder)/cert.pem
            TLSCertificateKeyFile \(folder)/key.pem
            database mdb
            suffix "dc=prusice,dc=example"
            rootdn "cn=admin,dc=prusice,dc=example"
            rootpw tajne-szukanie
            directory \(folder)/db
            access to attrs=userPassword by anonymous auth by * none
            access to * by users read by * none
            """
        try configuration.write(toFile: folder + "/slapd.conf", atomically: true, encoding: .utf8)
        try entries.write(toFile: folder + "/entries.ldif", atomically: true, encoding: .utf8)
        try await run(adding, ["-f", "slapd.conf", "-l", "entries.ldif"], in: folder)
        let port = try freePort(), tlsPort = try freePort()
        let process = Process()
        process.executableURL = URL(filePath: binary)
        process.arguments = ["-f", folder + "/slapd.conf", "-h", "ldap://127.0.0.1:\(port) ldaps://127.0.0.1:\(tlsPort)", "-d", "0"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<200 where !isOpen(port) || !isOpen(tlsPort) { try await Task.sleep(for: .milliseconds(50)) }
        try #require(isOpen(port) && isOpen(tlsPort), "slapd does not listen")
        return Slapd(port: port, tlsPort: tlsPort, authorities: folder + "/cert.pem", process: process)
    }

    static let entries = """
        dn: dc=prusice,dc=example
        objectClass: dcObject
        objectClass: organization
        dc: prusice
        o: Gmina Prusice

        dn: ou=osoby,dc=prusice,dc=example
        objectClass: organizationalUnit
        ou: osoby

        dn: uid=anna.nowak,ou=osoby,dc=prusice,dc=example
        objectClass: inetOrgPerson
        uid: anna.nowak
        cn: Anna Nowak
        sn: Nowak
        title: inspektor
        userPassword: zielony rower nad stawem

        dn: cn=Żuk\\, Jan (stażysta),ou=osoby,dc=prusice,dc=example
        objectClass: inetOrgPerson
        uid: jan.zuk
        cn: Żuk, Jan (stażysta)
        sn: Żuk
        userPassword: mokry kot liczy schody

        dn: cn=rejestracja,ou=osoby,dc=prusice,dc=example
        objectClass: groupOfNames
        cn: rejestracja
        member: uid=anna.nowak,ou=osoby,dc=prusice,dc=example
        member: cn=Żuk\\, Jan (stażysta),ou=osoby,dc=prusice,dc=example

        """

    private static func isOpen(_ port: Int) -> Bool {
        withSocket { descriptor in
            var address = loopback(port)
            return withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
            }
        }
    }

    private static func freePort() throws -> Int {
        let port = withSocket { descriptor -> Int in
            var address = loopback(0), length = socklen_t(MemoryLayout<sockaddr_in>.size)
            return withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                    bind(descriptor, place, length) == 0 && getsockname(descriptor, place, &length) == 0
                }
            } ? Int(UInt16(bigEndian: address.sin_port)) : 0
        }
        try #require(port > 0)
        return port
    }

    private static func withSocket<T>(_ body: (Int32) -> T) -> T {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return body(descriptor)
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
