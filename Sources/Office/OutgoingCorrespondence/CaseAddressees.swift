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

    /// A party with a representative is reached through him (KPA art. 40 § 2). The answer goes to the box the letter of this case was sent from,
    /// not to one the same person used in another matter.
    public static func candidates(_ c: any SQLConnection, _ file: CaseFile) throws -> [Candidate] {
        let parties = try Cases.parties(c, file.id).filter { $0.removal == nil }
        let origin = try self.origin(c, file)
        let senders = origin?.metadata.senders.filter { $0.designation != .unknown } ?? []
        var out: [Candidate] = []
        for party in parties where party.role != .witness {
            let attorney = parties.contains { $0.represents == party.id && $0.role.actsForAnother }
            var addressee = try self.addressee(c, party, writing: senders)
            var role = party.role.polishName
            if party.role.actsForAnother, let represented = parties.first(where: { $0.id == party.represents }) {
                addressee.onBehalfOf = try self.addressee(c, represented, writing: senders).correspondent
                role += " (\(represented.label))"
            }
            addressee.isParty = party.role != .authority
            addressee.caseParty = party.role.actsForAnother ? party.represents : party.id
            if party.role == .authority { addressee.role = .copy }
            out.append(Candidate(key: "strona-\(party.id)", addressee: addressee, role: role, isUsual: !attorney && party.role != .authority))
        }
        guard out.isEmpty, let origin else { return out }
        for (index, sender) in senders.enumerated() {
            var addressee = Addressee(sender)
            addressee.isParty = true
            out.append(Candidate(key: "nadawca-\(index + 1)", addressee: addressee, role: "nadawca pisma \(origin.number)", isUsual: index == 0))
        }
        return out
    }

    /// The letter the case began with.
    private static func origin(_ c: any SQLConnection, _ file: CaseFile) throws -> IncomingLetter? {
        guard let origin = file.origin, let work = try LetterWork.find(c, origin), let number = RegisterNumber(work.reference) else { return nil }
        return try IncomingRegister.find(c, number)
    }

    private static func addressee(_ c: any SQLConnection, _ party: CaseParty, writing senders: [Correspondent]) throws -> Addressee {
        guard let card = try Contacts.find(c, ContactID(party.contact))?.card else {
            // The address book forgot him; the file remembers the name.
            return Addressee(Correspondent(.institution(name: party.label)))
        }
        var addressee = Addressee(card.correspondent)
        addressee.electronicAddress = card.channels.first { $0.kind == .eDelivery }?.value
        let keys = card.senderKeys
        if let box = senders.first(where: { keys.contains($0.key) })?.identifiers.replyBox { addressee.correspondent.identifiers.replyBox = box }
        return addressee
    }
}
