/// The way chosen for one addressee.
public struct AddresseeOrder: Sendable, Hashable {
    /// Place among the addressees of the final version, from 1.
    public var position: Int
    public var proposal: ChannelProposal
    public var channel: DispatchChannel
    /// Needed where the channel is not the proposed one (R4.4).
    public var overrideReason: String

    public init(position: Int, proposal: ChannelProposal, channel: DispatchChannel? = nil, overrideReason: String = "") {
        self.position = position
        self.proposal = proposal
        self.channel = channel ?? proposal.channel
        self.overrideReason = overrideReason
    }
}

/// A letter to be sent, at the revision the person saw.
public struct DispatchOrder: Sendable, Hashable {
    public var letter: LetterAt
    /// Addressees not named here are sent to another time.
    public var addressees: [AddresseeOrder]
    /// One entry of the register for all addressees of a channel, under this name (mass mailing); `nil` for an entry each.
    public var groupName: String?

    public init(_ letter: LetterAt, addressees: [AddresseeOrder], groupName: String? = nil) {
        self.letter = letter
        self.addressees = addressees
        self.groupName = groupName
    }
}

/// One line of the list that a person confirms before a batch is sent.
public struct ConfirmationRow: Sendable, Hashable {
    public var letter: OutgoingLetterID
    public var title: String
    public var sign: String
    public var position: Int
    public var addressee: String
    public var channel: DispatchChannel
    public var reason: String
    public var overrideReason: String
    /// What has to be mended first; the line is not sent.
    public var obstacle: String?
}
