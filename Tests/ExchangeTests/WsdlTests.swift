import Exchange
import Foundation
import Testing
import XML

/// The descriptions the platform serves say the same as the interface of ePUAP.
@Suite("WSDL and schemas") struct WsdlTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(
        path: "Sources/Web/Resources")
    private func own(_ name: String) throws -> XMLTree { try XMLTree(parsing: [UInt8](Data(contentsOf: Self.folder.appending(path: name)))) }
    private func local(_ name: String?) -> String { name?.split(separator: ":").last.map(String.init) ?? "" }

    /// Every fact of a description in one line of its own; wording, prefixes and order left out.
    private func facts(_ root: XMLNode) -> Set<String> {
        var out: Set<String> = ["namespace \(root.attribute("targetNamespace") ?? "")"]
        // Names of messages never go over the wire, so each operation is given the parts of its messages instead.
        let parts = Dictionary(
            root.children("message").map { m in
                (m.attribute("name") ?? "", m.children("part").map { "\($0.attribute("name") ?? "")=\(local($0.attribute("element")))" }.sorted().joined(separator: ","))
            }, uniquingKeysWith: { first, second in first + "|" + second })
        for p in root.children("portType") {
            for o in p.children("operation") {
                for x in o.children where x.name != "documentation" {
                    out.insert(
                        "operation \(p.attribute("name") ?? "").\(o.attribute("name") ?? "") \(x.name) \(parts[local(x.attribute("message"))] ?? "no such message")")
                }
            }
        }
        for b in root.children("binding") {
            for o in b.children("operation") {
                let name = "binding \(b.attribute("name") ?? "") \(local(b.attribute("type"))).\(o.attribute("name") ?? "")"
                out.insert("\(name) action \(o.child("operation")?.attribute("soapAction") ?? "-")")
                for h in o.child("input")?.children("header") ?? [] { out.insert("\(name) header \(h.attribute("part") ?? "")") }
                // A body without a list carries all parts; an answer has one.
                out.insert("\(name) body \(o.child("input")?.child("body")?.attribute("parts") ?? "-")")
            }
        }
        for s in root.children("service") {
            for p in s.children("port") { out.insert("service \(s.attribute("name") ?? "") \(p.attribute("name") ?? "") \(local(p.attribute("binding")))") }
        }
        for s in root.child("types")?.children("schema") ?? [] { out.formUnion(schema(s)) }
        return out
    }

    private func schema(_ root: XMLNode) -> Set<String> {
        var out: Set<String> = []
        for i in root.children("import") { out.insert("import \(i.attribute("namespace") ?? "") \(i.attribute("schemaLocation") ?? "")") }
        for x in root.children where ["element", "complexType", "simpleType"].contains(x.name) { out.insert("\(root.attribute("targetNamespace") ?? "") \(particle(x))") }
        return out
    }

    /// An element or type with what is in it, in order; defaults left out.
    private func particle(_ x: XMLNode) -> String {
        let kept = x.attributes.filter { !($0.name == "nillable" && $0.value == "false") && !(["minOccurs", "maxOccurs"].contains($0.name) && $0.value == "1") }
            .map { "\($0.name)=\(["type", "base"].contains($0.name) ? local($0.value) : $0.value)" }.sorted()
        return "\(x.name)(\(kept.joined(separator: " "))){\(x.children.filter { $0.name != "annotation" }.map(particle).joined())}"
    }

    @Test(
        "Every operation, part, element and type is that of the reference", .enabled(if: SharedData.isPresent),
        arguments: [
            "skrytka.wsdl", "pull.wsdl", "doreczyciel.wsdl", "filerepo.wsdl", "ZarzadzanieDokumentami.wsdl",
        ])
    func wsdl(_ name: String) throws {
        let ours = facts(try own(name).root), reference = facts(try XMLTree(parsing: SharedData.bytes(name)).root)
        #expect(ours.subtracting(reference) == [] && reference.subtracting(ours) == [])
    }

    @Test(
        "Every element and type of the schemas is that of the reference", .enabled(if: SharedData.isPresent),
        arguments: ["obiektypk.xsd", "obiektyExt.xsd", "filerepocore.xsd"])
    func schemas(_ name: String) throws {
        let ours = schema(try own(name).root), reference = schema(try XMLTree(parsing: SharedData.bytes(name)).root)
        #expect(ours.subtracting(reference) == [] && reference.subtracting(ours) == [])
    }

    @Test("A description leaves its address to the server and finds its schemas beside it", arguments: PlatformService.allCases) func address(_ service: PlatformService)
        throws
    {
        let root = try own(service.wsdl).root
        let locations = root.descendants(named: "address", namespace: nil).map { $0.attribute("location") }
        #expect(locations == ["@ADDRESS@"])
        let imported = root.descendants(named: "import", namespace: "http://www.w3.org/2001/XMLSchema").compactMap { $0.attribute("schemaLocation") }
        #expect(Set(imported) == Set(service.schemas))
        for name in imported { _ = try own(name) }
    }

    @Test("obslugaUpp offers both operations") func obslugaUpp() throws {
        let operations = try own("obslugaUpp.wsdl").root.child("portType")?.children("operation").compactMap { $0.attribute("name") }
        #expect(operations == ["dajUpp", "dajUppPrzeslij"])
    }
}
