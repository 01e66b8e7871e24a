public import Cryptography
public import Kernel
public import Store

/// Client certificates bound to accounts, known by the SHA-256 of their DER.
///
/// Whether the certificate is trusted and whether the other side holds its key is the business of TLS; here is only whose it is.
public enum CertificateFactors {
    /// A bound certificate as its owner sees it.
    public struct Bound: Sendable, Hashable {
        public var id: Int64
        public var owner: FactorOwner
        public var fingerprint: ContentHash
        public var subject: String
        public var notAfter: Instant
    }

    /// - Throws: `Problem` for a certificate out of date or bound to any account already.
    @discardableResult
    public static func bind(
        _ c: any SQLConnection, _ owner: FactorOwner, _ certificate: Certificate, stepUp: Authorisation? = nil, by performer: Performer, at now: Instant
    ) throws -> Int64 {
        guard certificate.notBefore <= now, now < certificate.notAfter else {
            throw Problem(.invalidInput, "Certyfikat nie jest teraz ważny. Wybierz inny.", field: "certificate")
        }
        guard try find(c, certificate.sha256, at: certificate.notBefore) == nil else {
            throw Problem(.conflict, "Ten certyfikat jest już przypisany do konta.", field: "certificate")
        }
        try FactorChange.bindCertificate.admit(c, owner, about: certificate.sha256.description, stepUp, at: now)
        let id = try c.first(
            """
            INSERT INTO certificate_factor (owner, fingerprint, subject, not_before, not_after, added_at)
            VALUES (\(owner.description), \(certificate.sha256), \(certificate.subject), \(certificate.notBefore), \(certificate.notAfter), \(now))
            RETURNING id
            """
        ) { try $0.int("id") }
        let entry = JournalEntry(
            actor: performer.id, act: "certificate-bound", object: owner.description, after: String(certificate.sha256.description.prefix(16)))
        try Journal.append(c, entry, at: now)
        return id ?? 0
    }

    /// Whose certificate it is; `nil` when nobody's, removed or out of date.
    public static func find(_ c: any SQLConnection, _ fingerprint: ContentHash, at now: Instant) throws -> Bound? {
        try c.first(
            """
            SELECT id, owner, fingerprint, subject, not_after FROM certificate_factor
            WHERE fingerprint = \(fingerprint) AND removed_at IS NULL AND not_before <= \(now) AND not_after > \(now)
            """,
            decode)
    }

    public static func list(_ c: any SQLConnection, _ owner: FactorOwner) throws -> [Bound] {
        try c.query(
            """
            SELECT id, owner, fingerprint, subject, not_after FROM certificate_factor
            WHERE owner = \(owner.description) AND removed_at IS NULL ORDER BY id \(sql: c.dialect.ascending)
            """,
            decode)
    }

    public static func remove(
        _ c: any SQLConnection, _ owner: FactorOwner, _ id: Int64, stepUp: Authorisation? = nil, by performer: Performer, at now: Instant
    ) throws {
        try FactorChange.removeCertificate.admit(c, owner, stepUp, at: now)
        let removed = try c.execute(
            "UPDATE certificate_factor SET removed_at = \(now) WHERE id = \(id) AND owner = \(owner.description) AND removed_at IS NULL")
        guard removed == 1 else { throw Problem(.notFound, "Nie ma takiego certyfikatu.") }
        try Journal.append(c, JournalEntry(actor: performer.id, act: "certificate-removed", object: owner.description), at: now)
    }

    private static func decode(_ row: any SQLRow) throws -> Bound {
        Bound(
            id: try row.int("id"), owner: try row.parsed("owner"), fingerprint: try row.parsed("fingerprint"), subject: try row.text("subject"),
            notAfter: try row.instant("not_after"))
    }
}
