internal import Foundation
internal import Kernel

/// The document passes a limit of PDF/A-1 (8191 members of an array). Source: ISO 19005-1 § 6.1.12.
struct BeyondPDFA1: Error {}

/// Why the worker made no PDF.
struct WorkerRefusal {
    let kind: String
    let message: String

    init(_ body: [UInt8]) {
        struct Wire: Decodable { var kind: String, message: String }
        let wire = try? JSONDecoder().decode(Wire.self, from: Data(body))
        kind = wire?.kind ?? "fault"
        message = wire?.message ?? ""
    }

    var isBeyondPDFA1: Bool { kind == "document" && message.contains("array is longer than") }

    /// In words for the officer. The worker's own words quote the document, so only their kind goes to the log.
    var problem: Problem {
        switch kind {
        case "memory": return Problem(.tooLarge, "Dokument jest za duży do złożenia. Podziel go na mniejsze części.", cause: "worker: memory")
        case "document":
            if let match = message.firstMatch(of: /the text `?"(.{1,20}?)"`? could not be displayed with/.dotMatchesNewlines()) {
                return Problem(.invalidInput, "Znaku „\(match.output.1)” nie da się wydrukować. Usuń go albo zastąp innym.", cause: "worker: no glyph")
            }
            if message.contains("transparen") {
                return Problem(.invalidInput, "Obraz w piśmie ma przezroczyste tło, a PDF/A na to nie pozwala. Zapisz go z białym tłem.", cause: "worker: transparency")
            }
            if message.contains("image") || message.contains("svg") || message.contains("SVG") {
                return Problem(.invalidInput, "Obrazu w piśmie nie da się odczytać. Zapisz go jako PNG, JPEG albo SVG.", cause: "worker: picture")
            }
            return Problem(.invalidInput, "Tego dokumentu nie da się złożyć. Sprawdź jego treść i obrazy.", cause: "worker: document")
        default: return Problem(.internalFault, "Skład pism zgłosił błąd. Zawiadom administratora.", cause: "worker: \(kind)")
        }
    }
}
