/// A figure of the programme with everything that has to stand beside it.
///
/// What the definitions say was not confirmed by the programme's office: they are a proposal until it confirms them (docs/program.md).
public enum Indicator: String, Sendable, CaseIterable {
    case electronicLetters = "e-korespondencja"
    case electronicIncoming = "e-wplywy"
    case electronicOutgoing = "e-wysylki"
    case services = "e-uslugi"
    case servicesUsed = "e-uslugi-uzycie"
    case settling = "czas-zalatwienia"
    case profiles = "profile"
    case deliveries = "odbior-upd"
    case portal = "portal"
    case satisfaction = "zadowolenie"
    case training = "przeszkoleni"
    case awareness = "swiadomosc"

    public enum Unit: String, Sendable {
        case percent = "%"
        case count = "liczba"
        case days = "dni"
        case mark = "ocena"
    }

    /// Those at the head of the dashboard.
    public static let leading: [Indicator] = [.electronicLetters, .services, .training, .awareness]

    public var polishName: String {
        switch self {
        case .electronicLetters: "Pisma wysłane i przyjęte elektronicznie"
        case .electronicIncoming: "Pisma przyjęte elektronicznie"
        case .electronicOutgoing: "Pisma wysłane elektronicznie"
        case .services: "E-usługi w ofercie"
        case .servicesUsed: "Sprawy złożone przez e-usługi"
        case .settling: "Czas załatwienia sprawy, mediana"
        case .profiles: "Profile zaufane potwierdzone w punkcie"
        case .deliveries: "Pisma odebrane w terminie (UPD)"
        case .portal: "Formularze portalu doprowadzone do końca"
        case .satisfaction: "Zadowolenie po załatwieniu sprawy"
        case .training: "Urzędnicy po pełnym szkoleniu"
        case .awareness: "Mieszkańcy, którzy znają e-usługi gminy"
        }
    }

    /// For the heads of tables.
    public var shortName: String {
        switch self {
        case .electronicLetters: "E-korespondencja"
        case .electronicIncoming: "E-wpływy"
        case .electronicOutgoing: "E-wysyłki"
        case .services: "E-usługi"
        case .servicesUsed: "Użycie e-usług"
        case .settling: "Mediana dni"
        case .profiles: "Profile"
        case .deliveries: "Odbiór UPD"
        case .portal: "Portal do końca"
        case .satisfaction: "Zadowolenie"
        case .training: "Przeszkoleni"
        case .awareness: "Świadomość"
        }
    }

    public var unit: Unit {
        switch self {
        case .electronicLetters, .electronicIncoming, .electronicOutgoing, .deliveries, .portal, .training, .awareness: .percent
        case .services, .servicesUsed, .profiles: .count
        case .settling: .days
        case .satisfaction: .mark
        }
    }

    public var definition: String {
        switch self {
        case .electronicLetters:
            "Jaka część wszystkich pism przyjętych i wysłanych w kwartale przyszła albo wyszła elektronicznie. Bez numerów anulowanych i bez pism wewnętrznych. List hybrydowy liczy się jako papier, bo papier dostaje adresat."
        case .electronicIncoming: "Jaka część pism wpisanych do rejestru wpływów przyszła inaczej niż na papierze i do ręki."
        case .electronicOutgoing: "Jaka część pozycji rejestru wysyłek wyszła przez konto, e-Doręczenia albo ePUAP."
        case .services: "Ile usług można załatwić przez internet do końca: z podpisem i opłatą (poziom dojrzałości 3 i wyżej), stan na ostatni dzień kwartału."
        case .servicesUsed: "Ile spraw złożono przez e-usługi w kwartale."
        case .settling:
            "Środkowa liczba dni od wszczęcia do załatwienia, wśród spraw załatwionych w kwartale. Liczą się dni kalendarzowe, także te, których KPA do terminu nie wlicza."
        case .profiles: "Ile wniosków o profil zaufany punkt potwierdzający urzędu zakończył w kwartale potwierdzeniem, przedłużeniem albo unieważnieniem."
        case .deliveries:
            "Jaka część doręczeń przez ePUAP zakończonych w kwartale została odebrana przez adresata (także z odmową), a nie uznana za doręczoną po terminie."
        case .portal: "Jaka część formularzy zaczętych w portalu w kwartale została wysłana."
        case .satisfaction: "Średnia ocena od 1 do 5 w odpowiedziach na pytanie zadane po załatwieniu sprawy."
        case .training: "Jaka część pracowników z kontem w urzędzie ma ważne zaświadczenie co najmniej jednego pełnego szkolenia, na ostatni dzień kwartału."
        case .awareness: "Jaka część badanych mieszkańców bez podpowiedzi wymieniła choć jedną e-usługę swojej gminy."
        }
    }

