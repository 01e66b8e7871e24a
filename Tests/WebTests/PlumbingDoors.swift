import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import Testing
@testable import Web

@Suite struct Doors {
    static let everywhere: [(String, HTTPRequest.Method)] = [
        ("/logowanie", .get), ("/ezd/wplywy", .get), ("/nie-ma", .get), ("/zepsute", .get), ("/zasoby/urzad.css", .get), ("/zasoby/brak.css", .get),
        ("/health/live", .get), ("/logowanie", .post), ("/soap/echo", .post), ("/api/v1/brak", .get), ("/logowanie", .head), ("/logowanie", .delete),
    ]

    @Test(arguments: everywhere) func everyAnswerCarriesTheHeaders(_ uri: String, _ method: HTTPRequest.Method) async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                let r = try await client.execute(uri: uri, method: method)
                #expect(r.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
                #expect(r.headers[.contentSecurityPolicy]?.contains("unsafe") == false)
                #expect(r.headers[.xContentTypeOptions] == "nosniff")
                #expect(r.headers[HTTPField.Name("Referrer-Policy")!] == "same-origin")
                #expect(r.headers[.strictTransportSecurity] != nil)
                #expect(r.headers[HTTPField.Name("X-Request-ID")!]?.count == 12)
                if !uri.hasPrefix("/zasoby/urzad") { #expect(r.headers[.cacheControl] == "no-store") }
            }
        }
    }

    @Test func overASocketTooErrorsCarryTheHeaders() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.live) { client async throws in
                for (uri, status) in [("/nie-ma", 404), ("/zepsute", 500), ("/logowanie", 200)] {
                    let r = try await client.execute(uri: uri, method: .get)
                    #expect(r.status.code == status)
                    #expect(r.headers[.contentSecurityPolicy] == SecurityHeaders.contentPolicy)
                }
            }
        }
    }

    @Test func eachAreaWordsItsProblems() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                let page = try await client.execute(uri: "/nie-ma", method: .get)
                #expect(page.status == .notFound && page.words.hasPrefix("strona: Nie ma takiej strony."))
                let api = try await client.execute(uri: "/api/v1/brak", method: .get)
                #expect(api.headers[.contentType] == "application/problem+json" && api.words.contains("Nie ma takiego pisma."))
                let soap = try await client.execute(uri: "/soap/brak", method: .post)
                #expect(soap.words.hasPrefix("fault:"))
                let fault = try await client.execute(uri: "/zepsute", method: .get)
                #expect(fault.status == .internalServerError && !fault.words.contains("URLError"))
            }
        }
    }

    /// The client on a socket gives up after twenty seconds, too few for fifty megabytes on a busy machine.
    @Test(arguments: zip([TestingSetup.router, .live], [50 << 20, 2 << 20]))
    func aBodyTooLargeForAFormIsRefusedWithWords(_ setup: TestingSetup, bytes: Int) async throws {
        try await withHouse { house async throws in
            try await house.app.test(setup) { client async throws in
                let big = ByteBuffer(repeating: 65, count: bytes)
                let form = try await client.execute(uri: "/logowanie", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"], body: big)
                #expect(form.status == .contentTooLarge && form.words.contains("za duże"))
                let soap = try await client.execute(uri: "/soap/echo", method: .post, body: big)
                #expect(soap.words == "\(bytes)")
            }
        }
    }

    @Test func aBodyWithoutALengthEndsAtItsLimit() async throws {
        let (body, source) = RequestBody.makeStream()
        let feeding = Task {
            for _ in 0..<40 { await source.yield(ByteBuffer(repeating: 65, count: 1000)) }
            source.finish()
        }
        var seen = 0
        let problem = await #expect(throws: Problem.self) {
            for try await part in LimitedBody(base: body, limit: 10_000) { seen += part.readableBytes }
        }
        #expect(problem?.code == .tooLarge)
        #expect(seen == 10_000)
        feeding.cancel()
    }

    @Test func aForeignKindOfBodyIsRefused() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                var browser = Browser(client)
                _ = try await browser.signIn("klara")
                let r = try await browser.post("/ezd/rejestracja", "a=1", headers: [.contentType: "text/plain"])
                #expect(r.status == .badRequest)
            }
        }
    }

    @Test func resourcesAreKeptByTheirHash() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                let link = StaticResources([.init(name: "urzad.css", bytes: Array("body{}".utf8))]).link("urzad.css")
                let fixed = try await client.execute(uri: link, method: .get)
                #expect(fixed.words == "body{}" && fixed.headers[.cacheControl] == "public, max-age=31536000, immutable")
                #expect(fixed.headers[.contentType] == "text/css; charset=utf-8")
                let plain = try await client.execute(uri: "/zasoby/urzad.css", method: .get)
                #expect(plain.headers[.cacheControl] == "no-cache")
                let again = try await client.execute(uri: "/zasoby/urzad.css", method: .get, headers: [.ifNoneMatch: plain.headers[.eTag] ?? ""])
                #expect(again.status == .notModified && again.words.isEmpty)
            }
        }
    }

    @Test func aForgedForwardingHeaderIsNotBelieved() {
        let arrival = Arrival(time: .fixed(noon), trustedProxies: ["127.0.0.1"])
        func address(from peer: String, _ header: String?) -> String { arrival.client(peer: ClientAddress(peer), forwarded: header).description }
        #expect(address(from: "203.0.113.5", "198.51.100.1") == "203.0.113.5")
        #expect(address(from: "127.0.0.1", "6.6.6.6, 198.51.100.1") == "198.51.100.1")
        #expect(address(from: "127.0.0.1", "198.51.100.1, 127.0.0.1") == "198.51.100.1")
        #expect(address(from: "127.0.0.1", nil) == "127.0.0.1")
    }
}
