internal import CLibXML2

/// An attribute of an element.
public struct XMLAttribute: Sendable, Hashable {
    public var name: String
    public var namespace: String?
    public var value: String

    static let utility = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
    var isIdentifier: Bool {
        (namespace == nil && (name == "Id" || name == "ID" || name == "id")) || (name == "Id" && namespace == XMLAttribute.utility)
            || (name == "id" && namespace == "http://www.w3.org/XML/1998/namespace")
    }
}

/// An element of a tree. Holds the tree, so a node never outlives its document.
public struct XMLNode: Equatable {
    let pointer: xmlNodePtr
    let tree: XMLTree

    init(_ pointer: xmlNodePtr, _ tree: XMLTree) {
        self.pointer = pointer
        self.tree = tree
    }

    public static func == (a: XMLNode, b: XMLNode) -> Bool { a.pointer == b.pointer }

    public var name: String { String(cString: pointer.pointee.name) }
    public var namespace: String? { pointer.pointee.ns.flatMap { $0.pointee.href }.map { String(cString: $0) } }
    public var line: Int { Int(xmlGetLineNo(pointer)) }
    /// Name with the prefix it was written with.
    public var qualifiedName: String {
        guard let ns = pointer.pointee.ns, let prefix = ns.pointee.prefix else { return name }
        return "\(String(cString: prefix)):\(name)"
    }
    /// What a prefix stands for here.
    public func namespaceURI(forPrefix prefix: String) -> String? {
        xmlSearchNs(tree.doc, pointer, prefix).flatMap { $0.pointee.href }.map { String(cString: $0) }
    }
    public func isInside(_ other: XMLNode) -> Bool {
        var next: xmlNodePtr? = pointer
        while let n = next {
            if n == other.pointer { return true }
            next = n.pointee.parent
        }
        return false
    }

    public func `is`(_ name: String, _ namespace: String) -> Bool { self.name == name && self.namespace == namespace }

    /// All text below, as it is.
    public var text: String {
        guard let p = xmlNodeGetContent(pointer) else { return "" }
        defer { cxml_free(p) }
        return String(cString: p)
    }

    /// The text of an element that holds nothing but text; `nil` where an element, a comment or an instruction stands in it.
    ///
    /// Canonical forms leave comments out, so a signature does not say where they stand: a value that two readers could cut at
    /// different places is no value.
    public var plainText: String? {
        var next = pointer.pointee.children
        while let p = next {
            guard p.pointee.type == XML_TEXT_NODE || p.pointee.type == XML_CDATA_SECTION_NODE else { return nil }
            next = p.pointee.next
        }
        return text
    }

    public func attribute(_ name: String) -> String? {
        guard let p = xmlGetNoNsProp(pointer, name) else { return nil }
        defer { cxml_free(p) }
        return String(cString: p)
    }

    public func attribute(_ name: String, namespace: String) -> String? {
        guard let p = xmlGetNsProp(pointer, name, namespace) else { return nil }
        defer { cxml_free(p) }
        return String(cString: p)
    }

    public var attributes: [XMLAttribute] {
        var out: [XMLAttribute] = []
        var next = pointer.pointee.properties
        while let a = next {
            let node = UnsafeMutableRawPointer(a).assumingMemoryBound(to: xmlNode.self)
            let content = xmlNodeGetContent(node)
            out.append(
                XMLAttribute(
                    name: String(cString: a.pointee.name), namespace: a.pointee.ns.flatMap { $0.pointee.href }.map { String(cString: $0) },
                    value: content.map { String(cString: $0) } ?? ""))
            cxml_free(content)
            next = a.pointee.next
        }
        return out
    }

    /// Child elements, in order.
    public var children: [XMLNode] {
        var out: [XMLNode] = []
        var next = pointer.pointee.children
        while let p = next {
            if p.pointee.type == XML_ELEMENT_NODE { out.append(XMLNode(p, tree)) }
            next = p.pointee.next
        }
        return out
    }

    public var parent: XMLNode? {
        guard let p = pointer.pointee.parent, p.pointee.type == XML_ELEMENT_NODE else { return nil }
        return XMLNode(p, tree)
    }

