import Cryptography
import Exchange
import Foundation
import Identity
import Kernel
import Logging
import Office
import ServiceLifecycle
import Signatures
import Store
import Typesetting

/// Builds the parts that commands and the server share.
enum Assembly {
    /// The platform with its seal; both made at the first start.
    static func platform(_ house: House, _ configuration: ServerConfiguration) throws -> (Platform, SigningIdentity) {
        let seal = try OfficeFounding.platformSeal(layout: house.layout, at: house.time.now)
        var settings = PlatformSettings()
        settings.keepsRawMessages = configuration.keepsRawMessages
        var trust = house.trust
        trust.lists.append(TrustList(name: "pieczęć platformy", anchors: [seal.certificate]))
        let platform = Platform(
            database: house.platform, blobs: house.platformBlobs, seal: seal, trust: trust, time: house.time, settings: settings)
        return (platform, seal)
    }

    /// How an office reaches the platform it is configured for.
    static func client(_ record: OfficeRecord, _ house: House, _ configuration: ServerConfiguration) throws -> PlatformClient {
        guard !record.isTraining else { throw Problem(.forbidden, "Urząd szkoleniowy nie łączy się z platformą.") }
        let identity = try OfficeFounding.officeIdentity(record, layout: house.layout, at: house.time.now)
        let pinned: Certificate
        if let path = configuration.connector.pinnedCertificate {
            guard let pem = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw Problem(.invalidInput, "Nie można odczytać certyfikatu platformy „\(path)” (connector.pinnedCertificate).")
            }
            pinned = try Certificate(pem: pem)
        } else {
            pinned = try OfficeFounding.platformSeal(layout: house.layout, at: house.time.now).certificate
        }
        return PlatformClient(
            connection: PlatformConnection(
                address: configuration.connector.platformAddress, podmiot: record.podmiot, identity: identity, pinned: pinned,
                acknowledgesWithSHA256: configuration.connector.acknowledgesWithSHA256),
            transport: HTTPTransport(), time: house.time)
    }

    /// One round for one office over all its boxes.
    static func round(_ record: OfficeRecord, _ house: House, _ configuration: ServerConfiguration) async throws -> ConnectorRound.Summary {
        let (platform, _) = try platform(house, configuration)
        let office = try await house.office(record.id)
        let boxes = try await house.platform.read { try PlatformDirectory.boxes($0, of: record.podmiot) }.map(\.address)
        let fallback = BoxAddress("/\(record.podmiot)/\(OfficeFounding.boxName)").map { [$0] } ?? []
        return await ConnectorRound(
            office: office, client: try client(record, house, configuration), boxes: boxes.isEmpty ? fallback : boxes,
            receiptOf: { try await platform.receipt(box: $0.box, document: ContentHash(of: $0.content)) }
        ).run()
    }
}

/// Fetches the boxes of every office, again and again.
struct ConnectorService: Service {
    let house: House
    let configuration: ServerConfiguration
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // The server has to listen before its own connector can reach it.
            try? await Task.sleep(for: .milliseconds(300))
            while !Task.isCancelled {
                for record in (try? await house.records()) ?? [] where !record.isTraining {
                    if Task.isCancelled { return }
                    do {
                        let summary = try await Assembly.round(record, house, configuration)
                        if !summary.registered.isEmpty {
                            logger.info("letters registered", metadata: ["office": "\(record.id)", "count": "\(summary.registered.count)"])
                        }
                    } catch {
                        logger.warning("connector round failed", metadata: ["office": "\(record.id)", "error": "\(error)"])
                    }
                }
                try? await Task.sleep(for: .seconds(configuration.connector.intervalSeconds))
            }
        }
    }
}

/// Keeps the typesetter warm while the server runs, and ends its workers with it.
struct TypesetterService: Service {
    let typesetter: Typesetter
    let logger: Logger

    func run() async throws {
        do {
            try await typesetter.warmUp()
        } catch {
            // Letters can be written without it; whoever wants a PDF reads what to install.
            logger.warning("typesetter does not work", metadata: ["error": "\((error as? Problem)?.cause ?? "\(error)")"])
        }
        try? await gracefulShutdown()
        await typesetter.shutdown()
    }
}

/// Does the work for later of every office; a slow office keeps only itself waiting.
struct JobService: Service {
    let house: House
    let runner: JobRunner
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                var served: Set<OfficeID> = []
                while !Task.isCancelled {
                    for record in (try? await house.records()) ?? [] where served.insert(record.id).inserted {
                        group.addTask { await serve(record.id) }
                    }
                    try? await Task.sleep(for: .seconds(5))
                }
            }
        }
    }

    private func serve(_ id: OfficeID) async {
        while !Task.isCancelled {
            do {
                try await runner.run(try await house.office(id))
            } catch {
                logger.warning("jobs of an office stopped", metadata: ["office": "\(id)", "error": "\(error)"])
                // A database that is gone does not come back within a second.
                try? await Task.sleep(for: .seconds(15))
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }
}

/// What the house does by the clock: deadlines of deliveries, reminders of terms, expired sessions, used form keys.
struct HousekeepingService: Service {
    let platform: Platform
    let house: House
    let sessions: @Sendable () async throws -> Void
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await platform.advanceDeliveries() > 0 {}
                    try await sessions()
                    // Keys of forms outlive the longest session.
                    let old = house.time.now.adding(seconds: -48 * 3600)
                    for record in try await house.records() {
                        let office = try await house.office(record.id)
                        try await CaseReminding.round(office)
                        try await ArchiveTaking.round(office)
                        if !record.isTraining { try await ProgrammeCounting(house).enqueue(office) }
                        _ = try await office.database.write { c in
                            try OneTimeKeys.sweep(c, usedBefore: old)
                            try RequestKeys.sweep(c, usedBefore: old)
                        }
                    }
                    let now = house.time.now
                    try await house.platform.write { c in
                        try OneTimeKeys.sweep(c, usedBefore: old)
                        try ServiceLogins.sweep(c, at: now)
                        try OpenIDLogins.sweep(c, at: now)
                    }
                } catch {
                    logger.warning("housekeeping failed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(60))
            }
        }
    }
}

/// Follows what happens in every office with its full-text index, so that a search rarely has to wait.
struct SearchService: Service {
    let house: House
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                for record in (try? await house.records()) ?? [] {
                    if Task.isCancelled { return }
                    do {
                        try await house.office(record.id).search.followToTheEnd()
                    } catch is CancellationError {
                        return
                    } catch {
                        logger.warning("indexing failed", metadata: ["office": "\(record.id)", "error": "\(error)"])
                    }
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
