internal import Chancery
internal import Exchange
internal import Markup

/// A letter as it lies on the desk: the stamp of arrival, and the document as people read it.
struct LetterPaper: Sendable {
    var letter: IncomingLetter
    var readable: ReadableDocument?
    var officeName: String

    func write(_ h: inout HTML) {
        h.el("section", .cls("paper"), .label("Treść pisma"), .attr("tabindex", "0")) { h in paper(&h) }
    }

    private func paper(_ h: inout HTML) {
        let main = letter.files.first { $0.role == .document || $0.role == .scan }
        h.el("p", .cls("paperbar")) { h in
            h.el("span", text: readable == nil ? "Bez podglądu treści" : "Widok dokumentu")
            if let main, main.hash != nil {
                h.el(
                    "a", .href(Place.file(year: letter.number.year, number: letter.number.number, file: main.position).link),
                    text: main.role == .scan ? "Pobierz skan" : "Pobierz XML")
            }
        }
        h.el("div", .cls("sheet letter")) { h in
            h.el("p") { h in
                h.el("span", .cls("stamp")) { h in
                    h.text("\(officeName.uppercased()) · WPŁYNĘŁO \(PolishTypography.short(letter.arrivalDay))")
                    h.void("br")
                    h.text("\(letter.number) · zał. \(letter.metadata.attachmentCount ?? 0)")
                }
            }
            if let readable {
                DocumentView.write(&h, readable)
            } else {
                h.el("h2", text: letter.metadata.title)
                h.el(
                    "p", .cls("muted"),
                    text: letter.channel.isElectronic
                        ? "Treści pliku nie da się pokazać. Pobierz go i otwórz w swoim programie."
                        : "Pismo jest na papierze. Skan możesz dołączyć przy rejestracji.")
            }
        }
    }
}
