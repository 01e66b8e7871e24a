import ArgumentParser
import Cryptography
import Exchange
import Foundation
import Kernel
import Office
import Signatures

struct FetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Jedna runda łącznika: pobierz i zarejestruj, co czeka w skrytkach.",
        discussion: "Kod wyjścia 1, gdy któraś skrytka się nie udała.")
    @OptionGroup var options: HouseOptions
    @Option(help: "Tylko ten urząd; bez opcji wszystkie.") var office: String?
    @Option(help: ArgumentHelp("Zamiast pobierać: wczytaj pobraną ręcznie paczkę awaryjną (ZIP).", valueName: "plik")) var package: String?

    func run() async throws {
        let failed = try await options.withHouse { house, configuration in
            var records = try await house.records()
            if let office {
                records = records.filter { $0.id.description == office }
                guard !records.isEmpty else { throw Problem(.notFound, "Nie ma urzędu „\(office)”.") }
            }
            if let package {
                guard records.count == 1, let record = records.first else { throw Problem(.invalidInput, "Do paczki awaryjnej podaj urząd: --office.") }
                try await FetchCommand.take(package, record, house)
                return false
            }
            var failed = false
            for record in records {
                let summary = try await Assembly.round(record, house, configuration)
                for number in summary.registered { say("\(record.id): zarejestrowano \(number)") }
                if summary.receipts > 0 { say("\(record.id): odebrano poświadczenia: \(summary.receipts)") }
                for problem in summary.problems {
                    warn("eurzad: \(problem)")
                    failed = true
                }
                if summary.fetched == 0, summary.problems.isEmpty { say("\(record.id): nic nie czeka") }
            }
            return failed
        }
        if failed { throw ExitCode(1) }
    }

    private static func take(_ path: String, _ record: OfficeRecord, _ house: House) async throws {
        guard let zip = FileManager.default.contents(atPath: path) else { throw Problem(.notFound, "Nie można odczytać paczki „\(path)”.") }
        let intake = IncomingCorrespondence(office: try await house.office(record.id))
        for outcome in try await intake.take(package: [UInt8](zip), of: record.podmiot, by: administrator) {
            switch outcome {
            case .registered(let n): say("\(record.id): zarejestrowano \(n)")
            case .known(let n): say("\(record.id): już w rejestrze: \(n)")
            case .receipt(let id): say("\(record.id): poświadczenie \(id)")
            }
        }
    }
}

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Nadaj dokument XML jako zarejestrowany system i zapisz UPP.")
    @OptionGroup var options: HouseOptions
    @Argument(help: ArgumentHelp("Dokument XML.", valueName: "plik")) var file: String
    @Option(help: "Skrytka adresata, /podmiot/skrytka.") var to: String
    @Option(help: "Podmiot, w imieniu którego nadajesz.") var podmiot: String
    @Option(help: "Skrytka na odpowiedzi; domyślnie /podmiot/SkrytkaESP.") var replyTo: String?
    @Option(help: ArgumentHelp("Klucz i certyfikat PEM systemu; bez opcji klucz urzędu o tym podmiocie.", valueName: "plik")) var key: String?
    @Option(help: ArgumentHelp("Adres platformy; domyślnie z ustawień.", valueName: "adres")) var platform: String?
    @Option(help: ArgumentHelp("Gdzie zapisać UPP.", valueName: "plik")) var upp: String?
    @Flag(help: "Tylko sprawdź, nic nie nadawaj.") var trial = false

    func run() async throws {
        guard let content = FileManager.default.contents(atPath: file) else { throw Problem(.notFound, "Nie można odczytać pliku „\(file)”.") }
        guard BoxAddress(to) != nil else { throw Problem(.unknownBox, "Adres skrytki ma postać /podmiot/skrytka.") }
        try await options.withHouse { house, configuration in
            var client: PlatformClient
            if let key {
                let pinned = try OfficeFounding.platformSeal(layout: house.layout, at: house.time.now).certificate
                client = PlatformClient(
                    connection: PlatformConnection(
                        address: platform ?? configuration.connector.platformAddress, podmiot: podmiot, identity: try SigningIdentity(pemFile: key),
                        pinned: platform == nil ? pinned : nil), transport: HTTPTransport(), time: house.time)
            } else {
                guard let record = try await house.records().first(where: { $0.podmiot == podmiot }) else {
                    throw Problem(.notFound, "Nie ma tu urzędu o podmiocie „\(podmiot)”. Podaj klucz systemu: --key.")
                }
                client = try Assembly.client(record, house, configuration)
            }
            do {
                let answer = try await client.submit(
                    [UInt8](content), fileName: URL(filePath: file).lastPathComponent, to: to, replyBox: replyTo ?? "/\(podmiot)/SkrytkaESP", isTrial: trial)
                if trial { return say("Dokument i adres są w porządku. Nic nie nadano.") }
                say("Nadano: dokument \(answer.document), UPP \(answer.receipt.map(String.init) ?? "brak").")
                if let upp, let xml = answer.receiptXML {
                    guard FileManager.default.createFile(atPath: upp, contents: Data(xml)) else {
                        throw Problem(.unavailable, "Nie można zapisać UPP w „\(upp)”.")
                    }
                    say("UPP zapisano w „\(upp)”.")
                }
            } catch let fault as SoapFault {
                throw Problem(.invalidInput, "Platforma odmówiła (kod \(fault.kod)): \(fault.komunikat)")
            }
        }
    }
}
