internal import Chancery
internal import Identity

extension APIOperation {
    static let all: [APIOperation] = general + letters + cases + documents + outgoing + dispatches + registers

    static func get(
        _ id: ID, _ path: String, _ group: String, _ scope: SystemScope?, _ summary: String, _ words: String = "", _ parameters: [Parameter] = [],
        gives schema: APISchema?, _ example: JSONValue? = nil
    ) -> APIOperation {
        APIOperation(
            id: id, verb: .get, path: path, group: group, summary: summary, words: words, scope: scope, parameters: parameters,
            answer: Answer(status: 200, words: schema == nil ? "Treść pliku, tak jak przyszła" : "Odpowiedź", schema: schema, example: example))
    }

    static func post(
        _ id: ID, _ path: String, _ group: String, _ scope: SystemScope, _ summary: String, _ words: String = "", _ parameters: [Parameter] = [],
        takes body: Body, gives schema: APISchema, status: Int = 201, versioned: Bool = false
    ) -> APIOperation {
        APIOperation(
            id: id, verb: .post, path: path, group: group, summary: summary, words: words, scope: scope, parameters: parameters, body: body,
            answer: Answer(status: status, words: status == 201 ? "Zapisano" : "Zmieniono", schema: schema), isVersioned: versioned)
    }

    static func path(_ name: String, _ schema: APISchema, _ words: String, _ example: JSONValue? = nil) -> Parameter {
        Parameter(place: .path, name: name, schema: schema, words: words, isRequired: true, example: example)
    }

    static func query(_ name: String, _ schema: APISchema, _ words: String, required: Bool = false, _ example: JSONValue? = nil) -> Parameter {
        Parameter(place: .query, name: name, schema: schema, words: words, isRequired: required, example: example)
    }

    static let paging = [
        query("after", APISchema.id, "Wartość next poprzedniej strony"), query("limit", APISchema.limit, "Ile pozycji na stronie, domyślnie 50"),
    ]
    static let caseID = path("id", APISchema.id, "Numer sprawy z pola id", 1)
    static let letterPath = [path("year", APISchema.year, "Rok rejestru", 2026), path("number", .integer(1...999_999_999), "Numer w rejestrze", 1)]

    static let general = [
        get(
            .showToken, "/token", "Klucz", nil, "Czyj jest klucz i co wolno", "Dobre na próbę połączenia.", gives: .named("Token", APISchemas.token),
            .of(["name": "Podatki 2000", "office": "prusice", "scopes": ["letters:read"], "guardian": "Anna Nowak", "expiresAt": "2027-03-12T00:00:00.000Z"]))
    ]

