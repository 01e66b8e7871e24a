internal import Foundation

/// A dictionary of inflected Polish words, read from a Morfologik file (`polish.dict`).
///
/// The file is a finite automaton in the format CFSA2 whose strings are `form;encoded base form;grammar`. The base form is written as what to cut
/// off both ends of the form and what to append (`PREFIX`). Source: the reader of morfologik-stemming 2.1; the data are PoliMorf, licence BSD.
public struct MorphologicalDictionary: Sendable {
    private let arcs: [UInt8]
    /// The 31 bytes that arcs name by a number.
    private let labels: [UInt8]
    /// Where each first byte of a form leads; 0 where no form begins with it.
    private let beginnings: [Int]
    private static let separator = UInt8(ascii: ";")

    /// - Returns: `nil` where there is no such file, or where it is in another format.
    public init?(path: String) {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        self.init(bytes: [UInt8](data))
    }

    init?(bytes: [UInt8]) {
        // "\fsa", version CFSA2, two bytes of flags, the table of labels, the arcs.
        guard bytes.count > 8, bytes[0..<5].elementsEqual([0x5C, 0x66, 0x73, 0x61, 0xC6]), bytes[5] == 0, bytes[6] == 7 else { return nil }
        let count = Int(bytes[7])
        guard count <= 32, bytes.count > 8 + count else { return nil }
        labels = Array(bytes[8..<(8 + count)]) + [UInt8](repeating: 0, count: 32 - count)
        arcs = Array(bytes[(8 + count)...])
        // The first state is a dummy; its arc leads to the true one, which has the most arcs of all.
        var beginnings = [Int](repeating: 0, count: 256)
        var arc = Self.destination(of: 0, in: arcs)
        while arc > 0, arc < arcs.count {
            beginnings[Int(Self.label(of: arc, labels, in: arcs))] = Self.destination(of: arc, in: arcs)
            if Self.isLast(arc, in: arcs) { break }
            arc = Self.skip(arc, in: arcs)
        }
        self.beginnings = beginnings
    }

    /// The base forms of a word as the dictionary spells them (`Łodzi` → `Łódź`); none where it does not know the word.
    ///
    /// The first letter may be small or capital in the dictionary: a name and a word that look the same are both found.
    /// - Parameters:
    ///   - word: in small letters.
    ///   - ignoringMarks: whether `o` stands for `ó` too, as in a word typed without Polish letters.
    public func baseForms(of word: String, ignoringMarks: Bool) -> [String] {
        guard let first = word.unicodeScalars.first, word.utf8.count <= 64 else { return [] }
        var search = Search()
        if ignoringMarks {
            let letters = word.unicodeScalars.enumerated().map { Self.spellings($1, isFirst: $0 == 0) }
            for spelling in letters[0] { follow(spelling, from: nil, letters[1...], &search) }
        } else {
            follow(Array(word.utf8), from: nil, [], &search)
            if let capital = first.properties.uppercaseMapping.unicodeScalars.first, capital != first {
                follow(Self.bytes(capital) + word.utf8.dropFirst(UTF8.width(first)), from: nil, [], &search)
            }
        }
        return search.found
    }

    private struct Search {
        /// The bytes of the form as far as it has been followed.
        var form: [UInt8] = []
        var found: [String] = []
        /// A damaged file could lead in circles.
        var stepsLeft = 20_000
    }

    /// Follows the bytes of one spelling, then every spelling of the letters after it.
    private func follow(_ spelling: [UInt8], from start: Int?, _ rest: ArraySlice<[[UInt8]]>, _ search: inout Search) {
        var node = start
        for byte in spelling {
            search.stepsLeft -= 1
            guard search.stepsLeft > 0 else { return }
            guard let from = node else {
                node = beginnings[Int(byte)]
                continue
            }
            guard from > 0, let arc = arc(byte, of: from) else { return }
            node = Self.destination(of: arc, in: arcs)
        }
        guard let node, node > 0 else { return }
        search.form.append(contentsOf: spelling)
        defer { search.form.removeLast(spelling.count) }
        if let letter = rest.first {
            for spelling in letter { follow(spelling, from: node, rest.dropFirst(), &search) }
        } else if let arc = arc(Self.separator, of: node) {
            readBaseForms(Self.destination(of: arc, in: arcs), [], &search)
        }
    }

