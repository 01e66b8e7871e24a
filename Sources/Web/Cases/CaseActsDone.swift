internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Reads an act's form and calls the domain; runs inside the transaction of the act.
struct ActDoing {
    let c: any SQLConnection
    let hand: CaseAtHand
    let worker: OfficerAtWork
    let values: FormValues
    let target: ActTarget
    let now: Instant
    /// The version of the case that the person saw.
    let version: Int64
    let calendar: OfficialCalendar

    private var file: CaseFile { hand.file }
    private var id: CaseID { hand.file.id }
    private var acting: ActingOfficer { worker.acting }
    private var today: Day { PolishTime.day(of: now) }
    private func isDayOff(_ day: Day) -> Bool { !calendar.isWorkingDay(day) }
    private var forms: CaseActForms { CaseActForms(c: c, hand: hand, worker: worker, target: target, today: today) }

    private func text(_ name: String) -> String { values[name] ?? "" }

    private func wrong(_ field: String, _ message: String) -> Problems { Problems([Problem(.invalidInput, message, field: field)]) }

    private func dayOrNil(_ name: String) throws -> Day? {
        guard let text = values[name] else { return nil }
        guard let day = ClerkDate.day(text, today: today) else { throw wrong(name, "Tej daty nie da się odczytać. Wpisz na przykład 12.03.2026") }
        return day
    }

    private func day(_ name: String) throws -> Day {
        guard let day = try dayOrNil(name) else { throw wrong(name, "Wpisz datę") }
        return day
    }

    private func choice<T: RawRepresentable<String>>(_ name: String, as type: T.Type = T.self) throws -> T {
        guard let value = values[name].flatMap({ T(rawValue: $0) }) else { throw wrong(name, "Wybierz z listy") }
        return value
    }

    /// The case named by its sign, which the person may see.
    private func other() throws -> CaseAtHand {
        guard let typed = values["znak"] else { throw wrong("znak", "Wpisz znak drugiej sprawy") }
        let found = try Cases.find(c, typed: typed)
        guard let first = found.first, found.count == 1 else {
            throw wrong("znak", found.isEmpty ? "Nie ma sprawy o takim znaku. Sprawdź go w spisie spraw" : "Pasuje kilka spraw. Wpisz znak z kropkami")
        }
        let sight = try Cases.sight(c, first, acting: acting, rights: worker.rights)
        if sight.extent == .nothing { throw wrong("znak", "Nie masz dostępu do tej sprawy: \(sight.reason)") }
        return CaseAtHand(file: first, sight: sight)
    }

    /// Does the act and tells where it leads: to a part of this case's page, or to the case it opened.
    func location(after act: CaseAct) throws -> String {
        if act.opensCase {
            try hand.sight.work.require()
            let opened = try act == .split ? split() : startAnew()
            return CasePlace.file(opened.sign).link(["zrobiono": act.rawValue])
        }
        let tab = try perform(act)
        return CasePlace.file(file.sign).link(["karta": tab == .file ? nil : tab.rawValue, "zrobiono": act.rawValue])
    }

