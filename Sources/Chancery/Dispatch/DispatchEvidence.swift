public import Kernel
public import Store

/// Something that came back about a letter that was sent: a receipt of the platform, a slip, a word of the deliverer.
public struct DispatchEvidence: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// Official receipt of submission (urzędowe poświadczenie przedłożenia).
        case upp
        /// Official receipt of delivery (urzędowe poświadczenie doręczenia).
        case upd
        /// Evidence of sending of e-Doręczenia (A.1, B.1).
        case eDeliverySubmission = "e-nadanie"
        /// Evidence that the message lies in the box (D.1).
        case eDeliveryNotice = "e-udostepnienie"
        /// Evidence of receipt (E.1), or the operator's proof of deemed receipt (BP).
        case eDeliveryReceipt = "e-odbior"
        /// Return slip of a registered letter (zwrotne potwierdzenie odbioru, ZPO), also electronic (EPO).
        case slip = "zpo"
        /// Receipt given to an employee or in the office.
        case handOver = "pokwitowanie"
        /// The mail server took a notice by e-mail; no delivery.
        case emailNotice = "zawiadomienie-e-mail"
        /// Proof that a notice was published.
        case publication = "obwieszczenie"
        /// The envelope that came back.
        case envelope = "koperta"

        public var polishName: String {
            switch self {
            case .upp: "UPP"
            case .upd: "UPD"
            case .eDeliverySubmission: "dowód nadania e-Doręczeń"
            case .eDeliveryNotice: "dowód udostępnienia e-Doręczeń"
            case .eDeliveryReceipt: "dowód otrzymania e-Doręczeń"
            case .slip: "zwrotne potwierdzenie odbioru"
            case .handOver: "pokwitowanie odbioru"
            case .emailNotice: "zawiadomienie e-mail"
            case .publication: "dowód obwieszczenia"
            case .envelope: "zwrócona koperta"
            }
        }
    }
    public enum Outcome: String, Sendable, CaseIterable, Codable {
        case submitted = "nadano"
        case noticed = "awizo"
        case noticedAgain = "awizo-powtorne"
        case delivered = "doreczono"
        case refused = "odmowa"
        case uncollected = "nie-odebrano"
        case returned = "zwrot"
        case deemed = "uznano"
        /// Of meaning for the file, not for the state.
        case noted = "odnotowano"
    }

    public var kind: Kind
    public var outcome: Outcome
    /// The day the evidence tells; needed for everything but `submitted` and `noted`.
    public var day: Day?
    /// On slips: the day of the first notice, where it is written there.
    public var firstNotice: Day?
    public var secondNotice: Day?
    /// For `deemed`.
    public var basis: DeemedBasis?
    /// Who collected or why it came back, in the words of the evidence.
    public var words: String = ""
    /// What the evidence names; the first that finds a letter counts.
    public var dispatch: DispatchID?
    public var messageID: String?
    public var postingNumber: String?
    public var documentHash: ContentHash?
    /// Box or address for electronic delivery, to tell addressees of one document apart.
    public var recipient: String?
    /// The evidence itself, recorded as a blob.
    public var file: ContentHash?
    /// What makes it recognisable when it comes twice, for example `upd:<number>`.
    public var key: String

    public init(_ kind: Kind, _ outcome: Outcome, day: Day? = nil, key: String) {
        self.kind = kind
        self.outcome = outcome
        self.day = day
        self.key = key
    }

    enum CodingKeys: String, CodingKey {
        case kind, outcome, day, firstNotice, secondNotice, basis, words, dispatch, messageID, postingNumber, documentHash, recipient, file, key
    }

    public init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        kind = try c.decode(Kind.self, forKey: .kind)
        outcome = try c.decode(Outcome.self, forKey: .outcome)
        day = try c.decodeIfPresent(Day.self, forKey: .day)
        firstNotice = try c.decodeIfPresent(Day.self, forKey: .firstNotice)
        secondNotice = try c.decodeIfPresent(Day.self, forKey: .secondNotice)
        basis = try c.decodeIfPresent(DeemedBasis.self, forKey: .basis)
        words = try c.decode(String.self, forKey: .words)
        dispatch = try c.decodeIfPresent(DispatchID.self, forKey: .dispatch)
        messageID = try c.decodeIfPresent(String.self, forKey: .messageID)
        postingNumber = try c.decodeIfPresent(String.self, forKey: .postingNumber)
        documentHash = try c.decodeIfPresent(String.self, forKey: .documentHash).flatMap { ContentHash($0) }
        recipient = try c.decodeIfPresent(String.self, forKey: .recipient)
        file = try c.decodeIfPresent(String.self, forKey: .file).flatMap { ContentHash($0) }
        key = try c.decode(String.self, forKey: .key)
    }

    public func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(kind, forKey: .kind)
        try c.encode(outcome, forKey: .outcome)
        try c.encodeIfPresent(day, forKey: .day)
        try c.encodeIfPresent(firstNotice, forKey: .firstNotice)
        try c.encodeIfPresent(secondNotice, forKey: .secondNotice)
        try c.encodeIfPresent(basis, forKey: .basis)
        try c.encode(words, forKey: .words)
        try c.encodeIfPresent(dispatch, forKey: .dispatch)
        try c.encodeIfPresent(messageID, forKey: .messageID)
        try c.encodeIfPresent(postingNumber, forKey: .postingNumber)
        try c.encodeIfPresent(documentHash?.description, forKey: .documentHash)
        try c.encodeIfPresent(recipient, forKey: .recipient)
        try c.encodeIfPresent(file?.description, forKey: .file)
        try c.encode(key, forKey: .key)
    }

    /// What the evidence means for the dispatch, in order.
    /// - Throws: `Problem` where the day is missing.
    func events() throws -> [DispatchEvent] {
        func dated(_ event: (Day) -> DispatchEvent) throws -> DispatchEvent {
            guard let day else { throw Problem(.invalidInput, "Podaj datę z dowodu: \(kind.polishName)", field: "data") }
            return event(day)
        }
        var out: [DispatchEvent] = []
        if let firstNotice { out.append(.noticed(firstNotice)) }
        if let secondNotice { out.append(.noticedAgain(secondNotice)) }
        switch outcome {
        case .submitted: out.append(.submitted)
        case .noticed: out.append(try dated { .noticed($0) })
        case .noticedAgain: out.append(try dated { .noticedAgain($0) })
        case .delivered: out.append(try dated { .delivered($0) })
        case .refused: out.append(try dated { .refused($0) })
        case .uncollected: out.append(try dated { .uncollected($0) })
        case .returned: out.append(try dated { .returned($0, words: words.isEmpty ? "bez podania przyczyny" : words) })
        case .deemed: out.append(try dated { .deemed($0, basis ?? .electronic) })
        case .noted: break
        }
        return out
    }
}

