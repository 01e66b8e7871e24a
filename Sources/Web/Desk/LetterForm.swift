internal import Chancery
internal import Kernel

/// The fields of the registration and correction forms, read into metadata.
///
/// One place knows the names of the fields; pages print them, this reads them.
struct LetterForm {
    var values: FormValues

    /// - Returns: the metadata and the day of arrival, with a problem for every field that cannot be read.
    func read(today: Day, base: LetterMetadata?) -> (metadata: LetterMetadata, arrivalDay: Day, problems: [Problem]) {
        var problems: [Problem] = []
        func date<T>(_ field: String, _ parse: (String) -> T?) -> T? {
            guard let text = values[field] else { return nil }
            guard let value = parse(text) else {
                problems.append(Problem(.invalidInput, "Tej daty nie da się odczytać. Wpisz na przykład 12.03.2026", field: field))
                return nil
            }
            return value
        }
        // What the form does not show stays as it was: further senders, formats, the type.
        var m = base ?? LetterMetadata(senders: [], title: "")
        let sender = self.sender(base: m.senders.first)
        m.senders = [sender] + m.senders.dropFirst()
        m.title = values["temat"] ?? ""
        m.letterDate = date("zdnia") { ClerkDate.partial($0, today: today) }
        m.postingDate = date("nadano") { ClerkDate.partial($0, today: today) }
        m.kinds = values["rodzaj"].map { [$0] } ?? []
        if let access = values["dostep"].flatMap(Access.init(rawValue:)) { m.access = access }
        if let text = values["zalaczniki"] {
            if let n = Int(text) {
                m.attachmentCount = n
            } else {
                problems.append(Problem(.invalidInput, "Wpisz liczbę załączników cyframi", field: "zalaczniki"))
            }
        } else {
            m.attachmentCount = nil
        }
        m.remarks = values["uwagi"].map { [$0] } ?? []
        m.deliveryManner = values["sposob"] ?? ""
        m.foreignSign = values["znak"] ?? ""
        m.postingNumber = values["numer-nadania"] ?? ""
        let arrival = date("wplyw") { ClerkDate.day($0, today: today) } ?? today
        return (m, arrival, problems)
    }

    private func sender(base: Correspondent?) -> Correspondent {
        let designation: Correspondent.Designation
        switch values["rodzaj-nadawcy"] {
        case "instytucja": designation = .institution(name: values["nazwa"] ?? "")
        case "nieustalony": designation = .unknown
        default: designation = .person(surname: values["nazwisko"] ?? "", givenNames: values["imiona"] ?? "")
        }
        return Correspondent(
            designation,
            address: PostalAddress(
                postCode: values["kod"] ?? "", town: values["miejscowosc"] ?? "", street: values["ulica"] ?? "", building: values["budynek"] ?? "",
                flat: values["lokal"] ?? "", postOfficeBox: values["skrytka-pocztowa"] ?? "", country: values["kraj"] ?? "Polska"),
            emails: (values["email"] ?? "").split(whereSeparator: { ", ;\n".contains($0) }).map(String.init),
            identifiers: base?.identifiers ?? CorrespondentIdentifiers())
    }

    /// The values of a letter as the form shows them, for a correction.
    static func filled(_ m: LetterMetadata) -> [String: String] {
        let s = m.senders.first ?? Correspondent(.unknown)
        var out: [String: String] = [
            "temat": m.title, "zdnia": polish(m.letterDate), "nadano": polish(m.postingDate), "rodzaj": m.kinds.joined(separator: ", "),
            "dostep": m.access.rawValue, "zalaczniki": m.attachmentCount.map(String.init) ?? "", "uwagi": m.remarks.joined(separator: "\n"),
            "sposob": m.deliveryManner, "znak": m.foreignSign, "numer-nadania": m.postingNumber, "kod": s.address.postCode,
            "miejscowosc": s.address.town, "ulica": s.address.street, "budynek": s.address.building, "lokal": s.address.flat,
            "skrytka-pocztowa": s.address.postOfficeBox, "kraj": s.address.country.isEmpty ? "Polska" : s.address.country,
            "email": s.emails.joined(separator: ", "),
        ]
        switch s.designation {
        case .institution(let name):
            out["rodzaj-nadawcy"] = "instytucja"
            out["nazwa"] = name
        case .person(let surname, let givenNames):
            out["rodzaj-nadawcy"] = "osoba"
            out["nazwisko"] = surname
            out["imiona"] = givenNames
        case .unknown: out["rodzaj-nadawcy"] = "nieustalony"
        }
        return out
    }

    private static func polish(_ date: PartialDate?) -> String {
        guard let text = date?.description else { return "" }
        return text.split(separator: "-").reversed().joined(separator: ".")
    }
}
