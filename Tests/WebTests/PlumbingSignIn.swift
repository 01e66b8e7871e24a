import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import Testing
@testable import Web

@Suite struct SigningInOverHTTP {
    @Test(arguments: [TestingSetup.router, .live]) func theClerkComesToTheRegisterAndOutAgain(_ setup: TestingSetup) async throws {
        try await withHouse { house async throws in
            try await house.app.test(setup) { client async throws in
                var browser = Browser(client)
                let away = try await browser.get("/ezd/wplywy?stan=nowe")
                #expect(away.status == .seeOther)
                #expect(away.headers[.location] == "/logowanie?powrot=%2Fezd%2Fwplywy%3Fstan%3Dnowe")
                let form = try await browser.get(away.headers[.location] ?? "")
                #expect(form.words.contains("powrot=/ezd/wplywy?stan=nowe"))
                let entered = try await browser.signIn("klara", to: "/ezd/wplywy?stan=nowe")
                #expect(entered.status == .seeOther && entered.headers[.location] == "/ezd/wplywy?stan=nowe")
                #expect(try await browser.get("/ezd/wplywy").words == "urząd=prusice")
                _ = try await browser.get("/ja")
                let old = browser
                let left = try await browser.post("/wyloguj", "")
                #expect(left.status == .seeOther && left.headers[.setCookie]?.contains("Max-Age=0") == true)
                browser = old
                #expect(try await browser.get("/ezd/wplywy").status == .seeOther, "the old cookie opens nothing")
            }
        }
    }

    @Test func theCookieIsBoundToTheHost() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                let set = try await client.execute(uri: "/logowanie", method: .get).headers[.setCookie] ?? ""
                #expect(set.hasPrefix("__Host-sesja="))
                for flag in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] { #expect(set.contains(flag)) }
                #expect(!set.contains("Domain") && !set.contains("Max-Age"))
            }
        }
        try await withHouse(secure: false) { house async throws in
            try await house.app.test(.router) { client async throws in
                let r = try await client.execute(uri: "/logowanie", method: .get)
                let set = r.headers[.setCookie] ?? ""
                #expect(set.hasPrefix("sesja=") && !set.contains("Secure") && set.contains("HttpOnly"))
                #expect(r.headers[.strictTransportSecurity] == nil)
            }
        }
    }

    @Test func aPlantedTokenIsNeitherAdoptedNorKept() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                let chosen = "__Host-sesja=" + String(repeating: "A", count: 43)
                var browser = Browser(client)
                browser.cookie = chosen
                _ = try await browser.get("/logowanie")
                #expect(browser.cookie != chosen)
                let before = browser
                _ = try await browser.post("/logowanie", "login=klara&haslo=\(PercentCoding.encode(phrase))")
                #expect(browser.cookie != before.cookie, "a new token at sign-in")
                var thief = before
                #expect(try await thief.get("/ezd/wplywy").status == .seeOther)
            }
        }
    }

    @Test func onlyTheSignInFormMakesASession() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                for uri in ["/ezd", "/nie-ma", "/zasoby/urzad.css", "/health/live"] {
                    #expect(try await client.execute(uri: uri, method: .get).headers[.setCookie] == nil)
                }
                var browser = Browser(client)
                #expect(try await browser.get("/logowanie").headers[.setCookie] != nil)
                #expect(try await browser.get("/logowanie").headers[.setCookie] == nil, "the second tab shares it")
            }
        }
    }

    @Test(arguments: ["//evil.example", "https://evil.example/", "/\\evil.example", "/logowanie", "/wyloguj", "/ezd\r\nX: y"])
    func nobodyIsSentElsewhere(_ wanted: String) async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                var browser = Browser(client)
                let r = try await browser.signIn("klara", to: wanted)
                #expect(r.status == .seeOther && r.headers[.location] == "/ezd")
                let again = try await browser.get("/logowanie?powrot=\(PercentCoding.encode(wanted))")
                #expect(again.headers[.location] == "/ezd")
            }
        }
    }

    @Test func wrongTriesKeepTheLoginAndEndInAPause() async throws {
        try await withHouse { house async throws in
            let clock = house.clock
            try await house.app.test(.router) { client async throws in
                var browser = Browser(client)
                for _ in 0..<4 {
                    let r = try await browser.signIn("klara", "nie to hasło wcale")
                    #expect(r.status == .unprocessableContent)
                    #expect(r.words.contains("login=klara") && r.words.contains("się nie zgadza") && !r.words.contains("nie to hasło"))
                }
                let locked = try await browser.signIn("klara", "nie to hasło wcale")
                #expect(locked.status == .tooManyRequests && locked.words.contains("Spróbuj za 1 min"))
                #expect(locked.headers[.retryAfter] == "60")
                #expect(try await browser.signIn("klara").status == .tooManyRequests)
                clock.now = noon.adding(seconds: 61)
                #expect(try await browser.signIn("klara").status == .seeOther)
            }
        }
    }

    @Test func aFloodFromOneAddressWaits() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                var last = HTTPResponse.Status.ok
                for _ in 0..<61 { last = try await client.execute(uri: "/logowanie", method: .get).status }
                #expect(last == .tooManyRequests)
            }
        }
    }

    @Test func aSessionEndsByItself() async throws {
        try await withHouse { house async throws in
            let clock = house.clock
            try await house.app.test(.router) { client async throws in
                var browser = Browser(client)
                _ = try await browser.signIn("klara")
                _ = try await browser.get("/ja")
                clock.now = noon.adding(seconds: 1801)
                #expect(try await browser.get("/ezd/wplywy").status == .seeOther)
                let post = try await browser.post("/ezd/rejestracja", "_key=\(OneTimeKey())")
                #expect(post.status == .unauthorized && post.words.contains("sesja się skończyła"))
            }
        }
    }
}

