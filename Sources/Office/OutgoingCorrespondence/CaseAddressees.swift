public import Chancery
internal import Kernel
public import Store

/// Those to whom a letter of a case can go: the parties, their representatives, and the one who wrote the letter it began with.
public enum CaseAddressees {
    public struct Candidate: Sendable, Hashable {
        /// What tells it apart in forms: `strona-17`, `nadawca-1`.
        public var key: String
        public var addressee: Addressee
        /// In the words of the file: `strona`, `pełnomocnik strony Nowak Anna`.
        public var role: String
        /// Gets the letter unless a person takes him off.
        public var isUsual: Bool
    }

    /// A party with a representative is reached through him (KPA art. 40 § 2).
    public static func candidates(_ c: any SQLConnection, _ file: CaseFile) throws -> [Candidate] {
        let parties = try Cases.parties(c, file.id).filter { $0.removal == nil }
        var out: [Candidate] = []
        for party in parties where party.role != .witness {
            let attorney = parties.contains { $0.represents == party.id && $0.role.actsForAnother }
            var addressee = try self.addressee(c, party)
            var role = party.role.polishName
            if party.role.actsForAnother, let represented = parties.first(where: { $0.id == party.represents }) {
                addressee.onBehalfOf = try self.addressee(c, represented).correspondent
                role += " (\(represented.label))"
            }
            addressee.isParty = party.role != .authority
            addressee.caseParty = party.role.actsForAnother ? party.represents : party.id
            if party.role == .authority { addressee.role = .copy }
            out.append(Candidate(key: "strona-\(party.id)", addressee: addressee, role: role, isUsual: !attorney && party.role != .authority))
        }
        guard out.isEmpty, let origin = file.origin, let work = try LetterWork.find(c, origin), let number = RegisterNumber(work.reference),
            let letter = try IncomingRegister.find(c, number)
        else { return out }
        for (index, sender) in letter.metadata.senders.enumerated() where sender.designation != .unknown {
            var addressee = Addressee(sender)
            addressee.isParty = true
            out.append(Candidate(key: "nadawca-\(index + 1)", addressee: addressee, role: "nadawca pisma \(number)", isUsual: index == 0))
        }
        return out
    }

    private static func addressee(_ c: any SQLConnection, _ party: CaseParty) throws -> Addressee {
        guard let card = try Contacts.find(c, ContactID(party.contact))?.card else {
            // The address book forgot him; the file remembers the name.
            return Addressee(Correspondent(.institution(name: party.label)))
        }
        var addressee = Addressee(card.correspondent)
        addressee.electronicAddress = card.channels.first { $0.kind == .eDelivery }?.value
        return addressee
    }
}
