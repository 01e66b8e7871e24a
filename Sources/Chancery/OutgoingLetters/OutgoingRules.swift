public import Kernel

/// What a letter must fulfil before it is kept, put forward and sent.
///
/// "Required" means: obligatory if it can be established (note to metadata table B).
public enum OutgoingRules {
    /// Bytes of UTF-8.
    public static let maximumBody = 512 * 1024
    public static let maximumAddressees = 2_000
    public static let maximumAttachments = 200

    /// Problems that stop keeping a version; a draft may be unfinished.
    public static func draftProblems(_ content: LetterContent) -> [Problem] {
        var out: [Problem] = []
        func add(_ field: String, _ message: String) { out.append(Problem(.invalidInput, message, field: field)) }
        if content.metadata.title.isEmpty { add("tytul", "Wpisz tytuł pisma") }
        if content.metadata.title.count > RegistrationRules.maximumTitle { add("tytul", "Skróć tytuł do \(RegistrationRules.maximumTitle) znaków") }
        if content.body.utf8.count > maximumBody { add("tresc", "Treść jest za długa. Przenieś jej część do załącznika") }
        if content.metadata.remarks.contains(where: { $0.count > RegistrationRules.maximumText }) {
            add("uwagi", "Skróć uwagi do \(RegistrationRules.maximumText) znaków")
        }
        if content.addressees.count > maximumAddressees { add("adresaci", "Najwięcej \(maximumAddressees) adresatów jednego pisma. Podziel wysyłkę") }
        if content.attachments.count > maximumAttachments { add("zalaczniki", "Najwięcej \(maximumAttachments) załączników") }
        if content.attachments.contains(where: { $0.name.isEmpty || $0.name.count > 255 }) { add("zalaczniki", "Nazwa załącznika ma od 1 do 255 znaków") }
        return out
    }

    /// Problems that stop putting a letter forward: what table B requires.
    public static func submissionProblems(_ content: LetterContent, kind: OutgoingLetterKind) -> [Problem] {
        var out = draftProblems(content)
        func add(_ field: String, _ message: String) { out.append(Problem(.invalidInput, message, field: field)) }
        if content.body.allSatisfy(\.isWhitespace), content.attachments.isEmpty { add("tresc", "Wpisz treść pisma albo dołącz dokument") }
        if content.addressees.isEmpty { add("adresaci", "Dodaj adresata") }
        if content.metadata.letterDate != nil, content.metadata.letterDate?.day == nil { add("data", "Data na piśmie musi być pełna, na przykład 2026-03-12") }
        for (index, addressee) in content.addressees.enumerated() {
            out += problems(addressee, kind: kind).map { Problem(.invalidInput, "Adresat \(index + 1): \($0)", field: "adresaci") }
        }
        if content.body.contains("[uzupełnij:") { add("tresc", "Uzupełnij miejsca oznaczone „[uzupełnij: …]”") }
        return out
    }

    private static func problems(_ addressee: Addressee, kind: OutgoingLetterKind) -> [String] {
        var out: [String] = []
        switch addressee.correspondent.designation {
        case .institution(let name): if name.isEmpty { out.append("wpisz nazwę") }
        case .person(let surname, _): if surname.isEmpty { out.append("wpisz nazwisko") }
        case .unknown: out.append("wpisz nazwisko albo nazwę")
        }
        guard kind == .outgoing else {
            if addressee.unit == nil, addressee.officer == nil { out.append("wskaż komórkę lub osobę w urzędzie") }
            return out
        }
        let address = addressee.correspondent.address
        if !address.postCode.isEmpty, address.country.isEmpty || address.country == "Polska", !RegistrationRules.isPostCode(address.postCode) {
            out.append("kod pocztowy ma 5 cyfr, na przykład 00-950")
        }
        for email in addressee.correspondent.emails where !RegistrationRules.looksLikeEmail(email) {
            out.append("adres e-mail musi mieć znak @ i kropkę")
        }
        return out
    }
}
