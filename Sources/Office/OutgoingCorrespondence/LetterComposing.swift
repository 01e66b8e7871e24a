public import Chancery
public import Kernel
internal import Law
internal import Markup
public import Store

/// A letter begun from a template: what the program knows is filled in, what it does not know stays to be written.
public enum LetterComposing {
    /// Everything that fields can be filled from.
    public struct Sources: Sendable {
        public var office: OfficeRecord
        public var file: CaseFile?
        public var addressees: [Addressee]
        public var officer: ActingOfficer
        public var unitName: String
        public var today: Day

        public init(office: OfficeRecord, file: CaseFile?, addressees: [Addressee], officer: ActingOfficer, unitName: String, today: Day) {
            self.office = office
            self.file = file
            self.addressees = addressees
            self.officer = officer
            self.unitName = unitName
            self.today = today
        }
    }

    /// - Parameter template: `nil` for a letter written from nothing.
    public static func content(_ c: any SQLConnection, _ template: LetterTemplate?, _ s: Sources) throws -> LetterContent {
        var metadata = OutgoingMetadata(title: s.file.map { "W sprawie \($0.sign)" } ?? "Pismo")
        var body = ""
        if let template {
            let merged = try template.merged(try values(c, s))
            metadata.title = String(merged.title.prefix(RegistrationRules.maximumTitle))
            metadata.kinds = [template.content.kind.polishName]
            body = merged.body.text
        }
        metadata.access = s.file?.access ?? .notPublic
        return LetterContent(metadata: metadata, body: body, addressees: s.addressees)
    }

    /// Templates with the likely one first: what a case needs at its beginning, and when its term has passed.
    public static func likelyFirst(_ templates: [LetterTemplate], for file: CaseFile?, on day: Day) -> [LetterTemplate] {
        guard let file else { return templates }
        // A template made for the class goes before any guess.
        if let first = templates.first, first.content.classes.contains(where: { file.sign.symbol.hasPrefix($0) }) { return templates }
        let key = file.due.map { $0 < day } == true ? BuiltInTemplateKey.delay : file.state == .new ? BuiltInTemplateKey.commencement : nil
        guard let key, let at = templates.firstIndex(where: { $0.builtIn == key }) else { return templates }
        return [templates[at]] + templates[..<at] + templates[(at + 1)...]
    }

    /// Values of merge fields by name; what is not known is left out.
    static func values(_ c: any SQLConnection, _ s: Sources) throws -> [String: String] {
        var out = [
            "urzad.nazwa": s.office.name, "urzad.adres": "\(s.office.street), \(s.office.postCode) \(s.office.town)", "urzad.miejscowosc": s.office.town,
            "referent.nazwisko": s.officer.name, "referent.stanowisko": s.officer.post, "referent.komorka": s.unitName,
        ]
        if let file = s.file {
            out["sprawa.znak"] = file.sign.description
            out["sprawa.tytul"] = file.title
            out["sprawa.przedmiot"] = lowered(file.title)
            out["sprawa.data_wszczecia"] = long(file.startDay)
            out["sprawa.strony"] = try Cases.parties(c, file.id).filter { $0.removal == nil && $0.role == .party }.map(\.label).joined(separator: ", ")
            try finality(c, file, s.today, &out)
            if let due = file.extendedTo { out["termin.data"] = long(due) }
            if let origin = file.origin, let work = try LetterWork.find(c, origin), let number = RegisterNumber(work.reference),
                let letter = try IncomingRegister.find(c, number)
            {
                out["wplyw.data"] = long(letter.arrivalDay)
                out["wplyw.numer"] = number.description
                out["wplyw.znak"] = letter.metadata.foreignSign
                out["wplyw.tytul"] = letter.metadata.title
                if let day = letter.metadata.letterDate?.day { out["wplyw.data_na_pismie"] = long(day) }
            }
        }
        let main = s.addressees.filter { $0.role == .addressee }
        if main.count == 1 {
            out["adresat.nazwa"] = OfficeLetterhead.name(main[0].correspondent)
            out["adresat.adres"] = main[0].correspondent.address.lines.joined(separator: ", ")
            out["adresat.zwrot"] = greeting(main[0].correspondent)
        } else if main.count > 1 {
            out["adresat.zwrot"] = "Szanowni Państwo"
        }
        return out
    }

    /// The one decision of the case that is final, for the clause; with several a person chooses.
    private static func finality(_ c: any SQLConnection, _ file: CaseFile, _ today: Day, _ out: inout [String: String]) throws {
        let final = try Cases.rulings(c, file.id, today: today, calendar: try WorkCalendar.load(c)).filter {
            $0.kind == .decision && $0.finality.isFinal(on: today) != nil
        }
        guard final.count == 1, let ruling = final.first, let day = ruling.finality.isFinal(on: today) else { return }
        out["ostatecznosc.data"] = long(day)
        out["tresc.decyzja"] = try RulingName.text(c, ruling.name)
    }

    static func greeting(_ correspondent: Correspondent) -> String {
        guard case .person = correspondent.designation else { return "Szanowni Państwo" }
        guard let pesel = correspondent.identifiers.pesel, let sex = (try? PESEL(checking: pesel))?.sex else { return "Szanowna Pani, Szanowny Panie" }
        return sex == .female ? "Szanowna Pani" : "Szanowny Panie"
    }

    private static func long(_ day: Day) -> String { PolishTypography.long(day).replacing("\u{A0}", with: " ") + " r." }

    /// The title of a case after the words "w sprawie"; a name written in capitals stays.
    private static func lowered(_ title: String) -> String {
        guard let first = title.first, let second = title.dropFirst().first, !second.isUppercase else { return title }
        return first.lowercased() + title.dropFirst()
    }
}
