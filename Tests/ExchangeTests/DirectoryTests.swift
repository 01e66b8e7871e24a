import Exchange
import Kernel
import Testing

@Suite("Box addresses and the directory of boxes") struct DirectoryTests {
    @Test("An address has an owner and a name", arguments: ["/ugprzykladowo/SkrytkaESP", "/jkowalski/domyslna", "/a/b"]) func address(_ text: String) {
        #expect(BoxAddress(text)?.description == text)
    }

    @Test(
        "What is no address is refused",
        arguments: [
            "", "/", "//", "/a", "a/b", "/a/b/c", "/a/", "//b", "/a b/c", "/a/b\n", "/a/b\0", "/\(String(repeating: "x", count: 101))/b",
        ])
    func refused(_ text: String) { #expect(BoxAddress(text) == nil) }

    @Test("The directory is quoted CSV with the agreed header") func header() {
        let bytes = BoxDirectory.write([
            BoxDirectoryEntry(name: "Gmina \"Prusice\", urząd", regon: "123456785", address: "Rynek 1", postCode: "55-110", town: "Prusice", uri: "/ugprusice/SkrytkaESP")
        ])
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        #expect(lines.first == "NAZWA,REGON,ADRES,KOD_POCZTOWY,MIEJSCOWOSC,URI")
        #expect(lines.last == "\"Gmina \"\"Prusice\"\", urząd\",\"123456785\",\"Rynek 1\",\"55-110\",\"Prusice\",\"/ugprusice/SkrytkaESP\"")
    }

    @Test("What is written is read back the same", arguments: 0..<50 as Range<UInt64>) func roundTrip(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = ["Zażółć", "\"", ",", "\n", " ", ";", "gęś", "😀"]
        func cell(_ r: inout SeededGenerator) -> String { (0..<Int.random(in: 0...5, using: &r)).map { _ in pieces.randomElement(using: &r) ?? "" }.joined() }
        let entries = (0..<20).map { _ in
            BoxDirectoryEntry(name: cell(&random), regon: cell(&random), address: cell(&random), postCode: cell(&random), town: cell(&random), uri: cell(&random))
        }
        #expect(BoxDirectory.read(BoxDirectory.write(entries)) == entries)
    }

    @Test("A byte order mark, bare line ends and short rows do no harm") func tolerance() {
        let text = "\u{FEFF}NAZWA,REGON,ADRES,KOD_POCZTOWY,MIEJSCOWOSC,URI\nUrząd,1,ul. A,00-001,B,/a/b\nza,mało\n"
        #expect(BoxDirectory.read(Array(text.utf8)).map(\.uri) == ["/a/b"])
    }
}