    static let letters = [
        get(
            .listLetters, "/letters", "Pisma", .lettersRead, "Rejestr wpływów, najnowsze najpierw", "",
            [
                query("from", .day, "Wpływ od dnia"), query("to", .day, "Wpływ do dnia"), query("channel", .choice(Channel.allCases.map(\.rawValue)), "Sposób wpływu"),
                query("words", .text(least: 1, most: 200), "Słowa z nadawcy, tematu albo treści"),
            ] + paging, gives: APISchemas.page("LetterSummary", APISchemas.letterSummary)),
        post(
            .registerLetter, "/letters", "Pisma", .lettersWrite, "Zarejestruj pismo",
            "Pliki w base64 w polu files albo jako części file żądania multipart/form-data, którego część data niesie resztę.",
            takes: Body(
                fields: [
                    .init("senders", .list(.named("Correspondent", APISchemas.correspondent), most: 20), "Nadawcy, co najmniej jeden"),
                    .init("title", .text(least: 1, most: 1_000), "Temat"), .init("arrivalDay", .day, "Data wpływu, nie później niż dziś"),
                    .init("channel", .choice(Channel.allCases.map(\.rawValue)), "Sposób wpływu"), .init("letterDate", .partialDate, "Data na piśmie", required: false),
                    .init("postingDate", .partialDate, "Data nadania", required: false), .init("foreignSign", .text(most: 200), "Znak nadawcy", required: false),
                    .init("postingNumber", .text(most: 200), "Numer nadania", required: false),
                    .init("kinds", .list(.text(least: 1, most: 100), most: 10), "Rodzaje dokumentu", required: false),
                    .init("remarks", .list(.text(least: 1, most: 4_000), most: 20), "Uwagi", required: false),
                    .init("access", APISchema.access, "Dostęp; domyślnie niepubliczny", required: false),
                    .init("files", .list(.named("Upload", APISchemas.upload), most: 50), "Pliki; pierwszy to samo pismo", required: false),
                ], files: "files",
                example: .of([
                    "senders": [.of(["kind": "osoba", "surname": "Wrona", "givenNames": "Łucja", "postCode": "55-110", "town": "Prusice"])],
                    "title": "Wniosek o zwrot podatku", "arrivalDay": "2026-03-12", "channel": "papier",
                    "files": [.of(["name": "wniosek.txt", "mediaType": "text/plain", "content": "V25pb3Nlaw=="])],
                ])), gives: .named("Letter", APISchemas.letter)),
        get(.getLetter, "/letters/{year}/{number}", "Pisma", .lettersRead, "Jedno pismo", "", letterPath, gives: .named("Letter", APISchemas.letter)),
        post(
            .addLetterFile, "/letters/{year}/{number}/files", "Pisma", .lettersWrite, "Dołącz plik do pisma", "", letterPath,
            takes: Body(
                fields: [.init("files", .list(.named("Upload", APISchemas.upload), most: 1), "Jeden plik")], files: "files",
                example: .of(["files": [.of(["name": "skan.txt", "mediaType": "text/plain", "content": "U2thbg=="])]])), gives: .named("Letter", APISchemas.letter)),
        get(
            .getLetterFile, "/letters/{year}/{number}/files/{position}", "Pisma", .lettersRead, "Treść pliku pisma",
            "Odczyt treści, która nie jest w całości publiczna, zapisuje się w dzienniku.", letterPath + [path("position", .integer(1...100_000), "Miejsce pliku", 1)],
            gives: nil),
    ]

    static let cases = [
        get(
            .listCases, "/cases", "Sprawy", .casesRead, "Sprawy, najnowsze najpierw", "Strona może mieć mniej pozycji niż limit, a mimo to nie być ostatnia.",
            [
                query("unit", APISchema.unitCode, "Kod komórki", "GK"), query("class", APISchema.classSymbol, "Symbol klasy", "6131"),
                query("year", APISchema.year, "Rok wszczęcia", 2026), query("state", .choice(CaseState.allCases.map(\.rawValue)), "Stan"),
            ] + paging, gives: APISchemas.page("Case", APISchemas.caseFile)),
        post(
            .openCase, "/cases", "Sprawy", .casesWrite, "Załóż sprawę", "Z pisma, gdy podano letter; inaczej z urzędu. Prowadzącym zostaje opiekun klucza.",
            takes: Body(
                fields: [
                    .init("class", APISchema.classSymbol, "Klasa wykazu akt"), .init("title", .text(least: 1, most: 1_000), "Tytuł sprawy"),
                    .init("letter", APISchema.letterNumber, "Numer pisma, od którego sprawa się zaczyna", required: false),
                    .init("unit", APISchema.unitCode, "Komórka merytoryczna; domyślnie komórka opiekuna", required: false),
                    .init("description", .text(most: 20_000), "Opis", required: false), .init("startDay", .day, "Data wszczęcia", required: false),
                    .init("access", APISchema.access, "Dostęp; domyślnie niepubliczny", required: false),
                ], files: nil, example: .of(["class": "0140", "title": "Zwrot podatku – Łucja Wrona"])), gives: .named("Case", APISchemas.caseFile)),
        get(
            .getCase, "/cases/{id}", "Sprawy", .casesRead, "Jedna sprawa", "Odpowiedź niesie ETag do nagłówka If-Match.", [caseID],
            gives: .named("Case", APISchemas.caseFile)),
        get(
            .getMetryka, "/cases/{id}/metryka", "Sprawy", .casesRead, "Metryka sprawy", "", [caseID], gives: APISchemas.page("MetrykaEntry", APISchemas.metrykaEntry)),
        post(
            .joinLetter, "/cases/{id}/letters", "Sprawy", .casesWrite, "Dołącz pismo do sprawy", "", [caseID],
            takes: Body(fields: [.init("letter", APISchema.letterNumber, "Numer pisma")], files: nil, example: .of(["letter": "RPW-2026-17"])),
            gives: .named("Case", APISchemas.caseFile)),
        post(
            .settleCase, "/cases/{id}/settlement", "Sprawy", .casesWrite, "Załatw sprawę", "Wysłano ostateczne pismo albo sprawę załatwiono ustnie.", [caseID],
            takes: Body(
                fields: [.init("day", .day, "Dzień załatwienia"), .init("document", .text(most: 200), "Identyfikator dokumentu", required: false)], files: nil,
                example: .of(["day": "2026-03-20", "document": "PISMO-3"])), gives: .named("Case", APISchemas.caseFile), status: 200, versioned: true),
        post(
            .closeCase, "/cases/{id}/closing", "Sprawy", .casesWrite, "Zakończ sprawę", "Akta zostają zamknięte. Ostrzeżenia trzeba potwierdzić polem warningsRead.",
            [caseID],
            takes: Body(
                fields: [.init("day", .day, "Dzień ostatecznego załatwienia"), .init("warningsRead", .flag, "Ostrzeżenia przeczytano", required: false)], files: nil,
                example: .of(["day": "2026-03-20", "warningsRead": true])), gives: .named("Case", APISchemas.caseFile), status: 200, versioned: true),
    ]

