/// A PDF document as it lies in a file: its cross-references, trailer and objects. Source: ISO 32000-1 § 7.5.
///
/// Strict: a file whose cross-references are wrong is refused, never repaired, since two readers would repair it differently. Every loop
/// ends: chains are followed once, lengths are checked against the file, streams inflate up to a limit.
public final class PDFFile {
    public enum CrossReferences: Sendable { case table, stream }
    enum Entry: Hashable {
        case free
        case offset(Int, generation: Int)
        case compressed(stream: Int, index: Int)
    }

    public let bytes: [UInt8]
    /// The newest trailer.
    public let trailer: PDFDictionary
    public let root: PDFReference
    /// Where the newest cross-references are, and of which kind.
    public let startXref: Int
    public let crossReferences: CrossReferences
    let entries: [Int: Entry]
    private var objectStreams: [Int: [(number: Int, value: PDFValue)]] = [:]
    /// How many bytes the streams of this file may still inflate to.
    private var budget: Int

    static let maximumRevisions = 1000
    static let maximumInflated = 128 << 20

    public init(_ bytes: [UInt8]) throws(PDFError) {
        self.bytes = bytes
        guard bytes.starts(with: Array("%PDF-".utf8)) else { throw PDFError(.malformed, "no PDF header") }
        startXref = try PDFFile.findStart(bytes)
        var entries: [Int: Entry] = [:]
        var trailers: [PDFDictionary] = []
        var kind: CrossReferences?
        var next: Int? = startXref
        var seen: Set<Int> = []
        var budget = PDFFile.maximumInflated
        while let offset = next {
            guard seen.insert(offset).inserted, seen.count <= PDFFile.maximumRevisions else { throw PDFError(.malformed, "cross-references in a circle") }
            let section = try XrefSection(bytes, at: offset, budget: &budget)
            kind = kind ?? section.kind
            var own = section.entries
            if let hybrid = section.trailer["XRefStm"]?.integer {
                guard seen.insert(hybrid).inserted else { throw PDFError(.malformed, "cross-references in a circle") }
                let hidden = try XrefSection(bytes, at: hybrid, budget: &budget)
                own.merge(hidden.entries) { table, stream in table == .free ? stream : table }
            }
            entries.merge(own) { newer, _ in newer }
            trailers.append(section.trailer)
            next = section.trailer["Prev"]?.integer
        }
        guard let newest = trailers.first, let kind else { throw PDFError(.malformed, "no trailer") }
        if trailers.contains(where: { $0["Encrypt"] != nil }) { throw PDFError(.encrypted, "the document is encrypted") }
        guard let root = newest["Root"]?.reference else { throw PDFError(.malformed, "no catalogue") }
        trailer = newest
        crossReferences = kind
        self.entries = entries
        self.budget = budget
        self.root = root
    }

    /// The last `startxref`; it stands near the end.
    private static func findStart(_ bytes: [UInt8]) throws(PDFError) -> Int {
        let word = Array("startxref".utf8)
        var i = bytes.count - word.count
        let lowest = max(0, bytes.count - 2048)
        while i >= lowest {
            if bytes[i] == word[0], bytes[i..<(i + word.count)].elementsEqual(word) {
                var reader = PDFReader(bytes, at: i + word.count)
                let offset = try reader.integer()
                guard (0..<bytes.count).contains(offset) else { throw PDFError(.malformed, "startxref outside the file") }
                return offset
            }
            i -= 1
        }
        throw PDFError(.malformed, "no startxref")
    }

    /// One more than the highest object number.
    public var size: Int { max((entries.keys.max() ?? 0) + 1, trailer["Size"]?.integer.flatMap { (0..<8_388_608).contains($0) ? $0 : nil } ?? 0) }

    public var objectNumbers: [Int] { entries.filter { $0.value != .free }.keys.sorted() }

    /// The reference that an object of this number has now.
    public func reference(_ number: Int) -> PDFReference {
        if case .offset(_, let generation) = entries[number] { return PDFReference(number, generation) }
        return PDFReference(number)
    }

    /// Whether an object of an earlier revision of this very file is still the one that counts.
    public func keeps(_ number: Int, of older: PDFFile) -> Bool {
        guard let entry = older.entries[number], entry == entries[number] else { return false }
        if case .compressed(let stream, _) = entry { return older.entries[stream] == entries[stream] }
        return true
    }

    /// Whether any object refers to one of these numbers.
    public func refersToAny(of numbers: Set<Int>) throws(PDFError) -> Bool {
        guard !numbers.isEmpty else { return false }
        var found = false
        for number in objectNumbers {
            _ = try object(reference(number)).value.mapReferences { (r) throws(PDFError) in
                if numbers.contains(r.number) { found = true }
                return .reference(r)
            }
            if found { return true }
        }
        return false
    }

    public var catalogue: PDFDictionary {
        get throws(PDFError) {
            guard let d = try object(root).value.dictionary else { throw PDFError(.malformed, "no catalogue") }
            return d
        }
    }

    /// An object by its number; `null` when there is none, as the standard has it.
    public func object(_ reference: PDFReference) throws(PDFError) -> PDFObject { try object(reference, depth: 0) }

