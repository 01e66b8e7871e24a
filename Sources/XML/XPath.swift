internal import CLibXML2

extension XMLTree {
    /// Elements found by an XPath 1.0 expression of the program's own; never an expression that came from outside.
    ///
    /// - Parameter namespaces: prefixes used in the expression.
    public func elements(xpath expression: String, namespaces: [String: String] = [:]) throws(XMLError) -> [XMLNode] {
        guard let context = xmlXPathNewContext(doc) else { throw XMLError(.notFound, "out of memory") }
        defer { xmlXPathFreeContext(context) }
        for (prefix, uri) in namespaces { xmlXPathRegisterNs(context, prefix, uri) }
        guard let result = xmlXPathEvalExpression(expression, context) else { throw XMLError(.notFound, "the expression is wrong: \(expression)") }
        defer { xmlXPathFreeObject(result) }
        guard let set = result.pointee.nodesetval, let table = set.pointee.nodeTab else { return [] }
        return (0..<Int(set.pointee.nodeNr)).compactMap { i in
            guard let node = table[i], node.pointee.type == XML_ELEMENT_NODE else { return nil }
            return XMLNode(node, self)
        }
    }
}
