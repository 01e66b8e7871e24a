@testable import Chancery
import Kernel
import Law
import Markup
@testable import Office
@testable import Store
@testable import Web

/// The pages of letters that leave, with hostile content in every place that people fill.
enum OutgoingCatalogue {
    static var pages: [(name: String, bytes: [UInt8])] {
        [
            (
                "pisma-moje",
                MyLettersPage(
                    frame: Samples.frame(.drafts), rows: [row(.draft), row(.returned(words: Samples.hostile))], nextLink: "/ezd/pisma?po=1~2",
                    banner: Banner(Samples.hostile), today: Samples.today
                ).render()
            ),
            ("pismo-wychodzace", page(.awaitingApproval(level: 1, of: 2), asked: true)),
            ("pismo-wychodzace-wyslane", page(.dispatched, sendings: [sending(.returned(Samples.today, words: Samples.hostile)), sending(.sent)])),
            (
                "pismo-nowe",
                NewLetterPage(
                    frame: Samples.frame(.drafts), file: nil, kind: .outgoing, templates: [template], chosenTemplate: "7", candidates: [candidate],
                    chosen: ["strona-1"], directory: HolderDirectory(entries: []), form: form(["inni", "kopie"]), key: "klucz"
                ).render()
            ),
            (
                "szablon-wersje",
                TemplateVersionsPage(
                    frame: Samples.frame(.templates), versions: [template, template], left: template, right: template, today: Samples.today
                ).render()
            ),
            (
                "akceptacja",
                ApprovalListPage(
                    frame: Samples.frame(.approval), rows: [row(.awaitingApproval(level: 1, of: 2))], toSign: 3, nextLink: nil, banner: nil,
                    outcomes: [(title: Samples.hostile, words: Samples.hostile)], key: "klucz", today: Samples.today
                ).render()
            ),
            (
                "akceptacja-pismo",
                ApprovalPage(
                    frame: Samples.frame(.approval), letter: letter(.awaitingApproval(level: 1, of: 2)), sheet: sheet, changes: nil, decisions: decisions, file: nil,
                    signsAtOnce: false, isAsked: true, waiting: 2, banner: nil, key: "klucz", today: Samples.today
                ).render()
            ),
            (
                "rejestr-wychodzacych",
                OutgoingRegisterPage(
                    frame: Samples.frame(.sent), query: OutgoingRegisterQuery(.outgoing), form: form(["od", "do"]), rows: [entry()], total: 1, nextLink: nil,
                    firstLink: nil
                ).render()
            ),
            (
                "zwroty",
                ReturnsPage(
                    frame: Samples.frame(.returns), form: form(["numer", "slowa"]), candidates: [dispatch(.sent)],
                    undelivered: [dispatch(.returned(Samples.today, words: Samples.hostile))], undeliveredNext: nil, open: [], banner: nil, key: "klucz",
                    today: Samples.today
                ).render()
            ),
            ("pismo-reczne", handSigned),
            ("pismo-edycja", editor(.draft)), ("pismo-poprawka", editor(.correction)),
            ("podpis", signing(isSingle: false)), ("podpis-jednego", signing(isSingle: true)),
            ("podpis-reczny", HandSignaturePage(frame: Samples.frame(.signing), letter: letter(.approved), form: form(["data"]), key: "klucz").render()),
            (
                "pismo-skan",
                HandSignedScanPage(
                    frame: Samples.frame(.drafts), letter: letter(.signed), scans: [scan], form: form(["plik"]), key: "klucz", today: Samples.today
                ).render()
            ),
            (
                "wysylka",
                DispatchQueuePage(
                    frame: Samples.frame(.dispatch), lines: [line(.registeredWithSlip), line(.email, obstacle: Samples.hostile)], counts: DispatchViews.Counts(),
                    chosen: [], errors: ["p": "Zaznacz co najmniej jedno pismo"], outcomes: [(title: Samples.hostile, words: Samples.hostile)],
                    nextLink: "/ezd/wysylka?po=1~2", banner: Banner(Samples.hostile), today: Samples.today
                ).render()
            ),
            (
                "wysylka-potwierdz",
                DispatchConfirmPage(
                    frame: Samples.frame(.dispatch),
                    rows: [
                        ConfirmationRow(
                            letter: OutgoingLetterID(17), title: Samples.hostile, sign: Samples.hostile, position: 1, addressee: Samples.hostile, channel: .inPerson,
                            reason: Samples.hostile, overrideReason: Samples.hostile, obstacle: Samples.hostile)
                    ], values: ["17~3~\(Samples.hostile)"], key: "klucz"
                ).render()
            ),
            (
                "wysylka-pismo",
                DispatchLetterPage(
                    frame: Samples.frame(.dispatch), letter: letter(.signed),
                    lines: [
                        DispatchLetterPage.Line(position: 1, addressee: Samples.hostile, proposal: proposal(.inPerson), options: [.inPerson, .email]),
                        DispatchLetterPage.Line(position: 2, addressee: Samples.hostile, proposal: nil, options: []),
                    ], sent: [sending(.sent, channel: .courier), sending(.failed(words: Samples.hostile), channel: .email)], mayRead: true,
                    form: form(["powod", "kanal-1"]), key: "klucz", today: Samples.today
                ).render()
            ),
            (
                "wysylka-lacze",
                WaitingLinePage(
                    frame: Samples.frame(.dispatch),
                    rows: [
                        (
                            row: dispatch(.waiting, channel: .email),
                            job: JobStanding(
                                state: .ready, attempts: 2, lastError: Samples.hostile, nextRun: Samples.at(10, 0), createdAt: Samples.at(9, 0))
                        )
                    ], counts: DispatchViews.Counts(), banner: nil, today: Samples.today
                ).render()
            ),
            (
                "wysylka-poczta",
                PostPage(
                    frame: Samples.frame(.dispatch), rows: [dispatch(.waiting)], counts: DispatchViews.Counts(), current: DispatchID(5),
                    form: form(["numer-nadania", "oplata", "data"]), banner: Banner(Samples.hostile), key: "klucz", bookKey: "klucz", today: Samples.today
                ).render()
            ),
            (
                "wysylka-ksiazki",
                PostingBooksPage(
                    frame: Samples.frame(.dispatch),
                    books: [
                        PostingBook(
                            id: PostingBook.ID(3), year: 2026, number: 3, handedDay: Samples.today, closedAt: Samples.at(14, 0), closedBy: Samples.hostile)
                    ], counts: DispatchViews.Counts(), nextLink: nil, banner: Banner(Samples.hostile), today: Samples.today
                ).render()
            ),
            (
                "wysylka-do-rak",
                HandOverPage(
                    frame: Samples.frame(.dispatch), rows: [dispatch(.waiting, channel: .inPerson), dispatch(.waiting, channel: .publicNotice, id: 6)],
                    counts: DispatchViews.Counts(), banner: Banner(Samples.hostile), key: "klucz"
                ).render()
            ),
            (
                "wysylka-odbior",
                HandOverReceiptPage(
                    frame: Samples.frame(.dispatch), row: dispatch(.waiting, channel: .courier), form: form(["kto", "slowa", "dzien", "plik"]), key: "klucz"
                ).render()
            ),
            (
                "druk-pokwitowanie",
                HandOverReceiptPrintPage(
                    officeName: Samples.hostile, address: [Samples.hostile], row: dispatch(.waiting, channel: .inPerson), links: Samples.links
                ).render()
            ),
            (
                "szablony", TemplateListPage(frame: Samples.frame(.templates), templates: [template], banner: nil, today: Samples.today).render()
            ),
            (
                "szablon-zle-dane",
                TemplatePage(
                    frame: Samples.frame(.templates), template: template, form: form(["nazwa", "tytul", "tresc"]), preview: Samples.hostile, difference: nil,
                    banner: nil, key: "klucz"
                ).render()
            ),
        ]
    }

