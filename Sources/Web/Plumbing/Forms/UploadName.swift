/// The name of a file that a person or a foreign system chose, made fit to be shown, stored and sent on.
public enum UploadName {
    /// In bytes of UTF-8; a name must fit a file system of the addressee.
    public static let longest = 200

    /// Folders are cut off (`C:\skany\a.pdf`, `../../a.pdf`), signs that cannot be seen or that turn the reading direction are
    /// dropped, the name is shortened before its ending, and an empty name becomes `plik`.
    public static func tidy(_ raw: String) -> String {
        let last = raw.split(omittingEmptySubsequences: true) { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        var name = String(String.UnicodeScalarView(last.unicodeScalars.filter { !isHidden($0) })).trimmingWhiteSpace
        while name.hasPrefix(".") { name.removeFirst() }
        name = name.trimmingWhiteSpace
        while name.hasSuffix(".") { name.removeLast() }
        guard !name.isEmpty else { return "plik" }
        guard name.utf8.count > longest else { return name }
        let ending = name.lastIndex(of: ".").map { String(name[$0...]) }.flatMap { $0.utf8.count <= 20 ? $0 : nil } ?? ""
        var stem = name.dropLast(ending.count)
        while stem.utf8.count + ending.utf8.count > longest { stem = stem.dropLast() }
        return stem + ending
    }

    private static func isHidden(_ s: Unicode.Scalar) -> Bool {
        switch s.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: true
        default: #"<>:"|?*"#.unicodeScalars.contains(s)
        }
    }
}
