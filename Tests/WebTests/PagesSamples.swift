@testable import Chancery
@testable import Exchange
import Identity
import Kernel
import Law
import Markup
import Signatures
@testable import Store
@testable import Web

/// Invented letters and people for tests of pages.
enum Samples {
    static let links = ResourceLinks(stylesheet: "/zasoby/urzad.css", scripts: ["/zasoby/klawisze.js", "/zasoby/lista.js", "/zasoby/formularz.js"])
    static let today = Day(daysSince1970: 20_524)  // 2026-03-12
    /// What a person with bad intentions types into every field.
    static let hostile = "<script>alert('x')</script>\"><img src=x onerror=alert(1)> & Spółka"
    static let long = String(repeating: "Wniosek o bardzo długim temacie i jeszczejednobardzodługiesłowobezspacji ", count: 5)

    static func at(_ hour: Int, _ minute: Int) -> Instant { PolishTime.start(of: today).adding(seconds: Int64(hour * 3600 + minute * 60)) }

    static func frame(_ section: DeskFrame.Section, keys: Bool = false) -> DeskFrame {
        DeskFrame(
            officeName: "Gmina Modrzewno", personName: "Ewa Rybak", personRole: "inspektor", token: "token", current: section, canRegister: true,
            navigation: [
                NavigationGroup(
                    heading: "Kancelaria",
                    items: [
                        NavigationItem(.registration, "/ezd/rejestracja", "Zarejestruj pismo"),
                        NavigationItem(.letters, "/ezd/wplywy", "Rejestr wpływów", count: 3, isHot: true),
                        NavigationItem(.receipts, "/ezd/poswiadczenia", "Poświadczenia"),
                    ]),
                NavigationGroup(
                    heading: "Urząd",
                    items: [
                        NavigationItem(.people, "/admin/osoby", "Pracownicy"),
                        NavigationItem(.queues, "/admin/kolejki", "Kolejki", count: 1, isHot: true),
                    ]),
                NavigationGroup(
                    heading: "Pomoc",
                    items: [
                        NavigationItem(.shortcuts, "/ja/skroty", "Skróty klawiszy"), NavigationItem(.status, "/zdrowie", "Stan systemu"),
                    ]),
            ], links: links, keysAllowed: keys)
    }

    static func row(
        _ number: Int64, _ sender: String, _ title: String, _ channel: Channel = .epuap, sign: String = "", attention: [Attention] = [],
        cancelled: String? = nil
    ) -> RegisterRow {
        RegisterRow(
            id: number, number: RegisterNumber(year: 2026, number: number), registeredAt: at(14, 7), arrivalDay: today, sender: sender, title: title,
            channel: channel, foreignSign: sign, letterDate: PartialDate("2026-03-10"), attention: attention, cancelReason: cancelled,
            position: RegisterQuery.Position(key: String(number), id: number))
    }

    static let rows = [
        row(1482, "Zielińska Anna", "Deklaracja o opłacie za odpady, ul. Polna 12", .portal),
        row(1481, "Kowalik Jan", "Wniosek o zezwolenie na usunięcie drzewa (dąb), dz. 214/3"),
        row(1480, "Powiatowy Inspektor Sanitarny", "Wyniki badania wody", .eDelivery, sign: "HK.4711.12.2026", attention: [.signatureInvalid]),
        row(1479, "Szkoła Podstawowa nr 2", "Dowóz uczniów", .paper, cancelled: "zarejestrowano dwa razy"),
    ]
    static let hostileRows = [row(1999, hostile, hostile, sign: hostile, cancelled: hostile), row(1998, long, long, attention: Attention.allCases)]

    static var metadata: LetterMetadata {
        var sender = Correspondent(
            .person(surname: "Kowalik", givenNames: "Jan"), address: PostalAddress(postCode: "55-110", town: "Modrzewno", street: "Sosnowa", building: "7"),
            emails: ["jan.kowalik@example.com"])
        sender.identifiers.replyBox = "/kowalikjan/domyslna"
        var m = LetterMetadata(senders: [sender], title: "Wniosek o zezwolenie na usunięcie drzewa (dąb), dz. 214/3")
        m.letterDate = PartialDate("2026-03-10")
        m.kinds = ["wniosek"]
        m.attachmentCount = 2
        m.deliveryManner = "ePUAP"
        m.remarks = ["Rysunek w dużym pliku, poza pismem."]
        return m
    }

