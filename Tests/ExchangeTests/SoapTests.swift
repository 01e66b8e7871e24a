@testable import Exchange
import Foundation
import Kernel
import Testing
import XML

@Suite("SOAP messages of the platform") struct SoapTests {
    private func call(_ service: PlatformService, header: String = "", body: String, parts: [String: [UInt8]] = [:]) throws -> PlatformCall {
        let text = "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Header>\(header)</e:Header><e:Body>\(body)</e:Body></e:Envelope>"
        let tree = try XMLTree(parsing: Array(text.utf8))
        try MultipartRelated(root: [], parts: parts).restore(tree)
        return try PlatformCall.read(tree, service: service)
    }
    private let ob = "xmlns:ob=\"http://wsdl.epuap.gov.pl/obiekty/\""
    private func headers(trial: String = "false", reversed: Bool = false) -> String {
        let all = [
            "<ob:IdentyfikatorPodmiotu \(ob)>test</ob:IdentyfikatorPodmiotu>", "<ob:AdresSkrytki \(ob)>/ug/SkrytkaESP</ob:AdresSkrytki>",
            "<ob:AdresOdpowiedzi \(ob)> /test/domyslna </ob:AdresOdpowiedzi>", "<ob:CzyProbne \(ob)>\(trial)</ob:CzyProbne>", "<ob:DaneDodatkowe \(ob)/>",
            "<inny xmlns=\"urn:x\">?</inny>",
        ]
        return (reversed ? all.reversed() : all).joined()
    }
    private let file = "<nazwaPliku>p.xml</nazwaPliku><zawartosc>PGEv\n Pg==</zawartosc>"

    @Test(
        "Every recorded request is read", .enabled(if: SharedData.isPresent),
        arguments: [
            ("Dokument_skrytka", PlatformService.skrytka, "nadaj"), ("Dokument_doreczyciel", .doreczyciel, "dorecz"),
            ("ZapytaniePullOczekujace_pull", .pull, "oczekujaceDokumenty"), ("ZapytaniePullPobierz_pull", .pull, "pobierzNastepny"),
            ("ZapytaniePullPotwierdz_pull", .pull, "potwierdzOdebranie"),
        ])
    func recorded(_ name: String, _ service: PlatformService, _ operation: String) throws {
        let tree = try XMLTree(parsing: SharedData.bytes("examples/messages/\(name).request.xml"))
        let call = try PlatformCall.read(tree, service: service)
        #expect(call.operation == operation && !call.podmiot.isEmpty)
    }

    @Test(
        "Order of headers, spelling of booleans and line breaks in base64 do not matter",
        arguments: [("0", false), ("1", true), ("true", true), ("false", false), ("", false)])
    func tolerance(_ trial: String, _ isTrial: Bool) throws {
        for reversed in [false, true] {
            guard case .submit(let s) = try call(.skrytka, header: headers(trial: trial, reversed: reversed), body: "<ob:Dokument \(ob)>\(file)</ob:Dokument>") else {
                return #expect(Bool(false), "not a submission")
            }
            #expect(s.podmiot == "test" && s.box.description == "/ug/SkrytkaESP" && s.replyBox == "/test/domyslna" && s.isTrial == isTrial && s.extra.isEmpty)
            #expect(s.content == Array("<a/>".utf8) && s.fileName == "p.xml")
        }
    }