    /// Every string from here to the next separator is an encoded base form.
    private func readBaseForms(_ node: Int, _ encoded: [UInt8], _ search: inout Search) {
        guard node > 0, encoded.count < 64 else { return }
        var arc = node
        while arc < arcs.count {
            search.stepsLeft -= 1
            guard search.stepsLeft > 0 else { return }
            let label = label(of: arc)
            if label == Self.separator {
                if let base = decode(encoded, search.form), !search.found.contains(base) { search.found.append(base) }
            } else {
                readBaseForms(Self.destination(of: arc, in: arcs), encoded + [label], &search)
            }
            if Self.isLast(arc, in: arcs) { return }
            arc = Self.skip(arc, in: arcs)
        }
    }

    /// Two letters tell how many bytes to cut off the front and the end (`A` none), the rest is appended.
    private func decode(_ encoded: [UInt8], _ form: [UInt8]) -> String? {
        guard encoded.count >= 2 else { return nil }
        let front = encoded[0] &- UInt8(ascii: "A"), end = encoded[1] &- UInt8(ascii: "A")
        let kept = front == 255 || end == 255 ? [] : form.dropFirst(Int(front)).dropLast(Int(end))
        return String(validating: Array(kept) + encoded[2...], as: UTF8.self)
    }

    /// How a letter typed without marks may be spelt in the dictionary.
    private static func spellings(_ letter: Unicode.Scalar, isFirst: Bool) -> [[UInt8]] {
        var scalars = [letter] + marked(letter)
        if isFirst { scalars += scalars.compactMap { $0.properties.uppercaseMapping.unicodeScalars.first }.filter { !scalars.contains($0) } }
        return scalars.map(bytes)
    }

    private static func bytes(_ scalar: Unicode.Scalar) -> [UInt8] { Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter) }

    private static func marked(_ letter: Unicode.Scalar) -> [Unicode.Scalar] {
        switch letter {
        case "a": ["ą"]
        case "c": ["ć"]
        case "e": ["ę"]
        case "l": ["ł"]
        case "n": ["ń"]
        case "o": ["ó"]
        case "s": ["ś"]
        case "z": ["ź", "ż"]
        default: []
        }
    }

    // MARK: the automaton

    private func arc(_ label: UInt8, of node: Int) -> Int? {
        var arc = node
        while arc < arcs.count {
            if self.label(of: arc) == label { return arc }
            if Self.isLast(arc, in: arcs) { return nil }
            arc = Self.skip(arc, in: arcs)
        }
        return nil
    }

    private func label(of arc: Int) -> UInt8 { Self.label(of: arc, labels, in: arcs) }

    private static func label(of arc: Int, _ labels: [UInt8], in arcs: [UInt8]) -> UInt8 {
        let index = Int(arcs[arc] & 31)
        return index > 0 ? labels[index] : byte(arc + 1, in: arcs)
    }

    private static func isLast(_ arc: Int, in arcs: [UInt8]) -> Bool { byte(arc, in: arcs) & 0x40 != 0 }

    /// The arc after this one, or the byte after the last arc of a state.
    private static func skip(_ arc: Int, in arcs: [UInt8]) -> Int {
        let flags = byte(arc, in: arcs)
        var next = arc + (flags & 31 == 0 ? 2 : 1)
        if flags & 0x80 == 0 {
            while byte(next, in: arcs) & 0x80 != 0 { next += 1 }
            next += 1
        }
        return next
    }

    /// 0 where nothing follows.
    private static func destination(of arc: Int, in arcs: [UInt8]) -> Int {
        let flags = byte(arc, in: arcs)
        if flags & 0x80 != 0 {
            // The state lies right behind this one's last arc.
            var last = arc
            while last < arcs.count, !isLast(last, in: arcs) { last = skip(last, in: arcs) }
            return skip(last, in: arcs)
        }
        var at = arc + (flags & 31 == 0 ? 2 : 1)
        var value = 0
        var shift = 0
        while shift < 35 {
            let byte = byte(at, in: arcs)
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { break }
            shift += 7
            at += 1
        }
        return value < arcs.count ? value : 0
    }

    private static func byte(_ at: Int, in arcs: [UInt8]) -> UInt8 { at < arcs.count ? arcs[at] : 0 }
}
