internal import Chancery
internal import Kernel
internal import Markup

/// The fields of a person or a body, read into a card and written from one.
struct ContactForm {
    static let addAddress = "dodaj-adres", addChannel = "dodaj-kanal"
    static let addressCount = "adresow", channelCount = "kanalow"

    var values: FormValues

    static func suffix(_ n: Int) -> String { n == 1 ? "" : "-\(n)" }
    private func count(_ field: String, most: Int) -> Int { min(max(values[field].flatMap { Int($0) } ?? 1, 1), most) }

    /// - Parameter base: the card before; what the form does not show is kept from it.
    func read(base: ContactCard?) -> ContactCard {
        let isPerson = values["rodzaj"] != "instytucja"
        var card = ContactCard(
            isPerson
                ? .person(surname: values["nazwisko"] ?? "", givenNames: values["imiona"] ?? "") : .institution(values["nazwa"] ?? ""))
        for kind in ContactIdentifiers.Kind.allCases {
            if isPerson, kind == .krs { continue }
            if !isPerson, kind == .pesel { continue }
            // The PESEL is not printed into the form: empty means as before.
            card.identifiers[kind] = values[kind.rawValue] ?? (kind == .pesel && !values.has("usun-pesel") ? base?.identifiers.pesel : nil)
        }
        for n in 1...count(Self.addressCount, most: ContactRules.mostAddresses) {
            let s = Self.suffix(n)
            var a = PostalAddress()
            (a.street, a.building, a.flat) = (values["ulica" + s] ?? "", values["dom" + s] ?? "", values["lokal" + s] ?? "")
            (a.postCode, a.town, a.country) = (values["kod" + s] ?? "", values["miejscowosc" + s] ?? "", values["kraj" + s] ?? "")
            a.postOfficeBox = values["skrytka" + s] ?? ""
            card.addresses.append(ContactAddress(values["adres" + s] == ContactAddress.Kind.correspondence.rawValue ? .correspondence : .residence, a))
        }
        for n in 1...count(Self.channelCount, most: ContactRules.mostChannels) {
            let s = Self.suffix(n)
            guard let value = values["kanal" + s], let kind = values["kanal-rodzaj" + s].flatMap(ContactChannel.Kind.init(rawValue:)) else { continue }
            card.channels.append(ContactChannel(kind, value))
        }
        card.note = values["uwagi"] ?? ""
        return card
    }

    /// The values that show a card.
    static func values(_ card: ContactCard) -> [String: String] {
        var out: [String: String] = [addressCount: String(max(card.addresses.count, 1)), channelCount: String(max(card.channels.count, 1)), "uwagi": card.note]
        switch card.name {
        case .person(let surname, let givenNames): (out["rodzaj"], out["nazwisko"], out["imiona"]) = ("osoba", surname, givenNames)
        case .institution(let name): (out["rodzaj"], out["nazwa"]) = ("instytucja", name)
        }
        for kind in ContactIdentifiers.Kind.allCases where kind != .pesel { out[kind.rawValue] = card.identifiers[kind] ?? "" }
        for (i, one) in card.addresses.enumerated() {
            let s = suffix(i + 1), a = one.address
            out["adres" + s] = one.kind.rawValue
            (out["ulica" + s], out["dom" + s], out["lokal" + s]) = (a.street, a.building, a.flat)
            (out["kod" + s], out["miejscowosc" + s], out["kraj" + s], out["skrytka" + s]) = (a.postCode, a.town, a.country, a.postOfficeBox)
        }
        for (i, one) in card.channels.enumerated() {
            out["kanal" + suffix(i + 1)] = one.value
            out["kanal-rodzaj" + suffix(i + 1)] = one.kind.rawValue
        }
        return out
    }

    /// As typed, with one more row where it was asked for.
    func shownAgain(_ problems: [Problem]) -> FormPart {
        var form = FormPart(values, problems, fallback: "nazwisko")
        if values.has(Self.addAddress) {
            form.values[Self.addressCount] = String(min(count(Self.addressCount, most: ContactRules.mostAddresses) + 1, ContactRules.mostAddresses))
        }
        if values.has(Self.addChannel) {
            form.values[Self.channelCount] = String(min(count(Self.channelCount, most: ContactRules.mostChannels) + 1, ContactRules.mostChannels))
        }
        return form
    }

    var asksForRow: Bool { values.has(Self.addAddress) || values.has(Self.addChannel) }
}

/// Entering or correcting a person or a body.
struct ContactFormPage: Sendable {
    var frame: DeskFrame
    /// `nil` for a new one.
    var contact: Contact?
    var form: FormPart
    var key: String
    /// Who may be the same as the one being entered.
    var duplicates: [ContactDuplicate] = []

    private var order: [String] { ["rodzaj", "nazwisko", "imiona", "nazwa", "pesel", "nip", "regon", "krs", "miejscowosc", "kod", "kanal", "uwagi"] }

