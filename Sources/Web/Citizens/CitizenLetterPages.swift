internal import Exchange
internal import Identity
internal import Kernel
internal import Markup
internal import Office

/// The documents a citizen wrote: those that wait for a signature, signed ones, sent ones.
struct CitizenLettersPage: Sendable {
    var frame: CitizenFrame
    var records: [TrustedSigningRecord]
    /// Signed or declined for other systems lately; their contents are with those systems.
    var forOthers: [SigningAct] = []
    var nextLink: String?

    func render() -> [UInt8] {
        frame.page(title: "Pisma") { h in
            h.el("h1", text: "Pisma")
            h.el("p", .cls("actions")) { h in h.el("a", .cls("btn first"), .href(CitizenPlace.newLetter.link), text: "Napisz pismo do urzędu") }
            if records.isEmpty { h.el("p", text: "Nie masz jeszcze żadnego pisma.") }
            h.el("ul", .cls("tasks")) { h in
                for r in records {
                    h.el("li") { h in
                        h.el("a", .cls("what"), .href(CitizenPlace.letter(r.id).link), text: PolishTypography.glued(r.title))
                        h.el("span", .cls("muted small"), text: Moment.full(r.signedAt ?? r.openedAt))
                        h.el(
                            "span", .cls(r.signed == nil ? "tag warn" : r.box.isEmpty ? "tag info" : "tag ok"),
                            text: r.signed == nil ? "do podpisu" : r.box.isEmpty ? "podpisane" : "wysłane")
                    }
                }
            }
            Pager(next: nextLink, label: "Strony listy", nextText: "Starsze").write(&h)
            if !forOthers.isEmpty { others(&h) }
        }
    }
}

extension CitizenLettersPage {
    private func others(_ h: inout HTML) {
        h.el("h2", text: "Podpisy dla innych systemów")
        h.el("ul", .cls("tasks")) { h in
            for act in forOthers {
                h.el("li") { h in
                    h.el("span", .cls("what"), text: PolishTypography.glued(act.title))
                    h.el("span", .cls("muted small"), text: "\(act.endedAt.map(Moment.full) ?? ""), \(act.systemName)")
                    h.el("span", .cls(act.state == .signed ? "tag ok" : "tag"), text: act.state == .signed ? "podpisane" : "odmowa")
                }
            }
        }
    }
}

/// Writing a general letter to an office (pismo ogólne, wzór 4566).
struct CitizenNewLetterPage: Sendable {
    var frame: CitizenFrame
    var offices: [(value: String, text: String)]
    var form: FormPart
    var key: String

    static let order = ["urzad", "tytul", "rodzaj", "tresc-pisma", "ulica", "nr-domu", "kod-pocztowy", "miejscowosc"]
    static let kinds = ["wniosek", "skarga", "zawiadomienie", "odwołanie", "inne pismo"]

    func render() -> [UInt8] {
        frame.page(title: "Pismo do urzędu", error: !form.errors.isEmpty, aside: aside) { h in
            form.summary(&h, order: Self.order)
            h.el("h1", text: "Pismo do urzędu")
            CitizenForm(token: frame.token, key: key, action: CitizenPlace.newLetter.link, button: "Dalej: przeczytaj i podpisz", back: CitizenPlace.letters.link)
                .write(&h) { h in
                    form.select(&h, "urzad", "Do jakiego urzędu?", options: offices)
                    form.radios(&h, "rodzaj", "Co to za pismo?", options: Self.kinds.map { ($0, $0) }, chips: false)
                    form.field(&h, "tytul", "Tytuł", hint: "W kilku słowach, o co chodzi")
                    form.area(&h, "tresc-pisma", "Treść", rows: 10)
                    h.el("h2", text: "Twój adres")
                    form.field(&h, "ulica", "Ulica", optional: true, autocomplete: "off")
                    form.field(&h, "nr-domu", "Numer domu i mieszkania", width: "w10")
                    form.field(&h, "kod-pocztowy", "Kod pocztowy", width: "w10", autocomplete: "postal-code", numeric: true)
                    form.field(&h, "miejscowosc", "Miejscowość", autocomplete: "address-level2")
                }
        }
    }

    private func aside(_ h: inout HTML) {
        h.el("section") { h in
            h.el("h2", text: "Co dalej")
            h.el("p", text: PolishTypography.glued("Przeczytasz gotowe pismo i podpiszesz je kodem. Potem wyślesz je do urzędu albo pobierzesz."))
        }
    }
}