    private static func form(_ fields: [String]) -> FormPart {
        FormPart(
            values: Dictionary(fields.map { ($0, Samples.hostile) }) { first, _ in first },
            errors: Dictionary(fields.prefix(1).map { ($0, "Popraw to") }) { first, _ in first })
    }

    private static let person = Correspondent(.person(surname: Samples.hostile, givenNames: Samples.hostile), address: PostalAddress(town: Samples.hostile))
    private static let candidate = CaseAddressees.Candidate(key: "strona-1", addressee: Addressee(person), role: Samples.hostile, isUsual: true)
    private static let reference = CaseReference(id: CaseID(14), sign: "GK.6131.14.2026")
    private static var content: LetterContent {
        var metadata = OutgoingMetadata(title: Samples.hostile)
        metadata.kinds = [Samples.hostile]
        metadata.remarks = [Samples.hostile]
        return LetterContent(metadata: metadata, body: "\(Samples.hostile)\n\n- \(Samples.hostile)", addressees: [Addressee(person)])
    }
    private static var sheet: LetterSheetView {
        LetterSheetView(
            office: OfficeRecord(
                id: OfficeID("modrzewno")!, name: Samples.hostile, kind: .commune, podmiot: "ugmodrzewno", town: "Modrzewno", postCode: "55-110", street: "Rynek 1"),
            unitName: Samples.hostile, sign: "GK.6131.14.2026.2", date: Samples.today, content: content)
    }
    private static var template: LetterTemplate {
        LetterTemplate(
            id: LetterTemplateID(7), builtIn: nil, currentVersion: 2,
            version: LetterTemplateVersion(
                number: 2,
                content: LetterTemplateContent(name: Samples.hostile, kind: .decision, title: Samples.hostile, body: Samples.hostile, validFrom: Samples.today),
                at: Samples.at(9, 0), by: Samples.hostile, note: Samples.hostile))
    }
    private static var decisions: [ApprovalDecision] {
        [
            ApprovalDecision(
                round: 1, level: 1, version: 1, kind: .sentBack, words: Samples.hostile, at: Samples.at(10, 0), by: Samples.hostile, post: Samples.hostile)
        ]
    }