    /// - Returns: the part of the page to show afterwards.
    private func perform(_ act: CaseAct) throws -> CaseFilePage.Tab {
        if act.isAdding { try hand.sight.requireAdding() } else { try hand.sight.work.require() }
        switch act {
        case .note:
            let content = CaseElementContent(.note, title: text("tytul"), date: PartialDate(today), access: try choice("dostep"), text: values.typed("tekst"))
            try Cases.add(c, content, to: id, by: acting, at: now)
            return .file
        case .rewriteNote:
            try Cases.rewriteNote(c, try forms.element().id, title: text("tytul"), text: values.typed("tekst"), by: acting, at: now)
            return .file
        case .split, .startAnew: throw Problem(.internalFault, "Nie udało się założyć sprawy. Spróbuj ponownie.", cause: "these acts lead to another case")
        case .file: throw Problem(.internalFault, "Nie udało się dodać pliku. Spróbuj ponownie.", cause: "files are added with their bytes")
        case .removeElement:
            try Cases.remove(c, try forms.element().id, reason: text("powod"), by: acting, at: now)
            return .file
        case .edit:
            let edit = Cases.Edit(title: text("tytul"), description: text("opis"), remarks: text("uwagi"), access: try choice("dostep"))
            try Cases.edit(c, id, version: version, edit, by: acting, at: now)
            return .file
        case .reassign: return try reassign()
        case .addParty:
            try Cases.addParty(
                c, to: id, contact: CaseParty.unlisted, role: try choice("rola"), represents: values["reprezentuje"].flatMap { CasePartyID($0) },
                label: text("strona"), address: text("adres"), by: acting, at: now)
            return .parties
        case .removeParty:
            try Cases.removeParty(c, try forms.party().id, reason: text("powod"), by: acting, at: now)
            return .parties
        case .delivery: return try delivery()
        case .appeal: return try appeal()
        case .appealEnd: return try appealEnd()
        case .setTerm: return try setTerm()
        case .extend:
            try Cases.extend(
                c, id, version: version, to: try day("termin"), cause: text("przyczyna"), document: text("dokument"), by: acting, at: now, isDayOff: isDayOff)
            return .terms
        case .exclude:
            let exclusion = CaseExclusion(
                try choice("rodzaj"), from: try day("od"), to: try dayOrNil("do"), basis: text("podstawa"), document: text("dokument"))
            try Cases.exclude(c, id, exclusion, by: acting, at: now, isDayOff: isDayOff)
            return .terms
        case .endExclusion:
            try Cases.endExclusion(c, id, try choice("rodzaj"), lastDay: try day("do"), by: acting, at: now, isDayOff: isDayOff)
            return .terms
        case .suspend:
            try Cases.suspend(
                c, id, version: version, from: try day("dzien"), basis: text("podstawa"), document: text("dokument"), by: acting, at: now, isDayOff: isDayOff)
            return .file
        case .resume:
            try Cases.resume(c, id, version: version, on: try day("dzien"), document: text("dokument"), by: acting, at: now, isDayOff: isDayOff)
            return .file
        case .settle:
            try Cases.settle(c, id, version: version, on: try day("dzien"), document: text("dokument"), by: acting, at: now)
            return .file
        case .unsettle:
            try Cases.unsettle(c, id, version: version, reason: text("powod"), by: acting, at: now)
            return .file
        case .reopen:
            try Cases.reopen(c, id, version: version, basis: text("podstawa"), reason: text("powod"), due: try dayOrNil("termin"), by: acting, at: now)
            return .file
        case .forward:
            try Cases.forward(c, id, version: version, to: text("organ"), on: try day("dzien"), document: text("dokument"), by: acting, at: now)
            return .file
        case .mistaken:
            try Cases.markMistaken(c, id, version: version, reason: text("powod"), by: acting, at: now)
            return .file
        case .join:
            let other = try other()
            try other.sight.work.require()
            try Cases.join(c, id, version: version, into: other.file.id, reason: text("powod"), by: acting, at: now)
            return .file
        case .separate:
            try Cases.separate(c, id, version: version, reason: text("powod"), by: acting, at: now)
            return .file
        case .relate:
            let other = try other()
            try Cases.relate(c, id, try choice("rodzaj"), to: other.file.id, by: acting, at: now)
            return .links
        case .share: return try share()
        case .revoke:
            guard let number = target.number, try CaseSharing.shares(c, id).contains(where: { $0.id == number }) else {
                throw Problem(.notFound, "Nie ma takiego udostępnienia albo już je cofnięto.")
            }
            try CaseSharing.revoke(c, number, by: acting, at: now)
            return .links
        case .reword:
            guard let position = target.number else { throw Problem(.notFound, "Nie ma takiego wpisu w metryce sprawy.") }
            try Metryka.reword(c, case: id, position: position, to: text("czynnosc"), by: acting, at: now)
            return .metryka
        }
    }

