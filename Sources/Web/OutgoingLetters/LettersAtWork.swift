internal import Chancery
internal import Exchange
internal import Foundation
internal import Hummingbird
internal import Kernel
internal import Law
internal import NIOCore
internal import Office
internal import Store

/// What the routes of outgoing letters share.
extension Desk {
    /// The letter of an address, for somebody who may read it.
    func outgoing(_ request: Request, _ context: OfficerContext) async throws -> (worker: OfficerAtWork, letter: OutgoingLetter) {
        let worker = try await officer(request, context)
        let id = OutgoingLetterID(try context.number("id"))
        let rights = worker.rights, approving = worker.approving
        let letter = try await worker.office.database.read { c in
            guard let letter = try OutgoingLetters.find(c, id) else { throw Problem(.notFound, "Nie ma pisma \(id.identifier).") }
            if let asked = letter.waitingFor, approving.mayActFor(asked) { return letter }
            try OutgoingAccess.read(c, letter, by: rights)
            return letter
        }
        return (worker, letter)
    }

    func rendering(_ office: OfficeHouse) -> LetterRendering { LetterRendering(office: office, typesetter: typesetter) }

    /// The way to send that the law prefers, for each addressee, as far as the office knows him.
    ///
    /// - Parameter parties: how many of all the addressees are parties, where only some are asked about.
    func proposals(_ office: OfficeHouse, _ addressees: [Addressee], parties: Int? = nil, startDay: Day?, on day: Day) async throws -> [ChannelProposal?] {
        let boxes = Set(addressees.prefix(200).compactMap { $0.correspondent.identifiers.replyBox })
        let bodies = try await publicBodies(boxes)
        let isLegacy = startDay.flatMap { DeliveryCascadeRule.inForce(DeliveryCascadeRule.all, on: $0) }?.epuap == .everyone
        let parties = parties ?? addressees.count(where: \.isParty)
        return addressees.map { addressee in
            var facts = ChannelProposal.facts(addressee)
            if let box = addressee.correspondent.identifiers.replyBox, bodies.contains(box) { facts.recipient.kind = .publicBody }
            facts.isLegacyPlatformCase = isLegacy
            facts.isManyParties = parties > ChannelFacts.manyParties
            return ChannelProposal.cascade(facts, on: day)
        }
    }

    private func publicBodies(_ boxes: Set<String>) async throws -> Set<String> {
        guard !boxes.isEmpty else { return [] }
        return try await house.platform.read { c in
            try boxes.filter { box in
                guard let address = BoxAddress(box) else { return false }
                return try PlatformDirectory.podmiot(c, address.podmiot)?.kind == .publicBody
            }
        }
    }

    static func pdf(_ bytes: [UInt8], name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "application/pdf", .contentDisposition: "inline; filename*=UTF-8''\(PercentCoding.encode(name))",
                .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'",
                .cacheControl: "private, no-store",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension OfficerAtWork {
    /// The same person, with the units he heads: for accepting and signing.
    var approving: ApprovingOfficer { ApprovingOfficer(acting, heads: rights.headedUnits) }

    /// Writing a letter on: its author, who stands in for him, and whoever leads its case.
    func mayEdit(_ c: any SQLConnection, _ letter: OutgoingLetter) throws -> Bool {
        if letter.author == acting.officer || letter.author == acting.inPlaceOf?.officer { return true }
        return try OutgoingAccess.decide(c, .workCase, on: letter, by: rights).isAllowed
    }

    func requireEdit(_ c: any SQLConnection, _ letter: OutgoingLetter) throws {
        guard try mayEdit(c, letter) else { throw Problem(.forbidden, "To pismo pisze kto inny: \(letter.authorName). Możesz je przeczytać.") }
    }

    /// The unit in which a letter is written, with its name.
    func unit(_ c: any SQLConnection, _ id: UnitID? = nil, on day: Day) throws -> (id: UnitID, name: String) {
        let unit = id ?? acting.unit
        return (unit, try Organisation.unit(c, unit, on: day)?.name ?? "")
    }
}