    static func row(_ state: OutgoingState) -> OutgoingLetterRow {
        OutgoingLetterRow(
            id: OutgoingLetterID(17), kind: .outgoing, state: state, revision: 3, title: Samples.hostile, addressees: Samples.hostile, caseReference: reference,
            sign: nil, author: Samples.hostile, unitName: Samples.hostile, version: 2, waitingSince: Samples.at(9, 0))
    }

    private static func letter(_ state: OutgoingState) -> OutgoingLetter {
        OutgoingLetter(
            id: OutgoingLetterID(17), kind: .outgoing, state: state, revision: 3, caseReference: reference, replyTo: "RPW-2026-17", sign: "GK.6131.14.2026.2",
            letterDate: nil, unit: UnitID(4), unitName: Samples.hostile, author: OfficerID(3), authorName: Samples.hostile,
            version: LetterVersion(number: 2, at: Samples.at(9, 0), by: Samples.hostile, post: Samples.hostile, origin: .written, content: content),
            waitingFor: .officer(OfficerID(3)), signer: .officer(OfficerID(3)), round: 1, finalVersion: nil, createdAt: Samples.at(8, 0),
            changedAt: Samples.at(9, 0), changedBy: Samples.hostile)
    }

    private static let scan = KeptScan(
        document: LetterDocument(hash: ContentHash(String(repeating: "a", count: 64))!, name: Samples.hostile, mediaType: "application/pdf", size: 4),
        at: Samples.at(12, 0), by: Samples.hostile)

    private static func proposal(_ channel: DispatchChannel) -> ChannelProposal {
        ChannelProposal(
            channel: channel, reason: Samples.hostile, alternatives: [.init(channel: .registered, reason: Samples.hostile)], advice: Samples.hostile)
    }

    private static func line(_ channel: DispatchChannel, obstacle: String? = nil) -> DispatchLine {
        DispatchLine(
            letter: LetterAt(OutgoingLetterID(17), revision: 3), title: Samples.hostile, sign: Samples.hostile, addressees: Samples.hostile, positions: [1],
            proposal: proposal(channel), obstacle: obstacle, waitingSince: Samples.at(9, 0))
    }

    private static func editor(_ purpose: EditLetterPage.Purpose) -> [UInt8] {
        var choices = ApprovalChoices()
        choices.choices = [.init(approver: .officer(OfficerID(3)), label: Samples.hostile)]
        return EditLetterPage(
            frame: Samples.frame(.drafts), letter: letter(.returned(words: Samples.hostile)), purpose: purpose,
            sources: LetterDraftForm.Sources(kind: .outgoing, candidates: [candidate], directory: HolderDirectory(entries: []), choices: choices), chosen: ["strona-1"],
            form: form(["tytul", "tekst", "inni", "kopie", "akceptuje"]), sheet: sheet,
            channels: [(addressee: Samples.hostile, channel: Samples.hostile, reason: Samples.hostile)], unsaved: nil, banner: Banner(Samples.hostile), key: "klucz",
            attachmentKey: "klucz", today: Samples.today
        ).render()
    }

