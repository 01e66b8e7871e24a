import Exchange
import Foundation
import Kernel
import Testing
import XML

/// Files that lie beside the package on some machines only.
enum SharedData {
    static func url(_ path: String) -> URL? {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let url = package.deletingLastPathComponent().appending(path: "shared/data/epuap/\(path)")
        return FileManager.default.fileExists(atPath: url.path()) ? url : nil
    }
    static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: try #require(url(path)))) }
    static var isPresent: Bool { url("skrytka.wsdl") != nil }
}

@Suite("Documents: letters, unknown documents, attachments") struct DocumentsTests {
    private func tree(_ text: String) throws -> XMLTree { try XMLTree(parsing: Array(text.utf8)) }

    private func letter(_ bytes: [UInt8]) throws -> Letter {
        guard case .letter(let letter) = try CorrespondenceDocument.read(bytes) else {
            throw Problem(.invalidInput, "not a letter")
        }
        return letter
    }

    @Test("The recorded general letter is read", .enabled(if: SharedData.isPresent), arguments: ["unsigned", "podpis_zaufany"])
    func recorded(_ kind: String) throws {
        let l = try letter(SharedData.bytes("examples/documents/pismo_ogolne_4566_\(kind).xml"))
        #expect(l.template == .toOffice && l.title == "Prośba o naprawę chodnika" && l.kind == "wniosek")
        #expect(l.date?.description == "2025-03-14" && l.place == "Przykładowo")
        #expect(l.paragraphs == ["Proszę o naprawę chodnika przy ul. Polnej."])
        #expect(l.senders.map(\.displayName) == ["Jan Przykładowy"] && l.recipients.map(\.displayName) == ["Urząd Gminy Przykładowo"])
        #expect(l.senders.first?.who == .person(surname: "Przykładowy", givenNames: "Jan", pesel: "44051401359"))
        #expect(l.attachments == [DocumentAttachment(name: "notatka.txt", mediaType: "text/plain", content: .inline(Array("Załącznik".utf8)))])
    }

    @Test("What is written is read back the same", arguments: 0..<200 as Range<UInt64>) func roundTrip(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let words = ["Zażółć", "gęślą", "jaźń", "<b>", "&amp;", "]]>", "\"cudzysłów\"", "ul. Długa", "nr 5", "😀", "a\nb", "ąęćł"]
        func text(_ r: inout SeededGenerator) -> String {
            (0..<Int.random(in: 1...4, using: &r)).map { _ in words.randomElement(using: &r) ?? "" }.joined(separator: " ")
        }
        func party(_ r: inout SeededGenerator) -> DocumentParty {
            var p = DocumentParty(
                Bool.random(using: &r) ? .person(surname: text(&r), givenNames: text(&r), pesel: "44051401359") : .institution(name: text(&r), regon: "123456785"))
            p.street = text(&r)
            p.town = text(&r)
            p.postCode = "55-110"
            p.emails = Bool.random(using: &r) ? ["a@example.org", "b@example.org"] : []
            return p
        }
        var l = Letter(template: Bool.random(using: &random) ? .toOffice : .fromOffice, title: text(&random))
        l.identifier = "\(seed)@przyklad"
        l.caseSign = Bool.random(using: &random) ? "OR.1431.\(seed).2026" : ""
        l.date = PartialDate("2026-03-12")
        l.place = text(&random)
        l.kind = "inne pismo"
        l.otherKind = text(&random)
        l.senders = [party(&random)]
        l.recipients = [party(&random), party(&random)]
        l.paragraphs = (0..<Int.random(in: 1...5, using: &random)).map { _ in text(&random) }
        l.declarations = Bool.random(using: &random) ? [text(&random)] : []
        l.furtherInformation = Bool.random(using: &random) ? [text(&random)] : []
        l.signerName = "Łucja Wrona"
        l.signerPost = "Inspektor"
        l.attachments = [
            DocumentAttachment(name: "mapa.pdf", mediaType: "application/pdf", content: .uri("https://example.org/DownloadServlet?fileId=\(seed)&a=b")),
            DocumentAttachment(
                name: "plik \(seed).bin", mediaType: "application/octet-stream",
                content: .inline((0..<Int.random(in: 0...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }), note: "opis"),
        ]
        #expect(try letter(l.write()) == l)
    }

    @Test("A written letter names the official style sheet before its root") func instruction() throws {
        let text = String(decoding: Letter(template: .toOffice, title: "x").write(), as: UTF8.self)
        #expect(
            text.hasPrefix(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><?xml-stylesheet type=\"text/xsl\" href=\"http://crd.gov.pl/wzor/2017/10/24/4566/styl.xsl\"?><wnio:Dokument "))
    }

