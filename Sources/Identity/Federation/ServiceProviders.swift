public import Kernel
internal import SAML
public import Store

/// The register of services that log their people in here. Who may change it is decided before.
public enum ServiceProviders {
    /// - Throws: `Problems` of the form; `Problem` `.conflict` where the service is registered.
    public static func register(_ c: any SQLConnection, _ new: NewServiceProvider, by performer: Performer, at now: Instant) throws -> ServiceProvider {
        let descriptor = try new.check()
        let id: ServiceID
        if let known = try ServiceStore.find(c, entityID: descriptor.entityID) {
            guard known.closedAt != nil else {
                throw Problem(.conflict, "Ta usługa jest już zarejestrowana. Zamknij ją albo wymień jej metadane.", field: "metadane")
            }
            // One that comes back keeps its number, so that the journal tells one story.
            id = known.id
            try ServiceStore.reopen(c, id, new)
        } else {
            id = try ServiceStore.insert(c, new, entityID: descriptor.entityID, by: performer.id, at: now)
        }
        guard let service = try ServiceStore.find(c, id) else {
            throw Problem(.internalFault, "Nie udało się zarejestrować usługi. Spróbuj jeszcze raz.", cause: "INSERT returned no row")
        }
        let told = service.attributes.map(\.rawValue).sorted().joined(separator: " ")
        try Journal.append(
            c,
            JournalEntry(
                actor: performer.id, act: "saml-service-registered", object: service.object,
                after: "\(service.entityID); \(service.shape.rawValue); \(service.level.polishName); \(told)"), at: now)
        return service
    }

    /// Replaces the metadata, for instance when a certificate ran out. The name of the service stays.
    public static func renew(_ c: any SQLConnection, _ id: ServiceID, metadata: [UInt8], by performer: Performer, at now: Instant) throws {
        guard let service = try ServiceStore.find(c, id) else { throw missing }
        let new = NewServiceProvider(
            name: service.name, providerName: service.providerName, shape: service.shape, level: service.level, attributes: service.attributes,
            metadata: metadata)
        guard try new.check().entityID == service.entityID else {
            throw Problem(.invalidInput, "To są metadane innej usługi.", field: "metadane")
        }
        try ServiceStore.renew(c, id, metadata: metadata)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "saml-service-renewed", object: service.object), at: now)
    }

    /// From now on the service is a stranger.
    public static func close(_ c: any SQLConnection, _ id: ServiceID, reason: String, by performer: Performer, at now: Instant) throws {
        guard let service = try ServiceStore.find(c, id), service.closedAt == nil else { throw missing }
        try ServiceStore.close(c, id, at: now)
        try Journal.append(c, JournalEntry(actor: performer.id, act: "saml-service-closed", object: service.object, reason: reason), at: now)
    }

    public static func find(_ c: any SQLConnection, _ id: ServiceID) throws -> ServiceProvider? { try ServiceStore.find(c, id) }

    /// By name, those that were closed as well.
    public static func list(_ c: any SQLConnection, limit: Int = 200) throws -> [ServiceProvider] { try ServiceStore.list(c, limit: limit) }

    private static let missing = Problem(.notFound, "Tej usługi nie ma albo ją zamknięto. Odśwież listę.")
}

enum ServiceStore {
    private static let columns: SQL = "u.id, u.entity_id, u.name, u.provider_name, u.shape, u.level, u.attributes, u.metadata, u.closed_at"

    static func decode(_ row: any SQLRow) throws -> ServiceProvider {
        guard let level = AssuranceLevel(rawValue: Int(try row.int("level"))) else { throw SQLError.decoding("level") }
        let metadata: EntityDescriptor
        do {
            metadata = try EntityDescriptor(parsing: try row.bytes("metadata"), role: .serviceProvider)
        } catch is SAMLError { throw SQLError.decoding("metadata") }
        return ServiceProvider(
            id: try row.id("id"), entityID: try row.text("entity_id"), name: try row.text("name"), providerName: try row.textOrNil("provider_name"),
            shape: try row.symbol("shape"), level: level, attributes: attributes(try row.text("attributes")), metadata: metadata,
            closedAt: try row.instantOrNil("closed_at"))
    }

    static func attributes(_ text: String) -> Set<PersonAttribute> { Set(text.split(separator: ",").compactMap { PersonAttribute(rawValue: String($0)) }) }
    static func text(_ attributes: Set<PersonAttribute>) -> String { attributes.map(\.rawValue).sorted().joined(separator: ",") }

    static func insert(_ c: any SQLConnection, _ new: NewServiceProvider, entityID: String, by actor: String, at now: Instant) throws -> ServiceID {
        let id = try c.first(
            """
            INSERT INTO saml_service (entity_id, name, provider_name, shape, level, attributes, metadata, added_at, added_by)
            VALUES (\(entityID), \(new.name.trimmedSpace), \(new.providerName), \(new.shape.rawValue), \(new.level.rawValue), \(text(new.attributes)),
                \(new.metadata), \(now), \(actor))
            RETURNING id
            """
        ) { try $0.id("id", as: ServiceID.self) }
        return id ?? ServiceID(0)
    }

    static func reopen(_ c: any SQLConnection, _ id: ServiceID, _ new: NewServiceProvider) throws {
        try c.execute(
            """
            UPDATE saml_service SET name = \(new.name.trimmedSpace), provider_name = \(new.providerName), shape = \(new.shape.rawValue),
                level = \(new.level.rawValue), attributes = \(text(new.attributes)), metadata = \(new.metadata), closed_at = NULL
            WHERE id = \(id)
            """)
    }

    static func find(_ c: any SQLConnection, _ id: ServiceID) throws -> ServiceProvider? {
        try c.first("SELECT \(sql: columns) FROM saml_service u WHERE u.id = \(id)", decode)
    }

    static func find(_ c: any SQLConnection, entityID: String) throws -> ServiceProvider? {
        try c.first("SELECT \(sql: columns) FROM saml_service u WHERE u.entity_id = \(entityID)", decode)
    }

    static func list(_ c: any SQLConnection, limit: Int) throws -> [ServiceProvider] {
        try c.query("SELECT \(sql: columns) FROM saml_service u ORDER BY u.name \(sql: c.dialect.ascending), u.id \(sql: c.dialect.ascending) LIMIT \(limit)", decode)
    }

    static func renew(_ c: any SQLConnection, _ id: ServiceID, metadata: [UInt8]) throws {
        try c.execute("UPDATE saml_service SET metadata = \(metadata) WHERE id = \(id)")
    }

    static func close(_ c: any SQLConnection, _ id: ServiceID, at now: Instant) throws {
        try c.execute("UPDATE saml_service SET closed_at = \(now) WHERE id = \(id)")
    }
}