    func render() -> [UInt8] {
        let title = contact.map { "Poprawianie: \($0.card.label)" } ?? "Nowa osoba lub instytucja"
        return frame.page(title: title, error: !form.errors.isEmpty) { h in
            WorkTop(title).write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: order)
                if !duplicates.isEmpty {
                    h.el("div", .cls("note warn"), .attr("role", "status")) { h in
                        h.el("h2", text: "Czy to nie ktoś z tych?")
                        h.el("ul") { h in
                            for one in duplicates.prefix(5) {
                                h.el("li") { h in
                                    h.el("a", .href(ContactPlace.contact(one.contact.id).link), text: one.contact.card.label)
                                    h.text(" \(ContactWords.town(one.contact.card)): \(one.reasons.joined(separator: ", "))")
                                }
                            }
                        }
                        h.el("p", text: "Jeśli to ktoś inny, zapisz jeszcze raz.")
                    }
                }
                h.el(
                    "form", .attr("method", "post"), .attr("action", contact.map { ContactPlace.edit($0.id).link } ?? ContactPlace.newContact.link), .flag("novalidate"),
                    .attr("data-zapis", "tak")
                ) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    if let contact { h.void("input", .type("hidden"), .name("wersja"), .value(form.values["wersja"] ?? String(contact.revision))) }
                    if !duplicates.isEmpty { h.void("input", .type("hidden"), .name("sprawdzono"), .value("tak")) }
                    h.el("button", .cls("vh"), .attr("tabindex", "-1"), .attr("aria-hidden", "true"), text: "Zapisz")
                    h.el("div", .cls("sender")) { h in
                        form.radios(&h, "rodzaj", "Rodzaj", options: [("osoba", "osoba"), ("instytucja", "instytucja")])
                        h.el("div", .cls("of-person")) { h in
                            form.field(&h, "nazwisko", "Nazwisko")
                            form.field(&h, "imiona", "Imię")
                            form.field(
                                &h, "pesel", "PESEL", hint: contact?.card.identifiers.pesel == nil ? nil : "Numer jest zapisany. Puste pole go nie zmienia",
                                optional: true,
                                width: "w10", numeric: true)
                        }
                        h.el("div", .cls("of-body")) { h in
                            form.field(&h, "nazwa", "Nazwa")
                            form.field(&h, "krs", "KRS", optional: true, width: "w10", numeric: true)
                        }
                    }
                    form.field(&h, "nip", "NIP", optional: true, width: "w10", numeric: true)
                    form.field(&h, "regon", "REGON", optional: true, width: "w10", numeric: true)
                    addresses(&h)
                    channels(&h)
                    form.area(&h, "uwagi", "Uwagi", optional: true, rows: 2)
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn first")) { h in
                            h.text("Zapisz ")
                            h.el("kbd", .attr("aria-hidden", "true"), text: "Ctrl Enter")
                        }
                        h.el("a", .cls("btn bare"), .href(contact.map { ContactPlace.contact($0.id).link } ?? ContactPlace.contacts.link), text: "Wróć bez zmian")
                    }
                }
            }
        }
    }

    private func addresses(_ h: inout HTML) {
        let count = min(max(Int(form.value(ContactForm.addressCount)) ?? 1, 1), ContactRules.mostAddresses)
        h.void("input", .type("hidden"), .name(ContactForm.addressCount), .value(String(count)))
        for n in 1...count {
            let s = ContactForm.suffix(n)
            h.el("h2", text: n == 1 ? "Adres" : "Adres \(n)")
            form.select(&h, "adres" + s, "Rodzaj adresu", options: ContactAddress.Kind.allCases.map { ($0.rawValue, $0.polishName) })
            h.el("div", .cls("form-grid")) { h in
                form.field(&h, "ulica" + s, "Ulica", optional: true, box: "c3")
                form.field(&h, "dom" + s, "Nr domu", optional: true, box: "c3")
                form.field(&h, "lokal" + s, "Nr lokalu", optional: true, box: "c3")
                form.field(&h, "skrytka" + s, "Skrytka pocztowa", optional: true, box: "c3")
                form.field(&h, "kod" + s, "Kod", optional: true, box: "c3")
                form.field(&h, "miejscowosc" + s, "Miejscowość", box: "c3")
                form.field(&h, "kraj" + s, "Kraj", hint: "Puste: Polska", optional: true)
            }
        }
        if count < ContactRules.mostAddresses { h.el("p") { h in h.el("button", .cls("linkbtn"), .name(ContactForm.addAddress), .value("tak"), text: "Dodaj adres") } }
    }

    private func channels(_ h: inout HTML) {
        let count = min(max(Int(form.value(ContactForm.channelCount)) ?? 1, 1), ContactRules.mostChannels)
        h.void("input", .type("hidden"), .name(ContactForm.channelCount), .value(String(count)))
        h.el("h2", text: "Adresy elektroniczne i telefony")
        for n in 1...count {
            let s = ContactForm.suffix(n)
            h.el("div", .cls("form-grid")) { h in
                form.select(
                    &h, "kanal-rodzaj" + s, n == 1 ? "Co" : "Co (\(n))", options: ContactChannel.Kind.allCases.map { ($0.rawValue, ContactWords.short($0)) }, box: "c2")
                form.field(&h, "kanal" + s, n == 1 ? "Adres albo numer" : "Adres albo numer (\(n))", optional: true, box: "c4")
            }
        }
        if count < ContactRules.mostChannels {
            h.el("p") { h in h.el("button", .cls("linkbtn"), .name(ContactForm.addChannel), .value("tak"), text: "Dodaj adres lub numer") }
        }
    }
}
