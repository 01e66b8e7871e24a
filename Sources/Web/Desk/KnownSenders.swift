internal import Chancery
internal import Hummingbird
internal import HTTPTypes
internal import Identity
internal import Kernel
internal import NIOCore
internal import Store

/// People and bodies who already wrote, found by the beginning of a name, so that a clerk types a few letters and not an address.
enum KnownSenders {
    static let limit = 8

    /// Whose whole name begins so come first, then those of whom another word does.
    static func matching(_ c: any SQLConnection, _ words: String) throws -> [Contact] {
        guard !words.isEmpty else { return [] }
        var query = ContactQuery()
        (query.prefix, query.limit) = (words, limit)
        let first = try Contacts.page(c, query).contacts
        let known = Set(first.map(\.id))
        return Array((first + (try Contacts.search(c, words, limit: limit)).filter { !known.contains($0.id) }).prefix(limit))
    }

    /// What the script of the registration form reads: a name, an address in a line, and the fields of the form.
    static func answer(_ found: [Contact]) -> Response {
        let json = JSONValue.array(
            found.map { one in
                .of([
                    "nazwa": .string(one.card.label), "adres": .string(ContactWords.address(one.card.postalAddress ?? PostalAddress())),
                    "pola": .object(
                        LetterForm.filled(one.card.correspondent, "").sorted { $0.key < $1.key }.map { JSONValue.Member(name: $0.key, value: .string($0.value)) }),
                ])
            })
        return Response(status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }
}

/// Several who may be the sender, asked for on the form.
struct SenderChoice: Sendable {
    /// Which sender of the form, from 1.
    var sender: Int
    var found: [Contact]
}