@Suite struct KeptForms {
    private static let here: HTTPFields = [.secFetchSite: "same-origin"]

    @Test func aFormWhoseSessionEndedComesBackWithEveryWordAfterSigningIn() async throws {
        try await withHouse { house async throws in
            let clock = house.clock
            try await house.app.test(.router) { client async throws in
                var browser = Browser(client)
                _ = try await browser.signIn("klara")
                _ = try await browser.get("/ja")
                let key = OneTimeKey()
                clock.now = noon.adding(seconds: 1801)
                let post = try await browser.post("/ezd/rejestracja", "_key=\(key)&temat=Zażółć+gęślą", headers: Self.here)
                #expect(post.status == .unauthorized)
                #expect(post.words.contains("niesie _zachowany-adres=/ezd/rejestracja") && post.words.contains("niesie _z.temat=Zażółć gęślą"))
                #expect(!post.words.contains("_z._token"))
                let kept = "&_zachowany-adres=/ezd/rejestracja&_z._key=\(key)&_z.temat=Zażółć+gęślą"
                // A wrong password loses nothing either.
                let wrong = try await browser.post("/logowanie", "login=klara&haslo=zle" + kept, headers: Self.here)
                #expect(wrong.status == .unprocessableContent && wrong.words.contains("niesie _z.temat=Zażółć gęślą"))
                let form = "login=klara&haslo=\(phrase.replacing(" ", with: "+"))" + kept
                let again = try await browser.post("/logowanie", form, headers: Self.here)
                #expect(again.status == .ok && again.words.contains("na=/ezd/rejestracja") && again.words.contains("temat=Zażółć gęślą"))
                let sent = try await browser.post("/ezd/rejestracja", "_key=\(key)&temat=Zażółć+gęślą", headers: Self.here)
                #expect(sent.status == .seeOther && sent.headers[.location] == "/ezd/wplywy/2026/1")
            }
        }
    }

