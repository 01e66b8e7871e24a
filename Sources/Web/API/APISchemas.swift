internal import Chancery
internal import Kernel

/// The named shapes of the API.
enum APISchemas {
    typealias Field = APISchema.Field

    static let correspondent: [Field] = [
        Field("kind", .choice(["osoba", "instytucja", "nieustalony"]), "Kim jest nadawca albo adresat"),
        Field("name", .text(most: 1_000), "Nazwa instytucji", required: false), Field("surname", .text(most: 200), "Nazwisko", required: false),
        Field("givenNames", .text(most: 200), "Imiona", required: false), Field("postCode", .text(most: 20), "Kod pocztowy", required: false),
        Field("town", .text(most: 200), "Miejscowość", required: false), Field("street", .text(most: 200), "Ulica", required: false),
        Field("building", .text(most: 40), "Numer domu", required: false), Field("flat", .text(most: 40), "Numer lokalu", required: false),
        Field("country", .text(most: 100), "Kraj, jeśli inny niż Polska", required: false),
        Field("emails", .list(.text(least: 3, most: 200), most: 10), "Adresy e-mail", required: false),
        Field("pesel", .text(most: 11), "PESEL", required: false), Field("nip", .text(most: 15), "NIP", required: false),
        Field("regon", .text(most: 14), "REGON", required: false),
        Field("replyBox", .text(most: 200), "Skrytka ePUAP do odpowiedzi", required: false),
    ]

    /// Of what comes out: the same members, without limits that old records might not keep.
    static let shownCorrespondent: [Field] = correspondent.map { field in
        switch field.name {
        case "kind": field
        case "emails": Field("emails", .list(.anyText, most: 1_000), field.words, required: false)
        default: Field(field.name, .anyText, field.words, required: false)
        }
    }

    static let file: [Field] = [
        Field("position", APISchema.id, "Miejsce pliku, od 1"), Field("role", .anyText, "dokument, zalacznik, poswiadczenie albo odwzorowanie"),
        Field("name", .anyText, ""),
        Field("mediaType", .anyText, ""), Field("size", .integer(0...9_007_199_254_740_991), "W bajtach"),
        Field("sha256", .nullable(.anyText), "null, gdy treści nie ma w urzędzie"),
        Field("href", .nullable(.anyText), "Adres treści"),
    ]

    static let upload: [Field] = [
        Field("name", .text(least: 1, most: 200), "Nazwa pliku"), Field("mediaType", .text(most: 200), "Rodzaj treści", required: false),
        Field("content", .base64(most: 32 << 20), "Treść w base64, najwyżej 32 MB"),
    ]

    static let letterSummary: [Field] = [
        Field("number", .anyText, "Numer w rejestrze wpływów"), Field("title", .anyText, ""), Field("sender", .anyText, ""), Field("channel", .anyText, "Sposób wpływu"),
        Field("arrivalDay", .day, "Data wpływu"), Field("registeredAt", .instant, ""), Field("letterDate", .nullable(.partialDate), "Data na piśmie"),
        Field("foreignSign", .anyText, "Znak nadawcy"), Field("isCancelled", .flag, "Numer anulowano"), Field("href", .anyText, ""),
    ]

    static let letter: [Field] =
        letterSummary + [
            Field("senders", .list(.named("ShownCorrespondent", shownCorrespondent), most: 100), ""), Field("access", APISchema.access, "Dostęp"),
            Field("kinds", .list(.anyText, most: 1_000), "Rodzaje dokumentu"), Field("remarks", .list(.anyText, most: 1_000), "Uwagi"),
            Field("attention", .list(.anyText, most: 20), "Na co trzeba spojrzeć"), Field("state", .nullable(.anyText), "Stan pracy nad pismem"),
            Field("cases", .list(APISchema.id, most: 100), "Sprawy, w których aktach leży"), Field("files", .list(.named("File", file), most: 10_000), ""),
        ]

    static let caseFile: [Field] = [
        Field("id", APISchema.id, ""), Field("sign", .anyText, "Znak sprawy"), Field("title", .anyText, ""), Field("class", .anyText, "Symbol klasy wykazu akt"),
        Field("className", .anyText, "Hasło klasyfikacyjne"), Field("category", .nullable(.anyText), "Kategoria archiwalna"),
        Field("unit", APISchema.id, "Komórka merytoryczna"),
        Field("unitCode", .anyText, "Kod komórki w znaku"), Field("officer", .anyText, "Prowadzący"),
        Field("state", .choice(CaseState.allCases.map(\.rawValue)), "Stan sprawy"),
        Field("access", APISchema.access, ""), Field("openedAt", .instant, ""), Field("startDay", .day, "Data wszczęcia"),
        Field("due", .nullable(.day), "Termin załatwienia"),
        Field("settledDay", .nullable(.day), ""), Field("closedDay", .nullable(.day), "Data ostatecznego załatwienia"), Field("description", .anyText, ""),
        Field("version", APISchema.id, "Do nagłówka If-Match"), Field("href", .anyText, ""),
    ]

