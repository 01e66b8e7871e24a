import Identity
import Kernel
import Law
@testable import Office
import Synchronization
import Testing

@Suite struct SMSGatewayTests {
    private static let number = TelephoneNumber("600700800")!
    private static let words = "Kod: \"123456\" & {secret} ąę\n\\"

    private func template(
        method: String = "POST", address: String = "https://bramka.example/sms", body: String = #"{"to":"{digits}","message":"{text}","x":{"y":1}}"#,
        contentType: String = "application/json", headers: String = "Authorization: Bearer {secret}\nX-Nadawca: Urzad", secret: String = "tajny-klucz"
    ) throws -> SMSTemplate {
        try SMSTemplate(method: method, address: address, body: body, contentType: contentType, headers: headers, secret: secret)
    }

    @Test("Each place is written as its surroundings ask; a text fills nothing more") func written() throws {
        let json = try template().request(to: Self.number, Self.words)
        #expect(json.body == #"{"to":"48600700800","message":"Kod: \"123456\" & {secret} ąę\u000a\\","x":{"y":1}}"#)
        #expect(json.headers.map { "\($0.name)=\($0.value)" } == ["Authorization=Bearer tajny-klucz", "X-Nadawca=Urzad", "Content-Type=application/json"])
        let form = try template(body: "do={to}&tresc={text}", contentType: "application/x-www-form-urlencoded").request(to: Self.number, "a b&c=ą")
        #expect(form.body == "do=%2B48600700800&tresc=a%20b%26c%3D%C4%85")
        let get = try template(method: "get", address: "https://b.example/?k={secret}&d={to}&t={text}", body: "", headers: "").request(to: Self.number, "x y")
        #expect(get.url == "https://b.example/?k=tajny-klucz&d=%2B48600700800&t=x%20y" && get.body.isEmpty && get.headers.isEmpty)
        let shown = "\(json) \(try template())"
        #expect(!shown.contains("123456") && !shown.contains("tajny"))
    }

    @Test(
        "A wrong setting is named",
        arguments: [
            ("PUT", "https://b.example", "{to}{text}", "", "k", "method"), ("POST", "http://b.example/", "{to}{text}", "", "k", "url"),
            ("POST", "http://localhost.example/", "{to}{text}", "", "k", "url"), ("POST", "https://b.example", "{to}", "", "k", "body"),
            ("GET", "https://b.example/{to}{text}", "x", "", "k", "body"), ("POST", "https://b.example", "{to}{text}", "bez dwukropka", "k", "headers"),
            ("POST", "https://b.example", "{to}{text}{secret}", "", "", "secretFile"), ("POST", "https://b.example", "{to}{text}", "", "a\nX: y", "secretFile"),
        ])
    func wrong(_ method: String, _ address: String, _ body: String, _ headers: String, _ secret: String, _ named: String) throws {
        let problem = #expect(throws: Problem.self) {
            try template(method: method, address: address, body: body, contentType: "text/plain", headers: headers, secret: secret)
        }
        #expect(problem?.message.hasPrefix("identity.sms.\(named):") == true)
    }

    /// Answers with a status, or does not answer.
    private final class Wire: SMSTransport {
        let sent = Mutex<[SMSTemplate.Request]>([])
        let status: Int?
        init(_ status: Int?) { self.status = status }
        func send(_ request: SMSTemplate.Request) async throws -> Int {
            sent.withLock { $0.append(request) }
            guard let status else { throw Problem(.internalFault, "https://b.example/?k=tajny-klucz") }
            return status
        }
    }

    @Test("Telephones by SMS, the rest by the other gateway; an outage tells what else to do and no secret") func gateway() async throws {
        let wire = Wire(202), mail = DemoCodeGateway(), now = Instant(milliseconds: 0)
        let gateway = SMSCodeGateway(try template(), transport: wire, others: mail)
        try await gateway.send(CodeMessage(to: .phone(Self.number), text: "Kod: 1", madeAt: now))
        try await gateway.send(CodeMessage(to: .mail(MailAddress("anna@poczta.example")!), text: "Kod: 2", madeAt: now))
        #expect(wire.sent.withLock { $0.map(\.body) } == [#"{"to":"48600700800","message":"Kod: 1","x":{"y":1}}"#])
        #expect(mail.messages().map(\.text) == ["Kod: 2"])
        for broken in [Wire(500), Wire(302), Wire(nil)] {
            let problem = await #expect(throws: Problem.self) {
                try await SMSCodeGateway(try template(), transport: broken, others: mail).send(CodeMessage(to: .phone(Self.number), text: "Kod: 1", madeAt: now))
            }
            #expect(problem?.code == .unavailable && problem?.message.contains("e-maila") == true)
            #expect(problem.map { !"\($0) \($0.cause)".contains("tajny") } == true)
        }
    }
}
