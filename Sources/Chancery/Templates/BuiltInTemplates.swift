/// The notices that the program must be able to draft (`ezd.md` § 4.9).
///
/// Wording for demonstration, in plain Polish: the office approves it or puts its own in its place. Provisions are cited from the Code of
/// Administrative Procedure (KPA, Dz.U. 2025 poz. 1691) and the acts named in the text.
enum BuiltInTemplates {
    static let all: [BuiltInTemplate] = proceedings + calls + settlements + clauses

    private static let proceedings: [BuiltInTemplate] = [
        BuiltInTemplate(
            BuiltInTemplateKey.commencement, "Zawiadomienie o wszczęciu postępowania (art. 61 § 4 KPA)", .notice,
            title: "Zawiadomienie o wszczęciu postępowania w sprawie {{sprawa.przedmiot}}",
            """
            Na podstawie art. 61 § 4 Kodeksu postępowania administracyjnego zawiadamiam, że {{sprawa.data_wszczecia}} wszczęto postępowanie w sprawie {{sprawa.przedmiot}}.

            {{#wplyw.data}}
            Postępowanie wszczęto na wniosek, który wpłynął {{wplyw.data}}.
            {{/wplyw.data}}
            {{^wplyw.data}}
            Postępowanie wszczęto z urzędu.
            {{/wplyw.data}}

            Strony mogą brać czynny udział w każdym stadium postępowania: przeglądać akta, robić notatki i kopie, składać wyjaśnienia, dowody i wnioski. Akta są dostępne w miejscu: {{tresc.miejsce}}.

            Prosimy zawiadamiać nas o każdej zmianie adresu, także adresu do doręczeń elektronicznych. Jeśli tego zabraknie, pismo wysłane pod dotychczasowy adres uznaje się za doręczone (art. 41 KPA).
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.delay, "Zawiadomienie o niezałatwieniu sprawy w terminie (art. 36 KPA)", .notice,
            title: "Zawiadomienie o nowym terminie załatwienia sprawy {{sprawa.znak}}",
            """
            Na podstawie art. 36 Kodeksu postępowania administracyjnego zawiadamiam, że sprawy {{sprawa.przedmiot}} nie załatwimy w terminie.

            Przyczyna: {{tresc.przyczyna}}.

            **Nowy termin załatwienia sprawy: {{termin.data}}**

            ## Pouczenie

            Strona może wnieść ponaglenie, jeśli sprawy nie załatwiono w terminie (bezczynność) albo postępowanie trwa dłużej, niż to konieczne (przewlekłość). Ponaglenie wnosi się do {{organ.wyzszy}} za naszym pośrednictwem. Trzeba w nim podać uzasadnienie (art. 37 KPA).
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.accessToFile, "Zawiadomienie o zebraniu materiału dowodowego (art. 10 § 1 KPA)", .notice,
            title: "Zawiadomienie o możliwości zapoznania się z aktami sprawy {{sprawa.znak}}",
            """
            Na podstawie art. 10 § 1 Kodeksu postępowania administracyjnego zawiadamiam, że zebraliśmy dowody i materiały w sprawie {{sprawa.przedmiot}}.

            Przed wydaniem decyzji strony mogą zapoznać się z aktami oraz wypowiedzieć się co do zebranych dowodów i materiałów i zgłoszonych żądań.

            Akta są dostępne w miejscu: {{tresc.miejsce}}. Prosimy zrobić to w ciągu {{termin.dni}} dni od doręczenia tego pisma.

            Po tym terminie wydamy decyzję na podstawie zebranych materiałów.
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.negativeAssessment, "Wskazanie niewykazanych przesłanek (art. 79a KPA)", .notice,
            title: "Informacja o przesłankach, których nie wykazano w sprawie {{sprawa.znak}}",
            """
            Na podstawie art. 79a Kodeksu postępowania administracyjnego informuję, że na dzień tego pisma w sprawie {{sprawa.przedmiot}} nie wykazano przesłanek zależnych od strony:

            {{tresc.przeslanki}}

            Może to spowodować decyzję niezgodną z żądaniem. W ciągu {{termin.dni}} dni od doręczenia tego pisma można przedłożyć dodatkowe dowody na ich spełnienie.
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.suspension, "Zawieszenie postępowania z urzędu (art. 97 § 1 KPA)", .order,
            title: "Postanowienie o zawieszeniu postępowania w sprawie {{sprawa.znak}}",
            """
            Na podstawie art. 97 § 1 i art. 101 § 1 Kodeksu postępowania administracyjnego

            **zawieszam z urzędu postępowanie w sprawie {{sprawa.przedmiot}}.**

            ## Uzasadnienie

            {{tresc.przyczyna}}

            {{tresc.uzasadnienie}}

            ## Pouczenie

            Na postanowienie służy zażalenie do {{organ.wyzszy}}. Wnosi się je za naszym pośrednictwem w terminie 7 dni od doręczenia postanowienia. W czasie zawieszenia nie biegną terminy przewidziane w Kodeksie (art. 103 KPA).
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.suspensionOnRequest, "Zawieszenie postępowania na wniosek strony (art. 98 § 1 KPA)", .order,
            title: "Postanowienie o zawieszeniu postępowania na wniosek w sprawie {{sprawa.znak}}",
            """
            Na podstawie art. 98 § 1 i art. 101 § 1 Kodeksu postępowania administracyjnego

            **zawieszam na wniosek strony postępowanie w sprawie {{sprawa.przedmiot}}.**

            ## Uzasadnienie

            Strona, na której żądanie wszczęto postępowanie, wniosła o jego zawieszenie. Inne strony się nie sprzeciwiły, a zawieszenie nie zagraża interesowi społecznemu.

            ## Pouczenie

            Jeśli w ciągu 3 lat od dnia zawieszenia żadna strona nie zwróci się o podjęcie postępowania, żądanie jego wszczęcia uważa się za wycofane (art. 98 § 2 KPA). Na postanowienie służy zażalenie do {{organ.wyzszy}}, wnoszone za naszym pośrednictwem w terminie 7 dni od doręczenia.
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.resumption, "Podjęcie zawieszonego postępowania (art. 97 § 2 KPA)", .order,
            title: "Postanowienie o podjęciu postępowania w sprawie {{sprawa.znak}}",
            """
            Na podstawie art. 97 § 2 Kodeksu postępowania administracyjnego

            **podejmuję zawieszone postępowanie w sprawie {{sprawa.przedmiot}}.**

            ## Uzasadnienie

            Ustąpiła przyczyna zawieszenia: {{tresc.przyczyna}}.

            Przewidywany termin załatwienia sprawy: {{termin.data}}.
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.discontinuation, "Umorzenie postępowania (art. 105 KPA)", .decision,
            title: "Decyzja o umorzeniu postępowania w sprawie {{sprawa.znak}}",
            """
            Na podstawie art. 104 i art. 105 Kodeksu postępowania administracyjnego

            **umarzam postępowanie w sprawie {{sprawa.przedmiot}}.**

            ## Uzasadnienie

            {{tresc.przyczyna}}

            {{tresc.uzasadnienie}}

            ## Pouczenie

            Od decyzji służy odwołanie do {{organ.wyzszy}}. Wnosi się je za naszym pośrednictwem w terminie 14 dni od doręczenia decyzji. W tym terminie można zrzec się prawa do odwołania. Gdy zrzekną się go wszystkie strony, decyzja staje się ostateczna i prawomocna (art. 127a KPA).
            """),
    ]

    private static let calls: [BuiltInTemplate] = [
        BuiltInTemplate(
            BuiltInTemplateKey.completion, "Wezwanie do usunięcia braków podania (art. 64 § 2 KPA)", .call,
            title: "Wezwanie do uzupełnienia podania: {{wplyw.tytul}}",
            """
            Na podstawie art. 64 § 2 Kodeksu postępowania administracyjnego wzywam do uzupełnienia podania z {{wplyw.data_na_pismie}}, które wpłynęło {{wplyw.data}}{{#wplyw.numer}} (nr {{wplyw.numer}}){{/wplyw.numer}}.

            **Trzeba uzupełnić:** {{tresc.braki}}.

            **Termin: {{termin.dni}} dni od dnia doręczenia tego wezwania.**

            Jeśli braki nie zostaną usunięte w tym terminie, pozostawimy podanie bez rozpoznania.

            Odpowiedź można wysłać na adres do doręczeń elektronicznych{{#urzad.ade}} {{urzad.ade}}{{/urzad.ade}}, pocztą albo złożyć w urzędzie: {{urzad.adres}}. Prosimy podać znak {{sprawa.znak}}.
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.summons, "Wezwanie (art. 50 i 54 KPA)", .call,
            title: "Wezwanie w sprawie {{sprawa.znak}}",
            """
            Na podstawie art. 50 § 1 i art. 54 Kodeksu postępowania administracyjnego {{organ.nazwa}} wzywa:

            **{{tresc.osoba}}**

            w sprawie {{sprawa.przedmiot}}, do {{tresc.cel_wezwania}}.

            - Termin: {{termin.data}}{{#termin.godzina}}, godz. {{termin.godzina}}{{/termin.godzina}}
            - Miejsce: {{tresc.miejsce}}

            Stawić się można osobiście albo przez pełnomocnika, jeśli wezwanie nie wymaga osobistego udziału. Zamiast stawiennictwa można złożyć wyjaśnienie na piśmie, gdy charakter sprawy na to pozwala.

            ## Skutki niezastosowania się do wezwania

            Kto mimo prawidłowego wezwania nie stawi się bez uzasadnionej przyczyny jako świadek lub biegły albo bezzasadnie odmówi zeznań lub innego udziału w czynności, może zostać ukarany grzywną do 50 zł, a za ponowne niezastosowanie się – do 200 zł (art. 88 § 1 KPA).
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.forwarding, "Przekazanie podania według właściwości (art. 65 § 1 KPA)", .notice,
            title: "Przekazanie podania według właściwości: {{wplyw.tytul}}",
            """
            Na podstawie art. 65 § 1 Kodeksu postępowania administracyjnego przekazuję {{tresc.organ_wlasciwy}} podanie z {{wplyw.data_na_pismie}}, które wpłynęło do nas {{wplyw.data}}, dotyczące: {{wplyw.tytul}}.

            ## Uzasadnienie

            Nie jesteśmy właściwi w tej sprawie: {{tresc.uzasadnienie_wlasciwosci}}.

            Podanie wniesione do niewłaściwego organu przed upływem terminu uważa się za wniesione z zachowaniem terminu (art. 65 § 2 KPA).
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.termRestored, "Przywrócenie terminu (art. 58 i 59 KPA)", .order,
            title: "Postanowienie o przywróceniu terminu w sprawie {{sprawa.znak}}",
            """
            Na podstawie art. 58 i art. 59 § 1 Kodeksu postępowania administracyjnego

            **przywracam termin w sprawie {{sprawa.przedmiot}}.**

            ## Uzasadnienie

            Zainteresowany uprawdopodobnił, że uchybienie nastąpiło bez jego winy: {{tresc.przyczyna}}. Prośbę wniósł w ciągu 7 dni od ustania przyczyny i jednocześnie dopełnił czynności.
            """),
    ]

    private static let settlements: [BuiltInTemplate] = [
        BuiltInTemplate(
            BuiltInTemplateKey.complaintSettled, "Zawiadomienie o sposobie załatwienia skargi (art. 237 i 238 KPA)", .notice,
            title: "Zawiadomienie o sposobie załatwienia skargi: {{wplyw.tytul}}",
            """
            Na podstawie art. 237 § 3 i art. 238 § 1 Kodeksu postępowania administracyjnego zawiadamiam o sposobie załatwienia skargi, która wpłynęła {{wplyw.data}}, dotyczącej: {{wplyw.tytul}}.

            **Rozstrzygnięcie:** {{tresc.rozstrzygniecie}}.

            ## Uzasadnienie

            {{tresc.uzasadnienie}}

            ## Pouczenie

            Jeśli skargę uznano za bezzasadną, a skarżący ponowi ją bez wskazania nowych okoliczności, możemy podtrzymać poprzednie stanowisko i tylko odnotować to w aktach, bez zawiadamiania skarżącego (art. 239 § 1 KPA).
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.publicInformationExtension, "Przedłużenie terminu udostępnienia informacji publicznej", .notice,
            title: "Nowy termin udostępnienia informacji publicznej w sprawie {{sprawa.znak}}",
            """
            Na podstawie art. 13 ust. 2 ustawy z 6 września 2001 r. o dostępie do informacji publicznej zawiadamiam, że informacji, o którą wniesiono {{wplyw.data}}, nie udostępnimy w ciągu 14 dni.

            Powód opóźnienia: {{tresc.przyczyna}}.

            **Informację udostępnimy do {{termin.data}}**, nie później niż w ciągu 2 miesięcy od złożenia wniosku.
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.certificate, "Zaświadczenie (art. 217 KPA)", .certificate,
            title: "Zaświadczenie: {{tresc.osoba}}",
            """
            Na podstawie art. 217 Kodeksu postępowania administracyjnego, na żądanie z {{wplyw.data_na_pismie}}, zaświadcza się, że

            **{{tresc.osoba}}** {{tresc.ustalenia}}.

            Zaświadczenie wydaje się na podstawie ewidencji, rejestrów i innych danych, które posiada {{organ.nazwa}}.
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.certificateRefusal, "Odmowa wydania zaświadczenia (art. 219 KPA)", .order,
            title: "Postanowienie o odmowie wydania zaświadczenia w sprawie {{sprawa.znak}}",
            """
            Na podstawie art. 219 Kodeksu postępowania administracyjnego

            **odmawiam wydania zaświadczenia żądanego we wniosku z {{wplyw.data_na_pismie}}.**

            ## Uzasadnienie

            {{tresc.uzasadnienie}}

            ## Pouczenie

            Na postanowienie służy zażalenie do {{organ.wyzszy}}. Wnosi się je za naszym pośrednictwem w terminie 7 dni od doręczenia postanowienia.
            """),
    ]

    private static let clauses: [BuiltInTemplate] = [
        BuiltInTemplate(
            BuiltInTemplateKey.finality, "Klauzula ostateczności decyzji", .clause,
            title: "Klauzula ostateczności decyzji {{tresc.decyzja}}",
            """
            **Stwierdzam, że decyzja {{tresc.decyzja}} stała się ostateczna {{ostatecznosc.data}}.**

            {{tresc.uzasadnienie}}
            """),
        BuiltInTemplate(
            BuiltInTemplateKey.personalData, "Informacja o danych osobowych – zebranych od tej osoby (art. 13 RODO)", .clause,
            title: "Informacja o przetwarzaniu danych osobowych", personalData(source: "")),
        BuiltInTemplate(
            BuiltInTemplateKey.personalDataFromOthers, "Informacja o danych osobowych – zebranych z innego źródła (art. 14 RODO)", .clause,
            title: "Informacja o przetwarzaniu danych osobowych z innego źródła",
            personalData(source: "- **Skąd mamy dane:** {{tresc.zrodlo_danych}}.\n")),
    ]

    private static func personalData(source: String) -> String {
        """
        ## Jak przetwarzamy dane osobowe

        - **Administrator danych:** {{organ.nazwa}}, {{urzad.adres}}{{#urzad.email}}, {{urzad.email}}{{/urzad.email}}.
        - **Inspektor ochrony danych:** {{iod.kontakt}}.
        - **Po co i na jakiej podstawie:** {{tresc.cel_przetwarzania}}.
        \(source)- **Komu możemy je przekazać:** podmiotom, którym każe to zrobić prawo, oraz dostawcom usług, z którymi zawarliśmy umowę powierzenia.
        - **Jak długo:** {{tresc.okres_przechowywania}}.
        - **Prawa:** dostęp do danych, ich sprostowanie, a w przypadkach z RODO także usunięcie, ograniczenie przetwarzania i sprzeciw.
        - **Skarga:** do Prezesa Urzędu Ochrony Danych Osobowych.
        - **Czy trzeba podać dane:** podanie danych wymaganych przepisami jest obowiązkowe; bez nich nie rozpatrzymy sprawy.

        Nie podejmujemy decyzji wyłącznie automatycznie i nie profilujemy.
        """
    }
}
