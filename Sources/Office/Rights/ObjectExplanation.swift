public import Chancery
internal import Kernel
public import Store

/// Why somebody may or may not see and do something with one letter or one case.
public struct ObjectExplanation: Sendable, Hashable {
    public struct Line: Sendable, Hashable {
        public var action: ChanceryAction
        public var decision: PermissionDecision
    }
    /// Number or sign; no title, because whoever asks need not read it.
    public var name: String
    public var lines: [Line]

    /// The actions that are asked about one thing.
    static let actions: [ChanceryAction] = [.read, .assign, .workCase, .approve]

    /// - Parameter typed: number of a letter or sign of a case, as a person types it.
    /// - Throws: `Problem` with the field `przedmiot` where there is no such thing.
    public static func find(_ c: any SQLConnection, _ typed: String, of rights: OfficerRights) throws -> ObjectExplanation {
        if let number = RegisterNumber(typed) {
            guard let letter = try IncomingRegister.find(c, number), let reference = try IncomingRegister.reference(c, number) else { throw missing }
            return ObjectExplanation(
                name: number.description,
                lines: try actions.map {
                    Line(action: $0, decision: try LetterAccess.decide(c, $0, on: reference, access: letter.metadata.access, by: rights))
                })
        }
        guard let file = try Cases.find(c, typed: typed, limit: 1).first else { throw missing }
        let subject = file.accessSubject(shares: try CaseSharing.shares(c, file.id).filter { $0.isInForce(on: rights.day) })
        return ObjectExplanation(name: file.sign.description, lines: actions.map { Line(action: $0, decision: rights.decide($0, on: subject)) })
    }

    private static var missing: Problem {
        Problem(.invalidInput, "Nie ma takiego pisma ani sprawy. Wpisz numer, na przykład RPW/17/2026, albo znak sprawy", field: "przedmiot")
    }
}
