public import Chancery
public import Kernel
public import Store

/// Who read what is not public (R1.19): each reading stands in the journal, and is told to those who may ask.
public enum ReadingLog {
    /// Something that can be read.
    public enum Document: Sendable, Hashable {
        case incoming(RegisterNumber)
        /// An element of a case file, by its place.
        case element(CaseID, position: Int64)
        case outgoing(OutgoingLetterID)

        var object: String {
            switch self {
            case .incoming(let number): "czytanie:\(number.identifier)"
            case .element(let id, let position): "akta:\(id):\(position)"
            case .outgoing(let id): "czytanie:\(id.identifier)"
            }
        }
    }

    /// One reading.
    public struct Reading: Sendable, Hashable {
        /// Of the journal; the place from which the next page goes on.
        public var seq: Int64
        public var at: Instant
        /// Whose account it was, and in whose place he read, as it stood then.
        public var who: String
        /// Number or identifier of the document; no title, so that whoever only audits reads no content.
        public var what: String
    }

    public static let act = "odczyt"
    /// Readings by domain systems.
    private static let acts = [act, "odczyt-treści"]
    /// Documents of one case that are asked about at once.
    private static let most = 1_000

    /// - Parameter access: what is public as a whole is read by anybody and not noted.
    /// - Returns: whether it was noted.
    @discardableResult
    public static func note(_ c: any SQLConnection, _ document: Document, access: Access, by account: String, name: String, at now: Instant) throws -> Bool {
        guard access != .fullyPublic else { return false }
        try Journal.append(c, JournalEntry(actor: account, act: act, object: document.object, after: name), at: now)
        return true
    }

    /// Readings of a letter that came in, also through the cases it lies in.
    public static func readings(_ c: any SQLConnection, of number: RegisterNumber, before: Int64? = nil, limit: Int) throws -> [Reading] {
        var documents = [Document.incoming(number).object: number.description, IncomingRegister.object(number): number.description]
        if let letter = try IncomingRegister.reference(c, number) {
            for id in try Cases.cases(c, of: letter) {
                guard let file = try Cases.find(c, id) else { continue }
                for e in try Cases.elements(c, id, limit: most) where e.content.letter == letter {
                    documents[Document.element(id, position: e.position).object] = "\(file.sign), poz. \(e.position)"
                }
            }
        }
        return try readings(c, documents, before: before, limit: limit)
    }

    /// Readings of one element of a case file.
    public static func readings(_ c: any SQLConnection, of id: CaseID, position: Int64, limit: Int) throws -> [Reading] {
        try readings(c, [Document.element(id, position: position).object: "poz. \(position)"], before: nil, limit: limit)
    }

    public static func readings(_ c: any SQLConnection, of letter: OutgoingLetterID, before: Int64? = nil, limit: Int) throws -> [Reading] {
        try readings(c, [Document.outgoing(letter).object: letter.identifier], before: before, limit: limit)
    }

    /// Readings of everything in a case: its elements, the letters among them, and the letters the office wrote in it.
    public static func readings(_ c: any SQLConnection, of file: CaseFile, before: Int64? = nil, limit: Int) throws -> [Reading] {
        var documents = [CaseFile.object(file.id): file.sign.description]
        for e in try Cases.elements(c, file.id, limit: most) {
            let name = e.content.reference.isEmpty ? "poz. \(e.position)" : "poz. \(e.position), \(e.content.reference)"
            documents[Document.element(file.id, position: e.position).object] = name
            if e.content.letter?.kind == .incoming, let number = RegisterNumber(e.content.reference) {
                documents[Document.incoming(number).object] = number.description
                documents[IncomingRegister.object(number)] = number.description
            }
            if e.content.kind == .outgoingLetter, let id = OutgoingLetterID(identifier: e.content.reference) { documents[Document.outgoing(id).object] = id.identifier }
        }
        for row in try OutgoingLetters.unfinished(c, case: file.id) { documents[Document.outgoing(row.id).object] = row.id.identifier }
        return try readings(c, documents, before: before, limit: limit)
    }

    private static func readings(_ c: any SQLConnection, _ documents: [String: String], before: Int64?, limit: Int) throws -> [Reading] {
        var names: [String: String] = [:]
        return try Journal.entries(c, objects: documents.keys.sorted(), acts: acts, limit: limit, before: before).map { r in
            // Domain systems write into `after` what they read; people their name.
            let known = r.entry.act == act ? r.entry.after : nil
            let who = try known ?? names[r.entry.actor] ?? Organisation.officer(c, account: r.entry.actor)?.name ?? r.entry.actor
            names[r.entry.actor] = who
            return Reading(seq: r.seq, at: r.at, who: who, what: documents[r.entry.object] ?? r.entry.object)
        }
    }

    /// Those who work on a document, and whoever watches over personal data.
    public static func mayAsk(_ rights: OfficerRights, about subjects: [AccessSubject]) -> Bool {
        subjects.contains { rights.decide(.workCase, on: $0).isAllowed || rights.decide(.read, on: $0).extent == .audit }
    }
}
