import Cryptography
import Foundation
import Kernel
import Typesetting

/// The letters and tools of these tests.
enum Office {
    static let date = Instant(iso8601: "2026-03-12T13:41:00Z")!
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let environment = ProcessInfo.processInfo.environment
    static let isCI = environment["CI"] == "true"

    /// The interpreter with the worker's and the tests' packages.
    static let python: String = {
        if let path = environment["EURZAD_TYPESETTER_PYTHON"] ?? environment["EURZAD_TEST_PYTHON"] { return path }
        return environment["EURZAD_VENV"].map { "\($0)/bin/python" } ?? root.appending(path: ".venv/bin/python").path()
    }()
    /// In CI the tools must be there; elsewhere tests that need them are skipped.
    static let hasWorker = isCI || FileManager.default.isExecutableFile(atPath: python)
    static func hasTools(_ paths: String...) -> Bool { hasWorker && (isCI || paths.allSatisfy { FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)") }) }
    static let hasPreflight = isCI || (hasTools("java") && FileManager.default.fileExists(atPath: "/usr/share/java/preflight.jar"))

    static let typesetter = Typesetter(TypesetterConfiguration(python: python, workers: 2))

    static let crest = Sheet.Picture(
        kind: .svg,
        bytes: Array("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 120'><path d='M5 5H95V70Q95 100 50 115Q5 100 5 70Z' fill='#b3122a'/></svg>".utf8),
        description: "Herb gminy Brzozów")

    static let body = """
        Na podstawie art. 61 § 4 Kodeksu postępowania administracyjnego zawiadamiam, że na wniosek z dnia 2 marca 2026 r. wszczęto postępowanie \
        w sprawie **warunków zabudowy**. Zażółć gęślą jaźń "w cudzysłowie" - i z myślnikiem...

        1) wgląd w akta:
          a) w pokoju nr 12,
          b) przez pełnomocnika;
        2) wnioski dowodowe.

        | Opłata | Kwota |
        |---|--:|
        | skarbowa | 598 zł |

        # Pouczenie

        *Strony mają obowiązek zawiadomić o zmianie adresu.*
        """

    static func letter(_ n: Int = 1, body: String = body, printedCopy: Bool = true) -> LetterSheet {
        LetterSheet(
            letterhead: .init(
                name: "Wójt Gminy Brzozów", address: ["ul. Kościelna 7, 36-200 Brzozów"], contact: ["tel. 13 434 10 50"], crest: crest),
            place: "Brzozów", date: Day("2026-03-12"), caseSign: "PP.6730.\(n).2026",
            addressee: .init(["Pani", "Łucja Wrona-Źdźbło", "ul. Świętojańska 14 m. 3", "36-200 Brzozów"], delivery: "list polecony"),
            title: "Zawiadomienie o wszczęciu postępowania", body: StructuredText(parsing: body),
            signature: .init(onBehalf: "z up. Wójta", name: "Jan Kowalski", post: "Kierownik Referatu", manner: .electronic),
            attachments: ["mapa"], recipients: ["adresat", "a/a"], officerInCharge: ["Anna Nowak, tel. 13 434 10 62"],
            printedCopy: printedCopy
                ? .init(
                    signatory: "Jan Kowalski, Kierownik Referatu", kind: "kwalifikowany podpis elektroniczny", signedAt: date,
                    signedAtText: "12.03.2026, 14:41", identifier: "PP.6730.\(n).2026/P1", sha256: ContentHash(of: [1, 2, 3]),
                    verificationAddress: "https://brzozow.example.pl/sprawdz/\(n)") : nil)
    }

    /// Runs a program and gives what it says; its exit code too.
    static func run(_ program: String, _ arguments: [String]) throws -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// Lends files with these contents to a body.
    static func files<T>(_ contents: [(name: String, bytes: [UInt8])], _ body: ([String]) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "typesetting-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = try contents.map { item in
            let url = folder.appending(path: item.name)
            try Data(item.bytes).write(to: url)
            return url.path()
        }
        return try body(paths)
    }

    /// Apache Preflight's word on PDF/A-1b, a line a file.
    static func preflight(_ paths: [String]) throws -> (code: Int32, text: String) {
        let jars = ["preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "javax.activation", "jaxb-api"].map {
            "/usr/share/java/\($0).jar"
        }
        return try run(
            "/usr/bin/java",
            ["-Xshare:auto", "-cp", jars.joined(separator: ":"), root.appending(path: "Tests/Instruments/Preflight.java").path()] + paths)
    }
}
