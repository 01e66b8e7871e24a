internal import Chancery
internal import Kernel
internal import Markup
internal import Office

/// Writing a letter: the text beside the sheet, to whom it goes and how, and who is to accept it.
struct EditLetterPage: Sendable {
    enum Purpose: Sendable { case draft, correction }

    var frame: DeskFrame
    var letter: OutgoingLetter
    var purpose: Purpose = .draft
    var sources: LetterDraftForm.Sources
    var chosen: Set<String>
    var form: FormPart
    var sheet: LetterSheetView
    /// For each addressee: to whom, how, why.
    var channels: [(addressee: String, channel: String, reason: String)]
    var unsaved: UnsavedWords?
    var banner: Banner?
    var key: String
    var attachmentKey: String
    var today: Day

    private var isCorrection: Bool { purpose == .correction }

    func render() -> [UInt8] {
        frame.page(title: isCorrection ? "Popraw i zaakceptuj" : "Pismo: \(letter.version.content.metadata.title)", error: !form.errors.isEmpty) { h in
            if !isCorrection { attachmentForm(&h) }
            WorkTop(isCorrection ? "Popraw i zaakceptuj" : letter.kind == .inside ? "Pismo wewnętrzne" : "Pismo").write(&h)
            h.el(
                "form", .cls("entry letter-entry"), .attr("method", "post"),
                .attr("action", isCorrection ? ApprovalPlace.correct(letter.id).link : OutgoingPlace.edit(letter.id).link), .flag("novalidate"),
                .attr("data-zapis", "tak"), .attr("data-slowa", isCorrection ? nil : OutgoingPlace.words(letter.id).link)
            ) { h in
                h.el("div", .cls("entry-body")) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    h.void("input", .type("hidden"), .name("wersja"), .value(String(letter.revision)))
                    h.void("input", .type("hidden"), .name("wersja-tekstu"), .value(String(letter.version.number)))
                    // Enter in a field keeps the words; only Ctrl+Enter and the button put the letter forward.
                    h.el(
                        "button", .cls("vh"), .name("czyn"), .value(isCorrection ? "podglad" : "zapisz"), .attr("tabindex", "-1"), .attr("aria-hidden", "true"),
                        text: "Zapisz")
                    head(&h)
                    h.el("div", .cls("entry-cols")) { h in
                        h.el("div") { h in text(&h) }
                        sheet.write(&h)
                    }
                    if !isCorrection { rest(&h) }
                }
                foot(&h)
            }
        }
    }

    private func head(_ h: inout HTML) {
        banner?.write(&h)
        form.summary(&h, order: LetterDraftForm.order)
        if case .returned(let words) = letter.state {
            h.el("div", .cls("note warn")) { h in
                h.el("h2", text: "Zwrócono do poprawy")
                h.el("p", text: "„\(words)” – \(letter.changedBy), \(Moment.text(letter.changedAt, today: today))")
            }
        }
        if let unsaved {
            h.el("div", .cls("note")) { h in
                h.el("p", text: "To są słowa z \(Moment.text(unsaved.at, today: today)), których jeszcze nie zapisano jako wersji.")
                if unsaved.baseVersion != letter.version.number {
                    h.el("p", text: "Od tego czasu powstała wersja \(letter.version.number). Porównaj, zanim zapiszesz.")
                }
                h.el("p") { h in h.el("button", .cls("linkbtn"), .name("czyn"), .value("porzuc"), text: "Porzuć te słowa i wróć do wersji \(letter.version.number)") }
            }
        }
    }

    private func text(_ h: inout HTML) {
        form.field(&h, "tytul", "Tytuł")
        form.area(&h, "tekst", "Treść", rows: 18)
        h.el("details", .cls("syntax")) { h in
            h.el("summary", text: "Jak pisać nagłówki, listy i tabele")
            h.el("dl", .cls("rows")) { h in
                for (what, how) in [
                    ("Nagłówek", "## Pouczenie"), ("Pogrubienie", "**ważne słowa**"), ("Pochylenie", "*słowa*"), ("Lista", "- pierwszy punkt"),
                    ("Numery", "1. pierwszy punkt, a) litera"), ("Tabela", "| Data | Kwota |"), ("Akapit", "pusty wiersz między akapitami"),
                    ("Do uzupełnienia", "[uzupełnij: …] – trzeba zamienić na treść"),
                ] { Facts.row(&h, what, how) }
            }
        }
        h.el("p", .cls("hint"), .id("stan-zapisu"), .attr("role", "status"), text: "")
    }

    private func rest(_ h: inout HTML) {
        h.el("div", .cls("entry-cols")) { h in
            h.el("div") { h in
                h.el("h2", text: "Adresaci")
                AddresseeFields(kind: letter.kind, candidates: sources.candidates, chosen: chosen, directory: sources.directory, form: form).write(&h)
                if !channels.isEmpty {
                    h.el("ul", .cls("channels")) { h in
                        for line in channels {
                            h.el("li") { h in
                                h.el("strong", text: line.channel)
                                h.text(" – \(line.addressee)")
                                h.el("span", .cls("hint"), text: PolishTypography.glued(line.reason))
                            }
                        }
                    }
                }
            }
            h.el("div") { h in
                h.el("h2", text: "Akceptacja")
                let all = sources.choices.choices.map { (value: "\($0.approver)", text: $0.label) }
                let none = [(value: "", text: "nikt")]
                form.select(&h, "akceptuje", "Najpierw akceptuje", options: (letter.kind == .outgoing ? none : []) + all)
                form.select(&h, "akceptuje-2", "Potem", options: none + all)
                if letter.kind == .outgoing { form.select(&h, "podpisuje", "Akceptuje i podpisuje", options: none + all) }
                form.select(&h, "dostep", "Dostęp", options: Access.allCases.map { ($0.rawValue, $0.polishName) })
                attachments(&h)
            }
        }
    }

    private func foot(_ h: inout HTML) {
        h.el("div", .cls("entry-foot")) { h in
            h.el("button", .cls("btn first")) { h in
                h.text(isCorrection ? "Popraw i zaakceptuj " : "Przekaż do akceptacji ")
                h.el("kbd", .attr("aria-hidden", "true"), text: "Ctrl Enter")
            }
            if !isCorrection { h.el("button", .cls("btn"), .name("czyn"), .value("zapisz"), text: "Zapisz projekt") }
            h.el("button", .cls("btn"), .name("czyn"), .value("podglad"), text: "Odśwież podgląd")
            h.el("a", .cls("btn bare"), .href(isCorrection ? ApprovalPlace.letter(letter.id).link : OutgoingPlace.letter(letter.id).link), text: "Wróć bez zmian")
        }
    }

    /// Its fields lie among the words, but it is a form of its own: files are sent apart from words.
    private func attachmentForm(_ h: inout HTML) {
        h.el(
            "form", .id("pliki"), .cls("vh"), .attr("method", "post"), .attr("action", OutgoingPlace.attachments(letter.id).link),
            .attr("enctype", "multipart/form-data")
        ) { h in
            hiddenFields(&h, token: frame.token, key: attachmentKey)
            h.void("input", .type("hidden"), .name("wersja"), .value(String(letter.revision)))
        }
    }

    private func attachments(_ h: inout HTML) {
        h.el("h2", text: "Załączniki")
        let files = letter.version.content.attachments
        if !files.isEmpty {
            h.el("ul", .cls("files")) { h in
                for file in files {
                    h.el("li") { h in
                        h.el("a", .href(OutgoingPlace.file(letter.id, file.hash).link), text: file.name)
                        h.el("button", .cls("linkbtn"), .name("usun"), .value(file.hash.description), .attr("form", "pliki")) { h in
                            h.text("Usuń")
                            h.el("span", .cls("vh"), text: " \(file.name)")
                        }
                    }
                }
            }
        }
        h.el("div", .cls("inline")) { h in
            h.el("div", .cls("field")) { h in
                h.el("label", .cls("label"), .attr("for", "plik"), text: "Dodaj plik")
                h.el("span", .cls("hint"), .id("plik-h"), text: "Najwyżej 10 MB. Najpierw zapisz projekt, potem dodaj plik.")
                h.void("input", .type("file"), .id("plik"), .name("plik"), .attr("aria-describedby", "plik-h"), .attr("form", "pliki"))
            }
            h.el("button", .cls("btn"), .name("dodaj"), .value("tak"), .attr("form", "pliki"), text: "Dodaj plik")
        }
    }
}