/// Which letter an evidence belongs to.
public enum EvidenceMatch: Sendable, Hashable {
    case one(DispatchID)
    /// Several addressees got the same document; a person chooses.
    case several([DispatchID])
    case none
}

/// An evidence as it is kept.
public struct KeptEvidence: Sendable, Hashable {
    public var id: Int64
    public var evidence: DispatchEvidence
    public var receivedAt: Instant
}

extension Dispatch {
    /// The letter an evidence belongs to: by the dispatch it names, the platform's message, the number of posting, or the document's SHA-256.
    public static func match(_ c: any SQLConnection, _ evidence: DispatchEvidence) throws -> EvidenceMatch {
        if let id = evidence.dispatch {
            return try c.first("SELECT id FROM dispatch WHERE id = \(id)") { try $0.id("id", as: DispatchID.self) }.map { .one($0) } ?? .none
        }
        if let message = evidence.messageID {
            let found = try c.first("SELECT id FROM dispatch WHERE message_id = \(message)") { try $0.id("id", as: DispatchID.self) }
            if let found { return .one(found) }
        }
        if let text = evidence.postingNumber, let number = PostingNumber(text) {
            // A number is used again after years: the newest letter counts.
            let found = try c.first("SELECT id FROM dispatch WHERE posting_number = \(number.description) ORDER BY id \(sql: c.dialect.descending) LIMIT 1") {
                try $0.id("id", as: DispatchID.self)
            }
            if let found { return .one(found) }
        }
        guard let hash = evidence.documentHash else { return .none }
        let candidates = try rows(
            c,
            where: """
                d.is_current = 1 AND (d.content_hash = \(hash) OR d.letter_id IN (SELECT letter_id FROM outgoing_final WHERE document_hash = \(hash)))
                """, order: "d.id \(sql: c.dialect.ascending)", limit: 50
        ).filter(\.channel.isElectronic)
        var fitting = candidates
        if let recipient = evidence.recipient, fitting.count > 1 {
            fitting = candidates.filter { $0.addressee.electronicAddress == recipient || $0.addressee.correspondent.identifiers.replyBox == recipient }
        }
        return fitting.isEmpty ? .none : fitting.count == 1 ? .one(fitting[0].id) : .several(fitting.map(\.id))
    }

