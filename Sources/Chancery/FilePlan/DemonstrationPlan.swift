internal import Kernel

/// A file plan invented for showing the program.
///
/// It is not the annex of the regulation (Dz.U. 2011 nr 14 poz. 67) and nobody may classify real files by it: headings,
/// categories and most symbols are made up so that common matters of citizens find a place. Symbols that `ezd.md` § 2 names as
/// seen in real signs stand where they were seen. Every class carries the word "przykład".
public enum DemonstrationPlan {
    public static let name = "Wykaz przykładowy (dane do pokazu)"
    public static let basis = "Dane przykładowe do pokazu programu; nie jest to wykaz akt z rozporządzenia"
    /// Stands in the notes of every class.
    public static let mark = "przykład"

    /// The plan as an import, as if it came from a file.
    public static func plan() throws -> FilePlanImport {
        var plan = try FilePlanImport(csv: Array(csv.utf8))
        for index in plan.entries.indices {
            let notes = plan.entries[index].notes
            plan.entries[index].notes = notes.isEmpty ? mark : "\(mark); \(notes)"
        }
        return plan
    }

    private static let csv = """
        symbol;hasło;kategoria;uwagi;synonimy;termin
        0;Władze gminy;;;;
        00;Rada i burmistrz;;;;
        000;Rada gminy;;;;
        0000;Organizacja pracy rady;A;regulaminy, terminarze;;
        0001;Plany i sprawozdania rady;A;;;
        0002;Sesje rady;A;zawiadomienia, protokoły, głosowania;obrady, posiedzenie rady, transmisja sesji;
        0003;Wnioski i interpelacje radnych;A;rejestr i odpowiedzi;zapytanie radnego, interpelacja;14 dni
        0004;Przewodniczący rady;A;;;
        0005;Wnioski i postulaty mieszkańców do rady;A;spotkania z mieszkańcami;inicjatywa uchwałodawcza, zebranie wiejskie;
        005;Burmistrz;;;;
        0050;Zarządzenia burmistrza;A;;;
        0052;Pełnomocnictwa i upoważnienia;B10;;upoważnienie, pełnomocnictwo;
        05;Promocja i kontakty gminy;BE5;;herb gminy, miasto partnerskie, patronat burmistrza;
        1;Organizacja urzędu;;;;
        14;Informacje i dane;;;;
        142;Ochrona danych osobowych;BE10;;rodo, sprostowanie danych, usunięcie danych, kopia moich danych;1 miesiąc
        143;Informacja publiczna;;;;
        1430;Biuletyn Informacji Publicznej;BE5;;bip, strona internetowa;
        1431;Informacja publiczna na wniosek;BE5;;dostęp do informacji publicznej, udostępnienie informacji;informacja-publiczna
        15;Skargi, wnioski i petycje;;;;
        151;Skargi i wnioski;;;;
        1510;Skargi i wnioski załatwiane w urzędzie;A;;skarga na urzędnika, zażalenie na pracownika;skarga
        1511;Skargi i wnioski przekazane innym;B5;według właściwości;;7 dni
        152;Petycje;A;;petycja;petycja
        16;Obsługa biurowa;;;;
        161;Pieczęcie i druki;B5;;pieczątka, zamówienie druków;
        162;Zaproszenia i życzenia;Bc;;zaproszenie, podziękowanie, patronat, kondolencje;
        17;Kontrole i audyt;;;;
        171;Kontrole;;;;
        1710;Kontrole zewnętrzne w urzędzie;A;;nik, rio, wojewoda, zalecenia pokontrolne;
        1711;Kontrole własne;A;;;
        172;Audyt;A;;;
        2;Kadry i zaopatrzenie;;;;
        21;Zatrudnienie;;;;
        211;Przyjmowanie do pracy;;;;
        2110;Nabór na stanowiska;B5;ogłoszenia i protokoły naboru;oferta pracy, konkurs na stanowisko, cv, podanie o pracę;
        2111;Staże i praktyki;B5;;praktyka studencka, staż z urzędu pracy;
        212;Akta osobowe;B*;okres według prawa pracy: 10 albo 50 lat;świadectwo pracy, zatrudnienie;
        27;Zamówienia;;;;
        271;Postępowania o zamówienie publiczne;B5;;przetarg, oferta, wadium, specyfikacja;
        272;Umowy i realizacja zamówień;B10;;umowa z wykonawcą, gwarancja, protokół odbioru;
        3;Finanse;;;;
        30;Budżet;;;;
        302;Projekt budżetu i jego zmiany;A;;fundusz sołecki, budżet obywatelski;
        303;Sprawozdania budżetowe;A;;;
        31;Podatki i opłaty;;;;
        311;Stawki podatków i opłat;A;;;
        312;Pobór podatków i opłat;;;;
        3120;Wymiar podatków;B10;deklaracje i decyzje ustalające;podatek od nieruchomości, podatek rolny, podatek leśny, podatek od środków transportu, deklaracja podatkowa, informacja in-1, dn-1, nakaz płatniczy, zmiana właściciela;postepowanie-wyjasniajace
        3123;Ulgi w zapłacie podatków;B10;;umorzenie podatku, ulga w podatku, rozłożenie na raty, odroczenie terminu płatności, umorzenie zaległości;postepowanie-wyjasniajace
        3127;Zaświadczenia podatkowe;B5;;zaświadczenie o niezaleganiu, zaświadczenie o gospodarstwie rolnym, hektary przeliczeniowe;zaswiadczenie
        313;Zwrot podatku akcyzowego rolnikom;B5;;paliwo rolnicze, faktury za olej napędowy, akcyza;1 miesiąc
        316;Egzekucja należności;B10;;upomnienie, tytuł wykonawczy, komornik, zajęcie konta;
        32;Księgowość;;;;
        321;Faktury i rachunki;B5;;faktura, rachunek, nota księgowa;
        322;Nadpłaty i zwroty;B5;;nadpłata, zwrot opłaty skarbowej, pomyłkowa wpłata;
        4;Oświata, kultura i sport;;;;
        41;Kultura i zabytki;;;;
        411;Biblioteki i domy kultury;BE5;;koncert, dożynki, festyn, impreza;
        412;Zabytki;;;;
        4120;Ewidencja zabytków;A;;karta zabytku, kapliczka;
        4125;Dotacje na zabytki;BE10;;remont zabytku, remont kościoła;
        44;Szkoły i uczniowie;;;;
        442;Pomoc dla uczniów;;;;
        4424;Stypendia i zasiłki szkolne;B5;;stypendium, wyprawka szkolna, zasiłek szkolny;1 miesiąc
        4425;Dofinansowanie kształcenia młodocianych;B5;;uczeń zawodu, pracodawca;1 miesiąc
        446;Dowóz i nauka;;;;
        4464;Dowóz uczniów;B5;;autobus szkolny, dojazd do szkoły, zwrot kosztów dowozu;1 miesiąc
        4465;Obowiązek szkolny;B5;;przedszkole, rekrutacja, zapisy do szkoły;
        5;Sprawy obywatelskie i bezpieczeństwo;;;;
        51;Wybory;;;;
        511;Wybory i referenda;B5;;spis wyborców, głosowanie, obwodowa komisja wyborcza, pełnomocnik do głosowania;
        512;Konsultacje z mieszkańcami;BE5;;ankieta, konsultacje społeczne;
        52;Organizacje społeczne;;;;
        524;Konkursy ofert dla organizacji;BE5;;dotacja dla stowarzyszenia, zadanie publiczne, klub sportowy;
        526;Współpraca z organizacjami;B5;;stowarzyszenie, fundacja, koło gospodyń;
        53;Mieszkańcy i stan cywilny;;;;
        534;Mieszkańcy i dowody;;;;
        5342;Dowody osobiste;B10;;dowód osobisty, zgubiony dowód, utrata dowodu, wymiana dowodu, zastrzeżenie pesel;1 miesiąc
        5343;Rozstrzygnięcia meldunkowe;BE10;;wymeldowanie z urzędu, wymeldowanie męża, spór o zameldowanie;postepowanie-wyjasniajace
        5344;Zameldowanie i wymeldowanie;B10;;zameldowanie, meldunek, wymeldowanie, przeprowadzka, pobyt czasowy;
        5345;Udostępnianie danych mieszkańców;B5;;adres dłużnika, dane z rejestru mieszkańców, ustalenie adresu;1 miesiąc
        535;Akty stanu cywilnego;;;;
        5350;Odpisy aktów;B5;;odpis aktu urodzenia, odpis aktu małżeństwa, odpis aktu zgonu, akt urodzenia, odpis skrócony, odpis zupełny;zaswiadczenie
        5351;Małżeństwa;B50;;ślub, zaświadczenie do ślubu kościelnego, ślub w plenerze, rozwód;
        5355;Zmiana imienia i nazwiska;B50;;zmiana nazwiska, powrót do nazwiska;1 miesiąc
        54;Pojazdy i kierowcy;;;;
        541;Pojazdy;;;;
        5410;Rejestracja pojazdów;B10;zadanie powiatu;zarejestrowanie samochodu, tablice rejestracyjne, dowód rejestracyjny;
        5411;Czasowe wycofanie pojazdów;B10;zadanie powiatu;;
        543;Kierowcy;;;;
        5430;Prawa jazdy;B10;zadanie powiatu;prawo jazdy, uprawnienia kierowcy;
        5431;Szkolenie kierowców;B10;zadanie powiatu;nauka jazdy, instruktor;
        55;Bezpieczeństwo;;;;
        551;Zarządzanie kryzysowe;BE10;;powódź, wichura, zniszczony dach, szkody po burzy;
        552;Ochotnicze straże pożarne;B5;;osp, strażak, remiza;
        553;Zgromadzenia i imprezy masowe;B5;;zgromadzenie, manifestacja, impreza masowa;
        6;Środowisko, budownictwo i nieruchomości;;;;
        61;Przyroda i zwierzęta;;;;
        613;Drzewa i zieleń;;;;
        6131;Usuwanie drzew i krzewów;B5;zezwolenia i zgłoszenia;wycinka drzewa, wyciąć drzewo, ścięcie drzew, zgłoszenie zamiaru usunięcia drzewa, suche drzewo, drzewo zagraża;postepowanie-wyjasniajace
        6132;Nasadzenia i zieleń;B5;;posadzenie drzew, trawnik, koszenie trawy;
        614;Zwierzęta;;;;
        6140;Zwierzęta bezdomne;B5;;bezpański pies, schronisko, kot wolno żyjący, błąkający się pies;
        6141;Psy ras agresywnych;B5;;zezwolenie na psa, agresywny pies;1 miesiąc
        62;Ochrona środowiska;;;;
        622;Oceny i uwarunkowania;;;;
        6220;Decyzje o środowiskowych uwarunkowaniach;BE10;;decyzja środowiskowa, raport oddziaływania, karta informacyjna przedsięwzięcia;postepowanie-wyjasniajace
        6221;Opinie środowiskowe;BE5;;hałas, smród, zanieczyszczenie powietrza, dym;
        623;Odpady;;;;
        6232;Opłata za odpady komunalne;B5;deklaracje;odpady, śmieci, deklaracja śmieciowa, wywóz śmieci, harmonogram odbioru, kompostownik, pojemniki;
        6236;Nieczystości ciekłe;B5;;szambo, przydomowa oczyszczalnia, wywóz nieczystości;
        6237;Azbest i ogrzewanie;B10;;eternit, usunięcie azbestu, wymiana pieca, czyste powietrze;
        63;Woda;;;;
        633;Stosunki wodne;;;;
        6331;Zalewanie gruntów;BE10;;sąsiad zalewa działkę, naruszenie stosunków wodnych, spływ wody;postepowanie-wyjasniajace
        6332;Rowy i melioracje;B5;;rów, drenaż, zatkany przepust;
        634;Pozwolenia wodne;;;;
        6341;Pozwolenia wodnoprawne;A;do 2017 r. zadanie powiatu;;
        6342;Studnie;B5;;;
        66;Geodezja;;;;
        662;Grunty i adresy;;;;
        6621;Wypisy i wyrysy z ewidencji gruntów;B5;zadanie powiatu;wypis z rejestru gruntów, mapa ewidencyjna;7 dni
        6624;Numery domów i nazwy ulic;A;;numer porządkowy, nadanie numeru domu, nazwa ulicy, zaświadczenie o adresie;1 miesiąc
        663;Mapy i prace geodezyjne;B5;zadanie powiatu;geodeta, mapa do celów projektowych;
        67;Planowanie i budownictwo;;;;
        672;Plany;;;;
        6721;Plany miejscowe;A;;zmiana planu, przekształcenie działki na budowlaną, plan ogólny;
        6727;Wypisy i wyrysy z planu;B5;;wypis z planu miejscowego, wypis z planu zagospodarowania, przeznaczenie działki, zaświadczenie z planu;zaswiadczenie
        673;Warunki zabudowy;;;;
        6730;Decyzje o warunkach zabudowy;BE5;;warunki zabudowy, wz, wuzetka, budowa domu bez planu;postepowanie-wyjasniajace
        6733;Lokalizacja celu publicznego;BE5;;sieć, linia energetyczna, wodociąg;postepowanie-wyjasniajace
        674;Budowa;;;;
        6740;Pozwolenia na budowę;A;zadanie powiatu;pozwolenie na budowę, projekt budowlany;pozwolenie-na-budowe
        6743;Zgłoszenia budowy;B10;zadanie powiatu;zgłoszenie robót, garaż, altana, płot, ogrodzenie;zgloszenie-budowy
        68;Nieruchomości;;;;
        683;Podziały i granice;;;;
        6830;Rozgraniczenia;BE10;;granica działki, spór o granicę, rozgraniczenie;postepowanie-wyjasniajace
        6831;Podziały nieruchomości;BE10;;podział działki;postepowanie-wyjasniajace
        684;Gospodarowanie nieruchomościami;;;;
        6840;Sprzedaż nieruchomości;BE10;;kupno działki od gminy, przetarg na działkę, wykup działki;
        6845;Dzierżawa i najem gruntów;B10;;dzierżawa, najem gruntu, ogródek;
        7;Gospodarka komunalna i drogi;;;;
        70;Urządzenia komunalne;;;;
        702;Cmentarze;B10;;grób, pochówek, miejsce na cmentarzu, ekshumacja;
        703;Oświetlenie i czystość ulic;B5;;lampa, latarnia nie świeci, przystanek, plac zabaw, ławka, kosz;
        71;Mieszkania;;;;
        714;Lokale gminy;;;;
        7140;Przydział mieszkań;B10;;mieszkanie komunalne, mieszkanie socjalne, lokal zastępczy;1 miesiąc
        7145;Najem i wykup lokali;B10;;wykup mieszkania, czynsz, zamiana mieszkania, remont mieszkania;
        715;Dodatki mieszkaniowe;B5;;dodatek mieszkaniowy, dodatek energetyczny, dopłata do czynszu;1 miesiąc
        72;Drogi;;;;
        722;Utrzymanie dróg;;;;
        7221;Drogi i zjazdy;BE10;;droga, dziura w drodze, zjazd z drogi, chodnik, remont drogi, odśnieżanie, naprawa nawierzchni;
        7226;Organizacja ruchu;B10;;znak drogowy, próg zwalniający, przejście dla pieszych, parkowanie, lustro;
        723;Pas drogowy;;;;
        7230;Zajęcie pasa drogowego;B5;;zajęcie pasa drogowego, wykop w drodze, rusztowanie na chodniku, przyłącze w drodze, reklama przy drodze;postepowanie-wyjasniajace
        7231;Szkody na drogach;B5;;odszkodowanie, uszkodzone auto, wypadek na chodniku;
        73;Działalność gospodarcza;;;;
        733;Przedsiębiorcy i targowiska;B5;;ceidg, wpis do ewidencji, założenie firmy, zawieszenie działalności, targowisko;
        734;Zezwolenia dla przedsiębiorców;;;;
        7340;Sprzedaż alkoholu;B5;;zezwolenie na alkohol, koncesja na alkohol, oświadczenie o sprzedaży;1 miesiąc
        7341;Przewóz osób taksówką;B5;;licencja taxi, taksówka, zezwolenie na przewozy;1 miesiąc
        8;Zdrowie i pomoc;;;;
        81;Zdrowie;;;;
        812;Programy zdrowotne;BE5;;szczepienia, badania;
        814;Przeciwdziałanie uzależnieniom;BE5;;komisja alkoholowa, leczenie odwykowe, przemoc w rodzinie;
        82;Pomoc i świadczenia;;;;
        825;Karty i ulgi dla rodzin;B5;;karta dużej rodziny, karta seniora;
        826;Świadczenia pieniężne;B5;;zasiłek, świadczenie rodzinne, becikowe, fundusz alimentacyjny;1 miesiąc
        """
}