    @Test("Children are read qualified, unqualified and under a default name space") func qualification() throws {
        let bodies = [
            "<ob:Dokument \(ob)>\(file)</ob:Dokument>", "<ob:Dokument \(ob)><ob:nazwaPliku>p.xml</ob:nazwaPliku><ob:zawartosc>PGEvPg==</ob:zawartosc></ob:Dokument>",
            "<Dokument xmlns=\"http://wsdl.epuap.gov.pl/obiekty/\"><nazwaPliku xmlns=\"\">p.xml</nazwaPliku><zawartosc xmlns=\"\">PGEvPg==</zawartosc></Dokument>",
        ]
        for body in bodies {
            guard case .submit(let s) = try call(.skrytka, header: headers(), body: body) else { return #expect(Bool(false), "not a submission") }
            #expect(s.content == Array("<a/>".utf8))
        }
    }

    @Test("The same body is a submission on one path and a delivery on the other") func path() throws {
        let deadline = "<ob:TerminDoreczenia \(ob)>2026-04-01T23:59:59.0000000+02:00</ob:TerminDoreczenia>"
        guard case .deliver(let o) = try call(.doreczyciel, header: headers() + deadline, body: "<ob:Dokument \(ob)>\(file)</ob:Dokument>") else {
            return #expect(Bool(false), "not a delivery")
        }
        #expect(o.deadline == Instant(iso8601: "2026-04-01T21:59:59Z"))
        #expect(throws: Problem.self) { try call(.doreczyciel, header: headers(), body: "<ob:Dokument \(ob)>\(file)</ob:Dokument>") }
        #expect(throws: Problem.self) { try call(.pull, header: headers(), body: "<ob:Dokument \(ob)>\(file)</ob:Dokument>") }
    }

    @Test("A document written straight into nadajAny keeps its name spaces") func any() throws {
        let body = "<x:Dokument xmlns:x=\"http://wsdl.epuap.gov.pl/obiekty/ext/\" xmlns:q=\"urn:q\"><q:a b=\"1\">ż</q:a></x:Dokument>"
        guard case .submit(let s) = try call(.skrytka, header: headers() + "<ob:NazwaPliku \(ob)>../x.xml</ob:NazwaPliku>", body: body) else {
            return #expect(Bool(false), "not a submission")
        }
        #expect(s.fileName == "x.xml")
        #expect(try XMLTree(parsing: s.content).root.is("a", "urn:q"))
    }

    @Test("An MTOM part stands for the base64 it replaces") func include() throws {
        let body =
            "<fr:UploadFileParam xmlns:fr=\"http://wsdl.epuap.gov.pl/filerepocore/\"><file><xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:plik\"/></file><filename>a\\b.pdf</filename><mimeType>application/pdf</mimeType><subject>ug</subject></fr:UploadFileParam>"
        guard case .upload(let podmiot, let name, let mediaType, _, let content) = try call(.fileRepo, body: body, parts: ["plik": [0, 255, 10]]) else {
            return #expect(Bool(false), "not an upload")
        }
        #expect(podmiot == "ug" && name == "b.pdf" && mediaType == "application/pdf" && content == [0, 255, 10])
        #expect(throws: Problem.self) { try call(.fileRepo, body: body) }
        let mark = "<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:plik\"/>"
        for broken in [mark + mark, "<a/>" + mark, mark.replacing("/>", with: ">\(mark)</xop:Include>"), "<b>\(mark)</b>\(mark)", mark.replacing("plik", with: "inny")] {
            #expect(throws: Problem.self, "\(broken)") { try call(.fileRepo, body: body.replacing(mark, with: broken), parts: ["plik": [1], "p": [2]]) }
        }
    }

    @Test("A file moved beside its message comes back to the same message", arguments: [[], [0, 13, 10, 255], Array(repeating: 7, count: 5_000)] as [[UInt8]])
    func besides(_ content: [UInt8]) throws {
        let message = Array("<a><DataDocument><file>\(Base64.encode(content))</file><filename>x</filename></DataDocument></a>".utf8)
        let (type, body) = try #require(MultipartRelated.write(message, beside: content, boundary: "granica"))
        let read = try #require(try MultipartRelated.read(body, contentType: type))
        #expect(String(decoding: read.root, as: UTF8.self).contains("<file><xop:Include ") && read.parts == ["plik": content])
        let tree = try XMLTree(parsing: read.root)
        try read.restore(tree)
        #expect(tree.root.first("file")?.text == Base64.encode(content) && tree.root.first("file")?.children.isEmpty == true)
        #expect(MultipartRelated.write(message, beside: content + [1], boundary: "g") == nil)
    }

    @Test(
        "What is broken is refused with a problem",
        arguments: [
            ("<ob:Dokument xmlns:ob='http://wsdl.epuap.gov.pl/obiekty/'><nazwaPliku>a</nazwaPliku><zawartosc>@@@</zawartosc></ob:Dokument>"),
            ("<ob:Dokument xmlns:ob='http://wsdl.epuap.gov.pl/obiekty/'><nazwaPliku>a</nazwaPliku><zawartosc/></ob:Dokument>"),
            ("<ob:Dokument xmlns:ob='http://wsdl.epuap.gov.pl/obiekty/'><nazwaPliku>a</nazwaPliku></ob:Dokument>"), ("<nieznane/>"), (""),
        ])
    func broken(_ body: String) { #expect(throws: Problem.self) { try call(.skrytka, header: headers(), body: body) } }

    @Test("Headers that are missing or not what they should be are refused") func brokenHeaders() {
        let body = "<ob:Dokument \(ob)>\(file)</ob:Dokument>"
        #expect(throws: Problem.self) { try call(.skrytka, header: "", body: body) }
        #expect(throws: Problem.self) { try call(.skrytka, header: headers(trial: "może"), body: body) }
        #expect { try call(.skrytka, header: headers().replacing("/ug/SkrytkaESP", with: "ug"), body: body) } throws: { ($0 as? Problem)?.code == .unknownBox }
    }

    @Test("Digests of other lengths than SHA-1 and SHA-256 are refused", arguments: [(19, false), (20, true), (32, true), (64, false)]) func digest(
        _ n: Int, _ isGood: Bool
    ) {
        let skrot = Base64.encode([UInt8](repeating: 7, count: n))
        let body =
            "<ob:ZapytaniePullPotwierdz \(ob)><podmiot>ug</podmiot><nazwaSkrytki>S</nazwaSkrytki><adresSkrytki>/ug/S</adresSkrytki><skrot>\(skrot)</skrot></ob:ZapytaniePullPotwierdz>"
        #expect(((try? call(.pull, body: body)) != nil) == isGood)
    }

    @Test("Answers have a qualified element with unqualified children and whole numbers") func answers() throws {
        let xml = PlatformAnswer.submitted(SubmissionAnswer(document: 1002, receipt: 1003, receiptXML: [1]))
        let root = try XMLTree(parsing: Array(xml.utf8)).root
        #expect(root.is("OdpowiedzSkrytki", SoapNames.ob))
        #expect(root.children.map(\.name) == ["status", "identyfikatorDokumentu", "identyfikatorUpp", "statusOdbiorcy", "zalacznik"])
        #expect(root.descendants { $0 != root && $0.namespace != nil }.isEmpty)
        #expect(Int32(root.childText("identyfikatorDokumentu") ?? "") == 1002 && root.child("status")?.childText("kod") == "1")
    }

    @Test(
        "A fault carries its number and words in the detail its service declares",
        arguments: [
            (PlatformService.skrytka, SoapNames.ob, "Wyjatek"), (.fileRepo, SoapNames.fr, "WyjatekTyp"),
        ])
    func fault(_ service: PlatformService, _ namespace: String, _ element: String) throws {
        let fault = SoapFault(Problem(.unknownBox, "Nieprawidłowy adres <skrytki>"), service: service)
        let root = try XMLTree(parsing: Array(fault.body.utf8)).root
        #expect(root.is("Fault", SoapNames.envelope) && root.childText("faultstring") == "Nieprawidłowy adres <skrytki>")
        let detail = try #require(root.child("detail")?.children.first)
        #expect(detail.is(element, namespace) && detail.childText("kod") == "2")
        #expect(root.children.allSatisfy { $0.namespace == nil })
    }

    @Test("An unexpected failure tells nothing about the inside") func silent() {
        let fault = SoapFault(Problem(.internalFault, "tajne", cause: "tajne"), service: .pull)
        #expect(fault.faultCode == "Server" && !fault.body.contains("tajne"))
    }

    @Test("A multipart message is read as it was written, whatever the bytes", arguments: 0..<30 as Range<UInt64>) func multipart(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = [10, 13, 45, 0, 255, 65]
        let part: [UInt8] = (0..<Int.random(in: 0...2_000, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
        let (type, body) = MultipartRelated.write(root: Array("<a/>".utf8), part: part, identifier: "plik@x", boundary: "granica-\(seed)")
        let read = try #require(try MultipartRelated.read(body, contentType: type))
        #expect(read.root == Array("<a/>".utf8) && read.parts == ["plik@x": part])
    }

    @Test("A multipart message cut short or without a boundary is refused, a plain one is left alone") func brokenMultipart() throws {
        let (type, body) = MultipartRelated.write(root: [60], part: [1], identifier: "p", boundary: "g")
        #expect(throws: Problem.self) { try MultipartRelated.read(Array(body.prefix(20)), contentType: type) }
        #expect(throws: Problem.self) { try MultipartRelated.read(body, contentType: "multipart/related; type=\"application/xop+xml\"") }
        #expect(throws: Problem.self) { try MultipartRelated.read(body, contentType: type.replacing("<root>", with: "<brak>")) }
        #expect(try MultipartRelated.read(body, contentType: "text/xml") == nil)
        let many = String(repeating: "--g\r\nContent-ID: <a>\r\n\r\nx\r\n", count: 100) + "--g--"
        #expect(throws: Problem.self) { try MultipartRelated.read(Array(many.utf8), contentType: "multipart/related; boundary=g") }
    }
}
