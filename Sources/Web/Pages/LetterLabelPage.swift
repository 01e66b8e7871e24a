internal import Chancery
internal import Kernel
internal import Markup

/// The sticker for the first page of a letter or its envelope: what a stamp of arrival says, and the identifier as a bar code.
///
/// Source: chancery instruction, receiving, item 6 (`ezd.md` § 1.3); the identifier is human readable, the bar code stands beside it.
struct LetterLabelPage: Sendable {
    var officeName: String
    var letter: IncomingLetter
    var links: ResourceLinks

    func render() -> [UInt8] {
        var h = HTML()
        let n = letter.number
        Document.open(&h, title: "Etykieta \(n) – \(officeName)", links: links)
        h.el("body", .cls("printed")) { h in
            h.el("main", .id("tresc"), .cls("page-a4")) { h in
                h.el("div", .cls("noprint")) { h in
                    h.el("h1", text: "Etykieta pisma \(n)")
                    h.el("p", text: PolishTypography.glued("Naklej na pierwszej stronie pisma albo na kopercie. Etykieta ma 90 na 50 milimetrów."))
                    h.el("p", .cls("actions")) { h in
                        h.el("a", .cls("btn"), .href(Place.letter(year: n.year, number: n.number).link), text: "Wróć do pisma")
                        h.el("span", .cls("muted"), text: "Wydrukuj klawiszami Ctrl P.")
                    }
                }
                h.el("section", .cls("sticker"), .label("Etykieta")) { h in
                    h.el("p", .cls("sticker-office"), text: officeName)
                    h.el("p", .cls("sticker-number"), text: n.description)
                    h.el("p") { h in
                        h.text("Wpłynęło \(PolishTypography.short(letter.arrivalDay))")
                        h.text(" · załączniki: \(letter.metadata.attachmentCount.map(String.init) ?? "–")")
                    }
                    Code128(n.identifier)?.write(&h)
                    h.el("p", .cls("sticker-id"), text: n.identifier)
                }
            }
        }
        Document.close(&h)
        return h.bytes
    }
}