/// Reading a document and signing it: the notice comes before the code, the hash beside the document.
struct CitizenSigningPage: Sendable {
    var frame: CitizenFrame
    var record: TrustedSigningRecord
    var readable: ReadableDocument?
    /// What the regulation wants said before the signature.
    var notice: String
    var profile: TrustedProfile?
    var held: Set<FactorKind>
    var addresses: [CodeAddress]
    /// A code has been asked for, by this.
    var asked: FactorKind?
    var form: FormPart
    var keys: (send: String, sign: String)

    func render() -> [UInt8] {
        frame.page(title: "Podpisz: \(record.title)", error: !form.errors.isEmpty, aside: aside) { h in
            form.summary(&h, order: [CodeQuestion.field])
            h.el("h1", text: "Przeczytaj i podpisz")
            CitizenSheet.write(&h, readable)
            h.el("p", .cls("muted small")) { h in
                h.text("Skrót dokumentu (SHA-256): ")
                h.el("span", .cls("hash"), text: record.document.description)
            }
            h.el("div", .cls("note"), .id("pouczenie")) { h in h.el("p", text: PolishTypography.glued(notice)) }
            let ways = CodeAsking(held: held, addresses: addresses, asked: asked.map { (record.challenge, $0) }, keys: (keys.send, keys.sign))
            ways.write(
                &h, frame: frame, form: form, send: CitizenPlace.letterCode(record.id).link, act: CitizenPlace.letterSign(record.id).link,
                button: "Podpisz profilem zaufanym", back: CitizenPlace.letters.link)
        }
    }

    private func aside(_ h: inout HTML) {
        guard let profile else { return }
        h.el("section") { h in
            h.el("h2", text: "Podpisuje")
            h.el("p", text: profile.name.description)
            h.el("p", .cls("muted"), text: "profil \(profile.designation)")
        }
    }
}

/// A signed document: the file, and the way to the office.
struct CitizenSignedPage: Sendable {
    var frame: CitizenFrame
    var record: TrustedSigningRecord
    var readable: ReadableDocument?
    /// To whom it can be sent; `nil` where it names no office of the house.
    var recipient: String?
    var isNew: Bool
    var form: FormPart
    var key: String

    func render() -> [UInt8] {
        frame.page(title: record.title, error: !form.errors.isEmpty) { h in
            form.summary(&h, order: ["wyslij"])
            let signedAt = record.signedAt.map(Moment.full) ?? ""
            h.el("div", .cls("done-panel"), .attr("role", isNew ? "status" : nil)) { h in
                h.el("h1", text: record.box.isEmpty ? "Pismo podpisane" : "Pismo wysłane")
                h.el("p", text: PolishTypography.glued("„\(record.title)”, podpis zaufany z \(signedAt)."))
                if !record.box.isEmpty { h.el("p", text: PolishTypography.glued("Urząd je otrzymał. Zachowaj urzędowe poświadczenie przedłożenia (UPP).")) }
            }
            h.el("p", .cls("actions")) { h in
                h.el("a", .cls("btn"), .href(CitizenPlace.letterFile(record.id).link), text: "Pobierz podpisane pismo (XML)")
                if record.receipt != nil { h.el("a", .cls("btn"), .href(CitizenPlace.letterReceipt(record.id).link), text: "Pobierz UPP (XML)") }
            }
            if record.box.isEmpty, let recipient {
                h.el("h2", text: "Wyślij do urzędu")
                CitizenForm(token: frame.token, key: key, action: CitizenPlace.letterSend(record.id).link, button: "Wyślij: \(recipient)").write(&h)
            }
            h.el("h2", text: "Treść")
            CitizenSheet.write(&h, readable)
            h.el("p", .cls("muted small")) { h in
                h.text("Skrót dokumentu, który był na ekranie przed podpisem (SHA-256): ")
                h.el("span", .cls("hash"), text: record.document.description)
            }
        }
    }
}

enum CitizenSheet {
    static func write(_ h: inout HTML, _ readable: ReadableDocument?) {
        h.el("section", .cls("sheet letter"), .label("Treść pisma"), .attr("tabindex", "0")) { h in
            if let readable { DocumentView.write(&h, readable) } else { h.el("p", text: "Treści nie da się pokazać, więc nie można jej podpisać.") }
        }
    }
}