    private static func signing(isSingle: Bool) -> [UInt8] {
        SigningPage(
            frame: Samples.frame(.signing),
            lines: [
                SigningPage.Line(
                    letter: LetterAt(OutgoingLetterID(17), revision: 3), title: Samples.hostile, addressees: Samples.hostile, sign: Samples.hostile, version: 2,
                    waitingSince: Samples.at(9, 0), isToAccept: isSingle)
            ], chosen: [OutgoingLetterID(17)], isSingle: isSingle, certificateUntil: Samples.at(10, 0), hasSeal: true, form: form(["pin", "podpis"]),
            outcomes: [(title: Samples.hostile, words: Samples.hostile)], action: ApprovalPlace.signing.link, back: ApprovalPlace.queue.link, toApprove: 2,
            banner: Banner(Samples.hostile), key: "klucz", today: Samples.today
        ).render()
    }

    /// A letter signed by hand, with its scan.
    private static var handSigned: [UInt8] {
        OutgoingLetterPage(
            frame: Samples.frame(.drafts), letter: letter(.signed), versions: [], decisions: [], path: [], documents: [],
            signature: LetterSignature(
                content: SignedContent(
                    documentHash: ContentHash(String(repeating: "b", count: 64))!, format: .paper, signedFile: nil, certificateSummary: "", signedAt: Samples.at(11, 0)),
                signer: Samples.hostile, post: Samples.hostile, recordedAt: Samples.at(11, 0)),
            copies: [], scans: [scan], sendings: [], entries: [], sheet: sheet, mayEdit: true, isAsked: false, maySend: true, mayAddScan: true,
            banner: Banner(Samples.hostile), key: "klucz", today: Samples.today
        ).render()
    }

    private static func dispatch(_ state: DispatchState, channel: DispatchChannel = .registeredWithSlip, id: Int64 = 5) -> DispatchRow {
        DispatchRow(
            id: DispatchID(id), letter: OutgoingLetterID(17), title: Samples.hostile, sign: "GK.6131.14.2026.2", caseReference: reference, position: 1, attempt: 1,
            isCurrent: true, registerNumber: OutgoingRegisterNumber(.outgoing, year: 2026, number: 9), addressee: Addressee(person), content: nil,
            channel: channel, proposedChannel: .epuapDelivery, channelReason: Samples.hostile, overrideReason: Samples.hostile, state: state,
            firstNotice: nil, secondNotice: nil, messageID: nil, postingNumber: nil, fee: nil, createdAt: Samples.at(9, 0), sentAt: Samples.at(9, 5),
            changedAt: Samples.at(9, 5))
    }

    private static func sending(_ state: DispatchState, channel: DispatchChannel = .registeredWithSlip) -> OutgoingLetterPage.Sending {
        var evidence = DispatchEvidence(.handOver, .noted, day: Samples.today, key: "k")
        evidence.words = Samples.hostile
        return OutgoingLetterPage.Sending(
            row: dispatch(state, channel: channel), evidence: [KeptEvidence(id: 1, evidence: evidence, receivedAt: Samples.at(12, 0))], job: nil)
    }

    private static func entry() -> OutgoingRegisterRow {
        OutgoingRegisterRow(
            id: 9, number: OutgoingRegisterNumber(.outgoing, year: 2026, number: 9), letter: OutgoingLetterID(17), handedDay: Samples.today,
            addressee: Samples.hostile, sign: Samples.hostile, channel: .registered, title: Samples.hostile, kinds: Samples.hostile, sender: Samples.hostile,
            registeredAt: Samples.at(9, 0), registeredBy: Samples.hostile, cancelReason: Samples.hostile, position: RegisterQuery.Position(key: "9", id: 9))
    }

    private static func page(_ state: OutgoingState, asked: Bool = false, sendings: [OutgoingLetterPage.Sending] = []) -> [UInt8] {
        OutgoingLetterPage(
            frame: Samples.frame(.drafts), letter: letter(state),
            versions: [(number: 1, at: Samples.at(8, 0), by: Samples.hostile, origin: .written)],
            decisions: decisions, path: [Samples.hostile], documents: [], signature: nil, copies: [], scans: [], sendings: sendings, entries: [entry()], sheet: sheet,
            mayEdit: true, isAsked: asked, maySend: true, banner: Banner(Samples.hostile), key: "klucz", today: Samples.today
        ).render()
    }
}