    static let metrykaEntry: [Field] = [
        Field("position", APISchema.id, ""), Field("at", .instant, ""), Field("person", .anyText, "Kto"), Field("post", .anyText, "Stanowisko"),
        Field("act", .anyText, "Co zrobiono"),
        Field("document", .nullable(.anyText), "Identyfikator dokumentu"),
    ]

    static let element: [Field] = [
        Field("position", APISchema.id, "Miejsce w aktach, od 1"), Field("kind", .choice(CaseElement.Kind.allCases.map(\.rawValue)), ""), Field("title", .anyText, ""),
        Field("date", .nullable(.partialDate), "Data dokumentu"), Field("reference", .anyText, "Identyfikator dokumentu"), Field("text", .anyText, "Treść notatki"),
        Field("addedAt", .instant, ""), Field("addedBy", .anyText, ""), Field("isRemoved", .flag, "Wyłączono z akt"), Field("fileName", .nullable(.anyText), ""),
        Field("mediaType", .nullable(.anyText), ""), Field("size", .nullable(.integer(0...9_007_199_254_740_991)), ""),
        Field("href", .nullable(.anyText), "Adres treści"),
    ]

    static let outgoing: [Field] = [
        Field("id", APISchema.id, ""), Field("identifier", .anyText, ""), Field("title", .anyText, ""), Field("state", .anyText, "Stan pisma"),
        Field("stateWords", .anyText, "Stan słowami"),
        Field("sign", .nullable(.anyText), "Znak pisma, po akceptacji"), Field("case", .nullable(APISchema.id), ""), Field("version", APISchema.id, "Wersja treści"),
        Field("author", .anyText, ""), Field("addressees", .anyText, ""), Field("href", .anyText, ""),
    ]

    static let dispatch: [Field] = [
        Field("id", APISchema.id, ""), Field("outgoing", APISchema.id, "Pismo"), Field("addressee", .anyText, ""),
        Field("channel", .choice(DispatchChannel.allCases.map(\.rawValue)), "Sposób wysyłki"), Field("state", .anyText, ""), Field("stateWords", .anyText, ""),
        Field("effectiveDay", .nullable(.day), "Dzień, z którym liczy się doręczenie"), Field("sentAt", .nullable(.instant), ""),
        Field("registerNumber", .anyText, "Numer w rejestrze"),
        Field("isCurrent", .flag, "Nie zastąpiła jej późniejsza próba"), Field("href", .anyText, ""),
    ]

    static let evidence: [Field] = [
        Field("id", APISchema.id, ""), Field("kind", .anyText, ""), Field("outcome", .anyText, ""), Field("day", .nullable(.day), ""), Field("words", .anyText, ""),
        Field("receivedAt", .instant, ""),
    ]

    static let found: [Field] = [
        Field("kind", .choice(["letters", "cases", "outgoing"]), ""), Field("id", APISchema.id, ""), Field("number", .anyText, "Numer albo znak"),
        Field("title", .anyText, ""),
        Field("href", .anyText, ""),
    ]

    static let registerEntry: [Field] = [
        Field("number", .anyText, ""), Field("handedDay", .day, "Dzień przekazania"), Field("addressee", .anyText, ""), Field("sign", .anyText, ""),
        Field("channel", .anyText, ""),
        Field("title", .anyText, ""), Field("outgoing", APISchema.id, ""), Field("isCancelled", .flag, ""),
    ]

    static let planClass: [Field] = [
        Field("symbol", .anyText, ""), Field("title", .anyText, "Hasło klasyfikacyjne"), Field("category", .nullable(.anyText), ""),
        Field("isLeaf", .flag, "Można w niej zakładać sprawy"),
        Field("path", .list(.anyText, most: 10), "Hasła nad nią"),
    ]

    static let unit: [Field] = [
        Field("id", APISchema.id, ""), Field("code", .anyText, ""), Field("name", .anyText, ""), Field("parent", .nullable(APISchema.id), ""),
    ]

    static let token: [Field] = [
        Field("name", .anyText, "System"), Field("office", .anyText, ""), Field("scopes", .list(.anyText, most: 50), ""), Field("guardian", .anyText, "Opiekun"),
        Field("expiresAt", .instant, ""),
    ]

    /// A page of a list: `next` goes into `after`.
    static func page(_ name: String, _ fields: [Field]) -> APISchema {
        .named(
            "\(name)Page",
            [Field("items", .list(.named(name, fields), most: 5_000), ""), Field("next", .nullable(APISchema.id), "Wartość after następnej strony; null na ostatniej")])
    }
}
