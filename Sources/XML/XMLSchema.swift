internal import CLibXML2

/// An XML Schema, compiled from memory; nothing is ever loaded from disk or network.
///
/// `@unchecked` is safe: a compiled schema is only read, and each validation has its own context.
public final class XMLSchema: @unchecked Sendable {
    private let pointer: xmlSchemaPtr

    /// - Throws: `XMLError(.schema)` when the schema is wrong or names another one to load.
    public init(parsing bytes: [UInt8]) throws(XMLError) {
        let tree = try XMLTree(parsing: bytes)
        let asks = tree.root.descendants {
            ["import", "include", "redefine"].contains($0.name) && $0.namespace == "http://www.w3.org/2001/XMLSchema" && $0.attribute("schemaLocation") != nil
        }
        // A location is an address to open, and nothing is opened here.
        guard asks.isEmpty else { throw XMLError(.schema, "the schema names another one to load", line: asks[0].line) }
        guard let context = xmlSchemaNewDocParserCtxt(tree.doc) else { throw XMLError(.schema, "out of memory") }
        defer { xmlSchemaFreeParserCtxt(context) }
        guard let schema = xmlSchemaParse(context) else { throw XMLError(.schema, "the schema itself is wrong") }
        pointer = schema
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
