import XML
import Testing

@Suite struct XMLTreeTests {
    private func code(_ text: String, _ limits: XMLLimits = .standard) -> XMLError.Code? {
        do {
            _ = try XMLTree(parsing: Array(text.utf8), limits: limits)
            return nil
        } catch { return error.code }
    }

    @Test(
        "Entity bombs and external entities stay shut with the whole document type declaration",
        arguments: [
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "<!DOCTYPE a><a/>",
            "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><a>&b;</a>", "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>",
        ])
    func doctype(_ text: String) { #expect(code(text) == .doctypeForbidden || code(text) == .malformed) }

    @Test("A NUL, broken UTF-8 and text that is no XML are refused") func encoding() {
        #expect(code("<a>\0</a>") == .invalidEncoding)
        #expect(throws: XMLError.self) { try XMLTree(parsing: [0x3C, 0x61, 0x3E, 0xC3, 0x28, 0x3C, 0x2F, 0x61, 0x3E]) }
        #expect(code("zwykły tekst") == .malformed)
        #expect(code("") == .malformed)
        #expect(code("<a><b></a>") == .malformed)
    }

    @Test("Depth, size and number of nodes have limits") func limits() {
        #expect(code(String(repeating: "<a>", count: 300) + String(repeating: "</a>", count: 300)) != nil)
        #expect(code(String(repeating: "<a>", count: 10_000) + String(repeating: "</a>", count: 10_000)) != nil)
        #expect(code("<a>" + String(repeating: "<b/>", count: 50) + "</a>", XMLLimits(maxBytes: 1_000, maxDepth: 10, maxNodes: 20)) == .tooLarge)
        #expect(code("<aaaa/>", XMLLimits(maxBytes: 3, maxDepth: 10, maxNodes: 20)) == .tooLarge)
    }

    @Test("Elements are found in any name space, attributes in theirs") func reading() throws {
        let tree = try XMLTree(parsing: Array("<p:a xmlns:p='urn:p' x='1' p:x='2'>t<b>u</b><p:b>w</p:b></p:a>".utf8))
        #expect(tree.root.is("a", "urn:p") && tree.root.qualifiedName == "p:a")
        #expect(tree.root.attribute("x") == "1" && tree.root.attribute("x", namespace: "urn:p") == "2")
        #expect(tree.root.children("b").map(\.text) == ["u", "w"])
        #expect(tree.root.child("b", "urn:p")?.text == "w")
        #expect(tree.root.text == "tuw")
    }

    @Test(
        "An element taken out keeps its prefixes and gets the name spaces of its surroundings it uses",
        arguments: [
            (
                "<e xmlns='urn:e' xmlns:q='urn:q'><q:d xmlns:n='urn:n'><s xmlns='urn:s'><t n:x='1'/></s><u/></q:d></e>",
                "<q:d xmlns:n=\"urn:n\" xmlns:q=\"urn:q\" xmlns=\"urn:e\"><s xmlns=\"urn:s\"><t n:x=\"1\"/></s><u/></q:d>"
            ),
            ("<e><d><s xmlns='urn:s'/><u/></d></e>", "<d><s xmlns=\"urn:s\"/><u/></d>"),
        ]) func alone(_ whole: String, _ expected: String) throws
    {
        let tree = try XMLTree(parsing: Array(whole.utf8))
        let alone = try #require(tree.root.children.first).serialisedAlone()
        #expect(String(decoding: alone, as: UTF8.self) == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(expected)\n")
    }

    @Test("Ids are found wherever they stand, and all of them") func ids() throws {
        let wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
        let tree = try XMLTree(parsing: Array("<a><b Id='x'/><c ID='x'/><d xmlns:w='\(wsu)' w:Id='x'/><e name='x'/></a>".utf8))
        #expect(tree.elements(id: "x").map(\.name) == ["b", "c", "d"])
    }
}

@Suite struct CanonicalFormTests {
    @Test("Canonical XML keeps instructions, drops comments and declarations, and sorts") func inclusive() throws {
        let tree = try XMLTree(
            parsing: Array("<?xml version='1.0'?><?pi x?><a b='2' a='1' xmlns:z='urn:z' xmlns='urn:d'><!-- c --><e/>&#13;</a><!-- t -->".utf8))
        #expect(
            String(decoding: try tree.canonical(.inclusive), as: UTF8.self)
                == "<?pi x?>\n<a xmlns=\"urn:d\" xmlns:z=\"urn:z\" a=\"1\" b=\"2\"><e></e>&#xD;</a>")
        #expect(String(decoding: try tree.canonical(.inclusiveWithComments), as: UTF8.self).hasSuffix("</a>\n<!-- t -->"))
    }

    @Test("The exclusive form declares only what is used, and listed prefixes") func exclusive() throws {
        let tree = try XMLTree(parsing: Array("<a xmlns:x='urn:x' xmlns:y='urn:y'><x:b q='1'/></a>".utf8))
        let b = try #require(tree.root.children.first)
        #expect(String(decoding: try tree.canonical(.exclusive, of: b), as: UTF8.self) == "<x:b xmlns:x=\"urn:x\" q=\"1\"></x:b>")
        #expect(
            String(decoding: try tree.canonical(.exclusive, of: b, inclusivePrefixes: ["y"]), as: UTF8.self)
                == "<x:b xmlns:x=\"urn:x\" xmlns:y=\"urn:y\" q=\"1\"></x:b>")
        #expect(String(decoding: try tree.canonical(.inclusive, hiding: [b]), as: UTF8.self) == "<a xmlns:x=\"urn:x\" xmlns:y=\"urn:y\"></a>")
    }
}

@Suite struct XMLWriterTests {
    @Test("Everything written is escaped and can be read again") func escaping() throws {
        let nasty = "a<b>&\"'\u{1}\u{FFFE}\r\n\tą\u{1F600}"
        var w = XMLWriter()
        w.element("r", ["a": nasty, "brak": nil]) { $0.text(nasty) }
        let tree = try XMLTree(parsing: w.bytes)
        let clean = "a<b>&\"'\r\n\tą\u{1F600}"
        #expect(tree.root.text == clean && tree.root.attribute("a") == clean && tree.root.attribute("brak") == nil)
    }
}