    /// Takes an evidence in: it is kept, finds its letter and moves it on; what finds none waits for a person.
    ///
    /// - Parameter rule: how the day of deemed delivery is counted.
    /// - Returns: the match; for an evidence that was taken in before, the one found then, and nothing happens.
    @discardableResult
    public static func receive(
        _ c: any SQLConnection, _ evidence: DispatchEvidence, rule: DepositRule, by performer: Performer, at now: Instant
    ) throws -> EvidenceMatch {
        let known = try c.first(
            """
            SELECT m.dispatch_id FROM dispatch_evidence e LEFT JOIN dispatch_evidence_match m ON m.evidence_id = e.id WHERE e.evidence_key = \(evidence.key)
            """
        ) { try $0.idOrNil("dispatch_id", as: DispatchID.self) }
        if let known { return known.map { .one($0) } ?? .none }
        let found = try match(c, evidence)
        let ids = try c.query(
            """
            INSERT INTO dispatch_evidence (evidence_key, kind, content, blob_hash, received_at)
            VALUES (\(evidence.key), \(evidence.kind.rawValue), \(try OutgoingLetters.encoded(evidence)), \(evidence.file), \(now)) RETURNING id
            """
        ) { try $0.int("id") }
        guard let id = ids.first else { throw Problem(.internalFault, "Nie udało się zapisać dowodu. Spróbuj ponownie.", cause: "no id") }
        if case .one(let dispatch) = found {
            try take(c, id, evidence, dispatch, rule: rule, by: performer, at: now)
        } else {
            try c.execute("INSERT INTO dispatch_evidence_open (evidence_id) VALUES (\(id))")
            try Journal.append(
                c, JournalEntry(actor: performer.id, act: "dowód-bez-pisma", object: "dowód:\(id)", after: evidence.kind.rawValue), at: now)
        }
        return found
    }

    /// A person says which letter an evidence belongs to.
    public static func assign(
        _ c: any SQLConnection, evidence id: Int64, to dispatch: DispatchID, rule: DepositRule, by officer: ActingOfficer, at now: Instant
    ) throws {
        guard try c.execute("DELETE FROM dispatch_evidence_open WHERE evidence_id = \(id)") == 1 else {
            throw Problem(.conflict, "Ten dowód ma już swoje pismo. Odśwież listę.")
        }
        guard let kept = try evidence(c, where: "e.id = \(id)", limit: 1).first else { throw Problem(.notFound, "Nie ma takiego dowodu.") }
        try take(c, id, kept.evidence, dispatch, rule: rule, by: officer.performer, at: now)
    }

    /// Evidence that found no letter, oldest first.
    public static func openEvidence(_ c: any SQLConnection, after: Int64 = 0, limit: Int = 50) throws -> [KeptEvidence] {
        try evidence(
            c, where: "e.id IN (SELECT evidence_id FROM dispatch_evidence_open WHERE evidence_id > \(after))", limit: limit)
    }

    /// Everything that came back about a dispatch, in the order in which it came.
    public static func evidence(_ c: any SQLConnection, of dispatch: DispatchID) throws -> [KeptEvidence] {
        try evidence(c, where: "e.id IN (SELECT evidence_id FROM dispatch_evidence_match WHERE dispatch_id = \(dispatch))", limit: 1_000)
    }

    private static func take(
        _ c: any SQLConnection, _ id: Int64, _ evidence: DispatchEvidence, _ dispatch: DispatchID, rule: DepositRule, by performer: Performer, at now: Instant
    ) throws {
        try c.execute(
            """
            INSERT INTO dispatch_evidence_match (evidence_id, dispatch_id, at, by_name) VALUES (\(id), \(dispatch), \(now), \(performer.name))
            """)
        for event in try evidence.events() { try apply(c, try required(c, dispatch), event, rule: rule, by: performer, at: now) }
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "dowód-\(evidence.kind.rawValue)", object: dispatch.object, after: evidence.outcome.rawValue), at: now)
    }

    private static func evidence(_ c: any SQLConnection, where condition: SQL, limit: Int) throws -> [KeptEvidence] {
        try c.query(
            """
            SELECT e.id, e.content, e.received_at FROM dispatch_evidence e WHERE \(sql: condition) ORDER BY e.id \(sql: c.dialect.ascending) LIMIT \(limit)
            """
        ) { row in
            KeptEvidence(
                id: try row.int("id"), evidence: try OutgoingLetters.decoded(try row.text("content")), receivedAt: try row.instant("received_at"))
        }
    }
}