    private func object(_ reference: PDFReference, depth: Int) throws(PDFError) -> PDFObject {
        guard depth < 16 else { throw PDFError(.malformed, "references in a circle") }
        switch entries[reference.number] {
        case .none, .free: return PDFObject(.null)
        case .offset(let offset, let generation):
            guard generation == reference.generation else { return PDFObject(.null) }
            return try indirect(at: offset, number: reference.number, depth: depth)
        case .compressed(let stream, let index):
            guard reference.generation == 0 else { return PDFObject(.null) }
            let all = try objectStream(stream, depth: depth)
            guard all.indices.contains(index), all[index].number == reference.number else { throw PDFError(.malformed, "object stream without object") }
            return PDFObject(all[index].value)
        }
    }

    /// Follows references to a value.
    public func resolve(_ value: PDFValue?) throws(PDFError) -> PDFValue { try resolve(value, depth: 0) }

    private func resolve(_ value: PDFValue?, depth: Int) throws(PDFError) -> PDFValue {
        var value = value ?? .null
        var depth = depth
        while case .reference(let r) = value {
            value = try object(r, depth: depth).value
            depth += 1
        }
        return value
    }

    private func indirect(at offset: Int, number: Int, depth: Int) throws(PDFError) -> PDFObject {
        guard (0..<bytes.count).contains(offset) else { throw PDFError(.malformed, "object outside the file") }
        var reader = PDFReader(bytes, at: offset)
        guard try reader.integer() == number, try reader.integer() >= 0, reader.take("obj") else { throw PDFError(.malformed, "no object \(number) at \(offset)") }
        let value = try reader.value()
        var stream: ArraySlice<UInt8>?
        if let dictionary = value.dictionary, reader.take("stream") {
            if reader.at < bytes.count, bytes[reader.at] == 0x0D { reader.at += 1 }
            guard reader.at < bytes.count, bytes[reader.at] == 0x0A else { throw PDFError(.malformed, "stream without line end") }
            let start = reader.at + 1
            guard let length = try resolve(dictionary["Length"], depth: depth + 1).integer, length >= 0, length <= bytes.count - start else {
                throw PDFError(.malformed, "stream length")
            }
            stream = bytes[start..<(start + length)]
            reader.at = start + length
            guard reader.take("endstream") else { throw PDFError(.malformed, "stream length") }
        }
        guard reader.take("endobj") else { throw PDFError(.malformed, "object without end") }
        return PDFObject(value, stream: stream, range: offset..<reader.at)
    }

    private func objectStream(_ number: Int, depth: Int) throws(PDFError) -> [(number: Int, value: PDFValue)] {
        if let known = objectStreams[number] { return known }
        guard case .offset(let offset, _) = entries[number] else { throw PDFError(.malformed, "no object stream") }
        let object = try indirect(at: offset, number: number, depth: depth + 1)
        guard let d = object.value.dictionary, let stream = object.stream, d["Type"]?.name == "ObjStm" else { throw PDFError(.malformed, "no object stream") }
        guard let n = try resolve(d["N"], depth: depth + 1).integer, let first = try resolve(d["First"], depth: depth + 1).integer else {
            throw PDFError(.malformed, "object stream")
        }
        let data = try PDFFile.decoded(d, stream, budget: &budget)
        guard (0...data.count).contains(n), (0...data.count).contains(first) else { throw PDFError(.malformed, "object stream") }
        var header = PDFReader(data, end: first)
        var places: [(number: Int, at: Int)] = []
        for _ in 0..<n {
            let number = try header.integer(), offset = try header.integer()
            // In increasing order (§ 7.5.7); each object ends where the next begins, so that no byte is read twice.
            guard offset >= 0, offset < data.count - first, places.last.map({ $0.at < first + offset }) ?? true else {
                throw PDFError(.malformed, "object stream")
            }
            places.append((number, first + offset))
        }
        var out: [(number: Int, value: PDFValue)] = []
        for (i, place) in places.enumerated() {
            var reader = PDFReader(data, at: place.at, end: i + 1 < places.count ? places[i + 1].at : data.count)
            out.append((place.number, try reader.value()))
        }
        objectStreams[number] = out
        return out
    }

    /// The bytes of a stream that is plain or deflated.
    static func decoded(_ d: PDFDictionary, _ stream: ArraySlice<UInt8>, budget: inout Int) throws(PDFError) -> [UInt8] {
        let filter: String?
        switch d["Filter"] {
        case .none, .null: filter = nil
        case .name(let n): filter = n
        case .array(let all) where all.count <= 1: filter = all.first?.name
        default: throw PDFError(.unsupported, "filters")
        }
        guard let filter else { return Array(stream) }
        guard filter == "FlateDecode" else { throw PDFError(.unsupported, "filter") }
        let data = try Inflate.bytes(stream, limit: budget)
        budget -= data.count
        let parameters = d["DecodeParms"]?.dictionary ?? d["DecodeParms"]?.array?.first?.dictionary
        guard let predictor = parameters?["Predictor"]?.integer, predictor > 1 else { return data }
        guard predictor >= 10, (parameters?["BitsPerComponent"]?.integer ?? 8) == 8, (parameters?["Colors"]?.integer ?? 1) == 1 else {
            throw PDFError(.unsupported, "predictor")
        }
        return try Inflate.unpredicted(data, columns: parameters?["Columns"]?.integer ?? 1)
    }
}
