import Testing
import XML

@Suite struct SchemaTests {
    static let schema = Array(
        """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:complexType><xs:sequence><xs:element name="n" type="xs:int"/></xs:sequence></xs:complexType></xs:element></xs:schema>
        """.utf8)

    @Test("A document fits its schema or the first fault is named with its line") func validation() throws {
        let schema = try XMLSchema(parsing: Self.schema)
        try schema.validate(XMLTree(parsing: Array("<a><n>5</n></a>".utf8)))
        do {
            try schema.validate(XMLTree(parsing: Array("<a>\n<n>pięć</n></a>".utf8)))
            Issue.record("a word passed for a number")
        } catch {
            #expect(error.code == .schema && error.line == 2 && error.message.contains("n"))
        }
    }

    private func xsd(_ body: String, target: String = "urn:a") -> [UInt8] {
        Array(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='\(target)' xmlns:b='urn:b' elementFormDefault='qualified'>\(body)</xs:schema>".utf8)
    }

    @Test("A schema is compiled with the companions it imports and includes") func companions() throws {
        let main = xsd(
            "<xs:import namespace='urn:b' schemaLocation='b.xsd'/><xs:element name='a'><xs:complexType><xs:sequence><xs:element ref='b:n'/></xs:sequence></xs:complexType></xs:element>"
        )
        let b = xsd("<xs:include schemaLocation='typy.xsd'/><xs:element name='n' type='b:Numer'/>", target: "urn:b")
        let types = xsd("<xs:simpleType name='Numer'><xs:restriction base='xs:int'/></xs:simpleType>", target: "urn:b")
        let schema = try XMLSchema(parsing: main, companions: ["b.xsd": b, "typy.xsd": types])
        try schema.validate(XMLTree(parsing: Array("<a xmlns='urn:a'><n xmlns='urn:b'>5</n></a>".utf8)))
        #expect(throws: XMLError.self) { try schema.validate(XMLTree(parsing: Array("<a xmlns='urn:a'><n xmlns='urn:b'>pięć</n></a>".utf8))) }
        #expect(throws: XMLError.self) { try XMLSchema(parsing: main, companions: ["b.xsd": b]) }
        for hostile in ["/etc/passwd", "http://127.0.0.1:1/b.xsd", "../b.xsd", "eurzad-schema://1/b.xsd"] {
            let asks = xsd("<xs:import namespace='urn:b' schemaLocation='\(hostile)'/>")
            #expect(throws: XMLError.self) { try XMLSchema(parsing: asks, companions: ["b.xsd": b, "typy.xsd": types]) }
            #expect(throws: XMLError.self) { try XMLSchema(parsing: main, companions: ["b.xsd": asks]) }
        }
    }

    @Test("Schemas compiled at the same time do not see each other's companions") func together() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for n in 0..<32 {
                group.addTask {
                    let main = self.xsd(
                        "<xs:import namespace='urn:b' schemaLocation='b.xsd'/><xs:element name='a'><xs:complexType><xs:sequence><xs:element ref='b:n\(n)'/></xs:sequence></xs:complexType></xs:element>"
                    )
                    let b = self.xsd("<xs:element name='n\(n)' type='xs:int'/>", target: "urn:b")
                    try XMLSchema(parsing: main, companions: ["b.xsd": b]).validate(XMLTree(parsing: Array("<a xmlns='urn:a'><n\(n) xmlns='urn:b'>5</n\(n)></a>".utf8)))
                    return true
                }
            }
            for try await ok in group { #expect(ok) }
        }
    }

    @Test("A schema that wants to load another one is refused") func closed() {
        let text = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='file:///etc/passwd'/></xs:schema>"
        #expect(throws: XMLError.self) { try XMLSchema(parsing: Array(text.utf8)) }
        #expect(throws: XMLError.self) { try XMLSchema(parsing: Array("<x/>".utf8)) }
    }
}

@Suite struct TransformTests {
    private func sheet(_ body: String) throws -> XSLTransform {
        try XSLTransform(
            stylesheet: Array(
                "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:output method='text'/><xsl:param name='p'/>\(body)</xsl:stylesheet>"
                    .utf8))
    }

    @Test("A stylesheet turns a document into text, with parameters") func applying() throws {
        let tree = try XMLTree(parsing: Array("<a><b>x</b></a>".utf8))
        let out = try sheet("<xsl:template match='/'><xsl:value-of select='concat(a/b, $p)'/></xsl:template>").apply(tree, parameters: ["p": "'; ą"])
        #expect(String(decoding: out, as: UTF8.self) == "x'; ą")
    }

    @Test("A stylesheet reads no file and loads no other stylesheet") func closed() throws {
        let tree = try XMLTree(parsing: Array("<a/>".utf8))
        let reading = try sheet("<xsl:template match='/'><xsl:value-of select=\"count(document('/etc/hostname')|document('file:///etc/passwd'))\"/></xsl:template>")
        if let out = try? reading.apply(tree) { #expect(String(decoding: out, as: UTF8.self) == "0") }
        #expect(throws: XMLError.self) { try sheet("<xsl:include href='file:///tmp/x.xsl'/>") }
    }
}

@Suite struct XPathTests {
    @Test("Elements are found by an expression with prefixes") func finding() throws {
        let tree = try XMLTree(parsing: Array("<a xmlns='urn:a'><b i='1'/><b i='2'/></a>".utf8))
        #expect(try tree.elements(xpath: "//x:b[@i='2']", namespaces: ["x": "urn:a"]).map { $0.attribute("i") } == ["2"])
        #expect(throws: XMLError.self) { try tree.elements(xpath: "//[") }
    }
}
