internal import CLibXML2

/// An XSLT 1.0 stylesheet of the program's own, closed to files and network.
///
/// `@unchecked` is safe: a compiled stylesheet is only read, and each transformation has its own context.
public final class XSLTransform: @unchecked Sendable {
    private let pointer: xsltStylesheetPtr

    public init(stylesheet bytes: [UInt8]) throws(XMLError) {
        let tree = try XMLTree(parsing: bytes)
        let loads = tree.root.descendants { ["import", "include"].contains($0.name) && $0.namespace == "http://www.w3.org/1999/XSL/Transform" }
        guard loads.isEmpty else { throw XMLError(.transformation, "the stylesheet names another one to load", line: loads[0].line) }
        // The stylesheet takes the document over, so it gets a copy.
        guard let copy = xmlCopyDoc(tree.doc, 1) else { throw XMLError(.transformation, "out of memory") }
        guard let sheet = xsltParseStylesheetDoc(copy) else {
            xmlFreeDoc(copy)
            throw XMLError(.transformation, "the stylesheet is wrong")
        }
        pointer = sheet
    }

    deinit { xsltFreeStylesheet(pointer) }

    /// - Parameter parameters: values for `xsl:param`, taken as text.
    public func apply(_ tree: XMLTree, parameters: [String: String] = [:]) throws(XMLError) -> [UInt8] {
        guard let preferences = xsltNewSecurityPrefs(), let context = xsltNewTransformContext(pointer, tree.doc) else {
            throw XMLError(.transformation, "out of memory")
        }
        defer {
            xsltFreeTransformContext(context)
            xsltFreeSecurityPrefs(preferences)
        }
        for option in [
            XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE, XSLT_SECPREF_CREATE_DIRECTORY, XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK,
        ] { xsltSetSecurityPrefs(preferences, option, xsltSecurityForbid) }
        xsltSetCtxtSecurityPrefs(preferences, context)
        cxml_silence_transform(context)
        context.pointee.maxTemplateDepth = 500
        for (name, value) in parameters { xsltQuoteOneUserParam(context, name, value) }
        guard let result = xsltApplyStylesheetUser(pointer, tree.doc, nil, nil, nil, context) else {
            throw XMLError(.transformation, "the transformation failed")
        }
        defer { xmlFreeDoc(result) }
        guard context.pointee.state == XSLT_STATE_OK else { throw XMLError(.transformation, "the transformation was stopped") }
        var out: UnsafeMutablePointer<xmlChar>?
        var n: Int32 = 0
        guard xsltSaveResultToString(&out, &n, result, pointer) == 0 else { throw XMLError(.transformation, "the result cannot be written") }
        defer { cxml_free(out) }
        return [UInt8](UnsafeBufferPointer(start: out, count: Int(n)))
    }
}