    static let documents = [
        get(
            .listDocuments, "/cases/{id}/documents", "Akta", .documentsRead, "Akta sprawy w ich kolejności", "", [caseID] + paging,
            gives: APISchemas.page("Document", APISchemas.element)),
        post(
            .addDocument, "/cases/{id}/documents", "Akta", .documentsWrite, "Dołącz plik do akt", "", [caseID],
            takes: Body(
                fields: [
                    .init("title", .text(least: 1, most: 1_000), "Tytuł"), .init("kind", .choice(["plik", "opinia", "protokol", "projekt"]), "Rodzaj"),
                    .init("date", .partialDate, "Data dokumentu", required: false), .init("access", APISchema.access, "Dostęp", required: false),
                    .init("files", .list(.named("Upload", APISchemas.upload), most: 1), "Jeden plik"),
                ], files: "files",
                example: .of([
                    "title": "Wydruk z systemu", "kind": "plik", "files": [.of(["name": "wydruk.txt", "mediaType": "text/plain", "content": "V3lkcnVr"])],
                ])), gives: .named("Document", APISchemas.element)),
        post(
            .addNote, "/cases/{id}/notes", "Akta", .documentsWrite, "Dołącz notatkę do akt", "", [caseID],
            takes: Body(
                fields: [
                    .init("title", .text(least: 1, most: 1_000), "Tytuł"), .init("text", .text(least: 1, most: 100_000), "Treść"),
                    .init("date", .partialDate, "Data", required: false),
                ], files: nil, example: .of(["title": "Rozmowa", "text": "Wnioskodawczyni uzupełni numer konta."])), gives: .named("Document", APISchemas.element)),
        get(
            .getDocumentContent, "/cases/{id}/documents/{position}/content", "Akta", .documentsRead, "Treść pliku z akt",
            "Odczyt treści, która nie jest w całości publiczna, zapisuje się w dzienniku.", [caseID, path("position", APISchema.id, "Miejsce w aktach", 1)], gives: nil),
    ]