    private func draft() throws -> CaseDraft {
        guard let symbol = values["klasa"].flatMap({ ClassSymbol($0) }) else { throw wrong("klasa", "Wpisz symbol klasy, same cyfry, na przykład 6131") }
        var draft = CaseDraft(symbol, title: text("tytul"))
        draft.access = try choice("dostep")
        draft.officer = values["prowadzacy"].flatMap { OfficerID($0) }
        return draft
    }

    /// What was ticked of the elements that the form offered.
    private func legacy() throws -> CaseLegacy {
        let chosen = Set(values.all("element").compactMap { Int64($0) })
        let elements = try forms.legacyElements().filter { chosen.contains($0.position) && hand.sight.sees($0) }
        guard elements.count == chosen.count else { throw wrong("element", "Akta się zmieniły. Zaznacz dokumenty jeszcze raz") }
        return CaseLegacy(elements: elements.map(\.id), takesParties: values["strony"] == "tak")
    }

    private func split() throws -> OpenedCase {
        try CaseOpenings.split(c, file, version: version, try draft(), taking: try legacy(), acting: acting, rights: worker.rights, at: now)
    }

    private func startAnew() throws -> OpenedCase {
        var number: RegisterNumber?
        if let typed = values["pismo"] {
            guard let known = RegisterNumber(typed) else { throw wrong("pismo", "Numer pisma wygląda tak: RPW/17/2026") }
            number = known
        }
        return try CaseOpenings.startAnew(
            c, file, version: version, try draft(), from: number, taking: try legacy(), reason: text("powod"), acting: acting, rights: worker.rights, at: now)
    }

    private func reassign() throws -> CaseFilePage.Tab {
        guard let keeper = values["prowadzacy"].flatMap({ OfficerID($0) }),
            let found = try Organisation.staff(c, of: file.unit, on: today).first(where: { $0.officer.id == keeper })
        else { throw wrong("prowadzacy", "Wybierz osobę z listy") }
        try Cases.reassign(c, id, version: version, to: keeper, name: found.officer.name, by: acting, at: now)
        return .file
    }

    private func delivery() throws -> CaseFilePage.Tab {
        let party = try forms.party()
        guard let decision = values["decyzja"] else { throw wrong("decyzja", "Wpisz, jakie rozstrzygnięcie doręczono") }
        guard decision.count <= 200 else { throw wrong("decyzja", "Skróć tekst do 200 znaków") }
        let known = CaseFinality.Party(party: party.id, delivered: try dayOrNil("doreczono"), waived: try dayOrNil("zrzeczenie"))
        guard known.delivered != nil || known.waived != nil else { throw wrong("doreczono", "Wpisz co najmniej jedną datę") }
        for (field, day) in [("doreczono", known.delivered), ("zrzeczenie", known.waived)] {
            if let day, day > today { throw wrong(field, "Data nie może być późniejsza niż dziś") }
        }
        let kind = values["rodzaj"].flatMap { RulingKind(rawValue: $0) }
        try Cases.recordFinality(c, id, decision: decision, kind: kind, known, by: acting, at: now)
        return .parties
    }

    private func ruling() throws -> String {
        guard let name = values["decyzja"], try Cases.decisions(c, id).contains(name) else { throw wrong("decyzja", "Wybierz rozstrzygnięcie z listy") }
        return name
    }

