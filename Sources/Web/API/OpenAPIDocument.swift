internal import Identity

/// The OpenAPI 3.1 document, made from the operations the router serves.
enum OpenAPIDocument {
    static func json(server: String) -> JSONValue {
        var paths: [JSONValue.Member] = []
        for operation in APIOperation.all {
            let member = JSONValue.Member(name: operation.verb.rawValue, value: describe(operation))
            if let i = paths.firstIndex(where: { $0.name == operation.path }), case .object(let known) = paths[i].value {
                paths[i].value = .object(known + [member])
            } else {
                paths.append(.init(name: operation.path, value: .object([member])))
            }
        }
        return .of([
            "openapi": "3.1.0",
            "info": .of([
                "title": "e-Urząd", "version": "1",
                "description": .string(introduction),
            ]),
            "servers": [.of(["url": .string(server + APIOperation.root)])],
            "security": [.of(["token": []])],
            "paths": .object(paths),
            "components": .of([
                "securitySchemes": .of(["token": .of(["type": "http", "scheme": "bearer", "description": "Klucz systemu z strony Systemy"])]),
                "schemas": .object(schemas()),
            ]),
        ])
    }

    static let introduction = """
        Dostęp systemów dziedzinowych do elektronicznego urzędu. Każde żądanie niesie nagłówek Authorization: Bearer z kluczem systemu; klucz należy do jednego \
        urzędu, ma zakresy i opiekuna, a system widzi tyle, ile jego opiekun. Daty są w zapisie ISO 8601. Listy dzieli się na strony: wartość next odpowiedzi idzie \
        do parametru after. Nagłówek Idempotency-Key sprawia, że żądanie wysłane drugi raz nie zapisze niczego ponownie. Błędy są w application/problem+json (RFC 9457).
        """

    private static func schemas() -> [JSONValue.Member] {
        var named: [String: [APISchema.Field]] = [:]
        for operation in APIOperation.all {
            operation.answer.schema?.collect(into: &named)
            for field in operation.body?.fields ?? [] { field.schema.collect(into: &named) }
        }
        named["Problem"] = [
            .init("type", .anyText, "Nazwa rodzaju błędu"), .init("title", .anyText, ""), .init("status", .integer(400...599), ""),
            .init("detail", .anyText, "Co się stało i co zrobić"),
            .init("instance", .anyText, "Numer zdarzenia"),
            .init("errors", .list(.object([.init("field", .anyText, "Ścieżka pola"), .init("detail", .anyText, "")]), most: 1_000), "Błędy pól", required: false),
        ]
        return named.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: APISchema.document($0.value)) }
    }

    private static func describe(_ o: APIOperation) -> JSONValue {
        .of([
            "operationId": .string(o.id.rawValue), "tags": [.string(o.group)], "summary": .string(o.summary),
            "description": .string([o.words, o.scope.map { "Zakres: \($0.rawValue)." } ?? ""].filter { !$0.isEmpty }.joined(separator: " ")),
            "parameters": .array(o.parameters.map(describe) + headers(o)),
            "requestBody": o.body.map(describe),
            "responses": .object(answers(o)),
        ])
    }

    private static func describe(_ p: APIOperation.Parameter) -> JSONValue {
        .of([
            "name": .string(p.name), "in": .string(p.place.rawValue), "required": .bool(p.isRequired), "description": .string(p.words), "schema": p.schema.document,
            "example": p.example,
        ])
    }

    private static func headers(_ o: APIOperation) -> [JSONValue] {
        var out: [JSONValue] = []
        if o.verb == .post {
            out.append(
                .of([
                    "name": "Idempotency-Key", "in": "header", "required": false,
                    "description": "Niepowtarzalny napis; to samo żądanie z tym samym kluczem daje tę samą odpowiedź przez dwie doby",
                    "schema": .of(["type": "string", "minLength": 1, "maxLength": .int(Int64(RequestKeys.longestKey)), "pattern": "^[!-~]+$"]),
                ]))
        }
        if o.isVersioned {
            out.append(
                .of([
                    "name": "If-Match", "in": "header", "required": true, "description": "ETag odpowiedzi, którą system widział",
                    "schema": .of(["type": "string", "pattern": "^\"[1-9][0-9]{0,15}\"$"]), "example": "\"1\"",
                ]))
        }
        return out
    }

    private static func describe(_ body: APIOperation.Body) -> JSONValue {
        var content: [JSONValue.Member] = [
            .init(name: "application/json", value: .of(["schema": APISchema.document(body.fields), "example": body.example]))
        ]
        if let files = body.files {
            let rest = body.fields.filter { $0.name != files }
            content.append(
                .init(
                    name: "multipart/form-data",
                    value: .of([
                        "schema": .of([
                            "type": "object",
                            "properties": .of(["data": APISchema.document(rest), "file": .of(["type": "array", "items": .of(["type": "string", "format": "binary"])])]),
                            "required": ["data"],
                        ]),
                        "encoding": .of(["data": .of(["contentType": "application/json"])]),
                    ])))
        }
        return .of(["required": true, "content": .object(content)])
    }

    private static func answers(_ o: APIOperation) -> [JSONValue.Member] {
        let content: JSONValue =
            o.answer.schema.map { .of(["application/json": .of(["schema": $0.document, "example": o.answer.example])]) }
            ?? .of(["*/*": .of(["schema": .of(["type": "string", "format": "binary"])])])
        let good = JSONValue.Member(name: String(o.answer.status), value: .of(["description": .string(o.answer.words), "content": content]))
        let problem: JSONValue = .of(["application/problem+json": .of(["schema": .of(["$ref": "#/components/schemas/Problem"])])])
        return [good] + o.refusals.map { .init(name: String($0.status), value: .of(["description": .string($0.words), "content": problem])) }
    }
}
