internal import Chancery
internal import Exchange
internal import Typesetting

/// How the office and its correspondents stand on letters, envelopes and in documents.
public enum OfficeLetterhead {
    static func head(_ office: OfficeRecord, unit: String) -> LetterSheet.Letterhead {
        LetterSheet.Letterhead(name: office.name, address: [unit, "\(office.street), \(office.postCode) \(office.town)"].filter { !$0.isEmpty })
    }

    /// As on an envelope: name, street, post code and town.
    static func senderLines(_ office: OfficeRecord) -> [String] { [office.name, office.street, "\(office.postCode) \(office.town)"] }

    /// Given names first, as people are addressed.
    static func name(_ correspondent: Correspondent) -> String {
        switch correspondent.designation {
        case .institution(let name): name
        case .person(let surname, let givenNames): givenNames.isEmpty ? surname : "\(givenNames) \(surname)"
        case .unknown: "adresat nieustalony"
        }
    }

    static func lines(_ correspondent: Correspondent) -> [String] { [name(correspondent)] + correspondent.address.lines }

    static func party(_ correspondent: Correspondent, withAddress: Bool) -> DocumentParty {
        var party: DocumentParty
        switch correspondent.designation {
        case .institution(let name): party = DocumentParty(.institution(name: name, regon: ""))
        case .person(let surname, let givenNames): party = DocumentParty(.person(surname: surname, givenNames: givenNames, pesel: ""))
        case .unknown: party = DocumentParty(.institution(name: "adresat nieustalony", regon: ""))
        }
        guard withAddress else { return party }
        let a = correspondent.address
        (party.postCode, party.town, party.street, party.building, party.flat, party.country) = (a.postCode, a.town, a.street, a.building, a.flat, a.country)
        return party
    }
}
