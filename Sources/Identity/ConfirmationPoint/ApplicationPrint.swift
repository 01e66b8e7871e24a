internal import Cryptography
public import Kernel
internal import Law

/// The print the applicant signs by hand, and the operator annotates (wydruk wniosku).
///
/// Rows of label and text, so that the page, the paper and the archive show the same. The layout is the page's; the content follows the
/// annexes of the regulation (Dz.U. 2020 poz. 1194).
public struct ApplicationPrint: Sendable, Hashable {
    public struct Line: Sendable, Hashable {
        public var label: String
        public var text: String
    }

    public var title: String
    /// That the profile is not the state's.
    public var label: String
    public var applicant: [Line]
    public var declarations: [String]
    public var annotations: [Line]

    /// What is signed: the SHA-256 of all rows before the result is known.
    public var hash: ContentHash { ContentHash(of: Array(text.utf8)) }

    /// All rows as one text.
    public var text: String {
        func lines(_ all: [Line]) -> [String] { all.map { "\($0.label): \($0.text)" } }
        return ([title, label, ""] + lines(applicant) + [""] + declarations + [""] + lines(annotations)).joined(separator: "\n")
    }

    static func make(_ w: ProfileApplication, _ act: ServiceAct, _ point: ConfirmationPoint, pesel: PESEL?, profile: TrustedProfile?) -> ApplicationPrint {
        var applicant = [Line(label: "Numer wniosku", text: w.number), Line(label: "Złożony", text: minute(w.submittedAt))]
        if let a = w.applicant {
            applicant += [
                Line(label: "Imię (imiona)", text: a.name.givenNames), Line(label: "Nazwisko", text: a.name.surname),
                Line(label: "PESEL", text: pesel?.description ?? SealedPESEL.mask), Line(label: "Identyfikator użytkownika", text: a.userID.description),
            ]
            if let profile { applicant.append(Line(label: "Identyfikator profilu", text: profile.designation)) }
            if w.kind != .invalidate {
                applicant += [
                    Line(label: "E-mail", text: a.contact.mail?.description ?? ""), Line(label: "Telefon", text: a.contact.phone?.description ?? ""),
                    Line(label: "Sposoby logowania", text: a.factors.map(\.polishName).sorted().joined(separator: ", ")),
                ]
            }
        }
        var notes = [
            Line(label: "Punkt", text: point.name), Line(label: "Znak sprawy", text: act.caseSign ?? ""),
            Line(label: "Osoba upoważniona", text: act.operatorName), Line(label: "Stanowisko", text: act.post),
        ]
        // The row of the document's number exists only where the document has no PESEL.
        if act.hasPESEL == false {
            notes += [
                Line(label: "Dokument", text: act.documentKind?.polishName ?? ""), Line(label: "Państwo wydania", text: act.documentCountry ?? ""),
                Line(label: "Numer dokumentu", text: act.documentNumber ?? ""),
            ]
        }
        if let result = act.result, let at = act.actedAt {
            notes.append(Line(label: "Wynik", text: result == .carriedOut ? done(w.kind) : "odmowa"))
            if let reason = act.reason {
                notes.append(Line(label: "Przyczyna", text: "\(reason.rawValue): \(reason.polishName) (\(reason.source))"))
            }
            notes += [Line(label: "Miejsce", text: point.place), Line(label: "Data i godzina", text: minute(at))]
        }
        if !act.notes.isEmpty { notes.append(Line(label: "Uwagi", text: act.notes)) }
        return ApplicationPrint(
            title: "Wniosek: \(w.kind.polishName)", label: TrustedProfiles.label, applicant: applicant,
            declarations: Declaration.required(for: w.kind).map(\.polishText), annotations: notes)
    }

    private static func done(_ kind: ApplicationKind) -> String {
        switch kind {
        case .confirm: "potwierdzono"
        case .extend: "przedłużono"
        case .invalidate: "unieważniono"
        case .changeContact: "zmieniono dane"
        }
    }

    /// `12.03.2026, 14:05`, Polish civil time.
    static func minute(_ instant: Instant) -> String {
        let day = PolishTime.day(of: instant).components, clock = PolishTime.clock(instant)
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return "\(two(day.day)).\(two(day.month)).\(day.year), \(two(clock.hour)):\(two(clock.minute))"
    }
}
