import Chancery
import Kernel
import Law
import Store
import StoreTesting

/// An office with an author, two approvers and a party, for tests of letters that leave.
enum OutgoingFixture {
    static let migrations = StoreMigrations.all + ChanceryMigrations.all
    static let noon = Instant(iso8601: "2026-03-12T11:00:00Z")!
    static let today = PolishTime.day(of: noon)
    static let author = ActingOfficer(officer: OfficerID(1), name: "Ewa Rybak", post: "inspektor", unit: UnitID(1), account: "konto:1")
    static let head = ApprovingOfficer(
        ActingOfficer(officer: OfficerID(2), name: "Adam Lis", post: "kierownik referatu", unit: UnitID(1), account: "konto:2"), heads: [UnitID(1)])
    static let mayor = ApprovingOfficer(
        ActingOfficer(officer: OfficerID(3), name: "Zofia Bąk", post: "burmistrz", unit: UnitID(2), account: "konto:3"))
    static let file = CaseReference(id: CaseID(7), sign: "OR.1431.1.2026")
    static let connector = Performer.connector
    static let path = ApprovalPath([.headOf(UnitID(1)), .officer(OfficerID(3))])

    static func addressee(_ surname: String, party: Bool = true) -> Addressee {
        var a = Addressee(
            Correspondent(
                .person(surname: surname, givenNames: "Jan"),
                address: PostalAddress(postCode: "55-110", town: "Prusice", street: "Polna", building: "2", country: "Polska"),
                identifiers: CorrespondentIdentifiers(replyBox: "/\(PolishText.folded(surname))/skrytka")))
        a.isParty = party
        let number = String(10_000 + PolishText.folded(surname).utf8.reduce(0) { $0 + Int($1) })
        a.electronicAddress = "AE:PL-\(number)-10000-ABCDE-12"
        return a
    }

    static func content(_ addressees: [Addressee] = [addressee("Łoś")], title: String = "Odpowiedź na wniosek", body: String = "Treść odpowiedzi.") -> LetterContent {
        LetterContent(metadata: OutgoingMetadata(title: title), body: body, addressees: addressees)
    }

    static func draft(_ content: LetterContent = content(), kind: OutgoingLetterKind = .outgoing, file: CaseReference? = file) -> OutgoingDraft {
        OutgoingDraft(kind: kind, caseReference: file, unit: UnitID(1), unitName: "Referat Organizacyjny", content: content)
    }

    /// Bytes recorded as a blob.
    static func blob(_ db: any Database, _ text: String) async throws -> ContentHash {
        let store = BlobStore(directory: "/nonexistent")
        let staged = try await store.stage(Array(text.utf8))
        return try await db.write { try store.record($0, staged, mediaType: "application/pdf", at: noon) }
    }

    /// A letter accepted on both levels; its revision is 4.
    static func approved(_ c: any SQLConnection, _ draft: OutgoingDraft = draft(), at now: Instant = noon) throws -> LetterAt {
        let id = try OutgoingLetters.create(c, draft, by: author, at: now)
        var revision = try OutgoingLetters.submit(c, id, revision: 1, path: path, by: author, at: now)
        revision = try OutgoingLetters.accept(c, id, revision: revision, by: head, at: now)
        revision = try OutgoingLetters.accept(c, id, revision: revision, by: mayor, at: now)
        return LetterAt(id, revision: revision)
    }

    static func signed(_ c: any SQLConnection, _ letter: LetterAt, document: ContentHash, file: ContentHash, at now: Instant = noon) throws -> LetterAt {
        try OutgoingLetters.attachDocument(
            c, letter.id, revision: letter.revision, LetterDocument(hash: document, name: "pismo.pdf", mediaType: "application/pdf", size: 3),
            by: author.performer, at: now)
        let content = SignedContent(
            documentHash: document, format: .pades, signedFile: LetterDocument(hash: file, name: "pismo.pdf", mediaType: "application/pdf", size: 4),
            certificateSummary: "Zofia Bąk, ważny do 3 czerwca 2026", signedAt: now)
        return LetterAt(letter.id, revision: try OutgoingLetters.sign(c, letter.id, revision: letter.revision, content, by: mayor, at: now))
    }

    /// A signed letter, ready to be sent.
    static func ready(_ db: any Database, _ draft: OutgoingDraft = draft(), at now: Instant = noon) async throws -> LetterAt {
        let unique = draft.content.metadata.title + draft.content.body
        let document = try await blob(db, "dokument " + unique), file = try await blob(db, "podpisany " + unique)
        return try await db.write { try signed($0, try approved($0, draft, at: now), document: document, file: file, at: now) }
    }

    static func proposal(_ channel: DispatchChannel) -> ChannelProposal { ChannelProposal(channel: channel, reason: "bo tak", alternatives: []) }

    static func order(_ letter: LetterAt, _ channels: [DispatchChannel], group: String? = nil) -> DispatchOrder {
        DispatchOrder(letter, addressees: channels.enumerated().map { AddresseeOrder(position: $0 + 1, proposal: proposal($1)) }, groupName: group)
    }
}
