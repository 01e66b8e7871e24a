import ArgumentParser
import Foundation
import Identity
import Kernel
import Law
import Office
import Store

struct OperatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operator", abstract: "Osoby upoważnione w punkcie potwierdzającym.", subcommands: [First.self])

    struct First: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Zapisz pierwszą osobę upoważnioną w nowym punkcie, jego administratora i kierownika.",
            discussion: """
                Podstawą jest papierowe upoważnienie; jego numer zostaje w rejestrze i w dzienniku. PESEL operatora czytany jest ze standardowego \
                wejścia. Następne upoważnienia nadają już dwie osoby na stronie /pz/upowaznienia, a to polecenie odmawia.
                """)
        @OptionGroup var options: HouseOptions
        @Option(help: "Krótka nazwa urzędu.") var office: String
        @Option(help: "Login administratora urzędu, który zakłada role.") var keeper: String
        @Option(help: "Login operatora.") var login: String
        @Option(help: "Imiona operatora.") var given: String
        @Option(help: "Nazwisko operatora.") var surname: String
        @Option(help: "Stanowisko, jak na wydrukach.") var post: String
        @Option(help: "Numer papierowego upoważnienia.") var number: String
        @Option(help: "Pierwszy dzień, na przykład 2026-03-01.") var from: String
        @Option(help: "Ostatni dzień.") var until: String
        @Option(help: "Dzień szkolenia.") var trained: String
        @Option(help: "Do kiedy ważny jest podpis operatora.") var signingUntil: String
        @Option(help: "Login administratora punktu.") var administrator: String
        @Option(help: "Login kierownika punktu.") var head: String

        private func day(_ text: String) throws -> Day {
            guard let day = Day(text) else { throw Problem(.invalidInput, "„\(text)” nie jest dniem. Wpisz na przykład 2026-03-01.") }
            return day
        }

        func run() async throws {
            guard let office = OfficeID(office) else { throw Problem(.invalidInput, "Nie ma urzędu „\(office)”.") }
            let name = try PersonName(given: given, surname: surname)
            let days = try (from: day(from), until: day(until), trained: day(trained), signing: day(signingUntil))
            if isatty(0) == 1 { warn("PESEL operatora:") }
            guard let pesel = PESEL(readLine(strippingNewline: true) ?? "") else {
                throw Problem(.invalidInput, "Podaj na standardowym wejściu poprawny PESEL operatora.")
            }
            let (post, number) = (post, number)
            try await options.withHouse { house, _ in
                let accounts = Accounts(platform: house.platform, passwords: PasswordHasher())
                func account(_ login: String) async throws -> Account {
                    guard let found = try await accounts.find(login: login), found.office == office, !found.isClosed else {
                        throw Problem(.notFound, "W urzędzie \(office) nie ma otwartego konta „\(login)”.")
                    }
                    return found
                }
                let served = try await account(login), administrator = try await account(administrator), head = try await account(head)
                let keeper = try await account(keeper)
                let keys = try IdentityKeys.file(house.layout.identityKeys), now = house.time.now
                let points = ConfirmationPoints(keys: keys), people = People(keys: keys)
                let place = try await house.platform.write { c in
                    guard let point = try points.list(c, office: office).first else {
                        throw Problem(.notFound, "Ten urząd nie ma punktu. Administrator urzędu dodaje go na stronie /pz/punkt/nowy.")
                    }
                    let person: PersonID
                    if let known = try people.find(c, pesel: pesel) {
                        guard known.name.agrees(with: name) else {
                            throw Problem(.invalidInput, "Imiona lub nazwisko nie pasują do numeru PESEL. Sprawdź dowód.")
                        }
                        person = known.id
                    } else {
                        person = try people.add(c, try NewPerson(name: name, pesel: pesel), by: Self.performer, at: now).id
                    }
                    let new = NewOperatorAuthorisation(
                        point: point.id, account: served.id, person: person, post: post, number: number, from: days.from, to: days.until,
                        scopes: Set(OperatorScope.allCases), noConvictionOn: nil, trainedOn: days.trained, signingUntil: days.signing)
                    _ = try FirstOperator(authorisation: new, administrator: administrator, head: head).appoint(
                        c, points, keeper: keeper, by: Self.performer, at: now)
                    return point
                }
                say("\(served.displayName) może obsługiwać osoby w punkcie „\(place.name)” od \(days.from) do \(days.until). Następne upoważnienia: /pz/upowaznienia.")
            }
        }

        private static let performer = eurzad.administrator
    }
}