    @Test func aFormOfAnEarlierSessionAsksToBeSentAgain() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                var browser = Browser(client)
                _ = try await browser.signIn("klara")
                _ = try await browser.get("/ja")
                let r = try await browser.post("/ezd/rejestracja", "_key=\(OneTimeKey())&temat=Wniosek", token: "stary", headers: Self.here)
                #expect(r.status == .conflict && r.words.contains("temat=Wniosek") && r.words.contains("znak=\(browser.token)"))
                // A browser that does not say where the form stood gets no second chance.
                #expect(try await browser.post("/ezd/rejestracja", "_key=\(OneTimeKey())", token: "stary").status == .forbidden)
            }
        }
    }

    @Test func aFormWithFilesKeepsItsWordsAndAsksForTheFilesAgain() async throws {
        try await withHouse { house async throws in
            let clock = house.clock
            try await house.app.test(.router) { client async throws in
                var browser = Browser(client)
                _ = try await browser.signIn("klara")
                _ = try await browser.get("/ja")
                let body =
                    "--abc\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n\(browser.token)\r\n"
                    + "--abc\r\nContent-Disposition: form-data; name=\"skan\"; filename=\"a.pdf\"\r\n\r\nx\r\n"
                    + "--abc\r\nContent-Disposition: form-data; name=\"temat\"\r\n\r\nWniosek\r\n--abc--"
                clock.now = noon.adding(seconds: 1801)
                let r = try await browser.upload("/ezd/pliki", body, headers: Self.here)
                #expect(r.status == .unauthorized && r.words.contains("niesie _z.temat=Wniosek") && r.words.contains("niesie _zachowane-pliki=skan"))
            }
        }
    }

    @Test func aFormThatCannotBeSavedComesBackWithEveryWord() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                var browser = Browser(client)
                _ = try await browser.signIn("klara")
                _ = try await browser.get("/ja")
                let token = browser.token, key = OneTimeKey()
                let r = try await browser.post("/ezd/bez-bazy", "_key=\(key)&temat=Zażółć+gęślą", headers: Self.here)
                #expect(r.status == .serviceUnavailable && r.headers[.retryAfter] == "60" && r.words.contains("nie odpowiada"))
                #expect(r.words.contains("na=/ezd/bez-bazy") && r.words.contains("temat=Zażółć gęślą") && r.words.contains("_key=\(key)"))
                #expect(r.words.contains("znak=\(token)"))
                let secret = try await browser.post("/ezd/bez-bazy", "_key=\(key)&temat=Wniosek&haslo=tajne1&pin=246810", headers: Self.here)
                #expect(secret.words.contains("temat=Wniosek") && !secret.words.contains("tajne1") && !secret.words.contains("246810"))
                let body =
                    "--abc\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n\(token)\r\n"
                    + "--abc\r\nContent-Disposition: form-data; name=\"temat\"\r\n\r\nWniosek\r\n"
                    + "--abc\r\nContent-Disposition: form-data; name=\"skan\"; filename=\"a.pdf\"\r\n\r\nx\r\n--abc--"
                let files = try await browser.upload("/ezd/bez-bazy", body, headers: Self.here)
                #expect(files.status == .serviceUnavailable && files.words.contains("temat=Wniosek") && files.words.contains("pliki=skan"))
                // The words of a page from elsewhere are not printed back.
                let foreign = try await browser.post("/ezd/bez-bazy", "temat=obce", token: token)
                #expect(foreign.status == .serviceUnavailable && !foreign.words.contains("temat=obce"))
            }
        }
    }

    @Test func aKeptFormLeadsNowhereElse() {
        for path in ["https://evil.example/", "//evil.example", "/logowanie", ""] {
            #expect(KeptForm(carriedBy: FormValues(["_zachowany-adres": path, "_z.temat": "x"])) == nil, "\(path)")
        }
    }
}

