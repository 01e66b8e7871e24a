/// A place in a template that is filled from the office, the case, the party or the letter (pole korespondencji seryjnej).
public struct MergeField: Sendable, Hashable {
    public enum Group: String, Sendable, CaseIterable {
        case office = "Urząd"
        case caseFile = "Sprawa"
        case addressee = "Adresat"
        case letter = "Pismo"
        case incoming = "Pismo, na które odpowiadamy"
        case dates = "Terminy"
        case officer = "Prowadzący sprawę"
        case details = "Treść do uzupełnienia"
    }
    /// As it stands between the braces: `sprawa.znak`.
    public var name: String
    /// For the person who writes templates.
    public var description: String
    public var example: String
    public var group: Group

    init(_ group: Group, _ name: String, _ description: String, _ example: String) {
        self.group = group
        self.name = name
        self.description = description
        self.example = example
    }

    public static func named(_ name: String) -> MergeField? { byName[name] }
    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// Every field there is, in the order in which people are shown them.
    public static let all: [MergeField] = [
        MergeField(.office, "urzad.nazwa", "Nazwa urzędu", "Urząd Gminy Przykładowo"),
        MergeField(.office, "urzad.adres", "Adres urzędu w jednym wierszu", "ul. Rynek 1, 55-000 Przykładowo"),
        MergeField(.office, "urzad.miejscowosc", "Miejscowość, która stoi przy dacie", "Przykładowo"),
        MergeField(.office, "urzad.telefon", "Telefon urzędu", "71 000 00 00"),
        MergeField(.office, "urzad.email", "Adres e-mail urzędu", "urzad@example.pl"),
        MergeField(.office, "urzad.ade", "Adres do doręczeń elektronicznych", "AE:PL-00000-00000-AAAAA-00"),
        MergeField(.office, "organ.nazwa", "Organ w mianowniku", "Wójt Gminy Przykładowo"),
        MergeField(.office, "organ.wyzszy", "Organ wyższego stopnia w dopełniaczu", "Samorządowego Kolegium Odwoławczego"),
        MergeField(.office, "iod.kontakt", "Kontakt do inspektora ochrony danych", "iod@example.pl"),
        MergeField(.caseFile, "sprawa.znak", "Znak sprawy", "OR.1431.1.2026"),
        MergeField(.caseFile, "sprawa.tytul", "Tytuł sprawy", "Wniosek o udostępnienie informacji"),
        MergeField(.caseFile, "sprawa.przedmiot", "Przedmiot sprawy po słowach „w sprawie”", "zmiany decyzji o warunkach zabudowy"),
        MergeField(.caseFile, "sprawa.data_wszczecia", "Dzień wszczęcia sprawy", "2 marca 2026 r."),
        MergeField(.caseFile, "sprawa.strony", "Strony postępowania, po przecinku", "Anna Nowak, Jan Łoś"),
        MergeField(.addressee, "adresat.nazwa", "Imię i nazwisko albo nazwa adresata", "Anna Nowak"),
        MergeField(.addressee, "adresat.adres", "Adres adresata w jednym wierszu", "ul. Polna 2, 55-000 Przykładowo"),
        MergeField(.addressee, "adresat.zwrot", "Zwrot na początku pisma", "Szanowna Pani"),
        MergeField(.addressee, "adresat.znak", "Znak, którym posługuje się adresat", "AB.12.2026"),
        MergeField(.letter, "pismo.znak", "Znak pisma, nadawany przy akceptacji", "OR.1431.1.2026.3"),
        MergeField(.letter, "pismo.data", "Data pisma", "12 marca 2026 r."),
        MergeField(.letter, "pismo.podstawa", "Podstawa prawna pisma", "art. 155 Kodeksu postępowania administracyjnego"),
        MergeField(.letter, "pismo.podpisujacy", "Kto podpisuje: imię, nazwisko i stanowisko", "Jan Kowalski, Wójt Gminy"),
        MergeField(.incoming, "wplyw.data", "Dzień wpływu pisma do urzędu", "2 marca 2026 r."),
        MergeField(.incoming, "wplyw.data_na_pismie", "Data, którą nosi pismo", "28 lutego 2026 r."),
        MergeField(.incoming, "wplyw.numer", "Numer w rejestrze przesyłek wpływających", "RPW/17/2026"),
        MergeField(.incoming, "wplyw.znak", "Znak, który nadał nadawca", "AB.12.2026"),
        MergeField(.incoming, "wplyw.tytul", "Czego dotyczy pismo", "wniosek o wydanie zaświadczenia"),
        MergeField(.dates, "termin.data", "Nowy albo wyznaczony termin", "30 kwietnia 2026 r."),
        MergeField(.dates, "termin.dni", "Liczba dni na wykonanie wezwania", "7"),
        MergeField(.dates, "termin.godzina", "Godzina stawienia się", "10.00"),
        MergeField(.dates, "ostatecznosc.data", "Dzień, w którym decyzja stała się ostateczna", "15 kwietnia 2026 r."),
        MergeField(.officer, "referent.nazwisko", "Imię i nazwisko prowadzącego sprawę", "Ewa Rybak"),
        MergeField(.officer, "referent.stanowisko", "Stanowisko prowadzącego sprawę", "inspektor"),
        MergeField(.officer, "referent.komorka", "Komórka organizacyjna", "Referat Organizacyjny"),
        MergeField(.officer, "referent.telefon", "Telefon prowadzącego sprawę", "71 000 00 01"),
        MergeField(.officer, "referent.email", "E-mail prowadzącego sprawę", "ewa.rybak@example.pl"),
        MergeField(.details, "tresc.przyczyna", "Przyczyna: zwłoki, zawieszenia, umorzenia", "konieczność uzyskania opinii"),
        MergeField(.details, "tresc.braki", "Braki, które trzeba uzupełnić", "podpis pod wnioskiem"),
        MergeField(.details, "tresc.organ_wlasciwy", "Organ, któremu przekazujemy pismo, w celowniku", "Staroście Przykładowskiemu"),
        MergeField(.details, "tresc.uzasadnienie_wlasciwosci", "Dlaczego ten organ jest właściwy", "sprawa dotyczy drogi powiatowej"),
        MergeField(.details, "tresc.cel_wezwania", "W jakim celu i w jakim charakterze wzywamy", "złożenia zeznań w charakterze świadka"),
        MergeField(.details, "tresc.miejsce", "Miejsce stawienia się albo zapoznania z aktami", "pokój 12, I piętro"),
        MergeField(.details, "tresc.osoba", "Imię i nazwisko osoby, której dotyczy pismo", "Anna Nowak"),
        MergeField(.details, "tresc.ustalenia", "Ustalenia, które zaświadczamy albo przedstawiamy", "jest zameldowana na pobyt stały"),
        MergeField(.details, "tresc.decyzja", "Oznaczenie decyzji: znak i data", "OR.6730.1.2026 z 12 marca 2026 r."),
        MergeField(.details, "tresc.rozstrzygniecie", "Sposób załatwienia", "skarga jest bezzasadna"),
        MergeField(.details, "tresc.uzasadnienie", "Uzasadnienie faktyczne i prawne", "Kontrola wykazała, że…"),
        MergeField(.details, "tresc.przeslanki", "Przesłanki, których nie wykazano", "zgoda właściciela nieruchomości"),
        MergeField(.details, "tresc.cel_przetwarzania", "Cel i podstawa przetwarzania danych", "rozpatrzenie wniosku – art. 6 ust. 1 lit. c RODO"),
        MergeField(.details, "tresc.okres_przechowywania", "Jak długo przechowujemy dane", "5 lat od zakończenia sprawy"),
        MergeField(.details, "tresc.zrodlo_danych", "Skąd mamy dane, gdy nie od tej osoby", "ewidencja gruntów i budynków"),
    ]
}
