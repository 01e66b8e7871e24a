internal import Chancery
internal import Kernel
internal import Law
internal import Office
internal import Store

/// What waits to be sent, a line for the addressees of one letter who go the same way.
struct DispatchLine: Sendable {
    var letter: LetterAt
    var title: String
    var sign: String
    /// The first addressee, and how many others.
    var addressees: String
    /// Places among the letter's addressees, from 1.
    var positions: [Int]
    var proposal: ChannelProposal?
    /// What has to be done first; the line cannot be sent as proposed.
    var obstacle: String?
    var waitingSince: Instant

    /// As it travels in forms: letter, revision, channel.
    var value: String { "\(letter.id)~\(letter.revision)~\(proposal?.channel.rawValue ?? "")" }
    var mayBeSent: Bool { proposal != nil && obstacle == nil }
}

extension Desk {
    /// The program or the office can send by it today.
    func works(_ channel: DispatchChannel) -> Bool { !channel.isElectronic || DispatchSending.connected(withMail: sendsMail).contains(channel) }

    /// The lines of letters, in the order of the letters.
    func dispatchLines(_ office: OfficeHouse, _ rows: [OutgoingLetterRow], on day: Day) async throws -> [DispatchLine] {
        var out: [DispatchLine] = []
        for row in rows { out += try await dispatchLines(office, row.id, waitingSince: row.waitingSince, on: day) }
        return out
    }

    func dispatchLines(_ office: OfficeHouse, _ id: OutgoingLetterID, waitingSince: Instant? = nil, on day: Day) async throws -> [DispatchLine] {
        let (found, sent, startDay, format) = try await office.database.read { c in
            let letter = try OutgoingLetters.find(c, id)
            return (
                letter, Set(try Dispatch.dispatches(c, of: id).filter(\.isCurrent).map(\.position)),
                try letter?.caseReference.flatMap { try Cases.find(c, $0.id) }?.startDay, try OutgoingLetters.signature(c, id)?.content.format
            )
        }
        guard let letter = found, letter.state == .signed || letter.state == .dispatched else { return [] }
        let addressees = letter.version.content.addressees
        let proposals = try await proposals(office, addressees, startDay: startDay, on: day)
        var groups: [(channel: DispatchChannel?, positions: [Int], proposal: ChannelProposal?)] = []
        for (index, proposal) in proposals.enumerated() where !sent.contains(index + 1) {
            let proposal = format == .paper ? proposal.map(Desk.onPaper) : proposal
            if let at = groups.firstIndex(where: { $0.channel == proposal?.channel }) {
                groups[at].positions.append(index + 1)
            } else {
                groups.append((proposal?.channel, [index + 1], proposal))
            }
        }
        return groups.map { group in
            let first = addressees[group.positions[0] - 1].correspondent.label
            let obstacle: String? =
                if let proposal = group.proposal {
                    works(proposal.channel) ? nil : "„\(proposal.channel.polishName)” nie jest jeszcze podłączone. Wybierz inny sposób"
                } else {
                    "Nie wiadomo, jak wysłać. Wybierz sposób"
                }
            return DispatchLine(
                letter: LetterAt(id, revision: letter.revision), title: letter.version.content.metadata.title,
                sign: letter.sign ?? letter.caseReference?.sign ?? letter.identifier,
                addressees: group.positions.count > 1 ? "\(first) i inni (\(group.positions.count))" : first, positions: group.positions,
                proposal: group.proposal, obstacle: obstacle, waitingSince: waitingSince ?? letter.changedAt)
        }
    }

    /// A letter signed by hand has no file to send; of the open ways the first on paper is left.
    private static func onPaper(_ proposal: ChannelProposal) -> ChannelProposal {
        guard proposal.channel.carriesFile, let other = proposal.alternatives.first(where: { !$0.channel.isElectronic && $0.channel != .inPerson }) else {
            return proposal
        }
        return ChannelProposal(
            channel: other.channel, reason: "Pismo podpisano na papierze. \(other.reason)", alternatives: proposal.alternatives.filter { $0.channel != other.channel })
    }

    /// A group of addressees stands in the register as one entry.
    static func groupName(_ count: Int) -> String? { count > 5 ? "adresaci według rozdzielnika (\(count))" : nil }

    static func order(_ lines: [DispatchLine]) -> [DispatchOrder] {
        var out: [DispatchOrder] = []
        for line in lines where line.mayBeSent {
            guard let proposal = line.proposal else { continue }
            let addressees = line.positions.map { AddresseeOrder(position: $0, proposal: proposal) }
            if let at = out.firstIndex(where: { $0.letter.id == line.letter.id }) {
                out[at].addressees += addressees
                out[at].groupName = groupName(out[at].addressees.count)
            } else {
                out.append(DispatchOrder(line.letter, addressees: addressees, groupName: groupName(addressees.count)))
            }
        }
        return out
    }
}

extension OfficerAtWork {
    /// Sending is the work of the chancery point; whoever has it sees what he needs for it, and no more.
    func requireSending() throws { try rights.decide(.register).require() }
}
