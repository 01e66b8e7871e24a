internal import XML

/// A sender or recipient as a document names it (`meta:Podmiot`; epuap.md § 6.3).
public struct DocumentParty: Sendable, Hashable {
    public enum Who: Sendable, Hashable {
        case person(surname: String, givenNames: String, pesel: String)
        case institution(name: String, regon: String)
    }
    public var who: Who
    public var nip = ""
    public var postCode = ""
    public var town = ""
    public var street = ""
    public var building = ""
    public var flat = ""
    public var country = ""
    public var emails: [String] = []
    public var phones: [String] = []

    public init(_ who: Who) { self.who = who }

    public var displayName: String {
        switch who {
        case .person(let surname, let givenNames, _): givenNames.isEmpty ? surname : "\(givenNames) \(surname)"
        case .institution(let name, _): name
        }
    }

    public var addressLines: [String] {
        let house = flat.isEmpty ? building : "\(building)/\(flat)"
        return [[street, house].filter { !$0.isEmpty }.joined(separator: " "), [postCode, town].filter { !$0.isEmpty }.joined(separator: " "), country]
            .filter { !$0.isEmpty }
    }

    /// Reads `meta:Podmiot`; readers must not depend on the order of children.
    init?(_ podmiot: XMLNode) {
        let holder: XMLNode
        if let person = podmiot.child("Osoba") {
            holder = person
            let surname = person.children("Nazwisko").map(\.text).joined(separator: "-")
            let given = ([person.childText("Imie")] + [person.childText("ImieDrugie")]).compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
            who = .person(surname: surname, givenNames: given, pesel: person.child("IdOsoby")?.childText("PESEL") ?? "")
            nip = person.child("IdOsoby")?.childText("NIP") ?? ""
        } else if let body = podmiot.child("Instytucja") {
            holder = body
            who = .institution(name: body.childText("NazwaInstytucji") ?? "", regon: body.child("IdInstytucji")?.childText("REGON") ?? "")
            nip = body.child("IdInstytucji")?.childText("NIP") ?? ""
        } else {
            return nil
        }
        if let a = holder.child("Adres") {
            postCode = a.childText("KodPocztowy") ?? ""
            town = a.childText("Miejscowosc") ?? ""
            street = a.childText("Ulica") ?? ""
            building = a.childText("Budynek") ?? ""
            flat = a.childText("Lokal") ?? ""
            country = a.childText("Kraj") ?? ""
        }
        emails = holder.child("Kontakt")?.children("Email").map(\.text).filter { !$0.isEmpty } ?? []
        phones = holder.child("Kontakt")?.children("Telefon").map(\.text).filter { !$0.isEmpty } ?? []
    }

    func write(into w: inout XMLWriter) {
        w.element("meta:Podmiot") { w in
            switch who {
            case .person(let surname, let givenNames, let pesel):
                w.element("oso:Osoba") { w in
                    if !pesel.isEmpty || !nip.isEmpty {
                        w.element("oso:IdOsoby") { w in
                            if !pesel.isEmpty { w.element("oso:PESEL", text: pesel) }
                            if !nip.isEmpty { w.element("oso:NIP", text: nip) }
                        }
                    }
                    w.element("oso:Imie", text: givenNames)
                    w.element("oso:Nazwisko", text: surname)
                    writeContact(into: &w)
                }
            case .institution(let name, let regon):
                w.element("inst:Instytucja") { w in
                    w.element("inst:NazwaInstytucji", text: name)
                    if !regon.isEmpty || !nip.isEmpty {
                        w.element("inst:IdInstytucji") { w in
                            if !nip.isEmpty { w.element("inst:NIP", text: nip) }
                            if !regon.isEmpty { w.element("inst:REGON", text: regon) }
                        }
                    }
                    writeContact(into: &w)
                }
            }
        }
    }

    private func writeContact(into w: inout XMLWriter) {
        let parts = [
            ("KodPocztowy", postCode), ("Miejscowosc", town), ("Ulica", street), ("Budynek", building), ("Lokal", flat), ("Kraj", country),
        ].filter { !$0.1.isEmpty }
        if !parts.isEmpty { w.element("adr:Adres") { w in for (name, value) in parts { w.element("adr:\(name)", text: value) } } }
        if !emails.isEmpty || !phones.isEmpty {
            w.element("adr:Kontakt") { w in
                for p in phones { w.element("adr:Telefon", text: p) }
                for e in emails { w.element("adr:Email", text: e) }
            }
        }
    }
}