    @Test("Order of siblings and spelling of prefixes do not matter") func tolerance() throws {
        let l = try Letter.read(
            tree(
                """
                <Dokument xmlns="http://crd.gov.pl/wzor/2017/10/24/4566/"><TrescDokumentu>
                <z:Zalaczniki xmlns:z="http://crd.gov.pl/xml/schematy/struktura/2009/11/16/"><z:Zalacznik nazwaPliku="a.txt" kodowanie="BASE64" format="text/plain"><z:DaneZalacznika>
                 WmHF
                 gsSFY3puaWs= </z:DaneZalacznika></z:Zalacznik></z:Zalaczniki>
                <RodzajWnioskuRozszerzony rodzaj="inne pismo" jakisInny="zażalenie"/><Tytul> Skarga </Tytul></TrescDokumentu>
                <DaneDokumentu><n:Nadawcy xmlns:n="http://crd.gov.pl/xml/schematy/struktura/2009/11/16/"><m:Podmiot xmlns:m="http://crd.gov.pl/xml/schematy/meta/2009/11/16/">
                <Osoba xmlns="http://crd.gov.pl/xml/schematy/osoba/2009/11/16/"><Nazwisko>Wrona</Nazwisko><Nazwisko>Sroka</Nazwisko><Imie>Anna</Imie></Osoba></m:Podmiot></n:Nadawcy>
                <Data xmlns="http://crd.gov.pl/xml/schematy/meta/2009/11/16/"><Czas>2025-03-14T10:00:00+01:00</Czas></Data></DaneDokumentu></Dokument>
                """))
        #expect(l.title == "Skarga" && l.otherKind == "zażalenie" && l.date?.description == "2025-03-14")
        #expect(l.senders.map(\.displayName) == ["Anna Wrona-Sroka"])
        #expect(l.attachments.map(\.content) == [.inline(Array("Załącznik".utf8))])
    }

