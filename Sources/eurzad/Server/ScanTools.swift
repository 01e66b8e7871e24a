import Foundation
import Kernel
import Office
import Subprocess
import SystemPackage

/// Programs that read scans: Poppler for the text and the picture of a PDF, Tesseract for words in a picture.
///
/// Each runs on its own with a bound of time and memory; a file made to harm harms a process that ends. A program that is missing leaves the scan
/// without words, and the clerk types them.
struct ScanTools: ScanReader {
    struct Programs: Sendable {
        var pdfText = "/usr/bin/pdftotext"
        var pdfPicture = "/usr/bin/pdftoppm"
        var recognition = "/usr/bin/tesseract"
        var languages = "pol"
    }
    var programs = Programs()
    /// Of one program on one file.
    var seconds = 60
    var memoryBytes = 1_500_000_000
    /// Words stand on the first pages; more are not needed to register a letter.
    static let pages = 2
    private static let textLimit = 400_000
    private static let pictureLimit = 8 << 20
    /// Fewer letters than that is a scan with a page number, not with words.
    private static let fewLetters = 30

    func read(_ bytes: [UInt8], mediaType: String) async throws -> ScanContent {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("eurzad-skan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("skan").path
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        guard mediaType == "application/pdf" else {
            let shown = ["image/jpeg", "image/png"].contains(mediaType) && bytes.count <= Self.pictureLimit
            return ScanContent(text: try await recognised(file), preview: shown ? (bytes, mediaType) : nil)
        }
        var text = try await words(programs.pdfText, ["-q", "-l", "\(Self.pages)", "-layout", file, "-"]) ?? ""
        if text.count(where: \.isLetter) < Self.fewLetters {
            var read: [String] = []
            for page in 1...Self.pages {
                let picture = folder.appendingPathComponent("strona-\(page)").path
                _ = try await words(programs.pdfPicture, ["-q", "-r", "200", "-gray", "-png", "-singlefile", "-f", "\(page)", "-l", "\(page)", file, picture])
                if FileManager.default.fileExists(atPath: picture + ".png") { read.append(try await recognised(picture + ".png")) }
            }
            text = read.joined(separator: "\n")
        }
        let first = folder.appendingPathComponent("podglad").path
        _ = try await words(programs.pdfPicture, ["-q", "-scale-to", "1100", "-gray", "-png", "-singlefile", "-f", "1", "-l", "1", file, first])
        let picture = (try? Data(contentsOf: URL(fileURLWithPath: first + ".png"))).map { [UInt8]($0) }
        return ScanContent(text: text, preview: picture.flatMap { $0.count <= Self.pictureLimit ? ($0, "image/png") : nil })
    }

    private func recognised(_ picture: String) async throws -> String {
        try await words(programs.recognition, [picture, "-", "-l", programs.languages]) ?? ""
    }

    /// What a program printed; `nil` where it is not installed, failed on the file, or ran out of time.
    private func words(_ program: String, _ arguments: [String]) async throws -> String? {
        guard FileManager.default.isExecutableFile(atPath: program) else { return nil }
        do {
            let result = try await Subprocess.run(
                .path("/usr/bin/timeout"),
                arguments: Arguments(["--kill-after=2", "\(seconds)", "/usr/bin/prlimit", "--as=\(memoryBytes)", "--core=0", program] + arguments),
                environment: .custom(["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"]), output: .string(limit: Self.textLimit),
                error: .discarded)
            return result.terminationStatus.isSuccess ? result.standardOutput : nil
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Problem(.unavailable, "Odczyt skanów nie ruszył. System spróbuje za chwilę.", cause: "\(type(of: error))")
        }
    }
}
