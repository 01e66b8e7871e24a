internal import Chancery
internal import Kernel
internal import Markup
internal import Office
internal import Typesetting

/// A letter of the office as it will go out, for reading on the page; the PDF has the same content.
struct LetterSheetView: Sendable {
    var office: OfficeRecord
    var unitName: String
    var sign: String
    var date: Day?
    var content: LetterContent
    var signatory: LetterSignatory?
    var isSigned = false
    /// What changed since the reader saw it last; shown instead of the plain text.
    var changes: SideBySide?
    /// A link to the PDF, beside the heading of the sheet.
    var pdf: String?

    func write(_ h: inout HTML) {
        h.el("section", .cls("paper"), .id("podglad"), .label("Treść pisma"), .attr("tabindex", "0")) { h in
            h.el("p", .cls("paperbar")) { h in
                h.el("span", text: "Tak wyjdzie pismo")
                if let pdf { h.el("a", .href(pdf), .attr("target", "_blank"), text: "Podgląd PDF (nowa karta)") }
            }
            sheet(&h)
        }
    }

    /// The sheet alone, as the script of the editor takes it.
    func sheet(_ h: inout HTML) {
        h.el("div", .cls("sheet letter")) { h in
            h.el("div", .cls("parties")) { h in
                h.el("p", text: ([office.name, unitName, "\(office.street), \(office.postCode) \(office.town)"].filter { !$0.isEmpty }).joined(separator: "\n"))
                h.el("p", .cls("place"), text: "\(office.town), \(date.map { PolishTypography.long($0) + "\u{A0}r." } ?? "data przy akceptacji")")
            }
            h.el("div", .cls("parties")) { h in
                h.el("p", text: sign.isEmpty ? "" : "Znak sprawy: \(sign)")
                h.el("p", text: addressees)
            }
            h.el("h2", text: content.metadata.title.isEmpty ? "Pismo bez tytułu" : content.metadata.title)
            StructuredText(parsing: content.body).write(into: &h, topLevel: 2)
            if let signatory {
                h.el("p", .cls("signer")) { h in
                    if let onBehalf = signatory.onBehalf {
                        h.text(onBehalf)
                        h.void("br")
                    }
                    h.el("strong", text: signatory.name)
                    h.void("br")
                    h.text(signatory.post)
                    if isSigned {
                        h.void("br")
                        h.el("em", text: "/dokument podpisany elektronicznie/")
                    }
                }
            }
            if !content.attachments.isEmpty {
                h.el("p", text: "Załączniki:\n" + content.attachments.enumerated().map { "\($0 + 1). \($1.name)" }.joined(separator: "\n"))
            }
        }
    }

    private var addressees: String {
        let main = content.addressees.filter { $0.role == .addressee }
        guard main.count != 1 else { return ([name(main[0].correspondent)] + main[0].correspondent.address.lines).joined(separator: "\n") }
        guard !main.isEmpty else { return "Adresata jeszcze nie ma" }
        let shown = main.prefix(6).map { name($0.correspondent) }.joined(separator: "\n")
        return main.count > 6 ? "\(shown)\ni \(main.count - 6) innych" : shown
    }

    private func name(_ c: Correspondent) -> String {
        if case .person(let surname, let givenNames) = c.designation, !givenNames.isEmpty { return "\(givenNames) \(surname)" }
        return c.label
    }
}

/// Two versions of a text, line beside line; what was taken out and what was put in is said in words as well.
struct ComparisonView: Sendable {
    var before: String
    var after: String
    var rows: SideBySide

    func write(_ h: inout HTML) {
        h.el("div", .cls("full"), .attr("role", "region"), .attr("tabindex", "0"), .label("Porównanie wersji")) { h in
            h.el("table", .cls("versions")) { h in
                h.el("caption", .cls("vh"), text: "Porównanie: \(before) i \(after)")
                h.el("thead") { h in
                    h.el("tr") { h in
                        h.el("th", .attr("scope", "col"), text: before)
                        h.el("th", .attr("scope", "col"), text: after)
                    }
                }
                h.el("tbody") { h in
                    for row in rows.rows {
                        h.el("tr", .cls(row.isChanged ? "changed" : "same")) { h in
                            for side in [row.left, row.right] { h.el("td") { h in ComparisonView.pieces(&h, side ?? []) } }
                        }
                    }
                }
            }
        }
    }

    static func pieces(_ h: inout HTML, _ pieces: [TextDifference.Piece]) {
        for piece in pieces {
            switch piece.kind {
            case .same: h.text(piece.text)
            case .removed: h.el("del", text: piece.text)
            case .added: h.el("ins", text: piece.text)
            }
        }
    }
}
