public import Chancery
public import Kernel
internal import Law
internal import Store

/// Half a year of an invented office, for demonstrations and trials: letters, cases and answers through the same acts that officers use, with a clock of its own.
///
/// The same seed gives the same half-year. Nothing of it ever leaves: what goes by ePUAP is told to be sent at once, so that no job carries it.
public struct HalfYear: Sendable {
    /// Who works: invented officers of the office.
    public struct Staff: Sendable {
        public var clerk: Performer
        public var officer: ActingOfficer
        public var signer: ActingOfficer

        public init(clerk: Performer, officer: ActingOfficer, signer: ActingOfficer) {
            self.clerk = clerk
            self.officer = officer
            self.signer = signer
        }
    }

    let office: OfficeHouse
    let staff: Staff
    let days: ClosedRange<Day>
    let seed: UInt64
    /// Of a hundred letters so many come electronically in the first month and in the last.
    let electronic: (first: Int, last: Int)

    public init(_ office: OfficeHouse, staff: Staff, days: ClosedRange<Day>, seed: UInt64, electronic: (first: Int, last: Int)) {
        self.office = office
        self.staff = staff
        self.days = days
        self.seed = seed
        self.electronic = electronic
    }

    /// A case that waits to be settled.
    private struct Waiting: Sendable {
        var id: CaseID
        var settleOn: Day
        var addressee: Addressee
        var isElectronic: Bool
    }
    /// A delivery that waits for its evidence.
    private struct Travelling: Sendable {
        var dispatch: DispatchID
        var endsOn: Day
        var isCollected: Bool
        var isElectronic: Bool
    }
    private struct State: Sendable {
        var random: SeededGenerator
        var waiting: [Waiting] = []
        var travelling: [Travelling] = []
        var serial = 0

        mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }
    }

    private static let surnames = ["Wrona", "Sowa", "Gołąb", "Mazur", "Lis", "Zając", "Wilk", "Pająk", "Bąk", "Kowal", "Rybak", "Śliwa"]
    private static let matters = ["Wniosek o wycinkę drzewa", "Prośba o wyjaśnienie", "Zgłoszenie szkody", "Wniosek o zaświadczenie", "Skarga na oświetlenie"]

    /// - Returns: letters registered, cases settled.
    @discardableResult
    public func live() async throws -> (letters: Int, settled: Int) {
        let document = try await office.blobs.stage(Array("%PDF-1.4 pismo pokazu".utf8))
        let now = office.time.now, blobs = office.blobs
        try await office.database.write { c in _ = try blobs.record(c, document, mediaType: "application/pdf", at: now) }
        var state = State(random: SeededGenerator(seed: seed))
        var letters = 0, settled = 0
        var monday = days.lowerBound.adding(days: 1 - days.lowerBound.weekday)
        while monday <= days.upperBound {
            // A week is one transaction; its plan is drawn inside and carried out as a value, so that it may run again.
            let before = state, week = monday, hash = document.hash
            let result = try await office.database.write { c in try self.week(c, week, before, document: hash) }
            state = result.state
            letters += result.letters
            settled += result.settled
            monday = monday.adding(days: 7)
        }
        return (letters, settled)
    }

    private func week(
        _ c: any SQLConnection, _ monday: Day, _ before: State, document: ContentHash
    ) throws -> (state: State, letters: Int, settled: Int) {
        var state = before, letters = 0, settled = 0
        let calendar = try WorkCalendar.load(c)
        for day in (0..<7).map({ monday.adding(days: $0) }) where days.contains(day) && calendar.isWorkingDay(day) {
            var moment = PolishTime.start(of: day).adding(seconds: 8 * 3600)
            for _ in 0..<state.number(0...3) {
                moment = moment.adding(seconds: 600)
                try letter(c, &state, on: day, at: moment, calendar)
                letters += 1
            }
            moment = PolishTime.start(of: day).adding(seconds: 13 * 3600)
            for matter in state.waiting where matter.settleOn <= day {
                moment = moment.adding(seconds: 60)
                try settle(c, &state, matter, on: day, at: moment, document: document)
                settled += 1
            }
            state.waiting.removeAll { $0.settleOn <= day }
            for t in state.travelling where t.endsOn <= day { try end(c, t, on: day, at: moment) }
            state.travelling.removeAll { $0.endsOn <= day }
        }
        return (state, letters, settled)
    }

    private func letter(_ c: any SQLConnection, _ state: inout State, on day: Day, at now: Instant, _ calendar: OfficialCalendar) throws {
        state.serial += 1
        let whole = max(1, days.upperBound.daysSince1970 - days.lowerBound.daysSince1970)
        let share = electronic.first + (electronic.last - electronic.first) * (day.daysSince1970 - days.lowerBound.daysSince1970) / whole
        let isElectronic = state.chance(share)
        let surname = Self.surnames[state.number(0...(Self.surnames.count - 1))]
        let sender = Correspondent(
            .person(surname: surname, givenNames: "Jan"),
            address: PostalAddress(
                postCode: office.record.postCode, town: office.record.town, street: "Polna", building: String(state.number(1...90)), country: "Polska"),
            identifiers: CorrespondentIdentifiers(replyBox: "/\(PolishText.folded(surname))\(state.serial)/skrytka"))
        let title = Self.matters[state.number(0...(Self.matters.count - 1))]
        let registration = Registration(metadata: LetterMetadata(senders: [sender], title: title), channel: isElectronic ? .epuap : .paper, arrivalDay: day)
        let number = try IncomingRegister.register(c, registration, by: staff.clerk, at: now).number
        if state.chance(3) { return try IncomingRegister.cancel(c, number, reason: "Zarejestrowano dwa razy", by: staff.clerk, at: now) }
        guard state.chance(60), let ref = try IncomingRegister.reference(c, number), let work = try LetterWork.find(c, ref),
            let unit = try Organisation.unit(c, staff.officer.unit, on: day)
        else { return }
        let classification = CaseClass(symbol: "6131", title: "Zezwolenia na usunięcie drzew i krzewów", category: "B5", defaultTerm: CaseTerm(60, .day))
        let opening = CaseOpening(unit: unit.id, unitCode: unit.code.description, classification: classification, title: title)
        let opened = try Cases.open(c, opening, from: (ref, work.version), by: staff.officer, at: now) { !calendar.isWorkingDay($0) }
        state.waiting.append(
            Waiting(id: opened.id, settleOn: day.adding(days: state.number(3...45)), addressee: Addressee(sender), isElectronic: isElectronic || state.chance(10)))
    }

    private func settle(
        _ c: any SQLConnection, _ state: inout State, _ matter: Waiting, on day: Day, at now: Instant, document: ContentHash
    ) throws {
        guard let file = try Cases.find(c, matter.id), let unit = try Organisation.unit(c, staff.officer.unit, on: day) else { return }
        let content = LetterContent(metadata: OutgoingMetadata(title: "Odpowiedź: \(file.title)"), body: "Treść zmyślonej odpowiedzi.", addressees: [matter.addressee])
        let draft = OutgoingDraft(caseReference: CaseReference(id: matter.id, sign: file.sign.description), unit: unit.id, unitName: unit.name, content: content)
        let id = try OutgoingLetters.create(c, draft, by: staff.officer, at: now)
        let signer = ApprovingOfficer(staff.signer)
        var revision = try OutgoingLetters.submit(c, id, revision: 1, path: ApprovalPath([.officer(staff.signer.officer)]), by: staff.officer, at: now)
        revision = try OutgoingLetters.accept(c, id, revision: revision, by: signer, at: now)
        let made = LetterDocument(hash: document, name: "pismo.pdf", mediaType: "application/pdf", size: 21)
        try OutgoingLetters.attachDocument(c, id, revision: revision, made, by: staff.officer.performer, at: now)
        let signed = SignedContent(documentHash: document, format: .pades, signedFile: made, certificateSummary: "zmyślony podpis pokazu", signedAt: now)
        revision = try OutgoingLetters.sign(c, id, revision: revision, signed, by: signer, at: now)
        let channel: DispatchChannel = matter.isElectronic ? .epuapDelivery : .courier
        let order = DispatchOrder(
            LetterAt(id, revision: revision), addressees: [AddresseeOrder(position: 1, proposal: ChannelProposal(channel: channel, reason: "pokaz"))])
        for dispatch in try Dispatch.send(c, order, by: staff.officer, at: now) {
            if channel == .courier {
                try Dispatch.handOver(c, [dispatch], by: staff.officer, at: now)
            } else {
                try Dispatch.submitted(c, dispatch, messageID: "pokaz:\(id)", by: .connector, at: now)
            }
            let isCollected = state.chance(82)
            state.travelling.append(
                Travelling(
                    dispatch: dispatch, endsOn: day.adding(days: isCollected ? state.number(1...9) : 14), isCollected: isCollected, isElectronic: channel != .courier))
        }
        guard let seen = try Cases.find(c, matter.id) else { return }
        try Cases.settle(c, matter.id, version: seen.version, on: day, document: id.identifier, by: staff.officer, at: now)
    }

    private func end(_ c: any SQLConnection, _ t: Travelling, on day: Day, at now: Instant) throws {
        var evidence: DispatchEvidence
        if t.isElectronic {
            evidence = DispatchEvidence(.upd, t.isCollected ? .delivered : .deemed, day: day, key: "pokaz-upd:\(t.dispatch)")
            if !t.isCollected { evidence.basis = .electronic }
        } else {
            evidence = DispatchEvidence(.handOver, .delivered, day: day, key: "pokaz-pokwitowanie:\(t.dispatch)")
        }
        evidence.dispatch = t.dispatch
        try EvidenceIntake.receive(c, evidence, by: .connector, at: now)
    }
}
