internal import Chancery
internal import Identity
internal import Kernel
internal import Law
internal import Office
internal import Store

/// Letters of the register of incoming letters.
enum LetterCalls {
    static func token(_ call: SystemCall) -> SystemWork {
        .read { _ in
            let token = call.system.token
            return SystemAnswer(
                .of([
                    "name": .string(token.name), "office": .text(token.office), "scopes": .array(token.scopes.map(\.rawValue).sorted().map { .string($0) }),
                    "guardian": .string(call.system.guardianName), "expiresAt": .text(token.expiresAt),
                ]))
        }
    }

    static func list(_ call: SystemCall) -> SystemWork {
        .read { c in
            try call.system.requireRegister()
            var q = RegisterQuery()
            q.limit = call.limit
            (q.from, q.to) = (call.day("from"), call.day("to"))
            q.channel = call.text("channel").flatMap(Channel.init(rawValue:))
            q.words = call.text("words") ?? ""
            q.after = call.number("after").map { RegisterQuery.Position(key: "", id: $0) }
            let page = try IncomingRegister.page(c, q, today: call.today)
            return .page(page.rows.map(summary), next: page.next?.id)
        }
    }

    static func register(_ call: SystemCall) throws -> SystemWork {
        let system = call.system
        try system.rights.decide(.register).require()
        var problems: [Problem] = []
        var metadata = LetterMetadata(senders: [], title: call.words("title"))
        for (i, sender) in (call.body["senders"]?.items ?? []).enumerated() { metadata.senders.append(try Parties.read(sender, at: "senders.\(i)", &problems)) }
        metadata.letterDate = call.value("letterDate")
        metadata.postingDate = call.value("postingDate")
        metadata.foreignSign = call.words("foreignSign")
        metadata.postingNumber = call.words("postingNumber")
        metadata.kinds = (call.body["kinds"]?.items ?? []).compactMap { $0.string?.trimmingWhiteSpace }
        metadata.remarks = (call.body["remarks"]?.items ?? []).compactMap(\.string)
        metadata.access = call.access ?? .notPublic
        metadata.deliveryManner = "system dziedzinowy"
        metadata.attachmentCount = max(0, call.files.count - 1)
        metadata.formats = Array(Set(call.files.map(\.mediaType))).sorted()
        guard let arrival: Day = call.value("arrivalDay"), let channel = call.body["channel"]?.string.flatMap(Channel.init(rawValue:)) else {
            throw Problems([Problem(.invalidInput, "Tego pola brakuje", field: "arrivalDay")])
        }
        problems += RegistrationRules.problems(metadata, arrivalDay: arrival, today: call.today).map { Problem($0.code, $0.message, field: field($0.field)) }
        guard problems.isEmpty else { throw Problems(problems) }
        let letter = metadata
        return .write { c, files in
            let registration = Registration(
                metadata: letter, channel: channel, arrivalDay: arrival,
                files: files.enumerated().map { i, f in
                    LetterFile(role: i == 0 ? .document : .attachment, name: f.name, mediaType: f.mediaType, size: f.size, hash: f.hash)
                })
            let number = try LetterIntake.register(c, registration, by: system.performer, at: call.now).number
            return SystemAnswer(try shown(c, number), location: href(number))
        }
    }

    static func show(_ call: SystemCall) -> SystemWork {
        .read { c in
            let letter = try visible(c, call)
            return SystemAnswer(try shown(c, letter.number))
        }
    }

    static func addFile(_ call: SystemCall) throws -> SystemWork {
        try call.system.rights.decide(.register).require()
        guard call.files.count == 1 else { throw Problems([Problem(.invalidInput, "Wyślij jeden plik", field: "files")]) }
        return .write { c, files in
            let letter = try visible(c, call)
            guard letter.cancellation == nil else { throw Problem(.conflict, "Numer \(letter.number) anulowano. Nic już do niego nie dołączysz.") }
            for f in files {
                try IncomingRegister.attach(
                    c, to: letter.number, LetterFile(role: .attachment, name: f.name, mediaType: f.mediaType, size: f.size, hash: f.hash),
                    by: call.system.performer, at: call.now)
            }
            return SystemAnswer(try shown(c, letter.number), location: href(letter.number))
        }
    }

