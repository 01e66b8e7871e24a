internal import Chancery
internal import Kernel
internal import Store

/// The sender of a letter becomes a party of the case that the letter begins, with name and address as they stand in the letter.
enum SendersAsParties {
    static func add(_ c: any SQLConnection, _ sender: Correspondent, to id: CaseID, by officer: ActingOfficer, at now: Instant) throws {
        if case .unknown = sender.designation { return }
        let contact = try Contacts.fromLetter(c, sender, by: officer.performer, at: now)
        try Cases.addParty(
            c, to: id, contact: contact?.number ?? CaseParty.unlisted, role: .party, label: sender.label, address: sender.address.lines.joined(separator: "\n"),
            by: officer, at: now)
    }
}
