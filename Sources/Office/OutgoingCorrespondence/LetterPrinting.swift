public import Chancery
public import Kernel
internal import Law
internal import Markup
internal import Store
public import Typesetting

/// What the office prints to send letters on paper: the letters themselves, envelopes, labels and the posting book.
public struct LetterPrinting: Sendable {
    let rendering: LetterRendering

    public init(_ rendering: LetterRendering) { self.rendering = rendering }

    private var office: OfficeHouse { rendering.office }

    /// One addressee of one letter.
    public struct Copy: Sendable, Hashable {
        public var letter: OutgoingLetterID
        /// Place among the addressees, from 1.
        public var position: Int

        public init(letter: OutgoingLetterID, position: Int) {
            self.letter = letter
            self.position = position
        }
    }

    /// Letters for the post, a copy for each addressee. A letter signed electronically is printed with what its signature was (KPA art. 39³).
    public func letters(_ copies: [Copy], at now: Instant) async throws -> [UInt8] {
        var sheets: [Sheet] = []
        var held: [OutgoingLetterID: (OutgoingLetter, LetterSignature)] = [:]
        for copy in copies {
            if held[copy.letter] == nil { held[copy.letter] = try await signed(copy.letter) }
            guard let (letter, signature) = held[copy.letter] else { continue }
            sheets.append(sheet(letter, signature, for: copy.position).sheet)
        }
        return try await rendering.working().pdf(job: sheets, title: "Pisma do wysłania", author: office.record.name, date: now)
    }

    /// One letter as it goes to one addressee, or as a whole.
    public func letter(_ id: OutgoingLetterID, position: Int?, at now: Instant) async throws -> [UInt8] {
        let (letter, signature) = try await signed(id)
        return try await rendering.pdf(sheet(letter, signature, for: position), at: now)
    }

    private func signed(_ id: OutgoingLetterID) async throws -> (OutgoingLetter, LetterSignature) {
        let found = try await office.database.read { c in (try OutgoingLetters.find(c, id), try OutgoingLetters.signature(c, id)) }
        guard let letter = found.0, let signature = found.1 else { throw Problem(.conflict, "Drukować do wysłania można tylko pisma podpisane.") }
        return (letter, signature)
    }

    private func sheet(_ letter: OutgoingLetter, _ signature: LetterSignature, for position: Int?) -> LetterSheet {
        var copy: LetterSheet.PrintedCopy?
        if let file = signature.content.signedFile {
            copy = LetterSheet.PrintedCopy(
                signatory: "\(signature.signer), \(signature.post)", kind: signature.content.format.polishName, signedAt: signature.content.signedAt,
                signedAtText: LetterPrinting.moment(signature.content.signedAt), identifier: letter.identifier, sha256: file.hash)
        }
        return rendering.sheet(
            letter, signatory: LetterSignatory(name: signature.signer, post: signature.post), manner: copy == nil ? .byHand : .electronic, for: position,
            printedCopy: copy)
    }

    /// In the order of the list, a page each.
    public func envelopes(_ addressees: [(correspondent: Correspondent, notes: [String])], format: EnvelopeSheet.Format, at now: Instant) async throws -> [UInt8] {
        let sheets = addressees.map {
            EnvelopeSheet(
                format: format, sender: OfficeLetterhead.senderLines(office.record), addressee: OfficeLetterhead.lines($0.correspondent), notes: $0.notes
            ).sheet
        }
        return try await rendering.working().pdf(job: sheets, title: "Koperty", author: office.record.name, date: now)
    }

    public func labels(_ addressees: [Correspondent], skipped: Int = 0, at now: Instant) async throws -> [UInt8] {
        let sheet = LabelSheet(labels: addressees.map(OfficeLetterhead.lines), skipped: skipped).sheet
        return try await rendering.working().pdf(sheet, date: now)
    }

    /// The book as the post stamps it.
    ///
    /// - Parameter grams: weight of a letter, by which the post counts; the scales tell a better one.
    public func postingBook(_ rows: [PostingBookRow], day: Day, grams: Int = 20, at now: Instant) async throws -> [UInt8] {
        let items = rows.map { row in
            PostingBookSheet.Item(
                addressee: row.addressee, address: row.addressLines.joined(separator: ", "), grams: grams, number: row.postingNumber?.description ?? "",
                notes: row.service == .registeredWithSlip ? "ZPO" : "", fee: row.fee ?? 0)
        }
        let sheet = PostingBookSheet(sender: OfficeLetterhead.senderLines(office.record), items: items, day: day).sheet
        return try await rendering.working().pdf(sheet, date: now)
    }

    /// A register as data for print: date of printing on every page.
    public func register(_ print: OutgoingRegisterPrint, scope: String?, at now: Instant) async throws -> [UInt8] {
        let wide = ["Adresat", "Tytuł", "Komórka lub osoba odbierająca", "Komórka nadająca"]
        let columns = print.columns.map { Sheet.Table.Column($0, share: wide.contains($0) ? 40 : 22) }
        let sheet = RegisterSheet(
            office: print.office, title: print.title, scope: scope, table: Sheet.Table(columns: columns, rows: print.rows), printedOn: print.printedOn
        ).sheet
        return try await rendering.working().pdf(sheet, date: now)
    }

    private static func moment(_ instant: Instant) -> String {
        let text = PolishTime.iso8601(instant)
        return "\(PolishTypography.short(PolishTime.day(of: instant))), \(text.dropFirst(11).prefix(5))"
    }
}
