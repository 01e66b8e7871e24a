import Exchange
import Kernel
import Testing

@Suite("Emergency package") struct EmergencyPackageTests {
    private func descriptor(path: String = "1/pismo.xml", box: String = "/ugprusice/SkrytkaESP", at: String = "14.01.2025T09:00:01.120") -> [UInt8] {
        Array(
            """
            <Dokumenty><Dokument><DanePodmiotu><Identyfikator>jprzykladowy</Identyfikator><TypOsoby>F</TypOsoby><ImieSkrot>Jan</ImieSkrot><NazwiskoNazwa>Przykładowy</NazwiskoNazwa>
            <Nip/><Pesel>44051401359</Pesel><Regon/><Zgoda>true</Zgoda></DanePodmiotu><DaneNadawcy><Uzytkownik>jprzykladowy</Uzytkownik><System/></DaneNadawcy><DataNadania>\(at)</DataNadania>
            <NazwaSkrytki>SkrytkaESP</NazwaSkrytki><AdresSkrytki>\(box)</AdresSkrytki><AdresOdpowiedzi>/jprzykladowy/domyslna</AdresOdpowiedzi><DaneDodatkowe/>
            <NazwaPliku>../pismo.xml</NazwaPliku><SciezkaWArchiwum>\(path)</SciezkaWArchiwum></Dokument></Dokumenty>
            """.utf8)
    }

    @Test("A document is read with its sender, time and box") func document() throws {
        let found = try EmergencyPackage.read(["Deskryptor.xml": descriptor(), "1/pismo.xml": [1, 2, 3]])
        #expect(found.count == 1)
        let d = try #require(found.first)
        #expect(d.senderName == "Przykładowy" && d.senderIsPerson && d.senderPESEL == "44051401359" && d.replyBox == "/jprzykladowy/domyslna")
        #expect(d.content == [1, 2, 3] && d.fileName == "pismo.xml" && d.box.description == "/ugprusice/SkrytkaESP")
        #expect(d.submittedAt == Instant(iso8601: "2025-01-14T08:00:01.120Z"))
    }

    @Test("The descriptor may lie in a folder") func folder() throws {
        #expect(try EmergencyPackage.read(["paczka/Deskryptor.xml": descriptor(path: "/pismo.xml"), "pismo.xml": [1]]).count == 1)
    }

    @Test("A package without its parts is refused with what is missing") func missing() {
        #expect(throws: Problem.self) { try EmergencyPackage.read([:]) }
        #expect(throws: Problem.self) { try EmergencyPackage.read(["Deskryptor.xml": descriptor()]) }
        #expect(throws: Problem.self) { try EmergencyPackage.read(["Deskryptor.xml": Array("nie XML".utf8)]) }
        #expect(throws: Problem.self) { try EmergencyPackage.read(["Deskryptor.xml": descriptor(box: "zły"), "1/pismo.xml": [1]]) }
        #expect(throws: Problem.self) { try EmergencyPackage.read(["Deskryptor.xml": Array("<!DOCTYPE a><Dokumenty/>".utf8)]) }
    }

    @Test("A path that leaves the package finds nothing") func traversal() {
        #expect(throws: Problem.self) { try EmergencyPackage.read(["Deskryptor.xml": descriptor(path: "../../etc/passwd"), "1/pismo.xml": [1]]) }
    }
}
