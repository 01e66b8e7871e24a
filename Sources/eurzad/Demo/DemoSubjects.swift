/// What invented people write to an office about.
enum DemoSubjects {
    struct Subject: Sendable {
        var title: String
        var kind: String
        var text: [String]
    }

    static let all: [Subject] = [
        Subject(
            title: "Prośba o naprawę chodnika przy ul. Polnej", kind: "wniosek",
            text: [
                "Proszę o naprawę chodnika przy ul. Polnej, na wysokości szkoły.",
                "Płyty są popękane. Po deszczu stoi tam woda, a dzieci wchodzą na jezdnię.",
            ]),
        Subject(
            title: "Wniosek o zezwolenie na usunięcie drzewa, dz. 214/3", kind: "wniosek",
            text: [
                "Proszę o zezwolenie na usunięcie dębu szypułkowego z działki nr 214/3.",
                "Pień ma na wysokości 130 cm obwód 164 cm. Drzewo pochyla się w stronę domu.",
            ]),
        Subject(
            title: "Wniosek o zaświadczenie o niezaleganiu w podatkach", kind: "wniosek",
            text: ["Proszę o zaświadczenie o niezaleganiu w podatkach i opłatach. Potrzebuję go do banku."]),
        Subject(
            title: "Zgłoszenie zajęcia pasa drogowego", kind: "wniosek",
            text: ["Zgłaszam zajęcie pasa drogowego drogi gminnej na 3 dni. Będziemy wymieniać przyłącze wodociągowe."]),
        Subject(
            title: "Skarga na odśnieżanie ul. Górnej", kind: "skarga",
            text: ["Od trzech dni nikt nie odśnieżył ul. Górnej. Karetka nie mogła podjechać pod dom nr 12."]),
        Subject(
            title: "Zapytanie o termin wymiany lamp przy ul. Leśnej", kind: "inne pismo",
            text: ["Proszę o informację, kiedy lampy przy ul. Leśnej zostaną wymienione na oszczędne."]),
        Subject(
            title: "Wniosek o dodatek mieszkaniowy – uzupełnienie", kind: "wniosek",
            text: ["W załączeniu przesyłam zaświadczenie o dochodach, o które prosił urząd."]),
        Subject(
            title: "Odwołanie od decyzji w sprawie podatku rolnego", kind: "odwołanie",
            text: ["Nie zgadzam się z powierzchnią gruntów przyjętą w decyzji. Proszę o ponowne sprawdzenie ewidencji."]),
        Subject(
            title: "Wniosek o wypis z planu miejscowego", kind: "wniosek",
            text: ["Proszę o wypis i wyrys z planu miejscowego dla działki 88/1, obręb wskazany na mapie."]),
        Subject(
            title: "Propozycja ławki przy przystanku", kind: "inne pismo",
            text: ["Starsi mieszkańcy proszą o ławkę przy przystanku. Zebraliśmy 43 podpisy."]),
    ]
}