    @Test(
        "Names of attachments lose paths and control characters",
        arguments: [
            ("../../etc/passwd", "passwd"), ("C:\\Temp\\umowa.docx", "umowa.docx"), ("a/../b.txt", "b.txt"), ("..", "plik"), ("", "plik"), (".ukryty", "ukryty"),
            ("x\u{7}y\u{202E}fdp.exe", "xyfdp.exe"), ("Zażółć gęślą.pdf", "Zażółć gęślą.pdf"),
        ])
    func names(_ given: String, _ safe: String) { #expect(FileName.safe(given) == safe) }

    @Test("Long names keep their ending") func longName() {
        let name = FileName.safe(String(repeating: "ą", count: 500) + ".pdf")
        #expect(name.count <= 200 && name.hasSuffix(".pdf"))
    }

    @Test("Base64 garbage is a defect of that attachment alone") func garbage() throws {
        let l = try Letter.read(
            tree(
                """
                <w:Dokument xmlns:w="http://crd.gov.pl/wzor/2013/12/12/1410/"><w:TrescDokumentu><w:Tytul>t</w:Tytul><w:Zalaczniki>
                <w:Zalacznik nazwaPliku="zły.bin" kodowanie="base64"><w:DaneZalacznika>@@@ to nie base64</w:DaneZalacznika></w:Zalacznik>
                <w:Zalacznik nazwaPliku="dobry.txt" kodowanie="base64"><w:DaneZalacznika>YQ==</w:DaneZalacznika></w:Zalacznik>
                </w:Zalaczniki></w:TrescDokumentu></w:Dokument>
                """))
        #expect(l.template == .fromOffice && l.attachments.map(\.content) == [.defective, .inline([97])])
    }

    @Test("Ten thousand attachments are refused at once, a thousand are read", .timeLimit(.minutes(1))) func many() throws {
        func document(_ n: Int, _ namespace: String) -> [UInt8] {
            let one = "<s:Zalacznik nazwaPliku=\"a.txt\" kodowanie=\"base64\"><s:DaneZalacznika>YQ==</s:DaneZalacznika></s:Zalacznik>"
            return Array(
                "<w:Dokument xmlns:w=\"\(namespace)\" xmlns:s=\"http://crd.gov.pl/xml/schematy/struktura/2009/11/16/\"><w:TrescDokumentu><s:Zalaczniki>\(String(repeating: one, count: n))</s:Zalaczniki></w:TrescDokumentu></w:Dokument>"
                    .utf8)
        }
        for namespace in [Letter.Template.toOffice.rawValue, "http://crd.gov.pl/wzor/2019/02/28/7206/"] {
            #expect(try CorrespondenceDocument.read(document(1_000, namespace)).attachments.count == 1_000)
            #expect { try CorrespondenceDocument.read(document(10_000, namespace)) } throws: { ($0 as? Problem)?.code == .tooLarge }
        }
    }

    @Test(
        "A document with a document type declaration, a NUL or no XML is refused",
        arguments: [
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "<a>\0</a>", "zwykły tekst", "",
        ])
    func hostile(_ text: String) { #expect(throws: XMLError.self) { try CorrespondenceDocument.read(Array(text.utf8)) } }

    @Test("A document of another template keeps its title, sender and attachments, and is shown as an outline") func other() throws {
        let text = """
            <Dokument xmlns="http://crd.gov.pl/wzor/2019/02/28/7206/" xmlns:s="http://crd.gov.pl/xml/schematy/struktura/2009/11/16/" xmlns:m="http://crd.gov.pl/xml/schematy/meta/2009/11/16/" xmlns:i="http://crd.gov.pl/xml/schematy/instytucja/2009/11/16/">
            <OpisDokumentu><m:OpisDokumentu>Deklaracja DT-1</m:OpisDokumentu></OpisDokumentu><DaneDokumentu><s:Nadawcy><m:Podmiot><i:Instytucja><i:NazwaInstytucji>Transport Sp. z o.o.</i:NazwaInstytucji></i:Instytucja></m:Podmiot></s:Nadawcy></DaneDokumentu>
            <TrescDokumentu><KwotaPodatku>100</KwotaPodatku></TrescDokumentu><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignatureValue>abc</ds:SignatureValue></ds:Signature></Dokument>
            """
        guard case .other(let d) = try CorrespondenceDocument.read(Array(text.utf8)) else { return #expect(Bool(false), "not read as other") }
        #expect(d.isTemplate && d.title == "Deklaracja DT-1" && d.senders.map(\.displayName) == ["Transport Sp. z o.o."])
        #expect(d.outline.outline.contains { $0.label == "Kwota podatku" && $0.text == "100" })
        #expect(!d.outline.outline.contains { $0.label.hasPrefix("Signature") })
    }

    @Test("The outline of a very large document is cut", .timeLimit(.minutes(1))) func cut() throws {
        let text = "<a>" + String(repeating: "<b>x</b>", count: 200_000) + "</a>"
        guard case .other(let d) = try CorrespondenceDocument.read(Array(text.utf8)) else { return #expect(Bool(false), "not read as other") }
        #expect(d.outline.isCut && d.outline.outline.count <= 400 && !d.isTemplate)
    }
}