    /// The reading of what is not public is journalled, so it writes.
    static func file(_ call: SystemCall) -> SystemWork {
        .write { c, _ in
            let letter = try visible(c, call)
            let isOwn = letter.registeredBy.id == call.system.acting.account
            if !isOwn { try LetterAccess.decide(c, .read, on: .incoming(letter.id), access: letter.metadata.access, by: call.system.rights).require() }
            let position = Int(call.number("position") ?? 0)
            guard let file = letter.files.first(where: { $0.position == position }) else { throw Problem(.notFound, "To pismo nie ma takiego pliku.") }
            guard let hash = file.hash else { throw Problem(.notFound, "Treści tego pliku nie ma w urzędzie: \(file.note)") }
            if letter.metadata.access != .fullyPublic { try note(c, call, object: IncomingRegister.object(letter.number), what: "plik \(position)") }
            return SystemAnswer(file: hash, name: file.name, mediaType: file.mediaType)
        }
    }

    static func note(_ c: any SQLConnection, _ call: SystemCall, object: String, what: String) throws {
        try Journal.append(c, JournalEntry(actor: call.system.acting.account, act: "odczyt-treści", object: object, after: what), at: call.now)
    }

    // MARK: shared

    /// The letter of the address, if the system may see its entry.
    static func visible(_ c: any SQLConnection, _ call: SystemCall) throws -> IncomingLetter {
        let number = RegisterNumber(year: Int(call.number("year") ?? 0), number: call.number("number") ?? 0)
        return try visible(c, call, number)
    }

    static func visible(_ c: any SQLConnection, _ call: SystemCall, _ number: RegisterNumber) throws -> IncomingLetter {
        guard let letter = try IncomingRegister.find(c, number) else { throw Problem(.notFound, "Nie ma pisma \(number) w rejestrze. Sprawdź numer i rok.") }
        if call.system.seesRegister || letter.registeredBy.id == call.system.acting.account { return letter }
        let decision = try LetterAccess.decide(c, .read, on: .incoming(letter.id), access: letter.metadata.access, by: call.system.rights)
        guard decision.extent != nil else { throw Problem(.forbidden, "System nie ma wglądu w to pismo: opiekun \(decision.reason).") }
        return letter
    }

    static func href(_ number: RegisterNumber) -> String { "\(APIOperation.root)/letters/\(number.year)/\(number.number)" }

    static func summary(_ row: RegisterRow) -> JSONValue {
        .of([
            "number": .string(row.number.identifier), "title": .string(row.title), "sender": .string(row.sender), "channel": .string(row.channel.rawValue),
            "arrivalDay": .text(row.arrivalDay), "registeredAt": .text(row.registeredAt), "letterDate": .text(row.letterDate), "foreignSign": .string(row.foreignSign),
            "isCancelled": .bool(row.cancelReason != nil), "href": .string(href(row.number)),
        ])
    }

    static func shown(_ c: any SQLConnection, _ number: RegisterNumber) throws -> JSONValue {
        guard let letter = try IncomingRegister.find(c, number) else { throw Problem(.notFound, "Nie ma pisma \(number) w rejestrze.") }
        let ref = LetterRef.incoming(letter.id), m = letter.metadata
        let work = try LetterWork.find(c, ref)
        return .of([
            "number": .string(number.identifier), "title": .string(m.title), "sender": .string(work?.counterpart ?? m.senders.first?.label ?? ""),
            "channel": .string(letter.channel.rawValue), "arrivalDay": .text(letter.arrivalDay), "registeredAt": .text(letter.registeredAt),
            "letterDate": .text(m.letterDate),
            "foreignSign": .string(m.foreignSign), "isCancelled": .bool(letter.cancellation != nil), "href": .string(href(number)),
            "senders": .array(m.senders.map(Parties.shown)), "access": .string(m.access.rawValue), "kinds": .array(m.kinds.map { .string($0) }),
            "remarks": .array(m.remarks.map { .string($0) }), "attention": .array(letter.attention.map { .string($0.rawValue) }),
            "state": .text(work?.state.rawValue), "cases": .array(try Cases.cases(c, of: ref).map { .int($0.number) }),
            "files": .array(
                letter.files.map { f in
                    .of([
                        "position": .int(Int64(f.position)), "role": .string(f.role.rawValue), "name": .string(f.name), "mediaType": .string(f.mediaType),
                        "size": .int(Int64(f.size)), "sha256": .text(f.hash), "href": f.hash == nil ? .null : .string("\(href(number))/files/\(f.position)"),
                    ])
                }),
        ])
    }

