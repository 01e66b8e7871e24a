internal import Chancery
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Markup
internal import Office
internal import Store

/// Writing down who took a letter that goes by hand.
struct HandOverReceiptRoutes: Sendable {
    let desk: Desk

    func register(on router: RouterGroup<OfficerContext>) {
        typealias P = DispatchPlace.Pattern
        router.get(P.receipt.route) { request, context in try await form(request, context, nil) }
        router.post(P.receipt.route) { request, context in try await record(request, context) }
        router.get(P.receiptPrint.route) { request, context in try await printed(request, context) }
    }

    private func row(_ context: OfficerContext, _ worker: OfficerAtWork) async throws -> DispatchRow {
        try worker.requireSending()
        let id = DispatchID(try context.number("id"))
        guard let row = try await worker.office.database.read({ try Dispatch.find($0, id) }) else { throw Problem(.notFound, "Nie ma takiej wysyłki.") }
        return row
    }

    private func form(_ request: Request, _ context: OfficerContext, _ again: FormPart?) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let row = try await row(context, worker)
        guard row.awaitsHandOver || again != nil else {
            throw Problem(.conflict, "To pismo nie czeka na odbiór. Sposób: \(row.channel.polishName), stan: \(row.state.polishName).")
        }
        let receiver: HandOverReceipt.Receiver = if case .institution = row.addressee.correspondent.designation { .authorised } else { .addressee }
        let person = receiver == .addressee ? row.addressee.correspondent.label : ""
        let part =
            again
            ?? FormPart(values: [
                "wynik": "odbior", "dzien": PolishTypography.short(PolishTime.day(of: context.now)), "kto": person, "charakter": receiver.rawValue,
                "dowod": HandOverReceipt.Proof.scan.rawValue,
            ])
        let page = HandOverReceiptPage(frame: try await desk.frame(context, worker, request, .dispatch), row: row, form: part, key: OneTimeKey().description)
        return Desk.html(page.render(), status: part.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func printed(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let row = try await row(context, worker), record = worker.office.record
        return Desk.html(
            HandOverReceiptPrintPage(officeName: record.name, address: [record.street, "\(record.postCode) \(record.town)"], row: row, links: desk.links).render())
    }

    private func record(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let worker = try await desk.officer(request, context)
        let row = try await row(context, worker)
        let (values, uploads) = try await MultipartForm.collect(request, context)
        guard let key = OneTimeKey(values[FormField.key] ?? "") else {
            throw Problem(.invalidInput, "Formularz jest niekompletny. Odśwież stronę i wyślij go jeszcze raz.")
        }
        let now = context.now, account = context.account.id, today = PolishTime.day(of: now)
        let acting = worker.acting, rights = worker.rights, blobs = worker.office.blobs
        do {
            var problems: [Problem] = []
            let day = values["dzien"].flatMap { ClerkDate.day($0, today: today) }
            if day == nil { problems.append(Problem(.invalidInput, "Wpisz dzień, na przykład 12.03.2026", field: "dzien")) }
            let receiver = values["charakter"].flatMap(HandOverReceipt.Receiver.init(rawValue:)), proof = values["dowod"].flatMap(HandOverReceipt.Proof.init(rawValue:))
            if receiver == nil { problems.append(Problem(.invalidInput, "Wybierz z listy", field: "charakter")) }
            if proof == nil { problems.append(Problem(.invalidInput, "Wybierz, co jest dowodem", field: "dowod")) }
            var staged: (blob: StagedBlob, type: String)?
            if let upload = uploads.first(where: { !$0.bytes.isEmpty }) {
                if let type = ScanType.recognise(upload.bytes) {
                    staged = (try await blobs.stage(upload.bytes), type)
                } else {
                    problems.append(Problem(.invalidInput, "Plik musi być PDF, JPG, PNG lub TIFF", field: "plik"))
                }
            }
            guard problems.isEmpty, let day, let receiver, let proof else { throw Problems(problems) }
            let receipt = HandOverReceipt(
                day: day, person: values["kto"] ?? "", receiver: receiver, isRefused: values["wynik"] == HandOverReceiptPage.refused, proof: proof,
                words: values["slowa"] ?? "", file: staged?.blob.hash)
            let kept = staged
            let location = try await worker.office.database.write { c in
                try OneTimeKeys.once(c, key: key, account: account, at: now) { c in
                    if let kept, proof == .scan { _ = try blobs.record(c, kept.blob, mediaType: kept.type, at: now) }
                    try HandOvers.record(c, receipt, of: row.id, acting: acting, rights: rights, at: now)
                    return DispatchPlace.byHand.link(["odebrano": row.sign])
                }
            }
            return .seeOther(location)
        } catch let found as Problems {
            return try await form(request, context, FormPart(values: values.byName, errors: fieldErrors(found.all, fallback: "kto")))
        } catch let problem as Problem where problem.code == .conflict || problem.code == .invalidInput {
            return try await form(request, context, FormPart(values: values.byName, errors: [problem.field ?? "kto": problem.message]))
        }
    }
}
