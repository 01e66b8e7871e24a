public import Kernel

/// Bytes that are safe on disk, or small enough to go into the database, and not yet recorded there.
public struct StagedBlob: Sendable, Hashable {
    public var hash: ContentHash
    public var size: Int
    /// The bytes themselves where they go into the table; `nil` where they stand as a file.
    var inline: [UInt8]?
}
