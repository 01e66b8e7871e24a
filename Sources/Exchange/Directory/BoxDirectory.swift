/// One row of the public list of boxes (epuap.md § 1.4).
public struct BoxDirectoryEntry: Sendable, Hashable {
    public var name: String
    public var regon: String
    public var address: String
    public var postCode: String
    public var town: String
    /// Address of the box.
    public var uri: String

    public init(name: String, regon: String, address: String, postCode: String, town: String, uri: String) {
        self.name = name
        self.regon = regon
        self.address = address
        self.postCode = postCode
        self.town = town
        self.uri = uri
    }
}

/// The list of boxes as the CSV that document systems import: comma separated, every cell quoted, UTF-8.
public enum BoxDirectory {
    static let header = ["NAZWA", "REGON", "ADRES", "KOD_POCZTOWY", "MIEJSCOWOSC", "URI"]

    public static func write(_ entries: [BoxDirectoryEntry]) -> [UInt8] {
        var text = header.joined(separator: ",") + "\r\n"
        for e in entries {
            text += [e.name, e.regon, e.address, e.postCode, e.town, e.uri].map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\r\n"
        }
        return Array(text.utf8)
    }

    /// Rows that have another number of cells are left out.
    public static func read(_ bytes: [UInt8]) -> [BoxDirectoryEntry] {
        rows(String(decoding: bytes, as: UTF8.self)).dropFirst().compactMap { r in
            r.count == header.count ? BoxDirectoryEntry(name: r[0], regon: r[1], address: r[2], postCode: r[3], town: r[4], uri: r[5]) : nil
        }
    }

    private static func rows(_ text: String) -> [[String]] {
        var out: [[String]] = []
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        while let s = next {
            next = scalars.next()
            switch s {
            case "\"" where isQuoted && next == "\"":
                cell.unicodeScalars.append("\"")
                next = scalars.next()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                row.append(cell)
                cell = ""
            case "\n" where !isQuoted:
                row.append(cell)
                out.append(row)
                row = []
                cell = ""
            case "\r" where !isQuoted, "\u{FEFF}": continue
            default: cell.unicodeScalars.append(s)
            }
        }
        if !cell.isEmpty || !row.isEmpty { out.append(row + [cell]) }
        return out
    }
}
