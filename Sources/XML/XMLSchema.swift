internal import CLibXML2

/// An XML Schema, compiled from memory together with the schemas it names; nothing is ever loaded from disk or network.
///
/// `@unchecked` is safe: a compiled schema is only read, and each validation has its own context.
public final class XMLSchema: @unchecked Sendable {
    private let pointer: xmlSchemaPtr

    /// - Parameter companions: the schemas that this one and each other may name to import or include, by file name.
    /// - Throws: `XMLError(.schema)` when the schema is wrong or names one that is not among its companions.
    public init(parsing bytes: [UInt8], companions: [String: [UInt8]] = [:]) throws(XMLError) {
        for other in companions.values { try XMLSchema.check(XMLTree(parsing: other), names: companions) }
        let tree = try XMLTree(parsing: bytes)
        try XMLSchema.check(tree, names: companions)
        pointer = try SchemaShelf.with(companions) { address throws(XMLError) in
            // Relative names are resolved against the address of the schema itself.
            tree.doc.pointee.URL = UnsafePointer(xmlStrdup(address(".")))
            guard let context = xmlSchemaNewDocParserCtxt(tree.doc) else { throw XMLError(.schema, "out of memory") }
            defer { xmlSchemaFreeParserCtxt(context) }
            guard let schema = xmlSchemaParse(context) else { throw XMLError(.schema, "the schema itself is wrong") }
            return schema
        }
    }

    /// A location is an address to open, so only the bare names of companions pass.
    private static func check(_ tree: XMLTree, names: [String: [UInt8]]) throws(XMLError) {
        let asking = tree.root.descendants {
            ["import", "include", "redefine"].contains($0.name) && $0.namespace == "http://www.w3.org/2001/XMLSchema" && $0.attribute("schemaLocation") != nil
        }
        for node in asking where names[node.attribute("schemaLocation") ?? ""] == nil {
            throw XMLError(.schema, "the schema names another one to load", line: node.line)
        }
    }

    deinit { xmlSchemaFree(pointer) }

    /// - Throws: `XMLError(.schema)` with the first thing that does not fit and its line.
    public func validate(_ tree: XMLTree) throws(XMLError) {
        guard let context = xmlSchemaNewValidCtxt(pointer) else { throw XMLError(.schema, "out of memory") }
        defer { xmlSchemaFreeValidCtxt(context) }
        final class First { var message: String?; var line = 0 }
        let first = First()
        let box = Unmanaged.passUnretained(first)
        xmlSchemaSetValidStructuredErrors(
            context,
            { data, error in
                guard let data, let error else { return }
                let first = Unmanaged<First>.fromOpaque(data).takeUnretainedValue()
                guard first.message == nil else { return }
                first.message = error.pointee.message.map { String(cString: $0) } ?? ""
                first.line = Int(error.pointee.line)
            }, box.toOpaque())
        guard xmlSchemaValidateDoc(context, tree.doc) == 0 else {
            throw XMLError(.schema, (first.message ?? "does not fit the schema").split(whereSeparator: \.isNewline).joined(separator: " "), line: first.line)
        }
    }
}
