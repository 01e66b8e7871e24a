/// The names of a connection's prepared statements; the one not used for longest goes first.
struct PreparedStatements {
    static let most = 256

    private var names: [String: (name: String, used: UInt64)] = [:]
    private var clock: UInt64 = 0

    mutating func name(of text: String) -> String? {
        clock += 1
        guard var entry = names[text] else { return nil }
        entry.used = clock
        names[text] = entry
        return entry.name
    }

    /// Makes room where there is none. Looking through all is cheap beside the preparing that follows.
    mutating func removeOldest() -> String? {
        guard names.count >= Self.most, let oldest = names.min(by: { $0.value.used < $1.value.used }) else { return nil }
        names[oldest.key] = nil
        return oldest.value.name
    }

    mutating func newName() -> String {
        clock += 1
        return "s\(clock)"
    }

    mutating func add(_ text: String, _ name: String) { names[text] = (name, clock) }
}