    public var formula: String {
        switch self {
        case .electronicLetters: "(wpływy elektroniczne + wysyłki elektroniczne) ÷ (wpływy + wysyłki) × 100%"
        case .electronicIncoming: "wpływy elektroniczne ÷ wpływy × 100%"
        case .electronicOutgoing: "wysyłki elektroniczne ÷ wysyłki × 100%"
        case .services: "liczba usług na poziomie 3, 4 i 5 w ostatnim dniu"
        case .servicesUsed: "liczba złożonych formularzy"
        case .settling: "mediana (dzień załatwienia − dzień wszczęcia)"
        case .profiles: "liczba czynności zakończonych wykonaniem"
        case .deliveries: "odebrane ÷ zakończone × 100%"
        case .portal: "wysłane ÷ zaczęte × 100%"
        case .satisfaction: "suma ocen ÷ liczba odpowiedzi"
        case .training: "przeszkoleni ÷ pracownicy × 100%"
        case .awareness: "badani, którzy wymienili e-usługę ÷ badani × 100%"
        }
    }

    public var source: String {
        switch self {
        case .electronicLetters: "rejestr przesyłek wpływających i rejestr przesyłek wychodzących urzędu"
        case .electronicIncoming: "rejestr przesyłek wpływających urzędu"
        case .electronicOutgoing: "rejestr przesyłek wychodzących urzędu"
        case .services, .servicesUsed, .portal: "katalog i skrzynka e-usług urzędu"
        case .settling: "spisy spraw urzędu"
        case .profiles: "rejestr czynności punktu potwierdzającego"
        case .deliveries: "wysyłki i poświadczenia doręczenia (UPD)"
        case .satisfaction: "ankieta po sprawie"
        case .training: "rejestr zaświadczeń programu i konta pracowników"
        case .awareness: "badanie mieszkańców"
        }
    }

    public var owner: String {
        switch self {
        case .profiles: "kierownik punktu potwierdzającego"
        case .awareness, .satisfaction, .training: "biuro programu"
        default: "sekretarz urzędu"
        }
    }

    /// The value of the counts; missing where one of the counts is missing.
    public func reading(_ t: Tally) -> IndicatorReading {
        func sum(_ a: Measure, _ b: Measure) -> Int64? { t.sum(a).flatMap { x in t.sum(b).map { x + $0 } } }
        switch self {
        case .electronicLetters: return .share(sum(.incomingElectronic, .outgoingElectronic), of: sum(.incoming, .outgoing))
        case .electronicIncoming: return .share(t.sum(.incomingElectronic), of: t.sum(.incoming))
        case .electronicOutgoing: return .share(t.sum(.outgoingElectronic), of: t.sum(.outgoing))
        case .services: return .count(t[.servicesOffered].map { $0.filter { $0.key >= 3 }.values.reduce(0, +) })
        case .servicesUsed: return .count(t.sum(.servicesUsed))
        case .settling: return .median(t[.settled])
        case .profiles: return .count(t.sum(.profiles))
        case .deliveries: return .share(t.sum(.deliveriesCollected), of: t.sum(.deliveriesEnded))
        case .portal: return .share(t.sum(.portalCompleted), of: t.sum(.portalStarted))
        case .satisfaction: return .mean(t[.satisfaction])
        case .training: return .share(t.sum(.officersTrained), of: t.sum(.officers))
        case .awareness: return .share(t.sum(.surveyedAware), of: t.sum(.surveyed))
        }
    }
}
