public import Kernel
public import Store

/// Living sessions of people with services, by their number (TGSID). Source: epuap.md § 4.9–4.10.
public enum ServiceSessions {
    public struct Found: Sendable, Hashable {
        public var service: ServiceID
        public var serviceName: String
        public var account: CitizenAccount
    }

    /// `nil` for an unknown number, after logging out, when the browser's session or the account ended, and for a closed service.
    public static func find(_ c: any SQLConnection, index: String, at now: Instant) throws -> Found? {
        guard let kept = try LoginStore.open(c, index: index), let session = try SessionStore.find(c, id: kept.session), session.citizen == kept.account,
            session.isAlive(at: now), let account = try CitizenAccountStore.find(c, kept.account), account.state.opens,
            let service = try ServiceStore.find(c, kept.service), service.closedAt == nil
        else { return nil }
        return Found(service: kept.service, serviceName: service.name, account: account)
    }
}
