internal import Chancery

/// One thing that can be done in a case; the raw value is the end of its address.
enum CaseAct: String, Sendable, CaseIterable {
    case note = "notatka"
    case rewriteNote = "popraw-notatke"
    case file = "plik"
    case removeElement = "wylacz"
    case edit = "popraw"
    case reassign = "prowadzacy"
    case addParty = "dodaj-strone"
    case removeParty = "usun-strone"
    case delivery = "doreczenie"
    case appeal = "odwolanie"
    case appealEnd = "wynik-odwolania"
    case setTerm = "termin"
    case extend = "przedluz"
    case exclude = "okres"
    case endExclusion = "koniec-okresu"
    case suspend = "zawies"
    case resume = "podejmij"
    case settle = "zalatw"
    case unsettle = "cofnij-zalatwienie"
    case reopen = "wznow"
    case forward = "przekaz"
    case mistaken = "omylkowa"
    case join = "polacz"
    case separate = "rozlacz"
    case split = "wydziel"
    case startAnew = "kontynuuj"
    case relate = "powiaz"
    case share = "udostepnij"
    case revoke = "cofnij-udostepnienie"
    case reword = "popraw-wpis"

    /// As it stands on a button.
    var button: String {
        switch self {
        case .note: "Dodaj notatkę"
        case .rewriteNote: "Popraw notatkę"
        case .file: "Dodaj plik"
        case .removeElement: "Wyłącz z akt"
        case .edit: "Popraw dane"
        case .reassign: "Przekaż innej osobie"
        case .addParty: "Dodaj stronę"
        case .removeParty: "Usuń stronę"
        case .delivery: "Zapisz doręczenie"
        case .appeal: "Zapisz odwołanie"
        case .appealEnd: "Wynik odwołania"
        case .setTerm: "Zmień termin"
        case .extend: "Zawiadom o zwłoce (art. 36)"
        case .exclude: "Dodaj okres niewliczany"
        case .endExclusion: "Zakończ okres"
        case .suspend: "Zawieś postępowanie"
        case .resume: "Podejmij postępowanie"
        case .settle: "Załatwiono"
        case .unsettle: "Cofnij załatwienie"
        case .reopen: "Wznów sprawę"
        case .forward: "Przekaż według właściwości"
        case .mistaken: "Założona omyłkowo"
        case .join: "Połącz z inną sprawą"
        case .separate: "Rozłącz sprawę"
        case .split: "Wydziel część do nowej sprawy"
        case .startAnew: "Zacznij na nowo pod nowym znakiem"
        case .relate: "Powiąż ze sprawą"
        case .share: "Udostępnij akta"
        case .revoke: "Cofnij udostępnienie"
        case .reword: "Popraw opis czynności"
        }
    }

    /// What the banner says afterwards.
    var done: String {
        switch self {
        case .note: "Zapisano notatkę."
        case .rewriteNote: "Poprawiono notatkę. Poprzednia treść została w aktach."
        case .file: "Dodano plik do akt."
        case .removeElement: "Wyłączono element z akt."
        case .edit: "Zapisano dane sprawy."
        case .reassign: "Sprawę prowadzi teraz inna osoba."
        case .addParty: "Dodano stronę."
        case .removeParty: "Usunięto stronę ze sprawy."
        case .delivery: "Zapisano doręczenie."
        case .appeal: "Zapisano odwołanie."
        case .appealEnd: "Zapisano, co stało się z odwołaniem."
        case .setTerm: "Zmieniono termin."
        case .extend: "Zapisano nowy termin. Wyślij zawiadomienie do stron."
        case .exclude: "Zapisano okres. Termin jest policzony na nowo."
        case .endExclusion: "Zakończono okres. Termin biegnie dalej."
        case .suspend: "Zawieszono postępowanie. Termin nie biegnie."
        case .resume: "Podjęto postępowanie. Termin biegnie dalej."
        case .settle: "Sprawa jest załatwiona. Gdy wrócą dowody doręczenia, zakończ ją."
        case .unsettle: "Cofnięto załatwienie sprawy."
        case .reopen: "Wznowiono sprawę."
        case .forward: "Przekazano sprawę według właściwości."
        case .mistaken: "Oznaczono sprawę jako założoną omyłkowo."
        case .join: "Połączono sprawy."
        case .separate: "Rozłączono sprawę."
        case .split: "Wydzielono nową sprawę. Znaki obu spraw są w powiązaniach."
        case .startAnew: "Założono sprawę pod nowym znakiem. Znaki obu spraw są w powiązaniach."
        case .relate: "Powiązano sprawy."
        case .share: "Udostępniono akta."
        case .revoke: "Cofnięto udostępnienie."
        case .reword: "Poprawiono opis czynności."
        }
    }

    /// The change of state it makes; `nil` for acts inside a file.
    var event: CaseEvent? {
        switch self {
        case .suspend: .suspend
        case .resume: .resume
        case .settle: .settle
        case .unsettle: .unsettle
        case .reopen: .reopen
        case .forward: .forward
        case .mistaken: .markMistaken
        case .join: .join
        case .separate: .separate
        default: nil
        }
    }

    /// Open also to those who only add to the file of another unit.
    var isAdding: Bool { [.note, .file].contains(self) }

    /// Opens another case, to which the person is led.
    var opensCase: Bool { self == .split || self == .startAnew }

    /// Whether it is offered in a case as it stands; the domain decides again when it is done.
    func isOffered(_ file: CaseFile, _ sight: CaseSight) -> Bool {
        guard isAdding ? sight.mayAdd : sight.work.isAllowed else { return false }
        if let event { return CaseWorkflow.allowed(from: file.state).contains(event) }
        switch self {
        // Deliveries and appeals come after the settlement; relations, shares and wording never change the file itself.
        case .delivery, .appeal, .appealEnd, .relate, .revoke, .reword: return true
        case .share: return !file.isArchived
        case .startAnew: return file.state.isCompleted
        case .extend: return file.state.isRunning
        default: return !file.state.isLocked
        }
    }

    /// Acts behind the button "Więcej", in their order.
    static let menu: [CaseAct] = [
        .file, .edit, .reassign, .suspend, .resume, .unsettle, .forward, .join, .separate, .split, .startAnew, .relate, .share, .mistaken,
    ]
}