    static func hash(_ c: Character) -> ContentHash? { ContentHash(String(repeating: c, count: 64)) }

    static let report = """
        {"verdict":"valid","documentSHA256":"\(String(repeating: "a", count: 64))","signatures":[{"valid":true,"coversWholeDocument":true,"problems":[],\
        "signer":{"trustedBy":"Profil zaufany","role":{"shape":"PodpisZP","givenName":"Jan","surname":"Kowalik"}},\
        "signedAt":"2026-03-12T14:05:11+01:00","digestAlgorithms":["sha256"],"covers":["dokument"]}]}
        """

    static var letter: IncomingLetter {
        IncomingLetter(
            id: 1481, number: RegisterNumber(year: 2026, number: 1481), metadata: metadata, channel: .epuap, arrivalDay: today, arrivedAt: at(14, 6),
            registeredAt: at(14, 7), registeredBy: .connector, attention: [], cancellation: nil,
            files: [
                LetterFile(position: 1, role: .document, name: "wniosek.xml", mediaType: "application/xml", size: 8421, hash: hash("a")),
                LetterFile(position: 2, role: .attachment, name: "rysunek.pdf", mediaType: "application/pdf", size: 1_240_000, hash: hash("b")),
                LetterFile(
                    position: 3, role: .attachment, name: "duzy.jpg", mediaType: "image/jpeg", size: 0, hash: nil, note: "Duży plik leży gdzie indziej."),
                LetterFile(position: 4, role: .receipt, name: "upp.xml", mediaType: "application/xml", size: 5120, hash: hash("c")),
            ], signatureChecks: [SignatureCheck(filePosition: 1, checkedAt: at(14, 7), verdict: "valid", report: report)], corrections: [])
    }

    static var hostileLetter: IncomingLetter {
        var l = letter
        l.metadata.title = hostile
        l.metadata.senders = [Correspondent(.institution(name: hostile), address: PostalAddress(town: long), emails: [hostile])]
        l.metadata.foreignSign = hostile
        l.metadata.remarks = [hostile, long]
        l.attention = Attention.allCases
        l.files[1].name = hostile
        l.signatureChecks = [SignatureCheck(filePosition: 1, checkedAt: at(14, 7), verdict: hostile, report: "not a report")]
        l.cancellation = Cancellation(at: at(15, 0), by: hostile, reason: hostile)
        return l
    }

    static var document: ReadableDocument {
        var d = ReadableDocument(title: "Wniosek o zezwolenie na usunięcie drzewa")
        d.placeAndDate = "Modrzewno, 10 marca 2026"
        d.senders = [["Jan Kowalik", "ul. Sosnowa 7", "55-110 Modrzewno"]]
        d.recipients = [["Wójt Gminy Modrzewno", "ul. Szkolna 4"]]
        d.sections = [
            ReadableDocument.Section(heading: "", rows: [ReadableDocument.Row(label: "Rodzaj", value: "wniosek")]),
            ReadableDocument.Section(heading: "", paragraphs: ["Proszę o zezwolenie na usunięcie dębu, który rośnie na działce nr 214/3."]),
        ]
        d.signer = ["Jan Kowalik"]
        return d
    }

    static var hostileDocument: ReadableDocument {
        var d = ReadableDocument(title: hostile)
        d.placeAndDate = hostile
        d.senders = [[hostile]]
        d.sections = [ReadableDocument.Section(heading: hostile, paragraphs: [hostile], rows: [ReadableDocument.Row(label: hostile, value: hostile)])]
        d.signer = [hostile]
        d.outline = [ReadableDocument.OutlineLine(depth: 9, label: hostile, text: hostile)]
        d.isCut = true
        return d
    }

    static let history = [
        HistoryTimeline.Line(
            what: "Poprawiono: Tytuł", at: at(14, 20), who: "Ewa Rybak", before: "Wniosek", after: "Wniosek o usunięcie drzewa",
            reason: "tytuł ma mówić, o co chodzi"),
        HistoryTimeline.Line(what: "Zarejestrowano", at: at(14, 7), who: "łącznik ePUAP"),
    ]
    static let hostileHistory = [HistoryTimeline.Line(what: hostile, at: at(14, 20), who: hostile, before: hostile, after: hostile, reason: hostile)]
}
