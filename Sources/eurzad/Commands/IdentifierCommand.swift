import ArgumentParser
import Foundation
import Kernel
import Law

struct IdentifierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identifier", abstract: "Numery i oznaczenia: PESEL, NIP, REGON, konto, księga wieczysta i inne.", subcommands: [Check.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sprawdź numer.",
            discussion: """
                Rodzaje: \(IdentifierKind.allCases.map(\.rawValue).joined(separator: ", ")).

                Wypisuje „valid” albo „invalid: powód”. Odstępy, łączniki, kropki i małe litery są dozwolone. To, na co trzeba spojrzeć mimo
                wszystko, idzie na standardowe wyjście błędów.
                Wartość - czyta numery ze standardowego wejścia, po jednym w wierszu, i odpowiada wierszem na każdy; tak numer nie trafia na
                listę procesów.
                Z --json: obiekt w jednym wierszu z polami kind, value, valid, normalised, reason, warning (ostatnie trzy tylko, gdy są).

                Kody wyjścia: 0 numer dobry (z - wszystkie), 1 zły (z - choć jeden), 64 złe wywołanie albo nieznany rodzaj.
                """)
        @Argument(help: ArgumentHelp("Rodzaj.", valueName: "rodzaj")) var kind: String
        @Argument(help: ArgumentHelp("Numer, albo - .", valueName: "wartość")) var value: String
        @Flag(help: "Wynik jako JSON.") var json = false

        func validate() throws {
            guard IdentifierKind(rawValue: kind) != nil else {
                throw ValidationError("Nie ma rodzaju „\(kind)”. Rodzaje: \(IdentifierKind.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
        }

        func run() throws {
            guard let kind = IdentifierKind(rawValue: kind) else { return }
            var output = LineWriter()
            var allValid = true
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            func answer(_ text: String, to output: inout LineWriter) throws -> String? {
                let verdict = kind.check(text)
                if !verdict.isValid { allValid = false }
                if json {
                    output.line(String(decoding: try encoder.encode(Report(kind, text, verdict)), as: UTF8.self))
                    return nil
                }
                switch verdict {
                case .valid(_, let warning):
                    output.line("valid")
                    return warning
                case .invalid(let reason):
                    output.line("invalid: \(reason)")
                    return nil
                }
            }
            if value == "-" {
                var reader = try LineReader(path: "-")
                try reader.read {
                    _ = try answer($0, to: &output)
                } pieceEnded: {
                    try output.flush()
                }
            } else {
                let warning = try answer(value, to: &output)
                try output.flush()
                if let warning { warn("eurzad: \(warning)") }
            }
            if !allValid { throw ExitCode(1) }
        }

        /// The stable form of `--json`.
        private struct Report: Encodable {
            var kind: String
            var value: String
            var valid: Bool
            var normalised: String?
            var reason: String?
            var warning: String?

            init(_ kind: IdentifierKind, _ text: String, _ verdict: IdentifierVerdict) {
                self.kind = kind.rawValue
                value = text
                valid = verdict.isValid
                switch verdict {
                case .valid(let form, let warning):
                    normalised = form
                    self.warning = warning
                case .invalid(let reason): self.reason = reason
                }
            }
        }
    }
}
