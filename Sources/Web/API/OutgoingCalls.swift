internal import Chancery
internal import Kernel
internal import Law
internal import Office
internal import Store

/// Letters that the office writes.
enum OutgoingCalls {
    static func list(_ call: SystemCall) -> SystemWork {
        .read { c in
            let file = try CaseCalls.visible(c, call, CaseID(call.number("case") ?? 0))
            let found = try OutgoingLetters.letters(c, case: file.id, before: call.number("after").map { OutgoingLetterID($0) }, limit: call.limit + 1)
            let rows = Array(found.prefix(call.limit))
            return .page(rows.map(shown), next: found.count > call.limit ? rows.last?.id.number : nil)
        }
    }

    static func draft(_ call: SystemCall) -> SystemWork {
        .write { c, _ in
            let system = call.system
            let file = try CaseCalls.workable(c, call, CaseID(call.body["case"]?.int ?? 0))
            guard !file.state.isLocked else { throw Problem(.conflict, "Sprawa \(file.sign) jest w stanie „\(file.state.polishName)”. Nie można w niej pisać pism.") }
            var problems: [Problem] = []
            var addressees: [Addressee] = []
            for (i, one) in (call.body["addressees"]?.items ?? []).enumerated() { addressees.append(Addressee(try Parties.read(one, at: "addressees.\(i)", &problems))) }
            guard problems.isEmpty else { throw Problems(problems) }
            let content = LetterContent(metadata: OutgoingMetadata(title: call.words("title")), body: call.body["body"]?.string ?? "", addressees: addressees)
            let unit = try Organisation.tree(c, on: call.today)[system.acting.unit]
            let draft = OutgoingDraft(
                caseReference: CaseReference(id: file.id, sign: file.sign.description), replyTo: call.words("replyTo"), unit: system.acting.unit,
                unitName: unit?.name ?? "",
                content: content)
            let id = try CaseCalls.renamed(["tytul": "title", "tresc": "body", "adresaci": "addressees"]) {
                try OutgoingLetters.create(c, draft, by: system.acting, at: call.now)
            }
            guard let letter = try OutgoingLetters.find(c, id) else { throw Problem(.notFound, "Nie ma takiego pisma.") }
            return SystemAnswer(shown(letter), location: href(id))
        }
    }

    static func show(_ call: SystemCall) -> SystemWork {
        .read { c in SystemAnswer(shown(try visible(c, call, OutgoingLetterID(call.number("id") ?? 0)))) }
    }

    static func visible(_ c: any SQLConnection, _ call: SystemCall, _ id: OutgoingLetterID) throws -> OutgoingLetter {
        guard let letter = try OutgoingLetters.find(c, id) else { throw Problem(.notFound, "Nie ma pisma \(id.identifier).") }
        let decision = try OutgoingAccess.decide(c, .read, on: letter, by: call.system.rights)
        guard decision.extent?.opensContent == true else { throw Problem(.forbidden, "System nie ma wglądu w to pismo: opiekun \(decision.reason).") }
        return letter
    }

    static func href(_ id: OutgoingLetterID) -> String { "\(APIOperation.root)/outgoing/\(id)" }

    static func shown(_ row: OutgoingLetterRow) -> JSONValue {
        shown(
            row.id, row.title, row.state, sign: row.sign, case: row.caseReference?.id, version: row.version, author: row.author, addressees: row.addressees)
    }

    static func shown(_ letter: OutgoingLetter) -> JSONValue {
        let names = letter.version.content.addressees.map(\.correspondent.label)
        return shown(
            letter.id, letter.version.content.metadata.title, letter.state, sign: letter.sign, case: letter.caseReference?.id, version: letter.version.number,
            author: letter.authorName, addressees: names.prefix(20).joined(separator: "; "))
    }

    private static func shown(
        _ id: OutgoingLetterID, _ title: String, _ state: OutgoingState, sign: String?, case file: CaseID?, version: Int, author: String, addressees: String
    ) -> JSONValue {
        .of([
            "id": .int(id.number), "identifier": .string(id.identifier), "title": .string(title), "state": .string(state.code), "stateWords": .string(state.polishName),
            "sign": .text(sign), "case": file.map { .int($0.number) } ?? .null, "version": .int(Int64(version)), "author": .string(author),
            "addressees": .string(addressees),
            "href": .string(href(id)),
        ])
    }
}

/// Sending of letters, and what came back.
enum DispatchCalls {
    static func list(_ call: SystemCall) -> SystemWork {
        .read { c in
            let letter = try OutgoingCalls.visible(c, call, OutgoingLetterID(call.number("outgoing") ?? 0))
            let after = call.number("after") ?? 0
            let found = try Dispatch.dispatches(c, of: letter.id).sorted { $0.id < $1.id }.filter { $0.id.number > after }
            let rows = Array(found.prefix(call.limit))
            return .page(rows.map(shown), next: found.count > call.limit ? rows.last?.id.number : nil)
        }
    }

    static func show(_ call: SystemCall) -> SystemWork { .read { c in SystemAnswer(shown(try visible(c, call))) } }

    static func evidence(_ call: SystemCall) -> SystemWork {
        .read { c in
            let row = try visible(c, call)
            return .page(
                try Dispatch.evidence(c, of: row.id).map { kept in
                    .of([
                        "id": .int(kept.id), "kind": .string(kept.evidence.kind.rawValue), "outcome": .string(kept.evidence.outcome.rawValue),
                        "day": .text(kept.evidence.day),
                        "words": .string(kept.evidence.words), "receivedAt": .text(kept.receivedAt),
                    ])
                })
        }
    }

    private static func visible(_ c: any SQLConnection, _ call: SystemCall) throws -> DispatchRow {
        guard let row = try Dispatch.find(c, DispatchID(call.number("id") ?? 0)) else { throw Problem(.notFound, "Nie ma takiej wysyłki.") }
        _ = try OutgoingCalls.visible(c, call, row.letter)
        return row
    }

    private static func shown(_ row: DispatchRow) -> JSONValue {
        .of([
            "id": .int(row.id.number), "outgoing": .int(row.letter.number), "addressee": .string(row.addressee.correspondent.label),
            "channel": .string(row.channel.rawValue),
            "state": .string(row.state.code), "stateWords": .string(row.state.polishName), "effectiveDay": .text(row.state.effectiveDay), "sentAt": .text(row.sentAt),
            "registerNumber": .text(row.registerNumber), "isCurrent": .bool(row.isCurrent), "href": .string("\(APIOperation.root)/dispatches/\(row.id)"),
        ])
    }
}
