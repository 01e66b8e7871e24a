import Foundation
import Testing

/// The plan of the house (`docs/architecture.md`): who may import whom. The compiler does not check this.
@Suite struct RoomsTests {
    static let allowed: [String: Set<String>] = [
        "Kernel": [],
        "Law": ["Kernel"],
        "Cryptography": ["Kernel", "CLibCrypto"],
        "XML": ["Kernel", "CLibXML2"],
        "Markup": ["Kernel"],
        "Store": ["Kernel", "Cryptography", "Law", "NIOPosix"],
        "StoreSQLite": ["Kernel", "Store", "GRDB", "GRDBSQLite", "NIOPosix"],
        "StorePostgres": ["Kernel", "Store", "CLibPQ", "NIOPosix"],
        "PDF": ["CLibZ"],
        "Signatures": ["Kernel", "Cryptography", "XML", "PDF"],
        "SAML": ["Kernel", "Cryptography", "XML", "Signatures"],
        "LDAP": ["CLibLDAP", "NIOPosix"],
        "Typesetting": ["Kernel", "Cryptography", "Markup", "PDF", "NIOPosix"],
        "Chancery": ["Kernel", "Law", "Store", "XML"],
        "Exchange": ["Kernel", "Law", "Cryptography", "XML", "Signatures", "Store", "CLibArchive"],
        "Identity": ["Kernel", "Law", "Cryptography", "SAML", "Store"],
        "Revenue": ["Kernel", "Law", "Cryptography", "XML", "Store"],
        "Programme": ["Kernel", "Law", "Store"],
        "Office": [
            "Kernel", "Law", "Cryptography", "XML", "Signatures", "Markup", "Typesetting", "Store", "Chancery", "Exchange", "Identity", "Revenue", "Programme", "Logging",
        ],
        "Web": [
            "Kernel", "Law", "Cryptography", "XML", "Signatures", "SAML", "Typesetting", "Store", "Markup", "Chancery", "Exchange", "Identity", "Revenue",
            "Programme", "Office", "Hummingbird", "HTTPTypes", "NIOCore", "Logging",
        ],
    ]
    static let standard: Set<String> = ["Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Dispatch"]

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func sources(of room: String) -> [URL] {
        let files = FileManager.default.enumerator(at: root.appending(path: "Sources/\(room)"), includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    }

    static func imports(_ file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard let at = words.firstIndex(of: "import"), at <= 2,
                words[..<at].allSatisfy({ ["public", "internal", "package", "@testable", "@_spi"].contains($0) })
            else { return nil }
            let name = words[(at + 1)...].first { !["struct", "func", "class", "enum", "protocol"].contains($0) } ?? ""
            return String(name.split(separator: ".").first ?? "")
        }
    }

    @Test("Every room imports only what the plan allows", arguments: allowed.keys.sorted())
    func imports(of room: String) throws {
        let files = Self.sources(of: room)
        #expect(!files.isEmpty, "no sources in \(room)")
        let allowed = try #require(Self.allowed[room])
        for file in files {
            for name in try Self.imports(file) {
                #expect(allowed.contains(name) || Self.standard.contains(name), "\(file.lastPathComponent) of \(room) imports \(name)")
            }
        }
    }

    @Test("Every room of Sources is on the plan") func plan() throws {
        let rooms = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path())
            .filter { !$0.hasPrefix("CLib") && !$0.hasPrefix(".") }
        #expect(Set(rooms) == Set(Self.allowed.keys).union(["eurzad"]))
    }

    @Test("No domain imports another") func domains() throws {
        let domains: Set<String> = ["Chancery", "Exchange", "Identity", "Revenue", "Programme"]
        for domain in domains {
            for file in Self.sources(of: domain) {
                #expect(domains.subtracting([domain]).isDisjoint(with: try Self.imports(file)), "\(file.lastPathComponent)")
            }
        }
    }
}
