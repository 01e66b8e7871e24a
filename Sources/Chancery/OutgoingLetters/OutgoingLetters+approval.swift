public import Kernel
internal import Law
public import Store

/// A decision on a level of the path.
public struct ApprovalDecision: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case accepted = "akceptacja"
        case corrected = "poprawka-i-akceptacja"
        case sentBack = "zwrot"

        public var polishName: String {
            switch self {
            case .accepted: "zaakceptowano"
            case .corrected: "poprawiono i zaakceptowano"
            case .sentBack: "zwrócono do poprawy"
            }
        }
    }
    public var round: Int
    public var level: Int
    public var version: Int
    public var kind: Kind
    public var words: String
    public var at: Instant
    public var by: String
    public var post: String
}

extension OutgoingLetters {
    /// Consent on the level that waits (akceptacja).
    ///
    /// - Throws: `Problem` `.forbidden` for somebody who was not asked, `.conflict` for a letter that went on.
    @discardableResult
    public static func accept(_ c: any SQLConnection, _ id: OutgoingLetterID, revision: Int64, by approver: ApprovingOfficer, at now: Instant) throws -> Int64 {
        let letter = try current(c, id, revision: revision)
        return try decide(c, letter, .accept, .accepted, corrected: nil, words: "", by: approver, at: now)
    }

    /// The approver changes the text himself and accepts; his version becomes the current one.
    @discardableResult
    public static func correctAndAccept(
        _ c: any SQLConnection, _ id: OutgoingLetterID, revision: Int64, _ content: LetterContent, by approver: ApprovingOfficer, at now: Instant
    ) throws -> Int64 {
        let letter = try current(c, id, revision: revision)
        guard content != letter.version.content else { return try decide(c, letter, .accept, .accepted, corrected: nil, words: "", by: approver, at: now) }
        let problems = OutgoingRules.submissionProblems(content, kind: letter.kind)
        guard problems.isEmpty else { throw Problems(problems) }
        return try decide(c, letter, .correctAndAccept, .corrected, corrected: content, words: "", by: approver, at: now)
    }

    /// Back to the author with words; also by the signer of an approved letter.
    @discardableResult
    public static func sendBack(
        _ c: any SQLConnection, _ id: OutgoingLetterID, revision: Int64, words: String, by approver: ApprovingOfficer, at now: Instant
    ) throws -> Int64 {
        let words = try FormText.required(words, field: "uwagi", ask: "Napisz, co poprawić")
        let letter = try current(c, id, revision: revision)
        return try decide(c, letter, .sendBack(words: words), .sentBack, corrected: nil, words: words, by: approver, at: now)
    }

    private static func decide(
        _ c: any SQLConnection, _ letter: OutgoingLetter, _ event: OutgoingEvent, _ kind: ApprovalDecision.Kind, corrected: LetterContent?, words: String,
        by approver: ApprovingOfficer, at now: Instant
    ) throws -> Int64 {
        var workflow = OutgoingWorkflow(letter.state, kind: letter.kind)
        let actions = try workflow.take(event)
        let asked = letter.waitingFor ?? .officer(letter.author)
        guard approver.mayActFor(asked) else {
            throw Problem(.forbidden, "To pismo czeka na kogoś innego. Możesz je przeczytać, ale nie zdecydować.", cause: "asked: \(asked)")
        }
        let officer = approver.officer
        var columns: SQL = ""
        var version = letter.version
        if let corrected {
            let kept = try keepVersion(c, letter, corrected, origin: .corrected, by: officer, at: now)
            columns += kept.columns
            version.number = kept.number
            version.content = corrected
        }
        if case .awaitingApproval(let level, _) = letter.state {
            try c.execute(
                """
                INSERT INTO outgoing_decision (letter_id, round, level, version, decision, words, at, by_id, by_name, by_post)
                VALUES (\(letter.id), \(letter.round), \(level), \(version.number), \(kind.rawValue), \(words), \(now), \(officer.account),
                    \(officer.signedName), \(officer.post))
                """)
        }
        var waitingFor: Approver?
        for action in actions {
            switch action {
            case .ask(let level): waitingFor = try self.approver(c, letter, level: level)
            case .askForSignature: waitingFor = letter.signer
            case .giveSign: columns += try signColumns(c, letter, version.content, at: now)
            case .keepVersion, .seal: break
            }
        }
        try advance(c, letter, to: workflow.state, set: columns, waitingFor: waitingFor, by: officer, at: now)
        try Journal.append(
            c,
            JournalEntry(
                actor: officer.account, act: "pismo-\(kind.rawValue)", object: letter.id.object, before: letter.state.polishName,
                after: "\(workflow.state.polishName); wersja \(version.number)", reason: words.isEmpty ? nil : words), at: now)
        try enterDecision(c, letter, kind, by: officer, at: now)
        return letter.revision + 1
    }

    private static func enterDecision(
        _ c: any SQLConnection, _ letter: OutgoingLetter, _ kind: ApprovalDecision.Kind, by officer: ActingOfficer, at now: Instant
    ) throws {
        var degree = ""
        var level = 0
        if case .awaitingApproval(let n, let m) = letter.state {
            level = n
            if m > 1 { degree = " (stopień \(n) z \(m))" }
        }
        let act =
            switch kind {
            case .accepted: "Zaakceptowano pismo\(degree)"
            case .corrected: "Poprawiono i zaakceptowano pismo\(degree)"
            case .sentBack: "Zwrócono pismo do poprawy\(degree)"
            }
        // The same level of the same round is decided once; the signer's return comes as level 0.
        try enter(c, letter, act, key: "decyzja:\(letter.id):\(letter.round):\(level)", by: officer, at: now)
    }

    private static func approver(_ c: any SQLConnection, _ letter: OutgoingLetter, level: Int) throws -> Approver? {
        try c.first("SELECT approver FROM outgoing_path WHERE letter_id = \(letter.id) AND round = \(letter.round) AND level = \(level)") {
            try $0.parsed("approver", as: Approver.self)
        }
    }

    /// The sign of the case and the next number in it, given once; the date where the author left it open.
    ///
    /// Source: chancery instruction, grammar of signs (`na_pismie = znak "." n`, n the next outgoing letter of the case).
    private static func signColumns(_ c: any SQLConnection, _ letter: OutgoingLetter, _ content: LetterContent, at now: Instant) throws -> SQL {
        let date = content.metadata.letterDate ?? PartialDate(PolishTime.day(of: now))
        var columns: SQL = ", letter_date = \(date)"
        if letter.sign == nil, letter.kind == .outgoing, let file = letter.caseReference {
            let number = try Counter.next(c, "pismo-w-sprawie:\(file.id)", year: 0)
            let sign = "\(file.sign).\(number)"
            columns += ", sign = \(sign), sign_number = \(number)"
            try index(c, letter.id, content, sign: sign, caseSign: file.sign)
        }
        return columns
    }
}
