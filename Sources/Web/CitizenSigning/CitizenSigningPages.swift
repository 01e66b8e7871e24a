internal import Exchange
internal import Identity
internal import Kernel
internal import Markup
internal import Office

/// Who asks for a signature, before the person gives a password anywhere.
struct SigningDoorPage: Sendable {
    var frame: CitizenFrame
    var system: String
    /// Why there is nothing to sign any more.
    var ended: String?
    var signIn: String
    /// Signed in already, but before the system asked.
    var isAnew: Bool
    /// The system's address for those who do not sign.
    var back: String

    func render() -> [UInt8] {
        frame.page(title: "Prośba o podpis zaufany") { h in
            h.el("h1", text: "Prośba o podpis zaufany")
            h.el("p", .cls("lead")) { h in
                h.text("Prosi o niego: ")
                h.el("strong", text: system)
            }
            if let ended {
                h.el("p", .cls("note warn"), .attr("role", "alert"), text: PolishTypography.glued(ended))
                h.el("p", .cls("actions")) { h in h.el("a", .cls("btn"), .href(back), text: "Wróć do usługi") }
                return
            }
            h.el(
                "p",
                text: PolishTypography.glued(
                    isAnew
                        ? "Zaloguj się jeszcze raz. Przed podpisem trzeba potwierdzić, że to Ty, choć jesteś już na swoim koncie."
                        : "Zaloguj się na swoje konto. Potem przeczytasz, co masz podpisać, i zdecydujesz."))
            h.el("p", .cls("actions")) { h in
                h.el("a", .cls("btn first"), .href(signIn), text: "Zaloguj się i przeczytaj")
                h.el("a", .cls("btn bare"), .href(back), text: "Wróć bez podpisywania")
            }
        }
    }
}

/// The documents as the signer reads them, the notice, and the code.
struct SigningActPage: Sendable {
    var frame: CitizenFrame
    var ticket: SigningTicket
    var showing: SigningService.Showing
    var held: Set<FactorKind>
    var addresses: [CodeAddress]
    /// A code has been asked for, by this.
    var asked: FactorKind?
    var form: FormPart
    var keys: (send: String, sign: String, refuse: String)

    /// What the page was drawn from; compared with what is signed.
    static let bindingField = "skrot"

    private var act: SigningAct { showing.act }

    func render() -> [UInt8] {
        frame.page(title: "Podpisz: \(act.title)", error: !form.errors.isEmpty, aside: aside) { h in
            form.summary(&h, order: [CodeQuestion.field])
            h.el("h1", text: "Przeczytaj i podpisz")
            h.el("p", .cls("lead")) { h in
                h.text("Prosi o to: ")
                h.el("strong", text: act.systemName)
                h.text(". Podpisane dokumenty dostanie ten system.")
            }
            if !act.note.isEmpty { h.el("p", .cls("lines"), text: "Wyjaśnienie od niego: \(act.note)") }
            for shown in showing.documents { write(&h, shown) }
            if showing.documents.count > 1 { hash(&h, "Skrót całej czynności (SHA-256)", act.binding) }
            if showing.profile == nil {
                h.el(
                    "p", .cls("note warn"), .attr("role", "alert"),
                    text: PolishTypography.glued(
                        "Na tym koncie nie ma ważnego profilu zaufanego, więc nie możesz podpisać. Złóż wniosek na swoim koncie i potwierdź go w punkcie."))
            } else {
                let notice = AuthorisedAct.notice(documents: act.documents.map(\.title))
                h.el("div", .cls("note"), .id("pouczenie")) { h in h.el("p", text: PolishTypography.glued(notice)) }
                let challenge = act.challenge
                CodeAsking(
                    held: held, addresses: addresses, asked: asked.flatMap { kind in challenge.map { ($0, kind) } }, keys: (keys.send, keys.sign),
                    hidden: [(Self.bindingField, act.binding.description)]
                ).write(
                    &h, frame: frame, form: form, send: CitizenPlace.signingCode(ticket).link, act: CitizenPlace.signingSign(ticket).link,
                    button: "Podpisz profilem zaufanym")
            }
            h.el("h2", text: "Nie chcesz podpisać?")
            CitizenForm(
                token: frame.token, key: keys.refuse, action: CitizenPlace.signingRefusal(ticket).link, button: "Nie podpisuję, wróć do usługi", isSecond: true
            ).write(&h)
        }
    }

