import ArgumentParser
import Foundation
import Hummingbird
import Identity
import Kernel
import LDAP
import Logging
import Office
import ServiceLifecycle
import Typesetting
import Web

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Uruchom serwer.")
    @OptionGroup var options: HouseOptions

    func run() async throws { try await RunCommand.serve(try await options.configuration()) {} }

    /// Serves until it is told to stop; `ready` runs when the address is open.
    static func serve(_ configuration: ServerConfiguration, ready: @escaping @Sendable () async -> Void) async throws {
        guard let level = Logger.Level(rawValue: configuration.logLevel) else {
            throw Problem(.invalidInput, "log.level: „\(configuration.logLevel)” to nie poziom. Poziomy: trace, debug, info, notice, warning, error, critical.")
        }
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let logger = Logger(label: "eurzad")
        let house = try await HouseOptions.open(configuration)
        do {
            try await house.migrateAll()
            let (platform, seal) = try Assembly.platform(house, configuration)
            let passwords = PasswordHasher()
            let secrets = try WebhookSecrets(file: house.layout.webhookKey)
            let webhooks = WebhookDelivery(transport: WebhookClient(policy: configuration.webhooks), secrets: secrets)
            let typesetter = Typesetter(
                TypesetterConfiguration(
                    python: configuration.typesetter.python ?? TypesetterConfiguration.defaultPython(), workers: configuration.typesetter.workers))
            let identity = try Assembly.identity(house, configuration)
            var web = WebConfiguration(
                publicAddress: configuration.publicAddress, secureCookies: configuration.secureCookies,
                sessionIdleMinutes: configuration.sessionIdleMinutes, opensRepository: configuration.opensRepositoryToBrowsers, passwords: passwords,
                typesetter: typesetter, api: APISettings(requestsPerMinute: configuration.apiRequestsPerMinute), webhookSecrets: secrets,
                federation: try Assembly.federation(house, configuration), identity: identity)
            web.directory = configuration.officers.directory.map {
                (DirectoryDoor(service: LDAPDirectory(client: LDAPClient($0.settings)), rules: $0.rules), $0.label)
            }
            web.openID = configuration.officers.openID.map { ($0, OpenIDClient()) }
            let router = buildRouter(house: house, platform: platform, seal: seal, configuration: web)
            let sessions = Sessions(
                platform: house.platform, rules: SessionRules(idleSeconds: Int64(configuration.sessionIdleMinutes) * 60))
            let time = house.time
            // Letters leave by jobs of each office; the first pause is that of the connector, so that a queue drains as fast as boxes are read.
            let sending = DispatchSending(
                connection: { try Assembly.client($0.record, house, configuration) },
                policy: DispatchSending.policy(firstPauseSeconds: configuration.connector.intervalSeconds), mail: identity.carriesMessages ? identity.gateway : nil)
            var services: [any Service] = [
                TypesetterService(typesetter: typesetter, logger: logger),
                HousekeepingService(platform: platform, house: house, sessions: { _ = try await sessions.sweep(at: time.now) }, logger: logger),
                SearchService(house: house, logger: logger),
                IdentityService(round: IdentityRound(RegionalIdentity(house: house, seal: seal, settings: identity)), time: time, logger: logger),
            ]
            let worker = "\(ProcessInfo.processInfo.processIdentifier)@\(ProcessInfo.processInfo.hostName)"
            services.append(
                JobService(house: house, runner: JobRunner([CaseHandOvers.handler, sending.handler] + ProgrammeCounting(house).handlers, worker: worker), logger: logger))
            // So does the reading of scans, which takes seconds a page.
            services.append(JobService(house: house, runner: JobRunner([ScanIntake.handler(ScanTools())], worker: "\(worker)/skany"), logger: logger))
            if let directory = configuration.scansDirectory {
                services.append(ScanFolderService(directory: directory, house: house, logger: logger))
            }
            // Messages have a runner of their own: a system that hangs holds up no work of the office.
            services.append(JobService(house: house, runner: JobRunner(webhooks.handlers, worker: "\(worker)/powiadomienia"), logger: logger))
            if configuration.connector.isEnabled {
                services.append(ConnectorService(house: house, configuration: configuration, logger: logger))
            }
            let app = Application(
                router: router, configuration: .init(address: .hostname(configuration.host, port: configuration.port), serverName: nil),
                services: services,
                onServerRunning: { channel in
                    logger.info("listening", metadata: ["address": "\(configuration.publicAddress)"])
                    await ready()
                }, logger: logger)
            try await app.runService()
            try await house.close()
        } catch {
            try? await house.close()
            throw RunCommand.words(error, configuration)
        }
    }

    private static func words(_ error: any Error, _ configuration: ServerConfiguration) -> any Error {
        if error is Problem { return error }
        let text = String(describing: error)
        if text.contains("EADDRINUSE") || text.contains("errno: 98") {
            return Problem(
                .conflict, "Port \(configuration.port) jest zajęty. Zatrzymaj drugi program albo ustaw inny port: EURZAD_HTTP_PORT=8081.", cause: text)
        }
        return error
    }
}
