/// Where the words of one kind of documents come from, asked for after the documents were written.
///
/// The journal tells what changed: every act writes there, in its own transaction, the name of the object it changed.
public protocol FullTextSource: Sendable {
    /// The kind under which the documents stand in the index.
    var kind: String { get }
    /// What the names of the objects in the journal begin with, for example `pismo:`.
    var objectPrefix: String { get }

    /// The documents as they stand now; an object that is none of this kind is left out.
    ///
    /// May read files; no transaction is open. What cannot be read is no reason to throw: the rest of the document is found without it.
    func documents(_ db: any Database, objects: [String]) async throws -> [FullTextDocument]
}

/// A document on its way into the index.
public struct FullTextDocument: Sendable, Hashable {
    /// The row's id, at least 0.
    public var id: Int64
    public var text: String

    public init(id: Int64, text: String) {
        self.id = id
        self.text = text
    }
}
