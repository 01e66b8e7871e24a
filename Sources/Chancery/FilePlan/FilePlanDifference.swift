/// What a new version of the plan changes, shown before it is applied (R2.1).
public struct FilePlanDifference: Sendable, Hashable {
    public struct Change: Sendable, Hashable {
        public var symbol: ClassSymbol
        public var before: String
        public var after: String
    }

    public var added: [PlanEntry] = []
    public var renamed: [Change] = []
    public var categoryChanged: [Change] = []
    /// Classes that took cases and now have classes under them; their cases stay with the old version.
    public var divided: [ClassSymbol] = []
    public var closed: [PlanEntry] = []
    /// Notes or synonyms only.
    public var reworded: [ClassSymbol] = []

    public var isEmpty: Bool {
        added.isEmpty && renamed.isEmpty && categoryChanged.isEmpty && divided.isEmpty && closed.isEmpty && reworded.isEmpty
    }

    public init(from old: [PlanEntry], to new: [PlanEntry]) {
        let before = Dictionary(old.map { ($0.symbol, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(new.map { ($0.symbol, $0) }, uniquingKeysWith: { first, _ in first })
        let oldParents = Set(old.compactMap(\.symbol.parent)), newParents = Set(new.compactMap(\.symbol.parent))
        for entry in new.sorted(by: { $0.symbol < $1.symbol }) {
            guard let was = before[entry.symbol] else {
                added.append(entry)
                continue
            }
            if was.title != entry.title { renamed.append(Change(symbol: entry.symbol, before: was.title, after: entry.title)) }
            if was.category != entry.category {
                categoryChanged.append(
                    Change(symbol: entry.symbol, before: was.category?.description ?? "brak", after: entry.category?.description ?? "brak"))
            }
            if newParents.contains(entry.symbol), !oldParents.contains(entry.symbol) { divided.append(entry.symbol) }
            if was.notes != entry.notes || was.synonyms != entry.synonyms { reworded.append(entry.symbol) }
        }
        closed = old.filter { after[$0.symbol] == nil }.sorted { $0.symbol < $1.symbol }
    }
}
