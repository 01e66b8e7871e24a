import ArgumentParser
import Foundation
import Identity
import Kernel
import Office
import Store

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "user", abstract: "Konta pracowników.", subcommands: [Add.self, ResetFactors.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Dodaj konto.", discussion: "Hasło czytane jest ze standardowego wejścia, jeden wiersz, co najmniej 12 znaków.")
        @OptionGroup var options: HouseOptions
        @Option(help: "Krótka nazwa urzędu.") var office: String
        @Option(help: "Login.") var login: String
        @Option(help: "Imię i nazwisko.") var name: String
        @Option(help: "Stanowisko.") var post = ""
        @Option(help: "Rola; można podać wiele razy: \(OfficeRole.allCases.map(\.rawValue).joined(separator: ", ")).") var role: [String]

        func run() async throws {
            guard let office = OfficeID(office) else { throw Problem(.invalidInput, "Nie ma urzędu „\(office)”.") }
            let roles = try role.map { text in
                guard let role = OfficeRole(rawValue: text) else {
                    throw Problem(.invalidInput, "Nie ma roli „\(text)”. Role: \(OfficeRole.allCases.map(\.rawValue).joined(separator: ", ")).")
                }
                return role
            }
            if isatty(0) == 1 { warn("Hasło:") }
            guard let password = readLine(strippingNewline: true), !password.isEmpty else {
                throw Problem(.invalidInput, "Podaj hasło na standardowym wejściu.")
            }
            try await options.withHouse { house, _ in
                _ = try await house.office(office)
                let accounts = Accounts(platform: house.platform, passwords: PasswordHasher())
                let account = try await accounts.add(
                    NewAccount(office: office, login: login, displayName: name, post: post, roles: Set(roles)), password: password,
                    by: administrator, at: house.time.now)
                say("Dodano konto „\(account.login)” (\(account.displayName)) w urzędzie \(account.office).")
            }
        }
    }

    struct ResetFactors: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-factors", abstract: "Wyzeruj drugi składnik logowania.",
            discussion: "Dla urzędu, w którym nie ma drugiego administratora. Zostaje w dzienniku; sesje osoby się kończą.")
        @OptionGroup var options: HouseOptions
        @Option(help: "Login.") var login: String
        @Option(help: "Jak sprawdzono tożsamość.") var reason: String

        func run() async throws {
            try await options.withHouse { house, _ in
                let accounts = Accounts(platform: house.platform, passwords: PasswordHasher())
                guard let account = try await accounts.find(login: login) else { throw Problem(.notFound, "Nie ma konta „\(login)”.") }
                let now = house.time.now, reason = reason
                try await house.platform.write { c in try FactorChange.reset(c, .officer(account.id), by: administrator, reason: reason, at: now) }
                say("Wyzerowano drugi składnik konta „\(account.login)”.")
            }
        }
    }
}
