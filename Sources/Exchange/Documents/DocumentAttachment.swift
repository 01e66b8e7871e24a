internal import Kernel
internal import XML

/// A file inside a document, or named by it (`str:Zalacznik`; epuap.md § 6.4).
public struct DocumentAttachment: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
        case inline([UInt8])
        /// Lies elsewhere, usually in the file repository.
        case uri(String)
        /// What stands there is no base64; the attachment cannot be read.
        case defective
    }
    /// A safe file name without a path.
    public var name: String
    public var mediaType: String
    public var content: Content
    public var note: String

    public init(name: String, mediaType: String, content: Content, note: String = "") {
        self.name = FileName.safe(name)
        self.mediaType = mediaType
        self.content = content
        self.note = note
    }

    /// More than this many make a document unreadable on purpose.
    static let maximum = 1_000

    init(_ node: XMLNode) {
        let data = node.childText("DaneZalacznika") ?? ""
        let content: Content
        switch node.attribute("kodowanie")?.lowercased() {
        case "uri": content = .uri(data.split(whereSeparator: \.isWhitespace).joined())
        case "xml":
            // The markup is the content; without an element inside it is plain text.
            content = .inline(node.child("DaneZalacznika")?.children.first?.serialisedAlone() ?? Array(data.utf8))
        default: content = Base64.decode(data).map(Content.inline) ?? .defective
        }
        self.init(
            name: node.attribute("nazwaPliku") ?? "", mediaType: MediaType.safe(node.attribute("format") ?? ""), content: content,
            note: node.childText("OpisZalacznika") ?? "")
    }

    func write(into w: inout XMLWriter) {
        let coding: String
        switch content {
        case .inline: coding = "base64"
        case .uri: coding = "URI"
        case .defective: return
        }
        w.element("str:Zalacznik", ["format": mediaType, "kodowanie": coding, "nazwaPliku": name]) { w in
            w.element("str:DaneZalacznika") { w in
                switch content {
                case .inline(let bytes): w.base64(bytes)
                case .uri(let uri): w.text(uri)
                case .defective: break
                }
            }
            if !note.isEmpty { w.element("str:OpisZalacznika", text: note) }
        }
    }
}

/// Names of files that strangers send.
public enum FileName {
    /// Only the last part of a path, without control characters, at most 200 characters; never empty, never `.` or `..`.
    public static func safe(_ name: String) -> String {
        // By scalars, since a combining mark hides a slash inside a character.
        let last = name.unicodeScalars.split(omittingEmptySubsequences: true) { $0 == "/" || $0 == "\\" }.last.map { Array($0) } ?? []
        let kept = last.filter { s in
            s.value >= 0x20 && !(0x7F...0x9F).contains(s.value) && s.properties.generalCategory != .format && !"<>:\"|?*/\\".unicodeScalars.contains(s)
        }
        var clean = String(String.UnicodeScalarView(kept))
        clean = clean.split(separator: " ").joined(separator: " ")
        while clean.hasPrefix(".") { clean.removeFirst() }
        if clean.isEmpty { return "plik" }
        guard clean.count > 200 else { return clean }
        let ending = clean.split(separator: ".").last.map { $0.count <= 10 ? ".\($0)" : "" } ?? ""
        return clean.prefix(200 - ending.count) + ending
    }
}

enum MediaType {
    /// A media type that can stand in a header, else `application/octet-stream`.
    static func safe(_ text: String) -> String {
        let parts = text.lowercased().split(separator: ";")[0...].first?.split(separator: "/") ?? []
        let isToken =
            parts.count == 2
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || [43, 45, 46].contains($0) } }
        return isToken ? parts.joined(separator: "/") : "application/octet-stream"
    }
}
