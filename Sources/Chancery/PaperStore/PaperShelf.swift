public import Kernel
public import Store

/// Where in the chronological store the paper of a letter lies: box, folder or shelf (R1.3).
extension PaperStore {
    static let longestPlace = 100

    /// Empty where nobody said.
    public static func place(_ c: any SQLConnection, of letter: Int64) throws -> String {
        try c.first("SELECT place FROM paper_place WHERE letter_id = \(letter)") { try $0.text("place") } ?? ""
    }

    /// Writes the place down, or takes it away where the words are empty.
    ///
    /// - Throws: `Problems` of the form; `Problem` where the store has no such paper.
    public static func setPlace(_ c: any SQLConnection, _ number: RegisterNumber, to words: String, by performer: Performer, at now: Instant) throws {
        guard let letter = try IncomingRegister.find(c, number), letter.cancellation == nil, !letter.channel.isElectronic else {
            throw Problem(.notFound, "W składzie nie ma papieru pisma \(number).")
        }
        let words = FormText.trimmed(words)
        guard words.count <= longestPlace else { throw Problems([Problem(.invalidInput, "Skróć do \(longestPlace) znaków", field: "miejsce")]) }
        let before = try place(c, of: letter.id)
        guard before != words else { return }
        try c.execute(
            """
            INSERT INTO paper_place (letter_id, place, set_at, set_by) VALUES (\(letter.id), \(words), \(now), \(performer.name))
            ON CONFLICT (letter_id) DO UPDATE SET place = excluded.place, set_at = excluded.set_at, set_by = excluded.set_by
            """)
        try Journal.append(
            c, JournalEntry(actor: performer.id, act: "miejsce-w-składzie", object: IncomingRegister.object(number), before: before, after: words), at: now)
    }
}
