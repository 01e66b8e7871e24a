internal import Chancery
internal import struct Hummingbird.RouterPath

/// Addresses of people and bodies.
enum ContactPlace: Address, Hashable {
    case contacts, newContact, duplicates
    case contact(ContactID), edit(ContactID), reveal(ContactID), merge(ContactID, ContactID), different(ContactID, ContactID), undo(ContactID, ContactMergeID)

    var link: String {
        switch self {
        case .contacts: Pattern.contacts.rawValue
        case .newContact: Pattern.newContact.rawValue
        case .duplicates: Pattern.duplicates.rawValue
        case .contact(let id): "/ezd/osoby/\(id)"
        case .edit(let id): "/ezd/osoby/\(id)/popraw"
        case .reveal(let id): "/ezd/osoby/\(id)/pesel"
        case .merge(let id, let other): "/ezd/osoby/\(id)/polacz/\(other)"
        case .different(let id, let other): "/ezd/osoby/\(id)/rozne/\(other)"
        case .undo(let id, let merge): "/ezd/osoby/\(id)/cofnij/\(merge)"
        }
    }

    enum Pattern: String, CaseIterable {
        case contacts = "/ezd/osoby"
        case newContact = "/ezd/osoby/nowa"
        case duplicates = "/ezd/osoby/powtorzenia"
        case contact = "/ezd/osoby/{id}"
        case edit = "/ezd/osoby/{id}/popraw"
        case reveal = "/ezd/osoby/{id}/pesel"
        case merge = "/ezd/osoby/{id}/polacz/{drugi}"
        case different = "/ezd/osoby/{id}/rozne/{drugi}"
        case undo = "/ezd/osoby/{id}/cofnij/{nr}"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
