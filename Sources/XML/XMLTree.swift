internal import CLibXML2

/// One parsed document. Confined to the task that parsed it, as libxml2's documents are.
public final class XMLTree {
    let doc: xmlDocPtr

    private static let initialised: Void = cxml_init()

    /// Parses what nobody vouches for: no network, no entities, no document type declaration, within limits.
    public init(parsing bytes: [UInt8], limits: XMLLimits = .standard) throws(XMLError) {
        _ = Self.initialised
        guard bytes.count <= limits.maxBytes else { throw XMLError(.tooLarge, "\(bytes.count) bytes") }
        guard !bytes.isEmpty else { throw XMLError(.malformed, "empty document") }
        guard !bytes.contains(0) || XMLTree.isUTF16(bytes) else { throw XMLError(.invalidEncoding, "a NUL byte") }
        guard let context = xmlNewParserCtxt() else { throw XMLError(.malformed, "out of memory") }
        defer { xmlFreeParserCtxt(context) }
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        let parsed = bytes.withUnsafeBytes { raw in
            xmlCtxtReadMemory(context, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count), nil, nil, Int32(options))
        }
        guard let parsed else {
            let last = xmlCtxtGetLastError(context)
            let message = (last?.pointee.message.map { String(cString: $0) } ?? "no message").split(whereSeparator: \.isNewline).joined(separator: " ")
            let line = Int(last?.pointee.line ?? 0)
            let code = last?.pointee.code ?? 0
            if code == Int32(XML_ERR_INVALID_ENCODING.rawValue) || code == Int32(XML_ERR_INVALID_CHAR.rawValue) {
                throw XMLError(.invalidEncoding, message, line: line)
            }
            if message.contains("depth") { throw XMLError(.tooDeep, message, line: line) }
            throw XMLError(.malformed, message, line: line)
        }
        guard xmlGetIntSubset(parsed) == nil else {
            xmlFreeDoc(parsed)
            throw XMLError(.doctypeForbidden, "a document type declaration is not accepted")
        }
        if let error = XMLTree.check(parsed, limits) {
            xmlFreeDoc(parsed)
            throw error
        }
        doc = parsed
    }

    deinit { xmlFreeDoc(doc) }

    private static func isUTF16(_ b: [UInt8]) -> Bool { b.count > 1 && ((b[0] == 0xFE && b[1] == 0xFF) || (b[0] == 0xFF && b[1] == 0xFE)) }

    private static func check(_ doc: xmlDocPtr, _ limits: XMLLimits) -> XMLError? {
        var node = xmlDocGetRootElement(doc)
        var depth = 1, count = 0
        let root = node
        while let n = node {
            count += 1
            if depth > limits.maxDepth { return XMLError(.tooDeep, "more than \(limits.maxDepth) levels", line: Int(xmlGetLineNo(n))) }
            if count > limits.maxNodes { return XMLError(.tooLarge, "more than \(limits.maxNodes) nodes", line: Int(xmlGetLineNo(n))) }
            if n.pointee.type == XML_ELEMENT_NODE, let child = n.pointee.children {
                node = child
                depth += 1
                continue
            }
            var up: xmlNodePtr? = n
            while let u = up, u != root, u.pointee.next == nil {
                up = u.pointee.parent
                depth -= 1
            }
            node = up == root ? nil : up?.pointee.next
        }
        return nil
    }

    /// The document element; every parsed document has one.
    public var root: XMLNode { XMLNode(xmlDocGetRootElement(doc), self) }

    public func serialised() -> [UInt8] {
        var p: UnsafeMutablePointer<xmlChar>?
        var n: Int32 = 0
        xmlDocDumpMemoryEnc(doc, &p, &n, "UTF-8")
        defer { cxml_free(p) }
        return [UInt8](UnsafeBufferPointer(start: p, count: Int(n)))
    }

    /// Every element that carries this identifier in `Id`, `ID`, `id` or `wsu:Id`; more than one is an attack or a defect.
    public func elements(id: String) -> [XMLNode] {
        var out: [XMLNode] = []
        XMLNode.walk(from: xmlDocGetRootElement(doc)) { node in
            var next = node.pointee.properties
            while let a = next {
                next = a.pointee.next
                // Most attributes have other names; only those that may be identifiers are read.
                guard let name = a.pointee.name, (name[0] | 0x20) == UInt8(ascii: "i"), (name[1] | 0x20) == UInt8(ascii: "d"), name[2] == 0 else { continue }
                let element = XMLNode(node, self)
                if element.attributes.contains(where: { $0.value == id && $0.isIdentifier }) {
                    out.append(element)
                    return
                }
            }
        }
        return out
    }
}
