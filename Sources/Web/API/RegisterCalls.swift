internal import Chancery
internal import Kernel
internal import Law
internal import Office
internal import Store

/// Search over the registers, the file plan and the units.
enum RegisterCalls {
    static func search(_ call: SystemCall) -> SystemWork {
        .read { c in
            let words = (call.text("q") ?? "").trimmingWhiteSpace
            switch call.text("kind") ?? "letters" {
            case "cases": return try cases(c, call, words)
            case "outgoing": return try outgoing(c, call, words)
            default: return try letters(c, call, words)
            }
        }
    }

    private static func found(_ kind: String, _ id: Int64, _ number: String, _ title: String, _ href: String) -> JSONValue {
        .of(["kind": .string(kind), "id": .int(id), "number": .string(number), "title": .string(title), "href": .string(href)])
    }

    private static func letters(_ c: any SQLConnection, _ call: SystemCall, _ words: String) throws -> SystemAnswer {
        if let number = RegisterNumber(words) {
            let letter: IncomingLetter
            do { letter = try LetterCalls.visible(c, call, number) } catch is Problem { return .page([]) }
            return .page([found("letters", letter.id, number.identifier, letter.metadata.title, LetterCalls.href(number))])
        }
        try call.system.requireRegister()
        let rows = try IncomingRegister.search(c, words, limit: call.limit, before: call.number("after"))
        return .page(
            rows.map { found("letters", $0.id, $0.number.identifier, $0.title, LetterCalls.href($0.number)) }, next: rows.count == call.limit ? rows.last?.id : nil)
    }

    private static func cases(_ c: any SQLConnection, _ call: SystemCall, _ words: String) throws -> SystemAnswer {
        let exact = try CaseSign(words).flatMap { try Cases.find(c, $0) }
        let files = try exact.map { [$0] } ?? Cases.search(c, words, limit: call.limit, before: call.number("after").map { CaseID($0) })
        let seen = try files.filter { try Cases.sight(c, $0, rights: call.system.rights).extent == .everything }
        return .page(
            seen.map { found("cases", $0.id.number, $0.sign.description, $0.title, CaseCalls.href($0.id)) },
            next: exact == nil && files.count == call.limit ? files.last?.id.number : nil)
    }

    private static func outgoing(_ c: any SQLConnection, _ call: SystemCall, _ words: String) throws -> SystemAnswer {
        let rows = try OutgoingLetters.search(c, words, limit: call.limit, before: call.number("after"))
        let seen = try rows.filter { row in
            guard let letter = try OutgoingLetters.find(c, row.id) else { return false }
            return try OutgoingAccess.mayRead(c, letter, by: call.system.rights)
        }
        return .page(
            seen.map { found("outgoing", $0.id.number, $0.sign ?? $0.id.identifier, $0.title, OutgoingCalls.href($0.id)) },
            next: rows.count == call.limit ? rows.last?.id.number : nil)
    }

    static func outgoing(_ call: SystemCall) -> SystemWork {
        .read { c in
            try call.system.requireRegister()
            var q = OutgoingRegisterQuery()
            (q.from, q.to, q.limit) = (call.day("from"), call.day("to"), call.limit)
            q.after = call.number("after").map { RegisterQuery.Position(key: "", id: $0) }
            let page = try OutgoingRegister.page(c, q)
            return .page(
                page.rows.map { r in
                    .of([
                        "number": .text(r.number), "handedDay": .text(r.handedDay), "addressee": .string(r.addressee), "sign": .string(r.sign),
                        "channel": .string(r.channel.rawValue),
                        "title": .string(r.title), "outgoing": .int(r.letter.number), "isCancelled": .bool(r.cancelReason != nil),
                    ])
                }, next: page.next?.id)
        }
    }

    static func classes(_ call: SystemCall) -> SystemWork {
        .read { c in
            let unit = try call.text("unit").flatMap { try CaseCalls.unit(c, call, $0) }
            return .page(try FilePlan.search(c, call.text("words") ?? "", unit: unit, on: call.today).map { shown($0.planClass, path: $0.path) })
        }
    }

    static func planClass(_ call: SystemCall) -> SystemWork {
        .read { c in
            guard let symbol = call.text("symbol").flatMap({ ClassSymbol($0) }), let found = try FilePlan.find(c, symbol, on: call.today) else {
                throw Problem(.notFound, "W wykazie akt nie ma takiej klasy.")
            }
            return SystemAnswer(shown(found, path: try FilePlan.paths(c, found.version, of: [symbol])[symbol] ?? []))
        }
    }

    private static func shown(_ one: PlanClass, path: [String]) -> JSONValue {
        .of([
            "symbol": .text(one.symbol), "title": .string(one.title), "category": .text(one.category), "isLeaf": .bool(one.isLeaf),
            "path": .array(path.map { .string($0) }),
        ])
    }

    static func units(_ call: SystemCall) -> SystemWork {
        .read { c in
            .page(
                try Organisation.tree(c, on: call.today).units.map { u in
                    .of(["id": .int(u.id.number), "code": .text(u.code), "name": .string(u.name), "parent": u.parent.map { .int($0.number) } ?? .null])
                })
        }
    }
}