    static let outgoing = [
        get(
            .listOutgoing, "/outgoing", "Pisma wychodzące", .outgoingRead, "Pisma sprawy, najnowsze najpierw", "",
            [query("case", APISchema.id, "Numer sprawy", required: true, 1)] + paging, gives: APISchemas.page("Outgoing", APISchemas.outgoing)),
        post(
            .draftOutgoing, "/outgoing", "Pisma wychodzące", .outgoingWrite, "Załóż projekt pisma w sprawie",
            "Dalej idzie zwykłą drogą: akceptacja i podpis należą do ludzi.",
            takes: Body(
                fields: [
                    .init("case", APISchema.id, "Numer sprawy"), .init("title", .text(least: 1, most: 1_000), "Tytuł"), .init("body", .text(most: 200_000), "Treść"),
                    .init("addressees", .list(.named("Correspondent", APISchemas.correspondent), most: 200), "Adresaci", required: false),
                    .init("replyTo", APISchema.letterNumber, "Numer pisma, na które odpowiada", required: false),
                ], files: nil,
                example: .of([
                    "case": 1, "title": "Wezwanie do uzupełnienia", "body": "Proszę podać numer konta.",
                    "addressees": [.of(["kind": "osoba", "surname": "Wrona", "givenNames": "Łucja"])],
                ])), gives: .named("Outgoing", APISchemas.outgoing)),
        get(
            .getOutgoing, "/outgoing/{id}", "Pisma wychodzące", .outgoingRead, "Jedno pismo i jego stan", "", [path("id", APISchema.id, "Numer pisma", 1)],
            gives: .named("Outgoing", APISchemas.outgoing)),
    ]

    static let dispatches = [
        get(
            .listDispatches, "/dispatches", "Wysyłki", .dispatchesRead, "Wysyłki jednego pisma", "",
            [query("outgoing", APISchema.id, "Numer pisma", required: true, 1)] + paging,
            gives: APISchemas.page("Dispatch", APISchemas.dispatch)),
        get(
            .getDispatch, "/dispatches/{id}", "Wysyłki", .dispatchesRead, "Jedna wysyłka i jej stan", "", [path("id", APISchema.id, "Numer wysyłki", 1)],
            gives: .named("Dispatch", APISchemas.dispatch)),
        get(
            .listEvidence, "/dispatches/{id}/evidence", "Wysyłki", .dispatchesRead, "Dowody, które wróciły", "", [path("id", APISchema.id, "Numer wysyłki", 1)],
            gives: APISchemas.page("Evidence", APISchemas.evidence)),
    ]

    static let registers = [
        get(
            .search, "/search", "Rejestry", .searchRead, "Szukaj po numerze, znaku albo słowach", "",
            [
                query("q", .text(least: 1, most: 200), "Numer, znak sprawy albo słowa", required: true, "RPW-2026-17"),
                query("kind", .choice(["letters", "cases", "outgoing"]), "Czego szukać; domyślnie letters"),
            ] + paging, gives: APISchemas.page("Found", APISchemas.found)),
        get(
            .listOutgoingRegister, "/registers/outgoing", "Rejestry", .searchRead, "Rejestr wychodzący, najnowsze najpierw", "",
            [query("from", .day, "Przekazano od dnia"), query("to", .day, "Przekazano do dnia")] + paging,
            gives: APISchemas.page("RegisterEntry", APISchemas.registerEntry)),
        get(
            .searchClasses, "/classes", "Wykaz akt i komórki", .planRead, "Szukaj klas wykazu akt", "",
            [
                query("words", .text(least: 1, most: 200), "Słowa albo początek symbolu", required: true, "drzewa"),
                query("unit", APISchema.unitCode, "Najpierw klasy tej komórki", "GK"),
            ], gives: APISchemas.page("Class", APISchemas.planClass)),
        get(
            .getClass, "/classes/{symbol}", "Wykaz akt i komórki", .planRead, "Jedna klasa", "", [path("symbol", APISchema.classSymbol, "Symbol klasy", "6131")],
            gives: .named("Class", APISchemas.planClass)),
        get(.listUnits, "/units", "Wykaz akt i komórki", .unitsRead, "Komórki urzędu, dziś", gives: APISchemas.page("Unit", APISchemas.unit)),
    ]
}
