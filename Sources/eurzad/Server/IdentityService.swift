import Identity
import Kernel
import Logging
import Office
import ServiceLifecycle

extension Assembly {
    /// How people, profiles and codes are set up here.
    static func identity(_ house: House, _ configuration: ServerConfiguration) throws -> IdentitySettings {
        let isDemonstration = house.layout.isDemonstration
        var settings = IdentitySettings(keys: try IdentityKeys.file(house.layout.identityKeys), rules: configuration.identity.rules, codes: configuration.identity.codes)
        switch configuration.identity.gateway ?? (isDemonstration ? .outbox : .none) {
        case .none: break
        case .outbox:
            // A page that shows codes would open every account; only invented people may have it.
            guard isDemonstration else {
                throw Problem(.forbidden, "identity.gateway: „outbox” pokazuje kody każdemu i działa tylko w pokazie. Ustaw „smtp” albo „none”.")
            }
            let outbox = DemoCodeGateway()
            settings.outbox = outbox
            settings.gateway = outbox
        case .smtp:
            settings.gateway = SMTPCodeGateway(configuration.identity.smtp)
        }
        if let sms = configuration.identity.sms, settings.outbox == nil {
            settings.gateway = SMSCodeGateway(try SMSTemplate(sms), transport: SMSClient(), others: settings.gateway)
        }
        if isDemonstration { settings.register = DemoRegister.load(house.layout) }
        return settings
    }
}

/// Asks the register, counts terms, warns holders: what identities need by the clock.
struct IdentityService: Service {
    let round: IdentityRound
    let time: TimeSource
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var pass = 0
            while !Task.isCancelled {
                do {
                    try await round.register(at: time.now)
                    // Terms are days and locks are half an hour; once a minute is early enough.
                    if pass % 12 == 0 {
                        let summary = try await round.run(at: time.now)
                        if let problem = summary.problem { logger.warning("identity notices wait", metadata: ["why": "\(problem)"]) }
                    }
                } catch {
                    logger.warning("identity round failed", metadata: ["error": "\((error as? Problem)?.code.description ?? String(describing: type(of: error)))"])
                }
                pass += 1
                try? await Task.sleep(for: .seconds(5))
            }
        }
    }
}
