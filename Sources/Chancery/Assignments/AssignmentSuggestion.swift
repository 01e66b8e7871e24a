public import Kernel
internal import Law
internal import Store

/// What is known of a letter before anybody reads it.
public struct LetterFacts: Sendable, Hashable {
    public var channel: Channel?
    /// `Correspondent.key` of the first sender; empty where unknown.
    public var senderKey: String
    public var sender: String
    public var title: String
    public var kinds: [String]
    /// Class that the caller supposes.
    public var symbol: String?
    public var arrivalDay: Day

    public init(channel: Channel?, senderKey: String, sender: String, title: String, kinds: [String] = [], symbol: String? = nil, arrivalDay: Day) {
        self.channel = channel
        self.senderKey = senderKey
        self.sender = sender
        self.title = title
        self.kinds = kinds
        self.symbol = symbol
        self.arrivalDay = arrivalDay
    }
}

/// Something that letters have in common, by which earlier decisions speak for a new letter.
struct LetterFeature: Hashable {
    enum Kind: String {
        case sender = "n", word = "t", kind = "r", symbol = "k"
        /// How much a decision about one such letter says about the next, in thousandths.
        var weight: Int {
            switch self {
            case .sender: 800
            case .symbol: 900
            case .kind: 450
            case .word: 400
            }
        }
    }
    var kind: Kind
    /// What is compared.
    var value: String
    /// What a person reads.
    var shown: String
    var key: String { "\(kind.rawValue):\(value)" }

    static let most = 12
    private static let stem = 5
    /// Words that nearly every title has.
    private static let dull: Set<String> = ["pismo", "sprawi", "spraw", "dotyc", "wnios", "prosb", "oraz", "temat"]

    static func of(_ f: LetterFacts) -> [LetterFeature] {
        var out: [LetterFeature] = []
        if !f.senderKey.isEmpty, f.sender != Correspondent(.unknown).label { out.append(LetterFeature(kind: .sender, value: f.senderKey, shown: f.sender)) }
        if let symbol = f.symbol { out.append(LetterFeature(kind: .symbol, value: symbol, shown: symbol)) }
        out += f.kinds.prefix(2).map { LetterFeature(kind: .kind, value: PolishText.folded($0), shown: $0) }
        for word in f.title.split(whereSeparator: { !$0.isLetter }) where word.count >= 4 {
            let value = String(PolishText.folded(String(word)).prefix(stem))
            let feature = LetterFeature(kind: .word, value: value, shown: String(word).lowercased())
            if out.count < most, !dull.contains(value), !out.contains(where: { $0.key == feature.key }) { out.append(feature) }
        }
        return out
    }
}

/// How often letters with a feature were given to one recipient.
struct AssignmentHabit: Hashable {
    var feature: String
    var holder: Holder
    var label: String
    var manner: AssignmentManner
    var disposition: String
    var termDays: Int?
    var given: Int
}

/// Somebody to whom the letter will probably be given.
public struct AssignmentCandidate: Sendable, Hashable {
    public var recipient: AssignmentRecipient
    /// What such letters were given with the last time.
    public var disposition: String
    public var termDays: Int?
    /// In Polish, why: `Pisma tego nadawcy: 7 z 8`.
    public var reason: String
    /// 0…100.
    public var certainty: Int

    public init(recipient: AssignmentRecipient, disposition: String, termDays: Int? = nil, reason: String, certainty: Int) {
        self.recipient = recipient
        self.disposition = disposition
        self.termDays = termDays
        self.reason = reason
        self.certainty = certainty
    }
}

/// What is proposed to the person who assigns.
public struct AssignmentSuggestion: Sendable, Hashable {
    /// At most three, the likeliest first.
    public var candidates: [AssignmentCandidate]
    /// Why the letter has to be read before it is given on; `nil` where one key may do.
    public var caution: String?

    public init(candidates: [AssignmentCandidate], caution: String? = nil) {
        self.candidates = candidates
        self.caution = caution
    }

    /// Below this certainty nothing is selected beforehand.
    public static let threshold = 70
    public var preselected: AssignmentCandidate? { caution == nil ? candidates.first.flatMap { $0.certainty >= Self.threshold ? $0 : nil } : nil }

    /// Made from what similar letters were given; pure, so that the same history always says the same.
    static func from(_ facts: LetterFacts, habits: [AssignmentHabit]) -> AssignmentSuggestion {
        let features = LetterFeature.of(facts)
        var totals: [String: Int] = [:]
        for h in habits where h.given > 0 { totals[h.feature, default: 0] += h.given }
        struct Case {
            var doubt = 1000
            var best: (strength: Int, feature: LetterFeature, given: Int, total: Int, habit: AssignmentHabit)
        }
        var cases: [Holder: Case] = [:]
        for f in features {
            guard let total = totals[f.key] else { continue }
            for h in habits where h.feature == f.key && h.given > 0 {
                let strength = f.kind.weight * h.given / total * total / (total + 1)
                var entry = cases[h.holder] ?? Case(best: (-1, f, h.given, total, h))
                entry.doubt = entry.doubt * (1000 - strength) / 1000
                if strength > entry.best.strength { entry.best = (strength, f, h.given, total, h) }
                cases[h.holder] = entry
            }
        }
        let sum = cases.values.reduce(0) { $0 + 1000 - $1.doubt }
        let candidates = cases.map { holder, entry in
            let score = 1000 - entry.doubt
            return AssignmentCandidate(
                recipient: AssignmentRecipient(holder, label: entry.best.habit.label, manner: entry.best.habit.manner, isLead: true),
                disposition: entry.best.habit.disposition, termDays: entry.best.habit.termDays,
                reason: reason(entry.best.feature, entry.best.given, entry.best.total), certainty: sum == 0 ? 0 : score * score / sum / 10)
        }
        let ordered = candidates.sorted { ($1.certainty, $0.recipient.label) < ($0.certainty, $1.recipient.label) }
        return AssignmentSuggestion(candidates: Array(ordered.filter { $0.certainty > 0 }.prefix(3)), caution: caution(facts))
    }

    private static func reason(_ f: LetterFeature, _ given: Int, _ total: Int) -> String {
        switch f.kind {
        case .sender: "Pisma tego nadawcy: \(given) z \(total)"
        case .word: "Pisma ze słowem „\(f.shown)”: \(given) z \(total)"
        case .kind: "Pisma rodzaju „\(f.shown)”: \(given) z \(total)"
        case .symbol: "Pisma klasy \(f.shown): \(given) z \(total)"
        }
    }

    /// Letters that are never given on with one key: appeals, complaints, summons, and what courts send.
    private static func caution(_ f: LetterFacts) -> String? {
        let words = PolishText.folded(f.title).split(whereSeparator: { !$0.isLetter })
        for (stem, name) in [("odwola", "odwołanie"), ("skarg", "skarga"), ("wezwan", "wezwanie"), ("zazalen", "zażalenie"), ("ponaglen", "ponaglenie")]
        where words.contains(where: { $0.hasPrefix(stem) }) {
            return "W tytule jest „\(name)”. Przeczytaj pismo, zanim je zadekretujesz."
        }
        let sender = PolishText.folded(f.sender).split(whereSeparator: { !$0.isLetter })
        if sender.contains("sad") || sender.contains("trybunal") { return "Pismo jest z sądu. Przeczytaj je, zanim je zadekretujesz." }
        return nil
    }
}
