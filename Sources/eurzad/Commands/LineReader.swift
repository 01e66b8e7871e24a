import Kernel
import SystemPackage

/// Reads lines from a file or standard input in pieces, so that a million lines take no more memory than one piece.
struct LineReader {
    /// A longer line is cut here and ends in `?`; nothing that commands read line by line is nearly so long.
    static let longestLine = 4096

    private let descriptor: FileDescriptor
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var line: [UInt8] = []
    private var hasLine = false

    /// - Parameter path: a file, or `-` for standard input.
    init(path: String) throws {
        if path == "-" {
            descriptor = .standardInput
        } else {
            do {
                descriptor = try FileDescriptor.open(FilePath(path), .readOnly)
            } catch {
                throw Problem(.notFound, "Nie można odczytać pliku „\(path)”.", cause: "\(error)")
            }
        }
    }

    /// Gives each line without its end to `body`, and calls `pieceEnded` after each piece that was read.
    mutating func read(_ body: (_ line: String) throws -> Void, pieceEnded: () throws -> Void = {}) throws {
        while true {
            let count: Int
            do {
                count = try buffer.withUnsafeMutableBytes { try descriptor.read(into: $0) }
            } catch {
                throw Problem(.unavailable, "Nie można czytać danych.", cause: "\(error)")
            }
            if count == 0 { break }
            var rest = buffer[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                append(rest[..<end])
                try give(body)
                rest = rest[(end + 1)...]
            }
            append(rest)
            try pieceEnded()
        }
        if hasLine { try give(body) }
        try pieceEnded()
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty else { return }
        hasLine = true
        line += bytes.prefix(LineReader.longestLine - line.count)
        if line.count == LineReader.longestLine { line[line.count - 1] = UInt8(ascii: "?") }
    }

    private mutating func give(_ body: (String) throws -> Void) throws {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        let text = String(decoding: line, as: UTF8.self)
        line.removeAll(keepingCapacity: true)
        hasLine = false
        try body(text)
    }
}

/// Gathers output and writes it in large pieces.
struct LineWriter {
    private var bytes: [UInt8] = []

    mutating func line(_ text: String) {
        bytes += text.utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func flush() throws {
        guard !bytes.isEmpty else { return }
        _ = try FileDescriptor.standardOutput.writeAll(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}