    private func write(_ h: inout HTML, _ shown: SigningService.Shown) {
        let n = shown.document.position
        if showing.documents.count > 1 { h.el("h2", text: "Dokument \(n) z \(showing.documents.count): \(shown.document.title)") }
        if shown.readable.isCut {
            h.el(
                "p", .cls("note warn"),
                text: PolishTypography.glued("Dokument jest za długi, żeby pokazać go tu w całości. Przeczytaj resztę w surowym XML, zanim podpiszesz."))
        }
        h.el("section", .cls("sheet letter"), .label("Treść: \(shown.document.title)"), .attr("tabindex", "0")) { h in DocumentView.write(&h, shown.readable) }
        if !shown.attachments.isEmpty { h.el("p", text: "Załączniki w dokumencie: \(shown.attachments.joined(separator: ", ")).") }
        if !shown.signers.isEmpty { h.el("p", text: "Ten dokument ma już podpisy: \(shown.signers.joined(separator: ", ")).") }
        if shown.readable.outline.isEmpty {
            h.el("details") { h in
                h.el("summary", text: "Wszystkie pola tego dokumentu")
                h.el("div") { h in DocumentView.write(&h, shown.outline) }
            }
        }
        h.el("p", .cls("actions")) { h in
            h.el("a", .cls("btn"), .href(CitizenPlace.signingSource(ticket, n).link)) { h in
                h.text("Pokaż surowy XML")
                h.el("span", .cls("vh"), text: " dokumentu \(n)")
            }
            h.el("a", .cls("btn"), .href(CitizenPlace.signingDocument(ticket, n).link)) { h in
                h.text("Pobierz XML")
                h.el("span", .cls("vh"), text: " dokumentu \(n)")
            }
        }
        hash(&h, "Skrót dokumentu (SHA-256)", shown.document.hash)
    }

    private func hash(_ h: inout HTML, _ label: String, _ hash: ContentHash) {
        h.el("p", .cls("muted small")) { h in
            h.text("\(label): ")
            h.el("span", .cls("hash"), text: hash.description)
        }
    }

    private func aside(_ h: inout HTML) {
        if let profile = showing.profile {
            h.el("section") { h in
                h.el("h2", text: "Podpisuje")
                h.el("p", text: profile.name.description)
                h.el("p", .cls("muted"), text: "profil \(profile.designation)")
            }
        }
        h.el("section") { h in
            h.el("h2", text: "Dla kogo")
            h.el("p", text: act.systemName)
            h.el("p", .cls("muted"), text: "Podpis możesz złożyć do \(Moment.full(act.endsAt)).")
        }
    }
}

/// An act that is over: signed, declined or out of time.
struct SigningEndedPage: Sendable {
    var frame: CitizenFrame
    var ticket: SigningTicket
    var act: SigningAct
    /// The signed documents can still be downloaded.
    var isKept: Bool

    func render() -> [UInt8] {
        frame.page(title: heading) { h in
            h.el("div", .cls(act.state == .signed ? "done-panel" : "state-panel")) { h in
                h.el("h1", text: heading)
                h.el("p", text: PolishTypography.glued("Dla: \(act.systemName)."))
                if act.state == .signed { h.el("p", text: PolishTypography.glued("Podpisano \(act.endedAt.map(Moment.full) ?? "").")) }
                if act.state == .waiting { h.el("p", text: SigningAct.Refusal.expired.message) }
            }
            h.el("ul", .cls("tasks")) { h in
                for document in act.documents {
                    h.el("li") { h in
                        h.el("span", .cls("what"), text: PolishTypography.glued(document.title))
                        if act.state == .signed, isKept {
                            h.el("a", .href(CitizenPlace.signingSigned(ticket, document.position).link)) { h in
                                h.text("Pobierz podpisany")
                                h.el("span", .cls("vh"), text: ": \(document.title)")
                            }
                        }
                    }
                }
            }
            h.el("p", .cls("actions")) { h in
                h.el("a", .cls("btn first"), .href(act.state == .signed ? act.returns.success : act.returns.failure), text: "Wróć do usługi")
            }
        }
    }

    private var heading: String {
        switch act.state {
        case .signed: "Dokumenty podpisane"
        case .declined: "Podpisu odmówiono"
        case .waiting: "Czas na podpis minął"
        }
    }
}
