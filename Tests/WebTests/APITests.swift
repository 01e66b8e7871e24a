import Identity
import Kernel
import Testing
@testable import Web

@Suite struct APITests {
    @Test("Every operation is described once, and every description is an operation")
    func complete() {
        #expect(APIOperation.all.map(\.id.rawValue).sorted() == APIOperation.ID.allCases.map(\.rawValue).sorted())
        #expect(Set(APIOperation.all.map { "\($0.verb.rawValue) \($0.path)" }).count == APIOperation.all.count)
        guard case .object(let paths)? = OpenAPIDocument.json(server: "https://urzad.example.pl")["paths"] else { return #expect(Bool(false)) }
        let described = paths.flatMap { path -> [String] in
            guard case .object(let verbs) = path.value else { return [] }
            return verbs.map { "\($0.name) \(path.name)" }
        }
        #expect(described.sorted() == APIOperation.all.map { "\($0.verb.rawValue) \($0.path)" }.sorted())
    }

    @Test("Every example fits its own schema", arguments: APIOperation.all.map(\.id))
    func examples(_ id: APIOperation.ID) throws {
        let operation = try #require(APIOperation.all.first { $0.id == id })
        if let body = operation.body { #expect(APISchema.object(body.fields).problems(body.example).isEmpty) }
        for parameter in operation.parameters {
            if let example = parameter.example { #expect(parameter.schema.problems(example).isEmpty, "\(parameter.name)") }
        }
        if let example = operation.answer.example { #expect(operation.answer.schema?.problems(example).isEmpty == true) }
    }

    @Test("Every operation that changes something asks for a scope that writes")
    func scopes() {
        for operation in APIOperation.all {
            #expect(operation.verb == .get || operation.scope?.rawValue.hasSuffix(":write") == true, "\(operation.id)")
            #expect(operation.verb == .post || operation.scope?.rawValue.hasSuffix(":read") ?? (operation.id == .showToken), "\(operation.id)")
        }
    }

    @Test(
        "What is no JSON, and what counts in fractions, is refused",
        arguments: [
            (#"{"a":[1,true,null,"ż"]}"#, true), ("1", true), ("1.5", false), ("1e400", false), ("{", false), ("", false), ("{'a':1}", false),
            ("99999999999999999999", false), (#""\ud800""#, false),
        ])
    func reading(_ text: String, _ isRight: Bool) { #expect(((try? JSONValue(parsing: Array(text.utf8))) != nil) == isRight) }

    @Test("What is written is read back, and holds no markup")
    func writing() throws {
        let value: JSONValue = .of(["a": "<script>&\"\\\n\t\u{1} żółć 😀", "b": [1, .null, true, .of([:])], "c": .int(.min)])
        let text = String(decoding: value.bytes, as: UTF8.self)
        #expect(!text.contains("<") && !text.contains("&"))
        #expect(try JSONValue(parsing: value.bytes) == value)
    }

    @Test("Problems carry the path of their field")
    func paths() {
        let schema = APISchema.object([.init("senders", .list(.named("Correspondent", APISchemas.correspondent), most: 2), "")])
        let found = schema.problems(.of(["senders": [.of(["kind": "osoba", "surname": 1]), .of(["kind": "x", "y": 1])], "z": 1]))
        #expect(Set(found.compactMap(\.field)) == ["senders.0.surname", "senders.1.kind", "senders.1.y", "z"])
    }

    @Test(
        "A media type of a stranger is fit for a header or becomes bytes",
        arguments: [
            ("text/plain; charset=utf-8", "text/plain"), ("text/html\r\nX: 1", "application/octet-stream"), ("", "application/octet-stream"),
            ("a", "application/octet-stream"),
        ])
    func mediaTypes(_ text: String, _ expected: String) { #expect(SystemForm.mediaType(text) == expected) }
}
