internal import CLibXML2

/// Canonical forms (W3C Canonical XML 1.0 and 1.1, Exclusive XML Canonicalization 1.0); the raw value is the algorithm's URI.
public enum C14N: String, Sendable, CaseIterable {
    case inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
    case inclusiveWithComments = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"
    case exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
    case exclusiveWithComments = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"
    case inclusive11 = "http://www.w3.org/2006/12/xml-c14n11"
    case inclusive11WithComments = "http://www.w3.org/2006/12/xml-c14n11#WithComments"

    var mode: Int32 {
        switch self {
        case .inclusive, .inclusiveWithComments: Int32(XML_C14N_1_0.rawValue)
        case .exclusive, .exclusiveWithComments: Int32(XML_C14N_EXCLUSIVE_1_0.rawValue)
        case .inclusive11, .inclusive11WithComments: Int32(XML_C14N_1_1.rawValue)
        }
    }
    var keepsComments: Bool { self == .inclusiveWithComments || self == .exclusiveWithComments || self == .inclusive11WithComments }
}

/// What the visibility callback needs.
private struct ListVisibility {
    var apex: xmlNodePtr?
    var hidden: [xmlNodePtr]
}

extension XMLTree {
    /// The canonical form of the document, or of one element with all below it, leaving some elements out.
    public func canonical(
        _ method: C14N, of apex: XMLNode? = nil, hiding hidden: [XMLNode] = [], inclusivePrefixes: [String] = []
    ) throws(XMLError) -> [UInt8] {
        guard let buffer = xmlAllocOutputBuffer(nil) else { throw XMLError(.canonicalisation, "out of memory") }
        var visibility = ListVisibility(apex: apex?.pointer, hidden: hidden.map(\.pointer))
        var prefixes: [UnsafeMutablePointer<xmlChar>?] = inclusivePrefixes.map { xmlStrdup($0) } + [nil]
        defer { for p in prefixes { cxml_free(p) } }
        let status = withUnsafeMutablePointer(to: &visibility) { v in
            prefixes.withUnsafeMutableBufferPointer { list in
                xmlC14NExecute(
                    doc,
                    { data, node, parent in
                        guard let v = data?.assumingMemoryBound(to: ListVisibility.self) else { return 0 }
                        // A namespace node is an xmlNs in disguise: only its parent may be looked at.
                        var next = node?.pointee.type == XML_NAMESPACE_DECL ? parent : node
                        var isInside = v.pointee.apex == nil
                        if isInside, v.pointee.hidden.isEmpty { return 1 }
                        while let n = next {
                            if v.pointee.hidden.contains(n) { return 0 }
                            if n == v.pointee.apex { isInside = true }
                            if isInside, v.pointee.hidden.isEmpty { return 1 }
                            next = n.pointee.parent
                        }
                        return isInside ? 1 : 0
                    }, v, method.mode, list.baseAddress, method.keepsComments ? 1 : 0, buffer)
            }
        }
        guard status >= 0 else {
            xmlOutputBufferClose(buffer)
            throw XMLError(.canonicalisation, "libxml2 said \(status)")
        }
        let out = [UInt8](UnsafeBufferPointer(start: xmlOutputBufferGetContent(buffer), count: xmlOutputBufferGetSize(buffer)))
        xmlOutputBufferClose(buffer)
        return out
    }
}
