import ArgumentParser
import Chancery
import Foundation
import Identity
import Kernel
import Law
import Office
import Store

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Klucze systemów dziedzinowych.", subcommands: [Add.self, List.self, Revoke.self])

    private static func officeID(_ text: String) throws -> OfficeID {
        guard let office = OfficeID(text) else { throw Problem(.invalidInput, "Nie ma urzędu „\(text)”.") }
        return office
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Utwórz klucz.",
            discussion: "Klucz pokazuje się tylko raz, na standardowym wyjściu. Zakresy: \(SystemScope.allCases.map(\.rawValue).joined(separator: ", ")).")
        @OptionGroup var options: HouseOptions
        @Option(help: "Krótka nazwa urzędu.") var office: String
        @Option(help: "Nazwa systemu.") var name: String
        @Option(help: "Zakres; można podać wiele razy.") var scope: [String]
        @Option(help: "Login opiekuna: pracownika, który odpowiada za system.") var guardian: String
        @Option(help: "Ile dni klucz jest ważny.") var days = 365

        func run() async throws {
            let office = try TokenCommand.officeID(office)
            let scopes = try scope.map { text in
                guard let scope = SystemScope(rawValue: text) else {
                    throw Problem(.invalidInput, "Nie ma zakresu „\(text)”. Zakresy: \(SystemScope.allCases.map(\.rawValue).joined(separator: ", ")).")
                }
                return scope
            }
            try await options.withHouse { house, _ in
                let now = house.time.now
                let accounts = Accounts(platform: house.platform, passwords: PasswordHasher())
                guard let account = try await accounts.find(login: guardian), account.office == office else {
                    throw Problem(.notFound, "W urzędzie „\(office)” nie ma konta „\(guardian)”.")
                }
                let officer = try await house.office(office).database.read { try Organisation.officer($0, account: account.performer.id) }
                guard let officer, officer.isActive(on: PolishTime.day(of: now)) else {
                    throw Problem(.invalidInput, "Konto „\(guardian)” nie należy do pracownika urzędu. Opiekunem może być tylko pracownik.")
                }
                let new = NewSystemToken(
                    office: office, name: name, scopes: Set(scopes), guardian: officer.id.number, guardianName: officer.name, days: days)
                let (token, secret) = try await house.platform.write { try SystemTokens.issue($0, new, by: administrator, at: now) }
                warn("Klucz nr \(token.id) systemu „\(token.name)”, ważny do \(PolishTime.day(of: token.expiresAt)). Zapisz go teraz, drugi raz się nie pokaże:")
                say(secret.value)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Pokaż klucze urzędu.")
        @OptionGroup var options: HouseOptions
        @Option(help: "Krótka nazwa urzędu.") var office: String
        @Flag(help: "Wypisz JSON.") var json = false

        private struct Line: Encodable {
            var id: Int64
            var name: String
            var prefix: String
            var state: String
            var scopes: [String]
            var guardian: String
            var expires: String
            var lastUsed: String?
        }

        func run() async throws {
            let office = try TokenCommand.officeID(office)
            try await options.withHouse { house, _ in
                let now = house.time.now
                let lines = try await house.platform.read { try SystemTokens.list($0, office: office, limit: 1_000) }.map { token in
                    Line(
                        id: token.id.number, name: token.name, prefix: token.prefix, state: token.state(at: now).rawValue, scopes: token.scopes.map(\.rawValue).sorted(),
                        guardian: token.guardianName, expires: token.expiresAt.description, lastUsed: token.lastUsedAt?.description)
                }
                if json {
                    let encoder = JSONEncoder()
                    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                    say(String(decoding: try encoder.encode(lines), as: UTF8.self))
                } else {
                    for line in lines { say("\(line.id)\t\(line.state)\t\(line.prefix)\t\(line.name)\t\(line.scopes.joined(separator: " "))\t\(line.guardian)") }
                }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Odwołaj klucz; przestaje działać od razu.")
        @OptionGroup var options: HouseOptions
        @Argument(help: "Numer klucza z listy.") var id: String
        @Option(help: "Krótka nazwa urzędu.") var office: String
        @Option(help: "Powód.") var reason: String

        func run() async throws {
            let office = try TokenCommand.officeID(office)
            guard let id = SystemTokenID(id) else { throw Problem(.invalidInput, "Numer klucza to liczba z listy: eurzad token list --office \(office).") }
            try await options.withHouse { house, _ in
                let now = house.time.now
                try await house.platform.write { try SystemTokens.revoke($0, id, office: office, reason: reason, by: administrator, at: now) }
                say("Odwołano klucz nr \(id).")
            }
        }
    }
}
