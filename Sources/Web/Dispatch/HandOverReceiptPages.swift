internal import Chancery
internal import Kernel
internal import Law
internal import Markup
internal import Office

/// Who took one letter, when, and what proves it.
struct HandOverReceiptPage: Sendable {
    var frame: DeskFrame
    var row: DispatchRow
    var form: FormPart
    var key: String

    static let order = ["wynik", "dzien", "kto", "charakter", "dowod", "plik", "slowa"]
    static let refused = "odmowa"

    private var receivers: [(value: String, text: String)] {
        HandOverReceipt.Receiver.allCases.filter { row.channel != .inPerson || $0 != .household }.map { ($0.rawValue, $0.polishName) }
    }

    func render() -> [UInt8] {
        frame.page(title: "Odbiór pisma \(row.sign)", error: !form.errors.isEmpty) { h in
            WorkTop("Odbiór pisma", actions: [WorkTop.Action("Drukuj pokwitowanie", DispatchPlace.receiptPrint(row.id).link, key: "P")]).write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: Self.order)
                h.el("p") { h in
                    h.el("strong", text: row.addressee.correspondent.label)
                    h.text(" · ")
                    h.el("a", .cls("ref"), .href(DispatchPlace.letter(row.letter).link), text: row.sign)
                    h.text(" · \(row.channel.polishName) · \(row.registerNumber)")
                }
                h.el(
                    "form", .attr("method", "post"), .attr("action", DispatchPlace.receipt(row.id).link), .flag("novalidate"), .attr("data-zapis", "tak"),
                    .attr("enctype", "multipart/form-data")
                ) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    form.radios(&h, "wynik", "Co się stało", options: [("odbior", "odebrano"), (Self.refused, "odmówiono przyjęcia")])
                    form.field(&h, "dzien", "Dzień", hint: "Skrót: d to dziś, w to wczoraj", width: "num w10")
                    form.field(&h, "kto", "Kto", hint: "Nazwisko i imię osoby, która odebrała pismo albo odmówiła")
                    form.select(&h, "charakter", "Kim jest", options: receivers)
                    form.radios(&h, "dowod", "Dowód", options: HandOverReceipt.Proof.allCases.map { ($0.rawValue, $0.polishName) }, chips: false)
                    UploadField("plik", "Skan pokwitowania", hint: "PDF, JPG, PNG lub TIFF, do 60 MB").write(&h, form)
                    form.field(&h, "slowa", "Uwagi", hint: "Gdzie leży pokwitowanie albo dlaczego nie ma podpisu", optional: true)
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn first"), text: "Zapisz odbiór")
                        h.el("a", .cls("btn bare"), .href(DispatchPlace.byHand.link), text: "Wróć bez zmian")
                    }
                }
            }
        }
    }
}

/// A field for one file.
struct UploadField: Sendable {
    var name: String
    var label: String
    var hint: String

    init(_ name: String, _ label: String, hint: String) {
        (self.name, self.label, self.hint) = (name, label, hint)
    }

    func write(_ h: inout HTML, _ form: FormPart) {
        let error = form.errors[name]
        h.el("div", .cls("upload field")) { h in
            h.el("label", .cls("label"), .attr("for", name), text: label)
            h.el("span", .cls("hint"), .id("\(name)-h"), text: hint)
            if let error { h.el("span", .cls("error"), .id("\(name)-e"), text: error) }
            h.void(
                "input", .type("file"), .id(name), .name(name), .attr("aria-describedby", error == nil ? "\(name)-h" : "\(name)-h \(name)-e"),
                .attr("aria-invalid", error == nil ? nil : "true"))
        }
    }
}

/// The receipt to be signed by the one who takes the letter. Source: KPA art. 46 § 1.
struct HandOverReceiptPrintPage: Sendable {
    var officeName: String
    var address: [String]
    var row: DispatchRow
    var links: ResourceLinks

    func render() -> [UInt8] {
        var h = HTML()
        Document.open(&h, title: "Pokwitowanie odbioru \(row.sign) – \(officeName)", links: links)
        h.el("body", .cls("compact printed")) { h in
            h.el("main", .id("tresc"), .cls("page-a4")) { h in
                h.el("p", .cls("noprint actions")) { h in
                    h.el("a", .cls("btn"), .href(DispatchPlace.receipt(row.id).link), text: "Wróć do zapisu odbioru")
                    h.el("span", .cls("muted"), text: "Wydrukuj klawiszami Ctrl P.")
                }
                h.el("p", .cls("muted"), text: ([officeName] + address).joined(separator: ", "))
                h.el("h1", text: "Pokwitowanie odbioru pisma")
                h.el("dl", .cls("rows")) { h in
                    Facts.row(&h, "Znak pisma", row.sign)
                    Facts.row(&h, "Tytuł", row.title)
                    Facts.row(&h, "Adresat", ([row.addressee.correspondent.label] + row.addressee.correspondent.address.lines).joined(separator: ", "))
                    Facts.row(&h, "Numer w rejestrze", row.registerNumber.description)
                }
                h.el("p", text: "Potwierdzam odbiór tego pisma.")
                h.el("p", .cls("signline")) { h in
                    h.el("span", text: "dzień odbioru")
                    h.el("span", text: "czytelny podpis odbierającego")
                }
                h.el("p", .cls("signline")) { h in
                    h.el("span", text: "kim jest odbierający wobec adresata")
                    h.el("span", text: "podpis wydającego")
                }
            }
        }
        Document.close(&h)
        return h.bytes
    }
}
