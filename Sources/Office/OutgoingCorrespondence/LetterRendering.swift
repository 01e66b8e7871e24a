public import Chancery
public import Exchange
public import Kernel
internal import Law
internal import Store
public import Typesetting

/// Turns a letter into what is read, signed and sent: pages (PDF/A) and the electronic office document (template 1410), with one content.
public struct LetterRendering: Sendable {
    public let office: OfficeHouse
    /// `nil` where the server has no typesetter.
    public let typesetter: Typesetter?

    public init(office: OfficeHouse, typesetter: Typesetter?) {
        self.office = office
        self.typesetter = typesetter
    }

    /// More addressees than this stand as "według rozdzielnika", so that a mass mailing tells nobody who else got it.
    static let namedAddressees = 20

    /// Both forms of an approved letter.
    public struct Forms: Sendable {
        public var pdf: [UInt8]
        public var xml: [UInt8]
    }

    /// - Throws: `Problem` `.unavailable` with what to install, where the typesetter does not work.
    public func forms(_ letter: OutgoingLetter, signatory: LetterSignatory?) async throws -> Forms {
        let pdf = try await pdf(sheet(letter, signatory: signatory), at: letter.changedAt)
        return Forms(pdf: pdf, xml: try await document(letter, signatory: signatory).write())
    }

    public func pdf(_ sheet: LetterSheet, at instant: Instant) async throws -> [UInt8] { try await working().pdf(sheet.sheet, date: instant) }

    func working() throws -> Typesetter {
        guard let typesetter else {
            throw Problem(.unavailable, "Skład pism (PDF) jest wyłączony. Na serwerze wykonaj „scripts/setup run” i uruchom program ponownie.")
        }
        return typesetter
    }

    // MARK: pages

    /// - Parameters:
    ///   - content: what is shown instead of the letter's current version, for a preview.
    ///   - position: the addressee to whom this copy goes, from 1; `nil` for the letter as a whole.
    public func sheet(
        _ letter: OutgoingLetter, content: LetterContent? = nil, signatory: LetterSignatory?, manner: LetterSheet.Signature.Manner = .electronic,
        for position: Int? = nil, printedCopy: LetterSheet.PrintedCopy? = nil
    ) -> LetterSheet {
        let content = content ?? letter.version.content
        let main = content.addressees.filter { $0.role == .addressee }
        let one = position.flatMap { content.addressees.indices.contains($0 - 1) ? content.addressees[$0 - 1] : nil } ?? (main.count == 1 ? main[0] : nil)
        let isMany = main.count > LetterRendering.namedAddressees
        return LetterSheet(
            letterhead: OfficeLetterhead.head(office.record, unit: letter.unitName), place: office.record.town, date: letter.letterDate?.day,
            caseSign: letter.sign ?? letter.caseReference?.sign ?? letter.identifier,
            addressee: LetterSheet.Addressee(one.map { OfficeLetterhead.lines($0.correspondent) } ?? ["Adresaci według rozdzielnika"]),
            title: content.metadata.title, body: StructuredText(parsing: content.body),
            signature: signatory.map { LetterSheet.Signature(onBehalf: $0.onBehalf, name: $0.name, post: $0.post, manner: manner) },
            attachments: content.attachments.map(\.name),
            recipients: main.count == 1 ? [] : isMany ? ["według rozdzielnika (\(main.count))", "a/a"] : main.map { OfficeLetterhead.name($0.correspondent) } + ["a/a"],
            copies: content.addressees.filter { $0.role == .copy }.map { OfficeLetterhead.name($0.correspondent) },
            officerInCharge: [letter.authorName, letter.unitName].filter { !$0.isEmpty }, printedCopy: printedCopy)
    }

    // MARK: electronic document

    /// The same content in template 1410, attachments inside.
    ///
    /// Source: epuap.md § 6. Of several addressees only the names are written, so that none reads the address of another.
    public func document(_ letter: OutgoingLetter, signatory: LetterSignatory?) async throws -> Letter {
        let content = letter.version.content
        let main = content.addressees.filter { $0.role == .addressee }
        var out = Letter(template: .fromOffice, title: content.metadata.title)
        out.identifier = "\(letter.identifier)@\(office.record.podmiot)"
        out.caseSign = letter.sign ?? letter.caseReference?.sign ?? letter.identifier
        out.date = letter.letterDate
        out.place = office.record.town
        out.kind = "inne pismo"
        out.otherKind = content.metadata.kinds.first ?? "pismo"
        var sender = DocumentParty(.institution(name: office.record.name, regon: ""))
        (sender.postCode, sender.town, sender.street) = (office.record.postCode, office.record.town, office.record.street)
        out.senders = [sender]
        out.recipients =
            main.count > LetterRendering.namedAddressees
            ? [DocumentParty(.institution(name: "Adresaci według rozdzielnika", regon: ""))]
            : main.map { OfficeLetterhead.party($0.correspondent, withAddress: main.count == 1) }
        out.paragraphs = StructuredText(parsing: content.body).blocks.map { StructuredText(blocks: [$0]).plainText }.filter { !$0.isEmpty }
        if let signatory {
            out.signerName = signatory.name
            out.signerPost = [signatory.post, signatory.onBehalf].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
        }
        for file in content.attachments {
            let bytes = try await office.blobs.bytes(office.database, file.hash)
            out.attachments.append(DocumentAttachment(name: file.name, mediaType: file.mediaType, content: .inline(bytes)))
        }
        return out
    }

    /// Names of the files, for people who save them.
    static func name(_ letter: OutgoingLetter, _ ending: String) -> String {
        let sign = (letter.sign ?? letter.identifier).map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "-" }
        return "\(String(sign)).\(ending)"
    }
}