    /// The first child element with this local name, in any namespace.
    public func child(_ name: String) -> XMLNode? { firstChild(name, nil) }
    public func child(_ name: String, _ namespace: String) -> XMLNode? { firstChild(name, namespace) }

    private func firstChild(_ name: String, _ namespace: String?) -> XMLNode? {
        name.withCString { wanted in
            var next = pointer.pointee.children
            while let p = next {
                if p.pointee.type == XML_ELEMENT_NODE, xmlStrEqual(p.pointee.name, UnsafeRawPointer(wanted).assumingMemoryBound(to: xmlChar.self)) == 1 {
                    let element = XMLNode(p, tree)
                    if namespace == nil || element.namespace == namespace { return element }
                }
                next = p.pointee.next
            }
            return nil
        }
    }
    public func children(_ name: String) -> [XMLNode] { children.filter { $0.name == name } }
    public func childText(_ name: String) -> String? { child(name)?.text }

    /// This element and all below it that satisfy a condition, in document order; without recursion.
    public func descendants(where condition: (XMLNode) -> Bool) -> [XMLNode] {
        var out: [XMLNode] = []
        XMLNode.walk(from: pointer) { p in
            let element = XMLNode(p, tree)
            if condition(element) { out.append(element) }
        }
        return out
    }

    /// Visits the elements of a subtree in document order, without recursion.
    static func walk(from top: xmlNodePtr, _ visit: (xmlNodePtr) -> Void) {
        var node: xmlNodePtr? = top
        while let n = node {
            if n.pointee.type == XML_ELEMENT_NODE {
                visit(n)
                if let child = n.pointee.children {
                    node = child
                    continue
                }
            }
            var up: xmlNodePtr? = n
            while let u = up, u != top, u.pointee.next == nil { up = u.pointee.parent }
            node = up == top ? nil : up?.pointee.next
        }
    }

    /// This element and all below it with a local name, in a name space or in any.
    public func descendants(named name: String, namespace: String?) -> [XMLNode] {
        var out: [XMLNode] = []
        name.withCString { wanted in
            XMLNode.walk(from: pointer) { p in
                guard xmlStrEqual(p.pointee.name, UnsafeRawPointer(wanted).assumingMemoryBound(to: xmlChar.self)) == 1 else { return }
                let element = XMLNode(p, tree)
                if namespace == nil || element.namespace == namespace { out.append(element) }
            }
        }
        return out
    }

    /// The first element below with this local name, in document order.
    public func first(_ localName: String) -> XMLNode? { descendants(named: localName, namespace: nil).first { $0 != self } }

    /// This element as a document of its own, with the name spaces it needs.
    public func serialisedAlone() -> [UInt8] {
        guard let doc = xmlNewDoc("1.0"), let copy = xmlDocCopyNode(pointer, doc, 1) else { return [] }
        defer { xmlFreeDoc(doc) }
        xmlDocSetRootElement(doc, copy)
        var p: UnsafeMutablePointer<xmlChar>?
        var n: Int32 = 0
        xmlDocDumpMemoryEnc(doc, &p, &n, "UTF-8")
        defer { cxml_free(p) }
        return [UInt8](UnsafeBufferPointer(start: p, count: Int(n)))
    }

    public func setText(_ s: String) {
        xmlNodeSetContent(pointer, nil)
        xmlNodeAddContent(pointer, s)
    }

    /// Parses a fragment in this element's namespace context and appends it.
    public func append(fragment: String) throws(XMLError) -> XMLNode {
        // Fragments are read in the encoding the document declared; the tree itself is UTF-8, and so is every fragment.
        cxml_set_utf8(tree.doc)
        var list: xmlNodePtr?
        var f = fragment
        let status = f.withUTF8 { b in
            b.withMemoryRebound(to: CChar.self) { xmlParseInNodeContext(pointer, $0.baseAddress, Int32($0.count), 0, &list) }
        }
        guard status == XML_ERR_OK, let list, let added = xmlAddChild(pointer, list) else {
            throw XMLError(.malformed, "fragment: \(status.rawValue)")
        }
        return XMLNode(added, tree)
    }
}
