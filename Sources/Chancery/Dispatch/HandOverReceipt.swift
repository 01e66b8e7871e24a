public import Kernel
internal import Law

/// What is written down when a letter is handed over: in the office, or by an employee who carried it.
///
/// Source: KPA art. 42, 43, 46 § 1–2, 47; the one who receives confirms by signature with the day, or the deliverer notes why he did not.
public struct HandOverReceipt: Sendable, Hashable {
    public enum Receiver: String, Sendable, CaseIterable {
        case addressee = "adresat"
        case representative = "pelnomocnik"
        /// Somebody who takes letters for an organisation (KPA art. 45).
        case authorised = "osoba-upowazniona"
        /// An adult of the household, who undertook to pass it on (KPA art. 43).
        case household = "domownik"

        public var polishName: String {
            switch self {
            case .addressee: "adresat"
            case .representative: "pełnomocnik albo przedstawiciel"
            case .authorised: "osoba upoważniona do odbioru pism"
            case .household: "dorosły domownik (art. 43 KPA)"
            }
        }
    }
    public enum Proof: String, Sendable, CaseIterable {
        /// The signed receipt, scanned and attached.
        case scan = "skan"
        /// The signed receipt on paper; the words say where it lies.
        case paper = "papier"
        /// The deliverer's note, where no signature could be had (KPA art. 46 § 2).
        case note = "adnotacja"

        public var polishName: String {
            switch self {
            case .scan: "podpisane pokwitowanie, dodaję skan"
            case .paper: "podpisane pokwitowanie na papierze"
            case .note: "adnotacja doręczającego, bez podpisu (art. 46 § 2 KPA)"
            }
        }
    }

    public var day: Day
    /// Surname and given names of the one who took it.
    public var person: String
    public var receiver: Receiver
    /// He would not take it; it counts as delivered on that day (KPA art. 47 § 2).
    public var isRefused: Bool
    public var proof: Proof
    /// Where the paper lies, or why there is no signature.
    public var words: String
    /// The scanned receipt, recorded as a blob.
    public var file: ContentHash?

    public init(day: Day, person: String, receiver: Receiver, isRefused: Bool = false, proof: Proof, words: String = "", file: ContentHash? = nil) {
        self.day = day
        self.person = person
        self.receiver = receiver
        self.isRefused = isRefused
        self.proof = proof
        self.words = words
        self.file = file
    }

    /// What is wrong with it, by field.
    public func problems(for row: DispatchRow, today: Day) -> [Problem] {
        var out: [Problem] = []
        func add(_ field: String, _ message: String) { out.append(Problem(.invalidInput, message, field: field)) }
        if day > today { add("dzien", "Dzień odbioru nie może być późniejszy niż dziś") }
        let ordered = PolishTime.day(of: row.createdAt)
        if day < ordered { add("dzien", "Wysyłkę zlecono \(MomentWords.text(ordered)). Podaj ten dzień albo późniejszy") }
        if FormText.trimmed(person).isEmpty { add("kto", "Wpisz, kto odebrał pismo") }
        if person.count > 200 { add("kto", "Skróć do 200 znaków") }
        if words.count > 300 { add("slowa", "Skróć do 300 znaków") }
        if row.channel == .inPerson, receiver == .household { add("charakter", "W urzędzie pismo odbiera adresat albo osoba upoważniona") }
        switch proof {
        case .scan: if file == nil { add("plik", "Dodaj skan pokwitowania: PDF, JPG, PNG lub TIFF") }
        case .paper: if FormText.trimmed(words).isEmpty { add("slowa", "Wpisz, gdzie leży pokwitowanie, na przykład: w teczce sprawy") }
        case .note: if FormText.trimmed(words).isEmpty { add("slowa", "Napisz, dlaczego nie ma podpisu") }
        }
        return out
    }

    /// The evidence for the sending; one hand-over is one evidence, however often the form is sent.
    public func evidence(of dispatch: DispatchID) -> DispatchEvidence {
        var out = DispatchEvidence(.handOver, isRefused ? .refused : .delivered, day: day, key: "wydanie:\(dispatch):\(isRefused ? "odmowa" : "odbior"):\(day)")
        out.dispatch = dispatch
        out.file = proof == .scan ? file : nil
        let who = "\(isRefused ? "odmówił(a) przyjęcia" : "odebrał(a)"): \(FormText.trimmed(person)), \(receiver.polishName)"
        out.words = [who, proof == .note ? "adnotacja: \(FormText.trimmed(words))" : FormText.trimmed(words)].filter { !$0.isEmpty }.joined(separator: "; ")
        return out
    }
}

extension DispatchRow {
    /// Can be handed over now: it goes by hand, and nobody has told yet what became of it.
    public var awaitsHandOver: Bool {
        guard isCurrent, channel == .inPerson || channel == .courier else { return false }
        switch state {
        case .waiting, .sent, .noticed: return true
        default: return false
        }
    }
}
