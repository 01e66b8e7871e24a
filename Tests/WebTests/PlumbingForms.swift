import Hummingbird
import Kernel
import Testing
@testable import Web

@Suite struct FormReading {
    @Test func valuesAreTrimmedForReadingAndKeptAsTyped() throws {
        let form = try FormValues(urlEncoded: "temat=+Wniosek+o+wgl%C4%85d%20&uwagi=a%0D%0Ab&pusty=+&brak".utf8)
        #expect(form["temat"] == "Wniosek o wgląd")
        #expect(form.typed("temat") == " Wniosek o wgląd ")
        #expect(form["uwagi"] == "a\nb")
        #expect(form["pusty"] == nil && form["brak"] == nil && form["inny"] == nil)
        #expect(form.has("brak") && !form.has("inny"))
    }

    @Test func repeatedFieldsKeepTheirOrder() throws {
        #expect(try FormValues(urlEncoded: "a=2&b=x&a=1&a=".utf8).all("a") == ["2", "1"])
    }

    @Test(arguments: ["a=%00", "a=%C3", "a=%ff%fe", "a=%zz", "a=%4", "%00=a", "a=%C0%80"])
    func nulAndBrokenTextAreRefusedWithWords(_ body: String) {
        let problem = #expect(throws: Problem.self) { _ = try FormValues(urlEncoded: body.utf8) }
        #expect(problem?.code == .invalidInput)
        #expect(problem?.status == .badRequest)
    }

    @Test func signsThatNoDocumentMayHoldAreDropped() throws { #expect(try FormValues(urlEncoded: "a=x%0By%01%7F%09z".utf8)["a"] == "xy\tz") }

    @Test func aFloodOfFieldsIsTooLarge() {
        let body = Array(repeating: "a=1", count: 2001).joined(separator: "&")
        #expect(throws: Problem.self) { _ = try FormValues(urlEncoded: body.utf8) }
    }
}

@Suite struct Places {
    @Test func everyLinkFitsItsPattern() {
        let places: [Place] = [
            .letter(year: 2026, number: 17), .correction(year: 2026, number: 17), .cancellation(year: 2026, number: 17),
            .confirmation(year: 2026, number: 17), .file(year: 2026, number: 17, file: 2), .letters, .desk, .signIn, .lettersCSV, .ready,
        ]
        for place in places {
            let link = place.link.split(separator: "/"), pattern = place.pattern.rawValue.split(separator: "/")
            #expect(link.count == pattern.count)
            for (l, p) in zip(link, pattern) { #expect(p.hasPrefix("{") || l == p, "\(place)") }
        }
    }

    @Test func patternsAreDistinct() { #expect(Set(PlacePattern.allCases.map(\.rawValue)).count == PlacePattern.allCases.count) }

    @Test func queriesAreEncodedAndEmptyOnesLeftOut() {
        #expect(Place.search.link(["q": "żółw & s-ka", "strona": nil]) == "/ezd/szukaj?q=%C5%BC%C3%B3%C5%82w%20%26%20s-ka")
        #expect(Place.search.link(["q": nil]) == "/ezd/szukaj")
    }

    @Test(arguments: [
        "//evil.example", "https://evil.example", "/\\evil.example", "\\/evil.example", "javascript:alert(1)", "", "ezd", "/ezd\r\nSet-Cookie: a=b", "/ezd\t",
        "/e zd", "/%\u{0}", "/żółw", "///evil.example",
    ])
    func anAddressElsewhereIsNoLocalPath(_ text: String) { #expect(LocalPath(text) == nil) }

    @Test(arguments: ["/", "/ezd", "/ezd/wplywy?stan=nowe&q=%C5%BC", "/ezd//x", "/?a=//b"])
    func anAddressHereIs(_ text: String) { #expect(LocalPath(text)?.description == text) }
}

@Suite struct Limiting {
    private let start = Instant(milliseconds: 1_773_316_800_000)

    @Test func aBucketEmptiesAndFillsAgain() {
        let limiter = RateLimiter(burst: 3, perSeconds: 60)
        for _ in 0..<3 { #expect(limiter.take("a", at: start) == nil) }
        #expect(limiter.take("a", at: start) == 20)
        #expect(limiter.take("b", at: start) == nil)
        #expect(limiter.take("a", at: start.adding(seconds: 20)) == nil)
        #expect(limiter.take("a", at: start.adding(seconds: 20)) != nil)
    }

    @Test func aFloodOfAddressesIsForgotten() {
        let limiter = RateLimiter(burst: 1, perSeconds: 3600, mostAddresses: 100)
        for n in 0..<10_000 { #expect(limiter.take("a\(n)", at: start) == nil) }
        #expect(limiter.take("a9999", at: start) != nil)
    }

    @Test func aClockSetBackGivesNothingAway() {
        let limiter = RateLimiter(burst: 1, perSeconds: 60)
        #expect(limiter.take("a", at: start) == nil)
        #expect(limiter.take("a", at: start.adding(seconds: -3600)) != nil)
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:db8::1", "2001:db8:0:0::/64"), ("::1", "0:0:0:0::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
    ])
    func addressesAreCountedByNetwork(_ text: String, _ counted: String) { #expect(ClientAddress(text).counted == counted) }
}
