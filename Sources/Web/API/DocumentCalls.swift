internal import Chancery
internal import Kernel
internal import Law
internal import Store

/// Documents of a case's file.
enum DocumentCalls {
    static func list(_ call: SystemCall) -> SystemWork {
        .read { c in
            let file = try CaseCalls.visible(c, call)
            let found = try Cases.elements(c, file.id, after: call.number("after") ?? 0, limit: call.limit + 1)
            let shown = Array(found.prefix(call.limit))
            return .page(shown.map { self.shown($0, file.id) }, next: found.count > call.limit ? shown.last?.position : nil)
        }
    }

    static func addFile(_ call: SystemCall) throws -> SystemWork {
        guard call.files.count == 1 else { throw Problems([Problem(.invalidInput, "Wyślij jeden plik", field: "files")]) }
        return .write { c, files in
            guard let upload = files.first, let kind = call.body["kind"]?.string.flatMap(CaseElement.Kind.init(rawValue:)) else { throw Problems([]) }
            let content = CaseElementContent(
                kind, title: call.words("title"), date: call.value("date"), access: call.access ?? .notPublic, hash: upload.hash, fileName: upload.name,
                mediaType: upload.mediaType, size: upload.size)
            return try add(c, content, call)
        }
    }

    static func addNote(_ call: SystemCall) -> SystemWork {
        .write { c, _ in
            let content = CaseElementContent(
                .note, title: call.words("title"), date: call.value("date") ?? PartialDate(call.today), text: call.body["text"]?.string ?? "")
            return try add(c, content, call)
        }
    }

    static func content(_ call: SystemCall) -> SystemWork {
        .write { c, _ in
            let file = try CaseCalls.visible(c, call)
            let position = call.number("position") ?? 0
            guard let element = try Cases.element(c, file.id, position: position), element.removal == nil, let hash = element.content.hash
            else { throw Problem(.notFound, "W aktach nie ma na tym miejscu pliku.") }
            if element.content.access != .fullyPublic { try LetterCalls.note(c, call, object: CaseFile.object(file.id), what: "akta, pozycja \(position)") }
            return SystemAnswer(file: hash, name: element.content.fileName, mediaType: element.content.mediaType)
        }
    }

    private static func add(_ c: any SQLConnection, _ content: CaseElementContent, _ call: SystemCall) throws -> SystemAnswer {
        let file = try CaseCalls.addable(c, call)
        let id = try CaseCalls.renamed(["tytul": "title", "tekst": "text"]) { try Cases.add(c, content, to: file.id, by: call.system.acting, at: call.now) }
        guard let made = try Cases.element(c, id) else {
            throw Problem(.internalFault, "Nie udało się dołączyć do akt. Spróbuj ponownie.", cause: "element vanished")
        }
        return SystemAnswer(shown(made, file.id), location: "\(CaseCalls.href(file.id))/documents")
    }

    private static func shown(_ e: CaseElement, _ id: CaseID) -> JSONValue {
        let content = e.content, hasFile = content.hash != nil && e.removal == nil
        return .of([
            "position": .int(e.position), "kind": .string(content.kind.rawValue), "title": .string(content.title), "date": .text(content.date),
            "reference": .string(content.reference), "text": .string(content.text), "addedAt": .text(e.addedAt), "addedBy": .string(e.addedByName),
            "isRemoved": .bool(e.removal != nil), "fileName": content.hash == nil ? .null : .string(content.fileName),
            "mediaType": content.hash == nil ? .null : .string(content.mediaType), "size": content.hash == nil ? .null : .int(Int64(content.size)),
            "href": hasFile ? .string("\(CaseCalls.href(id))/documents/\(e.position)/content") : .null,
        ])
    }
}