    private func appeal() throws -> CaseFilePage.Tab {
        let party = try forms.party(), decision = try ruling()
        var letter: IncomingLetter?
        if let text = values["pismo"] {
            guard let number = RegisterNumber(text), let found = try IncomingRegister.find(c, number) else {
                throw wrong("pismo", "Nie ma takiego pisma. Wpisz numer, na przykład RPW/17/2026")
            }
            guard try Cases.cases(c, of: .incoming(found.id)).contains(id) else { throw wrong("pismo", "Tego pisma nie ma w aktach sprawy. Najpierw je dołącz") }
            letter = found
        }
        let typedWay = values["sposob"].flatMap { FilingWay(rawValue: $0) }
        guard let way = typedWay ?? letter.flatMap({ FilingWay($0.channel) }) else {
            throw wrong("sposob", letter == nil ? "Wybierz, jak wniesiono" : "Pismo przyszło na papierze. Sprawdź na kopercie, kto je przewiózł")
        }
        guard let received = try dayOrNil("wplynelo") ?? letter?.arrivalDay else { throw wrong("wplynelo", "Wpisz dzień wpływu albo numer pisma") }
        let handedIn = try dayOrNil("nadano") ?? letter?.metadata.postingDate?.day ?? (way.needsProofOfReceipt ? letter?.arrivalDay : nil)
        for (field, day) in [("nadano", handedIn), ("wplynelo", received)] {
            if let day, day > today { throw wrong(field, "Data nie może być późniejsza niż dziś") }
        }
        // A letter that an electronic channel brought in has its proof of receipt; of one that is only told about nobody knows.
        let filing = Filing(way: way, handedIn: handedIn, received: received, hasProofOfReceipt: letter?.channel.isElectronic ?? !way.needsProofOfReceipt)
        try Cases.recordAppeal(
            c, id, decision: decision, party: party.id, FiledAppeal(filing, letter: letter?.number.description ?? ""), by: acting, at: now)
        return .parties
    }

    private func appealEnd() throws -> CaseFilePage.Tab {
        let day = try dayOrNil("dzien")
        if let day, day > today { throw wrong("dzien", "Data nie może być późniejsza niż dziś") }
        try Cases.endAppeal(c, id, decision: try ruling(), party: try forms.party().id, try choice("wynik"), on: day, by: acting, at: now)
        return .parties
    }

    private func setTerm() throws -> CaseFilePage.Tab {
        var settling = SettlingTerm()
        if let kind = values["rodzaj"].flatMap({ StatutoryTermKind(rawValue: $0) }) {
            settling = SettlingTerm(kind, on: hand.file.startDay)
        } else if let typed = values["ile"] {
            let unit: CaseTerm.Unit = try choice("jednostka")
            guard let known = Int(typed).flatMap({ CaseTerm($0, unit) }) else { throw wrong("ile", "Wpisz liczbę od 1 do 10 000") }
            settling.term = known
        }
        try Cases.setTerm(c, id, version: version, settling.term, basis: settling.basis, reason: text("powod"), by: acting, at: now, isDayOff: isDayOff)
        return .terms
    }

    private func share() throws -> CaseFilePage.Tab {
        guard let unit = values["komorka"].flatMap({ UnitID($0) }), let known = worker.rights.tree[unit] else { throw wrong("komorka", "Wybierz komórkę z listy") }
        let person = values["pracownik"].flatMap { OfficerID($0) }
        if let person, try !Organisation.staff(c, of: unit, on: today).contains(where: { $0.officer.id == person }) {
            throw wrong("pracownik", "Ta osoba nie pracuje w komórce \(known.code). Wybierz inną")
        }
        var element: CaseElementID?
        if let position = values["element"] {
            guard let found = try Int64(position).flatMap({ try Cases.element(c, id, position: $0) }) else { throw wrong("element", "Wybierz element z listy") }
            element = found.id
        }
        let until = try dayOrNil("do")
        if let until, until < today { throw wrong("do", "Ostatni dzień nie może być wcześniejszy niż dziś") }
        try CaseSharing.share(c, id, with: unit, officer: person, element: element, mayAdd: values["dodaje"] == "tak", until: until, by: acting, at: now)
        return .links
    }
}
