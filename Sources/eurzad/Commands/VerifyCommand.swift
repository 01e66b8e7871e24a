import ArgumentParser
import Cryptography
import Foundation
import Kernel
import Signatures
import XML

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Sprawdź podpisy w dokumencie XML.",
        discussion: "Kod wyjścia: 0 ważny, 1 nieważny, 2 nieustalony albo brak podpisu, 3 pliku nie da się odczytać.")
    @Argument(help: ArgumentHelp("Dokument XML.", valueName: "plik")) var file: String
    @Option(help: ArgumentHelp("Zaufane certyfikaty PEM; można podać wiele razy.", valueName: "plik")) var trust: [String] = []
    @Flag(help: "Wynik jako JSON.") var json = false

    func run() async throws {
        let report: VerificationReport
        do {
            guard let bytes = FileManager.default.contents(atPath: file) else {
                throw Problem(.notFound, "Nie można odczytać pliku „\(file)”.")
            }
            let lists = try trust.map { path in
                guard let pem = try? String(contentsOfFile: path, encoding: .utf8) else {
                    throw Problem(.notFound, "Nie można odczytać pliku „\(path)”.")
                }
                return TrustList(name: URL(filePath: path).lastPathComponent, anchors: try Certificate.all(pem: pem))
            }
            report = try SignatureVerifier(trust: TrustStore(lists: lists)).verify([UInt8](bytes), at: TimeSource.system.now)
        } catch let error as XMLError {
            warn("eurzad: Pliku „\(file)” nie da się odczytać jako XML (wiersz \(error.line)). [\(error.code): \(error.message)]")
            throw ExitCode(3)
        } catch let problem as Problem {
            warn("eurzad: \(problem.message)")
            throw ExitCode(3)
        }
        say(json ? report.json : report.polishProse)
        switch report.verdict {
        case .valid: return
        case .invalid: throw ExitCode(1)
        case .indeterminate, .unsigned: throw ExitCode(2)
        }
    }
}
