internal import Chancery
internal import Kernel
internal import Store

/// Deliveries of decisions and orders, told to the case, which counts from them when each is final for each party (R4.6).
enum DeliveryFinality {
    /// The decision is known in the case by the letter's identifier (`PISMO-17`).
    static func record(_ c: any SQLConnection, _ id: DispatchID, by performer: Performer, at now: Instant) throws {
        guard let row = try Dispatch.find(c, id), let origin = row.caseReference?.id, let day = row.state.effectiveDay else { return }
        let file = try Cases.successor(c, of: origin)
        guard let delivery = try Dispatch.delivery(c, id), delivery.isParty, let kind = kind(delivery.kinds),
            let party = try party(c, file, delivery)
        else { return }
        let known = try Cases.finality(c, file, decision: row.letter.identifier).first { $0.party == party }
        guard known?.delivered != day else { return }
        try Cases.recordFinality(
            c, file, decision: row.letter.identifier, kind: kind, CaseFinality.Party(party: party, delivered: day), by: performer, at: now)
    }

    private static func kind(_ kinds: [String]) -> RulingKind? {
        kinds.contains(LetterTemplateKind.decision.polishName) ? .decision : kinds.contains(LetterTemplateKind.order.polishName) ? .order : nil
    }

    private static func party(_ c: any SQLConnection, _ file: CaseID, _ delivery: PartyDelivery) throws -> CasePartyID? {
        let parties = try Cases.parties(c, file).filter { $0.removal == nil && ($0.role == .party || $0.role == .participant) }
        if let chosen = delivery.caseParty {
            // In a case carried on the same person is another row.
            let contact = try Cases.contact(c, of: chosen)
            return parties.first { $0.id == chosen || $0.contact == contact }?.id
        }
        for party in parties {
            if let card = try Contacts.find(c, ContactID(party.contact))?.card, card.correspondent.isSurely(delivery.party) { return party.id }
        }
        // A name tells a party only where one party bears it.
        let named = parties.filter { $0.label == delivery.party.label }
        return named.count == 1 ? named.first?.id : nil
    }
}
