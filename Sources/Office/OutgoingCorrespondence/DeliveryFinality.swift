internal import Chancery
internal import Kernel
internal import Store

/// Deliveries of decisions, told to the case, which counts from them when each party's decision is final (R4.6).
/// Orders (postanowienia) are left out: their complaint has a term of its own (KPA art. 141).
enum DeliveryFinality {
    /// The decision is known in the case by the letter's identifier (`PISMO-17`).
    static func record(_ c: any SQLConnection, _ id: DispatchID, by performer: Performer, at now: Instant) throws {
        guard let row = try Dispatch.find(c, id), let file = row.caseReference?.id, let day = row.state.effectiveDay else { return }
        let deliveries = try Dispatch.deliveries(c, case: file).filter {
            $0.dispatch == id && $0.isParty && $0.kinds.contains(LetterTemplateKind.decision.polishName)
        }
        guard let delivery = deliveries.first, let party = try party(c, file, delivery.party) else { return }
        let known = try Cases.finality(c, file, decision: row.letter.identifier).first { $0.party == party }
        guard known?.delivered != day else { return }
        try Cases.recordFinality(
            c, file, decision: row.letter.identifier, CaseFinality.Party(party: party, delivered: day), by: performer, at: now)
    }

    private static func party(_ c: any SQLConnection, _ file: CaseID, _ who: Correspondent) throws -> CasePartyID? {
        for party in try Cases.parties(c, file) where party.removal == nil && (party.role == .party || party.role == .participant) {
            if party.label == who.label { return party.id }
            if let card = try Contacts.find(c, ContactID(party.contact))?.card, card.correspondent.key == who.key { return party.id }
        }
        return nil
    }
}