@Suite struct Forms {
    @Test func aDoubledFormRegistersOnce() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                var browser = Browser(client)
                _ = try await browser.signIn("klara")
                _ = try await browser.get("/ja")
                let key = OneTimeKey()
                for _ in 0..<3 {
                    let r = try await browser.post("/ezd/rejestracja", "_key=\(key)")
                    #expect(r.status == .seeOther && r.headers[.location] == "/ezd/wplywy/2026/1")
                }
                #expect(try await browser.post("/ezd/rejestracja", "_key=\(OneTimeKey())").headers[.location] == "/ezd/wplywy/2026/2")
                #expect(try await browser.post("/ezd/rejestracja", "").status == .badRequest)
            }
        }
    }

    @Test func aFormWithoutOrWithAnotherSessionsTokenIsRefused() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                var mine = Browser(client), other = Browser(client)
                _ = try await mine.signIn("klara")
                _ = try await mine.get("/ja")
                _ = try await other.get("/logowanie")
                for token in ["", "x", other.token] {
                    let r = try await mine.post("/ezd/rejestracja", "_key=\(OneTimeKey())", token: token)
                    #expect(r.status == .forbidden && r.words.contains("nieaktualny"))
                }
                #expect(
                    try await client.execute(
                        uri: "/logowanie", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"], body: ByteBuffer(string: "login=klara")
                    ).status == .unauthorized)
            }
        }
    }

    @Test(arguments: ["cross-site", "same-site"]) func aFormFromAnotherPlaceIsRefusedWithEvenTheRightToken(_ site: String) async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                var browser = Browser(client)
                _ = try await browser.signIn("klara")
                _ = try await browser.get("/ja")
                let form = "_key=\(OneTimeKey())"
                #expect(try await browser.post("/ezd/rejestracja", form, headers: [.secFetchSite: site]).status == .forbidden)
                #expect(try await browser.post("/ezd/rejestracja", form, headers: [.origin: "https://evil.example"]).status == .forbidden)
                #expect(try await browser.post("/ezd/rejestracja", form, headers: [.origin: "null"]).status == .forbidden)
                #expect(try await browser.upload("/ezd/pliki", "--abc--", headers: [.secFetchSite: site]).status == .forbidden)
                #expect(try await browser.post("/ezd/rejestracja", form, headers: [.secFetchSite: "same-origin"]).status == .seeOther)
            }
        }
    }

    @Test func eachRoleGetsWhatItMayAndNoMore() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                for (login, register, registering, people) in [("klara", 200, 303, 403), ("czeslaw", 200, 403, 403), ("adam", 403, 403, 200)] {
                    var browser = Browser(client)
                    _ = try await browser.signIn(login)
                    _ = try await browser.get("/ja")
                    #expect(try await browser.get("/ezd/wplywy").status.code == register, "\(login)")
                    #expect(try await browser.post("/ezd/rejestracja", "_key=\(OneTimeKey())").status.code == registering, "\(login)")
                    #expect(try await browser.get("/admin/osoby").status.code == people, "\(login)")
                }
            }
        }
    }

    @Test func addressesHoldPlainNumbersOnly() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                var browser = Browser(client)
                _ = try await browser.signIn("klara")
                #expect(try await browser.get("/ezd/wplywy/2026/17").words == "2026/17")
                for path in ["2026/017", "2026/x", "2026/-1", "2026/99999999999999999999", "2026/%31"] {
                    #expect(try await browser.get("/ezd/wplywy/\(path)").status == .notFound, "\(path)")
                }
            }
        }
    }

    @Test(arguments: [TestingSetup.router, .live]) func filesComeThroughWithTidyNames(_ setup: TestingSetup) async throws {
        try await withHouse { house async throws in
            try await house.app.test(setup) { client async throws in
                var browser = Browser(client)
                _ = try await browser.signIn("klara")
                _ = try await browser.get("/ja")
                let body =
                    "--abc\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n\(browser.token)\r\n"
                    + "--abc\r\nContent-Disposition: form-data; name=\"temat\"\r\n\r\n Wniosek \r\n"
                    + "--abc\r\nContent-Disposition: form-data; name=\"skan\"; filename=\"C:\\skany\\..\\pismo.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
                    + String(repeating: "x\r\n--ab", count: 50_000) + "\r\n"
                    + "--abc\r\nContent-Disposition: form-data; name=\"skan\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--abc--\r\n"
                let r = try await browser.upload("/ezd/pliki", body)
                #expect(r.words == "temat=Wniosek\nskan|pismo.pdf|350000")
            }
        }
    }

    @Test func aFileBeforeTheTokenOrWithAWrongOneIsRefused() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                var browser = Browser(client)
                _ = try await browser.signIn("klara")
                _ = try await browser.get("/ja")
                let file = "--abc\r\nContent-Disposition: form-data; name=\"skan\"; filename=\"a\"\r\n\r\nx\r\n"
                let wrong = "--abc\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\nzły\r\n"
                for body in [file + "--abc--", wrong + file + "--abc--", "--abc--", wrong + "--abc--"] {
                    #expect(try await browser.upload("/ezd/pliki", body).status == .forbidden)
                }
            }
        }
    }

    @Test func brokenAndEndlessUploadsAreToldInWords() async throws {
        try await withHouse { house async throws in
            try await house.app.test(.router) { client async throws in
                var browser = Browser(client)
                _ = try await browser.signIn("klara")
                _ = try await browser.get("/ja")
                let token = "--abc\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n\(browser.token)\r\n"
                let cut = try await browser.upload("/ezd/pliki", token + "--abc\r\nContent-Disposition: form-data; name=\"skan\"; filename=\"a\"\r\n\r\nxx")
                #expect(cut.status == .badRequest && cut.words.contains("urwało"))
                let nul = try await browser.upload("/ezd/pliki", token + "--abc\r\nContent-Disposition: form-data; name=\"temat\"\r\n\r\na\0b\r\n--abc--")
                #expect(nul.status == .badRequest)
                let file = "--abc\r\nContent-Disposition: form-data; name=\"skan\"; filename=\"a\"\r\n\r\nx\r\n"
                let many = try await browser.upload("/ezd/pliki", token + String(repeating: file, count: 10_000) + "--abc--")
                #expect(many.status == .contentTooLarge && many.words.contains("200"))
                let outside = try await client.execute(
                    uri: "/ezd/pliki", method: .post, headers: [.contentType: "multipart/form-data; boundary=abc"], body: ByteBuffer(string: token))
                #expect(outside.status == .unauthorized)
            }
        }
    }
}