    /// Fields of the register's forms by their names in the API.
    private static func field(_ name: String?) -> String? {
        guard let name else { return nil }
        let names = [
            "temat": "title", "wplyw": "arrivalDay", "zdnia": "letterDate", "nadano": "postingDate", "znak": "foreignSign", "numer-nadania": "postingNumber",
            "uwagi": "remarks",
            "zalaczniki": "files",
        ]
        return names[name] ?? "senders"
    }
}

/// Senders and addressees between the API and the registers.
enum Parties {
    static func read(_ value: JSONValue, at path: String, _ problems: inout [Problem]) throws -> Correspondent {
        func text(_ name: String) -> String { value[name]?.string?.trimmingWhiteSpace ?? "" }
        func identifier(_ name: String, _ isRight: (String) -> Bool) -> String? {
            let digits = text(name).filter { $0 != "-" && $0 != " " }
            guard !digits.isEmpty else { return nil }
            if !isRight(digits) { problems.append(Problem(.invalidInput, "Numer nie zgadza się z cyfrą kontrolną", field: "\(path).\(name)")) }
            return digits
        }
        let designation: Correspondent.Designation
        switch value["kind"]?.string {
        case "osoba":
            designation = .person(surname: text("surname"), givenNames: text("givenNames"))
            if text("surname").isEmpty { problems.append(Problem(.invalidInput, "Podaj nazwisko", field: "\(path).surname")) }
        case "instytucja":
            designation = .institution(name: text("name"))
            if text("name").isEmpty { problems.append(Problem(.invalidInput, "Podaj nazwę", field: "\(path).name")) }
        default: designation = .unknown
        }
        return Correspondent(
            designation,
            address: PostalAddress(
                postCode: text("postCode"), town: text("town"), street: text("street"), building: text("building"), flat: text("flat"), country: text("country")),
            emails: (value["emails"]?.items ?? []).compactMap { $0.string?.trimmingWhiteSpace },
            identifiers: CorrespondentIdentifiers(
                pesel: identifier("pesel") { PESEL($0) != nil }, nip: identifier("nip") { NIP($0) != nil }, regon: identifier("regon") { REGON($0) != nil },
                replyBox: text("replyBox").isEmpty ? nil : text("replyBox")))
    }

    static func shown(_ one: Correspondent) -> JSONValue {
        var kind = "nieustalony", name: String?, surname: String?, given: String?
        switch one.designation {
        case .person(let s, let g): (kind, surname, given) = ("osoba", s, g)
        case .institution(let n): (kind, name) = ("instytucja", n)
        case .unknown: break
        }
        func some(_ text: String?) -> JSONValue? { text.flatMap { $0.isEmpty ? nil : .string($0) } }
        let a = one.address, ids = one.identifiers
        return .of([
            "kind": .string(kind), "name": some(name), "surname": some(surname), "givenNames": some(given), "postCode": some(a.postCode), "town": some(a.town),
            "street": some(a.street), "building": some(a.building), "flat": some(a.flat), "country": some(a.country),
            "emails": one.emails.isEmpty ? nil : .array(one.emails.map { .string($0) }), "pesel": some(ids.pesel), "nip": some(ids.nip), "regon": some(ids.regon),
            "replyBox": some(ids.replyBox),
        ])
    }
}
