import Configuration
import Exchange
import Foundation
import Identity
import Kernel
import Office
import SystemPackage

/// Everything an administrator may set, from a JSON file and from `EURZAD_…` variables, which win.
///
/// The list of keys stands in `docs/operations.md`. Every wrong value is named at start, all at once.
struct ServerConfiguration: Sendable {
    enum Engine: Sendable { case sqlite, postgres(conninfo: String, connections: Int) }

    var dataDirectory: String
    var host: String
    var port: Int
    /// As others reach the server, without a slash at the end.
    var publicAddress: String
    var secureCookies: Bool
    var engine: Engine
    var logLevel: String
    var keepsRawMessages: Bool
    var opensRepositoryToBrowsers: Bool
    var sessionIdleMinutes: Int
    var connector: ConnectorConfiguration
    /// Where scanners save, a folder for each office; `nil` where scans come by the page only.
    var scansDirectory: String?
    /// Requests of one domain system in a minute.
    var apiRequestsPerMinute: Int
    var webhooks: WebhookPolicy
    var typesetter: TypesetterSettings
    var federation = FederationSettings()
    var identity: IdentityConfiguration
    var officers: OfficerSignInSettings

    struct TypesetterSettings: Sendable {
        /// Interpreter of the environment with the typesetting packages; the usual place unless set.
        var python: String?
        var workers: Int
    }

    struct ConnectorConfiguration: Sendable {
        var isEnabled: Bool
        var intervalSeconds: Int
        /// Where the services of the platform lie; the server's own address unless set.
        var platformAddress: String
        /// PEM of the certificate that signs the platform's answers; own seal unless set.
        var pinnedCertificate: String?
        var acknowledgesWithSHA256: Bool
    }

    static let defaultFile = "eurzad.json"

    static func load(file: String?) async throws -> ServerConfiguration {
        let environment = EnvironmentVariablesProvider(
            secretsSpecifier: .specific(["EURZAD_STORE_POSTGRES_CONNINFO", "EURZAD_LDAP_BIND_PASSWORD", "EURZAD_OPENID_CLIENT_SECRET"])
        ).prefixKeys(with: "eurzad")
        var providers: [any ConfigProvider] = [environment]
        do {
            providers.append(
                try await FileProvider<JSONSnapshot>(filePath: FilePath(file ?? defaultFile), allowMissing: file == nil))
        } catch {
            throw Problem(.invalidInput, "Nie można odczytać pliku ustawień „\(file ?? defaultFile)”. Sprawdź ścieżkę i składnię JSON.", cause: "\(error)")
        }
        return try ServerConfiguration(reader: ConfigReader(providers: providers))
    }

    init(reader: ConfigReader) throws {
        var problems: [String] = []
        func whole(_ key: ConfigKey, _ fallback: Int, _ range: ClosedRange<Int>) -> Int {
            let text = reader.string(forKey: key)
            guard let n = text.map(Int.init) ?? reader.int(forKey: key, default: fallback), range.contains(n) else {
                problems.append("\(key): oczekiwano liczby od \(range.lowerBound) do \(range.upperBound)")
                return fallback
            }
            return n
        }
        func flag(_ key: ConfigKey, _ fallback: Bool) -> Bool {
            guard let text = reader.string(forKey: key) else { return reader.bool(forKey: key, default: fallback) }
            switch text.lowercased() {
            case "true", "1", "tak": return true
            case "false", "0", "nie": return false
            default:
                problems.append("\(key): oczekiwano true albo false")
                return fallback
            }
        }
        scansDirectory = reader.string(forKey: "scans.directory")
        dataDirectory = reader.string(forKey: "data.directory", default: "data")
        host = reader.string(forKey: "http.host", default: "127.0.0.1")
        port = whole("http.port", 8080, 0...65_535)
        let address = reader.string(forKey: "http.publicAddress", default: "http://\(host):\(port)")
        publicAddress = address.hasSuffix("/") ? String(address.dropLast()) : address
        secureCookies = flag("http.secureCookies", address.hasPrefix("https://"))
        switch reader.string(forKey: "store.engine", default: "sqlite") {
        case "sqlite": engine = .sqlite
        case "postgres":
            let conninfo = reader.string(forKey: "store.postgres.conninfo", isSecret: true) ?? ""
            if conninfo.isEmpty { problems.append("store.postgres.conninfo: podaj połączenie z PostgreSQL") }
            engine = .postgres(conninfo: conninfo, connections: whole("store.postgres.connections", 8, 1...256))
        case let other:
            problems.append("store.engine: „\(other)” nie jest ani sqlite, ani postgres")
            engine = .sqlite
        }
        logLevel = reader.string(forKey: "log.level", default: "info")
        keepsRawMessages = flag("platform.keepRawMessages", false)
        opensRepositoryToBrowsers = flag("platform.openRepository", true)
        sessionIdleMinutes = whole("session.idleMinutes", 30, 1...600)
        apiRequestsPerMinute = whole("api.requestsPerMinute", 1_200, 1...1_000_000)
        // A trial run on loopback may talk to itself; a server that others reach must be told to.
        let isTrial = (try? WebhookAddress(publicAddress)).map { NetworkAddress($0.host)?.isLoopback ?? ($0.host == "localhost") } ?? false
        webhooks = WebhookPolicy(allowsLoopback: flag("webhooks.allowLoopback", isTrial), allowsPrivate: flag("webhooks.allowPrivate", false))
        connector = ConnectorConfiguration(
            isEnabled: flag("connector.enabled", true), intervalSeconds: whole("connector.intervalSeconds", 30, 1...86_400),
            platformAddress: reader.string(forKey: "connector.platformAddress") ?? publicAddress,
            pinnedCertificate: reader.string(forKey: "connector.pinnedCertificate"),
            acknowledgesWithSHA256: reader.string(forKey: "connector.digest", default: "sha1") == "sha256")
        typesetter = TypesetterSettings(python: reader.string(forKey: "typesetter.python"), workers: whole("typesetter.workers", 2, 1...32))
        federation.isProvider = flag("identityProvider.enabled", false)
        if let metadata = reader.string(forKey: "node.metadata") {
            let levels = ["niski": AssuranceLevel.low, "sredni": .substantial, "wysoki": .high]
            let level = levels[reader.string(forKey: "node.level", default: "sredni")]
            if level == nil { problems.append("node.level: oczekiwano niski, sredni albo wysoki") }
            let name = reader.string(forKey: "node.providerName", default: "")
            if name.isEmpty { problems.append("node.providerName: podaj nazwę z wniosku do węzła") }
            federation.node = FederationSettings.Node(
                metadata: metadata, entityID: reader.string(forKey: "node.entityID", default: publicAddress + "/usluga"), providerName: name,
                level: level ?? .substantial, requiresEncryption: flag("node.requireEncryption", true))
        }
        var identityProblems: [String] = []
        identity = IdentityConfiguration(reader: reader, problems: &identityProblems, whole: whole)
        officers = OfficerSignInSettings(reader: reader, publicAddress: publicAddress, problems: &identityProblems, whole: whole, flag: flag)
        problems += identityProblems
        guard problems.isEmpty else {
            throw Problem(.invalidInput, "Ustawienia mają błędy:\n  " + problems.joined(separator: "\n  "))
        }
    }
}
