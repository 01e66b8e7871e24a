internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Adding the scan of a letter that was signed by hand; each is kept beside the ones before it.
struct HandSignedScanPage: Sendable {
    var frame: DeskFrame
    var letter: OutgoingLetter
    var scans: [KeptScan]
    var form: FormPart
    var key: String
    var today: Day

    func render() -> [UInt8] {
        frame.page(title: "Skan podpisanego pisma", error: !form.errors.isEmpty) { h in
            WorkTop("Skan podpisanego pisma").write(&h)
            h.el("div", .cls("page")) { h in
                form.summary(&h, order: ["plik"])
                h.el("p") { h in
                    h.el("strong", text: PolishTypography.glued(letter.version.content.metadata.title))
                    h.text(" ")
                    h.el("span", .cls("ref"), text: letter.sign ?? letter.identifier)
                }
                h.el("p", text: PolishTypography.glued("Zeskanuj pismo z własnoręcznym podpisem, wszystkie strony w jednym pliku. Skan trafi też do akt sprawy."))
                if !scans.isEmpty {
                    h.el("h2", text: "Skany, które już są")
                    h.el("ul", .cls("files")) { h in for scan in scans { h.el("li") { h in Self.write(&h, letter.id, scan, today: today) } } }
                    h.el("p", .cls("muted small"), text: "Następny skan niczego nie zastąpi: poprzednie zostaną.")
                }
                h.el(
                    "form", .attr("method", "post"), .attr("action", OutgoingPlace.scan(letter.id).link), .flag("novalidate"), .attr("data-zapis", "tak"),
                    .attr("enctype", "multipart/form-data")
                ) { h in
                    hiddenFields(&h, token: frame.token, key: key)
                    UploadField("plik", "Plik", hint: "PDF, JPG, PNG lub TIFF, do 60 MB").write(&h, form)
                    h.el("p", .cls("actions")) { h in
                        h.el("button", .cls("btn first"), text: "Dodaj skan")
                        h.el("a", .cls("btn bare"), .href(OutgoingPlace.letter(letter.id).link), text: "Wróć do pisma")
                    }
                }
            }
        }
    }

    /// One scan with who added it, when, and its digest.
    static func write(_ h: inout HTML, _ letter: OutgoingLetterID, _ scan: KeptScan, today: Day) {
        h.el("a", .href(OutgoingPlace.file(letter, scan.document.hash).link), text: scan.document.name)
        h.el("span", .cls("chipnote"), text: "skan podpisanego · \(scan.by), \(Moment.text(scan.at, today: today))")
        h.el("span", .cls("chipnote hash"), text: "SHA-256 \(scan.document.hash)")
    }
}

struct HandSignedScanRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<OfficerContext>) {
        router.get(OutgoingPlace.Pattern.scan.route) { request, context in try await form(request, context, [:]) }
        router.post(OutgoingPlace.Pattern.scan.route) { request, context in try await add(request, context) }
    }

    private func form(_ request: Request, _ context: OfficerContext, _ errors: [String: String]) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let acting = worker.acting, rights = worker.rights
        let (scans, mayAdd, isPaper) = try await worker.office.database.read { c in
            (
                try OutgoingLetters.scans(c, letter.id), try HandSignedCopies.mayAdd(c, letter, acting: acting, rights: rights),
                try OutgoingLetters.signature(c, letter.id)?.content.format == .paper
            )
        }
        guard isPaper else { throw Problem(.conflict, "Skan dołącza się do pisma podpisanego własnoręcznie. To pismo ma inny podpis albo jeszcze go nie ma.") }
        guard mayAdd else { throw Problem(.forbidden, "Skan dodaje autor pisma, osoba podpisująca, prowadzący sprawę albo punkt kancelaryjny.") }
        let page = HandSignedScanPage(
            frame: try await desk.frame(context, worker, request, .drafts), letter: letter, scans: scans, form: FormPart(errors: errors), key: OneTimeKey().description,
            today: PolishTime.day(of: context.now))
        return Desk.html(page.render(), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func add(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (worker, letter) = try await desk.outgoing(request, context)
        let (values, uploads) = try await MultipartForm.collect(request, context)
        guard let key = OneTimeKey(values[FormField.key] ?? "") else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.")
        }
        let now = context.now, account = context.account.id, acting = worker.acting, rights = worker.rights, blobs = worker.office.blobs
        do {
            guard let upload = uploads.first(where: { !$0.bytes.isEmpty }) else { throw Problems([Problem(.invalidInput, "Dodaj plik", field: "plik")]) }
            guard let type = ScanType.recognise(upload.bytes) else {
                throw Problems([Problem(.invalidInput, "Plik musi być PDF, JPG, PNG lub TIFF", field: "plik")])
            }
            let blob = try await blobs.stage(upload.bytes)
            let scan = LetterDocument(hash: blob.hash, name: upload.head.name, mediaType: type, size: upload.bytes.count)
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    _ = try blobs.record(c, blob, mediaType: type, at: now)
                    try HandSignedCopies.add(c, scan, to: letter, acting: acting, rights: rights, at: now)
                    return OutgoingPlace.letter(letter.id).link(["dodano": "skan"])
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await form(request, context, fieldErrors(found.all, fallback: "plik"))
        } catch let problem as Problem where problem.code == .conflict {
            return try await form(request, context, ["plik": problem.message])
        }
    }
}
