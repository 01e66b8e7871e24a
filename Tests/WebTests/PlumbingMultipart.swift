import Kernel
import Testing
@testable import Web

/// What a body holds: per part its headers' disposition and its bytes.
private struct Piece: Equatable {
    var disposition: String?
    var bytes: [UInt8] = []
    var ended = false
}

private func parse(_ chunks: [[UInt8]], boundary: String = "abc", mostParts: Int = 250) throws -> [Piece] {
    var parser = try MultipartParser(boundary: boundary, mostParts: mostParts)
    var pieces: [Piece] = []
    for chunk in chunks {
        for event in try parser.consume(chunk) {
            switch event {
            case .begin(let headers): pieces.append(Piece(disposition: headers["content-disposition"]))
            case .data(let bytes): pieces[pieces.count - 1].bytes += bytes
            case .end: pieces[pieces.count - 1].ended = true
            }
        }
    }
    try parser.finish()
    return pieces
}

@Suite struct MultipartParsing {
    /// Bodies that tempt a parser: near-boundaries, lone line ends, an empty part, a part without headers.
    private let body = Array(
        ("preamble\r\n--abc\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--ab\r\n--abd\r\n\r\n--abc  \t\r\n"
            + "Content-Disposition: form-data; name=\"b\"; filename=\"b.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\r\n\r\n\r\n--abc\r\n"
            + "Content-Disposition: form-data; name=\"c\"\r\n\r\n\r\n--abc\r\n\r\nbare\r\n--abc--\r\nepilogue").utf8
    )
    private var expected: [Piece] {
        [
            Piece(disposition: "form-data; name=\"a\"", bytes: Array("x\r\n--ab\r\n--abd\r\n".utf8), ended: true),
            Piece(disposition: "form-data; name=\"b\"; filename=\"b.bin\"", bytes: Array("\r\r\n\r\n".utf8), ended: true),
            Piece(disposition: "form-data; name=\"c\"", bytes: [], ended: true), Piece(disposition: nil, bytes: Array("bare".utf8), ended: true),
        ]
    }

    @Test func aWholeBodyIsSplitIntoItsParts() throws { #expect(try parse([body]) == expected) }

    @Test func aBodyCutAtEveryPositionGivesTheSame() throws {
        for cut in 0...body.count { #expect(try parse([Array(body[..<cut]), Array(body[cut...])]) == expected, "cut at \(cut)") }
    }

    @Test func aBodyThatComesByteByByteGivesTheSame() throws { #expect(try parse(body.map { [$0] }) == expected) }

    @Test func everyCutOfTheBodyButTheWholeIsToldTruncated() throws {
        let end = body.count - "--\r\nepilogue".utf8.count
        for cut in 0...end { #expect(throws: MultipartParser.Failure.self, "cut at \(cut)") { try parse([Array(body[..<cut])]) } }
    }

    @Test(arguments: 1...40)
    func randomBytesSurviveRandomCuts(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let alphabet = Array("\r\n-abc".utf8)
        let content = (0..<300).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
        let text = String(decoding: content, as: UTF8.self)
        guard !("\r\n" + text).contains("\r\n--abc") else { return }
        let body = Array("--abc\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n".utf8) + content + Array("\r\n--abc--".utf8)
        var chunks: [[UInt8]] = []
        var at = 0
        while at < body.count {
            let next = min(body.count, at + Int.random(in: 1...9, using: &random))
            chunks.append(Array(body[at..<next]))
            at = next
        }
        #expect(try parse(chunks) == [Piece(disposition: "form-data; name=\"f\"", bytes: content, ended: true)])
    }

    @Test(arguments: ["", "a b ", String(repeating: "a", count: 71), "a\r\nb", "ą", "a\"b"])
    func aBoundaryThatTheStandardForbidsIsRefused(_ boundary: String) {
        #expect(throws: MultipartParser.Failure.boundary) { _ = try MultipartParser(boundary: boundary) }
    }

    @Test func aMissingBoundaryIsRefused() { #expect(throws: MultipartParser.Failure.boundary) { _ = try MultipartParser(boundary: nil) } }

    @Test func textAfterABoundaryIsMalformed() {
        #expect(throws: MultipartParser.Failure.malformed) { try parse([Array("--abcd\r\n\r\nx\r\n--abc--".utf8)]) }
        #expect(throws: MultipartParser.Failure.malformed) { try parse([Array("--abc-x\r\n\r\nx\r\n--abc--".utf8)]) }
    }

    @Test func endlessHeadersAndPreamblesAreCutOff() {
        let long = Array("--abc\r\nX: ".utf8) + [UInt8](repeating: 65, count: 9000)
        #expect(throws: MultipartParser.Failure.headersTooLong) { try parse([long]) }
        #expect(throws: MultipartParser.Failure.headersTooLong) { try parse(long.map { [$0] }) }
        #expect(throws: MultipartParser.Failure.malformed) { try parse([[UInt8](repeating: 65, count: 9000), [65]]) }
    }

    @Test func tenThousandPartsAreTooMany() {
        let body = String(repeating: "--abc\r\n\r\nx\r\n", count: 10_000) + "--abc--"
        #expect(throws: MultipartParser.Failure.tooManyParts) { try parse([Array(body.utf8)]) }
    }

    @Test(arguments: [" folded: x", "no colon", "A: 1\r\nA: 2", "nul\0: x", ": x"])
    func doubtfulHeadersAreMalformed(_ line: String) {
        #expect(throws: MultipartParser.Failure.malformed) { try parse([Array("--abc\r\n\(line)\r\n\r\nx\r\n--abc--".utf8)]) }
    }
}

@Suite struct UploadNames {
    @Test(arguments: [
        ("a.pdf", "a.pdf"), ("../../etc/passwd", "passwd"), (#"C:\skany\pismo 1.pdf"#, "pismo 1.pdf"), ("/", "plik"), ("", "plik"), ("..", "plik"),
        (".htaccess", "htaccess"), ("a\u{202E}fdp.exe", "afdp.exe"), ("a\0b\r\n.txt", "ab.txt"), ("  żółw.odt ", "żółw.odt"), ("a\u{200B}.pdf", "a.pdf"),
        ("<b>\"x\"|?.pdf", "bx.pdf"), ("koniec...", "koniec"), (#"..\..\x"#, "x"),
    ])
    func pathsAndHiddenSignsGo(_ raw: String, _ tidy: String) { #expect(UploadName.tidy(raw) == tidy) }

    @Test func aLongNameKeepsItsEnding() {
        let name = UploadName.tidy(String(repeating: "ż", count: 500) + ".pdf")
        #expect(name.utf8.count <= UploadName.longest)
        #expect(name.hasSuffix(".pdf"))
    }

    @Test func parametersAreReadAsBrowsersWriteThem() {
        let old = ContentParameters(#"form-data; name="plik"; filename="C:\skany\a;b.pdf""#)
        #expect(old.parameters == ["name": "plik", "filename": #"C:\skany\a;b.pdf"#])
        #expect(ContentParameters(#"form-data; name="a\"b"; NAME=x"#).parameters == ["name": "a\"b"])
        #expect(ContentParameters("Multipart/Form-Data; charset=utf-8; boundary=abc ").parameters["boundary"] == "abc")
        #expect(ContentParameters("Multipart/Form-Data").value == "multipart/form-data")
    }
}
