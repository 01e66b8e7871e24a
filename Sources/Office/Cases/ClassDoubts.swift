public import Chancery
public import Kernel
public import Store

/// A case whose class the plan and the habits of the office would choose differently (R1.5): a hint for the coordinator, no judgement.
public struct ClassDoubt: Sendable, Hashable {
    public var file: CaseFile
    public var suggested: PlanClass
    /// Percent.
    public var certainty: Int
    public var reason: String
}

public enum ClassDoubts {
    /// Less than this is not worth a person's look.
    public static let leastCertainty = 80

    /// The doubtful ones among these cases, in their order.
    public static func among(_ c: any SQLConnection, _ files: [CaseFile], on day: Day) throws -> [ClassDoubt] {
        try files.compactMap { file in
            guard let best = try FilePlan.suggest(c, text: file.title, on: day, limit: 1).first, best.certainty >= leastCertainty,
                best.hit.planClass.symbol.description != file.sign.symbol
            else { return nil }
            return ClassDoubt(file: file, suggested: best.hit.planClass, certainty: best.certainty, reason: best.reason)
        }
    }
}
