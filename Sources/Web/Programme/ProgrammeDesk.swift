internal import Hummingbird
internal import Identity
internal import Kernel
internal import Law
internal import Office
internal import Programme
internal import Store

/// What the routes of the programme share.
struct ProgrammeDesk: Sendable {
    var desk: Desk

    /// Who works for the programme, and in what reach.
    struct Worker: Sendable {
        var account: Account
        /// The account's office leads the partnership: the person sees and decides for all offices.
        var leads: Bool

        func require(leading: Bool) throws {
            guard leads || !leading else { throw Problem(.forbidden, "To robi tylko lider partnerstwa. Poproś biuro programu.") }
        }
    }

    func worker(_ account: Account) async throws -> Worker {
        try account.require(.workInProgramme)
        let lead = try await desk.house.platform.read { try Targets.lead($0) }
        return Worker(account: account, leads: lead == account.office)
    }

    func frame(_ context: some PageContext, _ section: ProgrammeFrame.Section?) -> ProgrammeFrame {
        let account = context.app.account
        return ProgrammeFrame(
            person: account?.may(.workInProgramme) == true ? account?.displayName : nil, token: context.formToken, current: section, links: desk.links,
            isDemonstration: desk.house.layout.isDemonstration)
    }

    /// Offices of the partnership; those for training are none.
    func offices() async throws -> [OfficeRecord] { try await desk.house.records().filter { !$0.isTraining } }

    /// The quarter and the indicator that the address asks for.
    func asked(_ request: Request) throws -> (quarter: Quarter?, indicator: Indicator, values: FormValues) {
        let values = try FormValues(query: request.uri.query)
        let quarter = values[ProgrammePlace.quarterField]
        if let quarter, Quarter(quarter) == nil { throw Problem(.notFound, "„\(quarter.prefix(20))” to nie kwartał. Kwartał zapisuje się tak: 2026-1.") }
        return (quarter.flatMap { Quarter($0) }, values[ProgrammePlace.indicatorField].flatMap(Indicator.init(rawValue:)) ?? .electronicLetters, values)
    }
}
